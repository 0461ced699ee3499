/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Prints in the order in which its SYSINITs and SYSUNINITs run.  Built as
 * order, as order2, which depends on order, and as NAMEs whose module FAILS
 * does not start.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

#ifndef NAME
#define	NAME	order
#endif
#ifndef FAILS
#define	FAILS	none
#endif

static void
say(const void *arg)
{

	printf(__XSTRING(NAME) ": %s\n", (const char *)arg);
}

C_SYSINIT(o1, SI_SUB_VFS, SI_ORDER_SECOND, say, "up vfs second");
C_SYSINIT(o2, SI_SUB_DRIVERS, SI_ORDER_ANY, say, "up drivers any");
C_SYSINIT(o3, SI_SUB_VFS, SI_ORDER_FIRST, say, "up vfs first");
C_SYSINIT(o4, SI_SUB_DRIVERS, SI_ORDER_FIRST, say, "up drivers first");
C_SYSUNINIT(o5, SI_SUB_DRIVERS, SI_ORDER_FIRST, say, "down drivers first");
C_SYSUNINIT(o6, SI_SUB_VFS, SI_ORDER_FIRST, say, "down vfs first");
C_SYSUNINIT(o7, SI_SUB_VFS, SI_ORDER_SECOND, say, "down vfs second");

static int
order_modevent(const char *name, int what)
{

	if (what != MOD_LOAD && what != MOD_UNLOAD)
		return (EOPNOTSUPP);
	printf(__XSTRING(NAME) ": %s %s\n",
	    what == MOD_LOAD ? "load" : "unload", name);
	return (what == MOD_LOAD && strcmp(name, __XSTRING(FAILS)) == 0 ?
	    ENXIO : 0);
}

static int
late_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (order_modevent("late", what));
}

static int
early_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (order_modevent("early", what));
}

/* The first one that is declared starts last. */
#define	ORDER_MODULES(late, early)					\
	DECLARE_MODULE(late, late_mod, SI_SUB_VFS, SI_ORDER_MIDDLE);	\
	DECLARE_MODULE(early, early_mod, SI_SUB_DRIVERS,		\
	    SI_ORDER_MIDDLE);						\
	MODULE_VERSION(late, 1)
#define	ORDER_DEPEND(name)	MODULE_DEPEND(name, order, 1, 1, 1)

static moduledata_t late_mod = { __XSTRING(NAME), late_modevent, NULL };
static moduledata_t early_mod = {
	__XSTRING(NAME) "_early", early_modevent, NULL
};
ORDER_MODULES(NAME, __CONCAT(NAME, _early));
#ifdef NEEDS_ORDER
ORDER_DEPEND(NAME);
#endif
