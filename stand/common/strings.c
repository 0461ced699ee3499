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

/* Whether a variable's value says "yes"; NULL, a variable not set, does not. */
bool
string_is_yes(const char *s)
{
	static const char yes[] = "yes";
	size_t i;

	if (s == NULL)
		return (false);
	for (i = 0; i < sizeof(yes); i++)
		if ((s[i] >= 'A' && s[i] <= 'Z' ? s[i] | 0x20 : s[i]) != yes[i])
			return (false);
	return (true);
}
