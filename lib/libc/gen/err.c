/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * err(3): "program: message: reason" on standard error.
 */
#include <err.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static FILE	*err_file;
static void	(*err_exit)(int);

void
err_set_file(void *fp)
{

	err_file = fp;
}

void
err_set_exit(void (*func)(int))
{

	err_exit = func;
}

/* code < 0: the message has no reason. */
static void
report(int code, const char *fmt, va_list ap)
{
	FILE *fp;

	fp = err_file != NULL ? err_file : stderr;
	fprintf(fp, "%s: ", getprogname());
	if (fmt != NULL) {
		vfprintf(fp, fmt, ap);
		if (code >= 0)
			fprintf(fp, ": ");
	}
	if (code >= 0)
		fprintf(fp, "%s", strerror(code));
	fputc('\n', fp);
	fflush(fp);
}

static void __dead2
leave(int eval)
{

	if (err_exit != NULL)
		err_exit(eval);
	exit(eval);
}

void
verrc(int eval, int code, const char *fmt, va_list ap)
{

	report(code, fmt, ap);
	leave(eval);
}

void
errc(int eval, int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrc(eval, code, fmt, ap);
}

void
verr(int eval, const char *fmt, va_list ap)
{

	verrc(eval, errno, fmt, ap);
}

void
err(int eval, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrc(eval, errno, fmt, ap);
}

void
verrx(int eval, const char *fmt, va_list ap)
{

	report(-1, fmt, ap);
	leave(eval);
}

void
errx(int eval, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	verrx(eval, fmt, ap);
}

void
vwarnc(int code, const char *fmt, va_list ap)
{
	int saved;

	saved = errno;
	report(code, fmt, ap);
	errno = saved;
}

void
warnc(int code, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarnc(code, fmt, ap);
	va_end(ap);
}

void
vwarn(const char *fmt, va_list ap)
{

	vwarnc(errno, fmt, ap);
}

void
warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarnc(errno, fmt, ap);
	va_end(ap);
}

void
vwarnx(const char *fmt, va_list ap)
{

	vwarnc(-1, fmt, ap);
}

void
warnx(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vwarnc(-1, fmt, ap);
	va_end(ap);
}
