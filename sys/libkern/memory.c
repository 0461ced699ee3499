/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Copying, filling and comparing memory.
 *
 * The string instructions move eight bytes in one: also under emulation
 * nothing takes fewer instructions.
 */
#include <sys/param.h>
#include <sys/systm.h>

#undef memcpy
#undef memmove
#undef memset
#undef memcmp
#undef bcopy
#undef bzero

void *
memcpy(void *to, const void *from, size_t len)
{
	void *d = to;
	size_t words = len / 8, rest = len % 8;

	__asm __volatile("rep movsq\n\tmovq %[rest], %%rcx\n\trep movsb"
	    : "+D" (d), "+S" (from), "+c" (words)
	    : [rest] "r" (rest) : "memory");
	return (to);
}

void *
memmove(void *to, const void *from, size_t len)
{
	char *d = to;
	const char *s = from;
	uint64_t word;

	/* Forwards, unless that would overwrite what is still to be read. */
	if ((uintptr_t)d - (uintptr_t)s >= len)
		return (memcpy(to, from, len));
	while (len % 8 != 0) {
		len--;
		d[len] = s[len];
	}
	while (len > 0) {
		len -= 8;
		__builtin_memcpy(&word, s + len, 8);
		__builtin_memcpy(d + len, &word, 8);
	}
	return (to);
}

void *
memset(void *buf, int c, size_t len)
{
	void *d = buf;
	size_t words = len / 8, rest = len % 8;
	uint64_t pattern = (uint8_t)c * 0x0101010101010101ULL;

	__asm __volatile("rep stosq\n\tmovq %[rest], %%rcx\n\trep stosb"
	    : "+D" (d), "+c" (words)
	    : "a" (pattern), [rest] "r" (rest) : "memory");
	return (buf);
}

void
bcopy(const void *from, void *to, size_t len)
{

	memmove(to, from, len);
}

void
ovbcopy(const void *from, void *to, size_t len)
{

	memmove(to, from, len);
}

void
bzero(void *buf, size_t len)
{

	memset(buf, 0, len);
}

/* Not removed by the compiler, even if nobody reads the memory again. */
void
explicit_bzero(void *buf, size_t len)
{

	memset(buf, 0, len);
	__asm __volatile("" : : "r" (buf) : "memory");
}

int
memcmp(const void *b1, const void *b2, size_t len)
{
	const u_char *p = b1, *q = b2;
	uint64_t x, y;

	for (; len >= 8; len -= 8, p += 8, q += 8) {
		__builtin_memcpy(&x, p, 8);
		__builtin_memcpy(&y, q, 8);
		if (x != y)
			break;
	}
	for (; len > 0; len--, p++, q++) {
		if (*p != *q)
			return (*p - *q);
	}
	return (0);
}

int
bcmp(const void *b1, const void *b2, size_t len)
{

	return (memcmp(b1, b2, len));
}

/* Takes the same time whether the contents are equal or not. */
int
timingsafe_bcmp(const void *b1, const void *b2, size_t len)
{
	const u_char *p = b1, *q = b2;
	int diff = 0;

	for (; len > 0; len--)
		diff |= *p++ ^ *q++;
	return (diff != 0);
}

void *
memchr(const void *s, int c, size_t n)
{
	const u_char *p = s;

	for (; n > 0; n--, p++) {
		if (*p == (u_char)c)
			return (__DECONST(void *, p));
	}
	return (NULL);
}

void *
memcchr(const void *s, int c, size_t n)
{
	const u_char *p = s;

	for (; n > 0; n--, p++) {
		if (*p != (u_char)c)
			return (__DECONST(void *, p));
	}
	return (NULL);
}

void *
memmem(const void *l, size_t l_len, const void *s, size_t s_len)
{
	const char *p = l;

	if (s_len == 0)
		return (__DECONST(void *, l));
	for (; l_len >= s_len; l_len--, p++) {
		if (*p == *(const char *)s && memcmp(p, s, s_len) == 0)
			return (__DECONST(void *, p));
	}
	return (NULL);
}
