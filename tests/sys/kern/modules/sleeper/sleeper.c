/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Takes its time to start, and then fails, as the kernel environment says.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int sleeper_ms;
TUNABLE_INT("debug.sleeper.ms", &sleeper_ms);

static int sleeper_error;
TUNABLE_INT("debug.sleeper.error", &sleeper_error);

static int
sleeper_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what != MOD_LOAD)
		return (0);
	if (sleeper_ms > 0)
		pause("sleeper", sleeper_ms * hz / 1000);
	return (sleeper_error);
}

static moduledata_t sleeper_mod = { "sleeper", sleeper_modevent, NULL };
DECLARE_MODULE(sleeper, sleeper_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
