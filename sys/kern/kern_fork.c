/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * New processes.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_map.h>
#include <machine/cpu.h>

/* Processes that only the superuser may still create. */
#define	NPROC_RESERVE	10

EVENTHANDLER_LIST_DEFINE(process_fork);

static int
fork_call(struct thread *td, int flags)
{
	struct fork_req fr;
	pid_t pid;
	int error;

	memset(&fr, 0, sizeof(fr));
	fr.fr_flags = flags;
	fr.fr_pidp = &pid;
	error = fork1(td, &fr);
	if (error == 0) {
		td->td_retval[0] = pid;
		td->td_retval[1] = 0;
	}
	return (error);
}

int
sys_fork(struct thread *td, struct fork_args *uap __unused)
{

	return (fork_call(td, RFFDG | RFPROC));
}

int
sys_vfork(struct thread *td, struct vfork_args *uap __unused)
{

	return (fork_call(td, RFFDG | RFPROC | RFPPWAIT | RFMEM));
}

static void
fork_thread(struct thread *td, struct proc *p2, struct thread *td2)
{

	td2->td_ucred = crhold(p2->p_ucred);
	td2->td_sigmask = td->td_sigmask;
	td2->td_sigstk = td->td_sigstk;
	sigqueue_init(&td2->td_sigqueue, p2);
	memcpy(td2->td_name, td->td_name, sizeof(td2->td_name));
	td2->td_base_pri = td->td_base_pri;
	td2->td_priority = td->td_base_pri;
	thread_link(td2, p2);
}

/*
 * What the child inherits, shares or gets a copy of; none of it can fail.
 */
static void
fork_inherit(struct thread *td, struct proc *p2, int flags)
{
	struct proc *p1;

	p1 = td->td_proc;
	if ((flags & RFSIGSHARE) != 0)
		p2->p_sigacts = sigacts_hold(p1->p_sigacts);
	else {
		p2->p_sigacts = sigacts_alloc();
		sigacts_copy(p2->p_sigacts, p1->p_sigacts);
	}
	if ((flags & RFFDG) != 0)
		p2->p_fd = fdcopy(p1->p_fd);
	else
		p2->p_fd = fdshare(p1->p_fd);
	microuptime(&p2->p_start);
	p2->p_textvp = p1->p_textvp;
	if (p2->p_textvp != NULL) {
		vref(p2->p_textvp);
		(void)VOP_SET_TEXT(p2->p_textvp);
	}
	PROC_LOCK(p1);
	p2->p_ucred = crhold(p1->p_ucred);
	p2->p_limit = lim_hold(p1->p_limit);
	p2->p_args = pargs_hold(p1->p_args);
	p2->p_sysent = p1->p_sysent;
	p2->p_nice = p1->p_nice;
	p2->p_flag = p1->p_flag & (P_SUGID | P_CONTROLT);
	p2->p_sigparent = SIGCHLD;
	memcpy(p2->p_comm, p1->p_comm, sizeof(p2->p_comm));
	PROC_UNLOCK(p1);
}

static void
fork_enter_tree(struct proc *p1, struct proc *p2, int flags)
{
	struct proc *parent;

	sx_xlock(&proctree_lock);
	parent = (flags & RFNOWAIT) != 0 && initproc != NULL ? initproc : p1;
	p2->p_pptr = parent;
	LIST_INSERT_HEAD(&parent->p_children, p2, p_sibling);
	PGRP_LOCK(p1->p_pgrp);
	p2->p_pgrp = p1->p_pgrp;
	LIST_INSERT_AFTER(p1, p2, p_pglist);
	PGRP_UNLOCK(p1->p_pgrp);
	sx_xunlock(&proctree_lock);
}

/*
 * vfork(2): the child has the parent's memory until it executes or exits.
 * It may even have been collected when the parent runs again, so the
 * parent's stack has what both look at.
 */
static struct mtx ppwait_mtx;
MTX_SYSINIT(ppwait, &ppwait_mtx, "vfork", MTX_DEF);

