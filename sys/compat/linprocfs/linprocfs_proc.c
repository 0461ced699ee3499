/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linprocfs: files about a process.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/libkern.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/resourcevar.h>
#include <sys/sbuf.h>
#include <sys/sx.h>
#include <sys/time.h>
#include <sys/tty.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/pmap.h>
#include <vm/vm_map.h>

#include <compat/linprocfs/linprocfs.h>

/* What is copied from a process while its locks are held. */
struct procinfo {
	char		comm[MAXCOMLEN + 1];
	char		state;		/* R, S, D, T or Z */
	pid_t		ppid;
	pid_t		pgid;
	pid_t		sid;
	pid_t		tpgid;		/* of the terminal, or -1 */
	uid_t		ruid, euid, svuid;
	gid_t		rgid, egid, svgid;
	struct rusage	ru;		/* own */
	struct rusage	cru;		/* of children */
	int		nice;
	int		priority;
	int		nthreads;
	struct timeval	start;		/* since boot */
	u_long		vsize;		/* bytes */
	long		rss;		/* pages */
};

int
linprocfs_owner(pid_t pid, uid_t *uid, gid_t *gid)
{
	struct proc *p;

	p = pfind_any(pid);
	if (p == NULL)
		return (ESRCH);
	*uid = p->p_ucred->cr_uid;
	*gid = p->p_ucred->cr_gid;
	PROC_UNLOCK(p);
	return (0);
}

static int
linprocfs_compare_pids(const void *a, const void *b)
{
	pid_t pa, pb;

	pa = *(const pid_t *)a;
	pb = *(const pid_t *)b;
	return (pa < pb ? -1 : pa > pb);
}

int
linprocfs_pids(pid_t **pids)
{
	struct proc *p;
	int count, max;

	sx_slock(&allproc_lock);
	max = nprocs;
	*pids = malloc(max * sizeof(**pids), M_LINPROCFS, M_WAITOK);
	count = 0;
	FOREACH_PROC_IN_SYSTEM(p)
		if (p->p_pid != 0 && count < max)
			(*pids)[count++] = p->p_pid;
	LIST_FOREACH(p, &zombproc, p_list)
		if (count < max)
			(*pids)[count++] = p->p_pid;
	sx_sunlock(&allproc_lock);
	qsort(*pids, count, sizeof(**pids), linprocfs_compare_pids);
	return (count);
}

static char
linprocfs_state(struct proc *p)
{
	struct thread *td;

	if (p->p_state == PRS_ZOMBIE)
		return ('Z');
	if ((p->p_flag & P_STOPPED_SIG) != 0)
		return ('T');
	td = FIRST_THREAD_IN_PROC(p);
	if (td == NULL || td->td_state != TDS_INHIBITED)
		return ('R');
	return ((td->td_flags & TDF_SINTR) != 0 ? 'S' : 'D');
}

/* Terminal and groups; proctree_lock and p_mtx held. */
static void
linprocfs_get_session(struct proc *p, struct procinfo *pi)
{
	struct session *sess;
	struct tty *tp;

	pi->ppid = p->p_pptr != NULL ? p->p_pptr->p_pid : 0;
	pi->tpgid = -1;
	if (p->p_pgrp == NULL)
		return;
	sess = p->p_pgrp->pg_session;
	pi->pgid = p->p_pgrp->pg_id;
	pi->sid = sess->s_sid;
	tp = sess->s_ttyp;
	if (tp != NULL && tp->t_pgrp != NULL)
		pi->tpgid = tp->t_pgrp->pg_id;
}

static int
linprocfs_get(pid_t pid, struct procinfo *pi)
{
	struct proc *p;
	struct thread *td;
	struct vmspace *vm;

	memset(pi, 0, sizeof(*pi));
	sx_slock(&proctree_lock);
	p = pfind_any(pid);
	if (p == NULL) {
		sx_sunlock(&proctree_lock);
		return (ESRCH);
	}
	strlcpy(pi->comm, p->p_comm, sizeof(pi->comm));
	pi->state = linprocfs_state(p);
	linprocfs_get_session(p, pi);
	pi->ruid = p->p_ucred->cr_ruid;
	pi->euid = p->p_ucred->cr_uid;
	pi->svuid = p->p_ucred->cr_svuid;
	pi->rgid = p->p_ucred->cr_rgid;
	pi->egid = p->p_ucred->cr_gid;
	pi->svgid = p->p_ucred->cr_svgid;
	rufetch(p, &pi->ru);
	ruchildren(p, &pi->cru);
	pi->nice = (signed char)p->p_nice;
	pi->nthreads = p->p_numthreads;
	td = FIRST_THREAD_IN_PROC(p);
	pi->priority = td != NULL ? td->td_priority : 0;
	pi->start = p->p_start;
	vm = vmspace_acquire_ref(p);
	PROC_UNLOCK(p);
	sx_sunlock(&proctree_lock);
	if (vm != NULL) {
		pi->vsize = vm->vm_map.size;
		pi->rss = vmspace_resident_count(vm);
		vmspace_free(vm);
	}
	return (0);
}

static long
linprocfs_ticks(const struct timeval *tv)
{

	return (tv->tv_sec * LINPROCFS_HZ +
	    tv->tv_usec / (1000000 / LINPROCFS_HZ));
}

