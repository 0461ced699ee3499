/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Where a program starts: the kernel calls _start with the address of the argument count, behind which lie the arguments and the environment.
 */
#include <stdlib.h>

void	_start(char **);
int	main(int, char **, char **);

extern char	**environ;
const char	*__progname = "";

/* From the link editor: functions to run before main, and at exit. */
typedef void	initfunc(int, char **, char **);
typedef void	finifunc(void);
extern initfunc	*__preinit_array_start[] __attribute__((__visibility__("hidden")));
extern initfunc	*__preinit_array_end[] __attribute__((__visibility__("hidden")));
extern initfunc	*__init_array_start[] __attribute__((__visibility__("hidden")));
extern initfunc	*__init_array_end[] __attribute__((__visibility__("hidden")));
extern finifunc	*__fini_array_start[] __attribute__((__visibility__("hidden")));
extern finifunc	*__fini_array_end[] __attribute__((__visibility__("hidden")));

static void
finish(void)
{
	finifunc **func;

	for (func = __fini_array_end; func > __fini_array_start; )
		(*--func)();
}

void
_start(char **ap)
{
	char **argv, **env, *p;
	initfunc **func;
	int argc;

	argc = *(long *)(void *)ap;
	argv = ap + 1;
	env = argv + argc + 1;
	environ = env;
	if (argc > 0 && argv[0] != NULL) {
		__progname = argv[0];
		for (p = argv[0]; *p != '\0'; p++)
			if (*p == '/')
				__progname = p + 1;
	}
	atexit(finish);
	for (func = __preinit_array_start; func < __preinit_array_end; func++)
		(*func)(argc, argv, env);
	for (func = __init_array_start; func < __init_array_end; func++)
		(*func)(argc, argv, env);
	exit(main(argc, argv, env));
}
