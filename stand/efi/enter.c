/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The last jump: page tables that map the first 4 GiB one to one and their
 * first 2 GiB at KERNBASE too, the loader wherever the firmware put it, a
 * stack, and the kernel.
 */
#include "loader.h"

#define	PG_V		0x001ul
#define	PG_RW		0x002ul
#define	PG_PS		0x080ul
#define	NPTE		512
#define	NGIB		4

static uint64_t *
take_pages(struct area *area, unsigned count)
{
	uint8_t *p;

	p = area_take(area, count * STAND_PAGE_SIZE, STAND_PAGE_SIZE);
	if (p == NULL)
		stand_fatal("too little memory for page tables");
	return (memset(p, 0, count * STAND_PAGE_SIZE));
}

/* Pages of 2 MiB for so many GiB, one to one from the address on. */
static uint64_t *
map_gibs(struct area *area, uint64_t pa, unsigned count)
{
	uint64_t *pd;
	unsigned i;

	pd = take_pages(area, count);
	for (i = 0; i < count * NPTE; i++)
		pd[i] = (pa + ((uint64_t)i << 21)) | PG_V | PG_RW | PG_PS;
	return (pd);
}

/* The code that changes the tables has to be in the new ones, too. */
static void
map_loader(struct area *area, uint64_t *pdpt)
{
	uint64_t gib = (uintptr_t)enter_kernel >> 30;

	if (gib < NGIB)
		return;
	if (gib >= NPTE - 2)
		stand_fatal("the firmware put the loader above 510 GiB");
	pdpt[gib] = (uintptr_t)map_gibs(area, gib << 30, 1) | PG_V | PG_RW;
}

void
handoff_prepare(struct handoff *h, struct area *area)
{
	uint64_t *pd, *pdpt;
	unsigned i;

	h->pml4 = take_pages(area, 1);
	pdpt = take_pages(area, 1);
	pd = map_gibs(area, 0, NGIB);
	h->stack = (uint8_t *)take_pages(area, 1) + STAND_PAGE_SIZE;
	for (i = 0; i < NGIB; i++)
		pdpt[i] = (uintptr_t)(pd + i * NPTE) | PG_V | PG_RW;
	map_loader(area, pdpt);
	pdpt[NPTE - 2] = pdpt[0];
	pdpt[NPTE - 1] = pdpt[1];
	h->pml4[0] = h->pml4[NPTE - 1] = (uintptr_t)pdpt | PG_V | PG_RW;
}

/* The stack holds modulep at 4(%rsp) and kernend at 8(%rsp). */
void
enter_kernel(const struct handoff *h, uint64_t entry, uint32_t modulep,
    uint32_t kernend)
{
	uint32_t *sp = (uint32_t *)(h->stack - 16);

	sp[0] = 0;
	sp[1] = modulep;
	sp[2] = kernend;
	__asm__ volatile("cli; cld; movq %0, %%cr3; movq %1, %%rsp; jmp *%2"
	    : : "r" (h->pml4), "r" (sp), "r" (entry) : "memory");
	__builtin_unreachable();
}
