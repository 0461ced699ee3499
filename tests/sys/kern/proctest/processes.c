/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * fork(2), exit and wait(2).
 */
#include <sys/resource.h>
#include <sys/wait.h>
#include "proctest.h"

#define	MANY	200

static void
exit_with(void *arg)
{

	_exit(*(int *)arg);
}

static void
fault(void *arg)
{

	*(volatile int *)arg = 1;
}

static void
spin(void *arg __unused)
{

	for (;;)
		continue;
}

static void
stop_and_exit(void *arg)
{

	kill(getpid(), SIGSTOP);
	exit_with(arg);
}

static void
check_statuses(void)
{
	struct rusage ru;
	int seven = 7, status;
	pid_t pid;

	pid = start(exit_with, &seven);
	CHECK(wait4(pid, &status, 0, &ru) == pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 7);
	check_no_children();

	pid = start(sleep_forever, NULL);
	CHECK(waitpid(pid, &status, WNOHANG) == 0);
	kill(pid, SIGTERM);
	status = status_of(pid);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGTERM);

	status = run(fault, BAD_POINTER);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

static void
check_bad_status(void)
{
	int zero = 0;
	pid_t pid;

	CHECK_ERROR(waitpid(-1, BAD_POINTER, 0), ECHILD);
	pid = start(exit_with, &zero);
	CHECK_ERROR(waitpid(pid, BAD_POINTER, 0), EFAULT);
	check_no_children();
	CHECK_ERROR(wait4(-1, NULL, 0x40000000, NULL), EINVAL);
}

/* A child that sleeps, one that runs, and one that stops itself. */
static void
check_stops(void)
{
	int five = 5, status;
	pid_t pid;

	pid = start(sleep_forever, NULL);
	kill(pid, SIGSTOP);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid);
	CHECK(WIFSTOPPED(status) && WSTOPSIG(status) == SIGSTOP);
	CHECK(waitpid(pid, &status, WUNTRACED | WNOHANG) == 0);
	kill(pid, SIGCONT);
	CHECK(waitpid(pid, &status, WCONTINUED) == pid);
	CHECK(WIFCONTINUED(status));
	kill(pid, SIGTERM);
	CHECK(WTERMSIG(status_of(pid)) == SIGTERM);

	pid = start(spin, NULL);
	kill(pid, SIGSTOP);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
	kill(pid, SIGKILL);
	CHECK(WTERMSIG(status_of(pid)) == SIGKILL);

	pid = start(stop_and_exit, &five);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
	kill(pid, SIGCONT);
	status = status_of(pid);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 5);
}

static void
nap(void *arg __unused)
{
	struct timespec t = { 0, 200000000 };

	CHECK(nanosleep(&t, NULL) == 0);
}

/* Who sleeps does not notice that it was stopped meanwhile. */
static void
check_stopped_sleep(void)
{
	int status;
	pid_t pid;

	pid = start(nap, NULL);
	usleep(SHORT_USEC);
	kill(pid, SIGSTOP);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
	kill(pid, SIGCONT);
	CHECK(status_of(pid) == 0);
}

static void
check_many(void)
{
	int i, zero = 0;

	for (i = 0; i < MANY; i++)
		(void)start(exit_with, &zero);
	for (i = 0; i < MANY; i++)
		CHECK(wait(NULL) > 0);
	check_no_children();
}

static void
reparent(void *arg)
{
	int *pipe = arg;
	pid_t parent;

	parent = getpid();
	if (fork() == 0) {
		while (getppid() == parent)
			usleep(SHORT_USEC);
		CHECK(getppid() == 1);
		if (failures == 0)
			say_ready(pipe);
	}
	_exit(0);
}

/* Orphans become children of init. */
static void
check_orphans(void)
{
	int fd[2];

	CHECK(pipe(fd) == 0);
	CHECK(run(reparent, fd) == 0);
	close(fd[1]);
	wait_ready(fd);
	close(fd[0]);
}

void
test_processes(void)
{

	check_statuses();
	check_bad_status();
	check_stops();
	check_stopped_sleep();
	check_many();
	check_orphans();
}
