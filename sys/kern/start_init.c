/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Process 1.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/filedesc.h>
#include <sys/imgact.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/unistd.h>

#include <machine/cpu.h>

/* What is tried as the first program, in this order; kenv init_path. */
static char init_path[MAXPATHLEN] = "/sbin/init:/rescue/init";
TUNABLE_STR("init_path", init_path, sizeof(init_path));
SYSCTL_STRING(_kern, OID_AUTO, init_path, CTLFLAG_RD, init_path, 0,
    "Path used to search for the init process");

/*
 * Become a program; returns an error if that fails.
 */
static int
exec_init(struct thread *td, const char *path)
{
	struct image_args args;
	int error;

	exec_alloc_args(&args);
	error = exec_args_add_fname(&args, path, UIO_SYSSPACE);
	if (error == 0)
		error = exec_args_add_arg(&args, path, UIO_SYSSPACE);
	if (error == 0 && (boothowto & RB_SINGLE) != 0)
		error = exec_args_add_arg(&args, "-s", UIO_SYSSPACE);
	if (error != 0) {
		exec_free_args(&args);
		return (error);
	}
	error = kern_execve(td, &args, NULL, NULL);
	return (error == EJUSTRETURN ? 0 : error);
}

/*
 * The thread's way to user mode; it ends in the machine's return from a
 * system call that was never made.
 */
static void
start_init(void *arg __unused)
{
	char *next, *path;
	int error;

	pwd_set_rootvnode();
	for (next = init_path; (path = strsep(&next, ":")) != NULL;) {
		if (*path == '\0')
			continue;
		error = exec_init(curthread, path);
		if (error == 0)
			return;
		if (error != ENOENT)
			printf("exec %s: %s\n", path, errname(error));
	}
	panic("no init");
}

static void
create_init(void *arg __unused)
{
	struct fork_req fr;
	struct thread *td;
	int error;

	memset(&fr, 0, sizeof(fr));
	fr.fr_flags = RFFDG | RFPROC | RFSTOPPED;
	fr.fr_procp = &initproc;
	error = fork1(&thread0, &fr);
	if (error != 0)
		panic("cannot fork init: %d", error);
	KASSERT(initproc->p_pid == 1, ("init's pid is %d", initproc->p_pid));
	td = FIRST_THREAD_IN_PROC(initproc);
	strlcpy(initproc->p_comm, "init", sizeof(initproc->p_comm));
	strlcpy(td->td_name, "init", sizeof(td->td_name));
	cpu_fork_kthread_handler(td, start_init, NULL);
	thread_lock(td);
	sched_prio(td, PUSER);
	thread_unlock(td);
}
SYSINIT(init, SI_SUB_CREATE_INIT, SI_ORDER_FIRST, create_init, NULL);

static void
kick_init(void *arg __unused)
{
	struct thread *td;

	td = FIRST_THREAD_IN_PROC(initproc);
	thread_lock(td);
	sched_add(td, SRQ_BORING);
	thread_unlock(td);
}
SYSINIT(kick_init, SI_SUB_KTHREAD_INIT, SI_ORDER_MIDDLE, kick_init, NULL);
