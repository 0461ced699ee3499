/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * byteorder(9): conversions between the machine's byte order and a fixed one.
 */
#ifndef _SYS_ENDIAN_H_
#define	_SYS_ENDIAN_H_

#include <sys/cdefs.h>
#include <sys/_stdint.h>
#include <machine/endian.h>

#define	bswap16(x)	__bswap16(x)
#define	bswap32(x)	__bswap32(x)
#define	bswap64(x)	__bswap64(x)

#if _BYTE_ORDER == _LITTLE_ENDIAN
#define	htobe16(x)	bswap16(x)
#define	htobe32(x)	bswap32(x)
#define	htobe64(x)	bswap64(x)
#define	htole16(x)	((uint16_t)(x))
#define	htole32(x)	((uint32_t)(x))
#define	htole64(x)	((uint64_t)(x))
#else
#define	htobe16(x)	((uint16_t)(x))
#define	htobe32(x)	((uint32_t)(x))
#define	htobe64(x)	((uint64_t)(x))
#define	htole16(x)	bswap16(x)
#define	htole32(x)	bswap32(x)
#define	htole64(x)	bswap64(x)
#endif
#define	be16toh(x)	htobe16(x)
#define	be32toh(x)	htobe32(x)
#define	be64toh(x)	htobe64(x)
#define	le16toh(x)	htole16(x)
#define	le32toh(x)	htole32(x)
#define	le64toh(x)	htole64(x)

/* Numbers in a byte stream, at any alignment. */
#define	__ENDIAN_ACCESS(bits, order)					\
static __inline uint##bits##_t						\
order##bits##dec(const void *pp)					\
{									\
	uint##bits##_t v;						\
									\
	__builtin_memcpy(&v, pp, sizeof(v));				\
	return (order##bits##toh(v));					\
}									\
static __inline void							\
order##bits##enc(void *pp, uint##bits##_t u)				\
{									\
	u = hto##order##bits(u);					\
	__builtin_memcpy(pp, &u, sizeof(u));				\
}
__ENDIAN_ACCESS(16, be)
__ENDIAN_ACCESS(32, be)
__ENDIAN_ACCESS(64, be)
__ENDIAN_ACCESS(16, le)
__ENDIAN_ACCESS(32, le)
__ENDIAN_ACCESS(64, le)
#undef __ENDIAN_ACCESS

#endif /* !_SYS_ENDIAN_H_ */
