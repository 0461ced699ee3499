/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux signals: numbers, sets and information translated, and the calls.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/time.h>
#include <sys/ucred.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

/*
 * Linux's real-time signals 32..64 are the native 65..97.  The two signals
 * that only Linux has take native real-time numbers behind those, so that
 * the mapping can be inverted.
 */
#define	BSD_SIGSTKFLT	(SIGRTMIN + LINUX_NSIG - LINUX_SIGRTMIN + 1)
#define	BSD_SIGPWR	(BSD_SIGSTKFLT + 1)

static const uint8_t linux_to_bsd_sigtbl[LINUX_SIGRTMIN] = {
	0, SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, SIGBUS,
	SIGFPE, SIGKILL, SIGUSR1, SIGSEGV, SIGUSR2, SIGPIPE, SIGALRM, SIGTERM,
	BSD_SIGSTKFLT, SIGCHLD, SIGCONT, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU,
	SIGURG, SIGXCPU, SIGXFSZ, SIGVTALRM, SIGPROF, SIGWINCH, SIGIO,
	BSD_SIGPWR, SIGSYS
};

static const uint8_t bsd_to_linux_sigtbl[SIGUSR2 + 1] = {
	0, SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGTRAP, SIGABRT, 0 /* SIGEMT */,
	SIGFPE, SIGKILL, LINUX_SIGBUS, SIGSEGV, LINUX_SIGSYS, SIGPIPE, SIGALRM,
	SIGTERM, LINUX_SIGURG, LINUX_SIGSTOP, LINUX_SIGTSTP, LINUX_SIGCONT,
	LINUX_SIGCHLD, SIGTTIN, SIGTTOU, LINUX_SIGIO, SIGXCPU, SIGXFSZ,
	SIGVTALRM, SIGPROF, SIGWINCH, 0 /* SIGINFO */, LINUX_SIGUSR1,
	LINUX_SIGUSR2
};

#define	MASK(sig)	(1U << ((sig) - 1))

/* Signals below 32 with the same number in both systems. */
#define	SAME_SIGNALS	(MASK(SIGHUP) | MASK(SIGINT) | MASK(SIGQUIT) |	\
	MASK(SIGILL) | MASK(SIGTRAP) | MASK(SIGABRT) | MASK(SIGFPE) |	\
	MASK(SIGKILL) | MASK(SIGSEGV) | MASK(SIGPIPE) | MASK(SIGALRM) |	\
	MASK(SIGTERM) | MASK(SIGTTIN) | MASK(SIGTTOU) | MASK(SIGXCPU) |	\
	MASK(SIGXFSZ) | MASK(SIGVTALRM) | MASK(SIGPROF) | MASK(SIGWINCH))

int
linux_to_bsd_signal(int sig)
{

	if (sig <= 0 || sig > LINUX_NSIG)
		return (0);
	if (sig >= LINUX_SIGRTMIN)
		return (sig - LINUX_SIGRTMIN + SIGRTMIN);
	return (linux_to_bsd_sigtbl[sig]);
}

int
bsd_to_linux_signal(int sig)
{

	if (sig == BSD_SIGSTKFLT)
		return (LINUX_SIGSTKFLT);
	if (sig == BSD_SIGPWR)
		return (LINUX_SIGPWR);
	if (sig >= SIGRTMIN && sig < BSD_SIGSTKFLT)
		return (sig - SIGRTMIN + LINUX_SIGRTMIN);
	if (sig <= 0 || sig >= (int)nitems(bsd_to_linux_sigtbl))
		return (0);
	return (bsd_to_linux_sigtbl[sig]);
}

/*
 * Shells change their mask around every fork, most often to "all" or back, so
 * sets are moved in groups where the numbering allows.
 */
void
linux_to_bsd_sigset(l_sigset_t lset, sigset_t *set)
{
	uint64_t rt;
	uint32_t low;
	int sig;

	SIGEMPTYSET(*set);
	low = (uint32_t)lset & ~MASK(LINUX_SIGRTMIN);
	set->__bits[0] = low & SAME_SIGNALS;
	for (low &= ~SAME_SIGNALS; low != 0; low &= low - 1) {
		sig = linux_to_bsd_sigtbl[ffs(low)];
		SIGADDSET(*set, sig);
	}
	rt = lset >> (LINUX_SIGRTMIN - 1);
	set->__bits[_SIG_WORD(SIGRTMIN)] |= (uint32_t)rt;
	set->__bits[_SIG_WORD(SIGRTMIN) + 1] |= (uint32_t)(rt >> 32);
}
_Static_assert(_SIG_BIT(SIGRTMIN) == 1, "real-time signals begin a word");

