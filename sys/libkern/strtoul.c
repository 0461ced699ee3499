/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Numbers from strings, as in C99; without errno, overflow shows only in
 * the result.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/limits.h>

static int
digit_value(char c)
{

	if (isdigit(c))
		return (c - '0');
	if (isalpha(c))
		return (tolower(c) - 'a' + 10);
	return (INT_MAX);
}

/*
 * The number's magnitude, or ULONG_MAX when there are too many digits.  No
 * digits or a bad base: 0 with *endptr = nptr.
 */
static u_long
parse(const char *nptr, char **endptr, int base, bool *negative,
    bool *overflow)
{
	const char *s = nptr, *end = nptr;
	u_long value = 0;
	int digit;

	*negative = *overflow = false;
	if (base < 0 || base == 1 || base > 36)
		goto out;
	while (isspace(*s))
		s++;
	if (*s == '-' || *s == '+')
		*negative = *s++ == '-';
	if ((base == 0 || base == 16) && s[0] == '0' &&
	    (s[1] == 'x' || s[1] == 'X') && digit_value(s[2]) < 16) {
		s += 2;
		base = 16;
	} else if (base == 0)
		base = *s == '0' ? 8 : 10;
	for (; (digit = digit_value(*s)) < base; end = ++s) {
		if (__builtin_mul_overflow(value, (u_long)base, &value) ||
		    __builtin_add_overflow(value, (u_long)digit, &value))
			*overflow = true;
	}
	if (*overflow)
		value = ULONG_MAX;
out:
	if (endptr != NULL)
		*endptr = __DECONST(char *, end);
	return (value);
}

u_long
strtoul(const char *nptr, char **endptr, int base)
{
	u_long value;
	bool negative, overflow;

	value = parse(nptr, endptr, base, &negative, &overflow);
	return (negative && !overflow ? -value : value);
}

long
strtol(const char *nptr, char **endptr, int base)
{
	u_long value;
	bool negative, overflow;

	value = parse(nptr, endptr, base, &negative, &overflow);
	if (negative)
		return (value > (u_long)LONG_MAX ? LONG_MIN : -(long)value);
	return (value > (u_long)LONG_MAX ? LONG_MAX : (long)value);
}

u_quad_t
strtouq(const char *nptr, char **endptr, int base)
{

	return (strtoul(nptr, endptr, base));
}

quad_t
strtoq(const char *nptr, char **endptr, int base)
{

	return (strtol(nptr, endptr, base));
}
