/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * wait(2), waitpid(2), wait3(2) by wait4(2).
 */
#include <sys/types.h>
#include <sys/wait.h>
#include <sys/resource.h>

pid_t
wait(int *status)
{

	return (wait4(WAIT_ANY, status, 0, NULL));
}

pid_t
waitpid(pid_t pid, int *status, int options)
{

	return (wait4(pid, status, options, NULL));
}

pid_t
wait3(int *status, int options, struct rusage *ru)
{

	return (wait4(WAIT_ANY, status, options, ru));
}
