/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One system call, from fetching its arguments to delivering its result.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>

void
syscall_dispatch(struct thread *td)
{
	struct syscall_args *sa;
	struct sysent *se;
	int error;

	if (__predict_false(td->td_ucred != td->td_proc->p_ucred))
		cred_update_thread(td);
	error = (*td->td_proc->p_sysent->sv_fetch_syscall_args)(td);
	if (error != 0)
		goto out;
	sa = &td->td_sa;
	se = sa->callp;
	if (__predict_true((se->sy_thrcnt & SY_THR_STATIC) != 0)) {
		error = (*se->sy_call)(td, sa->args);
		goto out;
	}
	error = syscall_thread_enter(td, se);
	if (error != 0)
		goto out;
	error = (*se->sy_call)(td, sa->args);
	syscall_thread_exit(td, se);
out:
	if (error != EJUSTRETURN && error != ERESTART)
		td->td_errno = error;
	/* execve(2) may have changed the ABI. */
	(*td->td_proc->p_sysent->sv_set_syscall_retval)(td, error);
}

/*
 * The number of no system call.
 */
int
sys_nosys(struct thread *td, struct nosys_args *uap __unused)
{

	PROC_LOCK(td->td_proc);
	tdsignal(td, SIGSYS);
	PROC_UNLOCK(td->td_proc);
	return (ENOSYS);
}

/*
 * A free slot for a loadable system call, and one that is kept for a module
 * that is not loaded.
 */
int
lkmnosys(struct thread *td, struct nosys_args *uap)
{

	return (sys_nosys(td, uap));
}

int
lkmressys(struct thread *td, struct nosys_args *uap)
{

	return (sys_nosys(td, uap));
}