void
bsd_to_linux_sigset(const sigset_t *set, l_sigset_t *lset)
{
	uint64_t rt;
	uint32_t low;
	int sig;

	low = set->__bits[0];
	*lset = low & SAME_SIGNALS;
	for (low &= ~SAME_SIGNALS; low != 0; low &= low - 1) {
		sig = bsd_to_linux_signal(ffs(low));
		if (sig != 0)
			*lset |= MASK(sig);
	}
	rt = set->__bits[_SIG_WORD(SIGRTMIN)] |
	    (uint64_t)(set->__bits[_SIG_WORD(SIGRTMIN) + 1] & 1) << 32;
	*lset |= rt << (LINUX_SIGRTMIN - 1);
	if (SIGISMEMBER(*set, BSD_SIGSTKFLT))
		*lset |= MASK(LINUX_SIGSTKFLT);
	if (SIGISMEMBER(*set, BSD_SIGPWR))
		*lset |= MASK(LINUX_SIGPWR);
}

int
linux_copyin_sigset(const l_sigset_t *uset, l_size_t size, sigset_t *set)
{
	l_sigset_t lset;
	int error;

	if (size != sizeof(lset))
		return (EINVAL);
	error = copyin(uset, &lset, sizeof(lset));
	if (error == 0)
		linux_to_bsd_sigset(lset, set);
	return (error);
}

static int
linux_copyout_sigset(const sigset_t *set, l_sigset_t *uset)
{
	l_sigset_t lset;

	bsd_to_linux_sigset(set, &lset);
	return (copyout(&lset, uset, sizeof(lset)));
}

/* si_code: what the native signal code says, in Linux's numbers. */
static int
bsd_to_linux_sicode(int sig, int code)
{

	switch (code) {
	case SI_USER:
		return (LINUX_SI_USER);
	case SI_QUEUE:
		return (LINUX_SI_QUEUE);
	case SI_TIMER:
		return (LINUX_SI_TIMER);
	case SI_ASYNCIO:
		return (LINUX_SI_ASYNCIO);
	case SI_KERNEL:
		return (LINUX_SI_KERNEL);
	case SI_LWP:
		return (LINUX_SI_TKILL);
	case FPE_INTOVF:
	case FPE_INTDIV:
		/* Linux has the two the other way round. */
		if (sig == SIGFPE)
			return (FPE_INTOVF + FPE_INTDIV - code);
		return (code);
	default:
		return (code);
	}
}

void
bsd_to_linux_siginfo(const siginfo_t *si, l_siginfo_t *lsi)
{

	memset(lsi, 0, sizeof(*lsi));
	lsi->lsi_signo = bsd_to_linux_signal(si->si_signo);
	lsi->lsi_errno = si->si_errno > 0 && si->si_errno <= ELAST ?
	    linux_errtbl[si->si_errno] : 0;
	lsi->lsi_code = bsd_to_linux_sicode(si->si_signo, si->si_code);
	if (si->si_code > SI_NOINFO && si->si_code < SI_USER) {
		switch (si->si_signo) {
		case SIGCHLD:
			lsi->lsi.chld.pid = si->si_pid;
			lsi->lsi.chld.uid = si->si_uid;
			lsi->lsi.chld.status = si->si_code == CLD_EXITED ?
			    si->si_status : bsd_to_linux_signal(si->si_status);
			return;
		case SIGILL:
		case SIGFPE:
		case SIGSEGV:
		case SIGBUS:
		case SIGTRAP:
			lsi->lsi.fault.addr = (l_uintptr_t)si->si_addr;
			return;
		}
	}
	lsi->lsi.rt.pid = si->si_pid;
	lsi->lsi.rt.uid = si->si_uid;
	lsi->lsi.rt.value = (l_uintptr_t)si->si_value.sival_ptr;
}

/* SA_*: each bit of one side and what it is on the other. */
static const struct {
	l_ulong	linux_flag;
	int	bsd_flag;
} sigaction_flags[] = {
	{ LINUX_SA_NOCLDSTOP,	SA_NOCLDSTOP },
	{ LINUX_SA_NOCLDWAIT,	SA_NOCLDWAIT },
	{ LINUX_SA_SIGINFO,	SA_SIGINFO },
	{ LINUX_SA_ONSTACK,	SA_ONSTACK },
	{ LINUX_SA_RESTART,	SA_RESTART },
	{ LINUX_SA_NODEFER,	SA_NODEFER },
	{ LINUX_SA_RESETHAND,	SA_RESETHAND },
};

