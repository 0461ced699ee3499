/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Process groups and sessions.
 */
#include <sys/wait.h>
#include "proctest.h"

static void
new_session(void *arg __unused)
{
	pid_t sid;

	sid = setsid();
	CHECK(sid == getpid() && getpgrp() == sid && getsid(0) == sid);
	CHECK_ERROR(setsid(), EPERM);
	CHECK_ERROR(setpgid(0, 0), EPERM);
}

static void
check_group_of(void *arg)
{

	wait_ready(arg);
	CHECK(getpgrp() == getpid());
}

static void
check_setpgid(void)
{
	int fd[2];
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = start(check_group_of, fd);
	CHECK(setpgid(pid, pid) == 0);
	CHECK(getpgid(pid) == pid);
	CHECK_ERROR(setpgid(1, 1), ESRCH);
	CHECK_ERROR(setpgid(pid, 99999), EPERM);
	CHECK_ERROR(setpgid(pid, -1), EINVAL);
	say_ready(fd);
	CHECK(status_of(pid) == 0);
	close(fd[0]);
	close(fd[1]);
}

static void
sleep_in_group(void *arg)
{

	setpgid(0, 0);
	say_ready(arg);
	sleep_forever(NULL);
}

static void
check_group_calls(void)
{
	int fd[2], status;
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = start(sleep_in_group, fd);
	wait_ready(fd);
	CHECK(waitpid(-pid, &status, WNOHANG) == 0);
	CHECK(kill(-pid, SIGTERM) == 0);
	CHECK(waitpid(-pid, &status, 0) == pid && WTERMSIG(status) == SIGTERM);
	CHECK_ERROR(kill(-pid, 0), ESRCH);
	close(fd[0]);
	close(fd[1]);
}

static void
stop_in_group(int *fd)
{

	setpgid(0, 0);
	catch_signal(SIGHUP, 0);
	say_ready(fd);
	kill(getpid(), SIGSTOP);
	CHECK(write(fd[1], caught == SIGHUP ? "y" : "n", 1) == 1);
	_exit(0);
}

static void
leave_orphaned_group(void *arg)
{
	int *fd = arg, status;
	pid_t pid;

	setsid();
	pid = fork();
	if (pid == 0)
		stop_in_group(fd);
	CHECK(waitpid(pid, &status, WUNTRACED) == pid && WIFSTOPPED(status));
}

/* A stopped group that loses its last parent gets SIGHUP, and goes on. */
static void
check_orphaned_group(void)
{
	int fd[2];
	char c;

	CHECK(pipe(fd) == 0);
	CHECK(run(leave_orphaned_group, fd) == 0);
	close(fd[1]);
	wait_ready(fd);
	CHECK(read(fd[0], &c, 1) == 1 && c == 'y');
	close(fd[0]);
}

void
test_groups(void)
{

	CHECK(run(new_session, NULL) == 0);
	check_setpgid();
	check_group_calls();
	check_orphaned_group();
}
