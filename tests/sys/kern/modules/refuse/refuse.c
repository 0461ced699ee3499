/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Two modules; the first refuses MOD_QUIESCE or MOD_UNLOAD, and the second
 * MOD_LOAD, as sysctls say.  They say good-bye when the system goes down.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/sysctl.h>

static int quiesce_error = EBUSY;
static int unload_error;
static int first_loads;
static int second_loads;
static int second_error;

TUNABLE_INT("refuse.unload", &unload_error);
TUNABLE_INT("refuse.second_error", &second_error);

SYSCTL_ROOT_NODE(OID_AUTO, refuse, CTLFLAG_RW, NULL, "Refusals");
SYSCTL_INT(_refuse, OID_AUTO, quiesce, CTLFLAG_RW, &quiesce_error, 0,
    "Error of MOD_QUIESCE");
SYSCTL_INT(_refuse, OID_AUTO, unload, CTLFLAG_RW, &unload_error, 0,
    "Error of MOD_UNLOAD");
SYSCTL_INT(_refuse, OID_AUTO, first, CTLFLAG_RD, &first_loads, 0,
    "MOD_LOADs of the first module");
SYSCTL_INT(_refuse, OID_AUTO, second, CTLFLAG_RD, &second_loads, 0,
    "MOD_LOADs less MOD_UNLOADs of the second module");
SYSCTL_INT(_refuse, OID_AUTO, second_error, CTLFLAG_RW, &second_error, 0,
    "Error of its MOD_LOAD");

static void
say_goodbye(module_t mod)
{

	printf("good-bye from %s\n", module_getname(mod));
}

static int
first_modevent(module_t mod, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		first_loads++;
		return (0);
	case MOD_QUIESCE:
		return (quiesce_error);
	case MOD_UNLOAD:
		return (unload_error);
	case MOD_SHUTDOWN:
		say_goodbye(mod);
		return (0);
	default:
		return (0);
	}
}

static int
second_modevent(module_t mod, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		second_loads++;
		return (second_error);
	case MOD_UNLOAD:
		second_loads--;
		return (0);
	case MOD_SHUTDOWN:
		say_goodbye(mod);
		return (0);
	default:
		return (0);
	}
}

static moduledata_t first_mod = { "refuse", first_modevent, NULL };
DECLARE_MODULE(refuse, first_mod, SI_SUB_DRIVERS, SI_ORDER_FIRST);
static moduledata_t second_mod = { "refuse2", second_modevent, NULL };
DECLARE_MODULE(refuse2, second_mod, SI_SUB_DRIVERS, SI_ORDER_SECOND);
