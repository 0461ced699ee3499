/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * humanize_number(3): a count in at most a few characters, with a prefix.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <libutil.h>

#define	MAXSCALE	6		/* exa */

static const char *
prefix_of(int scale, int flags)
{
	static const char *const iec[] = { "", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei" };
	static const char *const si[] = { "", "k", "M", "G", "T", "P", "E" };
	static const char *const binary[] = { "", "K", "M", "G", "T", "P", "E" };

	if (scale == 0 && (flags & HN_B))
		return ("B");
	if (flags & HN_IEC_PREFIXES)
		return (iec[scale]);
	return (flags & HN_DIVISOR_1000 ? si[scale] : binary[scale]);
}

/* number over divisor to the power of scale, times ten, rounded. */
static uint64_t
tenths(uint64_t number, unsigned divisor, int scale)
{
	uint64_t unit;

	unit = 1;
	while (scale-- > 0)
		unit *= divisor;
	return (number / unit * 10 + (number % unit / (double)unit * 10 + 0.5));
}

/* Write it; returns the length that it needs. */
static int
write_scaled(char *buf, size_t size, uint64_t number, int negative,
    const char *suffix, int scale, int flags)
{
	const char *prefix, *sep, *sign;
	unsigned divisor;
	uint64_t t;

	divisor = (flags & HN_DIVISOR_1000) && !(flags & HN_IEC_PREFIXES) ?
	    1000 : 1024;
	prefix = prefix_of(scale, flags);
	sep = (flags & HN_NOSPACE) || (*prefix == '\0' && *suffix == '\0') ?
	    "" : " ";
	sign = negative ? "-" : "";
	t = tenths(number, divisor, scale);
	if ((flags & HN_DECIMAL) && scale > 0 && t < 100)
		return (snprintf(buf, size, "%s%u.%u%s%s%s", sign,
		    (unsigned)(t / 10), (unsigned)(t % 10), sep, prefix,
		    suffix));
	return (snprintf(buf, size, "%s%ju%s%s%s", sign,
	    (uintmax_t)(scale == 0 ? number : (t + 5) / 10), sep, prefix,
	    suffix));
}

int
humanize_number(char *buf, size_t size, int64_t number, const char *suffix,
    int scale, int flags)
{
	uint64_t magnitude;
	int n, s;

	if (size > 0)
		buf[0] = '\0';
	if (suffix == NULL || buf == NULL || scale < 0 ||
	    (scale > MAXSCALE && (scale & (HN_GETSCALE | HN_AUTOSCALE)) == 0))
		return (-1);
	magnitude = number < 0 ? -(uint64_t)number : (uint64_t)number;
	if ((scale & (HN_GETSCALE | HN_AUTOSCALE)) == 0)
		return (write_scaled(buf, size, magnitude, number < 0, suffix,
		    scale, flags));
	for (s = 0; s <= MAXSCALE; s++) {
		n = write_scaled(buf, size, magnitude, number < 0, suffix, s,
		    flags);
		if ((size_t)n < size)
			break;
	}
	if (s > MAXSCALE)
		return (-1);
	return (scale & HN_GETSCALE ? s : n);
}
