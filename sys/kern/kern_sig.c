/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals: sending, queueing, taking, stopping and continuing.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sleepqueue.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/sysent.h>
#include <sys/syslog.h>
#include <sys/ucred.h>
#include <sys/wait.h>

static MALLOC_DEFINE(M_KSIGINFO, "ksiginfo", "pending signals");

static int logsigexit = 1;
SYSCTL_INT(_kern, OID_AUTO, logsigexit, CTLFLAG_RW, &logsigexit, 0,
    "Log processes that a fault ends");

/* Default actions; numbers that are not listed end the process. */
static const u_char sigproptbl[NSIG + 2] = {
	[SIGHUP] = SIGPROP_KILL,
	[SIGINT] = SIGPROP_KILL,
	[SIGQUIT] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGILL] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGTRAP] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGABRT] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGEMT] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGFPE] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGKILL] = SIGPROP_KILL,
	[SIGBUS] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGSEGV] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGSYS] = SIGPROP_KILL | SIGPROP_CORE,
	[SIGPIPE] = SIGPROP_KILL,
	[SIGALRM] = SIGPROP_KILL,
	[SIGTERM] = SIGPROP_KILL,
	[SIGURG] = SIGPROP_IGNORE,
	[SIGSTOP] = SIGPROP_STOP,
	[SIGTSTP] = SIGPROP_STOP | SIGPROP_TTYSTOP,
	[SIGCONT] = SIGPROP_IGNORE | SIGPROP_CONT,
	[SIGCHLD] = SIGPROP_IGNORE,
	[SIGTTIN] = SIGPROP_STOP | SIGPROP_TTYSTOP,
	[SIGTTOU] = SIGPROP_STOP | SIGPROP_TTYSTOP,
	[SIGIO] = SIGPROP_IGNORE,
	[SIGXCPU] = SIGPROP_KILL,
	[SIGXFSZ] = SIGPROP_KILL,
	[SIGVTALRM] = SIGPROP_KILL,
	[SIGPROF] = SIGPROP_KILL,
	[SIGWINCH] = SIGPROP_IGNORE,
	[SIGINFO] = SIGPROP_IGNORE,
	[SIGUSR1] = SIGPROP_KILL,
	[SIGUSR2] = SIGPROP_KILL,
	[SIGTHR] = SIGPROP_IGNORE,
	[SIGLIBRT] = SIGPROP_IGNORE,
};

int
sigprop(int sig)
{

	if (sig > 0 && sig < (int)nitems(sigproptbl))
		return (sigproptbl[sig]);
	return (SIGPROP_KILL);
}

/*
 * The lowest signal of a set, 0 if it is empty.
 */
int
sig_ffs(sigset_t *set)
{
	int i;

	for (i = 0; i < _SIG_WORDS; i++)
		if (set->__bits[i] != 0)
			return (ffs(set->__bits[i]) + i * 32);
	return (0);
}

void
sigqueue_init(sigqueue_t *sq, struct proc *p __unused)
{

	SIGEMPTYSET(sq->sq_signals);
	TAILQ_INIT(&sq->sq_list);
}

bool
sigqueue_get(sigqueue_t *sq, int sig, ksiginfo_t *ksi)
{
	ksiginfo_t *entry;

	if (!SIGISMEMBER(sq->sq_signals, sig))
		return (false);
	SIGDELSET(sq->sq_signals, sig);
	TAILQ_FOREACH(entry, &sq->sq_list, ksi_link) {
		if (entry->ksi_signo == sig)
			break;
	}
	ksiginfo_init(ksi);
	ksi->ksi_signo = sig;
	if (entry != NULL) {
		TAILQ_REMOVE(&sq->sq_list, entry, ksi_link);
		ksi->ksi_info = entry->ksi_info;
		ksi->ksi_flags = entry->ksi_flags;
		free(entry, M_KSIGINFO);
	}
	return (true);
}

static void
sigqueue_delete(sigqueue_t *sq, int sig)
{
	ksiginfo_t ksi;

	(void)sigqueue_get(sq, sig, &ksi);
}

void
sigqueue_flush(sigqueue_t *sq)
{
	ksiginfo_t *entry;

	SIGEMPTYSET(sq->sq_signals);
	while ((entry = TAILQ_FIRST(&sq->sq_list)) != NULL) {
		TAILQ_REMOVE(&sq->sq_list, entry, ksi_link);
		free(entry, M_KSIGINFO);
	}
}

/*
 * Signals do not count: one that is pending already changes nothing.
 */
