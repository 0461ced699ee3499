/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getmntinfo(3): what is mounted, in memory of libc.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <stdlib.h>

int
getmntinfo(struct statfs **result, int mode)
{
	static struct statfs *list;
	static int room;
	struct statfs *more;
	int n;

	for (;;) {
		n = getfsstat(list, room * sizeof(*list), mode);
		if (n == -1)
			return (0);
		if (list != NULL && n < room)
			break;
		/* It is full, or was never asked for: try with more. */
		if ((n = getfsstat(NULL, 0, MNT_NOWAIT)) == -1)
			return (0);
		more = reallocarray(list, n + 4, sizeof(*list));
		if (more == NULL)
			return (0);
		list = more;
		room = n + 4;
	}
	*result = list;
	return (n);
}
