/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Uses a function of fat without depending on it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

void	fat_rewind(void *);

/* The address is enough for the linker. */
static void (* volatile use)(void *) = fat_rewind;

static int
undeclared_modevent(module_t mod __unused, int what __unused,
    void *arg __unused)
{

	return (use == NULL);
}

static moduledata_t undeclared_mod = {
	"undeclared", undeclared_modevent, NULL
};
DECLARE_MODULE(undeclared, undeclared_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
