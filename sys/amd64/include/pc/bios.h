/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The firmware's map of physical memory.
 */
#ifndef _MACHINE_PC_BIOS_H_
#define	_MACHINE_PC_BIOS_H_

#include <machine/_types.h>

struct bios_smap {
	__uint64_t	base;
	__uint64_t	length;
	__uint32_t	type;		/* SMAP_TYPE_* */
} __attribute__((__packed__));

#define	SMAP_TYPE_MEMORY	1
#define	SMAP_TYPE_RESERVED	2
#define	SMAP_TYPE_ACPI_RECLAIM	3
#define	SMAP_TYPE_ACPI_NVS	4
#define	SMAP_TYPE_ACPI_ERROR	5

#endif /* !_MACHINE_PC_BIOS_H_ */
