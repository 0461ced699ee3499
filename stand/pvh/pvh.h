/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the PVH loader.
 */
#ifndef _PVH_H_
#define	_PVH_H_

#include "stand.h"
#include "smap.h"
#include "start_info.h"

/* console.c */
void	console_init(void);

/* memmap.c */
void	 smap_read(struct smap *smap, const struct hvm_start_info *si);
uint64_t smap_memory_end(const struct smap *smap, uint64_t pa);

/* start.S */
void	pvh_main(const struct hvm_start_info *si);
void	enter_kernel(uint64_t entry, uint32_t modulep, uint32_t kernend)
	    STAND_NORETURN;
void	machine_reset(void) STAND_NORETURN;

#endif /* !_PVH_H_ */
