/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on two modules that take their time to stop.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
needsslow_modevent(module_t mod __unused, int what __unused,
    void *arg __unused)
{

	return (0);
}

static moduledata_t needsslow_mod = { "needsslow", needsslow_modevent, NULL };
DECLARE_MODULE(needsslow, needsslow_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(needsslow, slow_a, 1, 1, 1);
MODULE_DEPEND(needsslow, slow_b, 1, 1, 1);
MODULE_VERSION(needsslow, 1);
