/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the PVH loader.
 */
#ifndef _PVH_H_
#define	_PVH_H_

#include "stand.h"
#include "start_info.h"

/* console.c */
void	console_init(void);

/* memmap.c: the memory map, sorted, in the form that the kernel takes. */
struct smap_entry {
	uint64_t	base;
	uint64_t	length;
	uint32_t	type;
} __attribute__((__packed__));
_Static_assert(sizeof(struct smap_entry) == 20, "struct bios_smap");

#define	SMAP_MEMORY	1
#define	SMAP_MAX	128

struct smap {
	struct smap_entry entry[SMAP_MAX];
	unsigned	count;
};

void	 smap_read(struct smap *smap, const struct hvm_start_info *si);
uint64_t smap_memory_end(const struct smap *smap, uint64_t pa);

/* start.S */
void	pvh_main(const struct hvm_start_info *si);
void	enter_kernel(uint64_t entry, uint32_t modulep, uint32_t kernend)
	    STAND_NORETURN;
void	machine_reset(void) STAND_NORETURN;

#endif /* !_PVH_H_ */
