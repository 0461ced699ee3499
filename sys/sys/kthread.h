/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kthread(9), kproc(9): threads of the kernel, in a process of their own or
 * in another kernel process.
 */
#ifndef _SYS_KTHREAD_H_
#define	_SYS_KTHREAD_H_

#ifdef _KERNEL

#include <sys/types.h>

struct proc;
struct thread;

/* For SYSINIT: a process of the kernel, or a thread of process 0. */
struct kproc_desc {
	const char	*arg0;			/* name */
	void		(*func)(void);
	struct proc	**global_procpp;	/* where to note it, or NULL */
};
struct kthread_desc {
	const char	*arg0;
	void		(*func)(void);
	struct thread	**global_threadpp;
};

/* flags: RFSTOPPED leaves it to the caller to sched_add() the new thread. */
int	kproc_create(void (*func)(void *), void *arg, struct proc **newpp,
	    int flags, int pages, const char *fmt, ...) __printflike(6, 7);
/* The caller ends; who waits with tsleep() on its proc is woken. */
void	kproc_exit(int) __dead2;
int	kproc_suspend(struct proc *, int timo);
int	kproc_resume(struct proc *);
void	kproc_suspend_check(struct proc *);
void	kproc_start(const void *);
void	kproc_shutdown(void *, int);

/* p NULL: a thread of process 0. */
int	kthread_add(void (*func)(void *), void *arg, struct proc *p,
	    struct thread **newtdp, int flags, int pages, const char *fmt, ...)
	    __printflike(7, 8);
/* A thread of *procptr, which is created with procname if it is NULL. */
int	kproc_kthread_add(void (*func)(void *), void *arg,
	    struct proc **procptr, struct thread **tdptr, int flags, int pages,
	    const char *procname, const char *fmt, ...) __printflike(8, 9);
/* The caller ends; who sleeps on its struct thread is woken first. */
void	kthread_exit(void) __dead2;
int	kthread_suspend(struct thread *, int timo);
int	kthread_resume(struct thread *);
void	kthread_suspend_check(void);
void	kthread_start(const void *);
/*
 * Is there a kernel thread whose first function lies in this memory?  Its name,
 * of at most MAXCOMLEN characters, goes to name.
 */
bool	kthread_began_within(vm_offset_t start, vm_size_t size, char *name);
void	kthread_shutdown(void *, int);

#endif /* _KERNEL */

#endif /* !_SYS_KTHREAD_H_ */
