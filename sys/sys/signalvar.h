/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel side of signals: sets, dispositions, pending signals.
 */
#ifndef _SYS_SIGNALVAR_H_
#define	_SYS_SIGNALVAR_H_

#include <sys/queue.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/signal.h>

#ifdef _KERNEL

struct proc;
struct pgrp;
struct session;
struct thread;
struct timespec;
struct trapframe;
struct ucred;

/* Operations on signal sets; arguments are lvalues. */
#define	SIGADDSET(set, sig)						\
	((set).__bits[_SIG_WORD(sig)] |= _SIG_BIT(sig))
#define	SIGDELSET(set, sig)						\
	((set).__bits[_SIG_WORD(sig)] &= ~_SIG_BIT(sig))
#define	SIGISMEMBER(set, sig)						\
	(((set).__bits[_SIG_WORD(sig)] & _SIG_BIT(sig)) != 0)
#define	SIGEMPTYSET(set)						\
	((void)__builtin_memset(&(set), 0, sizeof(set)))
#define	SIGFILLSET(set)							\
	((void)__builtin_memset(&(set), 0xff, sizeof(set)))
#define	SIGISEMPTY(set)							\
	(((set).__bits[0] | (set).__bits[1] | (set).__bits[2] |		\
	    (set).__bits[3]) == 0)
#define	SIGSETNEQ(a, b)	(__builtin_memcmp(&(a), &(b), sizeof(a)) != 0)
#define	SIGSETEQ(a, b)	(__builtin_memcmp(&(a), &(b), sizeof(a)) == 0)
#define	__SIGSETOP(a, op, b) do {					\
	for (int __i = 0; __i < _SIG_WORDS; __i++)			\
		(a).__bits[__i] op (b).__bits[__i];			\
} while (0)
#define	SIGSETOR(a, b)	__SIGSETOP(a, |=, b)
#define	SIGSETAND(a, b)	__SIGSETOP(a, &=, b)
#define	SIGSETNAND(a, b) __SIGSETOP(a, &= ~, b)
/* SIGKILL and SIGSTOP are never blocked. */
#define	SIG_CANTMASK(set)						\
	SIGDELSET(set, SIGKILL), SIGDELSET(set, SIGSTOP)
#define	SIG_STOPSIGMASK(set)						\
	SIGDELSET(set, SIGSTOP), SIGDELSET(set, SIGTSTP),		\
	SIGDELSET(set, SIGTTIN), SIGDELSET(set, SIGTTOU)
#define	SIG_CONTSIGMASK(set)	SIGDELSET(set, SIGCONT)

/*
 * How a process takes its signals.  Shared by processes only through an
 * emulation's clone; reference counted.  ps_mtx protects all but ps_refcnt
 * and is taken after the process's p_mtx.
 */
struct sigacts {
	sig_t		ps_sigact[_SIG_MAXSIG];	/* handlers */
	sigset_t	ps_catchmask[_SIG_MAXSIG]; /* blocked in the handler */
	sigset_t	ps_sigonstack;	/* deliver on the alternate stack */
	sigset_t	ps_sigintr;	/* interrupts system calls */
	sigset_t	ps_sigreset;	/* back to SIG_DFL once caught */
	sigset_t	ps_signodefer;	/* not blocked in its own handler */
	sigset_t	ps_siginfo;	/* handler takes three arguments */
	sigset_t	ps_sigignore;
	sigset_t	ps_sigcatch;
	int		ps_flag;	/* PS_* */
	u_int		ps_refcnt;
	struct mtx	ps_mtx;
};

#define	PS_NOCLDWAIT	0x0001	/* children leave no zombies */
#define	PS_NOCLDSTOP	0x0002	/* no SIGCHLD when children stop */
#define	PS_CLDSIGIGN	0x0004	/* SIGCHLD is ignored: the same as NOCLDWAIT */

/* One pending signal with what is known about it. */
typedef struct ksiginfo {
	TAILQ_ENTRY(ksiginfo) ksi_link;	/* queue that it is pending on */
	siginfo_t	ksi_info;
	int		ksi_flags;	/* KSI_* */
} ksiginfo_t;

#define	ksi_signo	ksi_info.si_signo
#define	ksi_errno	ksi_info.si_errno
#define	ksi_code	ksi_info.si_code
#define	ksi_pid		ksi_info.si_pid
#define	ksi_uid		ksi_info.si_uid
#define	ksi_status	ksi_info.si_status
#define	ksi_addr	ksi_info.si_addr
#define	ksi_value	ksi_info.si_value
#define	ksi_trapno	ksi_info.si_trapno

#define	KSI_TRAP	0x01	/* a trap of the thread itself */

/*
 * Pending signals.  sq_signals is the truth; the list adds information and
 * may lack an entry when memory was short.
 */
typedef struct sigqueue {
	sigset_t	sq_signals;
	TAILQ_HEAD(, ksiginfo) sq_list;
} sigqueue_t;

#define	ksiginfo_init(ksi)	__builtin_memset((ksi), 0, sizeof(ksiginfo_t))
#define	ksiginfo_init_trap(ksi) do {					\
	ksiginfo_init(ksi);						\
	(ksi)->ksi_flags = KSI_TRAP;					\
} while (0)

