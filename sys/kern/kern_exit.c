/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The end of processes, and waiting for it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/limits.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/vnode.h>
#include <sys/wait.h>

#include <vm/vm.h>
#include <vm/vm_map.h>

EVENTHANDLER_LIST_DEFINE(process_exit);

int
sys_exit(struct thread *td, struct exit_args *uap)
{

	exit1(td, uap->rval & 0xff, 0);
	/* NOTREACHED */
}

/*
 * Give up what nobody will ask the zombie for.
 */
static void
exit_resources(struct thread *td)
{
	struct proc *p;
	struct vnode *textvp;

	p = td->td_proc;
	if (p->p_sysent->sv_ontdexit != NULL)
		p->p_sysent->sv_ontdexit(td);
	if (p->p_sysent->sv_onexit != NULL)
		p->p_sysent->sv_onexit(p);
	EVENTHANDLER_DIRECT_INVOKE(process_exit, p);
	fdescfree(td);
	vmspace_exit(td);
	PROC_LOCK(p);
	textvp = p->p_textvp;
	p->p_textvp = NULL;
	PROC_UNLOCK(p);
	if (textvp != NULL) {
		VOP_UNSET_TEXT(textvp);
		vrele(textvp);
	}
}

/*
 * init(8) takes over the children; those that have ended already it must
 * collect.
 */
static void
exit_children(struct proc *p)
{
	struct pgrp *done;
	struct proc *q;
	bool zombies;

	sx_assert(&proctree_lock, SX_XLOCKED);
	zombies = false;
	done = NULL;
	while ((q = LIST_FIRST(&p->p_children)) != NULL) {
		proc_reparent(q, initproc);
		q->p_sigparent = SIGCHLD;
		if (q->p_state == PRS_ZOMBIE)
			zombies = true;
		if (q->p_pgrp != done)
			pgrp_update(done = q->p_pgrp);
	}
	if (!zombies)
		return;
	PROC_LOCK(initproc);
	kern_psignal(initproc, SIGCHLD);
	initproc->p_flag |= P_STATCHILD;
	wakeup(initproc);
	PROC_UNLOCK(initproc);
}

/*
 * A parent that ignores SIGCHLD, or said SA_NOCLDWAIT, has no zombies:
 * init collects them.  When the last child is gone its wait(2) fails.
 */
static void
exit_check_nocldwait(struct proc *p)
{
	struct proc *pp;
	bool nowait;

	pp = p->p_pptr;
	mtx_lock(&pp->p_sigacts->ps_mtx);
	nowait = (pp->p_sigacts->ps_flag &
	    (PS_NOCLDWAIT | PS_CLDSIGIGN)) != 0;
	mtx_unlock(&pp->p_sigacts->ps_mtx);
	if (!nowait || pp == initproc)
		return;
	proc_reparent(p, initproc);
	p->p_sigparent = SIGCHLD;
	PROC_LOCK(pp);
	pp->p_flag |= P_STATCHILD;
	wakeup(pp);
	PROC_UNLOCK(pp);
}

static void
exit_notify_parent(struct proc *p)
{
	struct proc *pp;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	pp = p->p_pptr;
	PROC_LOCK(pp);
	if (p->p_xsig != 0)
		sigparent(p, CLD_KILLED, p->p_xsig);
	else
		sigparent(p, CLD_EXITED, p->p_xexit);
	pp->p_flag |= P_STATCHILD;
	wakeup(pp);
	PROC_UNLOCK(pp);
}

/*
 * p becomes a zombie that its parent can collect.
 */
static void
exit_make_zombie(struct proc *p, int rval, int signo)
{

	sx_assert(&proctree_lock, SX_XLOCKED);
	exit_check_nocldwait(p);
	sx_xlock(&allproc_lock);
	LIST_REMOVE(p, p_list);
	LIST_INSERT_HEAD(&zombproc, p, p_list);
	PROC_LOCK(p);
	sx_xunlock(&allproc_lock);
	p->p_xexit = rval;
	p->p_xsig = signo;
	ruxagg(p, curthread);
	p->p_flag &= ~(P_STOPPED_SIG | P_CONTINUED);
	p->p_state = PRS_ZOMBIE;
	fork_release_parent(p);
	exit_notify_parent(p);
	PROC_UNLOCK(p);
}

void
exit1(struct thread *td, int rval, int signo)
{
	struct proc *p;

	p = td->td_proc;
	KASSERT(p->p_numthreads == 1, ("exit1: %d threads", p->p_numthreads));
	if (p == initproc)
		panic("init died (signal %d, exit %d)", signo, rval);
	PROC_LOCK(p);
	p->p_flag |= P_WEXIT;
	callout_stop(&p->p_itcallout);
	PROC_UNLOCK(p);
	exit_resources(td);
	sx_xlock(&proctree_lock);
	if (SESS_LEADER(p))
		session_leader_exit(p);
	exit_children(p);
	pgrp_update(p->p_pgrp);
	exit_make_zombie(p, rval, signo);
	sx_xunlock(&proctree_lock);
	thread_exit();
}

/*
 * Free a zombie; proctree_lock held exclusively, dropped.
 */
