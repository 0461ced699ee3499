/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * counter(9): counters that lose nothing when several threads add to them.
 * Not from interrupt handlers, so that processors may get cells of their own.
 */
#ifndef _SYS_COUNTER_H_
#define	_SYS_COUNTER_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <machine/atomic.h>

typedef uint64_t	*counter_u64_t;

/* flags: M_WAITOK or M_NOWAIT, when it may be NULL.  It begins with 0. */
counter_u64_t counter_u64_alloc(int flags);
void	counter_u64_free(counter_u64_t c);
uint64_t counter_u64_fetch(counter_u64_t c);
void	counter_u64_zero(counter_u64_t c);

static __inline void
counter_u64_add(counter_u64_t c, int64_t inc)
{
	atomic_add_64(c, inc);
}

/* Several additions as a group, which is no cheaper here. */
#define	counter_enter()		do { } while (0)
#define	counter_exit()		do { } while (0)
#define	counter_u64_add_protected(c, i)	counter_u64_add((c), (i))

#define	COUNTER_ARRAY_ALLOC(a, n, wait) do {				\
	int _i;								\
									\
	for (_i = 0; _i < (n); _i++)					\
		(a)[_i] = counter_u64_alloc(wait);			\
} while (0)
#define	COUNTER_ARRAY_FREE(a, n) do {					\
	int _i;								\
									\
	for (_i = 0; _i < (n); _i++)					\
		counter_u64_free((a)[_i]);				\
} while (0)
#define	COUNTER_ARRAY_COPY(a, dst, n) do {				\
	int _i;								\
									\
	for (_i = 0; _i < (n); _i++)					\
		((uint64_t *)(dst))[_i] = counter_u64_fetch((a)[_i]);	\
} while (0)
#define	COUNTER_ARRAY_ZERO(a, n) do {					\
	int _i;								\
									\
	for (_i = 0; _i < (n); _i++)					\
		counter_u64_zero((a)[_i]);				\
} while (0)

/* A limit on events per second. */
struct counter_rate {
	counter_u64_t	cr_rate;	/* events in this second */
	volatile int	cr_lock;	/* somebody begins the next second */
	int		cr_ticks;	/* when this one began */
	int		cr_over;	/* the limit was reached in it */
};
/*
 * Count an event.  -1: the limit is reached.  Otherwise 0, or the events of
 * the last second if those were above the limit and a new one begins.
 */
int64_t	counter_ratecheck(struct counter_rate *cr, int64_t limit);

/* A global counter that is made at start-up or with its module. */
void	counter_u64_sysinit(void *arg);
void	counter_u64_sysuninit(void *arg);
#define	COUNTER_U64_SYSINIT(c)						\
	SYSINIT(c##_counter_sysinit, SI_SUB_LOCK, SI_ORDER_ANY,		\
	    counter_u64_sysinit, &c);					\
	SYSUNINIT(c##_counter_sysuninit, SI_SUB_LOCK, SI_ORDER_ANY,	\
	    counter_u64_sysuninit, &c)

/* And one that may be added to before that, in vain. */
extern uint64_t	counter_u64_early;
#define	EARLY_COUNTER		(&counter_u64_early)
#define	COUNTER_U64_DEFINE_EARLY(c)					\
	counter_u64_t c = EARLY_COUNTER;				\
	COUNTER_U64_SYSINIT(c)

#endif /* _KERNEL */

#endif /* !_SYS_COUNTER_H_ */
