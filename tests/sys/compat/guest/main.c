/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linuxtest GROUP: check a group of system calls.  Says "all ok" and exits
 * with 0, or names what is not.  "linuxtest exit N" exits with N.
 */
#include <sys/time.h>
#include <sys/wait.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linuxtest.h"

char	*self;

static int	failures;

void
check(bool ok, const char *file, int line, const char *what)
{

	if (ok)
		return;
	printf("not ok: %s:%d: %s (errno %d)\n", file, line, what, errno);
	failures++;
}

void
handle(int sig, void *handler, int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = handler;
	sa.sa_flags = flags;
	OK(sigaction(sig, &sa, NULL));
}

void
alarm_in(long usec, bool again)
{
	struct itimerval it = { { 0, again ? usec : 0 }, { 0, usec } };

	OK(setitimer(ITIMER_REAL, &it, NULL));
}

void
alarm_off(void)
{
	struct itimerval it;

	memset(&it, 0, sizeof(it));
	OK(setitimer(ITIMER_REAL, &it, NULL));
}

int
in_child(int (*func)(void))
{
	pid_t pid;
	int status;

	fflush(stdout);
	pid = fork();
	if (pid == 0)
		_exit(func());
	YES(waitpid(pid, &status, 0) == pid);
	return (WIFSIGNALED(status) ? 128 + WTERMSIG(status) :
	    WEXITSTATUS(status));
}

double
seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (ts.tv_sec + ts.tv_nsec / 1e9);
}

static const struct {
	const char	*name;
	void		(*func)(void);
} groups[] = {
	{ "files",	test_files },
	{ "frames",	test_frames },
	{ "memory",	test_memory },
	{ "names",	test_names },
	{ "poll",	test_poll },
	{ "processes",	test_processes },
	{ "restart",	test_restart },
	{ "signals",	test_signals },
	{ "system",	test_system },
};

int
main(int argc, char *argv[])
{
	size_t i;

	if (argc == 3 && strcmp(argv[1], "exit") == 0)
		return (atoi(argv[2]));
	self = argv[0];
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (argc > 1 && strcmp(groups[i].name, argv[1]) == 0)
			break;
	if (i == sizeof(groups) / sizeof(groups[0])) {
		fprintf(stderr, "usage: linuxtest group\n");
		return (64);
	}
	groups[i].func();
	if (failures == 0)
		puts("all ok");
	return (failures != 0);
}
