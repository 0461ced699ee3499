/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls about signals, and the dispositions of a process.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/limits.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/syscallsubr.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/time.h>
#include <sys/ucred.h>
#include <machine/cpu.h>

static MALLOC_DEFINE(M_SIGACTS, "sigacts", "signal dispositions");

struct sigacts *
sigacts_alloc(void)
{
	struct sigacts *ps;

	ps = malloc(sizeof(*ps), M_SIGACTS, M_WAITOK | M_ZERO);
	refcount_init(&ps->ps_refcnt, 1);
	mtx_init(&ps->ps_mtx, "sigacts", NULL, MTX_DEF);
	return (ps);
}

struct sigacts *
sigacts_hold(struct sigacts *ps)
{

	refcount_acquire(&ps->ps_refcnt);
	return (ps);
}

void
sigacts_free(struct sigacts *ps)
{

	if (!refcount_release(&ps->ps_refcnt))
		return;
	mtx_destroy(&ps->ps_mtx);
	free(ps, M_SIGACTS);
}

int
sigacts_shared(struct sigacts *ps)
{

	return (refcount_load(&ps->ps_refcnt) > 1);
}

/*
 * Copy all but the lock and the count; nobody else has dest yet.
 */
void
sigacts_copy(struct sigacts *dest, struct sigacts *src)
{

	mtx_lock(&src->ps_mtx);
	memcpy(dest, src, offsetof(struct sigacts, ps_refcnt));
	mtx_unlock(&src->ps_mtx);
}

/*
 * The first process's dispositions; all others inherit.
 */
void
siginit(struct proc *p)
{
	struct sigacts *ps;
	int sig;

	PROC_LOCK(p);
	ps = p->p_sigacts;
	mtx_lock(&ps->ps_mtx);
	for (sig = 1; sig <= _SIG_MAXSIG; sig++) {
		SIGADDSET(ps->ps_sigintr, sig);
		if ((sigprop(sig) & SIGPROP_IGNORE) != 0 && sig != SIGCONT)
			SIGADDSET(ps->ps_sigignore, sig);
	}
	mtx_unlock(&ps->ps_mtx);
	PROC_UNLOCK(p);
}

/*
 * execve(2): handlers are gone, ignored signals stay ignored.  p_mtx held.
 */
void
execsigs(struct proc *p)
{
	struct sigacts *ps;
	struct thread *td;
	int sig;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	ps = p->p_sigacts;
	mtx_lock(&ps->ps_mtx);
	while ((sig = sig_ffs(&ps->ps_sigcatch)) != 0) {
		SIGDELSET(ps->ps_sigcatch, sig);
		ps->ps_sigact[_SIG_IDX(sig)] = SIG_DFL;
		if ((sigprop(sig) & SIGPROP_IGNORE) != 0 && sig != SIGCONT) {
			SIGADDSET(ps->ps_sigignore, sig);
			sigqueue_delete_proc(p, sig);
		}
	}
	SIGEMPTYSET(ps->ps_sigonstack);
	SIGEMPTYSET(ps->ps_sigreset);
	SIGEMPTYSET(ps->ps_signodefer);
	SIGEMPTYSET(ps->ps_siginfo);
	SIGFILLSET(ps->ps_sigintr);
	ps->ps_flag &= ~(PS_NOCLDSTOP | PS_NOCLDWAIT);
	mtx_unlock(&ps->ps_mtx);
	td = curthread;
	td->td_sigstk.ss_flags = SS_DISABLE;
	td->td_sigstk.ss_size = 0;
	td->td_sigstk.ss_sp = NULL;
}

static void
set_or_clear(sigset_t *set, int sig, bool on)
{

	if (on)
		SIGADDSET(*set, sig);
	else
		SIGDELSET(*set, sig);
}

