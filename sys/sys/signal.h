/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals: numbers, actions and information, as FreeBSD 13/amd64 has them.
 */
#ifndef _SYS_SIGNAL_H_
#define	_SYS_SIGNAL_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/_sigset.h>

#define	NSIG		32	/* old signals; _SIG_MAXSIG counts them all */

#define	SIGHUP		1	/* the terminal went away */
#define	SIGINT		2
#define	SIGQUIT		3
#define	SIGILL		4
#define	SIGTRAP		5
#define	SIGABRT		6
#define	SIGIOT		SIGABRT
#define	SIGEMT		7
#define	SIGFPE		8
#define	SIGKILL		9	/* cannot be caught, blocked or ignored */
#define	SIGBUS		10
#define	SIGSEGV		11
#define	SIGSYS		12	/* a system call that does not exist */
#define	SIGPIPE		13
#define	SIGALRM		14
#define	SIGTERM		15
#define	SIGURG		16
#define	SIGSTOP		17	/* cannot be caught, blocked or ignored */
#define	SIGTSTP		18
#define	SIGCONT		19
#define	SIGCHLD		20
#define	SIGTTIN		21
#define	SIGTTOU		22
#define	SIGIO		23
#define	SIGXCPU		24
#define	SIGXFSZ		25
#define	SIGVTALRM	26
#define	SIGPROF		27
#define	SIGWINCH	28
#define	SIGINFO		29
#define	SIGUSR1		30
#define	SIGUSR2		31
#define	SIGTHR		32
#define	SIGLWP		SIGTHR
#define	SIGLIBRT	33
#define	SIGRTMIN	65
#define	SIGRTMAX	126

typedef void	__sighandler_t(int);

#define	SIG_DFL		((__sighandler_t *)0)
#define	SIG_IGN		((__sighandler_t *)1)
#define	SIG_ERR		((__sighandler_t *)-1)
#define	SIG_HOLD	((__sighandler_t *)3)

#ifndef _SIGSET_T_DECLARED
#define	_SIGSET_T_DECLARED
typedef __sigset_t	sigset_t;
#endif

union sigval {
	int	sival_int;
	void	*sival_ptr;
};

struct sigevent {
	int		sigev_notify;	/* SIGEV_* */
	int		sigev_signo;
	union sigval	sigev_value;
	union {
		__INT32_TYPE__	_threadid;
		struct {
			void	(*_function)(union sigval);
			void	**_attribute;
		} _sigev_thread;
		unsigned short	_kevent_flags;
		long		__spare__[8];
	} _sigev_un;
};

#define	SIGEV_NONE	0
#define	SIGEV_SIGNAL	1
#define	SIGEV_THREAD	2
#define	SIGEV_KEVENT	3
#define	SIGEV_THREAD_ID	4

typedef struct __siginfo {
	int	si_signo;
	int	si_errno;
	int	si_code;		/* SI_*, or one of the codes below */
	__INT32_TYPE__ si_pid;		/* sender, or the child */
	__UINT32_TYPE__ si_uid;		/* its real user */
	int	si_status;		/* exit status or signal of the child */
	void	*si_addr;		/* the faulting instruction or datum */
	union sigval si_value;
	union {
		struct {
			int	_trapno;
		} _fault;
		struct {
			int	_timerid;
			int	_overrun;
		} _timer;
		struct {
			int	_mqd;
		} _mesgq;
		struct {
			long	_band;
		} _poll;
		struct {
			long	__spare1__;
			int	__spare2__[7];
		} __spare__;
	} _reason;
} siginfo_t;
_Static_assert(sizeof(siginfo_t) == 80, "siginfo_t is user ABI");

#define	si_trapno	_reason._fault._trapno
#define	si_timerid	_reason._timer._timerid
#define	si_overrun	_reason._timer._overrun
#define	si_mqd		_reason._mesgq._mqd
#define	si_band		_reason._poll._band

/* si_code of SIGILL */
#define	ILL_ILLOPC	1
#define	ILL_ILLOPN	2
#define	ILL_ILLADR	3
#define	ILL_ILLTRP	4
#define	ILL_PRVOPC	5
#define	ILL_PRVREG	6
#define	ILL_COPROC	7
#define	ILL_BADSTK	8
/* SIGBUS */
#define	BUS_ADRALN	1
#define	BUS_ADRERR	2
#define	BUS_OBJERR	3
#define	BUS_OOMERR	100
/* SIGSEGV */
#define	SEGV_MAPERR	1
#define	SEGV_ACCERR	2
#define	SEGV_PKUERR	100
/* SIGFPE */
#define	FPE_INTOVF	1
#define	FPE_INTDIV	2
#define	FPE_FLTDIV	3
#define	FPE_FLTOVF	4
#define	FPE_FLTUND	5
#define	FPE_FLTRES	6
#define	FPE_FLTINV	7
#define	FPE_FLTSUB	8
/* SIGTRAP */
#define	TRAP_BRKPT	1
#define	TRAP_TRACE	2
#define	TRAP_DTRACE	3
#define	TRAP_CAP	4
/* SIGCHLD */
#define	CLD_EXITED	1
#define	CLD_KILLED	2
#define	CLD_DUMPED	3
#define	CLD_TRAPPED	4
#define	CLD_STOPPED	5
#define	CLD_CONTINUED	6
/* SIGIO */
#define	POLL_IN		1
#define	POLL_OUT	2
#define	POLL_MSG	3
#define	POLL_ERR	4
#define	POLL_PRI	5
#define	POLL_HUP	6
/* Any signal */
#define	SI_NOINFO	0
#define	SI_UNDEFINED	0
#define	SI_USER		0x10001		/* kill(2) */
#define	SI_QUEUE	0x10002		/* sigqueue(2) */
#define	SI_TIMER	0x10003
#define	SI_ASYNCIO	0x10004
#define	SI_MESGQ	0x10005
#define	SI_KERNEL	0x10006
#define	SI_LWP		0x10007		/* thr_kill(2) */

struct sigaction {
	union {
		void	(*__sa_handler)(int);
		void	(*__sa_sigaction)(int, struct __siginfo *, void *);
	} __sigaction_u;
	int		sa_flags;	/* SA_* */
	sigset_t	sa_mask;	/* blocked while the handler runs */
};
_Static_assert(sizeof(struct sigaction) == 32, "struct sigaction is user ABI");

#define	sa_handler	__sigaction_u.__sa_handler
#define	sa_sigaction	__sigaction_u.__sa_sigaction

#define	SA_ONSTACK	0x0001
#define	SA_RESTART	0x0002
#define	SA_RESETHAND	0x0004
#define	SA_NOCLDSTOP	0x0008
#define	SA_NODEFER	0x0010
#define	SA_NOCLDWAIT	0x0020
#define	SA_SIGINFO	0x0040

#define	SIG_BLOCK	1
#define	SIG_UNBLOCK	2
#define	SIG_SETMASK	3

typedef	__sighandler_t	*sig_t;
typedef void __siginfohandler_t(int, struct __siginfo *, void *);

typedef struct __stack_t {
	void		*ss_sp;
	__SIZE_TYPE__	ss_size;
	int		ss_flags;	/* SS_* */
} stack_t;

#define	SS_ONSTACK	0x0001
#define	SS_DISABLE	0x0004
#define	MINSIGSTKSZ	(512 * 4)
#define	SIGSTKSZ	(MINSIGSTKSZ + 32768)

#endif /* !_SYS_SIGNAL_H_ */
