/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Functions and data in sections of their own, behind many others.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int sections_state = 20;
static const int sections_constant = 22;

static __noinline int
sections_sum(const int *a, const int *b)
{

	return (*a + *b);
}

static int
sections_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_LOAD)
		printf("sections: %d\n",
		    sections_sum(&sections_state, &sections_constant));
	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t sections_mod = { "sections", sections_modevent, NULL };
DECLARE_MODULE(sections, sections_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
