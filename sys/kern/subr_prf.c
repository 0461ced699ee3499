/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * printf(9), log(9): messages to the console and the message buffer.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/kernel.h>
#include <sys/msgbuf.h>
#include <sys/stdarg.h>
#include <sys/sysctl.h>
#include <sys/syslog.h>

#define	TOCONS	0x01
#define	TOLOG	0x02

/* Characters are passed on in pieces; most messages are one. */
struct putchar_arg {
	int	where;		/* TOCONS, TOLOG */
	int	pri;		/* for the message buffer; -1: none */
	size_t	len;
	char	buf[128];
};

static int	log_to_console;
SYSCTL_INT(_kern, OID_AUTO, log_to_console, CTLFLAG_RWTUN, &log_to_console, 0,
    "Show log messages on the console as well");

static void
flush(struct putchar_arg *pa)
{

	if ((pa->where & TOLOG) != 0)
		msgbuf_addstr(&consmsgbuf, pa->pri, pa->buf, pa->len);
	if ((pa->where & TOCONS) != 0)
		cnputsn(pa->buf, pa->len);
	pa->len = 0;
}

static void
put_char(int c, void *arg)
{
	struct putchar_arg *pa = arg;

	pa->buf[pa->len++] = c;
	if (pa->len == sizeof(pa->buf))
		flush(pa);
}

static int
message(int where, int pri, const char *fmt, va_list ap)
{
	struct putchar_arg pa;
	int len;

	pa.where = where;
	pa.pri = pri;
	pa.len = 0;
	len = kvprintf(fmt, put_char, &pa, 10, ap);
	flush(&pa);
	return (len);
}

int
vprintf(const char *fmt, va_list ap)
{

	return (message(TOCONS | TOLOG, LOG_PRINTF, fmt, ap));
}

int
printf(const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vprintf(fmt, ap);
	va_end(ap);
	return (len);
}

void
vlog(int pri, const char *fmt, va_list ap)
{

	message(TOLOG | (log_to_console ? TOCONS : 0), pri, fmt, ap);
}

void
log(int pri, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vlog(pri, fmt, ap);
	va_end(ap);
}
