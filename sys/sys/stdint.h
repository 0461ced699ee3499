/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <stdint.h> for the kernel: integer types and their limits.
 */
#ifndef _SYS_STDINT_H_
#define	_SYS_STDINT_H_

#include <sys/_stdint.h>

#define	INT8_MIN	(-0x7f - 1)
#define	INT16_MIN	(-0x7fff - 1)
#define	INT32_MIN	(-0x7fffffff - 1)
#define	INT64_MIN	(-0x7fffffffffffffff - 1)
#define	INT8_MAX	0x7f
#define	INT16_MAX	0x7fff
#define	INT32_MAX	0x7fffffff
#define	INT64_MAX	0x7fffffffffffffff
#define	UINT8_MAX	0xff
#define	UINT16_MAX	0xffff
#define	UINT32_MAX	0xffffffffU
#define	UINT64_MAX	0xffffffffffffffffU

#define	INTPTR_MAX	__INTPTR_MAX__
#define	INTPTR_MIN	(-INTPTR_MAX - 1)
#define	UINTPTR_MAX	__UINTPTR_MAX__
#define	INTMAX_MAX	__INTMAX_MAX__
#define	INTMAX_MIN	(-INTMAX_MAX - 1)
#define	UINTMAX_MAX	__UINTMAX_MAX__
#define	SIZE_MAX	__SIZE_MAX__

#define	INT8_C(c)	(c)
#define	INT16_C(c)	(c)
#define	INT32_C(c)	(c)
#define	INT64_C(c)	(c ## L)
#define	UINT8_C(c)	(c)
#define	UINT16_C(c)	(c)
#define	UINT32_C(c)	(c ## U)
#define	UINT64_C(c)	(c ## UL)
#define	INTMAX_C(c)	(c ## L)
#define	UINTMAX_C(c)	(c ## UL)

#endif /* !_SYS_STDINT_H_ */
