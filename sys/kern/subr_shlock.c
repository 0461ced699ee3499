/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The shared/exclusive lock behind sx(9) and rwlock(9).
 *
 * Who releases a lock for which others wait gives it to them: a waiter that
 * returns from its sleep holds the lock.  An exclusive holder gives it to all
 * who want to share it, the last of these to the best of the exclusive
 * waiters, so neither kind starves.  All changes of the word that involve
 * waiters are made under sched_lock.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepqueue.h>

#include "shlock.h"

/* Sleep queues of a lock */
#define	XQUEUE	0
#define	SQUEUE	1
/* What waiters sleep on: the word, which is nobody else's. */
#define	WCHAN(lo)	((const void *)((lo) + 1))

static volatile uintptr_t *
word_of(const struct lock_object *lo)
{

	return ((volatile uintptr_t *)__DECONST(struct lock_object *, lo + 1));
}

static struct thread *
word_owner(uintptr_t v)
{

	return ((v & SHL_SHARED) != 0 ? NULL :
	    (struct thread *)(v & ~(uintptr_t)SHL_FLAGS));
}

struct thread *
shlock_owner(const struct lock_object *lo)
{

	return (word_owner(*word_of(lo)));
}

/*
 * Exclusive waiters keep new sharers out; not those that hold a lock already,
 * which may be this one, for that would be a deadlock.
 */
static bool
can_share(uintptr_t v, const struct thread *td)
{

	return ((v & SHL_SHARED) != 0 &&
	    ((v & SHL_XWAIT) == 0 || td->td_locks > 0));
}

bool
shlock_try_shared(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	struct thread *td = curthread;
	uintptr_t v = *w;

	if (SCHEDULER_STOPPED())
		return (true);
	while (can_share(v, td)) {
		if (atomic_fcmpset_acq_ptr(w, &v, v + SHL_ONE)) {
			td->td_locks++;
			return (true);
		}
	}
	return (false);
}

bool
shlock_try_exclusive(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	struct thread *td = curthread;

	if (SCHEDULER_STOPPED())
		return (true);
	if (atomic_cmpset_acq_ptr(w, SHL_UNLOCKED, (uintptr_t)td)) {
		td->td_locks++;
		return (true);
	}
	if (word_owner(*w) != td || (lo->lo_flags & LO_RECURSABLE) == 0)
		return (false);
	lo->lo_data++;
	atomic_set_ptr(w, SHL_RECURSED);
	return (true);
}

/*
 * Mark the word with a waiter's bit.  Returns false when the lock could be
 * taken meanwhile: it has been.  sched_lock held.
 */
static bool
must_wait(struct lock_object *lo, struct thread *td, bool shared)
{
	volatile uintptr_t *w = word_of(lo);
	uintptr_t bit, v;

	bit = shared ? SHL_SWAIT : SHL_XWAIT;
	v = *w;
	for (;;) {
		if (shared && can_share(v, td)) {
			if (atomic_fcmpset_acq_ptr(w, &v, v + SHL_ONE))
				return (false);
		} else if (!shared && v == SHL_UNLOCKED) {
			if (atomic_fcmpset_acq_ptr(w, &v, (uintptr_t)td))
				return (false);
		} else if ((v & bit) != 0 ||
		    atomic_fcmpset_ptr(w, &v, v | bit))
			return (true);
	}
}

/*
 * A waiter has left without the lock.  Correct the word's idea of who waits;
 * without exclusive waiters nothing keeps the others from sharing it.
 */
static void
waiter_left(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	uintptr_t new, ns, v;

	sleepq_lock(WCHAN(lo));
	ns = sleepq_sleepcnt(WCHAN(lo), SQUEUE);
	v = *w;
	do {
		new = v & ~(uintptr_t)(SHL_SWAIT | SHL_XWAIT);
		if (sleepq_sleepcnt(WCHAN(lo), XQUEUE) > 0)
			new |= SHL_XWAIT;
		if (ns > 0) {
			if ((new & (SHL_SHARED | SHL_XWAIT)) == SHL_SHARED)
				new += ns * SHL_ONE;
			else
				new |= SHL_SWAIT;
		}
	} while (!atomic_fcmpset_ptr(w, &v, new));
	if (ns > 0 && (new & SHL_SWAIT) == 0)
		sleepq_broadcast(WCHAN(lo), SLEEPQ_SX, 0, SQUEUE);
	sleepq_release(WCHAN(lo));
}

