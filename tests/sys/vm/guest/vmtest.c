/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vmtest GROUP: run one group of the checks of memory and traps.
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <err.h>
#include <stdlib.h>
#include <unistd.h>
#include "vmtest.h"

int	failures;

int
child_status(void (*func)(void *), void *arg)
{
	pid_t pid;
	int status = -1;

	fflush(stdout);
	pid = fork();
	if (pid == 0) {
		func(arg);
		fflush(stdout);
		_exit(failures != 0);
	}
	CHECK(pid > 0 && waitpid(pid, &status, 0) == pid);
	return (status);
}

char *
anon(size_t pages)
{
	char *p;

	p = mmap(NULL, pages * PAGE, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANON, -1, 0);
	if (p == MAP_FAILED)
		err(1, "mmap");
	return (p);
}

int
main(int argc, char **argv)
{
	static const struct {
		const char	*name;
		void		(*func)(void);
	} groups[] = {
		{ "calls", test_calls },
		{ "exhaust", test_exhaust },
		{ "faults", test_faults },
		{ "fork", test_fork },
		{ "memory", test_memory },
		{ "signals", test_signals },
	};
	size_t i;

	for (i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
		if (argc == 2 && strcmp(argv[1], groups[i].name) == 0) {
			groups[i].func();
			if (failures == 0)
				printf("all ok\n");
			return (failures != 0);
		}
	errx(64, "usage: vmtest calls|exhaust|faults|fork|memory|signals");
}
