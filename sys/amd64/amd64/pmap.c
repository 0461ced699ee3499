/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pmap(9): four-level page tables.
 *
 * Each page table page counts its entries in its struct vm_page and is freed
 * with the last one, also in the kernel's part, so that mapping and unmapping
 * leaves the memory as it was.  The kernel's part hangs on three top-level
 * entries that never change and that all address spaces have.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_page.h>
#include <vm/vm_map.h>
#include <vm/pmap.h>

#include <machine/cpufunc.h>
#include <machine/md_var.h>

#define	PTE_INDEX(va, shift)	(((va) >> (shift)) & (NPTEPG - 1))
#define	LEVEL_SHIFT		9	/* address bits of one level */
#define	TABLE(pte)							\
	((pt_entry_t *)PHYS_TO_DMAP((pte) & PG_FRAME))
#define	KERNEL_PML4_FIRST	(NPTEPG / 2)

struct pmap kernel_pmap_store;

/* The page of a table, by any of its entries; it is the allocator's. */
#define	table_page(table)						\
	(&vm_page_array[atop(DMAP_TO_PHYS((vm_offset_t)(table)))])

static bool
pmap_is_active(pmap_t pmap)
{

	return (pmap == kernel_pmap || pmap == PCPU_GET(curpmap));
}

static void
pmap_invalidate_page(pmap_t pmap, vm_offset_t va)
{

	if (pmap_is_active(pmap))
		invlpg(va);
}

/* All entries of a process. */
static void
pmap_invalidate_user(pmap_t pmap)
{

	if (pmap_is_active(pmap))
		load_cr3(rcr3());
}

static pt_entry_t
pte_flags(pmap_t pmap, vm_prot_t prot)
{
	pt_entry_t flags;

	flags = PG_A | PG_M;
	if (prot != VM_PROT_NONE)
		flags |= PG_V;
	if (prot & VM_PROT_WRITE)
		flags |= PG_RW;
	if ((prot & VM_PROT_EXECUTE) == 0)
		flags |= PG_NX;
	flags |= pmap == kernel_pmap ? PG_G : PG_U;
	return (flags);
}

/*
 * Free the tables on the way to va that have no entries.
 */
static void
pmap_prune(pmap_t pmap, vm_offset_t va)
{
	pt_entry_t *ptes[3];
	pt_entry_t *table;
	vm_page_t m;
	int depth, shift;

	table = pmap->pm_pml4;
	depth = 0;
	for (shift = PML4SHIFT; shift > PAGE_SHIFT; shift -= LEVEL_SHIFT) {
		ptes[depth] = &table[PTE_INDEX(va, shift)];
		if ((*ptes[depth] & PG_V) == 0)
			break;
		table = TABLE(*ptes[depth]);
		depth++;
	}
	while (depth-- > 0) {
		m = PHYS_TO_VM_PAGE(*ptes[depth] & PG_FRAME);
		if (m->u.wired != 0)
			break;
		*ptes[depth] = 0;
		if (depth > 0)
			table_page(ptes[depth])->u.wired--;
		/* Also forgets what the processor knows of the tables. */
		pmap_invalidate_page(pmap, va);
		vm_page_unref(m);
	}
}

/* Hang an empty table into *pte of the given table. */
static int
pmap_add_table(pmap_t pmap, pt_entry_t *table, pt_entry_t *pte)
{
	vm_page_t m;

	m = vm_page_alloc(VM_ALLOC_SYSTEM | VM_ALLOC_ZERO);
	if (m == NULL)
		return (ENOMEM);
	m->u.wired = 0;
	*pte = VM_PAGE_TO_PHYS(m) | PG_V | PG_RW | PG_A |
	    (pmap == kernel_pmap ? 0 : PG_U);
	if (table != pmap->pm_pml4)
		table_page(table)->u.wired++;
	return (0);
}

