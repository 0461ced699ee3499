/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * strtonum(3): a number within bounds, or a word that says why not.
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>

long long
strtonum(const char *s, long long min, long long max, const char **why)
{
	const char *bad;
	char *end;
	long long value;
	int saved;

	saved = errno;
	errno = 0;
	value = strtoll(s, &end, 10);
	if (min > max || end == s || *end != '\0') {
		bad = "invalid";
		errno = EINVAL;
	} else if (value < min || (value == LLONG_MIN && errno == ERANGE)) {
		bad = "too small";
		errno = ERANGE;
	} else if (value > max || (value == LLONG_MAX && errno == ERANGE)) {
		bad = "too large";
		errno = ERANGE;
	} else {
		bad = NULL;
		errno = saved;
	}
	if (why != NULL)
		*why = bad;
	return (bad == NULL ? value : 0);
}
