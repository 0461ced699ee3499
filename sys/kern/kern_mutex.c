/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mutex(9).
 *
 * A waiter for a default mutex marks the lock word MTX_CONTESTED and sleeps;
 * the owner then finds the mark when it releases the mutex, and wakes the
 * best waiter, which competes for the mutex again.  Both steps are made under
 * sched_lock, so that no wakeup is lost.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepqueue.h>

/* What waiters sleep on: the word, which is nobody else's. */
#define	WCHAN(m)	((const void *)(uintptr_t)&(m)->mtx_lock)

#define	SPIN_MAX	100000000	/* then nobody will ever release it */

struct mtx	Giant;

static struct mtx *
mtx_of(const volatile uintptr_t *c)
{

	return (__containerof(__DEVOLATILE(uintptr_t *, c), struct mtx,
	    mtx_lock));
}

static struct thread *
word_owner(uintptr_t v)
{

	return ((struct thread *)(v & ~(uintptr_t)MTX_FLAGMASK));
}

/* The owner takes it once more. */
static void
mtx_recurse_in(struct mtx *m)
{

	if ((m->lock_object.lo_flags & LO_RECURSABLE) == 0)
		panic("mutex %s is not recursive, but its owner locks it again",
		    mtx_name(m));
	m->mtx_recurse++;
	atomic_set_ptr(&m->mtx_lock, MTX_RECURSED);
}

/* Returns false when that was the first lock, which is to be released. */
static bool
mtx_recurse_out(struct mtx *m)
{

	if (!mtx_recursed(m))
		return (false);
	if (--m->mtx_recurse == 0)
		atomic_clear_ptr(&m->mtx_lock, MTX_RECURSED);
	return (true);
}

static void
mtx_check_owned(struct mtx *m)
{

	if (__predict_false(!mtx_owned(m)) && !SCHEDULER_STOPPED())
		panic("mutex %s is released by %p, but held by %p",
		    mtx_name(m), curthread, mtx_owner(m));
}

/*
 * The mutex is not free, or has become so only now.  sched_lock is held.
 * Returns true when it has been taken; false: we are marked as waiting.
 */
static bool
mtx_take_or_contest(struct mtx *m, struct thread *td)
{
	uintptr_t mine, v;

	v = m->mtx_lock;
	for (;;) {
		if (word_owner(v) == NULL) {
			/* Others that wait must be woken by our release. */
			mine = (uintptr_t)td;
			if (sleepq_sleepcnt(WCHAN(m), 0) != 0)
				mine |= MTX_CONTESTED;
			if (atomic_fcmpset_acq_ptr(&m->mtx_lock, &v, mine))
				return (true);
		} else if ((v & MTX_CONTESTED) != 0 || atomic_fcmpset_ptr(
		    &m->mtx_lock, &v, v | MTX_CONTESTED))
			return (false);
	}
}

void
__mtx_lock_sleep(volatile uintptr_t *c)
{
	struct mtx *m = mtx_of(c);
	struct thread *td = curthread;

	if (SCHEDULER_STOPPED())
		return;
	KASSERT(mtx_initialized(m), ("mutex %p is not initialised", m));
	KASSERT(!TD_IS_IDLETHREAD(td), ("the idle thread waits for mutex %s",
	    mtx_name(m)));
	if (mtx_owned(m)) {
		mtx_recurse_in(m);
		return;
	}
	for (;;) {
		sleepq_lock(WCHAN(m));
		if (mtx_take_or_contest(m, td)) {
			sleepq_release(WCHAN(m));
			return;
		}
		sched_lend_prio(mtx_owner(m), td->td_priority);
		sleepq_add(WCHAN(m), &m->lock_object, mtx_name(m), SLEEPQ_LK, 0);
		sleepq_wait(WCHAN(m), 0);
	}
}