static void
get_action(const struct sigacts *ps, int sig, struct sigaction *oact)
{

	memset(oact, 0, sizeof(*oact));
	oact->sa_handler = ps->ps_sigact[_SIG_IDX(sig)];
	oact->sa_mask = ps->ps_catchmask[_SIG_IDX(sig)];
	if (SIGISMEMBER(ps->ps_sigonstack, sig))
		oact->sa_flags |= SA_ONSTACK;
	if (!SIGISMEMBER(ps->ps_sigintr, sig))
		oact->sa_flags |= SA_RESTART;
	if (SIGISMEMBER(ps->ps_sigreset, sig))
		oact->sa_flags |= SA_RESETHAND;
	if (SIGISMEMBER(ps->ps_signodefer, sig))
		oact->sa_flags |= SA_NODEFER;
	if (SIGISMEMBER(ps->ps_siginfo, sig))
		oact->sa_flags |= SA_SIGINFO;
	if (sig == SIGCHLD && (ps->ps_flag & PS_NOCLDSTOP) != 0)
		oact->sa_flags |= SA_NOCLDSTOP;
	if (sig == SIGCHLD && (ps->ps_flag & PS_NOCLDWAIT) != 0)
		oact->sa_flags |= SA_NOCLDWAIT;
}

static void
set_child_flags(struct sigacts *ps, const struct sigaction *act)
{

	ps->ps_flag &= ~(PS_NOCLDSTOP | PS_NOCLDWAIT | PS_CLDSIGIGN);
	if ((act->sa_flags & SA_NOCLDSTOP) != 0)
		ps->ps_flag |= PS_NOCLDSTOP;
	/* init(8) must always be able to collect orphans. */
	if ((act->sa_flags & SA_NOCLDWAIT) != 0 && curproc->p_pid != 1)
		ps->ps_flag |= PS_NOCLDWAIT;
	if (act->sa_handler == SIG_IGN)
		ps->ps_flag |= PS_CLDSIGIGN;
}

static void
set_action(struct proc *p, struct sigacts *ps, int sig,
    const struct sigaction *act)
{
	bool ignore;

	ps->ps_catchmask[_SIG_IDX(sig)] = act->sa_mask;
	SIG_CANTMASK(ps->ps_catchmask[_SIG_IDX(sig)]);
	ps->ps_sigact[_SIG_IDX(sig)] = act->sa_handler;
	set_or_clear(&ps->ps_siginfo, sig, (act->sa_flags & SA_SIGINFO) != 0);
	set_or_clear(&ps->ps_sigintr, sig, (act->sa_flags & SA_RESTART) == 0);
	set_or_clear(&ps->ps_sigonstack, sig,
	    (act->sa_flags & SA_ONSTACK) != 0);
	set_or_clear(&ps->ps_sigreset, sig,
	    (act->sa_flags & SA_RESETHAND) != 0);
	set_or_clear(&ps->ps_signodefer, sig,
	    (act->sa_flags & SA_NODEFER) != 0);
	if (sig == SIGCHLD)
		set_child_flags(ps, act);
	ignore = act->sa_handler == SIG_IGN ||
	    (act->sa_handler == SIG_DFL &&
	    (sigprop(sig) & SIGPROP_IGNORE) != 0);
	if (ignore)
		sigqueue_delete_proc(p, sig);
	set_or_clear(&ps->ps_sigignore, sig, ignore && sig != SIGCONT);
	set_or_clear(&ps->ps_sigcatch, sig, !ignore &&
	    act->sa_handler != SIG_DFL);
}

int
kern_sigaction(struct thread *td, int sig, const struct sigaction *act,
    struct sigaction *oact, int flags __unused)
{
	struct sigacts *ps;
	struct proc *p;
	int error;

	if (!_SIG_VALID(sig))
		return (EINVAL);
	if (act != NULL && (act->sa_flags & ~(SA_ONSTACK | SA_RESTART |
	    SA_RESETHAND | SA_NOCLDSTOP | SA_NODEFER | SA_NOCLDWAIT |
	    SA_SIGINFO)) != 0)
		return (EINVAL);
	if (act != NULL && (sig == SIGKILL || sig == SIGSTOP) &&
	    act->sa_handler != SIG_DFL)
		return (EINVAL);
	error = 0;
	p = td->td_proc;
	PROC_LOCK(p);
	ps = p->p_sigacts;
	mtx_lock(&ps->ps_mtx);
	if (oact != NULL)
		get_action(ps, sig, oact);
	if (act != NULL)
		set_action(p, ps, sig, act);
	mtx_unlock(&ps->ps_mtx);
	PROC_UNLOCK(p);
	return (error);
}

