/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Takes its time to start and to stop, as many ticks as the kernel environment
 * says, and sees to it that nothing else happens to it meanwhile.  Built twice,
 * as slow_a and as slow_b.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

#include "slow.h"

#define	UP(name)	__CONCAT(name, _up)

int UP(NAME);

static int busy;
static int ticks_taken = 3;
TUNABLE_INT("slow.ticks", &ticks_taken);

static int
slow_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what != MOD_LOAD && what != MOD_UNLOAD)
		return (EOPNOTSUPP);
	if (busy++ != 0 || UP(NAME) != (what == MOD_UNLOAD))
		panic(__XSTRING(NAME) ": event %d comes at the wrong time",
		    what);
	UP(NAME) = 0;
	pause("slow", ticks_taken);
	UP(NAME) = what == MOD_LOAD;
	busy--;
	return (0);
}

static moduledata_t slow_mod = { __XSTRING(NAME), slow_modevent, NULL };
#define	SLOW_MODULE(name)						\
	DECLARE_MODULE(name, slow_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE); \
	MODULE_VERSION(name, 1)
SLOW_MODULE(NAME);
