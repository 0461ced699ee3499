/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kthread(9), kproc(9): threads and processes of the kernel.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/ucred.h>
#include <sys/unistd.h>

#include <machine/cpu.h>
#include <machine/stdarg.h>

#define	SUSPEND_WAIT	60	/* seconds, at shutdown */

/* Make a thread ready to run func(arg), and start it unless told not to. */
static void
kthread_launch(struct thread *td, void (*func)(void *), void *arg, int flags)
{

	td->td_pflags |= TDP_KTHREAD;
	td->td_began = (vm_offset_t)func;
	cpu_fork_kthread_handler(td, func, arg);
	if ((flags & RFSTOPPED) != 0)
		return;
	thread_lock(td);
	sched_add(td, SRQ_BORING);
	thread_unlock(td);
}

static bool
thread_began_within(struct proc *p, vm_offset_t start, vm_size_t size,
    char *name)
{
	struct thread *td;

	PROC_LOCK(p);
	FOREACH_THREAD_IN_PROC(p, td)
		if (td->td_began >= start && td->td_began - start < size) {
			strlcpy(name, td->td_name, MAXCOMLEN + 1);
			break;
		}
	PROC_UNLOCK(p);
	return (td != NULL);
}

bool
kthread_began_within(vm_offset_t start, vm_size_t size, char *name)
{
	struct proc *p;

	sx_slock(&allproc_lock);
	FOREACH_PROC_IN_SYSTEM(p)
		if (thread_began_within(p, start, size, name))
			break;
	sx_sunlock(&allproc_lock);
	return (p != NULL);
}

int
kproc_create(void (*func)(void *), void *arg, struct proc **newpp, int flags,
    int pages, const char *fmt, ...)
{
	struct fork_req fr;
	struct proc *p;
	struct thread *td;
	va_list ap;
	int error;

	memset(&fr, 0, sizeof(fr));
	fr.fr_flags = RFMEM | RFFDG | RFPROC | RFSTOPPED | flags;
	fr.fr_pages = pages;
	fr.fr_procp = &p;
	error = fork1(&thread0, &fr);
	if (error != 0)
		return (error);
	td = FIRST_THREAD_IN_PROC(p);
	va_start(ap, fmt);
	vsnprintf(p->p_comm, sizeof(p->p_comm), fmt, ap);
	va_end(ap);
	strlcpy(td->td_name, p->p_comm, sizeof(td->td_name));
	PROC_LOCK(p);
	p->p_flag |= P_SYSTEM | P_KPROC;
	PROC_UNLOCK(p);
	if (newpp != NULL)
		*newpp = p;
	kthread_launch(td, func, arg, flags);
	return (0);
}

void
kproc_exit(int ecode)
{
	struct proc *p = curproc;

	/* Process 0 waits for nobody. */
	if (initproc != NULL) {
		sx_xlock(&proctree_lock);
		proc_reparent(p, initproc);
		sx_xunlock(&proctree_lock);
	}
	wakeup(p);
	exit1(curthread, ecode, 0);
}

void
kproc_start(const void *udata)
{
	const struct kproc_desc *kp = udata;
	int error;

	error = kproc_create((void (*)(void *))(void (*)(void))kp->func, NULL,
	    kp->global_procpp, 0, 0, "%s", kp->arg0);
	if (error != 0)
		panic("kproc_start: %s: %s", kp->arg0, errname(error));
}

int
kthread_add(void (*func)(void *), void *arg, struct proc *p,
    struct thread **newtdp, int flags, int pages, const char *fmt, ...)
{
	struct thread *td;
	va_list ap;

	if (p == NULL)
		p = &proc0;
	td = thread_alloc(pages);
	if (td == NULL)
		return (ENOMEM);
	va_start(ap, fmt);
	vsnprintf(td->td_name, sizeof(td->td_name), fmt, ap);
	va_end(ap);
	td->td_ucred = crhold(p->p_ucred);
	SIGFILLSET(td->td_sigmask);
	PROC_LOCK(p);
	thread_link(td, p);
	PROC_UNLOCK(p);
	if (newtdp != NULL)
		*newtdp = td;
	kthread_launch(td, func, arg, flags);
	return (0);
}