void
__mtx_unlock_sleep(volatile uintptr_t *c)
{
	struct mtx *m = mtx_of(c);

	if (SCHEDULER_STOPPED())
		return;
	mtx_check_owned(m);
	if (mtx_recurse_out(m))
		return;
	sleepq_lock(WCHAN(m));
	atomic_store_rel_ptr(&m->mtx_lock, MTX_UNOWNED);
	sleepq_signal(WCHAN(m), SLEEPQ_LK, 0, 0);
	sched_unlend_prio(curthread);
	sleepq_release(WCHAN(m));
}

void
__mtx_lock_flags(volatile uintptr_t *c, int opts __unused,
    const char *file __unused, int line __unused)
{

	mtx_lock(mtx_of(c));
}

void
__mtx_unlock_flags(volatile uintptr_t *c, int opts __unused,
    const char *file __unused, int line __unused)
{

	mtx_unlock(mtx_of(c));
}

int
_mtx_trylock_flags_(volatile uintptr_t *c, int opts __unused,
    const char *file __unused, int line __unused)
{
	struct mtx *m = mtx_of(c);

	if (atomic_cmpset_acq_ptr(&m->mtx_lock, MTX_UNOWNED,
	    (uintptr_t)curthread))
		return (1);
	if (SCHEDULER_STOPPED())
		return (1);
	if (!mtx_owned(m) || (m->lock_object.lo_flags & LO_RECURSABLE) == 0)
		return (0);
	mtx_recurse_in(m);
	return (1);
}

static void
spin_for(struct mtx *m, uintptr_t mine)
{
	int spins;

	for (spins = 0; !atomic_cmpset_acq_ptr(&m->mtx_lock, MTX_UNOWNED,
	    mine); spins++) {
		if (SCHEDULER_STOPPED())
			return;
		if (spins == SPIN_MAX)
			panic("spin lock %s is held by %p too long",
			    mtx_name(m), mtx_owner(m));
		ia32_pause();
	}
}

void
__mtx_lock_spin_flags(volatile uintptr_t *c, int opts __unused,
    const char *file __unused, int line __unused)
{
	struct mtx *m = mtx_of(c);
	uintptr_t mine = (uintptr_t)curthread;

	spinlock_enter();
	if (__predict_true(atomic_cmpset_acq_ptr(&m->mtx_lock, MTX_UNOWNED,
	    mine)) || SCHEDULER_STOPPED())
		return;
	if (mtx_owned(m))
		mtx_recurse_in(m);
	else
		spin_for(m, mine);
}

int
__mtx_trylock_spin_flags(volatile uintptr_t *c, int opts __unused,
    const char *file __unused, int line __unused)
{

	spinlock_enter();
	if (atomic_cmpset_acq_ptr(c, MTX_UNOWNED, (uintptr_t)curthread) ||
	    SCHEDULER_STOPPED())
		return (1);
	spinlock_exit();
	return (0);
}

void
__mtx_unlock_spin_flags(volatile uintptr_t *c, int opts __unused,
    const char *file __unused, int line __unused)
{
	struct mtx *m = mtx_of(c);

	if (!SCHEDULER_STOPPED()) {
		mtx_check_owned(m);
		if (!mtx_recurse_out(m))
			atomic_store_rel_ptr(&m->mtx_lock, MTX_UNOWNED);
	}
	spinlock_exit();
}

void
_mtx_init(volatile uintptr_t *c, const char *name, const char *type, int opts)
{
	struct mtx *m = mtx_of(c);
	int flags = 0;

	if ((opts & MTX_RECURSE) != 0)
		flags |= LO_RECURSABLE;
	if ((opts & MTX_NEW) != 0)
		flags |= LO_NEW;
	lock_init(&m->lock_object, (opts & MTX_SPIN) != 0 ?
	    &lock_class_mtx_spin : &lock_class_mtx_sleep, name, type, flags);
	m->mtx_lock = MTX_UNOWNED;
}