int
sys_sigaction(struct thread *td, struct sigaction_args *uap)
{
	struct sigaction act, oact;
	int error;

	if (uap->act != NULL) {
		error = copyin(uap->act, &act, sizeof(act));
		if (error != 0)
			return (error);
	}
	error = kern_sigaction(td, uap->sig, uap->act != NULL ? &act : NULL,
	    uap->oact != NULL ? &oact : NULL, 0);
	if (error == 0 && uap->oact != NULL)
		error = copyout(&oact, uap->oact, sizeof(oact));
	return (error);
}

int
kern_sigprocmask(struct thread *td, int how, sigset_t *set, sigset_t *oset,
    int flags)
{
	struct proc *p;
	sigset_t newset;
	int error;

	p = td->td_proc;
	if ((flags & SIGPROCMASK_PROC_LOCKED) == 0)
		PROC_LOCK(p);
	error = 0;
	if (oset != NULL)
		*oset = td->td_sigmask;
	if (set != NULL) {
		newset = *set;
		SIG_CANTMASK(newset);
		switch (how) {
		case SIG_BLOCK:
			SIGSETOR(td->td_sigmask, newset);
			break;
		case SIG_UNBLOCK:
			SIGSETNAND(td->td_sigmask, newset);
			signotify(td);
			break;
		case SIG_SETMASK:
			td->td_sigmask = newset;
			signotify(td);
			break;
		default:
			error = EINVAL;
		}
	}
	if ((flags & SIGPROCMASK_PROC_LOCKED) == 0)
		PROC_UNLOCK(p);
	return (error);
}

int
sys_sigprocmask(struct thread *td, struct sigprocmask_args *uap)
{
	sigset_t set, oset;
	int error;

	if (uap->set != NULL) {
		error = copyin(uap->set, &set, sizeof(set));
		if (error != 0)
			return (error);
	}
	error = kern_sigprocmask(td, uap->how, uap->set != NULL ? &set : NULL,
	    uap->oset != NULL ? &oset : NULL, 0);
	if (error == 0 && uap->oset != NULL)
		error = copyout(&oset, uap->oset, sizeof(oset));
	return (error);
}

int
sys_sigpending(struct thread *td, struct sigpending_args *uap)
{
	struct proc *p;
	sigset_t pending;

	p = td->td_proc;
	PROC_LOCK(p);
	pending = p->p_sigqueue.sq_signals;
	SIGSETOR(pending, td->td_sigqueue.sq_signals);
	PROC_UNLOCK(p);
	return (copyout(&pending, uap->set, sizeof(pending)));
}

/*
 * The old mask comes back when a handler returns, or in ast().  A signal
 * that runs no handler does not end the wait, so the handlers' frames are
 * built here, with the result of the call already in the registers.
 */
int
kern_sigsuspend(struct thread *td, sigset_t mask)
{
	struct proc *p;
	int caught, sig;

	p = td->td_proc;
	(*p->p_sysent->sv_set_syscall_retval)(td, EINTR);
	PROC_LOCK(p);
	(void)kern_sigprocmask(td, SIG_SETMASK, &mask, &td->td_oldsigmask,
	    SIGPROCMASK_PROC_LOCKED);
	td->td_pflags |= TDP_OLDMASK;
	for (caught = 0; caught == 0;) {
		while (msleep(&p->p_sigacts, &p->p_mtx, PPAUSE | PCATCH,
		    "pause", 0) == 0)
			continue;
		thread_suspend_check(td);
		mtx_lock(&p->p_sigacts->ps_mtx);
		while ((sig = cursig(td)) != 0)
			caught += postsig(sig);
		mtx_unlock(&p->p_sigacts->ps_mtx);
	}
	PROC_UNLOCK(p);
	td->td_errno = EINTR;
	return (EJUSTRETURN);
}

int
sys_sigsuspend(struct thread *td, struct sigsuspend_args *uap)
{
	sigset_t mask;
	int error;

	error = copyin(uap->sigmask, &mask, sizeof(mask));
	if (error != 0)
		return (error);
	return (kern_sigsuspend(td, mask));
}

/*
 * Is sp on the thread's alternate stack?
 */
int
sigonstack(size_t sp)
{
	struct thread *td;

	td = curthread;
	return ((td->td_sigstk.ss_flags & SS_DISABLE) == 0 &&
	    sp - (size_t)td->td_sigstk.ss_sp < td->td_sigstk.ss_size);
}

