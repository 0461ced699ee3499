/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl kern.proc: processes as others see them.
 */
#include <sys/sysctl.h>
#include <sys/user.h>
#include <err.h>
#include <stdlib.h>
#include "proctest.h"

/* The process pid, of all there are, or NULL; *all is to be freed. */
static struct kinfo_proc *
find_among_all(pid_t pid, struct kinfo_proc **all)
{
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_ALL };
	size_t i, len;

	CHECK(sysctl(mib, 3, NULL, &len, NULL, 0) == 0 && len > 0);
	*all = malloc(len);
	if (*all == NULL)
		err(1, "malloc");
	CHECK(sysctl(mib, 3, *all, &len, NULL, 0) == 0);
	CHECK(len % sizeof(struct kinfo_proc) == 0);
	for (i = 0; i < len / sizeof(struct kinfo_proc); i++)
		if ((*all)[i].ki_pid == pid)
			return (&(*all)[i]);
	return (NULL);
}

static void
check_self(void)
{
	struct kinfo_proc *all, *ki;

	ki = find_among_all(getpid(), &all);
	CHECK(ki != NULL);
	if (ki != NULL) {
		CHECK(ki->ki_structsize == KINFO_PROC_SIZE);
		CHECK(ki->ki_ppid == getppid());
		CHECK(ki->ki_pgid == getpgrp());
		CHECK(strcmp(ki->ki_comm, "proctest") == 0);
		CHECK(ki->ki_stat == SRUN);
		CHECK(ki->ki_rssize > 0);
		CHECK(ki->ki_wchan == NULL);
	}
	free(all);
}

static void
check_one(pid_t pid, int stat)
{
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, pid };
	struct kinfo_proc ki;
	size_t len;

	len = sizeof(ki);
	CHECK(sysctl(mib, 4, &ki, &len, NULL, 0) == 0 && len == sizeof(ki));
	CHECK(ki.ki_pid == pid && ki.ki_ppid == getpid());
	CHECK(ki.ki_stat == stat);
}

static void
check_arguments(void)
{
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_ARGS, getpid() };
	static const char wanted[] = "procinfo";
	char args[256];
	size_t len;

	len = sizeof(args);
	CHECK(sysctl(mib, 4, args, &len, NULL, 0) == 0);
	CHECK(len > sizeof(wanted) &&
	    memcmp(args + len - sizeof(wanted), wanted, sizeof(wanted)) == 0);
}

static void
check_nobody(void)
{
	int mib[] = { CTL_KERN, KERN_PROC, KERN_PROC_PID, 99999 };
	struct kinfo_proc ki;
	size_t len;

	len = sizeof(ki);
	CHECK_ERROR(sysctl(mib, 4, &ki, &len, NULL, 0), ESRCH);
}

static void
sleep_soon(void *arg)
{

	say_ready(arg);
	sleep_forever(NULL);
}

void
test_procinfo(void)
{
	int fd[2], status;
	pid_t pid;

	check_self();
	check_arguments();
	check_nobody();

	CHECK(pipe(fd) == 0);
	pid = start(sleep_soon, fd);
	wait_ready(fd);
	usleep(SHORT_USEC);
	check_one(pid, SSLEEP);
	kill(pid, SIGKILL);
	usleep(SHORT_USEC);
	check_one(pid, SZOMB);
	status = status_of(pid);
	CHECK((status & 0x7f) == SIGKILL);
	close(fd[0]);
	close(fd[1]);
}
