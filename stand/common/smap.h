/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The memory map in the form that the kernel takes, the BIOS's, sorted.
 */
#ifndef _STAND_SMAP_H_
#define	_STAND_SMAP_H_

#include "stand.h"

struct smap_entry {
	uint64_t	base;
	uint64_t	length;
	uint32_t	type;
} __attribute__((__packed__));
_Static_assert(sizeof(struct smap_entry) == 20, "struct bios_smap");

#define	SMAP_MEMORY	1
#define	SMAP_RESERVED	2
#define	SMAP_ACPI	3
#define	SMAP_NVS	4
#define	SMAP_MAX	256

struct smap {
	struct smap_entry entry[SMAP_MAX];
	unsigned	count;
};

/* Neighbours of one type become one; what does not fit is left out. */
void	smap_add(struct smap *smap, uint64_t base, uint64_t length,
	    uint32_t type);

#endif /* !_STAND_SMAP_H_ */
