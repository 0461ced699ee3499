/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldcycle COUNT NAME: load and unload NAME so often.
 */
#include <sys/param.h>
#include <sys/linker.h>

#include <err.h>
#include <stdlib.h>

int
main(int argc, char **argv)
{
	int count, i, id;

	if (argc != 3)
		errx(2, "usage: kldcycle COUNT NAME");
	count = atoi(argv[1]);
	for (i = 0; i < count; i++) {
		id = kldload(argv[2]);
		if (id < 0)
			err(1, "kldload, cycle %d", i);
		if (kldunload(id) != 0)
			err(1, "kldunload, cycle %d", i);
	}
	return (0);
}