static void
sigqueue_add(sigqueue_t *sq, int sig, const ksiginfo_t *ksi)
{
	ksiginfo_t *entry;

	if (SIGISMEMBER(sq->sq_signals, sig))
		return;
	SIGADDSET(sq->sq_signals, sig);
	if (ksi == NULL)
		return;
	entry = malloc(sizeof(*entry), M_KSIGINFO, M_NOWAIT);
	if (entry == NULL)
		return;
	entry->ksi_info = ksi->ksi_info;
	entry->ksi_signo = sig;
	entry->ksi_flags = ksi->ksi_flags;
	TAILQ_INSERT_TAIL(&sq->sq_list, entry, ksi_link);
}

void
sigqueue_delete_proc(struct proc *p, int sig)
{
	struct thread *td;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	sigqueue_delete(&p->p_sigqueue, sig);
	FOREACH_THREAD_IN_PROC(p, td)
		sigqueue_delete(&td->td_sigqueue, sig);
}

/*
 * The signals that td may take now.
 */
static sigset_t
sig_takeable(struct thread *td)
{
	sigset_t set;

	set = td->td_proc->p_sigqueue.sq_signals;
	SIGSETOR(set, td->td_sigqueue.sq_signals);
	SIGSETNAND(set, td->td_sigmask);
	return (set);
}

static void
thread_set_ast(struct thread *td, int flags)
{

	thread_lock(td);
	td->td_flags |= flags | TDF_ASTPENDING;
	thread_unlock(td);
}

/*
 * The thread's mask or pending signals changed: let it look.
 */
void
signotify(struct thread *td)
{
	sigset_t set;

	PROC_LOCK_ASSERT(td->td_proc, MA_OWNED);
	set = sig_takeable(td);
	if (!SIGISEMPTY(set))
		thread_set_ast(td, TDF_NEEDSIGCHK);
}

/* Does the thread sleep so that a signal may end it? */
static bool
thread_sleeps_sig(struct thread *td)
{

	return (TD_IS_SLEEPING(td) && (td->td_flags & TDF_SINTR) != 0);
}

/*
 * A stop is complete when every thread has halted on its way to user mode or
 * sleeps where signals could end it; it then goes no further than that way.
 */
static bool
all_threads_halted(struct proc *p)
{
	struct thread *td;
	int running;

	running = p->p_numthreads - p->p_suspcount;
	thread_lock(NULL);
	FOREACH_THREAD_IN_PROC(p, td) {
		if (td != curthread && thread_sleeps_sig(td))
			running--;
	}
	thread_unlock(NULL);
	return (running <= 0);
}

/*
 * Tell the parent about a change of state: SIGCHLD, and wake its wait(2).
 */
static void
notify_parent(struct proc *p, int reason, int status)
{
	struct proc *pp;
	bool quiet;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	pp = p->p_pptr;
	PROC_LOCK(pp);
	mtx_lock(&pp->p_sigacts->ps_mtx);
	quiet = (pp->p_sigacts->ps_flag & PS_NOCLDSTOP) != 0;
	mtx_unlock(&pp->p_sigacts->ps_mtx);
	if (!quiet)
		sigparent(p, reason, status);
	pp->p_flag |= P_STATCHILD;
	wakeup(pp);
	PROC_UNLOCK(pp);
}

static void
stop_report(struct proc *p)
{

	if ((p->p_flag & (P_STOPPED_SIG | P_STOPPED_ALL)) != P_STOPPED_SIG ||
	    !all_threads_halted(p))
		return;
	p->p_flag |= P_STOPPED_ALL;
	notify_parent(p, CLD_STOPPED, p->p_xsig);
}

static void
proc_stop(struct proc *p, int sig)
{
	struct thread *td;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	if ((p->p_flag & (P_STOPPED_SIG | P_WEXIT)) != 0)
		return;
	p->p_flag |= P_STOPPED_SIG;
	p->p_flag &= ~(P_CONTINUED | P_WAITED | P_STOPPED_ALL);
	p->p_xsig = sig;
	FOREACH_THREAD_IN_PROC(p, td)
		thread_set_ast(td, 0);
	stop_report(p);
}

/*
 * Let a stopped process go on; signals that came meanwhile end sleeps now.
 */
static void
proc_continue(struct proc *p, bool report)
{
	struct thread *td;
	sigset_t set;

	p->p_flag &= ~(P_STOPPED_SIG | P_STOPPED_ALL | P_WAITED);
	wakeup(&p->p_suspcount);
	FOREACH_THREAD_IN_PROC(p, td) {
		set = sig_takeable(td);
		if (SIGISEMPTY(set))
			continue;
		thread_set_ast(td, TDF_NEEDSIGCHK);
		sleepq_abort(td, EINTR);
	}
	if (report) {
		p->p_flag |= P_CONTINUED;
		notify_parent(p, CLD_CONTINUED, SIGCONT);
	}
}

