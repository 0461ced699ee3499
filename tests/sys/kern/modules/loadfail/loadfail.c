/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * MOD_LOAD fails, after its SYSINIT has taken memory that its SYSUNINIT frees.
 * That one has the same order as the module: it is the last that is undone.  The
 * memory is of a type that is still there when the module has gone.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/malloc.h>

static void *memory;

static void
take(void *arg __unused)
{

	memory = malloc(100, M_TEMP, M_WAITOK);
}
SYSINIT(loadfail_take, SI_SUB_DRIVERS, SI_ORDER_FIRST, take, NULL);

static void
give(void *arg __unused)
{

	free(memory, M_TEMP);
}
SYSUNINIT(loadfail_give, SI_SUB_DRIVERS, SI_ORDER_MIDDLE, give, NULL);

static int
loadfail_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD ? ENXIO : 0);
}

static moduledata_t loadfail_mod = { "loadfail", loadfail_modevent, NULL };
DECLARE_MODULE(loadfail, loadfail_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(loadfail, 1);
