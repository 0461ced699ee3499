/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on fat, and loads another that does when it is unloaded.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/module.h>
#include <sys/proc.h>

static int
comeback_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_UNLOAD)
		return (kern_kldload(curthread, "msdos", NULL));
	return (what == MOD_LOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t comeback_mod = { "comeback", comeback_modevent, NULL };
DECLARE_MODULE(comeback, comeback_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(comeback, fat, 1, 1, 1);
