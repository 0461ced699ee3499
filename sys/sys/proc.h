/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes and the threads that run in them.
 *
 * Locks, by the letter behind a member:
 *	(a) allproc_lock	(c) constant after creation
 *	(k) only the thread itself	(p) the process's p_mtx
 *	(s) sched_lock		(t) proctree_lock
 */
#ifndef _SYS_PROC_H_
#define	_SYS_PROC_H_

#include <sys/types.h>
#include <sys/param.h>
#include <sys/queue.h>
#include <sys/signal.h>
#include <sys/time.h>

#ifdef _KERNEL

#include <sys/callout.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/signalvar.h>
#include <machine/proc.h>

struct file;
struct filedesc;
struct pargs;
struct pcb;
struct proc;
struct rusage;
struct pgrp;
struct seltd;
struct session;
struct sysent;
struct sysentvec;
struct trapframe;
struct ucred;
struct vmspace;
struct vnode;

/* The system call that a thread is in. */
struct syscall_args {
	u_int		code;		/* its number */
	struct sysent	*callp;		/* its entry in the ABI's table */
	register_t	args[8];	/* one slot for each argument */
};

enum td_states {
	TDS_INACTIVE = 0,	/* being set up, or dead */
	TDS_INHIBITED,		/* sleeps on td_wchan, or is stopped */
	TDS_RUNQ,		/* on a run queue */
	TDS_RUNNING		/* has the processor */
};

/*
 * A kernel thread; the execution context of a process, or of the kernel.
 * Every thread has a kernel stack with a guard page below it.
 */
struct thread {
	struct proc	*td_proc;	/* (c) process it runs in */
	TAILQ_ENTRY(thread) td_plist;	/* (p) threads of td_proc */
	TAILQ_ENTRY(thread) td_runq;	/* (s) run queue */
	TAILQ_ENTRY(thread) td_slpq;	/* (s) sleep queue of td_wchan */
	LIST_ENTRY(thread) td_hash;	/* (a) tidhash chain */
	int		td_tid;		/* (c) thread id */
	enum td_states	td_state;	/* (s) */
	int		td_flags;	/* (s) TDF_* */
	int		td_pflags;	/* (k) TDP_* */
	int		td_critnest;	/* (k) critical_enter depth */
	int		td_locks;	/* (k) sleepable locks held */
	int		td_no_sleeping;	/* (k) sleeping is a bug while > 0 */
	int		td_priority;	/* (s) lower runs first */
	int		td_base_pri;	/* (s) priority without boosts */
	int		td_slice;	/* (s) ticks left of the time slice */
	const void	*td_wchan;	/* (s) what it sleeps on */
	const char	*td_wmesg;	/* (s) why it sleeps */
	int		td_sleeperr;	/* (s) result of the sleep: 0, EINTR, ERESTART, EWOULDBLOCK */
	struct callout	td_slpcallout;	/* timeout of the sleep */
	void		*td_sched;	/* (s) scheduler's own */
	vm_offset_t	td_kstack;	/* (c) lowest usable address of the stack */
	int		td_kstack_pages; /* (c) without the guard page */
	struct pcb	*td_pcb;	/* (k) saved machine state */
	struct trapframe *td_frame;	/* (k) user registers of the current trap */
	struct ucred	*td_ucred;	/* (k) credentials, referenced */
	register_t	td_retval[2];	/* (k) system call results */
	int		td_errno;	/* (k) error of the last system call */
	struct syscall_args td_sa;	/* (k) the present system call */
	struct seltd	*td_sel;	/* (k) what poll(2) waits on, or NULL */
	int		td_intr_nesting_level; /* (k) */
	sigset_t	td_sigmask;	/* (p) blocked signals */
	sigset_t	td_oldsigmask;	/* (k) sigsuspend's saved mask */
	sigqueue_t	td_sigqueue;	/* (p) signals for this thread */
	stack_t		td_sigstk;	/* (k) alternate signal stack */
	char		td_name[MAXCOMLEN + 1]; /* (k) */
	vm_offset_t	td_began;	/* (c) a kernel thread's first function, or 0 */
	char		*td_kld_error;	/* (k) last sentence of the kernel linker */
	struct file	*td_fpop;	/* (k) file whose driver it is in */
	void		*td_emuldata;	/* (k) system call emulation's own */
	struct mdthread	td_md;		/* (k) machine-dependent */
	u_int		td_ru_minflt;	/* (k) page faults without I/O */
	uint64_t	td_runtime;	/* (s) ticks in the kernel and user */
	uint64_t	td_uticks;	/* (s) ticks in user mode */
	uint64_t	td_sticks;	/* (s) ticks in the kernel */
};

/* td_flags */
#define	TDF_BORROWING	0x00000001	/* has another's priority: it waits for a lock */
#define	TDF_SINTR	0x00000008	/* the sleep can be interrupted */
#define	TDF_TIMEOUT	0x00000010	/* the sleep timed out */
#define	TDF_IDLETD	0x00000020	/* the idle thread */
#define	TDF_KTH_SUSP	0x00000100	/* kthread_suspend() */
#define	TDF_NEEDRESCHED	0x00010000	/* yield at the next chance */
#define	TDF_NEEDSIGCHK	0x00020000	/* look for signals before user mode */
#define	TDF_ASTPENDING	0x00000800	/* call ast() before user mode */

