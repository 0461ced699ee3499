/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of what needs no system: numbers, options, errors, formats.
 */
#include <err.h>
#include <fnmatch.h>
#include <getopt.h>
#include <inttypes.h>
#include <libgen.h>
#include <libutil.h>
#include <limits.h>
#include <regex.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "libctest.h"

static void
check_numbers(void)
{
	const char *why;
	uint64_t u;
	char buf[8];

	CHECK(strtonum("12", 0, 20, &why) == 12 && why == NULL);
	CHECK(strtonum("21", 0, 20, &why) == 0 && errno == ERANGE);
	CHECK_STR(why, "too large");
	CHECK(strtonum("-1", 0, 20, &why) == 0 && errno == ERANGE);
	CHECK_STR(why, "too small");
	CHECK(strtonum("1x", 0, 20, &why) == 0 && errno == EINVAL);
	CHECK_STR(why, "invalid");
	CHECK(strtonum("99999999999999999999", 0, LLONG_MAX, &why) == 0);
	CHECK_STR(why, "too large");

	CHECK(expand_number("64k", &u) == 0 && u == 65536);
	CHECK(expand_number("2GB", &u) == 0 && u == 2ULL << 30);
	CHECK(expand_number("7", &u) == 0 && u == 7);
	CHECK(expand_number("16e", &u) == -1 && errno == ERANGE);
	CHECK(expand_number("x", &u) == -1 && errno == EINVAL);
	CHECK(expand_number("1kk", &u) == -1 && errno == EINVAL);

	CHECK(humanize_number(buf, 5, 1234, "", HN_AUTOSCALE, HN_NOSPACE) == 4);
	CHECK_STR(buf, "1234");
	humanize_number(buf, 5, 123456, "", HN_AUTOSCALE, HN_NOSPACE);
	CHECK_STR(buf, "121K");
	humanize_number(buf, 5, 1500000, "", HN_AUTOSCALE,
	    HN_NOSPACE | HN_DECIMAL | HN_DIVISOR_1000);
	CHECK_STR(buf, "1.5M");
	CHECK(humanize_number(NULL, 0, 5000000, "", HN_GETSCALE, 0) == -1);
}

static void
check_getopt(void)
{
	static const struct option options[] = {
		{ "all", no_argument, NULL, 'a' },
		{ "file", required_argument, NULL, 'f' },
		{ NULL, 0, NULL, 0 }
	};
	char *argv[] = { "x", "-ab", "-fone", "two", "-c", NULL };
	char *argl[] = { "x", "w", "--all", "--fi=q", "v", "-f", "r", NULL };

	CHECK(getopt(5, argv, ":abf:") == 'a');
	CHECK(getopt(5, argv, ":abf:") == 'b' && optind == 2);
	CHECK(getopt(5, argv, ":abf:") == 'f');
	CHECK_STR(optarg, "one");
	CHECK(getopt(5, argv, ":abf:") == -1 && optind == 3);
	optind = 4;
	CHECK(getopt(5, argv, ":abf:") == '?' && optopt == 'c');
	optreset = optind = 1;
	CHECK(getopt(2, argv + 2, "a") == -1);

	optreset = optind = 1;
	CHECK(getopt_long(7, argl, "af:", options, NULL) == 'a');
	CHECK(getopt_long(7, argl, "af:", options, NULL) == 'f');
	CHECK_STR(optarg, "q");
	CHECK(getopt_long(7, argl, "af:", options, NULL) == 'f');
	CHECK_STR(optarg, "r");
	CHECK(getopt_long(7, argl, "af:", options, NULL) == -1 && optind == 5);
	CHECK_STR(argl[5], "w");
	CHECK_STR(argl[6], "v");
}

static void
check_errors(void)
{
	char buf[40], err[64];
	FILE *fp;

	CHECK_STR(strerror(ENOEXEC), "Exec format error");
	CHECK_STR(strerror(EAGAIN), "Resource temporarily unavailable");
	CHECK_STR(strerror(EINTEGRITY), "Integrity check failed");
	CHECK_STR(strerror(12345), "Unknown error: 12345");
	CHECK(strerror_r(ENOENT, buf, 4) == ERANGE);
	CHECK_STR(strsignal(SIGSEGV), "Segmentation fault");
	CHECK_STR(sys_signame[SIGUSR1], "USR1");
	CHECK_STR(getprogname(), "libctest");

	CHECK((fp = fmemopen(err, sizeof(err), "w")) != NULL);
	err_set_file(fp);
	errno = ENOENT;
	warn("%s", "file");
	err_set_file(NULL);
	fclose(fp);
	CHECK_STR(err, "libctest: file: No such file or directory\n");
}

static void
check_formats(void)
{
	char buf[80], dir[] = "/usr/lib/", base[] = "/usr/lib";
	regex_t re;
	regmatch_t m[2];

	snprintf(buf, sizeof(buf), "%zu %jd %#lx %5.2f|%-4s|%04d %lld",
	    sizeof(buf), (intmax_t)-5, 255UL, 3.14159, "ab", 42, LLONG_MIN);
	CHECK_STR(buf, "80 -5 0xff  3.14|ab  |0042 -9223372036854775808");
	CHECK(strlcpy(buf, "abcdef", 4) == 6);
	CHECK_STR(buf, "abc");
	CHECK_STR(basename(dir), "lib");
	CHECK_STR(dirname(base), "/usr");
	CHECK(fnmatch("*.k[a-n]", "foo.ko", 0) == FNM_NOMATCH);
	CHECK(fnmatch("*.k[a-n]", "foo.kb", 0) == 0);
	CHECK(regcomp(&re, "^([a-z]+)\\.ko$", REG_EXTENDED) == 0);
	CHECK(regexec(&re, "msdos.ko", 2, m, 0) == 0 && m[1].rm_eo == 5);
	CHECK(regexec(&re, "msdos.o", 2, m, 0) == REG_NOMATCH);
	regfree(&re);
}

static void
check_memory(void)
{
	void *p, *q;

	CHECK((p = malloc(1 << 20)) != NULL);
	memset(p, 0x5a, 1 << 20);
	CHECK((p = realloc(p, 2 << 20)) != NULL);
	CHECK(((unsigned char *)p)[(1 << 20) - 1] == 0x5a);
	free(p);
	CHECK(reallocarray(NULL, SIZE_MAX / 2, 3) == NULL);
	CHECK(posix_memalign(&q, 4096, 100) == 0 && (uintptr_t)q % 4096 == 0);
	free(q);
	CHECK(posix_memalign(&q, 3, 100) == EINVAL);
}

void
test_text(void)
{

	check_numbers();
	check_getopt();
	check_errors();
	check_formats();
	check_memory();
}
