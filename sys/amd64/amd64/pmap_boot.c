/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's first page tables.
 *
 * Until they are loaded, physical memory is seen at KERNBASE, where the boot
 * loader mapped its first gigabyte; from then on in the direct map.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/proc.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_kern.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

#include <machine/cpufunc.h>
#include <machine/md_var.h>
#include <machine/pc/bios.h>

#define	PTE_INDEX(va, shift)	(((va) >> (shift)) & (NPTEPG - 1))
#define	BOOT_VIEW(pa)		((pt_entry_t *)(((pa) & PG_FRAME) + KERNBASE))

/* From the linker script: each section begins on a page. */
extern char kernel_start[], etext[], brodata[], erodata[], bdata[], end[];
extern char thread0_stack[];

static vm_paddr_t tables_start, tables_end;

static pt_entry_t
boot_table(void)
{
	vm_paddr_t pa;

	pa = tables_end;
	tables_end += PAGE_SIZE;
	bzero(BOOT_VIEW(pa), PAGE_SIZE);
	return (pa | PG_V | PG_RW | PG_A);
}

/* The entry for va at the level of shift; tables above are made. */
static pt_entry_t *
boot_pte(pt_entry_t pml4, vm_offset_t va, int shift)
{
	pt_entry_t *pte;
	int s;

	pte = &BOOT_VIEW(pml4)[PTE_INDEX(va, PML4SHIFT)];
	for (s = PDPSHIFT; s >= shift; s -= 9) {
		if (*pte == 0)
			*pte = boot_table();
		pte = &BOOT_VIEW(*pte)[PTE_INDEX(va, s)];
	}
	return (pte);
}

/* Map part of the kernel image as the linker laid it out. */
static void
boot_map_kernel(pt_entry_t pml4, char *from, char *to, pt_entry_t flags)
{
	vm_offset_t va;

	for (va = trunc_page(from); va < round_page(to); va += PAGE_SIZE)
		*boot_pte(pml4, va, PAGE_SHIFT) =
		    (va - KERNBASE) | PG_V | PG_A | PG_M | PG_G | flags;
}

static void
boot_map_direct(pt_entry_t pml4, vm_paddr_t start, vm_paddr_t end_pa)
{
	vm_paddr_t pa;

	for (pa = trunc_2mpage(start); pa < end_pa; pa += NBPDR)
		*boot_pte(pml4, PHYS_TO_DMAP(pa), PDRSHIFT) = pa | PG_V |
		    PG_RW | PG_PS | PG_A | PG_M | PG_G | PG_NX;
}

/*
 * The firmware's memory map, and the first 2 MiB with the firmware's tables.
 */
void
pmap_bootstrap(vm_paddr_t *firstaddr, const struct bios_smap *smap,
    size_t nsmap)
{
	pt_entry_t pml4;
	size_t i;

	tables_start = tables_end = *firstaddr;
	pml4 = boot_table();
	boot_map_kernel(pml4, kernel_start, etext, 0);
	boot_map_kernel(pml4, brodata, erodata, PG_NX);
	boot_map_kernel(pml4, bdata, end, PG_NX | PG_RW);
	*boot_pte(pml4, (vm_offset_t)thread0_stack, PAGE_SHIFT) = 0;

	boot_map_direct(pml4, 0, NBPDR);
	for (i = 0; i < nsmap; i++)
		if (smap[i].type == SMAP_TYPE_MEMORY)
			boot_map_direct(pml4, smap[i].base,
			    smap[i].base + smap[i].length);

	/*
	 * The tables that all address spaces share must exist from now on;
	 * those below them, for the first 2 MiB of both areas, spare the
	 * usual small allocation making and freeing some.
	 */
	(void)boot_pte(pml4, VM_MIN_KERNEL_ADDRESS, PAGE_SHIFT);
	(void)boot_pte(pml4, KLD_MIN_ADDRESS, PAGE_SHIFT);
	load_cr3(pml4 & PG_FRAME);

	kernel_pmap->pm_cr3 = pml4 & PG_FRAME;
	kernel_pmap->pm_pml4 = (pt_entry_t *)PHYS_TO_DMAP(pml4 & PG_FRAME);
	mtx_init(&kernel_pmap->pm_mtx, "kernel pmap", NULL, MTX_DEF);
	*firstaddr = tables_end;
}

/* The boot tables are never freed: one count is theirs. */
void
pmap_init(void)
{
	vm_paddr_t pa;
	vm_page_t m;

	for (pa = tables_start; pa < tables_end; pa += PAGE_SIZE) {
		m = PHYS_TO_VM_PAGE(pa);
		m->ref_count = 1;
		m->u.wired = 1;
	}
}

void *
pmap_mapdev(vm_paddr_t pa, vm_size_t size)
{
	vm_offset_t offset, va;
	vm_size_t i;

	offset = pa & PAGE_MASK;
	size = round_page(size + offset);
	va = vm_arena_alloc(&kernel_arena, size, M_NOWAIT);
	if (va == 0)
		return (NULL);
	for (i = 0; i < size; i += PAGE_SIZE)
		if (pmap_enter_device(kernel_pmap, va + i,
		    trunc_page(pa) + i, VM_PROT_RW) != 0) {
			pmap_unmapdev(va, size);
			return (NULL);
		}
	return ((void *)(va + offset));
}

void
pmap_unmapdev(vm_offset_t va, vm_size_t size)
{

	size = round_page(size + (va & PAGE_MASK));
	va = trunc_page(va);
	pmap_remove(kernel_pmap, va, va + size);
	vm_arena_free(&kernel_arena, va, size);
}
