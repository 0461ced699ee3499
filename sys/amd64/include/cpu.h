/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The processor as machine-independent code sees it.
 */
#ifndef _MACHINE_CPU_H_
#define	_MACHINE_CPU_H_

#include <machine/frame.h>
#include <machine/psl.h>
#include <machine/segments.h>

#define	TRAPF_USERMODE(frame)	(ISPL((frame)->tf_cs) == SEL_UPL)
#define	TRAPF_PC(frame)		((frame)->tf_rip)

#define	cpu_getstack(td)	((td)->td_frame->tf_rsp)
#define	cpu_setstack(td, ap)	((td)->td_frame->tf_rsp = (ap))
#define	cpu_spinwait()		ia32_pause()

#ifdef _KERNEL
#include <machine/cpufunc.h>

struct proc;
struct thread;

#define	get_cyclecount()	rdtsc()

/* Wait for an interrupt; interrupts are enabled on return. */
void	cpu_idle(int busy);
/* Stop or restart the machine; neither returns. */
void	cpu_halt(void) __attribute__((__noreturn__));
void	cpu_reset(void) __attribute__((__noreturn__));

/*
 * Leave old and go on as new.  Called with sched_lock held and interrupts
 * disabled; returns when somebody switches back to old.
 */
void	cpu_switch(struct thread *old, struct thread *new);
/* The same for a thread that never comes back. */
void	cpu_throw(struct thread *old, struct thread *new)
	    __attribute__((__noreturn__));

/*
 * Give td2, whose stack exists, the machine state of td1 with a return to
 * user mode: 0 for fork(2) in the child.  flags as in fork1().
 */
void	cpu_fork(struct thread *td1, struct proc *p2, struct thread *td2,
	    int flags);
/* Let a thread prepared by cpu_fork() begin in func(arg, frame) instead. */
void	cpu_fork_kthread_handler(struct thread *td, void (*func)(void *),
	    void *arg);
/* Machine state of a thread, which has its stack: set up, release. */
void	cpu_thread_alloc(struct thread *td);
void	cpu_thread_free(struct thread *td);
void	cpu_exit(struct thread *td);
/* Results of a system call into the registers; error 0, an errno, ... */
void	cpu_set_syscall_retval(struct thread *td, int error);
int	cpu_fetch_syscall_args(struct thread *td);
/* The thread pointer of user mode.  EINVAL: no user address. */
int	cpu_set_user_tls(struct thread *td, void *tls_base);
int	cpu_set_user_gsbase(struct thread *td, register_t base);

/* First instructions of a new thread. */
void	fork_trampoline(void);
#endif

#endif /* !_MACHINE_CPU_H_ */
