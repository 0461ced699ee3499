/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Writes to an image, which is made of constants: this is the kernel's end.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/firmware.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
fwwrite_modevent(module_t mod __unused, int what, void *arg __unused)
{
	const struct firmware *fp;

	if (what != MOD_LOAD)
		return (EOPNOTSUPP);
	fp = firmware_get("lamp-day");
	if (fp == NULL)
		return (ENOENT);
	*__DECONST(volatile char *, fp->data) = 'O';
	return (0);
}

static moduledata_t fwwrite_mod = { "fwwrite", fwwrite_modevent, NULL };
DECLARE_MODULE(fwwrite, fwwrite_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
MODULE_DEPEND(fwwrite, firmware, 1, 1, 1);
