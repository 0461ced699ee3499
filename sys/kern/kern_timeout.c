/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * callout(9): a wheel of lists, one for each of the next WHEEL_SIZE ticks.
 *
 * Every tick the clock interrupt looks through one list.  What is due there
 * is called at once (C_DIRECT_EXEC) or given to the thread "clock".  Whether
 * a callout is due is decided by the clock, not by its place: after an
 * emulated machine stood still, ticks come in quick succession.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepqueue.h>

#define	WHEEL_SIZE	256

/* c_iflags beside CALLOUT_PENDING */
#define	CALLOUT_PROCESSED	0x0008	/* due, on the list for the thread */

/* A callout that is being called. */
struct callout_run {
	struct callout	*c;		/* NULL: none */
	bool		cancelled;	/* stopped before it got its lock */
	bool		started;	/* it is too late for that */
	bool		drained;	/* somebody waits for its end */
	callout_func_t	*after;		/* to be called then, or NULL */
};

/* Lock order: sched_lock, callout_lock. */
static struct mtx	callout_lock;
MTX_SYSINIT(callout, &callout_lock, "callout", MTX_SPIN);
static struct callout_tailq wheel[WHEEL_SIZE];	/* (callout_lock) by tick */
static u_int		wheel_now;		/* (callout_lock) this tick's list */
static struct callout_tailq due;		/* (callout_lock) for the thread */
static struct callout_run thread_run;		/* (callout_lock) */
static struct callout_run direct_run;		/* (callout_lock) */

static void
callout_wheel_init(void *arg __unused)
{
	int i;

	TAILQ_INIT(&due);
	for (i = 0; i < WHEEL_SIZE; i++)
		TAILQ_INIT(&wheel[i]);
}
SYSINIT(callout_wheel, SI_SUB_LOCK, SI_ORDER_FIRST, callout_wheel_init, NULL);

void
callout_init(struct callout *c, int mpsafe)
{

	_callout_init_lock(c, mpsafe ? NULL : &Giant.lock_object,
	    mpsafe ? CALLOUT_RETURNUNLOCKED : 0);
}

void
_callout_init_lock(struct callout *c, struct lock_object *lock, int flags)
{

	memset(c, 0, sizeof(*c));
	KASSERT(lock != NULL || (flags & CALLOUT_RETURNUNLOCKED) != 0,
	    ("a callout without a lock cannot return with it"));
	c->c_lock = lock;
	c->c_flags = flags & (CALLOUT_RETURNUNLOCKED | CALLOUT_SHAREDLOCK);
}

/* Take a callout's lock: a mutex, or one that is shared or held alone. */
static void
lock_callout(struct lock_object *lock, int flags)
{
	uintptr_t how;

	how = 1;
	if (LOCK_CLASS(lock) == &lock_class_mtx_sleep ||
	    (flags & CALLOUT_SHAREDLOCK) != 0)
		how = 0;
	LOCK_CLASS(lock)->lc_lock(lock, how);
}

/* Is it being called?  Then by which of the two. */
static struct callout_run *
run_of(struct callout *c)
{

	if (thread_run.c == c)
		return (&thread_run);
	return (direct_run.c == c ? &direct_run : NULL);
}

static void
unlink_callout(struct callout *c)
{

	if ((c->c_iflags & CALLOUT_PROCESSED) != 0)
		TAILQ_REMOVE(&due, c, c_links.tqe);
	else
		TAILQ_REMOVE(&wheel[c->c_cpu], c, c_links.tqe);
	c->c_iflags &= ~(CALLOUT_PENDING | CALLOUT_PROCESSED);
}

/*
 * Take back a call that is pending, or waits for the lock that the caller
 * holds.  Returns whether there was one.
 */
static bool
cancel(struct callout *c)
{
	struct callout_run *run;
	bool cancelled = false;

	mtx_assert(&callout_lock, MA_OWNED);
	if ((c->c_iflags & CALLOUT_PENDING) != 0) {
		unlink_callout(c);
		cancelled = true;
	}
	run = run_of(c);
	if (run != NULL && !run->started && !run->cancelled) {
		run->cancelled = true;
		cancelled = true;
	}
	return (cancelled);
}

