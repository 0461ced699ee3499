/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a PVH guest is started with: Xen's public/arch-x86/hvm/start_info.h
 * describes the interface.  All addresses are physical.
 */
#ifndef _PVH_START_INFO_H_
#define	_PVH_START_INFO_H_

#include <stdint.h>

#define	HVM_START_MAGIC		0x336ec578

struct hvm_start_info {
	uint32_t	magic;
	uint32_t	version;	/* the memory map is there from 1 up */
	uint32_t	flags;
	uint32_t	nr_modules;
	uint64_t	modlist_paddr;	/* struct hvm_modlist_entry[] */
	uint64_t	cmdline_paddr;	/* a string, or 0 */
	uint64_t	rsdp_paddr;	/* ACPI's root pointer, or 0 */
	uint64_t	memmap_paddr;	/* struct hvm_memmap_entry[] */
	uint32_t	memmap_entries;
	uint32_t	reserved;
};

struct hvm_modlist_entry {
	uint64_t	paddr;
	uint64_t	size;
	uint64_t	cmdline_paddr;
	uint64_t	reserved;
};

struct hvm_memmap_entry {
	uint64_t	addr;
	uint64_t	size;
	uint32_t	type;		/* as in the BIOS's map; 1 is memory */
	uint32_t	reserved;
};

#endif /* !_PVH_START_INFO_H_ */
