/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sbuf(9).
 */
#include "coretest.h"
#include <sys/errno.h>
#include <sys/sbuf.h>
#include <sys/stdarg.h>

static char drained[64];
static size_t ndrained;

/* Finish it; is this its text, and all of it? */
static bool
is(struct sbuf *sb, const char *text)
{

	return (sbuf_finish(sb) == 0 && sbuf_done(sb) &&
	    strcmp(sbuf_data(sb), text) == 0 &&
	    sbuf_len(sb) == (ssize_t)strlen(text));
}

static void
check_text(void)
{
	struct sbuf *sb;

	sb = sbuf_new_auto();
	CHECK(!sbuf_done(sb) && sbuf_len(sb) == 0);
	CHECK(sbuf_cat(sb, "one") == 0);
	CHECK(sbuf_bcat(sb, ", two, three", 5) == 0);
	CHECK(sbuf_putc(sb, '-') == 0);
	CHECK(sbuf_printf(sb, "%d \t\n", 3) == 0);
	CHECK(sbuf_len(sb) == 13);
	CHECK(sbuf_trim(sb) == 0);
	CHECK(is(sb, "one, two-3"));
	sbuf_clear(sb);
	CHECK(!sbuf_done(sb) && sbuf_len(sb) == 0);
	CHECK(sbuf_cat(sb, "abc") == 0 && sbuf_cpy(sb, "defg") == 0);
	CHECK(sbuf_setpos(sb, 5) == -1 && sbuf_setpos(sb, -1) == -1);
	CHECK(sbuf_setpos(sb, 2) == 0);
	CHECK(is(sb, "de"));
	sbuf_clear(sb);
	CHECK(sbuf_bcpy(sb, "xyz", 2) == 0);
	CHECK(sbuf_nl_terminate(sb) == 0 && sbuf_nl_terminate(sb) == 0);
	CHECK(is(sb, "xy\n"));
	sbuf_delete(sb);
}

static void
print(struct sbuf *sb, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	CHECK(sbuf_vprintf(sb, fmt, ap) == 0);
	va_end(ap);
}

/* It grows far beyond its first size. */
static void
check_growth(void)
{
	struct sbuf sb;
	char expected[8];
	int i;

	CHECK(sbuf_new(&sb, NULL, 4, SBUF_AUTOEXTEND) == &sb);
	for (i = 0; i < 2000; i++)
		print(&sb, "%05d ", i);
	CHECK(sbuf_finish(&sb) == 0 && sbuf_len(&sb) == 12000);
	for (i = 0; i < 2000; i++) {
		snprintf(expected, sizeof(expected), "%05d ", i);
		CHECK(strncmp(sbuf_data(&sb) + 6 * i, expected, 6) == 0);
	}
	sbuf_delete(&sb);
}

/* What does not fit is remembered until the end, or until it is mended. */
static void
check_overflow(void)
{
	struct sbuf sb;
	char room[8];

	CHECK(sbuf_new(&sb, room, sizeof(room), SBUF_FIXEDLEN) == &sb);
	CHECK(sbuf_cat(&sb, "1234567") == 0 && sbuf_error(&sb) == 0);
	CHECK(sbuf_putc(&sb, '8') == -1 && sbuf_error(&sb) == ENOMEM);
	CHECK(sbuf_cat(&sb, "9") == -1 && sbuf_len(&sb) == -1);
	CHECK(sbuf_printf(&sb, "x") == -1 && sbuf_trim(&sb) == -1);
	CHECK(sbuf_setpos(&sb, 3) == 0 && sbuf_error(&sb) == 0);
	CHECK(sbuf_cat(&sb, "4") == 0 && is(&sb, "1234"));
	sbuf_clear(&sb);
	CHECK(sbuf_cat(&sb, "123456789") == -1);
	CHECK(sbuf_cpy(&sb, "short") == 0 && is(&sb, "short"));
	sbuf_clear(&sb);
	CHECK(sbuf_printf(&sb, "%d", 123456789) == -1);
	CHECK(sbuf_finish(&sb) == ENOMEM);
	sbuf_delete(&sb);
}

