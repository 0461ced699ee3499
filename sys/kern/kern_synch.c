/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sleep(9), wakeup(9) and critical sections.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepqueue.h>

static const char pause_wchan;		/* what pause(9) sleeps on */

void
critical_enter(void)
{

	curthread->td_critnest++;
	atomic_interrupt_fence();
}

void
critical_exit(void)
{
	struct thread *td = curthread;

	KASSERT(td->td_critnest > 0, ("critical_exit without critical_enter"));
	atomic_interrupt_fence();
	td->td_critnest--;
	if (__predict_false((td->td_flags & TDF_NEEDRESCHED) != 0) &&
	    td->td_critnest == 0)
		sched_preempt();
}

/*
 * Sleep on queue number queue of chan, without lock and Giant meanwhile.
 * pri: PCATCH, PDROP and the priority for the time after the sleep.
 */
int
sleep_on(const void *chan, int queue, struct lock_object *lock, int pri,
    const char *wmesg, int slpflags, sbintime_t sbt, sbintime_t pr, int flags)
{
	uintptr_t giant = 0, how = 0;
	bool held_giant;
	int error;

	held_giant = mtx_owned(&Giant) && lock != &Giant.lock_object;
	if ((pri & PCATCH) != 0)
		slpflags |= SLEEPQ_INTERRUPTIBLE;
	sleepq_lock(chan);
	sleepq_add(chan, lock, wmesg, slpflags, queue);
	if (sbt != 0)
		sleepq_set_timeout_sbt(chan, sbt, pr, flags);
	if (held_giant)
		giant = lock_class_mtx_sleep.lc_unlock(&Giant.lock_object);
	if (lock != NULL)
		how = LOCK_CLASS(lock)->lc_unlock(lock);
	if (sbt != 0 && (pri & PCATCH) != 0)
		error = sleepq_timedwait_sig(chan, pri);
	else if (sbt != 0)
		error = sleepq_timedwait(chan, pri);
	else if ((pri & PCATCH) != 0)
		error = sleepq_wait_sig(chan, pri);
	else {
		sleepq_wait(chan, pri);
		error = 0;
	}
	if (held_giant)
		lock_class_mtx_sleep.lc_lock(&Giant.lock_object, giant);
	if (lock != NULL && (pri & PDROP) == 0)
		LOCK_CLASS(lock)->lc_lock(lock, how);
	return (error);
}

/* Nobody can sleep while the system starts, or after a panic. */
static bool
cannot_sleep(struct lock_object *lock, int pri)
{

	if (!cold && !SCHEDULER_STOPPED())
		return (false);
	if (lock != NULL && (pri & PDROP) != 0)
		LOCK_CLASS(lock)->lc_unlock(lock);
	return (true);
}

int
_sleep(const void *chan, struct lock_object *lock, int pri, const char *wmesg,
    sbintime_t sbt, sbintime_t pr, int flags)
{

	if (cannot_sleep(lock, pri))
		return (0);
	return (sleep_on(chan, 0, lock, pri, wmesg, SLEEPQ_SLEEP, sbt, pr,
	    flags));
}

int
msleep_spin_sbt(const void *chan, struct mtx *mtx, const char *wmesg,
    sbintime_t sbt, sbintime_t pr, int flags)
{

	return (_sleep(chan, &mtx->lock_object, 0, wmesg, sbt, pr, flags));
}

/* Wait for a time only; a spurious early return is not possible. */
int
pause_sbt(const char *wmesg, sbintime_t sbt, sbintime_t pr, int flags)
{
	int error;

	KASSERT(sbt >= 0, ("pause of %jd", (intmax_t)sbt));
	if (sbt == 0)		/* zero ticks are one */
		sbt = tick_sbt;
	if (cold || SCHEDULER_STOPPED()) {
		DELAY(sbttous(sbt));
		return (EWOULDBLOCK);
	}
	error = sleep_on(&pause_wchan, 0, NULL,
	    (flags & C_CATCH) != 0 ? PCATCH : 0, wmesg, SLEEPQ_PAUSE, sbt, pr,
	    flags & ~C_CATCH);
	return (error);
}

void
wakeup(const void *chan)
{

	sleepq_lock(chan);
	sleepq_broadcast(chan, SLEEPQ_SLEEP, 0, 0);
	sleepq_release(chan);
}

void
wakeup_one(const void *chan)
{

	sleepq_lock(chan);
	sleepq_signal(chan, SLEEPQ_SLEEP, 0, 0);
	sleepq_release(chan);
}

void
wakeup_any(const void *chan)
{

	wakeup_one(chan);
}

void
kern_yield(int prio)
{
	struct thread *td = curthread;

	thread_lock(td);
	if (prio == PRI_USER)
		prio = td->td_base_pri;
	if (prio >= 0)
		sched_boost(td, prio);
	mi_switch(SW_VOL);
}

bool
should_yield(void)
{

	return ((curthread->td_flags & TDF_NEEDRESCHED) != 0);
}

void
maybe_yield(void)
{

	if (should_yield())
		kern_yield(PRI_USER);
}
