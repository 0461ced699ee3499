/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pmap(9): page tables.  All functions take the pmap's lock themselves.
 */
#ifndef _VM_PMAP_H_
#define	_VM_PMAP_H_

#include <vm/vm.h>
#include <machine/pmap.h>

#ifdef _KERNEL

struct thread;

/* An empty address space, and its end.  ENOMEM. */
int	pmap_pinit(pmap_t pmap);
void	pmap_release(pmap_t pmap);
/* Load the page tables of td's process. */
void	pmap_activate(struct thread *td);
void	pmap_load(pmap_t pmap);

/*
 * Map page m at va with the protection; the mapping takes over the caller's
 * reference and drops that of a page it replaces.  ENOMEM: no page table,
 * the reference stays with the caller.
 */
int	pmap_enter(pmap_t pmap, vm_offset_t va, vm_page_t m, vm_prot_t prot);
/* The same for memory that has no struct vm_page. */
int	pmap_enter_device(pmap_t pmap, vm_offset_t va, vm_paddr_t pa,
	    vm_prot_t prot);
/* Take all mappings from [start, end) and drop their references. */
void	pmap_remove(pmap_t pmap, vm_offset_t start, vm_offset_t end);
/* Lower the protection in [start, end); never raises it. */
void	pmap_protect(pmap_t pmap, vm_offset_t start, vm_offset_t end,
	    vm_prot_t prot);
/*
 * fork(2): let dst see the pages that src has in [start, end), neither with
 * leave to write.  ENOMEM: some were not entered.
 */
int	pmap_copy_cow(pmap_t dst, pmap_t src, vm_offset_t start,
	    vm_offset_t end);
/* The page at va, accessible or kept; NULL if none.  No reference. */
vm_page_t pmap_held_page(pmap_t pmap, vm_offset_t va);
/* Physical address, 0 if unmapped. */
vm_paddr_t pmap_extract(pmap_t pmap, vm_offset_t va);
vm_paddr_t pmap_kextract(vm_offset_t va);
#define	vtophys(va)	pmap_kextract((vm_offset_t)(va))
/* Is every page of [va, va + len) mapped in the kernel?  Takes no lock. */
int	pmap_kernel_mapped(vm_offset_t va, vm_size_t len);

/*
 * Kernel mappings of count pages, read-write.  pmap_qenter() takes over a
 * reference of each; it returns how many it could map.  pmap_qremove()
 * returns the pages in ma, whose references are then the caller's.
 */
int	pmap_qenter(vm_offset_t va, vm_page_t *ma, int count);
void	pmap_qremove(vm_offset_t va, vm_page_t *ma, int count);
/* Change the protection of mapped kernel memory.  EINVAL: not mapped. */
int	pmap_kprotect(vm_offset_t va, vm_size_t size, vm_prot_t prot);
/* Map memory of devices or firmware, uncached; NULL: no room. */
void	*pmap_mapdev(vm_paddr_t pa, vm_size_t size);
void	pmap_unmapdev(vm_offset_t va, vm_size_t size);

void	pmap_zero_page(vm_page_t m);
void	pmap_copy_page(vm_page_t src, vm_page_t dst);
long	pmap_resident_count(pmap_t pmap);

#endif /* _KERNEL */

#endif /* !_VM_PMAP_H_ */
