/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <stdarg.h> for the kernel.
 */
#ifndef _SYS_STDARG_H_
#define	_SYS_STDARG_H_

#ifndef _VA_LIST_DECLARED
typedef __builtin_va_list va_list;
#define	_VA_LIST_DECLARED
#endif
typedef __builtin_va_list __va_list;

#define	va_start(ap, last)	__builtin_va_start((ap), last)
#define	va_arg(ap, type)	__builtin_va_arg((ap), type)
#define	va_copy(dest, src)	__builtin_va_copy((dest), (src))
#define	va_end(ap)		__builtin_va_end(ap)

#endif /* !_SYS_STDARG_H_ */
