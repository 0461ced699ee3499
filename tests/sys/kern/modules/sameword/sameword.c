/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Holds a module of the name hello, in another file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
sameword_modevent(module_t mod __unused, int what __unused, void *arg __unused)
{

	return (0);
}

static moduledata_t sameword_mod = { "hello", sameword_modevent, NULL };
DECLARE_MODULE(sameword, sameword_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
