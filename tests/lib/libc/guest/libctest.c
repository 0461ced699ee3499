/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * libctest GROUP: run one group of the checks of libc.
 */
#include <err.h>
#include <stdlib.h>
#include "libctest.h"

int	failures;

int
main(int argc, char **argv)
{
	static const struct {
		const char	*name;
		void		(*func)(void);
	} groups[] = {
		{ "files", test_files },
		{ "processes", test_processes },
		{ "text", test_text },
	};
	size_t i;

	for (i = 0; i < nitems(groups); i++)
		if (argc == 2 && strcmp(argv[1], groups[i].name) == 0) {
			groups[i].func();
			if (failures == 0)
				printf("all ok\n");
			return (failures != 0);
		}
	errx(64, "usage: libctest files | processes | text");
}
