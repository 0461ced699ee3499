/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The life of a Linux process: clone, exit, wait.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/imgact.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/unistd.h>
#include <sys/wait.h>

#include <vm/vm.h>
#include <machine/vmparam.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

MALLOC_DEFINE(M_LINUX, "linux", "Linux emulation");

#define	LINUX_CSIGNAL			0x000000ff
#define	LINUX_CLONE_VM			0x00000100
#define	LINUX_CLONE_VFORK		0x00004000
#define	LINUX_CLONE_SETTLS		0x00080000
#define	LINUX_CLONE_PARENT_SETTID	0x00100000
#define	LINUX_CLONE_CHILD_CLEARTID	0x00200000
#define	LINUX_CLONE_DETACHED		0x00400000
#define	LINUX_CLONE_CHILD_SETTID	0x01000000

/*
 * What may be asked of clone(2): new processes, not threads.  CHILD_CLEARTID
 * tells those who share the memory when the child ends; nobody does, except
 * vfork's parent, who is told anyway.  DETACHED means nothing to Linux either.
 */
#define	LINUX_CLONE_SUPPORTED	(LINUX_CSIGNAL | LINUX_CLONE_VM |	\
	LINUX_CLONE_VFORK | LINUX_CLONE_SETTLS | LINUX_CLONE_PARENT_SETTID | \
	LINUX_CLONE_CHILD_CLEARTID | LINUX_CLONE_DETACHED |		\
	LINUX_CLONE_CHILD_SETTID)

/* waitid(2) */
#define	LINUX_P_ALL	0
#define	LINUX_P_PID	1
#define	LINUX_P_PGID	2

/* A continued child, as a status word */
#define	LINUX_WCONTINUED_STATUS	0xffff

/* Enter the ABI: a fresh state, whatever the process ran before. */
int
linux_onexec(struct proc *p, struct image_params *imgp __unused)
{

	p->p_emuldata = malloc(sizeof(struct linux_proc), M_LINUX,
	    M_WAITOK | M_ZERO);
	return (0);
}

void
linux_onexec_old(struct thread *td)
{

	linux_onexit(td->td_proc);
}

void
linux_onexit(struct proc *p)
{

	free(p->p_emuldata, M_LINUX);
	p->p_emuldata = NULL;
}

/*
 * In the parent, before the child can run.  td_emuldata is the parent's
 * clone(2) request; in the child it becomes the address for its id.
 */
void
linux_onfork(struct thread *parent, struct thread *child)
{
	struct linux_clone_args *uap;
	struct linux_proc *lp;

	lp = malloc(sizeof(*lp), M_LINUX, M_WAITOK);
	*lp = *(struct linux_proc *)parent->td_proc->p_emuldata;
	child->td_proc->p_emuldata = lp;
	child->td_emuldata = NULL;
	linux_fork_setregs(parent, child);
	uap = parent->td_emuldata;
	if (uap == NULL)
		return;
	child->td_proc->p_sigparent =
	    linux_to_bsd_signal(uap->flags & LINUX_CSIGNAL);
	linux_clone_setregs(child, uap->stack,
	    (uap->flags & LINUX_CLONE_SETTLS) != 0, uap->tls);
	if ((uap->flags & LINUX_CLONE_CHILD_SETTID) != 0)
		child->td_emuldata = uap->child_tid;
}

/* In the child, on its way to user mode for the first time. */
void
linux_schedtail(struct thread *td)
{
	l_int *child_tid, tid;

	child_tid = td->td_emuldata;
	td->td_emuldata = NULL;
	if (child_tid != NULL) {
		tid = td->td_proc->p_pid;
		(void)copyout(&tid, child_tid, sizeof(tid));
	}
}

