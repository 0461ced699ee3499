/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on nested, which may load it.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
needsnested_modevent(module_t mod __unused, int what __unused,
    void *arg __unused)
{

	return (0);
}

static moduledata_t needsnested_mod = {
	"needsnested", needsnested_modevent, NULL
};
DECLARE_MODULE(needsnested, needsnested_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(needsnested, nested, 1, 1, 1);
MODULE_VERSION(needsnested, 1);
