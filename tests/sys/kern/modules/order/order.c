/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Prints in the order in which its SYSINITs and SYSUNINITs run.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static void
say(const void *arg)
{

	printf("order: %s\n", (const char *)arg);
}

C_SYSINIT(o1, SI_SUB_VFS, SI_ORDER_SECOND, say, "up vfs second");
C_SYSINIT(o2, SI_SUB_DRIVERS, SI_ORDER_ANY, say, "up drivers any");
C_SYSINIT(o3, SI_SUB_VFS, SI_ORDER_FIRST, say, "up vfs first");
C_SYSINIT(o4, SI_SUB_DRIVERS, SI_ORDER_FIRST, say, "up drivers first");
C_SYSUNINIT(o5, SI_SUB_DRIVERS, SI_ORDER_FIRST, say, "down drivers first");
C_SYSUNINIT(o6, SI_SUB_VFS, SI_ORDER_FIRST, say, "down vfs first");
C_SYSUNINIT(o7, SI_SUB_VFS, SI_ORDER_SECOND, say, "down vfs second");

static int
order_modevent(module_t mod __unused, int what, void *arg)
{

	if (what == MOD_LOAD || what == MOD_UNLOAD)
		printf("order: %s %s\n", what == MOD_LOAD ? "load" : "unload",
		    (const char *)arg);
	return (0);
}

/* The first one that is declared starts last. */
static char late[] = "late", early[] = "early";
static moduledata_t order_mod = { "order", order_modevent, late };
DECLARE_MODULE(order, order_mod, SI_SUB_VFS, SI_ORDER_MIDDLE);
static moduledata_t order_early_mod = { "order_early", order_modevent, early };
DECLARE_MODULE(order_early, order_early_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
