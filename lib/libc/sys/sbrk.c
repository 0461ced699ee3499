/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * brk(2), sbrk(2): the end of the data segment; malloc(3) stands on them.
 */
#include <sys/types.h>
#include <errno.h>
#include <stdint.h>
#include <unistd.h>

extern char	end[];		/* from the link editor */
int		__sys_break(char *);

static char	*curbrk = end;

int
brk(const void *addr)
{
	char *newbrk;

	newbrk = __DECONST(char *, addr);
	if (newbrk < end)
		newbrk = end;
	if (__sys_break(newbrk) == -1)
		return (-1);
	curbrk = newbrk;
	return (0);
}

void *
sbrk(ptrdiff_t incr)
{
	char *oldbrk;

	oldbrk = curbrk;
	if ((incr > 0 && (uintptr_t)oldbrk + incr < (uintptr_t)oldbrk) ||
	    (incr < 0 && oldbrk + incr < end)) {
		errno = EINVAL;
		return ((void *)-1);
	}
	if (incr != 0 && __sys_break(oldbrk + incr) == -1)
		return ((void *)-1);
	curbrk = oldbrk + incr;
	return (oldbrk);
}