void
_mtx_destroy(volatile uintptr_t *c)
{
	struct mtx *m = mtx_of(c);

	/* The owner may destroy it. */
	if (mtx_owned(m)) {
		KASSERT(!mtx_recursed(m), ("mutex %s is destroyed while "
		    "recursed", mtx_name(m)));
		if (LOCK_CLASS(&m->lock_object) == &lock_class_mtx_spin)
			spinlock_exit();
	} else
		KASSERT(m->mtx_lock == MTX_UNOWNED,
		    ("mutex %s is destroyed while held", mtx_name(m)));
	m->mtx_lock = MTX_DESTROYED;
	lock_destroy(&m->lock_object);
}

void
mtx_sysinit(void *arg)
{
	const struct mtx_args *ma = arg;

	mtx_init((struct mtx *)ma->ma_mtx, ma->ma_desc, NULL, ma->ma_opts);
}

void
__mtx_assert(const volatile uintptr_t *c, int what, const char *file, int line)
{
	const struct mtx *m = mtx_of(c);

	if (SCHEDULER_STOPPED())
		return;
	if ((what & MA_OWNED) != 0) {
		if (!mtx_owned(m))
			panic("mutex %s not owned at %s:%d", mtx_name(m), file,
			    line);
		if ((what & MA_RECURSED) != 0 && !mtx_recursed(m))
			panic("mutex %s not recursed at %s:%d", mtx_name(m),
			    file, line);
		if ((what & MA_NOTRECURSED) != 0 && mtx_recursed(m))
			panic("mutex %s recursed at %s:%d", mtx_name(m), file,
			    line);
	} else if (mtx_owned(m))
		panic("mutex %s owned at %s:%d", mtx_name(m), file, line);
}

/* The locks that are used before any SYSINIT has run. */
void
mutex_init(void)
{

	mtx_init(&Giant, "Giant", NULL, MTX_DEF | MTX_RECURSE);
	mtx_init(&sched_lock, "sched lock", NULL, MTX_SPIN | MTX_RECURSE);
	mtx_init(&proc0.p_mtx, "process lock", NULL, MTX_DEF);
}

/*
 * Lock classes.
 */
static void
assert_mtx(const struct lock_object *lock, int what)
{

	__mtx_assert(&((const struct mtx *)lock)->mtx_lock, what, NULL, 0);
}

static int
owner_mtx(const struct lock_object *lock, struct thread **owner)
{

	*owner = mtx_owner((const struct mtx *)lock);
	return (*owner != NULL);
}

/* how: how often the owner had locked it again. */
static void
lock_mtx(struct lock_object *lock, uintptr_t how)
{
	struct mtx *m = (struct mtx *)lock;

	mtx_lock(m);
	if (how != 0) {
		m->mtx_recurse = how;
		atomic_set_ptr(&m->mtx_lock, MTX_RECURSED);
	}
}

static uintptr_t
unlock_mtx(struct lock_object *lock)
{
	struct mtx *m = (struct mtx *)lock;
	uintptr_t how = m->mtx_recurse;

	if (how != 0) {
		m->mtx_recurse = 0;
		atomic_clear_ptr(&m->mtx_lock, MTX_RECURSED);
	}
	mtx_unlock(m);
	return (how);
}

static void
lock_spin(struct lock_object *lock, uintptr_t how __unused)
{

	mtx_lock_spin((struct mtx *)lock);
}

static uintptr_t
unlock_spin(struct lock_object *lock)
{

	mtx_unlock_spin((struct mtx *)lock);
	return (0);
}

struct lock_class lock_class_mtx_sleep = {
	.lc_name = "sleep mutex",
	.lc_flags = LC_SLEEPLOCK | LC_RECURSABLE,
	.lc_assert = assert_mtx,
	.lc_lock = lock_mtx,
	.lc_unlock = unlock_mtx,
	.lc_owner = owner_mtx,
};

struct lock_class lock_class_mtx_spin = {
	.lc_name = "spin mutex",
	.lc_flags = LC_SPINLOCK | LC_RECURSABLE,
	.lc_assert = assert_mtx,
	.lc_lock = lock_spin,
	.lc_unlock = unlock_spin,
	.lc_owner = owner_mtx,
};