/*
 * The uptime at which a callout with that time is due.  C_HARDCLOCK counts
 * ticks, the one under way as a whole, and as their interrupts are not exactly
 * on time, half a tick is let go.
 */
static sbintime_t
due_time(sbintime_t sbt, int flags)
{
	sbintime_t now;

	if ((flags & (C_ABSOLUTE | C_PRECALC)) != 0)
		return (sbt);
	if ((flags & C_HARDCLOCK) != 0)
		now = getsbinuptime() - tick_sbt / 2;
	else
		now = sbinuptime();
	if (now > 0 && sbt > SBT_MAX - now)
		return (SBT_MAX);
	return (now + sbt);
}

sbintime_t
callout_when(sbintime_t sbt, sbintime_t precision, int flags,
    sbintime_t *sbt_res, sbintime_t *precision_res)
{

	*sbt_res = due_time(sbt, flags);
	*precision_res = precision;
	return (*sbt_res);
}

/* The list of the tick at which it is likely to be due, or one before. */
static u_int
place(const struct callout *c, sbintime_t now)
{
	sbintime_t left = c->c_time - now;

	if (left <= tick_sbt)
		left = 1;
	else if (left >= WHEEL_SIZE * tick_sbt)
		left = WHEEL_SIZE;
	else
		left = (left + tick_sbt - 1) / tick_sbt;
	return ((wheel_now + left) % WHEEL_SIZE);
}

static void
insert(struct callout *c, u_int list)
{

	c->c_cpu = list;
	TAILQ_INSERT_TAIL(&wheel[list], c, c_links.tqe);
}

int
callout_reset_sbt_on(struct callout *c, sbintime_t sbt,
    sbintime_t precision, callout_func_t *func, void *arg, int cpu __unused,
    int flags)
{
	struct callout_run *run;
	bool cancelled;

	mtx_lock_spin(&callout_lock);
	run = run_of(c);
	cancelled = cancel(c);
	if (run != NULL && run->drained) {
		/* Somebody waits for its end; it must not start anew. */
		mtx_unlock_spin(&callout_lock);
		return (cancelled);
	}
	c->c_arg = arg;
	c->c_func = func;
	c->c_precision = precision;
	c->c_flags |= CALLOUT_ACTIVE;
	if ((flags & C_DIRECT_EXEC) != 0)
		c->c_flags |= CALLOUT_DIRECT;
	else
		c->c_flags &= ~CALLOUT_DIRECT;
	c->c_time = due_time(sbt, flags);
	c->c_iflags |= CALLOUT_PENDING;
	insert(c, place(c, getsbinuptime()));
	mtx_unlock_spin(&callout_lock);
	return (cancelled);
}

int
callout_schedule_sbt_on(struct callout *c, sbintime_t sbt,
    sbintime_t precision, int cpu, int flags)
{

	return (callout_reset_sbt_on(c, sbt, precision, c->c_func, c->c_arg,
	    cpu, flags));
}

int
callout_schedule_on(struct callout *c, int to_ticks, int cpu)
{

	return (callout_schedule_sbt_on(c, tick_sbt * to_ticks, 0, cpu,
	    C_HARDCLOCK));
}

int
callout_schedule(struct callout *c, int to_ticks)
{

	return (callout_schedule_on(c, to_ticks, -1));
}

/* Wait until c, which is being called, has returned; callout_lock not held. */
static void
drain(struct callout *c)
{
	struct callout_run *run;

	for (;;) {
		sleepq_lock(c);
		mtx_lock_spin(&callout_lock);
		run = run_of(c);
		if (run == NULL)
			break;
		run->drained = true;
		mtx_unlock_spin(&callout_lock);
		if (run == &thread_run) {
			sleepq_add(c, NULL, "codrain", SLEEPQ_SLEEP, 0);
			sleepq_wait(c, 0);
		} else {
			/* Another processor's interrupt: not for long. */
			sleepq_release(c);
			ia32_pause();
		}
	}
	mtx_unlock_spin(&callout_lock);
	sleepq_release(c);
}

/* Stop it; after is called if that is too late, unless it is NULL. */
static int
stop(struct callout *c, callout_func_t *after)
{
	struct callout_run *run;
	int result;

	mtx_lock_spin(&callout_lock);
	if (cancel(c))
		result = 1;
	else if ((run = run_of(c)) != NULL) {
		result = 0;
		if (after != NULL)
			run->after = after;
	} else
		result = -1;
	c->c_flags &= ~CALLOUT_ACTIVE;
	mtx_unlock_spin(&callout_lock);
	return (result);
}

