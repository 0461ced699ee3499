/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Uses a function of a module that is like it, without depending on it.  SELF
 * and PREV stand for numbers, which a test puts into the file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

void	numbered_PREV(void);
void	numbered_SELF(void);

void
numbered_SELF(void)
{

	numbered_PREV();
}

static int
numbered_modevent(module_t mod __unused, int what, void *arg __unused)
{

	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t numbered_mod = { "numbered_SELF", numbered_modevent, NULL };
DECLARE_MODULE(numbered_SELF, numbered_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(numbered_SELF, 1);
