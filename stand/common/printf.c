/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Formatted output for the boot loader's messages.
 */
#include "stand.h"

static void
put_number(unsigned long value, unsigned base)
{
	char digits[20];
	unsigned n;

	n = 0;
	do {
		digits[n++] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value != 0);
	while (n > 0)
		stand_putc(digits[--n]);
}

static void
put_string(const char *s)
{
	while (*s != '\0')
		stand_putc(*s++);
}

static void
put_signed(long value)
{
	if (value < 0) {
		stand_putc('-');
		put_number(-(unsigned long)value, 10);
	} else
		put_number((unsigned long)value, 10);
}

void
stand_vprintf(const char *fmt, va_list ap)
{
	bool wide;

	for (; *fmt != '\0'; fmt++) {
		if (*fmt != '%') {
			stand_putc(*fmt);
			continue;
		}
		fmt++;
		wide = *fmt == 'l' || *fmt == 'z';
		if (wide)
			fmt++;
		switch (*fmt) {
		case 's':
			put_string(va_arg(ap, const char *));
			break;
		case 'c':
			stand_putc(va_arg(ap, int));
			break;
		case 'd':
			put_signed(wide ? va_arg(ap, long) : va_arg(ap, int));
			break;
		case 'u':
		case 'x':
			put_number(wide ? va_arg(ap, unsigned long) :
			    va_arg(ap, unsigned), *fmt == 'x' ? 16 : 10);
			break;
		default:
			stand_putc(*fmt);
			break;
		}
	}
}

void
stand_printf(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	stand_vprintf(fmt, ap);
	va_end(ap);
}

static void
message(const char *fmt, va_list ap)
{
	stand_printf("loader: ");
	stand_vprintf(fmt, ap);
	stand_printf("\n");
}

void
stand_warn(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(fmt, ap);
	va_end(ap);
}

void
stand_fatal(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	message(fmt, ap);
	va_end(ap);
	stand_exit();
}
