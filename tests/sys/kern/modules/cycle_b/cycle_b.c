/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on cycle_a, which depends on cycle_b.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
cycle_b_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t cycle_b_mod = { "cycle_b", cycle_b_modevent, NULL };
DECLARE_MODULE(cycle_b, cycle_b_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(cycle_b, cycle_a, 1, 1, 1);
MODULE_VERSION(cycle_b, 1);