static void
check_flags(void)
{
	struct sbuf *sb;

	sb = sbuf_new(NULL, NULL, 16, SBUF_FIXEDLEN);
	CHECK(sbuf_get_flags(sb) == SBUF_FIXEDLEN);
	sbuf_set_flags(sb, SBUF_INCLUDENUL);
	CHECK(sbuf_get_flags(sb) == SBUF_INCLUDENUL);
	CHECK(sbuf_cat(sb, "abc") == 0 && sbuf_finish(sb) == 0);
	CHECK(sbuf_len(sb) == 4);
	sbuf_clear(sb);
	sbuf_clear_flags(sb, SBUF_INCLUDENUL);
	CHECK(sbuf_cat(sb, "abc") == 0 && is(sb, "abc"));
	sbuf_delete(sb);
}

static void
check_sections(void)
{
	struct sbuf *sb;
	ssize_t outer;

	sb = sbuf_new_auto();
	sbuf_cat(sb, "ab");
	sbuf_start_section(sb, NULL);
	sbuf_cat(sb, "cde");
	sbuf_start_section(sb, &outer);
	sbuf_cat(sb, "f");
	CHECK(sbuf_end_section(sb, outer, 4, '.') == 4);
	CHECK(sbuf_end_section(sb, -1, 8, '-') == 8);
	CHECK(is(sb, "abcdef...-"));
	sbuf_delete(sb);
}

/* At most three bytes at a time. */
static int
drain(void *arg, const char *data, int len)
{

	CHECK(arg == drained);
	len = MIN(len, 3);
	if (ndrained + len > sizeof(drained) - 1)
		return (-EOVERFLOW);
	memcpy(drained + ndrained, data, len);
	ndrained += len;
	return (len);
}

static void
check_drain(void)
{
	struct sbuf *sb;
	int i;

	memset(drained, 0, sizeof(drained));
	ndrained = 0;
	sb = sbuf_new(NULL, NULL, 8, SBUF_FIXEDLEN);
	sbuf_set_drain(sb, drain, drained);
	CHECK(sbuf_cat(sb, "The quick brown fox") == 0);
	CHECK(sbuf_printf(sb, " %s over %d dogs", "jumps", 2) == 0);
	CHECK(sbuf_finish(sb) == 0 && sbuf_len(sb) == 0);
	CHECK(strcmp(drained, "The quick brown fox jumps over 2 dogs") == 0);
	sbuf_clear(sb);
	for (i = 0; i < 50 && sbuf_putc(sb, 'x') == 0; i++)
		continue;
	CHECK(sbuf_error(sb) == EOVERFLOW || i == 50);
	CHECK(sbuf_finish(sb) == EOVERFLOW);
	sbuf_delete(sb);

	sb = sbuf_new(NULL, NULL, 8, SBUF_FIXEDLEN);
	ndrained = 0;
	sbuf_set_drain(sb, sbuf_count_drain, &ndrained);
	CHECK(sbuf_cat(sb, "nineteen characters") == 0);
	CHECK(sbuf_finish(sb) == 0 && ndrained == 19);
	sbuf_delete(sb);
}

static void
check_copies(void)
{
	struct sbuf *sb;

	sb = sbuf_new_auto();
	/* The first page of a process is never there. */
	CHECK(sbuf_copyin(sb, (void *)8, 4) == -1);
	CHECK(sbuf_bcopyin(sb, (void *)8, 4) == -1);
	sbuf_clear(sb);
	sbuf_hexdump(sb, "01234567", 8, NULL, HD_OMIT_COUNT | HD_OMIT_CHARS);
	CHECK(sbuf_finish(sb) == 0);
	CHECK(strstr(sbuf_data(sb), "30 31 32 33 34 35 36 37") != NULL);
	sbuf_putbuf(sb);
	sbuf_delete(sb);
}

void
test_sbufs(void)
{

	check_text();
	check_growth();
	check_overflow();
	check_flags();
	check_sections();
	check_drain();
	check_copies();
}