static int
linprocfs_do_stat(struct thread *td __unused, pid_t pid, struct sbuf *sb)
{
	struct procinfo pi;
	int error;

	error = linprocfs_get(pid, &pi);
	if (error != 0)
		return (error);
	/* pid to flags; a terminal does not know its device number */
	sbuf_printf(sb, "%d (%s) %c %d %d %d 0 %d 0 ", pid, pi.comm, pi.state,
	    pi.ppid, pi.pgid, pi.sid, pi.tpgid);
	/* minflt to cmajflt, utime to cstime */
	sbuf_printf(sb, "%ld %ld %ld %ld %ld %ld %ld %ld ", pi.ru.ru_minflt,
	    pi.cru.ru_minflt, pi.ru.ru_majflt, pi.cru.ru_majflt,
	    linprocfs_ticks(&pi.ru.ru_utime), linprocfs_ticks(&pi.ru.ru_stime),
	    linprocfs_ticks(&pi.cru.ru_utime),
	    linprocfs_ticks(&pi.cru.ru_stime));
	/* priority, nice, threads, itrealvalue, starttime, vsize, rss */
	sbuf_printf(sb, "%d %d %d 0 %ld %lu %ld ", pi.priority, pi.nice,
	    pi.nthreads, linprocfs_ticks(&pi.start), pi.vsize, pi.rss);
	/* rsslim, addresses and old signal masks that are not told, exit_signal */
	sbuf_cat(sb, "18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 ");
	/* processor, rt_priority, policy, and six more */
	sbuf_cat(sb, "0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
	return (0);
}

static int
linprocfs_do_status(struct thread *td __unused, pid_t pid, struct sbuf *sb)
{
	static const struct {
		char		state;
		const char	*name;
	} states[] = {
		{ 'R', "running" }, { 'S', "sleeping" }, { 'D', "disk sleep" },
		{ 'T', "stopped" }, { 'Z', "zombie" },
	};
	struct procinfo pi;
	const char *name;
	size_t i;
	int error;

	error = linprocfs_get(pid, &pi);
	if (error != 0)
		return (error);
	name = "";
	for (i = 0; i < nitems(states); i++)
		if (states[i].state == pi.state)
			name = states[i].name;
	sbuf_printf(sb, "Name:\t%s\nState:\t%c (%s)\nTgid:\t%d\nPid:\t%d\n"
	    "PPid:\t%d\n", pi.comm, pi.state, name, pid, pid, pi.ppid);
	sbuf_printf(sb, "Uid:\t%u\t%u\t%u\t%u\nGid:\t%u\t%u\t%u\t%u\n",
	    pi.ruid, pi.euid, pi.svuid, pi.euid, pi.rgid, pi.egid, pi.svgid,
	    pi.egid);
	sbuf_printf(sb, "VmSize:\t%8lu kB\nVmRSS:\t%8lu kB\nThreads:\t%d\n",
	    pi.vsize / 1024, (u_long)pi.rss * (PAGE_SIZE / 1024), pi.nthreads);
	return (0);
}

/* Nothing for kernel processes and zombies. */
static int
linprocfs_do_cmdline(struct thread *td __unused, pid_t pid, struct sbuf *sb)
{
	struct pargs *pa;
	struct proc *p;

	p = pfind_any(pid);
	if (p == NULL)
		return (ESRCH);
	pa = p->p_state != PRS_ZOMBIE && p->p_args != NULL ?
	    pargs_hold(p->p_args) : NULL;
	PROC_UNLOCK(p);
	if (pa != NULL) {
		sbuf_bcat(sb, pa->ar_args, pa->ar_length);
		pargs_drop(pa);
	}
	return (0);
}

static int
linprocfs_do_comm(struct thread *td __unused, pid_t pid, struct sbuf *sb)
{
	char comm[MAXCOMLEN + 1];
	struct proc *p;

	p = pfind_any(pid);
	if (p == NULL)
		return (ESRCH);
	strlcpy(comm, p->p_comm, sizeof(comm));
	PROC_UNLOCK(p);
	sbuf_printf(sb, "%s\n", comm);
	return (0);
}

static int
linprocfs_do_exe(struct thread *td __unused, pid_t pid, struct sbuf *sb)
{
	char *freebuf, *path;
	struct proc *p;
	struct vnode *vp;
	int error;

	p = pfind(pid);
	if (p == NULL)
		return (ENOENT);
	vp = p->p_textvp;
	if (vp != NULL)
		vref(vp);
	PROC_UNLOCK(p);
	if (vp == NULL)
		return (ENOENT);
	error = vn_fullpath(vp, &path, &freebuf);
	vrele(vp);
	if (error == 0) {
		sbuf_cat(sb, path);
		free(freebuf, M_TEMP);
	}
	return (error);
}

const struct linprocfs_entry linprocfs_proc_entries[] = {
	{ "cmdline",	VREG,	linprocfs_do_cmdline },
	{ "comm",	VREG,	linprocfs_do_comm },
	{ "exe",	VLNK,	linprocfs_do_exe },
	{ "stat",	VREG,	linprocfs_do_stat },
	{ "status",	VREG,	linprocfs_do_status },
};
const int linprocfs_proc_count = nitems(linprocfs_proc_entries);