static void
linux_to_bsd_sigaction(const l_sigaction_t *lsa, struct sigaction *sa)
{
	size_t i;

	linux_to_bsd_sigset(lsa->lsa_mask, &sa->sa_mask);
	sa->sa_handler = (sig_t)lsa->lsa_handler;
	sa->sa_flags = 0;
	for (i = 0; i < nitems(sigaction_flags); i++)
		if ((lsa->lsa_flags & sigaction_flags[i].linux_flag) != 0)
			sa->sa_flags |= sigaction_flags[i].bsd_flag;
}

static void
bsd_to_linux_sigaction(const struct sigaction *sa, l_sigaction_t *lsa)
{
	size_t i;

	memset(lsa, 0, sizeof(*lsa));
	bsd_to_linux_sigset(&sa->sa_mask, &lsa->lsa_mask);
	lsa->lsa_handler = (l_uintptr_t)sa->sa_handler;
	for (i = 0; i < nitems(sigaction_flags); i++)
		if ((sa->sa_flags & sigaction_flags[i].bsd_flag) != 0)
			lsa->lsa_flags |= sigaction_flags[i].linux_flag;
}

int
linux_rt_sigaction(struct thread *td, struct linux_rt_sigaction_args *uap)
{
	struct linux_proc *lp;
	struct sigaction act, oact;
	l_sigaction_t lact, loact;
	l_uintptr_t orestorer;
	int error, sig;

	if (uap->setsize != sizeof(l_sigset_t))
		return (EINVAL);
	sig = linux_to_bsd_signal(uap->sig);
	if (sig == 0)
		return (EINVAL);
	if (uap->act != NULL) {
		error = copyin(uap->act, &lact, sizeof(lact));
		if (error != 0)
			return (error);
		linux_to_bsd_sigaction(&lact, &act);
	}
	error = kern_sigaction(td, sig, uap->act != NULL ? &act : NULL,
	    uap->oact != NULL ? &oact : NULL, 0);
	if (error != 0)
		return (error);
	lp = td->td_proc->p_emuldata;
	orestorer = lp->lp_restorer[uap->sig - 1];
	if (uap->act != NULL)
		lp->lp_restorer[uap->sig - 1] =
		    (lact.lsa_flags & LINUX_SA_RESTORER) != 0 ?
		    lact.lsa_restorer : 0;
	if (uap->oact == NULL)
		return (0);
	bsd_to_linux_sigaction(&oact, &loact);
	if (orestorer != 0) {
		loact.lsa_flags |= LINUX_SA_RESTORER;
		loact.lsa_restorer = orestorer;
	}
	return (copyout(&loact, uap->oact, sizeof(loact)));
}

int
linux_rt_sigprocmask(struct thread *td, struct linux_rt_sigprocmask_args *uap)
{
	sigset_t set, oset;
	int error;

	if (uap->setsize != sizeof(l_sigset_t))
		return (EINVAL);
	if (uap->set != NULL) {
		/* SIG_BLOCK is 0 in Linux and 1 here; the others follow. */
		if (uap->how < 0 || uap->how > SIG_SETMASK - SIG_BLOCK)
			return (EINVAL);
		error = linux_copyin_sigset(uap->set, uap->setsize, &set);
		if (error != 0)
			return (error);
	}
	error = kern_sigprocmask(td, uap->how + SIG_BLOCK,
	    uap->set != NULL ? &set : NULL, &oset, 0);
	if (error == 0 && uap->oset != NULL)
		error = linux_copyout_sigset(&oset, uap->oset);
	return (error);
}

int
linux_rt_sigpending(struct thread *td, struct linux_rt_sigpending_args *uap)
{
	struct proc *p;
	sigset_t set;

	if (uap->setsize != sizeof(l_sigset_t))
		return (EINVAL);
	p = td->td_proc;
	PROC_LOCK(p);
	set = p->p_sigqueue.sq_signals;
	SIGSETOR(set, td->td_sigqueue.sq_signals);
	SIGSETAND(set, td->td_sigmask);
	PROC_UNLOCK(p);
	return (linux_copyout_sigset(&set, uap->set));
}

int
linux_rt_sigtimedwait(struct thread *td, struct linux_rt_sigtimedwait_args *uap)
{
	struct timespec ts;
	l_siginfo_t linfo;
	ksiginfo_t ksi;
	sigset_t set;
	int error;

	error = linux_copyin_sigset(uap->set, uap->setsize, &set);
	if (error != 0)
		return (error);
	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &ts, sizeof(ts));
		if (error != 0)
			return (error);
	}
	ksiginfo_init(&ksi);
	error = kern_sigtimedwait(td, set, &ksi,
	    uap->timeout != NULL ? &ts : NULL);
	if (error != 0)
		return (error);
	if (uap->info != NULL) {
		bsd_to_linux_siginfo(&ksi.ksi_info, &linfo);
		error = copyout(&linfo, uap->info, sizeof(linfo));
	}
	td->td_retval[0] = bsd_to_linux_signal(ksi.ksi_signo);
	return (error);
}