static int
wait_for(struct lock_object *lo, bool shared, bool interruptible)
{
	struct thread *owner, *td = curthread;
	int error = 0;

	KASSERT(!TD_IS_IDLETHREAD(td), ("the idle thread waits for lock %s",
	    lo->lo_name));
	sleepq_lock(WCHAN(lo));
	if (!must_wait(lo, td, shared)) {
		sleepq_release(WCHAN(lo));
		td->td_locks++;
		return (0);
	}
	if ((owner = shlock_owner(lo)) != NULL)
		sched_lend_prio(owner, td->td_priority);
	sleepq_add(WCHAN(lo), lo, lo->lo_name, SLEEPQ_SX |
	    (interruptible ? SLEEPQ_INTERRUPTIBLE : 0),
	    shared ? SQUEUE : XQUEUE);
	if (interruptible)
		error = sleepq_wait_sig(WCHAN(lo), 0);
	else
		sleepq_wait(WCHAN(lo), 0);
	if (error != 0)
		waiter_left(lo);
	else
		td->td_locks++;
	return (error);
}

int
shlock_shared(struct lock_object *lo, bool interruptible)
{

	if (__predict_true(shlock_try_shared(lo)))
		return (0);
	if (shlock_owner(lo) == curthread)
		panic("lock %s is wanted shared, but held exclusively by the "
		    "same thread", lo->lo_name);
	return (wait_for(lo, true, interruptible));
}

int
shlock_exclusive(struct lock_object *lo, bool interruptible)
{

	if (__predict_true(shlock_try_exclusive(lo)))
		return (0);
	if (shlock_owner(lo) == curthread)
		panic("lock %s is not recursive, but its owner locks it again",
		    lo->lo_name);
	return (wait_for(lo, false, interruptible));
}

/*
 * The word is ours alone: give the lock to waiters or make it free.
 * sched_lock held.
 */
static void
hand_over(struct lock_object *lo, bool prefer_shared)
{
	volatile uintptr_t *w = word_of(lo);
	uintptr_t new, ns, nx;

	ns = sleepq_sleepcnt(WCHAN(lo), SQUEUE);
	nx = sleepq_sleepcnt(WCHAN(lo), XQUEUE);
	if (ns > 0 && (prefer_shared || nx == 0)) {
		new = SHL_SHARED + ns * SHL_ONE;
		if (nx > 0)
			new |= SHL_XWAIT;
	} else if (nx > 0) {
		new = (uintptr_t)sleepq_first(WCHAN(lo), XQUEUE);
		if (ns > 0)
			new |= SHL_SWAIT;
		if (nx > 1)
			new |= SHL_XWAIT;
	} else
		new = SHL_UNLOCKED;
	atomic_store_rel_ptr(w, new);
	if (word_owner(new) != NULL)
		sleepq_signal(WCHAN(lo), SLEEPQ_SX, 0, XQUEUE);
	else if (new != SHL_UNLOCKED)
		sleepq_broadcast(WCHAN(lo), SLEEPQ_SX, 0, SQUEUE);
}

void
shlock_unlock_shared(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	struct thread *td = curthread;
	uintptr_t v = *w;
	bool released;

	if (SCHEDULER_STOPPED())
		return;
	KASSERT((v & SHL_SHARED) != 0 && v >= SHL_SHARED + SHL_ONE,
	    ("lock %s is released, but not shared", lo->lo_name));
	td->td_locks--;
	for (;;) {
		if ((v & (SHL_SWAIT | SHL_XWAIT)) == 0 || v >= 2 * SHL_ONE) {
			if (atomic_fcmpset_rel_ptr(w, &v, v - SHL_ONE))
				return;
			continue;
		}
		/* The last one gives it away, and holds it alone meanwhile. */
		sleepq_lock(WCHAN(lo));
		released = atomic_fcmpset_rel_ptr(w, &v, (uintptr_t)td);
		if (released)
			hand_over(lo, false);
		sleepq_release(WCHAN(lo));
		if (released)
			return;
	}
}

void
shlock_unlock_exclusive(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	struct thread *td = curthread;

	if (SCHEDULER_STOPPED())
		return;
	if (word_owner(*w) != td)
		panic("lock %s is released by %p, but held by %p", lo->lo_name,
		    td, word_owner(*w));
	if (lo->lo_data > 0) {
		if (--lo->lo_data == 0)
			atomic_clear_ptr(w, SHL_RECURSED);
		return;
	}
	td->td_locks--;
	if (__predict_true(atomic_cmpset_rel_ptr(w, (uintptr_t)td,
	    SHL_UNLOCKED)))
		return;
	sleepq_lock(WCHAN(lo));
	hand_over(lo, true);
	sched_unlend_prio(td);
	sleepq_release(WCHAN(lo));
}