static int
linux_fork_common(struct thread *td, int flags, struct linux_clone_args *uap)
{
	struct fork_req fr;
	pid_t pid;
	int error;

	memset(&fr, 0, sizeof(fr));
	fr.fr_flags = RFFDG | RFPROC | flags;
	fr.fr_pidp = &pid;
	td->td_emuldata = uap;
	error = fork1(td, &fr);
	td->td_emuldata = NULL;
	if (error == 0) {
		td->td_retval[0] = pid;
		td->td_retval[1] = 0;
	}
	return (error);
}

int
linux_fork(struct thread *td, struct linux_fork_args *uap __unused)
{

	return (linux_fork_common(td, 0, NULL));
}

int
linux_vfork(struct thread *td, struct linux_vfork_args *uap __unused)
{

	return (linux_fork_common(td, RFMEM | RFPPWAIT, NULL));
}

int
linux_clone(struct thread *td, struct linux_clone_args *uap)
{
	l_int tid;
	int error, flags, sig;

	if ((uap->flags & ~(l_ulong)LINUX_CLONE_SUPPORTED) != 0)
		return (EINVAL);
	/* Memory is shared only while the parent waits. */
	if ((uap->flags & LINUX_CLONE_VM) != 0 &&
	    (uap->flags & LINUX_CLONE_VFORK) == 0)
		return (EINVAL);
	sig = uap->flags & LINUX_CSIGNAL;
	if (sig != 0 && linux_to_bsd_signal(sig) == 0)
		return (EINVAL);
	if ((uap->flags & LINUX_CLONE_SETTLS) != 0 &&
	    uap->tls >= VM_MAXUSER_ADDRESS)
		return (EPERM);
	flags = 0;
	if ((uap->flags & LINUX_CLONE_VM) != 0)
		flags |= RFMEM;
	if ((uap->flags & LINUX_CLONE_VFORK) != 0)
		flags |= RFPPWAIT;
	error = linux_fork_common(td, flags, uap);
	if (error == 0 && (uap->flags & LINUX_CLONE_PARENT_SETTID) != 0) {
		tid = td->td_retval[0];
		error = copyout(&tid, uap->parent_tid, sizeof(tid));
	}
	return (error);
}

int
linux_exit(struct thread *td, struct linux_exit_args *uap)
{

	exit1(td, uap->status & 0xff, 0);
	/* NOTREACHED */
}

int
linux_exit_group(struct thread *td, struct linux_exit_group_args *uap)
{

	exit1(td, uap->status & 0xff, 0);
	/* NOTREACHED */
}

int
linux_gettid(struct thread *td, struct linux_gettid_args *uap __unused)
{

	td->td_retval[0] = td->td_proc->p_pid;
	return (0);
}

/* See LINUX_CLONE_SUPPORTED: there is nobody to tell when the thread ends. */
int
linux_set_tid_address(struct thread *td,
    struct linux_set_tid_address_args *uap __unused)
{

	td->td_retval[0] = td->td_proc->p_pid;
	return (0);
}

/* Robust locks matter to processes that share memory for them: not here. */
int
linux_set_robust_list(struct thread *td __unused,
    struct linux_set_robust_list_args *uap)
{

	return (uap->len == 24 ? 0 : EINVAL);
}

int
bsd_to_linux_status(int status)
{

	if (WIFCONTINUED(status))
		return (LINUX_WCONTINUED_STATUS);
	if (WIFSTOPPED(status))
		return (W_STOPCODE(bsd_to_linux_signal(WSTOPSIG(status))));
	if (WIFSIGNALED(status))
		return (bsd_to_linux_signal(WTERMSIG(status)) |
		    (status & WCOREFLAG));
	return (status);
}

