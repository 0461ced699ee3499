/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sleepqueue(9): threads that sleep, by the address that they sleep on.
 *
 * td_wchan is that address plus the number of the queue; it is NULL as soon
 * as the thread has been woken.  Everything is protected by sched_lock.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sleepqueue.h>

#define	SQ_HASHSIZE	256

TAILQ_HEAD(sleepqueue, thread);
static struct sleepqueue	sq_table[SQ_HASHSIZE];

static const void *
sq_key(const void *wchan, int queue)
{

	return ((const char *)wchan + queue);
}

static struct sleepqueue *
sq_chain(const void *key)
{
	uintptr_t v = (uintptr_t)key;

	return (&sq_table[(v >> 3 ^ v >> 11 ^ v >> 19) % SQ_HASHSIZE]);
}

void
init_sleepqueues(void)
{
	int i;

	for (i = 0; i < SQ_HASHSIZE; i++)
		TAILQ_INIT(&sq_table[i]);
}

void
sleepq_lock(const void *wchan __unused)
{

	mtx_lock_spin(&sched_lock);
}

void
sleepq_release(const void *wchan __unused)
{

	mtx_unlock_spin(&sched_lock);
}

void
sleepq_add(const void *wchan, struct lock_object *lock __unused,
    const char *wmesg, int flags, int queue)
{
	struct thread *td = curthread;

	mtx_assert(&sched_lock, MA_OWNED);
	KASSERT(wchan != NULL, ("%s: no address to sleep on", wmesg));
	KASSERT(td->td_wchan == NULL, ("%s: already asleep on %s", wmesg,
	    td->td_wmesg));
	KASSERT(THREAD_CAN_SLEEP() || (flags & SLEEPQ_TYPE) == SLEEPQ_LK,
	    ("%s: thread %s must not sleep", wmesg, td->td_name));
	td->td_wchan = sq_key(wchan, queue);
	td->td_wmesg = wmesg;
	td->td_sleeperr = 0;
	td->td_flags &= ~(TDF_SINTR | TDF_TIMEOUT);
	if ((flags & SLEEPQ_INTERRUPTIBLE) != 0)
		td->td_flags |= TDF_SINTR;
	TAILQ_INSERT_TAIL(sq_chain(td->td_wchan), td, td_slpq);
}

/* Take the thread off its queue; let it run, if it has stopped running. */
static void
sleepq_resume(struct thread *td, int pri)
{

	mtx_assert(&sched_lock, MA_OWNED);
	TAILQ_REMOVE(sq_chain(td->td_wchan), td, td_slpq);
	td->td_wchan = NULL;
	td->td_wmesg = NULL;
	td->td_flags &= ~TDF_SINTR;
	if (pri > 0 && pri < td->td_priority)
		sched_boost(td, pri);
	if (TD_IS_INHIBITED(td))
		sched_add(td, SRQ_BORING);
}

struct thread *
sleepq_first(const void *wchan, int queue)
{
	const void *key = sq_key(wchan, queue);
	struct thread *best = NULL, *td;

	mtx_assert(&sched_lock, MA_OWNED);
	TAILQ_FOREACH(td, sq_chain(key), td_slpq) {
		if (td->td_wchan == key &&
		    (best == NULL || td->td_priority < best->td_priority))
			best = td;
	}
	return (best);
}

u_int
sleepq_sleepcnt(const void *wchan, int queue)
{
	const void *key = sq_key(wchan, queue);
	struct thread *td;
	u_int count = 0;

	mtx_assert(&sched_lock, MA_OWNED);
	TAILQ_FOREACH(td, sq_chain(key), td_slpq)
		count += td->td_wchan == key;
	return (count);
}

int
sleepq_signal(const void *wchan, int flags __unused, int pri, int queue)
{
	struct thread *td;

	if ((td = sleepq_first(wchan, queue)) != NULL)
		sleepq_resume(td, pri);
	return (0);
}

