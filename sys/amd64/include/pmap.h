/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page tables: format, and the machine-dependent part of pmap(9).
 *
 * The page tables of a process are also the record of its private memory:
 * an entry without PG_V that still has an address keeps the page of a
 * mapping that may not be accessed at present (PROT_NONE).
 */
#ifndef _MACHINE_PMAP_H_
#define	_MACHINE_PMAP_H_

#define	PG_V		0x001UL		/* valid */
#define	PG_RW		0x002UL		/* writable */
#define	PG_U		0x004UL		/* for programs */
#define	PG_NC_PWT	0x008UL
#define	PG_NC_PCD	0x010UL		/* not cached */
#define	PG_A		0x020UL		/* accessed */
#define	PG_M		0x040UL		/* modified */
#define	PG_PS		0x080UL		/* large page */
#define	PG_G		0x100UL		/* the same in all address spaces */
#define	PG_DEVICE	0x200UL		/* ours: no page of the allocator */
#define	PG_NX		0x8000000000000000UL
#define	PG_FRAME	0x000ffffffffff000UL
#define	PG_PS_FRAME	0x000fffffffe00000UL

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/lock.h>
#include <sys/mutex.h>

typedef uint64_t pt_entry_t;

struct pmap {
	struct mtx	pm_mtx;
	pt_entry_t	*pm_pml4;	/* top-level table, by the direct map */
	vm_paddr_t	pm_cr3;
	long		pm_resident;	/* pages of the process */
};

extern struct pmap	kernel_pmap_store;
#define	kernel_pmap	(&kernel_pmap_store)

#define	PMAP_LOCK(pmap)		mtx_lock(&(pmap)->pm_mtx)
#define	PMAP_UNLOCK(pmap)	mtx_unlock(&(pmap)->pm_mtx)

struct bios_smap;

/*
 * Make the kernel's own page tables from memory at *firstaddr up and use
 * them; *firstaddr moves past what was taken.  The direct map covers the
 * memory that the firmware's map of nsmap entries lists.
 */
void	pmap_bootstrap(vm_paddr_t *firstaddr, const struct bios_smap *smap,
	    size_t nsmap);
/* The same, when there are struct vm_pages. */
void	pmap_init(void);

#endif /* _KERNEL */

#endif /* !_MACHINE_PMAP_H_ */
