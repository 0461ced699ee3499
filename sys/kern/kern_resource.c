/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Resource limits, usage and priorities.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/file.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/sx.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>

#include <vm/vm.h>
#include <vm/vm_map.h>
#include <vm/vm_param.h>

static MALLOC_DEFINE(M_PLIMIT, "plimit", "resource limits");

struct plimit *
lim_alloc(void)
{
	struct plimit *limp;

	limp = malloc(sizeof(*limp), M_PLIMIT, M_WAITOK);
	refcount_init(&limp->pl_refcnt, 1);
	return (limp);
}

struct plimit *
lim_hold(struct plimit *limp)
{

	refcount_acquire(&limp->pl_refcnt);
	return (limp);
}

void
lim_free(struct plimit *limp)
{

	if (refcount_release(&limp->pl_refcnt))
		free(limp, M_PLIMIT);
}

rlim_t
lim_cur(struct thread *td, int which)
{
	struct rlimit rl;

	lim_rlimit(td, which, &rl);
	return (rl.rlim_cur);
}

rlim_t
lim_max(struct thread *td, int which)
{
	struct rlimit rl;

	lim_rlimit(td, which, &rl);
	return (rl.rlim_max);
}

rlim_t
lim_cur_proc(struct proc *p, int which)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	return (p->p_limit->pl_rlimit[which].rlim_cur);
}

rlim_t
lim_max_proc(struct proc *p, int which)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	return (p->p_limit->pl_rlimit[which].rlim_max);
}

void
lim_rlimit(struct thread *td, int which, struct rlimit *rlp)
{
	struct proc *p;

	p = td->td_proc;
	PROC_LOCK(p);
	*rlp = p->p_limit->pl_rlimit[which];
	PROC_UNLOCK(p);
}

/*
 * What no process can have more of.
 */
static rlim_t
lim_system_max(u_int which)
{

	switch (which) {
	case RLIMIT_DATA:
		return (MAXDSIZ);
	case RLIMIT_STACK:
		return (MAXSSIZ);
	case RLIMIT_NOFILE:
		return (maxfilesperproc);
	case RLIMIT_NPROC:
		return (maxproc);
	default:
		return (RLIM_INFINITY);
	}
}

static int
lim_set(struct thread *td, struct proc *p, u_int which,
    const struct rlimit *limp, struct plimit *newlim)
{
	struct rlimit *alimp;

	alimp = &p->p_limit->pl_rlimit[which];
	if (limp->rlim_max > alimp->rlim_max &&
	    priv_check_cred(td->td_ucred, PRIV_PROC_SETRLIMIT) != 0)
		return (EPERM);
	memcpy(newlim->pl_rlimit, p->p_limit->pl_rlimit,
	    sizeof(newlim->pl_rlimit));
	newlim->pl_rlimit[which] = *limp;
	return (0);
}

int
kern_proc_setrlimit(struct thread *td, struct proc *p, u_int which,
    struct rlimit *limp)
{
	struct plimit *newlim, *oldlim;
	rlim_t max;
	int error;

	if (which >= RLIM_NLIMITS)
		return (EINVAL);
	if (limp->rlim_cur < 0)
		limp->rlim_cur = RLIM_INFINITY;
	if (limp->rlim_max < 0)
		limp->rlim_max = RLIM_INFINITY;
	if (limp->rlim_cur > limp->rlim_max)
		return (EINVAL);
	max = lim_system_max(which);
	limp->rlim_cur = MIN(limp->rlim_cur, max);
	limp->rlim_max = MIN(limp->rlim_max, max);
	newlim = lim_alloc();
	PROC_LOCK(p);
	oldlim = p->p_limit;
	error = lim_set(td, p, which, limp, newlim);
	if (error == 0)
		p->p_limit = newlim;
	PROC_UNLOCK(p);
	lim_free(error == 0 ? oldlim : newlim);
	return (error);
}

int
kern_setrlimit(struct thread *td, u_int which, struct rlimit *limp)
{

	return (kern_proc_setrlimit(td, td->td_proc, which, limp));
}

int
sys_setrlimit(struct thread *td, struct setrlimit_args *uap)
{
	struct rlimit alim;
	int error;

	error = copyin(uap->rlp, &alim, sizeof(alim));
	if (error == 0)
		error = kern_setrlimit(td, uap->which, &alim);
	return (error);
}

int
sys_getrlimit(struct thread *td, struct getrlimit_args *uap)
{
	struct rlimit rlim;

	if (uap->which >= RLIM_NLIMITS)
		return (EINVAL);
	lim_rlimit(td, uap->which, &rlim);
	return (copyout(&rlim, uap->rlp, sizeof(rlim)));
}

void
ruxagg(struct proc *p, struct thread *td)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	thread_lock(td);
	p->p_rux.rux_uticks += td->td_uticks;
	p->p_rux.rux_sticks += td->td_sticks;
	td->td_uticks = 0;
	td->td_sticks = 0;
	thread_unlock(td);
}

static void
ticks_to_timeval(uint64_t nticks, struct timeval *tv)
{

	tv->tv_sec = nticks / hz;
	tv->tv_usec = nticks % hz * tick;
}

