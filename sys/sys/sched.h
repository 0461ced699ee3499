/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The scheduler, and threads as it handles them.
 *
 * sched_lock is a recursive spin lock over all run queues, sleep queues and
 * the members of struct thread that are marked (s).  One lock is enough for
 * the processors that this kernel drives; thread_lock() hides that there is
 * only one.
 */
#ifndef _SYS_SCHED_H_
#define	_SYS_SCHED_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/lock.h>
#include <sys/mutex.h>

struct proc;
struct thread;

extern struct mtx	sched_lock;

#define	thread_lock(td)		mtx_lock_spin(&sched_lock)
#define	thread_unlock(td)	mtx_unlock_spin(&sched_lock)
#define	THREAD_LOCK_ASSERT(td, type)	mtx_assert(&sched_lock, (type))

/* Flags of mi_switch. */
#define	SW_VOL		0x0100	/* the thread gives up the processor */
#define	SW_INVOL	0x0200	/* it is taken away */

/* Flags of sched_add, accepted. */
#define	SRQ_BORING	0x0000
#define	SRQ_YIELDING	0x0001
#define	SRQ_INTR	0x0004
#define	SRQ_PREEMPTED	0x0008

/*
 * Run the best thread; curthread goes on when it is chosen again.  Called
 * with sched_lock held once, returns with it released.  A running thread
 * goes back to the end of its run queue; one that sleeps or has ended was
 * given its new state by the caller.
 */
void	mi_switch(int flags);

/* Once, before anything else here. */
void	sched_init(void);

/* All with sched_lock held. */
void	sched_add(struct thread *td, int flags);	/* make it runnable */
void	sched_rem(struct thread *td);		/* take it off its run queue */
void	sched_prio(struct thread *td, u_char prio);	/* for good */
void	sched_boost(struct thread *td, u_char prio);	/* for now */
void	sched_lend_prio(struct thread *td, u_char prio);
void	sched_unlend_prio(struct thread *td);
void	sched_nice(struct proc *p, int nice);
bool	sched_runnable(void);	/* does a thread wait for the processor? */

/* Without it: */
void	sched_relinquish(struct thread *td);	/* sched_yield(2) */
void	sched_clock(struct thread *td, int usermode); /* every tick */
/* Before user mode: what a sleep in the kernel gave is given back. */
void	sched_userret(struct thread *td);
void	sched_fork_exit(struct thread *td); /* first act of a new thread */
void	sched_bind(struct thread *td, int cpu);
void	sched_unbind(struct thread *td);

/* What an interrupt's or a system call's return does when TDF_NEEDRESCHED. */
void	sched_preempt(void);

/*
 * Threads.  thread_alloc gives one with a kernel stack of that many pages
 * (0: the default), td_critnest 1 and no process; NULL: no memory.
 */
struct thread *thread_alloc(int pages);
void	thread_free(struct thread *td);
/* Into and out of p_threads; p_mtx held, except for a new process. */
void	thread_link(struct thread *newtd, struct proc *p);
void	thread_unlink(struct thread *td);
/*
 * End curthread.  No locks are held.  One of several threads is freed soon
 * after; the last thread of a process stays for thread_wait().
 */
void	thread_exit(void) __dead2;
/* Free the thread of a process that has ended; the last one has exited. */
void	thread_wait(struct proc *p);
/* The thread with that id in process pid (-1: any), p_mtx held; or NULL. */
struct thread *tdfind(lwpid_t tid, pid_t pid);
/* Proc and thread that start the system; before anything may lock. */
void	proc_linkup0(struct proc *p, struct thread *td);

#define	TD_IS_RUNNING(td)	((td)->td_state == TDS_RUNNING)
#define	TD_ON_RUNQ(td)		((td)->td_state == TDS_RUNQ)
#define	TD_IS_INHIBITED(td)	((td)->td_state == TDS_INHIBITED)
#define	TD_IS_SLEEPING(td)	((td)->td_wchan != NULL)
#define	TD_IS_IDLETHREAD(td)	((td)->td_flags & TDF_IDLETD)

#endif /* _KERNEL */

#endif /* !_SYS_SCHED_H_ */
