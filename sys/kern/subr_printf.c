/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The printf(9) family: formats, and the strings they are put into.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/stdarg.h>
#include <sys/stdint.h>

#define	MAXNBUF		(sizeof(intmax_t) * NBBY)	/* digits in base 2 */

/* Where characters go: func(c, arg), or *buf when there is no function. */
struct sink {
	void	(*func)(int, void *);
	void	*arg;
	char	*buf;
	int	count;		/* characters so far */
};

/* A conversion specification, as far as it has been read. */
struct spec {
	bool	left, plus, space, sharp, zero;
	int	width;
	int	precision;	/* -1: none given */
	enum { L_CHAR, L_SHORT, L_INT, L_LONG, L_MAX, L_SIZE, L_PTRDIFF } size;
	int	base;
	bool	upper;
	bool	is_signed;
};

static void
put(struct sink *out, int c)
{

	out->count++;
	if (out->func != NULL)
		out->func(c, out->arg);
	else
		*out->buf++ = c;
}

static void
put_n(struct sink *out, int c, int n)
{

	for (; n > 0; n--)
		put(out, c);
}

static void
put_string(struct sink *out, const struct spec *spec, const char *s)
{
	int i, len;

	if (s == NULL)
		s = "(null)";
	len = spec->precision < 0 ? strlen(s) : strnlen(s, spec->precision);
	if (!spec->left)
		put_n(out, ' ', spec->width - len);
	for (i = 0; i < len; i++)
		put(out, s[i]);
	if (spec->left)
		put_n(out, ' ', spec->width - len);
}

/* Digits of a number, least significant first; returns how many. */
static int
digits(char *buf, uintmax_t num, int base, bool upper)
{
	int n = 0;
	char c;

	do {
		c = hex2ascii(num % base);
		buf[n++] = upper ? toupper(c) : c;
		num /= base;
	} while (num != 0);
	return (n);
}

static void
put_number(struct sink *out, const struct spec *spec, uintmax_t num)
{
	char buf[MAXNBUF];
	const char *prefix = "";
	int n, pad, zeros;

	if (spec->is_signed) {
		if ((intmax_t)num < 0) {
			prefix = "-";
			num = -num;
		} else if (spec->plus)
			prefix = "+";
		else if (spec->space)
			prefix = " ";
	}
	if (spec->sharp && num != 0) {
		if (spec->base == 8)
			prefix = "0";
		else if (spec->base == 16)
			prefix = spec->upper ? "0X" :
			    *prefix == '-' ? "-0x" : "0x";
	}
	n = num == 0 && spec->precision == 0 ? 0 :
	    digits(buf, num, spec->base, spec->upper);
	zeros = imax(spec->precision - n, 0);
	pad = spec->width - (int)strlen(prefix) - zeros - n;
	if (spec->zero && !spec->left && spec->precision < 0 && pad > 0) {
		zeros = pad;
		pad = 0;
	}
	if (!spec->left)
		put_n(out, ' ', pad);
	while (*prefix != '\0')
		put(out, *prefix++);
	put_n(out, '0', zeros);
	while (n > 0)
		put(out, buf[--n]);
	if (spec->left)
		put_n(out, ' ', pad);
}

/*
 * %b: the number, and the names of the bits set in it.  names: the base as a
 * character, then for each bit its number from 1 as a character and its name.
 */
static void
put_bits(struct sink *out, struct spec *spec, u_int num, const char *names)
{
	bool any = false;
	int bit;

	spec->base = *names++;
	put_number(out, spec, num);
	if (num == 0)
		return;
	while ((bit = *(const u_char *)names++) != '\0') {
		if (bit > 32 || (num & 1U << (bit - 1)) == 0) {
			while (*names > ' ')
				names++;
			continue;
		}
		put(out, any ? ',' : '<');
		any = true;
		while (*names > ' ')
			put(out, *names++);
	}
	if (any)
		put(out, '>');
}

/* %D: width bytes (16 if none is given) with a delimiter between them. */
static void
put_bytes(struct sink *out, const struct spec *spec, const u_char *bytes,
    const char *delimiter)
{
	const char *p;
	int i, n;

	n = spec->width > 0 ? spec->width : 16;
	for (i = 0; i < n; i++) {
		if (i > 0)
			for (p = delimiter; *p != '\0'; p++)
				put(out, *p);
		put(out, hex2ascii(bytes[i] >> 4));
		put(out, hex2ascii(bytes[i] & 0xf));
	}
}

static uintmax_t
get_number(const struct spec *spec, va_list *ap)
{
	uintmax_t num;

	switch (spec->size) {
	case L_LONG:
	case L_MAX:
	case L_SIZE:
	case L_PTRDIFF:
		return (va_arg(*ap, uintmax_t));
	case L_CHAR:
		num = va_arg(*ap, int);
		return (spec->is_signed ? (uintmax_t)(signed char)num :
		    (u_char)num);
	case L_SHORT:
		num = va_arg(*ap, int);
		return (spec->is_signed ? (uintmax_t)(short)num :
		    (u_short)num);
	default:
		num = va_arg(*ap, int);
		return (spec->is_signed ? num : (u_int)num);
	}
}
CTASSERT(sizeof(long) == sizeof(intmax_t) && sizeof(size_t) == sizeof(long));

