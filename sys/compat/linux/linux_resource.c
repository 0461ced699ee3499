/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux calls on limits, priorities and processors.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/resourcevar.h>
#include <sys/smp.h>
#include <sys/sysproto.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>

/* Linux's numbers of limits; the kernel has no counterpart of those above. */
static const uint8_t linux_to_bsd_resource[] = {
	RLIMIT_CPU, RLIMIT_FSIZE, RLIMIT_DATA, RLIMIT_STACK, RLIMIT_CORE,
	RLIMIT_RSS, RLIMIT_NPROC, RLIMIT_NOFILE, RLIMIT_MEMLOCK, RLIMIT_AS
};
#define	LINUX_RLIM_NLIMITS	16

static uint64_t
bsd_to_linux_rlim(rlim_t rlim)
{

	return (rlim >= RLIM_INFINITY ? LINUX_RLIM_INFINITY : (uint64_t)rlim);
}

static rlim_t
linux_to_bsd_rlim(uint64_t rlim)
{

	return (rlim >= (uint64_t)RLIM_INFINITY ? RLIM_INFINITY :
	    (rlim_t)rlim);
}

/* A limit that only Linux has is infinite and stays so. */
static int
linux_get_limit(struct thread *td, u_int resource, struct l_rlimit64 *url)
{
	struct l_rlimit64 lrl;
	struct rlimit rl;

	if (resource >= LINUX_RLIM_NLIMITS)
		return (EINVAL);
	lrl.rlim_cur = lrl.rlim_max = LINUX_RLIM_INFINITY;
	if (resource < nitems(linux_to_bsd_resource)) {
		lim_rlimit(td, linux_to_bsd_resource[resource], &rl);
		lrl.rlim_cur = bsd_to_linux_rlim(rl.rlim_cur);
		lrl.rlim_max = bsd_to_linux_rlim(rl.rlim_max);
	}
	return (copyout(&lrl, url, sizeof(lrl)));
}

static int
linux_set_limit(struct thread *td, u_int resource,
    const struct l_rlimit64 *lrl)
{
	struct rlimit rl;

	if (resource >= nitems(linux_to_bsd_resource))
		return (EINVAL);
	rl.rlim_cur = linux_to_bsd_rlim(lrl->rlim_cur);
	rl.rlim_max = linux_to_bsd_rlim(lrl->rlim_max);
	return (kern_setrlimit(td, linux_to_bsd_resource[resource], &rl));
}

int
linux_getrlimit(struct thread *td, struct linux_getrlimit_args *uap)
{

	return (linux_get_limit(td, uap->resource, uap->rlp));
}

int
linux_setrlimit(struct thread *td, struct linux_setrlimit_args *uap)
{
	struct l_rlimit64 lrl;
	int error;

	error = copyin(uap->rlp, &lrl, sizeof(lrl));
	if (error == 0)
		error = linux_set_limit(td, uap->resource, &lrl);
	return (error);
}

/* Only of the calling process. */
int
linux_prlimit64(struct thread *td, struct linux_prlimit64_args *uap)
{
	struct l_rlimit64 new;
	struct proc *p;
	int error;

	if (uap->pid != 0 && uap->pid != td->td_proc->p_pid) {
		p = pfind(uap->pid);
		if (p == NULL)
			return (ESRCH);
		PROC_UNLOCK(p);
		return (EPERM);
	}
	error = 0;
	if (uap->new != NULL)
		error = copyin(uap->new, &new, sizeof(new));
	if (error == 0 && uap->old != NULL)
		error = linux_get_limit(td, uap->resource, uap->old);
	if (error == 0 && uap->new != NULL)
		error = linux_set_limit(td, uap->resource, &new);
	return (error);
}

/* Linux's call returns 1 to 40, so that no result looks like an error. */
int
linux_getpriority(struct thread *td, struct linux_getpriority_args *uap)
{
	struct getpriority_args args;
	int error;

	args.which = uap->which;
	args.who = uap->who;
	error = sys_getpriority(td, &args);
	if (error == 0)
		td->td_retval[0] = PRIO_MAX - td->td_retval[0];
	return (error);
}

/* The mask has as many bits as there are processors. */
int
linux_sched_getaffinity(struct thread *td,
    struct linux_sched_getaffinity_args *uap)
{
	l_ulong mask;
	int error;

	if (uap->len < sizeof(mask))
		return (EINVAL);
	mask = mp_ncpus >= 64 ? ~0UL : (1UL << mp_ncpus) - 1;
	error = copyout(&mask, uap->mask, sizeof(mask));
	td->td_retval[0] = sizeof(mask);
	return (error);
}
