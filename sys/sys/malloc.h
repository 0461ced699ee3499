/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * malloc(9): kernel memory by type, with statistics for each type.
 */
#ifndef _SYS_MALLOC_H_
#define	_SYS_MALLOC_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/_abi.h>
#include <sys/kernel.h>

#define	M_NOWAIT	0x0001	/* do not sleep; NULL if there is none */
#define	M_WAITOK	0x0002	/* sleep until there is memory */
#define	M_NORECLAIM	0x0080	/* accepted */
#define	M_ZERO		0x0100	/* filled with zeros */
#define	M_NOVM		0x0200	/* accepted */
#define	M_USE_RESERVE	0x0400	/* may use the last pages */
#define	M_NODUMP	0x0800	/* accepted */
#define	M_FIRSTFIT	0x1000	/* accepted */
#define	M_BESTFIT	0x2000	/* accepted */
#define	M_EXEC		0x4000	/* accepted; memory is never executable */
#define	M_NEXTFIT	0x8000	/* accepted */

#define	M_MAGIC		877983977
#define	M_VERSION	2020110501	/* ks_version */

/*
 * A type of memory.  The first three members and the size are module ABI;
 * a type is registered by MALLOC_DEFINE's SYSINIT or at its first use.
 */
struct malloc_type {
	struct malloc_type *ks_next;	/* list of types */
	unsigned long	ks_version;	/* M_VERSION */
	const char	*ks_shortdesc;	/* name */
	struct {
		u_long	mti_inuse;	/* allocations that are not freed */
		u_long	mti_memuse;	/* bytes of these, as given out */
		u_long	mti_requests;	/* allocations ever */
		u_long	mti_maxused;	/* most bytes in use at one time */
		u_long	mti_registered;
		struct malloc_type *mti_prev; /* list of types */
		u_long	mti_spare[5];
	}		ks_mti;
};
__ABI_SIZE(struct malloc_type, 112);
__ABI_MEMBER(struct malloc_type, ks_next, 0, 8);
__ABI_MEMBER(struct malloc_type, ks_version, 8, 8);
__ABI_MEMBER(struct malloc_type, ks_shortdesc, 16, 8);

#define	MALLOC_DEFINE(type, shortdesc, longdesc)			\
	struct malloc_type type[1] = {					\
		{							\
			.ks_next = NULL,				\
			.ks_version = M_VERSION,			\
			.ks_shortdesc = shortdesc,			\
		}							\
	};								\
	SYSINIT(type##_init, SI_SUB_KMEM, SI_ORDER_THIRD, malloc_init,	\
	    type);							\
	SYSUNINIT(type##_uninit, SI_SUB_KMEM, SI_ORDER_ANY,		\
	    malloc_uninit, type)

#define	MALLOC_DECLARE(type)						\
	extern struct malloc_type type[1]

MALLOC_DECLARE(M_CACHE);
MALLOC_DECLARE(M_DEVBUF);
MALLOC_DECLARE(M_TEMP);
MALLOC_DECLARE(M_IOV);

/*
 * Memory of at least size bytes.  Up to a page it is aligned to the power of
 * two that size rounds up to; larger is page-aligned.  Never NULL with
 * M_WAITOK, which may sleep.  Not for interrupts, nor with a spin lock held.
 */
void	*malloc(size_t size, struct malloc_type *type, int flags)
	    __attribute__((__malloc__, __alloc_size__(1)));
/* nmemb items of size bytes; panics (M_WAITOK) or fails on overflow. */
void	*mallocarray(size_t nmemb, size_t size, struct malloc_type *type,
	    int flags) __attribute__((__malloc__, __alloc_size__(1, 2)));
/* addr may be NULL.  type must be that of the allocation. */
void	free(void *addr, struct malloc_type *type);
/* free() after overwriting with zeros. */
void	zfree(void *addr, struct malloc_type *type);
void	*realloc(void *addr, size_t size, struct malloc_type *type, int flags);
/* realloc() that frees addr when it fails. */
void	*reallocf(void *addr, size_t size, struct malloc_type *type,
	    int flags);
/* Bytes that addr really has room for. */
size_t	malloc_usable_size(const void *addr);
/* Register and unregister a type; the latter complains about leaks. */
void	malloc_init(void *type);
void	malloc_uninit(void *type);
/* Registered type with that name, NULL if none. */
struct malloc_type *malloc_desc2type(const char *desc);

#endif /* _KERNEL */

#endif /* !_SYS_MALLOC_H_ */
