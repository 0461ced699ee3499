/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of the UEFI loader.
 */
#ifndef _EFI_LOADER_H_
#define	_EFI_LOADER_H_

#include "stand.h"
#include "smap.h"
#include <efi.h>
#include <sys/linker.h>

extern EFI_SYSTEM_TABLE *efi_st;
extern EFI_BOOT_SERVICES *efi_bs;

#define	MAPPED_END	0x100000000ul	/* what enter_kernel() maps */

/* memory.c: whole pages below 4 GiB, not zeroed; NULL if there are none. */
void	*efi_pages(uint64_t size);
void	 efi_area(struct area *area);
void	 efi_smap(struct smap *smap);
void	 efi_leave(EFI_HANDLE image);

/* screen.c: false if there is none whose pixels have 32 bits. */
bool	efi_screen(struct efi_fb *fb);

/* volume.c: the file system that the loader came from. */
void	 volume_open(EFI_HANDLE image);

/* enter.c: takes memory for its page tables and a stack from the area. */
struct handoff {
	uint64_t	*pml4;
	uint8_t		*stack;		/* its end */
};

void	 handoff_prepare(struct handoff *h, struct area *area);
void	 enter_kernel(const struct handoff *h, uint64_t entry,
	    uint32_t modulep, uint32_t kernend) STAND_NORETURN;

#endif /* !_EFI_LOADER_H_ */
