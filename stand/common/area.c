/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory that the kernel and the files behind it are laid out in.
 */
#include "stand.h"

uint8_t *
area_take(struct area *area, uint64_t size, uint64_t align)
{
	uint64_t start;

	start = -(area->pa + area->used) & (align - 1);
	if (start > area->size - area->used)
		return (NULL);
	start += area->used;
	if (size > area->size - start)
		return (NULL);
	area->used = start + size;
	return (area->base + start);
}

/* Memory at a fixed address, at or above all that is taken already. */
uint8_t *
area_take_at(struct area *area, uint64_t pa, uint64_t size)
{
	uint64_t start;

	start = pa - area->pa;
	if (pa < area->pa || start < area->used || start > area->size ||
	    size > area->size - start)
		return (NULL);
	area->used = start + size;
	return (area->base + start);
}

/* The physical address of a byte in the area. */
uint64_t
area_pa(const struct area *area, const uint8_t *p)
{
	return (area->pa + (uint64_t)(p - area->base));
}
