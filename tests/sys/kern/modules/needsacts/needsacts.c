/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on a module that loads this one when it can.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
needsacts_modevent(module_t mod __unused, int what __unused,
    void *arg __unused)
{

	return (0);
}

static moduledata_t needsacts_mod = {
	"needsacts", needsacts_modevent, NULL
};
DECLARE_MODULE(needsacts, needsacts_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(needsacts, acts, 1, 1, 1);
