/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * proctest GROUP: run one group of the checks of processes.
 */
#include <sys/time.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include "proctest.h"

int			failures;
volatile sig_atomic_t	caught;
siginfo_t		caught_info;
const char		*caught_stack;

static void
handler(int sig, siginfo_t *info, void *context __unused)
{
	char here;

	caught = sig;
	caught_info = *info;
	caught_stack = &here;
}

void
catch_signal(int sig, int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = handler;
	sa.sa_flags = flags | SA_SIGINFO;
	if (sigaction(sig, &sa, NULL) != 0)
		err(1, "sigaction");
	caught = 0;
}

static void
change_mask(int how, int sig)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, sig);
	if (sigprocmask(how, &set, NULL) != 0)
		err(1, "sigprocmask");
}

void
block_signal(int sig)
{

	change_mask(SIG_BLOCK, sig);
}

void
unblock_signal(int sig)
{

	change_mask(SIG_UNBLOCK, sig);
}

void
alarm_every(int usec)
{
	struct itimerval it;

	it.it_interval.tv_sec = it.it_value.tv_sec = 0;
	it.it_interval.tv_usec = it.it_value.tv_usec = usec;
	if (setitimer(ITIMER_REAL, &it, NULL) != 0)
		err(1, "setitimer");
}

pid_t
start(void (*func)(void *), void *arg)
{
	pid_t pid;

	fflush(stdout);
	pid = fork();
	if (pid < 0)
		err(1, "fork");
	if (pid == 0) {
		failures = 0;
		func(arg);
		fflush(stdout);
		_exit(failures != 0);
	}
	return (pid);
}

int
status_of(pid_t pid)
{
	int status;

	while (waitpid(pid, &status, 0) != pid)
		if (errno != EINTR)
			err(1, "waitpid");
	return (status);
}

int
run(void (*func)(void *), void *arg)
{

	return (status_of(start(func, arg)));
}

void
sleep_forever(void *arg __unused)
{

	for (;;)
		pause();
}

void
say_ready(const int *pipe)
{

	CHECK(write(pipe[1], "r", 1) == 1);
}

void
wait_ready(const int *pipe)
{
	char c;

	CHECK(read(pipe[0], &c, 1) == 1);
}

void
write_file(const char *path, const void *data, size_t len, int mode)
{
	int fd;

	fd = open(path, O_CREAT | O_WRONLY | O_TRUNC, mode);
	if (fd < 0 || write(fd, data, len) != (ssize_t)len ||
	    fchmod(fd, mode) != 0)
		err(1, "%s", path);
	close(fd);
}

void
check_no_children(void)
{

	CHECK_ERROR(waitpid(-1, NULL, WNOHANG), ECHILD);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char	*name;
		void		(*func)(void);
	} groups[] = {
		{ "badelf", test_badelf },
		{ "clocks", test_clocks },
		{ "credentials", test_credentials },
		{ "descriptors", test_descriptors },
		{ "exec", test_exec },
		{ "groups", test_groups },
		{ "pipes", test_pipes },
		{ "poll", test_poll },
		{ "processes", test_processes },
		{ "procinfo", test_procinfo },
		{ "signals", test_signals },
		{ "storm", test_storm },
		{ "terminals", test_terminals },
		{ "waiting", test_waiting },
	};
	size_t i;

	if (argc > 2)
		return (executed(argc, argv));
	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (argc == 2 && strcmp(argv[1], groups[i].name) == 0) {
			groups[i].func();
			check_no_children();
			if (failures == 0)
				printf("all ok\n");
			return (failures != 0);
		}
	errx(64, "usage: proctest badelf | clocks | credentials | descriptors "
	    "| exec | groups\n\t| pipes | poll | processes | procinfo | "
	    "signals | storm | terminals | waiting");
}
