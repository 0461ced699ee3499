/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * zone(9): items of one size from a zone.  A zone is a type of malloc(9) with
 * hooks, a limit, and, for items that are costly to make, some in stock.
 */
#ifndef _VM_UMA_H_
#define	_VM_UMA_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/malloc.h>
#include <machine/param.h>

struct uma_zone;
typedef struct uma_zone	*uma_zone_t;

/*
 * ctor and dtor: an item is given out, and comes back.  init and fini: memory
 * becomes an item, and ends to be one; what init has made stays meanwhile.
 * ctor and init: an errno refuses the item.  flags are malloc(9)'s.
 */
typedef int	(*uma_ctor)(void *mem, int size, void *arg, int flags);
typedef void	(*uma_dtor)(void *mem, int size, void *arg);
typedef int	(*uma_init)(void *mem, int size, int flags);
typedef void	(*uma_fini)(void *mem, int size);

/* Alignment of items: a power of two, less 1. */
#define	UMA_ALIGN_PTR		(sizeof(void *) - 1)
#define	UMA_ALIGN_LONG		(sizeof(long) - 1)
#define	UMA_ALIGN_INT		(sizeof(int) - 1)
#define	UMA_ALIGN_SHORT		(sizeof(short) - 1)
#define	UMA_ALIGN_CHAR		(sizeof(char) - 1)
#define	UMA_ALIGN_CACHE		(CACHE_LINE_SIZE - 1)
#define	UMA_ALIGNOF(type)	(_Alignof(type) - 1)

/* flags of uma_zcreate */
#define	UMA_ZONE_ZINIT		0x0002	/* items begin as zeros */
#define	UMA_ZONE_NOFREE		0x0020	/* accepted */
#define	UMA_ZONE_NODUMP		0x0200	/* accepted */

/* The name stays the caller's.  May sleep. */
uma_zone_t uma_zcreate(const char *name, size_t size, uma_ctor ctor,
	    uma_dtor dtor, uma_init uminit, uma_fini fini, int align,
	    uint32_t flags);
/* Every item has to be back; what is not is reported as leaked. */
void	uma_zdestroy(uma_zone_t zone);

/*
 * flags: M_WAITOK, which waits for memory and at the zone's limit, or
 * M_NOWAIT; and M_ZERO.  NULL: none is there (M_NOWAIT), or a hook refused.
 */
void	*uma_zalloc_arg(uma_zone_t zone, void *arg, int flags);
void	uma_zfree_arg(uma_zone_t zone, void *item, void *arg);

static __inline void *
uma_zalloc(uma_zone_t zone, int flags)
{
	return (uma_zalloc_arg(zone, NULL, flags));
}

static __inline void
uma_zfree(uma_zone_t zone, void *item)
{
	uma_zfree_arg(zone, item, NULL);
}

/* Have so many items in stock; sleeps. */
void	uma_prealloc(uma_zone_t zone, int nitems);
/* Give the stock of all zones, or of one, back. */
#define	UMA_RECLAIM_DRAIN	1
void	uma_reclaim(int request);
void	uma_zone_reclaim(uma_zone_t zone, int request);

/* Items that may be in use at one time, 0: any number; returns the limit. */
int	uma_zone_set_max(uma_zone_t zone, int nitems);
int	uma_zone_get_max(uma_zone_t zone);
int	uma_zone_get_cur(uma_zone_t zone);
/* Most items in stock. */
void	uma_zone_set_maxcache(uma_zone_t zone, int nitems);
/* At the limit: print this, at most every five minutes; call that. */
void	uma_zone_set_warning(uma_zone_t zone, const char *warning);
typedef void	(*uma_maxaction_t)(uma_zone_t, int);
void	uma_zone_set_maxaction(uma_zone_t zone, uma_maxaction_t maxaction);

#endif /* _KERNEL */

#endif /* !_VM_UMA_H_ */
