/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * expand_number(3): 64k, 2M and the like as a number.
 */
#include <ctype.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <libutil.h>

int
expand_number(const char *s, uint64_t *result)
{
	static const char units[] = "bkmgtpe";
	const char *unit;
	char *end;
	uint64_t value;
	int saved, shift;

	while (isspace((unsigned char)*s))
		s++;
	saved = errno;
	errno = 0;
	value = strtoull(s, &end, 0);
	if (*s == '-' || end == s)
		errno = EINVAL;
	if (errno != 0)
		return (-1);
	shift = 0;
	if (*end != '\0') {
		unit = strchr(units, tolower((unsigned char)*end));
		if (unit == NULL || (end[1] != '\0' &&
		    (tolower((unsigned char)end[1]) != 'b' || end[2] != '\0'))) {
			errno = EINVAL;
			return (-1);
		}
		shift = (unit - units) * 10;
	}
	if (value << shift >> shift != value) {
		errno = ERANGE;
		return (-1);
	}
	*result = value << shift;
	errno = saved;
	return (0);
}
