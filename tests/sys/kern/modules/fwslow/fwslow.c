/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sleeps when it is loaded, before the image is there; when it is asked whether
 * it can go, while the image is there; and when it goes.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
fwslow_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_SHUTDOWN)
		return (EOPNOTSUPP);
	pause("fwslow", 5);
	return (0);
}

static moduledata_t fwslow_mod = { "fwslow_sleeps", fwslow_modevent, NULL };
DECLARE_MODULE(fwslow_sleeps, fwslow_mod, SI_SUB_KLD, SI_ORDER_ANY);