int
kern_sigaltstack(struct thread *td, stack_t *ss, stack_t *oss)
{
	int onstack;

	onstack = sigonstack(cpu_getstack(td));
	if (oss != NULL) {
		*oss = td->td_sigstk;
		if (onstack)
			oss->ss_flags |= SS_ONSTACK;
	}
	if (ss == NULL)
		return (0);
	if (onstack)
		return (EPERM);
	if ((ss->ss_flags & ~SS_DISABLE) != 0)
		return (EINVAL);
	if ((ss->ss_flags & SS_DISABLE) != 0) {
		td->td_sigstk.ss_flags = SS_DISABLE;
		return (0);
	}
	if (ss->ss_size < (size_t)td->td_proc->p_sysent->sv_minsigstksz)
		return (ENOMEM);
	td->td_sigstk = *ss;
	return (0);
}

int
sys_sigaltstack(struct thread *td, struct sigaltstack_args *uap)
{
	stack_t ss, oss;
	int error;

	if (uap->ss != NULL) {
		error = copyin(uap->ss, &ss, sizeof(ss));
		if (error != 0)
			return (error);
	}
	memset(&oss, 0, sizeof(oss));
	error = kern_sigaltstack(td, uap->ss != NULL ? &ss : NULL, &oss);
	if (error == 0 && uap->oss != NULL)
		error = copyout(&oss, uap->oss, sizeof(oss));
	return (error);
}

/*
 * Take a pending signal of the set for sigwait(2) and its relatives.
 */
static bool
sigwait_take(struct thread *td, const sigset_t *waitset, ksiginfo_t *ksi)
{
	sigqueue_t *queues[2] = { &td->td_sigqueue, &td->td_proc->p_sigqueue };
	sigset_t set;
	u_int i;
	int sig;

	for (i = 0; i < nitems(queues); i++) {
		set = queues[i]->sq_signals;
		SIGSETAND(set, *waitset);
		sig = sig_ffs(&set);
		if (sig != 0)
			return (sigqueue_get(queues[i], sig, ksi));
	}
	return (false);
}

/*
 * Wait for a signal of the set, for ever if timeout is NULL.  EAGAIN: the
 * time is over; EINTR, ERESTART: another signal wants to be handled.
 */
int
kern_sigtimedwait(struct thread *td, sigset_t waitset, ksiginfo_t *ksi,
    struct timespec *timeout)
{
	struct proc *p;
	sigset_t savedmask;
	sbintime_t deadline;
	int error;

	deadline = 0;
	if (timeout != NULL) {
		if (!timespecvalid_interval(timeout))
			return (EINVAL);
		deadline = timespec_deadline(timeout);
	}
	SIG_CANTMASK(waitset);
	p = td->td_proc;
	PROC_LOCK(p);
	for (error = 0;;) {
		if (sigwait_take(td, &waitset, ksi)) {
			error = 0;
			break;
		}
		if (error != 0)
			break;
		savedmask = td->td_sigmask;
		SIGSETNAND(td->td_sigmask, waitset);
		error = msleep_sbt(&p->p_sigacts, &p->p_mtx, PPAUSE | PCATCH,
		    "sigwait", timeout != NULL ? deadline : 0, 0,
		    timeout != NULL ? C_ABSOLUTE : 0);
		td->td_sigmask = savedmask;
		if (error == EWOULDBLOCK)
			error = EAGAIN;
	}
	signotify(td);
	PROC_UNLOCK(p);
	return (error);
}

int
sys_sigtimedwait(struct thread *td, struct sigtimedwait_args *uap)
{
	struct timespec ts;
	sigset_t set;
	ksiginfo_t ksi;
	int error;

	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &ts, sizeof(ts));
		if (error != 0)
			return (error);
	}
	error = copyin(uap->set, &set, sizeof(set));
	if (error != 0)
		return (error);
	error = kern_sigtimedwait(td, set, &ksi,
	    uap->timeout != NULL ? &ts : NULL);
	if (error == ERESTART && uap->timeout != NULL)
		error = EINTR;
	if (error == 0 && uap->info != NULL)
		error = copyout(&ksi.ksi_info, uap->info, sizeof(siginfo_t));
	if (error == 0)
		td->td_retval[0] = ksi.ksi_signo;
	return (error);
}

