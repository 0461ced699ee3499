/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * FNV-1 hashes of memory and strings (Fowler, Noll, Vo).
 */
#ifndef _SYS_FNV_HASH_H_
#define	_SYS_FNV_HASH_H_

#include <sys/types.h>

typedef u_int32_t Fnv32_t;

#define	FNV1_32_INIT	((Fnv32_t)33554467UL)
#define	FNV_32_PRIME	((Fnv32_t)0x01000193UL)

/* Continue hval over len bytes at buf. */
static __inline Fnv32_t
fnv_32_buf(const void *buf, size_t len, Fnv32_t hval)
{
	const unsigned char *s = buf;

	while (len-- != 0) {
		hval *= FNV_32_PRIME;
		hval ^= *s++;
	}
	return (hval);
}

/* Continue hval over the string at str, without its NUL. */
static __inline Fnv32_t
fnv_32_str(const char *str, Fnv32_t hval)
{
	const unsigned char *s = (const unsigned char *)str;
	Fnv32_t c;

	while ((c = *s++) != 0) {
		hval *= FNV_32_PRIME;
		hval ^= c;
	}
	return (hval);
}

#endif /* !_SYS_FNV_HASH_H_ */