/* td_pflags */
#define	TDP_OLDMASK	0x00000001	/* restore td_oldsigmask in ast() */
#define	TDP_NOFAULTING	0x00000040	/* a page fault is not resolved */
#define	TDP_KTHREAD	0x00200000	/* never runs in user mode */

enum p_states {
	PRS_NEW = 0,
	PRS_NORMAL,
	PRS_ZOMBIE
};

struct proc {
	LIST_ENTRY(proc) p_list;	/* (a) allproc or zombproc */
	LIST_ENTRY(proc) p_hash;	/* (a) pidhash chain */
	TAILQ_HEAD(, thread) p_threads;	/* (p) */
	int		p_numthreads;	/* (p) */
	struct mtx	p_mtx;
	struct ucred	*p_ucred;	/* (p) referenced */
	struct filedesc	*p_fd;		/* (c) open files; NULL in a zombie */
	struct vmspace	*p_vmspace;	/* (c) changes only in exec and exit */
	struct sysentvec *p_sysent;	/* (p) system call ABI */
	struct sigacts	*p_sigacts;	/* (p) signal dispositions */
	sigqueue_t	p_sigqueue;	/* (p) signals for any thread */
	struct plimit	*p_limit;	/* (p) resource limits */
	pid_t		p_pid;		/* (c) */
	enum p_states	p_state;	/* (p) */
	int		p_flag;		/* (p) P_* */
	struct proc	*p_pptr;	/* (t) parent */
	LIST_ENTRY(proc) p_sibling;	/* (t) */
	LIST_HEAD(, proc) p_children;	/* (t) */
	struct pgrp	*p_pgrp;	/* (t and p) process group */
	LIST_ENTRY(proc) p_pglist;	/* (t) */
	int		p_sigparent;	/* (p) signal to the parent at exit */
	bool		*p_ppdone;	/* (p) P_PPWAIT: what the parent waits for */
	u_short		p_xexit;	/* (p) exit status */
	u_short		p_xsig;		/* (p) signal that stopped or ended it */
	int		p_exitthreads;	/* (p) */
	int		p_suspcount;	/* (p) threads halted by a stop signal */
	struct rusage_ext {
		uint64_t rux_uticks;	/* user ticks of dead threads, children */
		uint64_t rux_sticks;
	}		p_rux, p_crux;	/* (p) own and waited-for children's */
	struct timeval	p_start;	/* (c) since boot */
	struct callout	p_itcallout;	/* (p) real interval timer */
	struct itimerval p_realtimer;	/* (p) */
	struct pargs	*p_args;	/* (p) argument strings, for ps */
	struct vnode	*p_textvp;	/* (p) the file it executes, referenced */
	char		p_comm[MAXCOMLEN + 1]; /* (p) */
	u_char		p_nice;		/* (p) */
	void		*p_emuldata;	/* (k) system call emulation's own */
	struct mdproc	p_md;
};

/* p_flag */
#define	P_ADVLOCK	0x00000001	/* may have fcntl(2) locks to release */
#define	P_CONTROLT	0x00000002	/* has a controlling terminal */
#define	P_KPROC		0x00000004	/* kernel process */
#define	P_PPWAIT	0x00000010	/* parent waits for exec or exit (vfork) */
#define	P_SUGID		0x00000100	/* changed credentials since exec */
#define	P_SYSTEM	0x00000200	/* never signalled nor swapped */
#define	P_WEXIT		0x00002000	/* exiting */
#define	P_EXEC		0x00004000	/* has called exec */
#define	P_STOPPED_SIG	0x00020000	/* stopped by a signal */
#define	P_STOPPED_ALL	0x00040000	/* and all its threads have halted */
#define	P_STATCHILD	0x08000000	/* a child's state changed: look, wait4 */
#define	P_CONTINUED	0x10000000	/* continued, for wait(WCONTINUED) */
#define	P_WAITED	0x01000000	/* stop was reported by wait */
#define	P_INEXEC	0x04000000	/* in execve */

/* Process group and session. */
struct session {
	u_int		s_count;	/* (t) process groups */
	struct proc	*s_leader;	/* (t) */
	struct tty	*s_ttyp;	/* (t) controlling terminal */
	pid_t		s_sid;		/* (c) */
	char		s_login[MAXLOGNAME]; /* (t) */
};

struct pgrp {
	LIST_ENTRY(pgrp) pg_hash;	/* (t) */
	LIST_HEAD(, proc) pg_members;	/* (t and pg_mtx) */
	struct session	*pg_session;	/* (c) */
	pid_t		pg_id;		/* (c) */
	struct mtx	pg_mtx;		/* after a tty's lock, before p_mtx */
	bool		pg_orphaned;	/* (t to write) nobody can continue it */
};

