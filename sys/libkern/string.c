/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The string functions of C and of 4.4BSD.
 */
#include <sys/param.h>
#include <sys/systm.h>

#define	ONES		0x0101010101010101ULL
#define	HIGHS		0x8080808080808080ULL
/* The lowest bit that is set in this is in the first zero byte of the word. */
#define	ZEROS(w)	(((w) - ONES) & ~(w) & HIGHS)
#define	HAS_ZERO(w)	(ZEROS(w) != 0)

size_t
strlen(const char *s)
{
	const char *p = s;
	const uint64_t *w;

	for (; (uintptr_t)p % 8 != 0; p++) {
		if (*p == '\0')
			return (p - s);
	}
	/* An aligned word lies in one page, so reading all of it is safe. */
	for (w = (const void *)p; !HAS_ZERO(*w); w++)
		continue;
	for (p = (const void *)w; *p != '\0'; p++)
		continue;
	return (p - s);
}

size_t
strnlen(const char *s, size_t maxlen)
{
	size_t len;

	for (len = 0; len < maxlen && s[len] != '\0'; len++)
		continue;
	return (len);
}

/* A word there ends before the next page, which may not be mapped. */
static inline bool
word_fits(const char *p)
{

	return (((uintptr_t)p & PAGE_MASK) <= PAGE_SIZE - sizeof(uint64_t));
}

int
strcmp(const char *s1, const char *s2)
{
	uint64_t ends, x, y;
	int bit;

	for (; word_fits(s1) && word_fits(s2); s1 += 8, s2 += 8) {
		__builtin_memcpy(&x, s1, 8);
		__builtin_memcpy(&y, s2, 8);
		ends = (x ^ y) | ZEROS(x);
		if (ends != 0) {
			bit = __builtin_ctzll(ends) & ~7;
			return ((u_char)(x >> bit) - (u_char)(y >> bit));
		}
	}
	while (*s1 == *s2 && *s1 != '\0')
		s1++, s2++;
	return (*(const u_char *)s1 - *(const u_char *)s2);
}

int
strncmp(const char *s1, const char *s2, size_t n)
{

	for (; n > 0; n--, s1++, s2++) {
		if (*s1 != *s2)
			return (*(const u_char *)s1 - *(const u_char *)s2);
		if (*s1 == '\0')
			break;
	}
	return (0);
}

int
strncasecmp(const char *s1, const char *s2, size_t n)
{
	int a, b;

	for (; n > 0; n--, s1++, s2++) {
		a = tolower(*(const u_char *)s1);
		b = tolower(*(const u_char *)s2);
		if (a != b)
			return (a - b);
		if (a == '\0')
			break;
	}
	return (0);
}

int
strcasecmp(const char *s1, const char *s2)
{

	return (strncasecmp(s1, s2, SIZE_MAX));
}

char *
strcpy(char * __restrict to, const char * __restrict from)
{

	memcpy(to, from, strlen(from) + 1);
	return (to);
}

char *
strncpy(char * __restrict to, const char * __restrict from, size_t n)
{
	size_t len;

	len = strnlen(from, n);
	memcpy(to, from, len);
	memset(to + len, 0, n - len);
	return (to);
}

char *
strcat(char * __restrict to, const char * __restrict append)
{

	strcpy(to + strlen(to), append);
	return (to);
}

char *
strncat(char *to, const char *append, size_t n)
{
	char *end;
	size_t len;

	end = to + strlen(to);
	len = strnlen(append, n);
	memcpy(end, append, len);
	end[len] = '\0';
	return (to);
}

size_t
strlcpy(char *to, const char *from, size_t size)
{
	size_t len, n;

	len = strlen(from);
	if (size > 0) {
		n = ulmin(len, size - 1);
		memcpy(to, from, n);
		to[n] = '\0';
	}
	return (len);
}

size_t
strlcat(char *to, const char *from, size_t size)
{
	size_t len;

	len = strnlen(to, size);
	return (len + strlcpy(to + len, from, size - len));
}

char *
strchrnul(const char *s, int c)
{

	while (*s != (char)c && *s != '\0')
		s++;
	return (__DECONST(char *, s));
}

char *
strchr(const char *s, int c)
{

	s = strchrnul(s, c);
	return (*s == (char)c ? __DECONST(char *, s) : NULL);
}

char *
strrchr(const char *s, int c)
{
	const char *last = NULL;

	do {
		if (*s == (char)c)
			last = s;
	} while (*s++ != '\0');
	return (__DECONST(char *, last));
}

char *
index(const char *s, int c)
{

	return (strchr(s, c));
}

char *
rindex(const char *s, int c)
{

	return (strrchr(s, c));
}

char *
strnstr(const char *s, const char *find, size_t n)
{

	return (memmem(s, strnlen(s, n), find, strlen(find)));
}

char *
strstr(const char *s, const char *find)
{

	return (memmem(s, strlen(s), find, strlen(find)));
}

/* Length of the beginning of s in which membership in set is as asked. */
static size_t
span(const char *s, const char *set, bool member)
{
	uint64_t map[4] = { 0 };
	const u_char *p;

	for (p = (const u_char *)set; *p != '\0'; p++)
		map[*p / 64] |= 1UL << (*p % 64);
	for (p = (const u_char *)s; *p != '\0'; p++) {
		if (((map[*p / 64] >> (*p % 64) & 1) != 0) != member)
			break;
	}
	return ((const char *)p - s);
}

size_t
strspn(const char *s, const char *charset)
{

	return (span(s, charset, true));
}

size_t
strcspn(const char *s, const char *charset)
{

	return (span(s, charset, false));
}

char *
strpbrk(const char *s, const char *charset)
{

	s += strcspn(s, charset);
	return (*s != '\0' ? __DECONST(char *, s) : NULL);
}

char *
strsep(char **stringp, const char *delim)
{
	char *end, *s;

	if ((s = *stringp) == NULL)
		return (NULL);
	end = s + strcspn(s, delim);
	if (*end != '\0')
		*end++ = '\0';
	else
		end = NULL;
	*stringp = end;
	return (s);
}
