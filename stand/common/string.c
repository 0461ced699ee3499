/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The C library's memory and string functions that the loader needs, for
 * boot methods that run without one.
 */
#include "stand.h"

/*
 * The string instructions: under emulation a loop of single stores would
 * cost several times as much.
 */
void *
memcpy(void *dst, const void *src, size_t len)
{
	void *to = dst;
	size_t words;

	words = len / 8;
	len %= 8;
	__asm__ volatile("rep movsq" : "+D" (to), "+S" (src), "+c" (words)
	    : : "memory");
	__asm__ volatile("rep movsb" : "+D" (to), "+S" (src), "+c" (len)
	    : : "memory");
	return (dst);
}

void *
memset(void *dst, int c, size_t len)
{
	void *to = dst;
	size_t words;

	words = len / 8;
	len %= 8;
	__asm__ volatile("rep stosq" : "+D" (to), "+c" (words)
	    : "a" ((uint8_t)c * 0x0101010101010101ul) : "memory");
	__asm__ volatile("rep stosb" : "+D" (to), "+c" (len) : "a" (c)
	    : "memory");
	return (dst);
}

int
memcmp(const void *a, const void *b, size_t len)
{
	const uint8_t *p = a, *q = b;

	for (; len > 0; len--, p++, q++)
		if (*p != *q)
			return (*p - *q);
	return (0);
}

size_t
strlen(const char *s)
{
	size_t len;

	for (len = 0; s[len] != '\0'; len++)
		continue;
	return (len);
}

int
strcmp(const char *a, const char *b)
{
	for (; *a == *b && *a != '\0'; a++, b++)
		continue;
	return ((uint8_t)*a - (uint8_t)*b);
}

char *
strchr(const char *s, int c)
{
	for (; *s != (char)c; s++)
		if (*s == '\0')
			return (NULL);
	return ((char *)(uintptr_t)s);
}
