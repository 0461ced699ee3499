/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Processes: fork and its kin, execve, wait, groups, usage.
 */
#define	_GNU_SOURCE
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/times.h>
#include <sys/wait.h>
#include <sched.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linuxtest.h"

extern char	**environ;

static int
child_ids(void)
{

	return (getppid() <= 0 || syscall(SYS_gettid) != getpid());
}

static int
child_terminated(void)
{

	raise(SIGTERM);
	return (0);
}

static int
child_session(void)
{

	if (setpgid(0, 0) != 0 || getpgrp() != getpid() || setsid() != -1)
		return (1);
	if (fork() == 0)
		_exit(setsid() != getpid() || getsid(0) != getpid());
	wait(NULL);
	return (0);
}

static int
child_busy(void)
{
	volatile long i;

	for (i = 0; i < 60000000; i++)
		continue;
	return (0);
}

static void
stop_and_continue(void)
{
	pid_t pid;
	int status;

	pid = fork();
	if (pid == 0) {
		raise(SIGSTOP);
		usleep(50000);
		_exit(9);
	}
	YES(waitpid(pid, &status, WUNTRACED) == pid);
	YES(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
	OK(kill(pid, SIGCONT));
	YES(waitpid(pid, &status, WCONTINUED) == pid);
	YES(WIFCONTINUED(status));
	YES(waitpid(pid, &status, 0) == pid);
	YES(WIFEXITED(status) && WEXITSTATUS(status) == 9);
	FAILS(ECHILD, waitpid(-1, &status, WNOHANG));
}

static void
wait_for_signal(void)
{
	siginfo_t si;
	pid_t pid;
	int status;

	pid = fork();
	if (pid == 0) {
		pause();
		_exit(0);
	}
	YES(waitpid(pid, &status, WNOHANG) == 0);
	OK(kill(pid, SIGUSR1));
	OK(waitid(P_PID, pid, &si, WEXITED));
	YES(si.si_signo == SIGCHLD && si.si_pid == pid &&
	    si.si_code == CLD_KILLED && si.si_status == SIGUSR1);
	signal(SIGCHLD, SIG_IGN);
	pid = fork();
	if (pid == 0)
		_exit(0);
	FAILS(ECHILD, waitpid(pid, &status, 0));
	signal(SIGCHLD, SIG_DFL);
}

static void
execution(void)
{
	char *argv[] = { self, "exit", "6", NULL };
	char *huge, *too_much[] = { self, NULL, NULL };
	pid_t pid;
	int status;

	pid = vfork();
	if (pid == 0) {
		execl("/proc/self/exe", self, "exit", "5", (char *)NULL);
		_exit(1);
	}
	YES(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 5);
	OK(posix_spawn(&pid, self, NULL, NULL, argv, environ));
	YES(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 6);
	YES(posix_spawn(&pid, "/nonexistent", NULL, NULL, argv, environ) ==
	    ENOENT);
	YES(WEXITSTATUS(system("exit 4")) == 4);
	huge = malloc(3 << 20);
	memset(huge, 'a', 3 << 20);
	huge[(3 << 20) - 1] = '\0';
	too_much[1] = huge;
	FAILS(E2BIG, execve(self, too_much, environ));
	free(huge);
	FAILS(EACCES, execve("/", argv, environ));
	FAILS(ENOENT, execve("/nonexistent", argv, environ));
	FAILS(EFAULT, syscall(SYS_execve, 8, argv, environ));
}

/* The ids that clone(2) stores, and what it refuses. */
static void
clones(void)
{
	int child_tid, parent_tid, status;
	pid_t pid;

	child_tid = 0;
	pid = syscall(SYS_clone, SIGCHLD | CLONE_CHILD_SETTID |
	    CLONE_PARENT_SETTID, NULL, &parent_tid, &child_tid, NULL);
	if (pid == 0)
		_exit(child_tid != getpid());
	YES(parent_tid == pid && child_tid == 0);
	YES(waitpid(pid, &status, 0) == pid && status == 0);
	FAILS(EINVAL, syscall(SYS_clone, CLONE_THREAD | CLONE_VM |
	    CLONE_SIGHAND, NULL, NULL, NULL, NULL));
	FAILS(EINVAL, syscall(SYS_clone, SIGCHLD | CLONE_VM, NULL, NULL, NULL,
	    NULL));
}

static void
usage(void)
{
	struct rusage ru;
	struct tms tms;
	pid_t pid;

	pid = fork();
	if (pid == 0)
		_exit(in_child(child_busy));
	YES(wait4(pid, NULL, 0, &ru) == pid);
	YES(ru.ru_utime.tv_sec > 0 || ru.ru_utime.tv_usec > 0);
	YES(times(&tms) != -1 && tms.tms_cutime > 0);
	OK(getrusage(RUSAGE_CHILDREN, &ru));
	YES(ru.ru_utime.tv_sec > 0 || ru.ru_utime.tv_usec > 0);
}

void
test_processes(void)
{
	char name[17];

	YES(in_child(child_ids) == 0);
	YES(in_child(child_terminated) == 128 + SIGTERM);
	YES(in_child(child_session) == 0);
	stop_and_continue();
	wait_for_signal();
	execution();
	clones();
	usage();
	memset(name, 0, sizeof(name));
	OK(prctl(PR_SET_NAME, "a-name-that-is-too-long"));
	OK(prctl(PR_GET_NAME, name));
	YES(strcmp(name, "a-name-that-is-") == 0);
}
