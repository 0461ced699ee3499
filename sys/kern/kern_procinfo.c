/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl kern.proc: the processes, for ps(1) and its like.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/sysent.h>
#include <sys/tty.h>
#include <sys/ucred.h>
#include <sys/user.h>
#include <sys/wait.h>

#include <vm/vm.h>
#include <vm/vm_map.h>

SYSCTL_NODE(_kern, KERN_PROC, proc, CTLFLAG_RD, NULL, "Process table");

static void
fill_creds(const struct ucred *cred, struct kinfo_proc *kp)
{
	int n;

	kp->ki_uid = cred->cr_uid;
	kp->ki_ruid = cred->cr_ruid;
	kp->ki_svuid = cred->cr_svuid;
	kp->ki_rgid = cred->cr_rgid;
	kp->ki_svgid = cred->cr_svgid;
	n = MIN(cred->cr_ngroups, KI_NGROUPS);
	kp->ki_ngroups = n;
	memcpy(kp->ki_groups, cred->cr_groups, n * sizeof(gid_t));
}

static void
fill_thread(const struct thread *td, struct kinfo_proc *kp)
{

	kp->ki_tid = td->td_tid;
	kp->ki_sigmask = td->td_sigmask;
	SIGSETOR(kp->ki_siglist, td->td_sigqueue.sq_signals);
	strlcpy(kp->ki_tdname, td->td_name, sizeof(kp->ki_tdname));
	thread_lock(td);
	kp->ki_pri[1] = td->td_priority;
	kp->ki_pri[2] = kp->ki_pri[3] = td->td_base_pri;
	if (td->td_wmesg != NULL) {
		strlcpy(kp->ki_wmesg, td->td_wmesg, sizeof(kp->ki_wmesg));
		kp->ki_stat = (td->td_flags & TDF_SINTR) != 0 ? SSLEEP : SWAIT;
	} else
		kp->ki_stat = SRUN;
	thread_unlock(td);
}

static void
fill_memory(struct vmspace *vm, struct kinfo_proc *kp)
{

	kp->ki_size = vm->vm_map.size;
	kp->ki_rssize = vmspace_resident_count(vm);
	kp->ki_tsize = vm->vm_tsize;
	kp->ki_dsize = vm->vm_dsize;
	kp->ki_ssize = vm->vm_ssize;
}

/*
 * Ids of the family; proctree_lock held.
 */
static void
fill_family(struct proc *p, struct kinfo_proc *kp)
{
	struct tty *tp;

	kp->ki_ppid = p->p_pptr != NULL ? p->p_pptr->p_pid : 0;
	kp->ki_tdev = (uint64_t)-1;
	kp->ki_tpgid = -1;
	if (p->p_pgrp == NULL)
		return;
	kp->ki_pgid = p->p_pgrp->pg_id;
	kp->ki_sid = p->p_session->s_sid;
	strlcpy(kp->ki_login, p->p_session->s_login, sizeof(kp->ki_login));
	if (SESS_LEADER(p))
		kp->ki_kiflag |= KI_SLEADER;
	tp = p->p_session->s_ttyp;
	if ((p->p_flag & P_CONTROLT) == 0 || tp == NULL)
		return;
	kp->ki_kiflag |= KI_CTTY;
	kp->ki_tsid = p->p_session->s_sid;
	if (tp->t_pgrp != NULL)
		kp->ki_tpgid = tp->t_pgrp->pg_id;
}

/*
 * p_mtx and proctree_lock held.
 */
static void
fill_kinfo_proc(struct proc *p, struct kinfo_proc *kp)
{
	struct timeval boottime;

	memset(kp, 0, sizeof(*kp));
	kp->ki_structsize = sizeof(*kp);
	kp->ki_pid = p->p_pid;
	kp->ki_flag = p->p_flag;
	kp->ki_nice = p->p_nice;
	kp->ki_numthreads = p->p_numthreads;
	kp->ki_siglist = p->p_sigqueue.sq_signals;
	strlcpy(kp->ki_comm, p->p_comm, sizeof(kp->ki_comm));
	fill_family(p, kp);
	fill_creds(p->p_ucred, kp);
	rufetch(p, &kp->ki_rusage);
	ruchildren(p, &kp->ki_rusage_ch);
	kp->ki_runtime = (kp->ki_rusage.ru_utime.tv_sec +
	    kp->ki_rusage.ru_stime.tv_sec) * 1000000UL +
	    kp->ki_rusage.ru_utime.tv_usec + kp->ki_rusage.ru_stime.tv_usec;
	kp->ki_childtime = kp->ki_rusage_ch.ru_utime;
	timevaladd(&kp->ki_childtime, &kp->ki_rusage_ch.ru_stime);
	getboottime(&boottime);
	kp->ki_start = p->p_start;
	timevaladd(&kp->ki_start, &boottime);
	mtx_lock(&p->p_sigacts->ps_mtx);
	kp->ki_sigignore = p->p_sigacts->ps_sigignore;
	kp->ki_sigcatch = p->p_sigacts->ps_sigcatch;
	mtx_unlock(&p->p_sigacts->ps_mtx);
	if (p->p_state == PRS_ZOMBIE) {
		kp->ki_stat = SZOMB;
		kp->ki_xstat = W_EXITCODE(p->p_xexit, p->p_xsig);
		return;
	}
	strlcpy(kp->ki_emul, p->p_sysent->sv_name, sizeof(kp->ki_emul));
	if (p->p_vmspace != NULL)
		fill_memory(p->p_vmspace, kp);
	if (FIRST_THREAD_IN_PROC(p) != NULL)
		fill_thread(FIRST_THREAD_IN_PROC(p), kp);
	if ((p->p_flag & P_STOPPED_SIG) != 0) {
		kp->ki_stat = SSTOP;
		kp->ki_xstat = p->p_xsig;
	}
}

