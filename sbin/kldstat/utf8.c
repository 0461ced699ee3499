/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Which bytes are characters: JSON and DOT are written in UTF-8, and the name
 * of a file can be any bytes.
 */

#include "kldstat.h"

size_t
utf8_length(const char *s)
{
	/* The least character that may take so many bytes. */
	static const unsigned int least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *u = (const unsigned char *)s;
	unsigned int c;
	size_t i, n;

	if (u[0] < 0x80)
		return (1);
	n = u[0] >= 0xf0 ? 4 : u[0] >= 0xe0 ? 3 : 2;
	if (u[0] < 0xc0 || u[0] > 0xf7)
		return (0);
	c = u[0] & (0xff >> (n + 1));
	for (i = 1; i < n; i++) {
		/* The end of the string is not such a byte either. */
		if ((u[i] & 0xc0) != 0x80)
			return (0);
		c = c << 6 | (u[i] & 0x3f);
	}
	if (c < least[n] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return (0);
	return (n);
}
