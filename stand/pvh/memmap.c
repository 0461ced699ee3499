/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory map: from PVH's to the BIOS's form, sorted by address.
 */
#include "pvh.h"

/* QEMU's map is not always sorted, and can end in an empty entry. */
void
smap_read(struct smap *smap, const struct hvm_start_info *si)
{
	const struct hvm_memmap_entry *e;
	uint32_t i;

	if (si->version < 1 || si->memmap_paddr == 0)
		stand_fatal("the machine gives no memory map");
	e = (const struct hvm_memmap_entry *)si->memmap_paddr;
	for (i = 0; i < si->memmap_entries; i++)
		smap_add(smap, e[i].addr, e[i].size, e[i].type);
}

/* Where the memory that holds pa ends; pa itself when there is none. */
uint64_t
smap_memory_end(const struct smap *smap, uint64_t pa)
{
	const struct smap_entry *e;

	for (e = smap->entry; e < smap->entry + smap->count; e++)
		if (e->type == SMAP_MEMORY && pa >= e->base &&
		    pa - e->base < e->length)
			return (e->base + e->length);
	return (pa);
}
