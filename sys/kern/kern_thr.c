/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads as programs see them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>

int
sys_thr_self(struct thread *td, struct thr_self_args *uap)
{
	long id;

	id = td->td_tid;
	return (copyout(&id, uap->id, sizeof(id)));
}

/*
 * Programs have one thread; its end is theirs.
 */
int
sys_thr_exit(struct thread *td, struct thr_exit_args *uap)
{

	if (uap->state != NULL)
		(void)suword(uap->state, 1);
	exit1(td, 0, 0);
	/* NOTREACHED */
}

/*
 * Signal a thread of the calling process, or with id -1 all others.
 */
int
sys_thr_kill(struct thread *td, struct thr_kill_args *uap)
{
	ksiginfo_t ksi;
	struct thread *ttd;
	struct proc *p;

	if (uap->sig < 0 || uap->sig > _SIG_MAXSIG)
		return (EINVAL);
	if (uap->id == -1)
		return (ESRCH);
	p = td->td_proc;
	ttd = tdfind((lwpid_t)uap->id, p->p_pid);
	if (ttd == NULL)
		return (ESRCH);
	if (uap->sig != 0) {
		ksiginfo_init(&ksi);
		ksi.ksi_signo = uap->sig;
		ksi.ksi_code = SI_LWP;
		ksi.ksi_pid = p->p_pid;
		ksi.ksi_uid = td->td_ucred->cr_ruid;
		tdksignal(ttd, uap->sig, &ksi);
	}
	PROC_UNLOCK(p);
	return (0);
}

int
sys_sched_yield(struct thread *td, struct sched_yield_args *uap __unused)
{

	sched_relinquish(td);
	return (0);
}
