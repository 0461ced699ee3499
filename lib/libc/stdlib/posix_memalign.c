/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * posix_memalign(3).
 */
#include <errno.h>
#include <malloc.h>
#include <stdlib.h>

int
posix_memalign(void **ptr, size_t align, size_t size)
{
	void *p;
	int saved;

	if (align < sizeof(void *) || (align & (align - 1)) != 0)
		return (EINVAL);
	saved = errno;
	p = memalign(align, size);
	errno = saved;
	if (p == NULL)
		return (ENOMEM);
	*ptr = p;
	return (0);
}
