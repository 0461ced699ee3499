/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mutex(9): mutual exclusion.  A default mutex puts a waiter to sleep; a
 * spin mutex (MTX_SPIN) keeps interrupts out while it is held.
 *
 * A module always calls the functions, so that it does not depend on how the
 * lock word is used; the kernel takes a free mutex in line.
 */
#ifndef _SYS_MUTEX_H_
#define	_SYS_MUTEX_H_

#include <sys/queue.h>
#include <sys/_lock.h>
#include <sys/_mutex.h>

#ifdef _KERNEL

#include <sys/lock.h>
#include <machine/atomic.h>
#include <machine/pcpu.h>
#include <machine/cpufunc.h>

/* Options of mtx_init. */
#define	MTX_DEF		0x00000000	/* the waiter sleeps */
#define	MTX_SPIN	0x00000001	/* interrupts are kept out */
#define	MTX_RECURSE	0x00000004	/* the owner may take it again */
#define	MTX_NOWITNESS	0x00000008
#define	MTX_NOPROFILE	0x00000020
#define	MTX_NEW		0x00000040	/* the memory may hold anything */

/* Options of lock and unlock. */
#define	MTX_QUIET	LO_QUIET
#define	MTX_DUPOK	LO_DUPOK

/* The lock word: the owner's struct thread with these bits, or MTX_UNOWNED. */
#define	MTX_UNOWNED	0x00000000
#define	MTX_RECURSED	0x00000001
#define	MTX_CONTESTED	0x00000002	/* somebody sleeps for it */
#define	MTX_FLAGMASK	(MTX_RECURSED | MTX_CONTESTED)
#define	MTX_DESTROYED	0x00000004

#define	mtx_recurse	lock_object.lo_data

/* The customary names; c is the address of the mutex's lock word. */
void	_mtx_init(volatile uintptr_t *c, const char *name, const char *type,
	    int opts);
void	_mtx_destroy(volatile uintptr_t *c);
void	__mtx_lock_flags(volatile uintptr_t *c, int opts, const char *file,
	    int line);
void	__mtx_unlock_flags(volatile uintptr_t *c, int opts, const char *file,
	    int line);
void	__mtx_lock_spin_flags(volatile uintptr_t *c, int opts,
	    const char *file, int line);
int	__mtx_trylock_spin_flags(volatile uintptr_t *c, int opts,
	    const char *file, int line);
void	__mtx_unlock_spin_flags(volatile uintptr_t *c, int opts,
	    const char *file, int line);
int	_mtx_trylock_flags_(volatile uintptr_t *c, int opts, const char *file,
	    int line);
void	__mtx_lock_sleep(volatile uintptr_t *c);
void	__mtx_unlock_sleep(volatile uintptr_t *c);
void	__mtx_assert(const volatile uintptr_t *c, int what, const char *file,
	    int line);
void	mutex_init(void);
void	mtx_sysinit(void *arg);

#define	mtx_init(m, n, t, o)	_mtx_init(&(m)->mtx_lock, (n), (t), (o))
#define	mtx_destroy(m)		_mtx_destroy(&(m)->mtx_lock)
#define	mtx_lock_flags(m, o)						\
	__mtx_lock_flags(&(m)->mtx_lock, (o), LOCK_FILE, LOCK_LINE)
#define	mtx_unlock_flags(m, o)						\
	__mtx_unlock_flags(&(m)->mtx_lock, (o), LOCK_FILE, LOCK_LINE)
#define	mtx_lock_spin_flags(m, o)					\
	__mtx_lock_spin_flags(&(m)->mtx_lock, (o), LOCK_FILE, LOCK_LINE)
#define	mtx_unlock_spin_flags(m, o)					\
	__mtx_unlock_spin_flags(&(m)->mtx_lock, (o), LOCK_FILE, LOCK_LINE)
#define	mtx_trylock_flags(m, o)						\
	_mtx_trylock_flags_(&(m)->mtx_lock, (o), LOCK_FILE, LOCK_LINE)
#define	mtx_trylock_spin_flags(m, o)					\
	__mtx_trylock_spin_flags(&(m)->mtx_lock, (o), LOCK_FILE, LOCK_LINE)
#define	mtx_trylock(m)		mtx_trylock_flags((m), 0)
#define	mtx_trylock_spin(m)	mtx_trylock_spin_flags((m), 0)
#define	mtx_lock_spin(m)	mtx_lock_spin_flags((m), 0)
#define	mtx_unlock_spin(m)	mtx_unlock_spin_flags((m), 0)