int
sys_sigwaitinfo(struct thread *td, struct sigwaitinfo_args *uap)
{
	struct sigtimedwait_args args;

	args.set = uap->set;
	args.info = uap->info;
	args.timeout = NULL;
	return (sys_sigtimedwait(td, &args));
}

/*
 * sigwait(2) returns its error as a value.
 */
int
sys_sigwait(struct thread *td, struct sigwait_args *uap)
{
	sigset_t set;
	ksiginfo_t ksi;
	int error;

	error = copyin(uap->set, &set, sizeof(set));
	if (error == 0) {
		error = kern_sigtimedwait(td, set, &ksi, NULL);
		if (error == ERESTART || error == EINTR)
			return (ERESTART);
	}
	if (error == 0)
		error = copyout(&ksi.ksi_signo, uap->sig, sizeof(int));
	td->td_retval[0] = error;
	return (0);
}

static int
kill_one(struct thread *td, struct proc *p, int sig, ksiginfo_t *ksi)
{
	int error;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	error = p_cansignal(td, p, sig);
	if (error == 0 && sig != 0)
		(void)pksignal(p, sig, ksi);
	return (error);
}

/*
 * Everybody but the kernel's processes, init and the caller; lock held.
 */
static int
kill_all(struct thread *td, int sig, ksiginfo_t *ksi)
{
	struct proc *p;
	int error, result;

	result = ESRCH;
	sx_slock(&allproc_lock);
	FOREACH_PROC_IN_SYSTEM(p) {
		if (p->p_pid <= 1 || (p->p_flag & P_KPROC) != 0 ||
		    p == td->td_proc || p->p_state != PRS_NORMAL)
			continue;
		PROC_LOCK(p);
		error = kill_one(td, p, sig, ksi);
		PROC_UNLOCK(p);
		if (error == 0)
			result = 0;
		else if (result == ESRCH)
			result = error;
	}
	sx_sunlock(&allproc_lock);
	return (result);
}

static int
kill_group(struct thread *td, struct pgrp *pgrp, int sig, ksiginfo_t *ksi)
{
	struct proc *p;
	int error, result;

	result = ESRCH;
	LIST_FOREACH(p, &pgrp->pg_members, p_pglist) {
		PROC_LOCK(p);
		if (p->p_state == PRS_NORMAL && (p->p_flag & P_KPROC) == 0) {
			error = kill_one(td, p, sig, ksi);
			if (error == 0)
				result = 0;
			else if (result == ESRCH)
				result = error;
		}
		PROC_UNLOCK(p);
	}
	return (result);
}

int
kern_kill(struct thread *td, pid_t pid, int signum)
{
	ksiginfo_t ksi;
	struct pgrp *pgrp;
	struct proc *p;
	int error;

	if (signum < 0 || signum > _SIG_MAXSIG)
		return (EINVAL);
	if (pid == INT_MIN)
		return (ESRCH);
	ksiginfo_init(&ksi);
	ksi.ksi_signo = signum;
	ksi.ksi_code = SI_USER;
	ksi.ksi_pid = td->td_proc->p_pid;
	ksi.ksi_uid = td->td_ucred->cr_ruid;
	error = ESRCH;
	sx_slock(&proctree_lock);
	if (pid > 0) {
		p = pfind_any(pid);
		if (p != NULL) {
			error = p->p_state == PRS_ZOMBIE ? 0 :
			    kill_one(td, p, signum, &ksi);
			PROC_UNLOCK(p);
		}
	} else if (pid == -1) {
		error = kill_all(td, signum, &ksi);
	} else {
		pgrp = td->td_proc->p_pgrp;
		if (pid == 0)
			PGRP_LOCK(pgrp);
		else
			pgrp = pgfind(-pid);
		if (pgrp != NULL) {
			error = kill_group(td, pgrp, signum, &ksi);
			PGRP_UNLOCK(pgrp);
		}
	}
	sx_sunlock(&proctree_lock);
	return (error);
}

int
sys_kill(struct thread *td, struct kill_args *uap)
{

	return (kern_kill(td, uap->pid, uap->signum));
}
