/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * As the kernel environment says: waits in MOD_LOAD until debug.sleeper.go is
 * there, and returns an error.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int sleeper_wait;
TUNABLE_INT("debug.sleeper.wait", &sleeper_wait);

static int sleeper_error;
TUNABLE_INT("debug.sleeper.error", &sleeper_error);

static int
sleeper_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what != MOD_LOAD)
		return (0);
	while (sleeper_wait && !testenv("debug.sleeper.go"))
		pause("sleeper", 1);
	return (sleeper_error);
}

static moduledata_t sleeper_mod = { "sleeper", sleeper_modevent, NULL };
DECLARE_MODULE(sleeper, sleeper_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
