/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads: their birth, their names, their end.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/linker.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sleepqueue.h>
#include <sys/ucred.h>

#include <vm/vm_extern.h>

#include <machine/cpu.h>

static MALLOC_DEFINE(M_THREAD, "thread", "threads");

#define	TID_MIN		100000	/* process ids are smaller */
#define	TID_MAX		0x7ffffffe
#define	TIDHASH_SIZE	128

static struct mtx	tid_mtx;
MTX_SYSINIT(tid, &tid_mtx, "tid hash", MTX_DEF);
static LIST_HEAD(, thread) tidhash[TIDHASH_SIZE];	/* (tid_mtx) */
static int		tid_last = TID_MIN;		/* (tid_mtx) */

/* Threads that have ended in processes that go on; (sched_lock) */
static TAILQ_HEAD(, thread) zombies = TAILQ_HEAD_INITIALIZER(zombies);

static struct thread *
tid_lookup(int tid)
{
	struct thread *td;

	LIST_FOREACH(td, &tidhash[tid % TIDHASH_SIZE], td_hash) {
		if (td->td_tid == tid)
			break;
	}
	return (td);
}

static void
tid_alloc(struct thread *td)
{

	mtx_lock(&tid_mtx);
	do
		tid_last = tid_last == TID_MAX ? TID_MIN : tid_last + 1;
	while (tid_lookup(tid_last) != NULL);
	td->td_tid = tid_last;
	LIST_INSERT_HEAD(&tidhash[td->td_tid % TIDHASH_SIZE], td, td_hash);
	mtx_unlock(&tid_mtx);
}

static void
tid_free(struct thread *td)
{

	mtx_lock(&tid_mtx);
	if (td->td_hash.le_prev != NULL)
		LIST_REMOVE(td, td_hash);
	td->td_hash.le_prev = NULL;
	mtx_unlock(&tid_mtx);
}

struct thread *
tdfind(lwpid_t tid, pid_t pid)
{
	struct thread *td;
	struct proc *p;

	mtx_lock(&tid_mtx);
	td = tid_lookup(tid);
	p = td != NULL ? td->td_proc : NULL;
	if (p == NULL || (pid != -1 && p->p_pid != pid)) {
		mtx_unlock(&tid_mtx);
		return (NULL);
	}
	/* A thread leaves the hash before it leaves its process. */
	PROC_LOCK(p);
	mtx_unlock(&tid_mtx);
	if (p->p_state == PRS_ZOMBIE) {
		PROC_UNLOCK(p);
		return (NULL);
	}
	return (td);
}

static void
thread_init(struct thread *td)
{

	td->td_state = TDS_INACTIVE;
	td->td_critnest = 1;		/* released by sched_fork_exit() */
	td->td_priority = td->td_base_pri = PUSER;
	callout_init(&td->td_slpcallout, 1);
	sigqueue_init(&td->td_sigqueue, NULL);
}

EVENTHANDLER_LIST_DEFINE(thread_ctor);
EVENTHANDLER_LIST_DEFINE(thread_dtor);

struct thread *
thread_alloc(int pages)
{
	struct thread *td;

	td = malloc(sizeof(*td), M_THREAD, M_WAITOK | M_ZERO);
	if (!vm_thread_new(td, pages)) {
		free(td, M_THREAD);
		return (NULL);
	}
	cpu_thread_alloc(td);
	thread_init(td);
	tid_alloc(td);
	EVENTHANDLER_DIRECT_INVOKE(thread_ctor, td);
	return (td);
}

void
thread_free(struct thread *td)
{

	KASSERT(td->td_state == TDS_INACTIVE, ("thread %s is freed alive",
	    td->td_name));
	EVENTHANDLER_DIRECT_INVOKE(thread_dtor, td);
	callout_drain(&td->td_slpcallout);
	tid_free(td);
	if (td->td_ucred != NULL)
		crfree(td->td_ucred);
	linker_thread_free(td);
	cpu_thread_free(td);
	vm_thread_dispose(td);
	free(td, M_THREAD);
}

void
thread_link(struct thread *newtd, struct proc *p)
{

	newtd->td_proc = p;
	TAILQ_INSERT_TAIL(&p->p_threads, newtd, td_plist);
	p->p_numthreads++;
}

void
thread_unlink(struct thread *td)
{
	struct proc *p = td->td_proc;

	TAILQ_REMOVE(&p->p_threads, td, td_plist);
	p->p_numthreads--;
}

/*
 * The dead thread's stack is in use until the switch away from it is
 * complete; sched_lock is held until then, so whoever has it next may free
 * the stack.
 */
void
thread_exit(void)
{
	struct thread *td = curthread;
	struct proc *p = td->td_proc;
	bool last;

	cpu_exit(td);
	tid_free(td);
	PROC_LOCK(p);
	last = p->p_numthreads == 1;
	if (!last) {
		p->p_rux.rux_uticks += td->td_uticks;
		p->p_rux.rux_sticks += td->td_sticks;
		thread_unlink(td);
	}
	PROC_UNLOCK(p);
	thread_lock(td);
	td->td_state = TDS_INACTIVE;
	if (last)
		sleepq_broadcast(td, SLEEPQ_SLEEP, 0, 0);
	else {
		TAILQ_INSERT_TAIL(&zombies, td, td_slpq);
		sleepq_signal(&zombies, SLEEPQ_SLEEP, 0, 0);
	}
	mi_switch(SW_VOL);
	panic("a thread that has exited came back");
}

static void
thread_reaper(void)
{
	struct thread *td;

	for (;;) {
		sleepq_lock(&zombies);
		td = TAILQ_FIRST(&zombies);
		if (td == NULL) {
			sleepq_add(&zombies, NULL, "-", SLEEPQ_SLEEP, 0);
			sleepq_wait(&zombies, PVM);
			continue;
		}
		TAILQ_REMOVE(&zombies, td, td_slpq);
		sleepq_release(&zombies);
		thread_free(td);
	}
}

static struct kthread_desc reaper_desc = { "reaper", thread_reaper, NULL };
SYSINIT(reaper, SI_SUB_KLD, SI_ORDER_FIRST, kthread_start, &reaper_desc);

void
thread_wait(struct proc *p)
{
	struct thread *td;

	td = FIRST_THREAD_IN_PROC(p);
	for (;;) {
		sleepq_lock(td);
		if (td->td_state == TDS_INACTIVE)
			break;
		sleepq_add(td, NULL, "thrwait", SLEEPQ_SLEEP, 0);
		sleepq_wait(td, 0);
	}
	sleepq_release(td);
	thread_unlink(td);
	thread_free(td);
}

/* From here on locks work, and priorities and queues have a meaning. */
void
proc_linkup0(struct proc *p, struct thread *td)
{

	sched_init();
	init_sleepqueues();
	mutex_init();
	TAILQ_INIT(&p->p_threads);
	thread_init(td);
	thread_link(td, p);
	td->td_critnest = 0;
	td->td_state = TDS_RUNNING;
	td->td_pflags |= TDP_KTHREAD;
	td->td_tid = TID_MIN;
	LIST_INSERT_HEAD(&tidhash[TID_MIN % TIDHASH_SIZE], td, td_hash);
}
