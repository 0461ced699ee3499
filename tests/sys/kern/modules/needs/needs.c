/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Depends on module NEEDS in VERSIONS.  Built several times, as NAME.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
needs_modevent(module_t mod __unused, int what __unused, void *arg __unused)
{

	return (0);
}

static moduledata_t needs_mod = { __XSTRING(NAME), needs_modevent, NULL };
#define	NEEDS_MODULE(name, needs, versions...)				\
	DECLARE_MODULE(name, needs_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE); \
	MODULE_DEPEND(name, needs, versions);				\
	MODULE_VERSION(name, 1)
NEEDS_MODULE(NAME, NEEDS, VERSIONS);
