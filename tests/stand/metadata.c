/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Module metadata of every kind that the loader reads, for a relocatable
 * file and a shared object.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

static moduledata_t plain_mod = { "plain", NULL, NULL };

DECLARE_MODULE(plain, plain_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
MODULE_VERSION(meta, 7);
MODULE_DEPEND(meta, other, 1, 2, 3);
/* All zeros: the compiler gives them no bytes in the file. */
MODULE_VERSION(zero, 0);
MODULE_DEPEND(meta, any, 0, 0, 0);
