/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Provides module shared in version PROVIDES, and under a second name.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
shared_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t shared_mod = { "shared", shared_modevent, NULL };
DECLARE_MODULE(shared, shared_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(shared, PROVIDES);
MODULE_VERSION(shared_interface, PROVIDES);