#define	mtx_owner(m)	((struct thread *)((m)->mtx_lock & ~(uintptr_t)MTX_FLAGMASK))
#define	mtx_owned(m)	(mtx_owner(m) == curthread)
#define	mtx_recursed(m)	((m)->mtx_recurse != 0)
#define	mtx_initialized(m)	lock_initialized(&(m)->lock_object)
#define	mtx_name(m)	((m)->lock_object.lo_name)
#define	mtx_sleep(chan, mtx, pri, wmesg, timo)				\
	_sleep((chan), &(mtx)->lock_object, (pri), (wmesg),		\
	    tick_sbt * (timo), 0, C_HARDCLOCK)

#ifdef KLD_MODULE
#define	mtx_lock(m)	mtx_lock_flags((m), 0)
#define	mtx_unlock(m)	mtx_unlock_flags((m), 0)
#else
static __inline void
mtx_lock(struct mtx *m)
{
	if (__predict_false(!atomic_cmpset_acq_ptr(&m->mtx_lock, MTX_UNOWNED,
	    (uintptr_t)curthread)))
		__mtx_lock_sleep(&m->mtx_lock);
}

static __inline void
mtx_unlock(struct mtx *m)
{
	if (__predict_false(!atomic_cmpset_rel_ptr(&m->mtx_lock,
	    (uintptr_t)curthread, MTX_UNOWNED)))
		__mtx_unlock_sleep(&m->mtx_lock);
}
#endif /* KLD_MODULE */

/* Arguments of mtx_assert. */
#define	MA_OWNED	LA_XLOCKED
#define	MA_NOTOWNED	LA_UNLOCKED
#define	MA_RECURSED	LA_RECURSED
#define	MA_NOTRECURSED	LA_NOTRECURSED

#ifdef INVARIANTS
#define	mtx_assert(m, what)						\
	__mtx_assert(&(m)->mtx_lock, (what), LOCK_FILE, LOCK_LINE)
#else
#define	mtx_assert(m, what)	((void)0)
#endif

/* A mutex that is made at start-up, or with the module that holds it. */
struct mtx_args {
	void		*ma_mtx;
	const char	*ma_desc;
	int		ma_opts;
};
#define	MTX_SYSINIT(name, mtx, desc, opts)				\
	static struct mtx_args name##_args = { (mtx), (desc), (opts) };	\
	SYSINIT(name##_mtx_sysinit, SI_SUB_LOCK, SI_ORDER_MIDDLE,	\
	    mtx_sysinit, &name##_args);					\
	SYSUNINIT(name##_mtx_sysuninit, SI_SUB_LOCK, SI_ORDER_MIDDLE,	\
	    _mtx_destroy, (__DEVOLATILE(void *, &(mtx)->mtx_lock)))

/*
 * mtx_pool(9): mutexes that many objects share.  One is found by the address
 * of anything; it is never destroyed with the object, and nothing else may be
 * locked while it is held.
 */
struct mtx_pool;
struct mtx_pool *mtx_pool_create(const char *mtx_name, int pool_size,
	    int opts);
void	mtx_pool_destroy(struct mtx_pool **poolp);
struct mtx *mtx_pool_find(struct mtx_pool *pool, void *ptr);
/* Any one, to be kept by the caller. */
struct mtx *mtx_pool_alloc(struct mtx_pool *pool);
#define	mtx_pool_lock(pool, ptr)					\
	mtx_lock(mtx_pool_find((pool), (ptr)))
#define	mtx_pool_lock_spin(pool, ptr)					\
	mtx_lock_spin(mtx_pool_find((pool), (ptr)))
#define	mtx_pool_unlock(pool, ptr)					\
	mtx_unlock(mtx_pool_find((pool), (ptr)))
#define	mtx_pool_unlock_spin(pool, ptr)					\
	mtx_unlock_spin(mtx_pool_find((pool), (ptr)))
extern struct mtx_pool *mtxpool_sleep;
extern struct mtx_pool *mtxpool_lockbuilder;

/*
 * Giant is an ordinary recursive mutex here, for drivers that ask for it
 * (D_NEEDGIANT, callout_init(c, 0)).
 */
extern struct mtx	Giant;

#endif /* _KERNEL */

#endif /* !_SYS_MUTEX_H_ */