int
kproc_kthread_add(void (*func)(void *), void *arg, struct proc **procptr,
    struct thread **tdptr, int flags, int pages, const char *procname,
    const char *fmt, ...)
{
	char name[MAXCOMLEN + 1];
	struct thread *td;
	va_list ap;
	int error;

	va_start(ap, fmt);
	vsnprintf(name, sizeof(name), fmt, ap);
	va_end(ap);
	if (*procptr != NULL)
		return (kthread_add(func, arg, *procptr, tdptr, flags, pages,
		    "%s", name));
	error = kproc_create(func, arg, procptr, flags | RFSTOPPED, pages,
	    "%s", procname);
	if (error != 0)
		return (error);
	td = FIRST_THREAD_IN_PROC(*procptr);
	strlcpy(td->td_name, name, sizeof(td->td_name));
	if (tdptr != NULL)
		*tdptr = td;
	if ((flags & RFSTOPPED) == 0) {
		thread_lock(td);
		sched_add(td, SRQ_BORING);
		thread_unlock(td);
	}
	return (0);
}

void
kthread_start(const void *udata)
{
	const struct kthread_desc *kp = udata;
	int error;

	error = kthread_add((void (*)(void *))(void (*)(void))kp->func, NULL,
	    NULL, kp->global_threadpp, 0, 0, "%s", kp->arg0);
	if (error != 0)
		panic("kthread_start: %s: %s", kp->arg0, errname(error));
}

void
kthread_exit(void)
{
	struct thread *td = curthread;
	struct proc *p = td->td_proc;
	bool last;

	/* The last thread takes its process along. */
	PROC_LOCK(p);
	last = p->p_numthreads == 1;
	PROC_UNLOCK(p);
	wakeup(td);
	if (last)
		kproc_exit(0);
	thread_exit();
}

/*
 * Suspension: the thread goes to sleep at its next kthread_suspend_check().
 * Changes of the flag are made with p_mtx held, so that none is missed.
 */
static void
set_suspended(struct thread *td, bool suspended)
{

	PROC_LOCK_ASSERT(td->td_proc, MA_OWNED);
	thread_lock(td);
	if (suspended)
		td->td_flags |= TDF_KTH_SUSP;
	else
		td->td_flags &= ~TDF_KTH_SUSP;
	thread_unlock(td);
	wakeup(&td->td_flags);
}

int
kthread_suspend(struct thread *td, int timo)
{
	struct proc *p = td->td_proc;

	if ((td->td_pflags & TDP_KTHREAD) == 0)
		return (EINVAL);
	PROC_LOCK(p);
	set_suspended(td, true);
	return (msleep(td, &p->p_mtx, PDROP, "suspkt", timo));
}

int
kthread_resume(struct thread *td)
{
	struct proc *p = td->td_proc;

	if ((td->td_pflags & TDP_KTHREAD) == 0)
		return (EINVAL);
	PROC_LOCK(p);
	set_suspended(td, false);
	PROC_UNLOCK(p);
	return (0);
}

void
kthread_suspend_check(void)
{
	struct thread *td = curthread;
	struct proc *p = td->td_proc;

	PROC_LOCK(p);
	while ((td->td_flags & TDF_KTH_SUSP) != 0) {
		wakeup(td);
		msleep(&td->td_flags, &p->p_mtx, 0, "ktsusp", 0);
	}
	PROC_UNLOCK(p);
}

/* At shutdown: void (*)(void *, int) for EVENTHANDLER_REGISTER. */
void
kthread_shutdown(void *arg, int howto __unused)
{
	struct thread *td = arg;
	int error;

	if (KERNEL_PANICKED())
		return;
	printf("Waiting (max %d seconds) for system thread `%s' to stop... ",
	    SUSPEND_WAIT, td->td_name);
	error = kthread_suspend(td, SUSPEND_WAIT * hz);
	printf("%s\n", error == EWOULDBLOCK ? "timed out" : "done");
}

/* A process of the kernel has one thread, or suspends its first one. */
int
kproc_suspend(struct proc *p, int timo)
{

	return (kthread_suspend(FIRST_THREAD_IN_PROC(p), timo));
}

int
kproc_resume(struct proc *p)
{

	return (kthread_resume(FIRST_THREAD_IN_PROC(p)));
}

void
kproc_suspend_check(struct proc *p __unused)
{

	kthread_suspend_check();
}

void
kproc_shutdown(void *arg, int howto)
{

	kthread_shutdown(FIRST_THREAD_IN_PROC((struct proc *)arg), howto);
}