/* kern_sigaction flags */
#define	KSA_OSIGSET	0x0001
#define	KSA_FREEBSD4	0x0002
/* kern_sigprocmask flags */
#define	SIGPROCMASK_OLD		0x0001	/* accepted, no effect */
#define	SIGPROCMASK_PROC_LOCKED	0x0002	/* caller holds p_mtx */
#define	SIGPROCMASK_PS_LOCKED	0x0004	/* caller holds ps_mtx as well */

/*
 * Is there a signal that the thread might take, or is its process stopped?
 * Only a hint without the process lock.
 */
#define	SIGPENDING(td)							\
	(!SIGISEMPTY((td)->td_sigqueue.sq_signals) ||			\
	    !SIGISEMPTY((td)->td_proc->p_sigqueue.sq_signals) ||	\
	    ((td)->td_proc->p_flag & P_STOPPED_SIG) != 0)

/* Properties of a signal's default action, for emulations. */
int	sigprop(int sig);
#define	SIGPROP_KILL	0x01
#define	SIGPROP_CORE	0x02
#define	SIGPROP_STOP	0x04
#define	SIGPROP_TTYSTOP	0x08
#define	SIGPROP_IGNORE	0x10
#define	SIGPROP_CONT	0x20

/*
 * Sending.  kern_psignal and pksignal: p_mtx held.  tdsignal: the same, to
 * one thread.  ksi may be NULL or on the stack; it is copied.
 */
void	kern_psignal(struct proc *p, int sig);
int	pksignal(struct proc *p, int sig, ksiginfo_t *ksi);
void	tdsignal(struct thread *td, int sig);
int	tdsendsignal(struct proc *p, struct thread *td, int sig,
	    ksiginfo_t *ksi);
void	tdksignal(struct thread *td, int sig, ksiginfo_t *ksi);
/* Every member of the group, pg_mtx held; checkctty: those with a terminal. */
void	pgsignal(struct pgrp *pgrp, int sig, int checkctty, ksiginfo_t *ksi);
void	gsignal(int pgid, int sig, ksiginfo_t *ksi);
/* A fault of the running thread itself; takes its own locks. */
void	trapsignal(struct thread *td, ksiginfo_t *ksi);

/*
 * Taking.  cursig: p_mtx and ps_mtx held; returns the signal that the thread
 * must act on, or 0, and stops the process meanwhile if it must.
 * postsig: acts on it; p_mtx and ps_mtx held; may not return.
 * sig_intr: what an interruptible sleep of curthread would return now:
 * 0, EINTR or ERESTART; takes no locks.
 */
int	cursig(struct thread *td);
int	postsig(int sig);
int	sig_intr(void);
/* Stop here while the process is stopped; p_mtx held; called by ast. */
void	thread_suspend_check(struct thread *td);
void	sigexit(struct thread *td, int sig) __dead2;
void	signotify(struct thread *td);
int	sig_ffs(sigset_t *set);

struct sigacts	*sigacts_alloc(void);
void	sigacts_free(struct sigacts *ps);
struct sigacts	*sigacts_hold(struct sigacts *ps);
void	sigacts_copy(struct sigacts *dest, struct sigacts *src);
int	sigacts_shared(struct sigacts *ps);
void	siginit(struct proc *p);
void	execsigs(struct proc *p);
void	sigqueue_init(sigqueue_t *sq, struct proc *p);
void	sigqueue_flush(sigqueue_t *sq);
/* Take sig off the queue; what is known of it goes to *ksi; false: none. */
bool	sigqueue_get(sigqueue_t *sq, int sig, ksiginfo_t *ksi);
void	sigqueue_delete_proc(struct proc *p, int sig);
void	sigparent(struct proc *child, int reason, int status);
int	sigonstack(size_t sp);
/* May curthread's credentials td send sig to p?  p_mtx held. */
int	p_cansignal(struct thread *td, struct proc *p, int sig);

int	kern_sigaction(struct thread *td, int sig, const struct sigaction *act,
	    struct sigaction *oact, int flags);
int	kern_sigprocmask(struct thread *td, int how, sigset_t *set,
	    sigset_t *oset, int flags);
int	kern_sigsuspend(struct thread *td, sigset_t mask);
int	kern_sigaltstack(struct thread *td, stack_t *ss, stack_t *oss);
int	kern_sigtimedwait(struct thread *td, sigset_t waitset,
	    ksiginfo_t *ksi, struct timespec *timeout);
int	kern_kill(struct thread *td, pid_t pid, int signum);

/*
 * Machine-dependent: arrange for the thread to run the handler on return to
 * user mode.  Called with p_mtx and ps_mtx held; drops both around copyout
 * and returns with both held.  mask is restored by sigreturn(2).  A frame
 * that cannot be written ends the process with SIGILL (sigexit with p_mtx
 * held).
 */
void	sendsig(sig_t catcher, ksiginfo_t *ksi, sigset_t *retmask);

#endif /* _KERNEL */

#endif /* !_SYS_SIGNALVAR_H_ */
