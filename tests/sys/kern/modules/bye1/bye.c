/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Says good-bye when the system goes down: module bye1, and with BYE2 module
 * bye2, which needs bye1.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
bye_modevent(module_t mod, int what, void *arg __unused)
{
	modspecific_t data;

	switch (what) {
	case MOD_LOAD:
	case MOD_UNLOAD:
		return (0);
	case MOD_SHUTDOWN:
		/* For that nobody else may hold the registry's lock. */
		data.intval = what;
		module_setspecific(mod, &data);
		printf("good-bye from %s\n", module_getname(mod));
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

#ifdef BYE2
static moduledata_t bye_mod = { "bye2", bye_modevent, NULL };
DECLARE_MODULE(bye2, bye_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(bye2, bye1, 1, 1, 1);
#else
static moduledata_t bye_mod = { "bye1", bye_modevent, NULL };
DECLARE_MODULE(bye1, bye_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(bye1, 1);
#endif
