/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Built for a kernel that is still to come.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static moduledata_t newkernel_mod = { "newkernel", NULL, NULL };
DECLARE_MODULE(newkernel, newkernel_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(later, kernel, 1400000, 1400000, 1499999);