#define	PGRP_LOCK(pg)	mtx_lock(&(pg)->pg_mtx)
#define	PGRP_UNLOCK(pg)	mtx_unlock(&(pg)->pg_mtx)
#define	PGRP_LOCK_ASSERT(pg, type) mtx_assert(&(pg)->pg_mtx, (type))
#define	p_session	p_pgrp->pg_session

#define	PROC_LOCK(p)	mtx_lock(&(p)->p_mtx)
#define	PROC_UNLOCK(p)	mtx_unlock(&(p)->p_mtx)
#define	PROC_LOCK_ASSERT(p, type) mtx_assert(&(p)->p_mtx, (type))

#define	FIRST_THREAD_IN_PROC(p)	TAILQ_FIRST(&(p)->p_threads)
#define	FOREACH_THREAD_IN_PROC(p, td) TAILQ_FOREACH((td), &(p)->p_threads, td_plist)
#define	FOREACH_PROC_IN_SYSTEM(p) LIST_FOREACH((p), &allproc, p_list)

#include <machine/pcpu.h>	/* curthread */
#define	curproc		(curthread->td_proc)

LIST_HEAD(proclist, proc);
extern struct proclist allproc;		/* every process but zombies */
extern struct proclist zombproc;
extern struct sx allproc_lock;
extern struct sx proctree_lock;
extern struct proc proc0;		/* the kernel's process, pid 0 */
extern struct thread thread0;		/* the thread that starts the system */
extern struct proc *initproc;		/* pid 1 */

/* Argument strings of a process, shared after fork; reference counted. */
struct pargs {
	u_int	ar_ref;
	u_int	ar_length;	/* bytes in ar_args */
	u_char	ar_args[];	/* the strings, each ended by NUL */
};
struct pargs *pargs_alloc(int len);
struct pargs *pargs_hold(struct pargs *pa);
void	pargs_drop(struct pargs *pa);

/*
 * Find a process.  pfind: alive; zpfind: a zombie; pfind_any: either.  It is
 * returned with p_mtx held, which keeps it from going away; NULL if there is
 * none.  pgfind: proctree_lock held; the group comes back with pg_mtx held.
 */
struct proc *pfind(pid_t pid);
struct proc *zpfind(pid_t pid);
struct proc *pfind_any(pid_t pid);
struct pgrp *pgfind(pid_t pgid);

/* Groups and sessions; all with proctree_lock held exclusively. */
int	enterpgrp(struct proc *p, pid_t pgid, struct pgrp *pgrp,
	    struct session *sess);
int	enterthispgrp(struct proc *p, struct pgrp *pgrp);
int	leavepgrp(struct proc *p);
struct pgrp *pgrp_alloc(void);
struct session *sess_alloc(void);
void	pgrp_unalloc(struct pgrp *pgrp, struct session *sess);
void	sess_hold(struct session *s);
void	sess_release(struct session *s);
/*
 * A member of the group or the parent of one changed: note whether the group
 * is orphaned now, that is, no member has a parent in another group of the
 * session who could continue it.
 */
void	pgrp_update(struct pgrp *pgrp);
/* A session leader exits: part from the terminal. */
void	session_leader_exit(struct proc *p);
int	inferior(struct proc *p);
#define	SESS_LEADER(p)	((p)->p_pgrp->pg_session->s_leader == (p))

/* Allocation and the lists of all processes. */
struct proc *proc_alloc(void);
void	proc_free(struct proc *p);
/* Give a new process a pid and put it where pfind finds it; EAGAIN. */
int	proc_enter(struct proc *p);
/* The opposite, of a zombie or of a process that never ran. */
void	proc_leave(struct proc *p);
extern int nprocs;			/* processes, with zombies */
extern int maxproc;			/* limit of nprocs */

/* fork1(9).  Exactly one of fr_pidp and fr_procp is set. */
struct fork_req {
	int		fr_flags;	/* RF*, see sys/unistd.h */
	int		fr_pages;	/* kernel stack, 0: the usual */
	pid_t		*fr_pidp;	/* pid of the started child */
	struct proc	**fr_procp;	/* the child, with RFSTOPPED */
};
void	proc0_pgrp_init(void);
int	fork1(struct thread *td, struct fork_req *fr);
/* A child of vfork(2) executes or exits: let the parent go on. */
void	fork_release_parent(struct proc *p);
void	fork_exit(void (*callout)(void *, struct trapframe *), void *arg,
	    struct trapframe *frame);

/* End the process: exit code, or the signal that killed it. */
void	exit1(struct thread *td, int rval, int signo) __dead2;
int	kern_wait(struct thread *td, pid_t pid, int *status, int options,
	    struct rusage *rup);
void	proc_reparent(struct proc *child, struct proc *parent);
/* The same with initproc, for a kernel process; no locks held. */
void	proc_reparent_to_init(struct proc *p);

#endif /* _KERNEL */

#endif /* !_SYS_PROC_H_ */
