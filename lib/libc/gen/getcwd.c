/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getcwd(3), by __getcwd(2).
 */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>

int	__getcwd(char *, size_t);

char *
getcwd(char *buf, size_t size)
{
	char *space;

	space = buf;
	if (buf == NULL) {
		if (size == 0)
			size = PATH_MAX;
		if ((space = malloc(size)) == NULL)
			return (NULL);
	} else if (size == 0) {
		errno = EINVAL;
		return (NULL);
	}
	if (__getcwd(space, size) == -1) {
		if (errno == ENOMEM)
			errno = ERANGE;
		if (buf == NULL)
			free(space);
		return (NULL);
	}
	return (space);
}