/* -1 if an option is unknown. */
static int
linux_to_bsd_woptions(int loptions)
{
	int options;

	if ((loptions & ~(LINUX_WNOHANG | LINUX_WUNTRACED | LINUX_WEXITED |
	    LINUX_WCONTINUED | LINUX_WNOWAIT | LINUX___WNOTHREAD |
	    LINUX___WALL | LINUX___WCLONE)) != 0)
		return (-1);
	options = 0;
	if ((loptions & LINUX_WNOHANG) != 0)
		options |= WNOHANG;
	if ((loptions & LINUX_WUNTRACED) != 0)
		options |= WUNTRACED;
	if ((loptions & LINUX_WCONTINUED) != 0)
		options |= WCONTINUED;
	if ((loptions & LINUX_WNOWAIT) != 0)
		options |= WNOWAIT;
	return (options);
}

int
linux_wait4(struct thread *td, struct linux_wait4_args *uap)
{
	struct rusage ru;
	int error, options, status;

	options = linux_to_bsd_woptions(uap->options);
	if (options < 0 ||
	    (uap->options & (LINUX_WEXITED | LINUX_WNOWAIT)) != 0)
		return (EINVAL);
	error = kern_wait(td, uap->pid, &status, options,
	    uap->rusage != NULL ? &ru : NULL);
	/* Nobody was found: nothing to report. */
	if (error != 0 || td->td_retval[0] == 0)
		return (error);
	if (uap->status != NULL) {
		status = bsd_to_linux_status(status);
		error = copyout(&status, uap->status, sizeof(status));
	}
	if (error == 0 && uap->rusage != NULL)
		error = copyout(&ru, uap->rusage, sizeof(ru));
	return (error);
}

/* The siginfo that waitid(2) makes of a status word. */
static void
linux_status_to_siginfo(pid_t pid, int status, l_siginfo_t *lsi)
{

	memset(lsi, 0, sizeof(*lsi));
	if (pid == 0)
		return;
	lsi->lsi_signo = LINUX_SIGCHLD;
	lsi->lsi.chld.pid = pid;
	if (WIFCONTINUED(status)) {
		lsi->lsi_code = CLD_CONTINUED;
		lsi->lsi.chld.status = LINUX_SIGCONT;
	} else if (WIFSTOPPED(status)) {
		lsi->lsi_code = CLD_STOPPED;
		lsi->lsi.chld.status = bsd_to_linux_signal(WSTOPSIG(status));
	} else if (WIFSIGNALED(status)) {
		lsi->lsi_code = WCOREDUMP(status) ? CLD_DUMPED : CLD_KILLED;
		lsi->lsi.chld.status = bsd_to_linux_signal(WTERMSIG(status));
	} else {
		lsi->lsi_code = CLD_EXITED;
		lsi->lsi.chld.status = WEXITSTATUS(status);
	}
}

/*
 * As wait4(2), but the result is a siginfo.  A wait that leaves out ended
 * children is not something the kernel offers.
 */
int
linux_waitid(struct thread *td, struct linux_waitid_args *uap)
{
	struct rusage ru;
	l_siginfo_t lsi;
	pid_t pid;
	int error, options, status;

	options = linux_to_bsd_woptions(uap->options);
	if (options < 0 || (uap->options & LINUX_WEXITED) == 0)
		return (EINVAL);
	switch (uap->idtype) {
	case LINUX_P_ALL:
		pid = WAIT_ANY;
		break;
	case LINUX_P_PID:
		if (uap->id <= 0)
			return (EINVAL);
		pid = uap->id;
		break;
	case LINUX_P_PGID:
		if (uap->id < 0)
			return (EINVAL);
		pid = -uap->id;
		break;
	default:
		return (EINVAL);
	}
	status = 0;
	error = kern_wait(td, pid, &status, options,
	    uap->rusage != NULL ? &ru : NULL);
	if (error != 0)
		return (error);
	pid = td->td_retval[0];
	td->td_retval[0] = 0;
	if (uap->info != NULL) {
		linux_status_to_siginfo(pid, status, &lsi);
		error = copyout(&lsi, uap->info, sizeof(lsi));
	}
	if (error == 0 && uap->rusage != NULL && pid != 0)
		error = copyout(&ru, uap->rusage, sizeof(ru));
	return (error);
}
