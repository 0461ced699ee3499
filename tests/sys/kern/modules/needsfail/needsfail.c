/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on fat, which loads, and on loadfail, which does not.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
needsfail_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t needsfail_mod = { "needsfail", needsfail_modevent, NULL };
DECLARE_MODULE(needsfail, needsfail_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(needsfail, fat, 1, 1, 1);
MODULE_DEPEND(needsfail, loadfail, 1, 1, 1);
