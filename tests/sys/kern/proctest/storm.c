/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Many processes that create, stop, signal and end others, with pipes, timers
 * and terminated sessions among them, in an order of chance that is the same
 * in each run.
 */
#include <sys/wait.h>
#include <err.h>
#include <poll.h>
#include <stdlib.h>
#include "proctest.h"

#define	WORKERS	8
#define	ROUNDS	500

static unsigned int seed;

static unsigned int
chance(unsigned int n)
{

	seed = seed * 1103515245 + 12345;
	return ((seed >> 16) % n);
}

static void
do_exit(void)
{
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		if (chance(2) == 0)
			_exit(0);
		kill(getpid(), SIGKILL);
	}
	(void)status_of(pid);
}

static void
do_stop(void)
{
	pid_t pid;

	pid = fork();
	if (pid == 0)
		sleep_forever(NULL);
	usleep(chance(3000));
	kill(pid, SIGSTOP);
	kill(pid, SIGUSR1);
	kill(pid, SIGCONT);
	kill(pid, SIGKILL);
	CHECK(WTERMSIG(status_of(pid)) == SIGKILL);
}

static void
do_pipe(void)
{
	static char buf[3000];
	size_t total;
	ssize_t n;
	int fd[2], i;
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = fork();
	if (pid == 0) {
		alarm_every(0);
		/* Short writes are whole, whatever comes between. */
		for (i = 0; i < 20; i++)
			while (write(fd[1], buf, 500) != 500)
				continue;
		_exit(0);
	}
	close(fd[1]);
	total = 0;
	while ((n = read(fd[0], buf, 1000)) != 0)
		if (n > 0)
			total += (size_t)n;
	CHECK(total == 20 * 500);
	close(fd[0]);
	CHECK(status_of(pid) == 0);
}

static void
do_signal_all(void)
{

	kill(0, SIGUSR1);
}

static void
do_exec(void)
{
	char *argv[] = { "proctest", "nothing", "x", NULL };
	int status;
	pid_t pid;

	pid = vfork();
	if (pid == 0) {
		execv(PROGRAM, argv);
		_exit(99);
	}
	status = status_of(pid);
	/* Between the exec and its end a signal has no handler. */
	CHECK(WIFSIGNALED(status) || WEXITSTATUS(status) == 1);
}

static void
do_poll(void)
{
	struct pollfd pf;
	int fd[2];

	CHECK(pipe(fd) == 0);
	pf.fd = fd[0];
	pf.events = POLLIN;
	(void)poll(&pf, 1, (int)chance(5));
	CHECK(pf.revents == 0);
	close(fd[0]);
	close(fd[1]);
}

static void
do_session(void)
{
	pid_t pid;

	pid = fork();
	if (pid == 0) {
		setsid();
		if (fork() == 0) {
			setpgid(0, 0);
			if (chance(2) == 0)
				kill(getpid(), SIGTSTP);
		}
		_exit(0);
	}
	(void)status_of(pid);
}

static void
worker(void *arg)
{
	static void (* const actions[])(void) = {
		do_exit, do_stop, do_pipe, do_signal_all, do_exec, do_poll,
		do_session,
	};
	int flags, i, id = *(int *)arg;

	seed = (unsigned int)id * 7919 + 1;
	flags = (id & 1) != 0 ? SA_RESTART : 0;
	catch_signal(SIGUSR1, flags);
	catch_signal(SIGALRM, flags);
	catch_signal(SIGCHLD, flags);
	alarm_every(5000 + id * 1000);
	for (i = 0; i < ROUNDS; i++)
		actions[chance(sizeof(actions) / sizeof(actions[0]))]();
	alarm_every(0);
}

void
test_storm(void)
{
	pid_t pids[WORKERS];
	int i;

	/* Not the group of the shell that waits for us. */
	CHECK(setpgid(0, 0) == 0);
	signal(SIGUSR1, SIG_IGN);
	for (i = 0; i < WORKERS; i++)
		pids[i] = start(worker, &i);
	for (i = 0; i < WORKERS; i++)
		CHECK(status_of(pids[i]) == 0);
}