int
sleepq_broadcast(const void *wchan, int flags __unused, int pri, int queue)
{
	const void *key = sq_key(wchan, queue);
	struct thread *next, *td;

	mtx_assert(&sched_lock, MA_OWNED);
	TAILQ_FOREACH_SAFE(td, sq_chain(key), td_slpq, next) {
		if (td->td_wchan == key)
			sleepq_resume(td, pri);
	}
	return (0);
}

int
sleepq_abort(struct thread *td, int intrval)
{

	mtx_lock_spin(&sched_lock);
	if (td->td_wchan != NULL && (td->td_flags & TDF_SINTR) != 0) {
		td->td_sleeperr = intrval;
		sleepq_resume(td, 0);
	}
	mtx_unlock_spin(&sched_lock);
	return (0);
}

void
sleepq_remove(struct thread *td, const void *wchan)
{

	mtx_lock_spin(&sched_lock);
	if (wchan != NULL && td->td_wchan == wchan)
		sleepq_resume(td, 0);
	mtx_unlock_spin(&sched_lock);
}

/* The time of a sleep has passed; called in the clock interrupt. */
static void
sleepq_timeout(void *arg)
{
	struct thread *td = arg;

	mtx_lock_spin(&sched_lock);
	if (td->td_wchan != NULL) {
		td->td_flags |= TDF_TIMEOUT;
		td->td_sleeperr = EWOULDBLOCK;
		sleepq_resume(td, 0);
	}
	mtx_unlock_spin(&sched_lock);
}

void
sleepq_set_timeout_sbt(const void *wchan __unused, sbintime_t sbt,
    sbintime_t pr, int flags)
{
	struct thread *td = curthread;

	mtx_assert(&sched_lock, MA_OWNED);
	KASSERT(td->td_wchan != NULL, ("a timeout without a sleep"));
	callout_reset_sbt_on(&td->td_slpcallout, sbt, pr, sleepq_timeout, td,
	    0, flags | C_DIRECT_EXEC);
}

/*
 * A signal that has come already will not wake us.  Looking for one needs
 * locks, so sched_lock is let go meanwhile; who finds us on the queue then
 * takes us off, and we do not go to sleep.
 */
static void
sleepq_check_signals(struct thread *td)
{
	int error;

	mtx_unlock_spin(&sched_lock);
	error = sig_intr();
	mtx_lock_spin(&sched_lock);
	if (error != 0 && td->td_wchan != NULL) {
		td->td_sleeperr = error;
		sleepq_resume(td, 0);
	}
}

/* Sleep until woken; returns with the queue unlocked. */
static int
sleepq_switch(int pri, bool signals, bool timeout)
{
	struct thread *td = curthread;

	mtx_assert(&sched_lock, MA_OWNED);
	if (signals && td->td_wchan != NULL && SIGPENDING(td))
		sleepq_check_signals(td);
	if (td->td_wchan != NULL) {
		pri &= PRI_MASK;
		if (pri != 0 && pri < td->td_priority)
			sched_boost(td, pri);
		td->td_state = TDS_INHIBITED;
		mi_switch(SW_VOL);
	} else
		mtx_unlock_spin(&sched_lock);
	if (timeout && (td->td_flags & TDF_TIMEOUT) == 0)
		callout_stop(&td->td_slpcallout);
	return (td->td_sleeperr);
}

void
sleepq_wait(const void *wchan __unused, int pri)
{

	(void)sleepq_switch(pri, false, false);
}

int
sleepq_wait_sig(const void *wchan __unused, int pri)
{

	return (sleepq_switch(pri, true, false));
}

int
sleepq_timedwait(const void *wchan __unused, int pri)
{

	return (sleepq_switch(pri, false, true));
}

int
sleepq_timedwait_sig(const void *wchan __unused, int pri)
{

	return (sleepq_switch(pri, true, true));
}
