/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sscanf: numbers and words from a string.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/stdarg.h>

#define	MAX_DIGITS	64	/* characters of a number that are looked at */

struct conversion {
	bool	suppress;	/* '*': match, but do not store */
	int	width;		/* 0: none given */
	int	longs;		/* -2 hh, -1 h, 0, 1 l */
};

static const char *
read_conversion(const char *fmt, struct conversion *cv)
{

	cv->suppress = *fmt == '*';
	if (cv->suppress)
		fmt++;
	for (cv->width = 0; isdigit(*fmt); fmt++)
		cv->width = cv->width * 10 + *fmt - '0';
	for (cv->longs = 0;; fmt++) {
		if (*fmt == 'h')
			cv->longs--;
		else if (*fmt == 'l' || *fmt == 'q' || *fmt == 'j' ||
		    *fmt == 'z' || *fmt == 't')
			cv->longs = 1;
		else
			return (fmt);
	}
}

static void
store(void *p, int longs, u_long value)
{

	if (longs > 0)
		*(u_long *)p = value;
	else if (longs == 0)
		*(u_int *)p = value;
	else if (longs == -1)
		*(u_short *)p = value;
	else
		*(u_char *)p = value;
}

/* Returns what follows the number, or NULL if there is none. */
static const char *
scan_number(const char *s, const struct conversion *cv, int base,
    bool is_signed, u_long *value)
{
	char buf[MAX_DIGITS + 1];
	char *end;
	size_t n;

	n = cv->width > 0 && cv->width < MAX_DIGITS ? cv->width : MAX_DIGITS;
	n = strnlen(s, n);
	memcpy(buf, s, n);
	buf[n] = '\0';
	*value = is_signed ? (u_long)strtol(buf, &end, base) :
	    strtoul(buf, &end, base);
	return (end == buf ? NULL : s + (end - buf));
}

/* A '[' set; returns the format behind it. */
static const char *
read_set(const char *fmt, uint64_t *map)
{
	bool negate;
	int c, last;

	memset(map, 0, 4 * sizeof(*map));
	negate = *fmt == '^';
	if (negate)
		fmt++;
	do {
		if (*fmt == '\0')
			return (fmt);
		c = *(const u_char *)fmt++;
		last = c;
		if (fmt[0] == '-' && fmt[1] != ']' && fmt[1] != '\0') {
			last = *(const u_char *)(fmt + 1);
			fmt += 2;
		}
		for (; c <= last; c++)
			map[c / 64] |= 1UL << (c % 64);
	} while (*fmt != ']');
	if (negate)
		for (c = 0; c < 4; c++)
			map[c] = ~map[c];
	map[0] &= ~1UL;			/* the end of the string */
	return (fmt + 1);
}

/* The characters of the set, at most width; NULL when there are none. */
static const char *
scan_set(const char *s, const struct conversion *cv, const uint64_t *map,
    char *to)
{
	const char *start = s;
	int left;

	for (left = cv->width > 0 ? cv->width : INT32_MAX; left > 0; left--) {
		if ((map[*(const u_char *)s / 64] >>
		    (*(const u_char *)s % 64) & 1) == 0)
			break;
		s++;
	}
	if (s == start)
		return (NULL);
	if (to != NULL) {
		memcpy(to, start, s - start);
		to[s - start] = '\0';
	}
	return (s);
}

static int
number_base(char c)
{

	switch (c) {
	case 'd':
	case 'u':
		return (10);
	case 'i':
		return (0);
	case 'o':
		return (8);
	case 'x':
	case 'X':
	case 'p':
		return (16);
	default:
		return (-1);
	}
}

/*
 * One conversion that takes characters; *fmtp is at its letter.  Returns what
 * follows them in s, or NULL when they do not match.
 */
static const char *
scan_one(const char *s, const char **fmtp, struct conversion *cv, va_list *ap)
{
	/* Everything but white space and the end. */
	static const uint64_t words[4] = {
		~(1UL << ' ' | 0x1fUL << '\t' | 1UL), ~0UL, ~0UL, ~0UL
	};
	uint64_t map[4];
	u_long value;
	char c = *(*fmtp)++;
	int base;

	base = number_base(c);
	if (base >= 0) {
		s = scan_number(s, cv, base, c == 'd' || c == 'i', &value);
		if (s != NULL && !cv->suppress)
			store(va_arg(*ap, void *), c == 'p' ? 1 : cv->longs,
			    value);
		return (s);
	}
	if (c == 's')
		return (scan_set(s, cv, words,
		    cv->suppress ? NULL : va_arg(*ap, char *)));
	if (c == '[') {
		*fmtp = read_set(*fmtp, map);
		return (scan_set(s, cv, map,
		    cv->suppress ? NULL : va_arg(*ap, char *)));
	}
	if (c != 'c')
		return (NULL);
	if (cv->width == 0)
		cv->width = 1;
	if (strnlen(s, cv->width) < (size_t)cv->width)
		return (NULL);
	if (!cv->suppress)
		memcpy(va_arg(*ap, char *), s, cv->width);
	return (s + cv->width);
}

static const char *
skip_space(const char *s)
{

	while (isspace(*s))
		s++;
	return (s);
}

int
vsscanf(const char *string, const char *fmt, va_list ap)
{
	struct conversion cv;
	const char *s = string;
	va_list args;
	int assigned = 0;

	va_copy(args, ap);
	while (*fmt != '\0' && s != NULL) {
		if (isspace(*fmt)) {
			s = skip_space(s);
			fmt++;
			continue;
		}
		if (*fmt != '%' || fmt[1] == '%') {
			fmt += *fmt == '%';
			if (*s != *fmt)
				break;
			s++, fmt++;
			continue;
		}
		fmt = read_conversion(fmt + 1, &cv);
		if (*fmt == 'n') {
			fmt++;
			if (!cv.suppress)
				store(va_arg(args, void *), cv.longs,
				    s - string);
			continue;
		}
		if (*fmt != 'c' && *fmt != '[')
			s = skip_space(s);
		if (*s == '\0') {
			if (assigned == 0)
				assigned = -1;
			break;
		}
		s = scan_one(s, &fmt, &cv, &args);
		if (s != NULL && !cv.suppress)
			assigned++;
	}
	va_end(args);
	return (assigned);
}

int
sscanf(const char *string, const char *fmt, ...)
{
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vsscanf(string, fmt, ap);
	va_end(ap);
	return (n);
}
