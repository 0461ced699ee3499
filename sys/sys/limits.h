/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <limits.h> for the kernel, and the 4.4BSD limits of quad_t.
 */
#ifndef _SYS_LIMITS_H_
#define	_SYS_LIMITS_H_

#define	CHAR_BIT	__CHAR_BIT__
#define	SCHAR_MAX	__SCHAR_MAX__
#define	SCHAR_MIN	(-SCHAR_MAX - 1)
#define	UCHAR_MAX	(SCHAR_MAX * 2 + 1)
#define	CHAR_MAX	SCHAR_MAX
#define	CHAR_MIN	SCHAR_MIN
#define	SHRT_MAX	__SHRT_MAX__
#define	SHRT_MIN	(-SHRT_MAX - 1)
#define	USHRT_MAX	(SHRT_MAX * 2 + 1)
#define	INT_MAX		__INT_MAX__
#define	INT_MIN		(-INT_MAX - 1)
#define	UINT_MAX	(INT_MAX * 2U + 1)
#define	LONG_MAX	__LONG_MAX__
#define	LONG_MIN	(-LONG_MAX - 1)
#define	ULONG_MAX	(LONG_MAX * 2UL + 1)
#define	LLONG_MAX	__LONG_LONG_MAX__
#define	LLONG_MIN	(-LLONG_MAX - 1)
#define	ULLONG_MAX	(LLONG_MAX * 2ULL + 1)

#define	SSIZE_MAX	LONG_MAX
#define	SIZE_T_MAX	ULONG_MAX
#define	OFF_MAX		LONG_MAX
#define	OFF_MIN		LONG_MIN
#define	GID_MAX		UINT_MAX
#define	UID_MAX		UINT_MAX
#define	UQUAD_MAX	ULONG_MAX
#define	QUAD_MAX	LONG_MAX
#define	QUAD_MIN	LONG_MIN
#define	LONG_BIT	64
#define	WORD_BIT	32

#endif /* !_SYS_LIMITS_H_ */
