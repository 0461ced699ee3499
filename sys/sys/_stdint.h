/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The exact-width and pointer-sized integers, for sys/types.h and stdint.h.
 */
#ifndef _SYS__STDINT_H_
#define	_SYS__STDINT_H_

#ifndef _INT8_T_DECLARED
typedef __INT8_TYPE__	int8_t;
#define	_INT8_T_DECLARED
#endif
#ifndef _INT16_T_DECLARED
typedef __INT16_TYPE__	int16_t;
#define	_INT16_T_DECLARED
#endif
#ifndef _INT32_T_DECLARED
typedef __INT32_TYPE__	int32_t;
#define	_INT32_T_DECLARED
#endif
#ifndef _INT64_T_DECLARED
typedef __INT64_TYPE__	int64_t;
#define	_INT64_T_DECLARED
#endif
#ifndef _UINT8_T_DECLARED
typedef __UINT8_TYPE__	uint8_t;
#define	_UINT8_T_DECLARED
#endif
#ifndef _UINT16_T_DECLARED
typedef __UINT16_TYPE__	uint16_t;
#define	_UINT16_T_DECLARED
#endif
#ifndef _UINT32_T_DECLARED
typedef __UINT32_TYPE__	uint32_t;
#define	_UINT32_T_DECLARED
#endif
#ifndef _UINT64_T_DECLARED
typedef __UINT64_TYPE__	uint64_t;
#define	_UINT64_T_DECLARED
#endif
#ifndef _INTPTR_T_DECLARED
typedef __INTPTR_TYPE__	intptr_t;
#define	_INTPTR_T_DECLARED
#endif
#ifndef _UINTPTR_T_DECLARED
typedef __UINTPTR_TYPE__ uintptr_t;
#define	_UINTPTR_T_DECLARED
#endif
#ifndef _INTMAX_T_DECLARED
typedef __INTMAX_TYPE__	intmax_t;
#define	_INTMAX_T_DECLARED
#endif
#ifndef _UINTMAX_T_DECLARED
typedef __UINTMAX_TYPE__ uintmax_t;
#define	_UINTMAX_T_DECLARED
#endif

#endif /* !_SYS__STDINT_H_ */
