/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on a module that refuses to go, and that has no version.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
needsrefuse_modevent(module_t mod __unused, int what __unused,
    void *arg __unused)
{

	return (0);
}

static moduledata_t needsrefuse_mod = {
	"needsrefuse", needsrefuse_modevent, NULL
};
DECLARE_MODULE(needsrefuse, needsrefuse_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(needsrefuse, refuse, 0, 0, 0);
