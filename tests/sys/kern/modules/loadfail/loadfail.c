/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * MOD_LOAD fails, after its SYSINIT has taken memory that its SYSUNINIT frees.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/malloc.h>

MALLOC_DEFINE(M_LOADFAIL, "loadfail", "memory of loadfail");

static void *memory;

static void
take(void *arg __unused)
{

	memory = malloc(100, M_LOADFAIL, M_WAITOK);
}
SYSINIT(loadfail_take, SI_SUB_DRIVERS, SI_ORDER_FIRST, take, NULL);

static void
give(void *arg __unused)
{

	free(memory, M_LOADFAIL);
}
SYSUNINIT(loadfail_give, SI_SUB_DRIVERS, SI_ORDER_FIRST, give, NULL);

static int
loadfail_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD ? ENXIO : 0);
}

static moduledata_t loadfail_mod = { "loadfail", loadfail_modevent, NULL };
DECLARE_MODULE(loadfail, loadfail_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(loadfail, 1);