/* The last-level entry of va; NULL: no table, or none can be made. */
static pt_entry_t *
pmap_pte(pmap_t pmap, vm_offset_t va, bool create)
{
	pt_entry_t *pte, *table;
	int shift;

	table = pmap->pm_pml4;
	for (shift = PML4SHIFT; shift > PAGE_SHIFT; shift -= LEVEL_SHIFT) {
		pte = &table[PTE_INDEX(va, shift)];
		if ((*pte & PG_V) == 0) {
			if (!create)
				return (NULL);
			if (pmap_add_table(pmap, table, pte) != 0) {
				pmap_prune(pmap, va);
				return (NULL);
			}
		}
		if (*pte & PG_PS)
			return (NULL);
		table = TABLE(*pte);
	}
	return (&table[PTE_INDEX(va, PAGE_SHIFT)]);
}

/*
 * The first entry in [*va, end) that is not empty, and its address in *va;
 * NULL if there is none.
 */
static pt_entry_t *
pmap_next_pte(pmap_t pmap, vm_offset_t *va, vm_offset_t end)
{
	pt_entry_t *table;
	vm_offset_t a;
	pt_entry_t pte;
	int shift;

	a = *va;
	while (a < end) {
		table = pmap->pm_pml4;
		for (shift = PML4SHIFT; shift > PAGE_SHIFT;
		    shift -= LEVEL_SHIFT) {
			pte = table[PTE_INDEX(a, shift)];
			if ((pte & PG_V) == 0)
				break;
			table = TABLE(pte);
		}
		if (shift > PAGE_SHIFT) {
			a = (a | ((1UL << shift) - 1)) + 1;
			continue;
		}
		do {
			if (table[PTE_INDEX(a, PAGE_SHIFT)] != 0) {
				*va = a;
				return (&table[PTE_INDEX(a, PAGE_SHIFT)]);
			}
			a += PAGE_SIZE;
		} while (a < end && PTE_INDEX(a, PAGE_SHIFT) != 0);
	}
	return (NULL);
}

/* Set an entry, and keep count of the entries of its table. */
static void
pte_store(pmap_t pmap, vm_offset_t va, pt_entry_t *pte, pt_entry_t new)
{
	pt_entry_t old;

	old = *pte;
	*pte = new;
	if (old == 0) {
		table_page(pte)->u.wired++;
		pmap->pm_resident++;
	}
	if (old & PG_V)
		pmap_invalidate_page(pmap, va);
}

static void
pte_clear(pmap_t pmap, pt_entry_t *pte)
{

	*pte = 0;
	table_page(pte)->u.wired--;
	pmap->pm_resident--;
}

static void
pte_release(pt_entry_t pte)
{

	if (pte != 0 && (pte & PG_DEVICE) == 0)
		vm_page_unref(PHYS_TO_VM_PAGE(pte & PG_FRAME));
}

int
pmap_pinit(pmap_t pmap)
{
	vm_page_t m;
	int i;

	m = vm_page_alloc(VM_ALLOC_SYSTEM | VM_ALLOC_ZERO);
	if (m == NULL)
		return (ENOMEM);
	pmap->pm_pml4 = VM_PAGE_TO_DMAP(m);
	pmap->pm_cr3 = VM_PAGE_TO_PHYS(m);
	pmap->pm_resident = 0;
	for (i = KERNEL_PML4_FIRST; i < NPTEPG; i++)
		pmap->pm_pml4[i] = kernel_pmap->pm_pml4[i];
	mtx_init(&pmap->pm_mtx, "pmap", NULL, MTX_DEF);
	return (0);
}

/* A thread of the kernel can still run on these tables: see switch_world(). */
void
pmap_release(pmap_t pmap)
{

	critical_enter();
	if (PCPU_GET(curpmap) == pmap)
		pmap_load(kernel_pmap);
	critical_exit();
	mtx_destroy(&pmap->pm_mtx);
	vm_page_unref(PHYS_TO_VM_PAGE(pmap->pm_cr3));
}

void
pmap_load(pmap_t pmap)
{

	if (PCPU_GET(curpmap) == pmap)
		return;
	PCPU_SET(curpmap, pmap);
	load_cr3(pmap->pm_cr3);
}

void
pmap_activate(struct thread *td)
{

	critical_enter();
	pmap_load(td->td_proc->p_vmspace->vm_map.pmap);
	critical_exit();
}

