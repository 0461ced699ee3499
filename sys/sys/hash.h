/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hash(9): 32-bit hashes of strings and memory.  hash goes in as HASHINIT,
 * any seed, or the hash of what stands before.
 */
#ifndef _SYS_HASH_H_
#define	_SYS_HASH_H_

#include <sys/types.h>

#define	HASHINIT	5381
#define	HASHSTEP(x, c)	(((x) << 5) + (x) + (c))

static __inline uint32_t
hash32_buf(const void *buf, size_t len, uint32_t hash)
{
	const unsigned char *p = (const unsigned char *)buf;

	while (len-- > 0)
		hash = HASHSTEP(hash, *p++);
	return (hash);
}

/*
 * A string, at most len bytes, up to the character end; *ep is where it
 * ended.
 */
static __inline uint32_t
hash32_strne(const void *buf, size_t len, int end, const char **ep,
    uint32_t hash)
{
	const unsigned char *p = (const unsigned char *)buf;

	for (; len > 0 && *p != '\0' && *p != end; len--)
		hash = HASHSTEP(hash, *p++);
	if (ep != NULL)
		*ep = (const char *)p;
	return (hash);
}

static __inline uint32_t
hash32_stre(const void *buf, int end, const char **ep, uint32_t hash)
{
	return (hash32_strne(buf, (size_t)-1, end, ep, hash));
}

static __inline uint32_t
hash32_strn(const void *buf, size_t len, uint32_t hash)
{
	return (hash32_strne(buf, len, '\0', NULL, hash));
}

static __inline uint32_t
hash32_str(const void *buf, uint32_t hash)
{
	return (hash32_strn(buf, (size_t)-1, hash));
}

#ifdef _KERNEL
/* Bob Jenkins's lookup3; the second form of count words. */
uint32_t jenkins_hash(const void *buf, size_t len, uint32_t hash);
uint32_t jenkins_hash32(const uint32_t *buf, size_t count, uint32_t hash);
/* MurmurHash3, 32 bits. */
uint32_t murmur3_32_hash(const void *buf, size_t len, uint32_t hash);
uint32_t murmur3_32_hash32(const uint32_t *buf, size_t count, uint32_t hash);
#endif

#endif /* !_SYS_HASH_H_ */
