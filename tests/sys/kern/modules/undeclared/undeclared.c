/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls a function of fat without depending on it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

void	fat_rewind(void *);

static int
undeclared_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_LOAD)
		fat_rewind(NULL);
	return (0);
}

static moduledata_t undeclared_mod = {
	"undeclared", undeclared_modevent, NULL
};
DECLARE_MODULE(undeclared, undeclared_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
