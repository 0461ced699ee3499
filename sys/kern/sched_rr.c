/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler: one first-in-first-out queue for each priority, and a bit
 * map of those that are not empty, so that every operation takes constant
 * time.
 *
 * A thread runs until its time slice ends, when it goes behind those of its
 * priority, or until one of better priority becomes runnable.  A thread that
 * slept in the kernel keeps the priority of its sleep until it returns to
 * user mode or its slice ends; so it runs soon, but cannot starve others.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/sched.h>
#include <sys/smp.h>
#include <sys/unistd.h>
#include <machine/cpu.h>

#define	NQUEUES		64	/* priorities 0 .. PRI_IDLE */
#define	SLICE_MS	40	/* time slice with nice 0 */

CTASSERT(PRI_IDLE == NQUEUES - 1);

TAILQ_HEAD(runq, thread);

struct mtx		sched_lock;
static struct runq	runq[NQUEUES];
static uint64_t		runq_bits;	/* queue i is not empty */
int			mp_ncpus = 1;
int			mp_maxid;

static void
runq_insert(struct thread *td, bool first)
{
	struct runq *rq = &runq[td->td_priority];

	td->td_state = TDS_RUNQ;
	if (first)
		TAILQ_INSERT_HEAD(rq, td, td_runq);
	else
		TAILQ_INSERT_TAIL(rq, td, td_runq);
	runq_bits |= 1UL << td->td_priority;
}

static void
runq_remove(struct thread *td)
{
	struct runq *rq = &runq[td->td_priority];

	TAILQ_REMOVE(rq, td, td_runq);
	if (TAILQ_EMPTY(rq))
		runq_bits &= ~(1UL << td->td_priority);
}

/* The best of those that wait, or NULL. */
static struct thread *
runq_best(void)
{

	return (runq_bits == 0 ? NULL :
	    TAILQ_FIRST(&runq[ffsl(runq_bits) - 1]));
}

static int
slice_ticks(const struct thread *td)
{
	int ticks;

	/* nice -20 gets twice of what 0 gets, 20 almost nothing. */
	ticks = hz * SLICE_MS / 1000 *
	    (PRIO_MAX - (int8_t)td->td_proc->p_nice) / PRIO_MAX;
	return (max(ticks, 1));
}

/* A thread waits that is better than the running one. */
static void
request_preemption(const struct thread *td)
{
	struct thread *running = curthread;

	if (td->td_priority < running->td_priority)
		running->td_flags |= TDF_NEEDRESCHED;
}

void
sched_add(struct thread *td, int flags __unused)
{

	mtx_assert(&sched_lock, MA_OWNED);
	KASSERT(td->td_state != TDS_RUNQ && td->td_state != TDS_RUNNING,
	    ("thread %s is runnable already", td->td_name));
	runq_insert(td, false);
	request_preemption(td);
}

void
sched_rem(struct thread *td)
{

	mtx_assert(&sched_lock, MA_OWNED);
	KASSERT(TD_ON_RUNQ(td), ("thread %s is on no run queue", td->td_name));
	runq_remove(td);
	td->td_state = TDS_INHIBITED;
}

/* Change the priority that the run queues go by. */
static void
set_priority(struct thread *td, int prio)
{
	struct thread *best;

	if (prio == td->td_priority)
		return;
	if (TD_ON_RUNQ(td)) {
		runq_remove(td);
		td->td_priority = prio;
		runq_insert(td, false);
		request_preemption(td);
		return;
	}
	td->td_priority = prio;
	if (TD_IS_RUNNING(td) && (best = runq_best()) != NULL)
		request_preemption(best);
}

/* For now: until the thread returns to user mode or its slice ends. */
void
sched_boost(struct thread *td, u_char prio)
{

	mtx_assert(&sched_lock, MA_OWNED);
	set_priority(td, prio);
}

/* For good. */
void
sched_prio(struct thread *td, u_char prio)
{

	mtx_assert(&sched_lock, MA_OWNED);
	td->td_base_pri = prio;
	set_priority(td, prio);
}

/* td keeps a better thread waiting, and runs at that one's priority. */
void
sched_lend_prio(struct thread *td, u_char prio)
{

	mtx_assert(&sched_lock, MA_OWNED);
	if (prio < td->td_priority) {
		td->td_flags |= TDF_BORROWING;
		set_priority(td, prio);
	}
}

void
sched_unlend_prio(struct thread *td)
{

	mtx_assert(&sched_lock, MA_OWNED);
	if ((td->td_flags & TDF_BORROWING) != 0) {
		td->td_flags &= ~TDF_BORROWING;
		set_priority(td, td->td_base_pri);
	}
}