void
thread_suspend_check(struct thread *td)
{
	struct proc *p;

	p = td->td_proc;
	PROC_LOCK_ASSERT(p, MA_OWNED);
	while ((p->p_flag & (P_STOPPED_SIG | P_WEXIT)) == P_STOPPED_SIG) {
		p->p_suspcount++;
		stop_report(p);
		msleep(&p->p_suspcount, &p->p_mtx, PPAUSE, "stopped", 0);
		p->p_suspcount--;
	}
}

/*
 * The thread that should take a signal for the process.
 */
static struct thread *
sigtd(struct proc *p, int sig)
{
	struct thread *td;

	if (curproc == p && !SIGISMEMBER(curthread->td_sigmask, sig))
		return (curthread);
	FOREACH_THREAD_IN_PROC(p, td) {
		if (!SIGISMEMBER(td->td_sigmask, sig))
			return (td);
	}
	return (FIRST_THREAD_IN_PROC(p));
}

/*
 * A stop signal that takes its default action does so at once.  Those of
 * the terminal mean nothing to a group that nobody could continue.
 */
static void
sig_default_stop(struct proc *p, int sig)
{

	if ((sigprop(sig) & SIGPROP_TTYSTOP) == 0 || !p->p_pgrp->pg_orphaned)
		proc_stop(p, sig);
}

/*
 * The effects that a signal has when it is sent, whatever becomes of it:
 * stop and continue signals cancel each other, SIGCONT and SIGKILL set a
 * stopped process going.
 */
static void
sig_cancel_opposite(struct proc *p, int sig, int prop)
{

	if ((prop & SIGPROP_CONT) != 0) {
		sigqueue_delete_proc(p, SIGSTOP);
		sigqueue_delete_proc(p, SIGTSTP);
		sigqueue_delete_proc(p, SIGTTIN);
		sigqueue_delete_proc(p, SIGTTOU);
	} else if ((prop & SIGPROP_STOP) != 0)
		sigqueue_delete_proc(p, SIGCONT);
}

int
tdsendsignal(struct proc *p, struct thread *td, int sig, ksiginfo_t *ksi)
{
	struct sigacts *ps;
	sig_t action;
	int intrval, prop;
	bool ignored, masked, stopped;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	KASSERT(_SIG_VALID(sig), ("tdsendsignal: signal %d", sig));
	if (p->p_state != PRS_NORMAL || (p->p_flag & P_KPROC) != 0)
		return (0);
	ps = p->p_sigacts;
	mtx_lock(&ps->ps_mtx);
	ignored = SIGISMEMBER(ps->ps_sigignore, sig);
	action = ps->ps_sigact[_SIG_IDX(sig)];
	intrval = SIGISMEMBER(ps->ps_sigintr, sig) ? EINTR : ERESTART;
	mtx_unlock(&ps->ps_mtx);
	if (ignored)
		return (0);

	prop = sigprop(sig);
	sig_cancel_opposite(p, sig, prop);
	stopped = (p->p_flag & P_STOPPED_SIG) != 0;
	if (stopped && (sig == SIGCONT || sig == SIGKILL))
		proc_continue(p, sig == SIGCONT);
	if (sig == SIGCONT && action == SIG_DFL)
		return (0);

	if (td == NULL) {
		td = sigtd(p, sig);
		masked = SIGISMEMBER(td->td_sigmask, sig);
		if (!masked && action == SIG_DFL &&
		    (prop & SIGPROP_STOP) != 0 && p->p_pid != 1) {
			sig_default_stop(p, sig);
			return (0);
		}
		sigqueue_add(&p->p_sigqueue, sig, ksi);
	} else {
		masked = SIGISMEMBER(td->td_sigmask, sig);
		sigqueue_add(&td->td_sigqueue, sig, ksi);
	}
	if (masked)
		return (0);
	thread_set_ast(td, TDF_NEEDSIGCHK);
	if ((p->p_flag & P_STOPPED_SIG) == 0)
		sleepq_abort(td, intrval);
	return (0);
}

int
pksignal(struct proc *p, int sig, ksiginfo_t *ksi)
{

	return (tdsendsignal(p, NULL, sig, ksi));
}

