/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Formats, numbers, strings, sorting, sbuf(9), the kernel environment, unit
 * numbers.
 */
#include "coretest.h"
#include <sys/kenv.h>
#include <sys/libkern.h>
#include <sys/limits.h>
#include <sys/sbuf.h>

#define	CHECK_FORMAT(wanted, ...) do {					\
	char _buf[128];							\
									\
	snprintf(_buf, sizeof(_buf), __VA_ARGS__);			\
	if (strcmp(_buf, wanted) != 0)					\
		coretest_failed(__FILE__, __LINE__, _buf);		\
} while (0)

static void
check_formats(void)
{

	CHECK_FORMAT("-12 +5 0x1f 017 00042", "%d %+d %#x %#o %05d", -12, 5,
	    31, 15, 42);
	CHECK_FORMAT("  ab|ab  |a", "%4s|%-4s|%.1s", "ab", "ab", "ab");
	CHECK_FORMAT("ff3<A,B>x", "ff%b%s", 3, "\20\1A\2B\3C", "x");
	CHECK_FORMAT("", "%s", "");
	CHECK_FORMAT("01:ff", "%2D", "\1\xff", ":");
	CHECK_FORMAT("18446744073709551615", "%ju", (uintmax_t)-1);
	CHECK_FORMAT("-1", "%hhd", (signed char)-1);
	CHECK_FORMAT("0x10", "%p", (void *)16);
	CHECK_FORMAT("c%", "%c%%", 'c');
	CHECK_FORMAT("(null)", "%s", (char *)NULL);
}

static void
check_numbers(void)
{
	u_long number;
	char word[16];
	int i;

	CHECK(sscanf("12 abc 0x1f", "%d %15s %lx", &i, word, &number) == 3);
	CHECK(i == 12 && strcmp(word, "abc") == 0 && number == 31);
	CHECK(strtol("-0x10z", NULL, 0) == -16);
	CHECK(strtoul("99999999999999999999", NULL, 10) == ULONG_MAX);
	CHECK(crc32("123456789", 9) == 0xcbf43926);
}

static void
check_strings(void)
{
	char list[] = "a,b,,c", *rest;
	char bytes[40];
	int i;

	CHECK(strlen("12345678901234567") == 17);
	CHECK(memcmp("abcdefgh1", "abcdefgh2", 9) < 0);
	rest = list;
	CHECK(strcmp(strsep(&rest, ","), "a") == 0);
	CHECK(strcmp(strsep(&rest, ","), "b") == 0);
	CHECK(strcmp(strsep(&rest, ","), "") == 0);
	CHECK(strcmp(strsep(&rest, ","), "c") == 0);
	CHECK(rest == NULL && strsep(&rest, ",") == NULL);

	CHECK(fnmatch("*.ko", "foo.ko", 0) == 0);
	CHECK(fnmatch("a[b-d]?*", "acxyz", 0) == 0);
	CHECK(fnmatch("*", "a/b", FNM_PATHNAME) == FNM_NOMATCH);
	CHECK(fnmatch("*a*b*c", "xxaxxbxxbc", 0) == 0);

	for (i = 0; i < 40; i++)
		bytes[i] = (char)i;
	memmove(bytes + 3, bytes, 30);
	for (i = 0; i < 30; i++)
		CHECK(bytes[i + 3] == i);
	memmove(bytes, bytes + 3, 30);
	for (i = 0; i < 30; i++)
		CHECK(bytes[i] == i);
}

static int
compare(const void *a, const void *b)
{

	return (*(const int *)a - *(const int *)b);
}

static void
check_sorting(void)
{
	static int numbers[200];
	int i, key;

	for (i = 0; i < 200; i++)
		numbers[i] = (i * 7919) % 200;
	qsort(numbers, 200, sizeof(*numbers), compare);
	for (i = 0; i < 200; i++)
		CHECK(numbers[i] == i);
	key = 77;
	CHECK(bsearch(&key, numbers, 200, sizeof(*numbers), compare) ==
	    &numbers[77]);
	key = 200;
	CHECK(bsearch(&key, numbers, 200, sizeof(*numbers), compare) == NULL);
}

static void
check_sbuf(void)
{
	struct sbuf *sb;
	int i;

	sb = sbuf_new_auto();
	for (i = 0; i < 1000; i++)
		sbuf_printf(sb, "%d,", i);
	CHECK(sbuf_finish(sb) == 0);
	CHECK(sbuf_len(sb) == 3890);
	CHECK(strncmp(sbuf_data(sb), "0,1,2,", 6) == 0);
	sbuf_delete(sb);
}

static void
check_environment(void)
{
	int value;

	CHECK(kern_getenv("coretest.none") == NULL);
	CHECK(kern_setenv("coretest.size", "12k") == 0);
	CHECK(getenv_int("coretest.size", &value) == 1 && value == 12288);
	CHECK(kern_unsetenv("coretest.size") == 0);
	CHECK(!testenv("coretest.size"));
}

static void
check_units(void)
{
	struct unrhdr *units;
	int i;

	units = new_unrhdr(5, 300, NULL);
	for (i = 5; i <= 300; i++)
		CHECK(alloc_unr(units) == i);
	CHECK(alloc_unr(units) == -1);
	free_unr(units, 77);
	CHECK(alloc_unr(units) == 77);
	for (i = 5; i <= 300; i++)
		free_unr(units, (u_int)i);
	delete_unrhdr(units);
}

void
test_library(void)
{

	check_formats();
	check_numbers();
	check_strings();
	check_sorting();
	check_sbuf();
	check_environment();
	check_units();
}