bool
shlock_try_upgrade(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	uintptr_t v = *w;

	if (SCHEDULER_STOPPED())
		return (true);
	KASSERT((v & SHL_SHARED) != 0 && v >= SHL_SHARED + SHL_ONE,
	    ("lock %s is upgraded, but not shared", lo->lo_name));
	while (v < 2 * SHL_ONE) {
		if (atomic_fcmpset_acq_ptr(w, &v, (uintptr_t)curthread |
		    (v & (SHL_SWAIT | SHL_XWAIT))))
			return (true);
	}
	return (false);
}

void
shlock_downgrade(struct lock_object *lo)
{
	volatile uintptr_t *w = word_of(lo);
	uintptr_t new, ns;

	if (SCHEDULER_STOPPED())
		return;
	KASSERT(shlock_owner(lo) == curthread && lo->lo_data == 0,
	    ("lock %s is downgraded, but not held exclusively once",
	    lo->lo_name));
	if (atomic_cmpset_rel_ptr(w, (uintptr_t)curthread,
	    SHL_SHARED + SHL_ONE))
		return;
	sleepq_lock(WCHAN(lo));
	ns = sleepq_sleepcnt(WCHAN(lo), SQUEUE);
	new = SHL_SHARED + (1 + ns) * SHL_ONE;
	if (sleepq_sleepcnt(WCHAN(lo), XQUEUE) > 0)
		new |= SHL_XWAIT;
	atomic_store_rel_ptr(w, new);
	sleepq_broadcast(WCHAN(lo), SLEEPQ_SX, 0, SQUEUE);
	sched_unlend_prio(curthread);
	sleepq_release(WCHAN(lo));
}

void
shlock_init(struct lock_object *lo, struct lock_class *class, const char *name,
    int flags)
{

	lock_init(lo, class, name, NULL, flags);
	*word_of(lo) = SHL_UNLOCKED;
}

void
shlock_destroy(struct lock_object *lo)
{

	KASSERT(*word_of(lo) == SHL_UNLOCKED,
	    ("lock %s is destroyed while held", lo->lo_name));
	*word_of(lo) = SHL_DESTROYED;
	lock_destroy(lo);
}

/* Who shares the lock is not recorded: shared means by somebody. */
void
shlock_assert(const struct lock_object *lo, int what, const char *file,
    int line)
{
	uintptr_t v = *word_of(lo);
	bool mine, shared;

	if (SCHEDULER_STOPPED())
		return;
	mine = word_owner(v) == curthread;
	shared = (v & SHL_SHARED) != 0 && v >= SHL_SHARED + SHL_ONE;
	if (((what & LA_XLOCKED) != 0 && !mine) ||
	    ((what & LA_SLOCKED) != 0 && !shared) ||
	    ((what & LA_LOCKED) != 0 && !mine && !shared))
		panic("lock %s not held at %s:%d", lo->lo_name, file, line);
	if ((what & (LA_XLOCKED | LA_SLOCKED | LA_LOCKED)) == 0 && mine)
		panic("lock %s held at %s:%d", lo->lo_name, file, line);
	if (mine && (((what & LA_RECURSED) != 0 && lo->lo_data == 0) ||
	    ((what & LA_NOTRECURSED) != 0 && lo->lo_data != 0)))
		panic("lock %s wrongly recursed at %s:%d", lo->lo_name, file,
		    line);
}

/*
 * For lock classes: 0: shared, else 1 more than the times that the exclusive
 * owner had taken it again.
 */
uintptr_t
shlock_unlock_any(struct lock_object *lo)
{
	uintptr_t how;

	if (shlock_owner(lo) != curthread) {
		shlock_unlock_shared(lo);
		return (0);
	}
	how = lo->lo_data + 1;
	lo->lo_data = 0;
	atomic_clear_ptr(word_of(lo), SHL_RECURSED);
	shlock_unlock_exclusive(lo);
	return (how);
}

void
shlock_lock_again(struct lock_object *lo, uintptr_t how)
{

	if (how == 0) {
		(void)shlock_shared(lo, false);
		return;
	}
	(void)shlock_exclusive(lo, false);
	if (how > 1) {
		lo->lo_data = how - 1;
		atomic_set_ptr(word_of(lo), SHL_RECURSED);
	}
}

int
shlock_get_owner(const struct lock_object *lo, struct thread **owner)
{

	*owner = shlock_owner(lo);
	return (*word_of(lo) != SHL_UNLOCKED);
}