int
_callout_stop_safe(struct callout *c, int flags)
{
	int result;

	result = stop(c, NULL);
	if ((flags & CS_DRAIN) == 0)
		return (result);
	drain(c);
	return (result == 0 ? -1 : result);
}

int
callout_async_drain(struct callout *c, callout_func_t *after)
{

	return (stop(c, after));
}

/*
 * Call c with its lock.  callout_lock is held on entry and return, not
 * meanwhile; c may be freed by its function.
 */
static void
call(struct callout *c, struct callout_run *run)
{
	struct lock_object *lock = c->c_lock;
	callout_func_t *func = c->c_func;
	void *arg = c->c_arg;
	callout_func_t *after;
	int flags = c->c_flags;
	bool wake;

	unlink_callout(c);
	run->c = c;
	run->cancelled = run->drained = false;
	run->after = NULL;
	run->started = lock == NULL;
	mtx_unlock_spin(&callout_lock);
	if (lock != NULL) {
		lock_callout(lock, flags);
		mtx_lock_spin(&callout_lock);
		run->started = !run->cancelled;
		mtx_unlock_spin(&callout_lock);
	}
	if (run->started) {
		THREAD_NO_SLEEPING();
		func(arg);
		THREAD_SLEEPING_OK();
	}
	if (lock != NULL && ((flags & CALLOUT_RETURNUNLOCKED) == 0 ||
	    !run->started))
		LOCK_CLASS(lock)->lc_unlock(lock);
	mtx_lock_spin(&callout_lock);
	run->c = NULL;
	wake = run->drained;
	after = run->after;
	mtx_unlock_spin(&callout_lock);
	if (wake)
		wakeup(c);
	if (after != NULL) {
		THREAD_NO_SLEEPING();
		after(arg);
		THREAD_SLEEPING_OK();
	}
	mtx_lock_spin(&callout_lock);
}

/* One tick has passed; in the clock interrupt. */
void
callout_process(void)
{
	struct callout_tailq *list;
	struct callout *c, *next;
	sbintime_t now;
	u_int where;
	bool wake = false;

	now = getsbinuptime();
	mtx_lock_spin(&callout_lock);
	wheel_now = (wheel_now + 1) % WHEEL_SIZE;
	list = &wheel[wheel_now];
	for (c = TAILQ_FIRST(list); c != NULL; c = next) {
		next = TAILQ_NEXT(c, c_links.tqe);
		if (c->c_time > now) {
			where = place(c, now);
			if (where == wheel_now)
				continue;
			TAILQ_REMOVE(list, c, c_links.tqe);
			insert(c, where);
			continue;
		}
		if ((c->c_flags & CALLOUT_DIRECT) != 0) {
			call(c, &direct_run);
			/* The list may have changed meanwhile. */
			next = TAILQ_FIRST(list);
			continue;
		}
		TAILQ_REMOVE(list, c, c_links.tqe);
		c->c_iflags |= CALLOUT_PROCESSED;
		TAILQ_INSERT_TAIL(&due, c, c_links.tqe);
		wake = true;
	}
	mtx_unlock_spin(&callout_lock);
	if (wake)
		wakeup(&due);
}

static void
callout_thread(void)
{
	struct callout *c;

	thread_lock(curthread);
	sched_prio(curthread, PRI_MIN_KERN);
	thread_unlock(curthread);
	for (;;) {
		mtx_lock_spin(&callout_lock);
		while ((c = TAILQ_FIRST(&due)) != NULL)
			call(c, &thread_run);
		mtx_unlock_spin(&callout_lock);
		sleepq_lock(&due);
		if (TAILQ_EMPTY(&due)) {
			sleepq_add(&due, NULL, "-", SLEEPQ_SLEEP, 0);
			sleepq_wait(&due, 0);
		} else
			sleepq_release(&due);
	}
}

static struct kthread_desc clock_desc = { "clock", callout_thread, NULL };
SYSINIT(callout_thread, SI_SUB_KLD, SI_ORDER_FIRST, kthread_start,
    &clock_desc);