static void
proc_reap(struct thread *td, struct proc *p)
{
	struct proc *q;

	q = td->td_proc;
	LIST_REMOVE(p, p_sibling);
	leavepgrp(p);
	proc_leave(p);
	sx_xunlock(&proctree_lock);
	PROC_LOCK(q);
	q->p_crux.rux_uticks += p->p_rux.rux_uticks + p->p_crux.rux_uticks;
	q->p_crux.rux_sticks += p->p_rux.rux_sticks + p->p_crux.rux_sticks;
	PROC_UNLOCK(q);
	thread_wait(p);
	crfree(p->p_ucred);
	lim_free(p->p_limit);
	pargs_drop(p->p_args);
	sigacts_free(p->p_sigacts);
	proc_free(p);
}

/*
 * Does the child have something to report?  1 if so, with the status; p_mtx
 * held.
 */
static int
wait_status(struct proc *p, int options, int *status)
{

	if (p->p_state == PRS_ZOMBIE) {
		*status = W_EXITCODE(p->p_xexit, p->p_xsig);
		return (1);
	}
	if ((options & WUNTRACED) != 0 && (p->p_flag &
	    (P_STOPPED_SIG | P_STOPPED_ALL | P_WAITED)) ==
	    (P_STOPPED_SIG | P_STOPPED_ALL)) {
		if ((options & WNOWAIT) == 0)
			p->p_flag |= P_WAITED;
		*status = W_STOPCODE(p->p_xsig);
		return (1);
	}
	if ((options & WCONTINUED) != 0 && (p->p_flag & P_CONTINUED) != 0) {
		if ((options & WNOWAIT) == 0)
			p->p_flag &= ~P_CONTINUED;
		*status = SIGCONT;
		return (1);
	}
	return (0);
}

/*
 * What a child used, and those of its children that it waited for; p_mtx
 * held.
 */
static void
wait_usage(struct proc *p, struct rusage *rup)
{
	struct rusage children;

	rufetch(p, rup);
	ruchildren(p, &children);
	timevaladd(&rup->ru_utime, &children.ru_utime);
	timevaladd(&rup->ru_stime, &children.ru_stime);
}

/*
 * Look at the children once.  Returns the one that reports, with *reap set
 * if it is to be freed; *found tells whether any child matched.
 */
static struct proc *
wait_scan(struct proc *q, pid_t pid, int options, int *status,
    struct rusage *rup, bool *reap, bool *found)
{
	struct proc *p;
	int hit;

	*found = *reap = false;
	LIST_FOREACH(p, &q->p_children, p_sibling) {
		if (pid != WAIT_ANY && p->p_pid != pid &&
		    p->p_pgrp->pg_id != -pid)
			continue;
		*found = true;
		PROC_LOCK(p);
		hit = p->p_state != PRS_NEW && wait_status(p, options, status);
		if (hit && rup != NULL)
			wait_usage(p, rup);
		if (hit && p->p_state == PRS_ZOMBIE)
			*reap = (options & WNOWAIT) == 0;
		PROC_UNLOCK(p);
		if (hit)
			return (p);
	}
	return (NULL);
}

/*
 * Wait for a child: any (-1), a group (0 the caller's, < -1), or one.  The
 * pid goes to td_retval[0], 0 with WNOHANG when there is nothing.
 */
int
kern_wait(struct thread *td, pid_t pid, int *status, int options,
    struct rusage *rup)
{
	struct proc *p, *q;
	int error;
	bool found, reap;

	if ((options & ~(WNOHANG | WUNTRACED | WCONTINUED | WNOWAIT |
	    WEXITED | WTRAPPED)) != 0)
		return (EINVAL);
	if (pid == INT_MIN)
		return (ECHILD);
	q = td->td_proc;
	for (;;) {
		PROC_LOCK(q);
		q->p_flag &= ~P_STATCHILD;
		PROC_UNLOCK(q);
		sx_xlock(&proctree_lock);
		if (pid == WAIT_MYPGRP)
			pid = -q->p_pgrp->pg_id;
		p = wait_scan(q, pid, options, status, rup, &reap, &found);
		if (p != NULL) {
			td->td_retval[0] = p->p_pid;
			if (reap)
				proc_reap(td, p);
			else
				sx_xunlock(&proctree_lock);
			return (0);
		}
		if (!found || (options & WNOHANG) != 0) {
			sx_xunlock(&proctree_lock);
			td->td_retval[0] = 0;
			return (found ? 0 : ECHILD);
		}
		PROC_LOCK(q);
		sx_xunlock(&proctree_lock);
		error = 0;
		if ((q->p_flag & P_STATCHILD) == 0)
			error = msleep(q, &q->p_mtx, PWAIT | PCATCH, "wait",
			    0);
		PROC_UNLOCK(q);
		if (error != 0)
			return (error);
	}
}

int
sys_wait4(struct thread *td, struct wait4_args *uap)
{
	struct rusage ru;
	int error, status;

	error = kern_wait(td, uap->pid, &status, uap->options,
	    uap->rusage != NULL ? &ru : NULL);
	if (error != 0 || td->td_retval[0] == 0)
		return (error);
	if (uap->status != NULL)
		error = copyout(&status, uap->status, sizeof(status));
	if (error == 0 && uap->rusage != NULL)
		error = copyout(&ru, uap->rusage, sizeof(ru));
	return (error);
}
