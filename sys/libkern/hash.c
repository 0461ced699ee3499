/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hash(9): two well-known hash functions, as their authors define them:
 * lookup3 and MurmurHash3.  Words are little-endian.
 */
#include <sys/param.h>
#include <sys/endian.h>
#include <sys/hash.h>
#include <sys/libkern.h>

static __inline uint32_t
rotate(uint32_t x, u_int n)
{

	return (x << n | x >> (32 - n));
}

/* Up to 4 bytes as a number. */
static uint32_t
partial_word(const uint8_t *p, size_t len)
{
	uint32_t word;
	size_t i;

	word = 0;
	for (i = 0; i < MIN(len, 4); i++)
		word |= (uint32_t)p[i] << (8 * i);
	return (word);
}

/* lookup3's mix() and final() of three words. */
static void
jenkins_mix(uint32_t *w)
{
	static const uint8_t amounts[] = { 4, 6, 8, 16, 19, 4 };
	u_int i, x, y, z;

	for (i = 0; i < nitems(amounts); i++) {
		/* a, b and c in turn. */
		x = i % 3;
		y = (i + 1) % 3;
		z = (i + 2) % 3;
		w[x] = (w[x] - w[z]) ^ rotate(w[z], amounts[i]);
		w[z] += w[y];
	}
}

static uint32_t
jenkins_final(uint32_t a, uint32_t b, uint32_t c)
{

	c = (c ^ b) - rotate(b, 14);
	a = (a ^ c) - rotate(c, 11);
	b = (b ^ a) - rotate(a, 25);
	c = (c ^ b) - rotate(b, 16);
	a = (a ^ c) - rotate(c, 4);
	b = (b ^ a) - rotate(a, 14);
	return ((c ^ b) - rotate(b, 24));
}

static uint32_t
jenkins(const uint8_t *p, size_t len, uint32_t hash)
{
	uint32_t w[3];
	u_int i;

	w[0] = w[1] = w[2] = 0xdeadbeef + (uint32_t)len + hash;
	if (len == 0)
		return (w[2]);
	for (; len > 12; len -= 12, p += 12) {
		for (i = 0; i < 3; i++)
			w[i] += le32dec(p + 4 * i);
		jenkins_mix(w);
	}
	for (i = 0; i < 3 && len > 4 * i; i++)
		w[i] += partial_word(p + 4 * i, len - 4 * i);
	return (jenkins_final(w[0], w[1], w[2]));
}

uint32_t
jenkins_hash(const void *buf, size_t len, uint32_t hash)
{

	return (jenkins(buf, len, hash));
}

uint32_t
jenkins_hash32(const uint32_t *buf, size_t count, uint32_t hash)
{

	return (jenkins((const uint8_t *)buf, count * sizeof(*buf), hash));
}

uint32_t
murmur3_32_hash(const void *buf, size_t len, uint32_t hash)
{
	const uint8_t *p = buf;
	size_t left;
	uint32_t k;

	for (left = len; left > 0; left -= MIN(left, 4), p += 4) {
		k = partial_word(p, left) * 0xcc9e2d51;
		hash ^= rotate(k, 15) * 0x1b873593;
		if (left >= 4)
			hash = rotate(hash, 13) * 5 + 0xe6546b64;
	}
	hash ^= (uint32_t)len;
	hash = (hash ^ hash >> 16) * 0x85ebca6b;
	hash = (hash ^ hash >> 13) * 0xc2b2ae35;
	return (hash ^ hash >> 16);
}

uint32_t
murmur3_32_hash32(const uint32_t *buf, size_t count, uint32_t hash)
{

	return (murmur3_32_hash(buf, count * sizeof(*buf), hash));
}
