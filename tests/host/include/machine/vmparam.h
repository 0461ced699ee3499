/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's addresses, on the host: there is no direct map, so physical
 * addresses are pointers.
 */
#include_next <machine/vmparam.h>

#undef	PHYS_TO_DMAP
#define	PHYS_TO_DMAP(pa)	((vm_offset_t)(pa))
