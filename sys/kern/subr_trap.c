/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The last steps before user mode.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>
#include <sys/ucred.h>

#include <machine/cpu.h>

/*
 * At the end of a system call or trap from user mode, before ast().
 */
void
userret(struct thread *td, struct trapframe *frame __unused)
{

	KASSERT(td->td_critnest == 0, ("userret: critical section"));
	KASSERT(td->td_locks == 0, ("userret: %d locks held", td->td_locks));
	sched_userret(td);
}

/*
 * Stop if the process is stopped, and act on signals; both until neither is
 * left to do.
 */
static void
ast_signals(struct thread *td)
{
	struct proc *p;
	int sig;

	p = td->td_proc;
	PROC_LOCK(p);
	do {
		thread_suspend_check(td);
		mtx_lock(&p->p_sigacts->ps_mtx);
		while ((sig = cursig(td)) != 0)
			(void)postsig(sig);
		mtx_unlock(&p->p_sigacts->ps_mtx);
	} while ((p->p_flag & P_STOPPED_SIG) != 0);
	PROC_UNLOCK(p);
}

/*
 * Asynchronous work for a thread that is about to enter user mode, because
 * TDF_ASTPENDING or TDF_NEEDRESCHED was set.  The machine's code calls it
 * again until neither is set.
 */
void
ast(struct trapframe *frame)
{
	struct thread *td;
	int flags;

	td = curthread;
	KASSERT(TRAPF_USERMODE(frame), ("ast in kernel mode"));
	td->td_frame = frame;
	thread_lock(td);
	flags = td->td_flags;
	td->td_flags &= ~(TDF_ASTPENDING | TDF_NEEDSIGCHK);
	thread_unlock(td);
	if (td->td_ucred != td->td_proc->p_ucred)
		cred_update_thread(td);
	if ((flags & TDF_NEEDRESCHED) != 0)
		sched_preempt();
	if ((flags & TDF_NEEDSIGCHK) != 0 ||
	    (td->td_proc->p_flag & P_STOPPED_SIG) != 0)
		ast_signals(td);
	if ((td->td_pflags & TDP_OLDMASK) != 0) {
		td->td_pflags &= ~TDP_OLDMASK;
		(void)kern_sigprocmask(td, SIG_SETMASK, &td->td_oldsigmask,
		    NULL, 0);
	}
}