void
kern_psignal(struct proc *p, int sig)
{
	ksiginfo_t ksi;

	ksiginfo_init(&ksi);
	ksi.ksi_signo = sig;
	ksi.ksi_code = SI_KERNEL;
	(void)tdsendsignal(p, NULL, sig, &ksi);
}

void
tdsignal(struct thread *td, int sig)
{
	ksiginfo_t ksi;

	ksiginfo_init(&ksi);
	ksi.ksi_signo = sig;
	ksi.ksi_code = SI_KERNEL;
	(void)tdsendsignal(td->td_proc, td, sig, &ksi);
}

void
tdksignal(struct thread *td, int sig, ksiginfo_t *ksi)
{

	(void)tdsendsignal(td->td_proc, td, sig, ksi);
}

void
pgsignal(struct pgrp *pgrp, int sig, int checkctty, ksiginfo_t *ksi)
{
	struct proc *p;

	if (pgrp == NULL)
		return;
	PGRP_LOCK_ASSERT(pgrp, MA_OWNED);
	LIST_FOREACH(p, &pgrp->pg_members, p_pglist) {
		PROC_LOCK(p);
		if (checkctty == 0 || (p->p_flag & P_CONTROLT) != 0)
			(void)tdsendsignal(p, NULL, sig, ksi);
		PROC_UNLOCK(p);
	}
}

void
gsignal(int pgid, int sig, ksiginfo_t *ksi)
{
	struct pgrp *pgrp;

	sx_slock(&proctree_lock);
	pgrp = pgid != 0 ? pgfind(pgid) : NULL;
	if (pgrp != NULL) {
		pgsignal(pgrp, sig, 0, ksi);
		PGRP_UNLOCK(pgrp);
	}
	sx_sunlock(&proctree_lock);
}

/*
 * SIGCHLD, or what the child was told to send; p_mtx of both is held.
 */
void
sigparent(struct proc *child, int reason, int status)
{
	ksiginfo_t ksi;

	PROC_LOCK_ASSERT(child->p_pptr, MA_OWNED);
	if (child->p_sigparent == 0)
		return;
	ksiginfo_init(&ksi);
	ksi.ksi_signo = child->p_sigparent;
	ksi.ksi_code = reason;
	ksi.ksi_status = status;
	ksi.ksi_pid = child->p_pid;
	ksi.ksi_uid = child->p_ucred->cr_ruid;
	(void)pksignal(child->p_pptr, ksi.ksi_signo, &ksi);
}

/*
 * The next signal that td must act on, after those that need nothing but to
 * be forgotten and those that stop the process.
 */
static int
issignal(struct thread *td)
{
	struct sigacts *ps;
	struct proc *p;
	sigset_t set;
	int prop, sig;

	p = td->td_proc;
	ps = p->p_sigacts;
	for (;;) {
		if ((p->p_flag & (P_STOPPED_SIG | P_WEXIT)) == P_STOPPED_SIG)
			return (0);
		set = sig_takeable(td);
		sig = sig_ffs(&set);
		if (sig == 0)
			return (0);
		if (SIGISMEMBER(ps->ps_sigcatch, sig))
			return (sig);
		prop = sigprop(sig);
		if (!SIGISMEMBER(ps->ps_sigignore, sig) && p->p_pid != 1 &&
		    (prop & (SIGPROP_STOP | SIGPROP_IGNORE)) == 0)
			return (sig);
		/* init(8) dies of no signal that it has not asked for. */
		sigqueue_delete(&td->td_sigqueue, sig);
		sigqueue_delete(&p->p_sigqueue, sig);
		if ((prop & SIGPROP_STOP) != 0 && p->p_pid != 1 &&
		    !SIGISMEMBER(ps->ps_sigignore, sig)) {
			mtx_unlock(&ps->ps_mtx);
			sig_default_stop(p, sig);
			mtx_lock(&ps->ps_mtx);
		}
	}
}

int
cursig(struct thread *td)
{

	PROC_LOCK_ASSERT(td->td_proc, MA_OWNED);
	mtx_assert(&td->td_proc->p_sigacts->ps_mtx, MA_OWNED);
	return (SIGPENDING(td) ? issignal(td) : 0);
}

/*
 * Called by a thread that is already on a sleep queue, so it may take no
 * lock.  What is read may be changing, but who sends a signal after it was
 * read then finds the thread asleep and wakes it.
 */
