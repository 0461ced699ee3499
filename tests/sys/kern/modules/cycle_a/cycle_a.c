/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on cycle_b, which depends on cycle_a.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
cycle_a_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t cycle_a_mod = { "cycle_a", cycle_a_modevent, NULL };
DECLARE_MODULE(cycle_a, cycle_a_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(cycle_a, cycle_b, 1, 1, 1);
MODULE_VERSION(cycle_a, 1);