int
linux_rt_sigsuspend(struct thread *td, struct linux_rt_sigsuspend_args *uap)
{
	sigset_t set;
	int error;

	error = linux_copyin_sigset(uap->set, uap->setsize, &set);
	if (error != 0)
		return (error);
	return (kern_sigsuspend(td, set));
}

int
linux_pause(struct thread *td, struct linux_pause_args *uap __unused)
{
	sigset_t set;

	PROC_LOCK(td->td_proc);
	set = td->td_sigmask;
	PROC_UNLOCK(td->td_proc);
	return (kern_sigsuspend(td, set));
}

void
bsd_to_linux_stack(const stack_t *ss, l_stack_t *lss)
{

	memset(lss, 0, sizeof(*lss));
	lss->ss_sp = (l_uintptr_t)ss->ss_sp;
	lss->ss_size = ss->ss_size;
	if ((ss->ss_flags & SS_DISABLE) != 0)
		lss->ss_flags |= LINUX_SS_DISABLE;
	if ((ss->ss_flags & SS_ONSTACK) != 0)
		lss->ss_flags |= LINUX_SS_ONSTACK;
}

int
linux_to_bsd_stack(const l_stack_t *lss, stack_t *ss)
{

	if ((lss->ss_flags & ~(LINUX_SS_DISABLE | LINUX_SS_ONSTACK)) != 0)
		return (EINVAL);
	ss->ss_sp = (void *)lss->ss_sp;
	ss->ss_size = lss->ss_size;
	/* Linux tolerates SS_ONSTACK as input; it means nothing. */
	ss->ss_flags = (lss->ss_flags & LINUX_SS_DISABLE) != 0 ?
	    SS_DISABLE : 0;
	return (0);
}

int
linux_sigaltstack(struct thread *td, struct linux_sigaltstack_args *uap)
{
	l_stack_t lss;
	stack_t ss, oss;
	int error;

	if (uap->ss != NULL) {
		error = copyin(uap->ss, &lss, sizeof(lss));
		if (error == 0)
			error = linux_to_bsd_stack(&lss, &ss);
		if (error != 0)
			return (error);
	}
	error = kern_sigaltstack(td, uap->ss != NULL ? &ss : NULL, &oss);
	if (error == 0 && uap->oss != NULL) {
		bsd_to_linux_stack(&oss, &lss);
		error = copyout(&lss, uap->oss, sizeof(lss));
	}
	return (error);
}

/* Signal 0 only asks whether the target exists. */
int
linux_kill(struct thread *td, struct linux_kill_args *uap)
{
	int sig;

	sig = linux_to_bsd_signal(uap->sig);
	if (sig == 0 && uap->sig != 0)
		return (EINVAL);
	return (kern_kill(td, uap->pid, sig));
}

/* A process has one thread, whose id is the process's. */
static int
linux_kill_thread(struct thread *td, pid_t tid, int lsig)
{
	ksiginfo_t ksi;
	struct proc *p;
	int error, sig;

	sig = linux_to_bsd_signal(lsig);
	if (tid <= 0 || (sig == 0 && lsig != 0))
		return (EINVAL);
	p = pfind(tid);
	if (p == NULL)
		return (ESRCH);
	error = p_cansignal(td, p, sig);
	if (error == 0 && sig != 0) {
		ksiginfo_init(&ksi);
		ksi.ksi_signo = sig;
		ksi.ksi_code = SI_LWP;
		ksi.ksi_pid = td->td_proc->p_pid;
		ksi.ksi_uid = td->td_ucred->cr_ruid;
		(void)pksignal(p, sig, &ksi);
	}
	PROC_UNLOCK(p);
	return (error);
}

int
linux_tkill(struct thread *td, struct linux_tkill_args *uap)
{

	return (linux_kill_thread(td, uap->tid, uap->sig));
}

int
linux_tgkill(struct thread *td, struct linux_tgkill_args *uap)
{

	if (uap->tgid <= 0)
		return (EINVAL);
	if (uap->tgid != uap->tid)
		return (uap->tid <= 0 ? EINVAL : ESRCH);
	return (linux_kill_thread(td, uap->tid, uap->sig));
}