static void
fork_wait_child(bool *done)
{

	mtx_lock(&ppwait_mtx);
	while (!*done)
		msleep(done, &ppwait_mtx, PPAUSE, "ppwait", 0);
	mtx_unlock(&ppwait_mtx);
}

void
fork_release_parent(struct proc *p)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	if ((p->p_flag & P_PPWAIT) == 0)
		return;
	p->p_flag &= ~P_PPWAIT;
	mtx_lock(&ppwait_mtx);
	*p->p_ppdone = true;
	wakeup(p->p_ppdone);
	mtx_unlock(&ppwait_mtx);
}

static void
fork_start(struct thread *td, struct fork_req *fr, struct thread *td2)
{
	struct proc *p2;
	bool done;

	p2 = td2->td_proc;
	done = false;
	PROC_LOCK(p2);
	p2->p_state = PRS_NORMAL;
	if ((fr->fr_flags & RFPPWAIT) != 0) {
		p2->p_flag |= P_PPWAIT;
		p2->p_ppdone = &done;
	}
	PROC_UNLOCK(p2);
	EVENTHANDLER_DIRECT_INVOKE(process_fork, td->td_proc, p2,
	    fr->fr_flags);
	if ((fr->fr_flags & RFSTOPPED) != 0) {
		*fr->fr_procp = p2;
		return;
	}
	*fr->fr_pidp = p2->p_pid;
	thread_lock(td2);
	sched_add(td2, SRQ_BORING);
	thread_unlock(td2);
	if ((fr->fr_flags & RFPPWAIT) != 0)
		fork_wait_child(&done);
}

int
fork1(struct thread *td, struct fork_req *fr)
{
	struct proc *p1, *p2;
	struct thread *td2;
	struct vmspace *vm2;
	int error;

	if ((fr->fr_flags & RFPROC) == 0 ||
	    (fr->fr_flags & (RFSTOPPED | RFPPWAIT)) == (RFSTOPPED | RFPPWAIT))
		return (EINVAL);
	p1 = td->td_proc;
	if (nprocs >= maxproc - NPROC_RESERVE && td->td_ucred->cr_ruid != 0)
		return (EAGAIN);
	if ((fr->fr_flags & RFMEM) != 0)
		vm2 = vmspace_acquire(p1->p_vmspace);
	else if ((vm2 = vmspace_fork(p1->p_vmspace)) == NULL)
		return (ENOMEM);
	td2 = thread_alloc(fr->fr_pages);
	if (td2 == NULL) {
		error = ENOMEM;
		goto fail_thread;
	}
	p2 = proc_alloc();
	p2->p_vmspace = vm2;
	error = proc_enter(p2);
	if (error != 0)
		goto fail_proc;
	fork_inherit(td, p2, fr->fr_flags);
	fork_thread(td, p2, td2);
	fork_enter_tree(p1, p2, fr->fr_flags);
	cpu_fork(td, p2, td2, fr->fr_flags);
	if (p1->p_sysent->sv_onfork != NULL)
		p1->p_sysent->sv_onfork(td, td2);
	fork_start(td, fr, td2);
	return (0);

fail_proc:
	proc_free(p2);
	thread_free(td2);
fail_thread:
	vmspace_free(vm2);
	return (error);
}

/*
 * First C function of every new thread, from the machine's trampoline.
 * When it returns, the thread goes to user mode by frame.
 */
void
fork_exit(void (*callout)(void *, struct trapframe *), void *arg,
    struct trapframe *frame)
{
	struct thread *td;

	td = curthread;
	sched_fork_exit(td);
	if ((td->td_pflags & TDP_KTHREAD) == 0 &&
	    td->td_proc->p_sysent->sv_schedtail != NULL)
		td->td_proc->p_sysent->sv_schedtail(td);
	callout(arg, frame);
	if ((td->td_pflags & TDP_KTHREAD) != 0)
		kthread_exit();
}
