/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Strings on top of stand_alloc().
 */
#include "stand.h"

uint32_t
string_hash(const char *s, size_t len)
{
	uint32_t hash;

	hash = 2166136261u;
	for (; len > 0; len--, s++)
		hash = (hash ^ (uint8_t)*s) * 16777619u;
	return (hash);
}

char *
string_dup(const char *s, size_t len)
{
	char *copy;

	copy = stand_alloc(len + 1);
	memcpy(copy, s, len);
	return (copy);
}

/* The three strings one after another. */
char *
string_join(const char *a, const char *b, const char *c)
{
	size_t alen, blen, clen;
	char *s;

	alen = strlen(a);
	blen = strlen(b);
	clen = strlen(c);
	s = stand_alloc(alen + blen + clen + 1);
	memcpy(s, a, alen);
	memcpy(s + alen, b, blen);
	memcpy(s + alen + blen, c, clen);
	return (s);
}

bool
string_begins(const char *s, const char *prefix)
{
	for (; *prefix != '\0'; s++, prefix++)
		if (*s != *prefix)
			return (false);
	return (true);
}

/* Whether two words are the same, if upper and lower case count as one. */
bool
string_same_word(const char *a, const char *b)
{
	for (;; a++, b++) {
		if ((*a >= 'A' && *a <= 'Z' ? *a | 0x20 : *a) !=
		    (*b >= 'A' && *b <= 'Z' ? *b | 0x20 : *b))
			return (false);
		if (*a == '\0')
			return (true);
	}
}

/* A number as "0x" and 16 digits. */
char *
string_hex(uint64_t value)
{
	char *digits, *s;
	unsigned shift;

	digits = stand_alloc(2 + 16 + 1);
	digits[0] = '0';
	digits[1] = 'x';
	s = digits + 2;
	for (shift = 64; shift > 0; shift -= 4)
		*s++ = "0123456789abcdef"[value >> (shift - 4) & 0xf];
	return (digits);
}