void
rufetch(struct proc *p, struct rusage *rup)
{
	struct thread *td;
	uint64_t sticks, uticks;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	memset(rup, 0, sizeof(*rup));
	uticks = p->p_rux.rux_uticks;
	sticks = p->p_rux.rux_sticks;
	FOREACH_THREAD_IN_PROC(p, td) {
		uticks += td->td_uticks;
		sticks += td->td_sticks;
		rup->ru_minflt += td->td_ru_minflt;
	}
	ticks_to_timeval(uticks, &rup->ru_utime);
	ticks_to_timeval(sticks, &rup->ru_stime);
	if (p->p_state == PRS_NORMAL && p->p_vmspace != NULL)
		rup->ru_maxrss = vmspace_resident_count(p->p_vmspace) *
		    (PAGE_SIZE / 1024);
}

void
ruchildren(struct proc *p, struct rusage *rup)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	memset(rup, 0, sizeof(*rup));
	ticks_to_timeval(p->p_crux.rux_uticks, &rup->ru_utime);
	ticks_to_timeval(p->p_crux.rux_sticks, &rup->ru_stime);
}

int
kern_getrusage(struct thread *td, int who, struct rusage *rup)
{
	struct proc *p;
	int error;

	error = 0;
	p = td->td_proc;
	PROC_LOCK(p);
	switch (who) {
	case RUSAGE_SELF:
		rufetch(p, rup);
		break;
	case RUSAGE_CHILDREN:
		ruchildren(p, rup);
		break;
	case RUSAGE_THREAD:
		memset(rup, 0, sizeof(*rup));
		ticks_to_timeval(td->td_uticks, &rup->ru_utime);
		ticks_to_timeval(td->td_sticks, &rup->ru_stime);
		rup->ru_minflt = td->td_ru_minflt;
		break;
	default:
		error = EINVAL;
	}
	PROC_UNLOCK(p);
	return (error);
}

int
sys_getrusage(struct thread *td, struct getrusage_args *uap)
{
	struct rusage ru;
	int error;

	error = kern_getrusage(td, uap->who, &ru);
	if (error == 0)
		error = copyout(&ru, uap->rusage, sizeof(ru));
	return (error);
}

/*
 * Call func for every process that which and who mean; ESRCH if there is
 * none.  func is called with p_mtx held.
 */
static int
prio_foreach(struct thread *td, int which, int who,
    int (*func)(struct thread *, struct proc *, int *), int *arg)
{
	struct proc *p;
	int error;
	bool found;

	if (which != PRIO_PROCESS && which != PRIO_PGRP && which != PRIO_USER)
		return (EINVAL);
	if (who == 0)
		who = which == PRIO_PROCESS ? td->td_proc->p_pid :
		    which == PRIO_USER ? (int)td->td_ucred->cr_uid : 0;
	error = 0;
	found = false;
	sx_slock(&proctree_lock);
	if (which == PRIO_PGRP && who == 0)
		who = td->td_proc->p_pgrp->pg_id;
	sx_slock(&allproc_lock);
	FOREACH_PROC_IN_SYSTEM(p) {
		PROC_LOCK(p);
		if (p->p_state == PRS_NORMAL &&
		    ((which == PRIO_PROCESS && p->p_pid == who) ||
		    (which == PRIO_PGRP && p->p_pgrp->pg_id == who) ||
		    (which == PRIO_USER && (int)p->p_ucred->cr_uid == who))) {
			found = true;
			error = func(td, p, arg);
		}
		PROC_UNLOCK(p);
		if (error != 0)
			break;
	}
	sx_sunlock(&allproc_lock);
	sx_sunlock(&proctree_lock);
	return (found ? error : ESRCH);
}

static int
prio_get(struct thread *td __unused, struct proc *p, int *low)
{

	*low = MIN(*low, (signed char)p->p_nice);
	return (0);
}

static int
prio_set(struct thread *td, struct proc *p, int *prio)
{

	if (td->td_ucred->cr_uid != p->p_ucred->cr_uid &&
	    td->td_ucred->cr_ruid != p->p_ucred->cr_uid &&
	    priv_check_cred(td->td_ucred, PRIV_SCHED_DIFFCRED) != 0)
		return (EPERM);
	if (*prio < (signed char)p->p_nice &&
	    priv_check_cred(td->td_ucred, PRIV_SCHED_SETPRIORITY) != 0)
		return (EACCES);
	sched_nice(p, *prio);
	return (0);
}

int
kern_getpriority(struct thread *td, int which, int who)
{
	int error, low;

	low = PRIO_MAX + 1;
	error = prio_foreach(td, which, who, prio_get, &low);
	if (error == 0)
		td->td_retval[0] = low;
	return (error);
}

int
kern_setpriority(struct thread *td, int which, int who, int prio)
{

	prio = MAX(MIN(prio, PRIO_MAX), PRIO_MIN);
	return (prio_foreach(td, which, who, prio_set, &prio));
}

int
sys_getpriority(struct thread *td, struct getpriority_args *uap)
{

	return (kern_getpriority(td, uap->which, uap->who));
}

int
sys_setpriority(struct thread *td, struct setpriority_args *uap)
{

	return (kern_setpriority(td, uap->which, uap->who, uap->prio));
}