static int
pmap_enter_pte(pmap_t pmap, vm_offset_t va, pt_entry_t new)
{
	pt_entry_t *pte, old;

	PMAP_LOCK(pmap);
	pte = pmap_pte(pmap, va, true);
	if (pte == NULL) {
		PMAP_UNLOCK(pmap);
		return (ENOMEM);
	}
	old = *pte;
	pte_store(pmap, va, pte, new);
	PMAP_UNLOCK(pmap);
	pte_release(old);
	return (0);
}

int
pmap_enter(pmap_t pmap, vm_offset_t va, vm_page_t m, vm_prot_t prot)
{

	return (pmap_enter_pte(pmap, va,
	    VM_PAGE_TO_PHYS(m) | pte_flags(pmap, prot)));
}

int
pmap_enter_device(pmap_t pmap, vm_offset_t va, vm_paddr_t pa, vm_prot_t prot)
{

	return (pmap_enter_pte(pmap, va, (pa & PG_FRAME) | PG_DEVICE |
	    PG_NC_PCD | PG_NC_PWT | pte_flags(pmap, prot)));
}

void
pmap_remove(pmap_t pmap, vm_offset_t start, vm_offset_t end)
{
	pt_entry_t *pte, old;
	vm_offset_t va;

	PMAP_LOCK(pmap);
	for (va = start; (pte = pmap_next_pte(pmap, &va, end)) != NULL;
	    va += PAGE_SIZE) {
		old = *pte;
		pte_clear(pmap, pte);
		/* The page may be used anew only when nobody sees it. */
		pmap_invalidate_page(pmap, va);
		if (table_page(pte)->u.wired == 0)
			pmap_prune(pmap, va);
		pte_release(old);
	}
	PMAP_UNLOCK(pmap);
}

void
pmap_protect(pmap_t pmap, vm_offset_t start, vm_offset_t end, vm_prot_t prot)
{
	pt_entry_t *pte, new;
	vm_offset_t va;

	PMAP_LOCK(pmap);
	for (va = start; (pte = pmap_next_pte(pmap, &va, end)) != NULL;
	    va += PAGE_SIZE) {
		new = *pte;
		if (prot == VM_PROT_NONE)
			new &= ~PG_V;
		if ((prot & VM_PROT_WRITE) == 0)
			new &= ~PG_RW;
		if ((prot & VM_PROT_EXECUTE) == 0)
			new |= PG_NX;
		if (new != *pte)
			pte_store(pmap, va, pte, new);
	}
	PMAP_UNLOCK(pmap);
}

int
pmap_copy_cow(pmap_t dst, pmap_t src, vm_offset_t start, vm_offset_t end)
{
	pt_entry_t *dpte, *spte;
	vm_offset_t va;
	int error;

	error = 0;
	PMAP_LOCK(src);
	for (va = start; (spte = pmap_next_pte(src, &va, end)) != NULL;
	    va += PAGE_SIZE) {
		dpte = pmap_pte(dst, va, true);
		if (dpte == NULL) {
			error = ENOMEM;
			break;
		}
		if ((*spte & PG_DEVICE) == 0) {
			vm_page_ref(PHYS_TO_VM_PAGE(*spte & PG_FRAME));
			*spte &= ~PG_RW;
		}
		pte_store(dst, va, dpte, *spte);
	}
	pmap_invalidate_user(src);
	PMAP_UNLOCK(src);
	return (error);
}

vm_page_t
pmap_held_page(pmap_t pmap, vm_offset_t va)
{
	pt_entry_t *pte;
	vm_page_t m;

	m = NULL;
	PMAP_LOCK(pmap);
	pte = pmap_pte(pmap, va, false);
	if (pte != NULL && *pte != 0 && (*pte & PG_DEVICE) == 0)
		m = PHYS_TO_VM_PAGE(*pte & PG_FRAME);
	PMAP_UNLOCK(pmap);
	return (m);
}

/* Valid entry for va at whatever level, and how much it maps. No lock. */
static pt_entry_t
pmap_leaf(pmap_t pmap, vm_offset_t va, vm_size_t *size)
{
	pt_entry_t pte;
	pt_entry_t *table;
	int shift;

	table = pmap->pm_pml4;
	for (shift = PML4SHIFT;; shift -= LEVEL_SHIFT) {
		pte = table[PTE_INDEX(va, shift)];
		if ((pte & PG_V) == 0)
			return (0);
		if (shift == PAGE_SHIFT || (pte & PG_PS) != 0)
			break;
		table = TABLE(pte);
	}
	*size = 1UL << shift;
	return (pte);
}

