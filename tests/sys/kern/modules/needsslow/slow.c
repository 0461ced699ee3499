/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Takes its time to stop.  Built twice, as slow_a and as slow_b.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
slow_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_UNLOAD)
		pause("slow", 3);
	return (0);
}

static moduledata_t slow_mod = { __XSTRING(NAME), slow_modevent, NULL };
#define	SLOW_MODULE(name)						\
	DECLARE_MODULE(name, slow_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE); \
	MODULE_VERSION(name, 1)
SLOW_MODULE(NAME);