int
sig_intr(void)
{
	struct sigacts *ps;
	struct thread *td;
	struct proc *p;
	sigset_t set;
	int sig;

	td = curthread;
	p = td->td_proc;
	if ((p->p_flag & (P_STOPPED_SIG | P_WEXIT)) == P_STOPPED_SIG)
		return (ERESTART);
	ps = p->p_sigacts;
	set = sig_takeable(td);
	while ((sig = sig_ffs(&set)) != 0) {
		SIGDELSET(set, sig);
		if (!SIGISMEMBER(ps->ps_sigcatch, sig) && (p->p_pid == 1 ||
		    SIGISMEMBER(ps->ps_sigignore, sig) ||
		    (sigprop(sig) & SIGPROP_IGNORE) != 0))
			continue;
		return (SIGISMEMBER(ps->ps_sigintr, sig) ? EINTR : ERESTART);
	}
	return (0);
}

static void
sigdflt(struct sigacts *ps, int sig)
{

	SIGDELSET(ps->ps_sigcatch, sig);
	if ((sigprop(sig) & SIGPROP_IGNORE) != 0 && sig != SIGCONT)
		SIGADDSET(ps->ps_sigignore, sig);
	ps->ps_sigact[_SIG_IDX(sig)] = SIG_DFL;
	SIGDELSET(ps->ps_siginfo, sig);
}

/*
 * Run the handler of a signal: block what it asks for and build its frame.
 * p_mtx and ps_mtx held.
 */
static void
sig_catch(struct thread *td, int sig, ksiginfo_t *ksi, sigset_t *returnmask)
{
	struct sigacts *ps;
	sig_t action;

	ps = td->td_proc->p_sigacts;
	action = ps->ps_sigact[_SIG_IDX(sig)];
	SIGSETOR(td->td_sigmask, ps->ps_catchmask[_SIG_IDX(sig)]);
	if (!SIGISMEMBER(ps->ps_signodefer, sig))
		SIGADDSET(td->td_sigmask, sig);
	(*td->td_proc->p_sysent->sv_sendsig)(action, ksi, returnmask);
	/* Not before: the frame depends on the flags of the action. */
	if (SIGISMEMBER(ps->ps_sigreset, sig))
		sigdflt(ps, sig);
}

int
postsig(int sig)
{
	struct sigacts *ps;
	struct thread *td;
	struct proc *p;
	sigset_t returnmask;
	ksiginfo_t ksi;

	td = curthread;
	p = td->td_proc;
	ps = p->p_sigacts;
	PROC_LOCK_ASSERT(p, MA_OWNED);
	mtx_assert(&ps->ps_mtx, MA_OWNED);
	if (!sigqueue_get(&td->td_sigqueue, sig, &ksi) &&
	    !sigqueue_get(&p->p_sigqueue, sig, &ksi))
		return (0);
	if (ps->ps_sigact[_SIG_IDX(sig)] == SIG_DFL) {
		mtx_unlock(&ps->ps_mtx);
		sigexit(td, sig);
	}
	returnmask = td->td_sigmask;
	if ((td->td_pflags & TDP_OLDMASK) != 0) {
		returnmask = td->td_oldsigmask;
		td->td_pflags &= ~TDP_OLDMASK;
	}
	sig_catch(td, sig, &ksi, &returnmask);
	return (1);
}

void
trapsignal(struct thread *td, ksiginfo_t *ksi)
{
	struct sigacts *ps;
	struct proc *p;
	sigset_t returnmask;
	int sig;

	p = td->td_proc;
	sig = ksi->ksi_signo;
	KASSERT(_SIG_VALID(sig), ("trapsignal: signal %d", sig));
	PROC_LOCK(p);
	ps = p->p_sigacts;
	mtx_lock(&ps->ps_mtx);
	if (SIGISMEMBER(ps->ps_sigcatch, sig) &&
	    !SIGISMEMBER(td->td_sigmask, sig)) {
		returnmask = td->td_sigmask;
		sig_catch(td, sig, ksi, &returnmask);
		mtx_unlock(&ps->ps_mtx);
		PROC_UNLOCK(p);
		return;
	}
	/* Blocked or ignored it would happen again, for ever. */
	mtx_unlock(&ps->ps_mtx);
	sigexit(td, sig);
}

/*
 * End the process by a signal; p_mtx held.  There are no core dumps.
 */
void
sigexit(struct thread *td, int sig)
{
	struct proc *p;

	p = td->td_proc;
	PROC_LOCK_ASSERT(p, MA_OWNED);
	PROC_UNLOCK(p);
	if ((sigprop(sig) & SIGPROP_CORE) != 0 && logsigexit)
		log(LOG_INFO, "pid %d (%s), uid %d: exited on signal %d\n",
		    p->p_pid, p->p_comm, td->td_ucred->cr_uid, sig);
	exit1(td, 0, sig);
}