/* The next time slices have their length from it. */
void
sched_nice(struct proc *p, int nice)
{

	p->p_nice = nice;
}

bool
sched_runnable(void)
{

	return (runq_bits != 0);
}

/*
 * The lock goes along: who is switched to releases it, in mi_switch() or, a
 * new thread, in sched_fork_exit().
 */
static void
switch_to(struct thread *old, struct thread *new)
{

	new->td_state = TDS_RUNNING;
	if (new == old)
		return;
	sched_lock.mtx_lock = (uintptr_t)new;
	if (old->td_state == TDS_INACTIVE)
		cpu_throw(old, new);
	cpu_switch(old, new);
}

static struct thread *
choose_thread(void)
{
	struct thread *td;

	td = runq_best();
	if (td == NULL) {
		td = PCPU_GET(idlethread);
		KASSERT(td != NULL, ("nothing to run, and no idle thread yet"));
		return (td);
	}
	runq_remove(td);
	return (td);
}

void
mi_switch(int flags)
{
	struct thread *td = curthread;

	mtx_assert(&sched_lock, MA_OWNED | MA_NOTRECURSED);
	KASSERT(td->td_critnest == 1 || SCHEDULER_STOPPED(),
	    ("thread %s gives up the processor in a critical section",
	    td->td_name));
	td->td_flags &= ~TDF_NEEDRESCHED;
	if (TD_IS_RUNNING(td)) {
		if (TD_IS_IDLETHREAD(td))
			td->td_state = TDS_INHIBITED;
		else
			runq_insert(td, (flags & SW_INVOL) != 0 &&
			    td->td_slice > 0);
	}
	if (td->td_slice <= 0)
		td->td_slice = slice_ticks(td);
	switch_to(td, choose_thread());
	mtx_unlock_spin(&sched_lock);
}

void
sched_preempt(void)
{

	if (cold || SCHEDULER_STOPPED())
		return;
	mtx_lock_spin(&sched_lock);
	mi_switch(SW_INVOL);
}

void
sched_relinquish(struct thread *td)
{

	thread_lock(td);
	mi_switch(SW_VOL);
}

/* The clock has ticked while td ran. */
void
sched_clock(struct thread *td, int usermode)
{

	mtx_lock_spin(&sched_lock);
	td->td_runtime++;
	if (usermode)
		td->td_uticks++;
	else
		td->td_sticks++;
	if (!TD_IS_IDLETHREAD(td) && --td->td_slice <= 0) {
		if ((td->td_flags & TDF_BORROWING) == 0)
			td->td_priority = td->td_base_pri;
		td->td_flags |= TDF_NEEDRESCHED;
	}
	mtx_unlock_spin(&sched_lock);
}

void
sched_userret(struct thread *td)
{

	if (__predict_true(td->td_priority == td->td_base_pri))
		return;
	thread_lock(td);
	td->td_flags &= ~TDF_BORROWING;
	set_priority(td, td->td_base_pri);
	thread_unlock(td);
}

/* One processor: every thread is bound. */
void
sched_bind(struct thread *td __unused, int cpu __unused)
{
}

void
sched_unbind(struct thread *td __unused)
{
}

/*
 * First act of a new thread, which has come out of cpu_switch() with
 * sched_lock held by whoever switched to it.
 */
void
sched_fork_exit(struct thread *td)
{

	KASSERT(mtx_owned(&sched_lock) && td->td_critnest == 1,
	    ("thread %s starts without sched_lock", td->td_name));
	td->td_slice = slice_ticks(td);
	mtx_unlock_spin(&sched_lock);
}

static void
idle_loop(void *arg __unused)
{

	for (;;) {
		/*
		 * An interrupt that makes a thread runnable must not come
		 * between the look and the halt.
		 */
		disable_intr();
		if (!sched_runnable()) {
			cpu_idle(0);
			continue;
		}
		enable_intr();
		sched_relinquish(curthread);
	}
}

/* Before the first thread is added to a queue. */
void
sched_init(void)
{
	int i;

	for (i = 0; i < NQUEUES; i++)
		TAILQ_INIT(&runq[i]);
}

static void
idle_setup(void *arg __unused)
{
	struct thread *td;
	int error;

	error = kthread_add(idle_loop, NULL, NULL, &td, RFSTOPPED, 0, "idle");
	if (error != 0)
		panic("the idle thread cannot be created: %s", errname(error));
	thread_lock(td);
	td->td_flags |= TDF_IDLETD;
	sched_prio(td, PRI_IDLE);
	thread_unlock(td);
	PCPU_SET(idlethread, td);
}
/* Before the first thread that may have to wait. */
SYSINIT(idle_setup, SI_SUB_EVENTHANDLER, SI_ORDER_ANY, idle_setup, NULL);