vm_paddr_t
pmap_extract(pmap_t pmap, vm_offset_t va)
{
	pt_entry_t pte;
	vm_size_t size;

	pte = pmap_leaf(pmap, va, &size);
	if (pte == 0)
		return (0);
	return ((pte & PG_FRAME & ~(size - 1)) | (va & (size - 1)));
}

vm_paddr_t
pmap_kextract(vm_offset_t va)
{

	if (VIRT_IN_DMAP(va))
		return (DMAP_TO_PHYS(va));
	return (pmap_extract(kernel_pmap, va));
}

int
pmap_kernel_mapped(vm_offset_t va, vm_size_t len)
{
	vm_offset_t a;
	vm_size_t size;

	if (va < DMAP_MIN_ADDRESS || va + len < va)
		return (0);
	for (a = trunc_page(va); a < va + len; a += PAGE_SIZE)
		if (pmap_leaf(kernel_pmap, a, &size) == 0)
			return (0);
	return (1);
}

/* The last-level entry after pte, which is that of va - PAGE_SIZE; or NULL. */
static pt_entry_t *
pmap_kpte_next(pt_entry_t *pte, vm_offset_t va, bool create)
{

	if (pte != NULL && PTE_INDEX(va, PAGE_SHIFT) != 0)
		return (pte + 1);
	return (pmap_pte(kernel_pmap, va, create));
}

int
pmap_qenter(vm_offset_t va, vm_page_t *ma, int count)
{
	pt_entry_t flags, *pte;
	int i;

	flags = pte_flags(kernel_pmap, VM_PROT_RW);
	pte = NULL;
	PMAP_LOCK(kernel_pmap);
	for (i = 0; i < count; i++, va += PAGE_SIZE) {
		pte = pmap_kpte_next(pte, va, true);
		if (pte == NULL)
			break;
		pte_store(kernel_pmap, va, pte,
		    VM_PAGE_TO_PHYS(ma[i]) | flags);
	}
	PMAP_UNLOCK(kernel_pmap);
	return (i);
}

void
pmap_qremove(vm_offset_t va, vm_page_t *ma, int count)
{
	pt_entry_t *pte;
	int i;

	pte = NULL;
	PMAP_LOCK(kernel_pmap);
	for (i = 0; i < count; i++, va += PAGE_SIZE) {
		pte = pmap_kpte_next(pte, va, false);
		KASSERT(pte != NULL && *pte != 0, ("pmap_qremove: %#lx", va));
		ma[i] = PHYS_TO_VM_PAGE(*pte & PG_FRAME);
		pte_clear(kernel_pmap, pte);
		invlpg(va);
		if (table_page(pte)->u.wired == 0) {
			pmap_prune(kernel_pmap, va);
			pte = NULL;
		}
	}
	PMAP_UNLOCK(kernel_pmap);
}

int
pmap_kprotect(vm_offset_t va, vm_size_t size, vm_prot_t prot)
{
	pt_entry_t flags, *pte;
	vm_offset_t a;
	int error;

	error = 0;
	flags = pte_flags(kernel_pmap, prot);
	pte = NULL;
	PMAP_LOCK(kernel_pmap);
	for (a = va; a < va + size; a += PAGE_SIZE) {
		pte = pmap_kpte_next(pte, a, false);
		if (pte == NULL || *pte == 0) {
			error = EINVAL;
			break;
		}
		*pte = (*pte & PG_FRAME) | flags;
		invlpg(a);
	}
	PMAP_UNLOCK(kernel_pmap);
	return (error);
}

void
pmap_zero_page(vm_page_t m)
{

	pagezero(VM_PAGE_TO_DMAP(m));
}

void
pmap_copy_page(vm_page_t src, vm_page_t dst)
{

	pagecopy(VM_PAGE_TO_DMAP(src), VM_PAGE_TO_DMAP(dst));
}

long
pmap_resident_count(pmap_t pmap)
{

	return (pmap->pm_resident);
}
