/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The allocator of physical pages.
 *
 * Free pages are those on the free list, and those of the boot-time ranges
 * that were never handed out, which cost nothing to begin with.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

#include <machine/atomic.h>

#define	MAXRANGES	64

/* Pages that only the kernel may take, so that it can go on (KiB / 4). */
#define	RESERVE_MIN	64
#define	RESERVE_SHARE	128		/* 1/128 of memory, if that is more */

#define	OOM_RETRY_TICKS	(hz / 10 + 1)

vm_page_t	vm_page_array;
vm_pindex_t	vm_page_array_size;
u_int		vm_page_count_total;
u_int		vm_page_count_free;

static struct {
	vm_pindex_t	next;		/* never handed out from here ... */
	vm_pindex_t	end;		/* ... to here */
} ranges[MAXRANGES];
static int nranges;

static STAILQ_HEAD(, vm_page) free_pages = STAILQ_HEAD_INITIALIZER(free_pages);
static struct mtx page_mtx;		/* ranges, free_pages, counts */
static u_int page_waiters;

vm_page_t
PHYS_TO_VM_PAGE(vm_paddr_t pa)
{

	return (atop(pa) < vm_page_array_size ? &vm_page_array[atop(pa)] :
	    NULL);
}

vm_paddr_t
VM_PAGE_TO_PHYS(vm_page_t m)
{

	return (ptoa(m - vm_page_array));
}

void
vm_page_startup(vm_paddr_t *firstaddr, vm_paddr_t maxmem)
{
	vm_size_t size;

	mtx_init(&page_mtx, "free pages", NULL, MTX_DEF);
	vm_page_array_size = atop(maxmem);
	size = round_page(vm_page_array_size * sizeof(struct vm_page));
	vm_page_array = (vm_page_t)PHYS_TO_DMAP(*firstaddr);
	bzero(vm_page_array, size);
	*firstaddr += size;
}

void
vm_page_add_range(vm_paddr_t pa, vm_paddr_t end)
{

	if (nranges == MAXRANGES || atop(end) > vm_page_array_size)
		return;
	ranges[nranges].next = atop(pa);
	ranges[nranges].end = atop(end);
	nranges++;
	vm_page_count_total += atop(end) - atop(pa);
	vm_page_count_free += atop(end) - atop(pa);
}

void
vm_page_release_boot(vm_paddr_t pa, vm_size_t size)
{
	vm_paddr_t end;
	vm_page_t m;

	end = trunc_page(pa + size);
	for (pa = round_page(pa); pa < end; pa += PAGE_SIZE) {
		m = PHYS_TO_VM_PAGE(pa);
		mtx_lock(&page_mtx);
		m->ref_count = 1;
		vm_page_count_total++;
		mtx_unlock(&page_mtx);
		vm_page_unref(m);
	}
}

static vm_page_t
vm_page_take(void)
{
	vm_page_t m;

	m = STAILQ_FIRST(&free_pages);
	if (m != NULL) {
		STAILQ_REMOVE_HEAD(&free_pages, u.free);
		return (m);
	}
	while (ranges[nranges - 1].next == ranges[nranges - 1].end)
		nranges--;
	return (&vm_page_array[ranges[nranges - 1].next++]);
}

/* Free pages that a request of the class has to leave. */
static u_int
vm_page_reserve(int req)
{
	u_int reserve;

	reserve = MAX(vm_page_count_total / RESERVE_SHARE, RESERVE_MIN);
	switch (req & VM_ALLOC_CLASS_MASK) {
	case VM_ALLOC_INTERRUPT:
		return (0);
	case VM_ALLOC_SYSTEM:
		return (reserve / 2);
	default:
		return (reserve);
	}
}

int
vm_page_alloc_pages(int req, vm_page_t *ma, int count)
{
	vm_page_t m;
	u_int reserve;
	int i, n;

	reserve = vm_page_reserve(req);
	mtx_lock(&page_mtx);
	for (n = 0; n < count; n++) {
		while (vm_page_count_free <= reserve) {
			if ((req & VM_ALLOC_WAITOK) == 0)
				goto out;
			mtx_unlock(&page_mtx);
			vm_wait();
			mtx_lock(&page_mtx);
		}
		m = vm_page_take();
		vm_page_count_free--;
		m->ref_count = 1;
		m->flags = 0;
		ma[n] = m;
	}
out:
	mtx_unlock(&page_mtx);
	if (req & VM_ALLOC_ZERO)
		for (i = 0; i < n; i++)
			pmap_zero_page(ma[i]);
	return (n);
}

vm_page_t
vm_page_alloc(int req)
{
	vm_page_t m;

	return (vm_page_alloc_pages(req, &m, 1) == 1 ? m : NULL);
}

void
vm_page_ref(vm_page_t m)
{

	atomic_add_int(&m->ref_count, 1);
}

void
vm_page_unref_pages(vm_page_t *ma, int count)
{
	int i;

	mtx_lock(&page_mtx);
	for (i = 0; i < count; i++) {
		KASSERT(ma[i]->ref_count != 0, ("page %p is free", ma[i]));
		if (atomic_fetchadd_int(&ma[i]->ref_count, -1) != 1)
			continue;
		STAILQ_INSERT_HEAD(&free_pages, ma[i], u.free);
		vm_page_count_free++;
	}
	if (page_waiters != 0) {
		page_waiters = 0;
		wakeup(&page_waiters);
	}
	mtx_unlock(&page_mtx);
}

void
vm_page_unref(vm_page_t m)
{

	vm_page_unref_pages(&m, 1);
}

/*
 * There is nothing to write out; memory comes back when caches shrink and
 * processes end.  A thread that cannot sleep can only give up.
 */
void
vm_wait(void)
{

	if (cold || curthread->td_critnest != 0 || !THREAD_CAN_SLEEP())
		panic("out of memory: %u of %u pages are free",
		    vm_page_count_free, vm_page_count_total);
	EVENTHANDLER_INVOKE(vm_lowmem, 0);
	mtx_lock(&page_mtx);
	page_waiters++;
	msleep(&page_waiters, &page_mtx, PVM, "vmwait", OOM_RETRY_TICKS);
	mtx_unlock(&page_mtx);
}
