/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A file that declares nothing but an entry point (KMOD_ENTRY).  A test makes
 * another_event the one in the ELF header.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/module.h>

int	entry_event(module_t mod, int what, void *arg);
int	another_event(module_t mod, int what, void *arg);

int
entry_event(module_t mod, int what, void *arg)
{

	if (what != MOD_LOAD && what != MOD_UNLOAD)
		return (EOPNOTSUPP);
	printf("entry: module %s, event %d, argument %p\n",
	    module_getname(mod), what, arg);
	return (0);
}

int
another_event(module_t mod, int what, void *arg __unused)
{

	printf("entry: another of %s, event %d\n", module_getname(mod), what);
	return (what == MOD_QUIESCE && testenv("entry.stay") ? EBUSY : 0);
}
