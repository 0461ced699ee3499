/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <limits.h> for the kernel, and the 4.4BSD limits of quad_t.
 */
#ifndef _SYS_LIMITS_H_
#define	_SYS_LIMITS_H_

#include <machine/_limits.h>

#define	CHAR_BIT	__CHAR_BIT
#define	SCHAR_MAX	__SCHAR_MAX
#define	SCHAR_MIN	__SCHAR_MIN
#define	UCHAR_MAX	__UCHAR_MAX
#define	CHAR_MAX	SCHAR_MAX
#define	CHAR_MIN	SCHAR_MIN
#define	SHRT_MAX	__SHRT_MAX
#define	SHRT_MIN	__SHRT_MIN
#define	USHRT_MAX	__USHRT_MAX
#define	INT_MAX		__INT_MAX
#define	INT_MIN		__INT_MIN
#define	UINT_MAX	__UINT_MAX
#define	LONG_MAX	__LONG_MAX
#define	LONG_MIN	__LONG_MIN
#define	ULONG_MAX	__ULONG_MAX
#define	LLONG_MAX	__LLONG_MAX
#define	LLONG_MIN	__LLONG_MIN
#define	ULLONG_MAX	__ULLONG_MAX

#define	SSIZE_MAX	__SSIZE_MAX
#define	SIZE_T_MAX	__SIZE_T_MAX
#define	OFF_MAX		__OFF_MAX
#define	OFF_MIN		__OFF_MIN
#define	GID_MAX		UINT_MAX
#define	UID_MAX		UINT_MAX
#define	UQUAD_MAX	__UQUAD_MAX
#define	QUAD_MAX	__QUAD_MAX
#define	QUAD_MIN	__QUAD_MIN
#define	LONG_BIT	__LONG_BIT
#define	WORD_BIT	__WORD_BIT

#endif /* !_SYS_LIMITS_H_ */