/* Flags, width, precision and size; returns the conversion character. */
static const char *
read_spec(const char *fmt, struct spec *spec, va_list *ap)
{

	memset(spec, 0, sizeof(*spec));
	spec->precision = -1;
	spec->size = L_INT;
	for (;; fmt++) {
		if (*fmt == '-')
			spec->left = true;
		else if (*fmt == '+')
			spec->plus = true;
		else if (*fmt == ' ')
			spec->space = true;
		else if (*fmt == '#')
			spec->sharp = true;
		else if (*fmt == '0')
			spec->zero = true;
		else
			break;
	}
	if (*fmt == '*') {
		spec->width = va_arg(*ap, int);
		if (spec->width < 0) {
			spec->left = true;
			spec->width = -spec->width;
		}
		fmt++;
	} else
		for (; isdigit(*fmt); fmt++)
			spec->width = spec->width * 10 + *fmt - '0';
	if (*fmt == '.') {
		spec->precision = 0;
		if (*++fmt == '*') {
			spec->precision = va_arg(*ap, int);
			fmt++;
		} else
			for (; isdigit(*fmt); fmt++)
				spec->precision =
				    spec->precision * 10 + *fmt - '0';
	}
	for (;; fmt++) {
		if (*fmt == 'h')
			spec->size = spec->size == L_SHORT ? L_CHAR : L_SHORT;
		else if (*fmt == 'l' || *fmt == 'q')
			spec->size = L_LONG;
		else if (*fmt == 'j')
			spec->size = L_MAX;
		else if (*fmt == 'z')
			spec->size = L_SIZE;
		else if (*fmt == 't')
			spec->size = L_PTRDIFF;
		else
			return (fmt);
	}
}

/* One conversion; false: an unknown one. */
static bool
convert(struct sink *out, struct spec *spec, char conversion, int radix,
    va_list *ap)
{
	const u_char *bytes;
	char c[2];
	u_int num;

	spec->base = 10;
	switch (conversion) {
	case '%':
		put(out, '%');
		return (true);
	case 'c':
		c[0] = va_arg(*ap, int);
		spec->precision = 1;
		if (c[0] == '\0') {
			put_n(out, ' ', spec->left ? 0 : spec->width - 1);
			put(out, '\0');
			put_n(out, ' ', spec->left ? spec->width - 1 : 0);
		} else
			put_string(out, spec, c);
		return (true);
	case 's':
		put_string(out, spec, va_arg(*ap, const char *));
		return (true);
	case 'b':
		num = va_arg(*ap, int);
		put_bits(out, spec, num, va_arg(*ap, const char *));
		return (true);
	case 'D':
		bytes = va_arg(*ap, const u_char *);
		put_bytes(out, spec, bytes, va_arg(*ap, const char *));
		return (true);
	case 'p':
		spec->sharp = spec->width == 0;
		spec->size = L_LONG;
		spec->base = 16;
		break;
	case 'd':
	case 'i':
		spec->is_signed = true;
		break;
	case 'u':
		break;
	case 'o':
		spec->base = 8;
		break;
	case 'X':
		spec->upper = true;
		spec->base = 16;
		break;
	case 'x':
		spec->base = 16;
		break;
	case 'y':
		spec->is_signed = true;
		spec->base = 16;
		break;
	case 'r':
		spec->is_signed = spec->plus;
		spec->base = radix;
		break;
	default:
		return (false);
	}
	put_number(out, spec, get_number(spec, ap));
	return (true);
}

int
kvprintf(char const *fmt, void (*func)(int, void *), void *arg, int radix,
    va_list ap)
{
	struct sink out = { func, arg, arg, 0 };
	struct spec spec;
	const char *start;
	va_list args;

	if (radix < 2 || radix > 36)
		radix = 10;
	va_copy(args, ap);
	while (*fmt != '\0') {
		if (*fmt != '%') {
			put(&out, *fmt++);
			continue;
		}
		start = fmt;
		fmt = read_spec(fmt + 1, &spec, &args);
		if (*fmt != '\0' &&
		    convert(&out, &spec, *fmt, radix, &args)) {
			fmt++;
			continue;
		}
		/* The arguments no longer fit: the rest as it stands. */
		while (*start != '\0')
			put(&out, *start++);
		break;
	}
	va_end(args);
	return (out.count);
}

/*
 * Strings.
 */
struct bounded {
	char	*next;
	size_t	left;		/* with room for the NUL */
};

static void
put_bounded(int c, void *arg)
{
	struct bounded *b = arg;

	if (b->left > 1) {
		*b->next++ = c;
		b->left--;
	}
}

int
vsnrprintf(char *buf, size_t size, int radix, const char *fmt, va_list ap)
{
	struct bounded b = { buf, size };
	int len;

	len = kvprintf(fmt, put_bounded, &b, radix, ap);
	if (b.left > 0)
		*b.next = '\0';
	return (len);
}

int
vsnprintf(char *buf, size_t size, const char *fmt, va_list ap)
{

	return (vsnrprintf(buf, size, 10, fmt, ap));
}

int
snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnprintf(buf, size, fmt, ap);
	va_end(ap);
	return (len);
}

int
snrprintf(char *buf, size_t size, int radix, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsnrprintf(buf, size, radix, fmt, ap);
	va_end(ap);
	return (len);
}

int
vsprintf(char *buf, const char *fmt, va_list ap)
{
	int len;

	len = kvprintf(fmt, NULL, buf, 10, ap);
	buf[len] = '\0';
	return (len);
}

int
sprintf(char *buf, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vsprintf(buf, fmt, ap);
	va_end(ap);
	return (len);
}

int
vasprintf(char **ret, struct malloc_type *mtp, const char *fmt, va_list ap)
{
	int len;

	len = vsnprintf(NULL, 0, fmt, ap);
	*ret = malloc(len + 1, mtp, M_NOWAIT);
	if (*ret == NULL)
		return (-1);
	return (vsprintf(*ret, fmt, ap));
}

int
asprintf(char **ret, struct malloc_type *mtp, const char *fmt, ...)
{
	va_list ap;
	int len;

	va_start(ap, fmt);
	len = vasprintf(ret, mtp, fmt, ap);
	va_end(ap);
	return (len);
}
