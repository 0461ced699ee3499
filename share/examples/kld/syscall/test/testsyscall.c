/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * testsyscall number ...: add up the numbers by the call of syscall.ko.
 */

#include <sys/param.h>
#include <sys/module.h>
#include <sys/syscall.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/*
 * The number of a loadable system call is known once it is loaded.
 */
static int
find_call(const char *name)
{
	struct module_stat st;
	int id;

	if ((id = modfind(name)) < 0)
		err(EXIT_FAILURE, "module %s (is syscall.ko loaded?)", name);
	st.version = sizeof(st);
	if (modstat(id, &st) != 0)
		err(EXIT_FAILURE, "modstat");
	return (st.data.intval);
}

static long
number(const char *text)
{
	char *end;
	long n;

	errno = 0;
	n = strtol(text, &end, 0);
	if (end == text || *end != '\0' || errno != 0)
		errx(EXIT_FAILURE, "'%s' is not a number", text);
	return (n);
}

int
main(int argc, char *argv[])
{
	long *numbers, sum;
	int call, i;

	call = find_call("sys/sum");
	if ((numbers = calloc((size_t)argc, sizeof(*numbers))) == NULL)
		err(EXIT_FAILURE, NULL);
	for (i = 1; i < argc; i++)
		numbers[i - 1] = number(argv[i]);

	if (syscall(call, numbers, argc - 1, &sum) != 0)
		err(EXIT_FAILURE, "sum, system call %d", call);
	printf("system call %d: the sum is %ld\n", call, sum);

	/* An address that is not ours is refused and does no harm. */
	if (syscall(call, numbers, argc - 1, (long *)8) == 0)
		errx(EXIT_FAILURE, "a bad address was taken");
	warn("a bad address, as it should");
	free(numbers);
	return (EXIT_SUCCESS);
}
