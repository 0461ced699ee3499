/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Provides version VERSION of module library, which has no events.  Built in two
 * versions, as library and as library2.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

MODULE_VERSION(library, VERSION);