/*
 * Is the process among those that are asked for?
 */
static bool
proc_selected(struct proc *p, int what, int value)
{

	switch (what) {
	case KERN_PROC_ALL:
		return (true);
	case KERN_PROC_PID:
		return (p->p_pid == value);
	case KERN_PROC_PGRP:
		return (p->p_pgrp != NULL && p->p_pgrp->pg_id == value);
	case KERN_PROC_SESSION:
		return (p->p_pgrp != NULL && p->p_session->s_sid == value);
	case KERN_PROC_UID:
		return (p->p_ucred->cr_uid == (uid_t)value);
	case KERN_PROC_RUID:
		return (p->p_ucred->cr_ruid == (uid_t)value);
	default:
		return (false);
	}
}

static int
proclist_out(struct proclist *list, int what, int value,
    struct sysctl_req *req, bool *found)
{
	struct kinfo_proc kp;
	struct proc *p;
	int error;

	LIST_FOREACH(p, list, p_list) {
		PROC_LOCK(p);
		if (p->p_state == PRS_NEW ||
		    !proc_selected(p, what, value)) {
			PROC_UNLOCK(p);
			continue;
		}
		fill_kinfo_proc(p, &kp);
		PROC_UNLOCK(p);
		*found = true;
		error = SYSCTL_OUT(req, &kp, sizeof(kp));
		if (error != 0)
			return (error);
	}
	return (0);
}

/*
 * kern.proc.WHAT[.value]: an array of struct kinfo_proc.
 */
static int
sysctl_kern_proc(SYSCTL_HANDLER_ARGS)
{
	int error, value, what;
	bool found;

	what = oidp->oid_number;
	if (arg2 != (what == KERN_PROC_ALL ? 0 : 1))
		return (EINVAL);
	value = arg2 == 1 ? *(int *)arg1 : 0;
	found = false;
	sx_slock(&proctree_lock);
	sx_slock(&allproc_lock);
	error = proclist_out(&allproc, what, value, req, &found);
	if (error == 0)
		error = proclist_out(&zombproc, what, value, req, &found);
	sx_sunlock(&allproc_lock);
	sx_sunlock(&proctree_lock);
	if (error == 0 && !found && what == KERN_PROC_PID)
		error = ESRCH;
	return (error);
}

/*
 * kern.proc.args.PID: the argument strings, each ended by NUL.
 */
static int
sysctl_kern_proc_args(SYSCTL_HANDLER_ARGS)
{
	struct pargs *pa;
	struct proc *p;
	int error;

	if (arg2 != 1)
		return (EINVAL);
	p = pfind(*(int *)arg1);
	if (p == NULL)
		return (ESRCH);
	pa = pargs_hold(p->p_args);
	PROC_UNLOCK(p);
	error = 0;
	if (pa != NULL)
		error = SYSCTL_OUT(req, pa->ar_args, pa->ar_length);
	pargs_drop(pa);
	return (error);
}

SYSCTL_PROC(_kern_proc, KERN_PROC_ALL, all, CTLFLAG_RD | CTLTYPE_STRUCT |
    CTLFLAG_MPSAFE | CTLFLAG_SKIP, NULL, 0, sysctl_kern_proc, "S,proc",
    "All processes");
static SYSCTL_NODE(_kern_proc, KERN_PROC_PID, pid, CTLFLAG_RD |
    CTLFLAG_MPSAFE, sysctl_kern_proc, "One process");
static SYSCTL_NODE(_kern_proc, KERN_PROC_PGRP, pgrp, CTLFLAG_RD |
    CTLFLAG_MPSAFE, sysctl_kern_proc, "Processes of a group");
static SYSCTL_NODE(_kern_proc, KERN_PROC_SESSION, sid, CTLFLAG_RD |
    CTLFLAG_MPSAFE, sysctl_kern_proc, "Processes of a session");
static SYSCTL_NODE(_kern_proc, KERN_PROC_UID, uid, CTLFLAG_RD |
    CTLFLAG_MPSAFE, sysctl_kern_proc, "Processes of a user");
static SYSCTL_NODE(_kern_proc, KERN_PROC_RUID, ruid, CTLFLAG_RD |
    CTLFLAG_MPSAFE, sysctl_kern_proc, "Processes of a real user");
static SYSCTL_NODE(_kern_proc, KERN_PROC_ARGS, args, CTLFLAG_RD |
    CTLFLAG_MPSAFE, sysctl_kern_proc_args, "Arguments of a process");
