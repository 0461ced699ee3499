/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on two modules that take their time, and sees to it that they are
 * there for as long as it is.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

#include "slow.h"

static int
needsslow_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (slow_a_up == 0 || slow_b_up == 0)
		panic("needsslow: event %d without slow_a or slow_b", what);
	return (0);
}

static moduledata_t needsslow_mod = { "needsslow", needsslow_modevent, NULL };
DECLARE_MODULE(needsslow, needsslow_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(needsslow, slow_a, 1, 1, 1);
MODULE_DEPEND(needsslow, slow_b, 1, 1, 1);
MODULE_VERSION(needsslow, 1);
