/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Compiler attributes and helper macros that every other header builds on.
 */
#ifndef _SYS_CDEFS_H_
#define	_SYS_CDEFS_H_

#ifdef __cplusplus
#define	__BEGIN_DECLS	extern "C" {
#define	__END_DECLS	}
#else
#define	__BEGIN_DECLS
#define	__END_DECLS
#endif

#define	__CONCAT1(x, y)	x ## y
#define	__CONCAT(x, y)	__CONCAT1(x, y)
#define	__STRING(x)	#x
#define	__XSTRING(x)	__STRING(x)

#ifndef __dead2
#define	__dead2		__attribute__((__noreturn__))
#endif
#ifndef __unused
#define	__unused	__attribute__((__unused__))
#endif
#ifndef __used
#define	__used		__attribute__((__used__))
#endif
#ifndef __packed
#define	__packed	__attribute__((__packed__))
#endif
#ifndef __aligned
#define	__aligned(x)	__attribute__((__aligned__(x)))
#endif
#ifndef __section
#define	__section(x)	__attribute__((__section__(x)))
#endif
#ifndef __weak_symbol
#define	__weak_symbol	__attribute__((__weak__))
#endif
#ifndef __printflike
#ifdef _KERNEL			/* knows %b, %D, %r and %y as well */
#define	__printflike(fmt, first)	\
	__attribute__((__format__(__freebsd_kprintf__, fmt, first)))
#else
#define	__printflike(fmt, first)	\
	__attribute__((__format__(__printf__, fmt, first)))
#endif
#endif
#ifndef __predict_true
#define	__predict_true(e)	__builtin_expect((e), 1)
#define	__predict_false(e)	__builtin_expect((e), 0)
#endif
#ifndef __noinline
#define	__noinline	__attribute__((__noinline__))
#endif
#ifndef __always_inline
#define	__always_inline	__inline __attribute__((__always_inline__))
#endif
#ifndef __offsetof
#define	__offsetof(type, field)	__builtin_offsetof(type, field)
#endif
#ifndef __containerof
#define	__containerof(p, type, field)	\
	((type *)((char *)(p) - __offsetof(type, field)))
#endif
#ifndef __DECONST
#define	__DECONST(type, var)	((type)(__UINTPTR_TYPE__)(const void *)(var))
#endif
#ifndef __DEVOLATILE
#define	__DEVOLATILE(type, var)	((type)(__UINTPTR_TYPE__)(volatile void *)(var))
#endif
#ifndef nitems
#define	nitems(x)	(sizeof(x) / sizeof((x)[0]))
#endif
#ifndef __BSD_VISIBLE
#define	__BSD_VISIBLE	1
#endif

/* FreeBSD sources carry an identification string; it is not kept here. */
#ifndef __FBSDID
#define	__FBSDID(s)	struct __hack
#endif

#endif /* !_SYS_CDEFS_H_ */
