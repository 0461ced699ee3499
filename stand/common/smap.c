/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory map, kept in order of addresses.
 */
#include "smap.h"

static bool
joins(const struct smap_entry *a, const struct smap_entry *b)
{
	return (a->type == b->type && a->base + a->length == b->base);
}

static void
remove_entry(struct smap *smap, unsigned i)
{
	smap->count--;
	for (; i < smap->count; i++)
		smap->entry[i] = smap->entry[i + 1];
}

void
smap_add(struct smap *smap, uint64_t base, uint64_t length, uint32_t type)
{
	unsigned i;

	if (length == 0 || smap->count == SMAP_MAX)
		return;
	for (i = smap->count++; i > 0 && smap->entry[i - 1].base > base; i--)
		smap->entry[i] = smap->entry[i - 1];
	smap->entry[i] = (struct smap_entry){ base, length, type };
	if (i + 1 < smap->count && joins(&smap->entry[i],
	    &smap->entry[i + 1])) {
		smap->entry[i].length += smap->entry[i + 1].length;
		remove_entry(smap, i + 1);
	}
	if (i > 0 && joins(&smap->entry[i - 1], &smap->entry[i])) {
		smap->entry[i - 1].length += smap->entry[i].length;
		remove_entry(smap, i);
	}
}
