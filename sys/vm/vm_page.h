/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pages of physical memory.
 *
 * Every page that the kernel may use has a struct vm_page with a reference
 * count: one for each page table entry, file or kernel mapping that has it.
 * The page is free when the last reference goes.
 */
#ifndef _VM_VM_PAGE_H_
#define	_VM_VM_PAGE_H_

#include <sys/queue.h>
#include <vm/vm.h>
#include <vm/pmap.h>
#include <machine/param.h>
#include <machine/vmparam.h>

struct vm_page {
	u_int		ref_count;	/* atomic; 0: free */
	u_short		flags;		/* PGF_*; of the owner */
	u_short		slab_index;	/* malloc(9): size of its items */
	union {
		STAILQ_ENTRY(vm_page) free;	/* free list */
		struct {
			LIST_ENTRY(vm_page) link; /* slabs with free items */
			void	*items;		/* chain of free items */
			u_short	nused;		/* items in use */
			u_short	nfresh;		/* items not used yet */
		} slab;				/* malloc(9) */
		size_t	kmem_size;	/* malloc(9): bytes of the allocation */
		u_int	wired;		/* page table page: entries in use */
	} u;
};

#define	PGF_SLAB	0x0001		/* holds small malloc(9) items */
#define	PGF_LARGE	0x0002		/* first page of a large allocation */

#ifdef _KERNEL

/* Between offsets in a file and numbers of its pages. */
#define	OFF_TO_IDX(off)	((vm_pindex_t)(off) >> PAGE_SHIFT)
#define	IDX_TO_OFF(idx)	((vm_ooffset_t)(idx) << PAGE_SHIFT)

/* vm_page_alloc() classes and flags; malloc(9)'s M_* must not be mixed in. */
#define	VM_ALLOC_NORMAL		0	/* may not use the reserve */
#define	VM_ALLOC_SYSTEM		1	/* half of the reserve */
#define	VM_ALLOC_INTERRUPT	2	/* all of it */
#define	VM_ALLOC_CLASS_MASK	3
#define	VM_ALLOC_ZERO		0x0040	/* filled with zeros */
#define	VM_ALLOC_WAITOK		0x0100	/* sleep until there is one */

/*
 * A page with one reference, or NULL if there is none (never with
 * VM_ALLOC_WAITOK).  Contents are undefined without VM_ALLOC_ZERO.
 */
vm_page_t vm_page_alloc(int req);
/* The same for count pages; returns how many there are. */
int	vm_page_alloc_pages(int req, vm_page_t *ma, int count);
/* One reference more. */
void	vm_page_ref(vm_page_t m);
/* One reference less; the last one frees the page. */
void	vm_page_unref(vm_page_t m);
void	vm_page_unref_pages(vm_page_t *ma, int count);
/* Sleep for a moment, or until a page is free. */
void	vm_wait(void);

/* The page at a physical address; NULL: it is not the allocator's. */
vm_page_t PHYS_TO_VM_PAGE(vm_paddr_t pa);
vm_paddr_t VM_PAGE_TO_PHYS(vm_page_t m);
/* Where the kernel sees the page. */
#define	VM_PAGE_TO_DMAP(m)	((void *)PHYS_TO_DMAP(VM_PAGE_TO_PHYS(m)))

/*
 * Boot: take the usable memory between pa and end; vm_page_startup() first
 * tells the end of memory and takes the page array at *firstaddr.
 */
void	vm_page_startup(vm_paddr_t *firstaddr, vm_paddr_t maxmem);
void	vm_page_add_range(vm_paddr_t pa, vm_paddr_t end);
/*
 * Boot memory that is no longer needed (preloaded files): the whole pages
 * within size bytes from pa become free.
 */
void	vm_page_release_boot(vm_paddr_t pa, vm_size_t size);

extern vm_page_t	vm_page_array;
extern vm_pindex_t	vm_page_array_size;

/* Pages in use by the allocator, and free, for sysctl vm.stats.vm. */
extern u_int	vm_page_count_total;
extern u_int	vm_page_count_free;

#endif /* _KERNEL */

#endif /* !_VM_VM_PAGE_H_ */
