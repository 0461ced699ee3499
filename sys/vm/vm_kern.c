/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel memory that is mapped page by page: large malloc(9), modules and
 * kernel stacks.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_extern.h>
#include <vm/vm_kern.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

#define	BATCH		32		/* pages that are handled at a time */

struct vm_arena	kernel_arena;
struct vm_arena	kld_arena;

void
vm_kern_init(void)
{

	pmap_init();
	vm_arena_init(&kernel_arena, "kernel memory", VM_MIN_KERNEL_ADDRESS,
	    VM_MAX_KERNEL_ADDRESS - VM_MIN_KERNEL_ADDRESS);
	vm_arena_init(&kld_arena, "module memory", KLD_MIN_ADDRESS,
	    KLD_MAX_ADDRESS - KLD_MIN_ADDRESS);
}

/* Take the pages from behind [va, end). */
static void
kmem_unback(vm_offset_t va, vm_offset_t end)
{
	vm_page_t ma[BATCH];
	int n;

	for (; va < end; va += ptoa(n)) {
		n = MIN(BATCH, atop(end - va));
		pmap_qremove(va, ma, n);
		vm_page_unref_pages(ma, n);
	}
}

static int
page_request(int flags)
{
	int req;

	req = flags & M_USE_RESERVE ? VM_ALLOC_INTERRUPT : VM_ALLOC_SYSTEM;
	if (flags & M_WAITOK)
		req |= VM_ALLOC_WAITOK;
	if (flags & M_ZERO)
		req |= VM_ALLOC_ZERO;
	return (req);
}

/* Map n pages from va up; returns how many there was memory for. */
static int
kmem_enter(vm_offset_t va, vm_page_t *ma, int n, int flags)
{
	int done;

	done = pmap_qenter(va, ma, n);
	while (done < n && (flags & M_WAITOK) != 0) {
		vm_wait();
		done += pmap_qenter(va + ptoa(done), ma + done, n - done);
	}
	if (done < n)
		vm_page_unref_pages(ma + done, n - done);
	return (done);
}

/* Put pages behind [va, end). */
static int
kmem_back(vm_offset_t va, vm_offset_t end, int flags)
{
	vm_page_t ma[BATCH];
	vm_offset_t a;
	int n, req, want;

	req = page_request(flags);
	for (a = va; a < end; a += ptoa(n)) {
		want = MIN(BATCH, atop(end - a));
		n = vm_page_alloc_pages(req, ma, want);
		n = kmem_enter(a, ma, n, flags);
		if (n < want) {
			kmem_unback(va, a + ptoa(n));
			return (ENOMEM);
		}
	}
	return (0);
}

static vm_offset_t
kmem_alloc_arena(struct vm_arena *arena, vm_size_t size, int flags)
{
	vm_offset_t va;

	/* What cannot be had at all is not worth waiting for. */
	if (atop(size) >= vm_page_count_total)
		return (0);
	va = vm_arena_alloc(arena, size, flags);
	if (va == 0)
		return (0);
	if (kmem_back(va, va + size, flags) != 0) {
		vm_arena_free(arena, va, size);
		return (0);
	}
	return (va);
}

void *
kmem_malloc(vm_size_t size, int flags)
{

	return ((void *)kmem_alloc_arena(&kernel_arena, round_page(size),
	    flags));
}

void
kmem_free(void *addr, vm_size_t size)
{

	size = round_page(size);
	kmem_unback((vm_offset_t)addr, (vm_offset_t)addr + size);
	vm_arena_free(&kernel_arena, (vm_offset_t)addr, size);
}

vm_offset_t
kmem_alloc_kld(vm_size_t size, int flags)
{

	/* A module that does not fit is refused, not waited for. */
	if (atop(round_page(size)) >= vm_page_count_free)
		flags = (flags & ~M_WAITOK) | M_NOWAIT;
	return (kmem_alloc_arena(&kld_arena, round_page(size), flags));
}

void
kmem_free_kld(vm_offset_t addr, vm_size_t size)
{

	size = round_page(size);
	kmem_unback(addr, addr + size);
	vm_arena_free(&kld_arena, addr, size);
}

int
kmem_protect(vm_offset_t addr, vm_size_t size, vm_prot_t prot)
{

	if ((addr & PAGE_MASK) != 0 || prot == VM_PROT_NONE ||
	    (prot & (VM_PROT_WRITE | VM_PROT_EXECUTE)) ==
	    (VM_PROT_WRITE | VM_PROT_EXECUTE))
		return (EINVAL);
	return (pmap_kprotect(addr, round_page(size), prot));
}

/* Borrow the pages of a file from number idx on for [va, end). */
static int
kmem_back_file(vm_offset_t va, vm_offset_t end, struct vnode *vp,
    vm_pindex_t idx)
{
	vm_page_t ma[BATCH];
	vm_offset_t a;
	int n, want;

	for (a = va; a < end; a += ptoa(n), idx += n) {
		want = MIN(BATCH, atop(end - a));
		n = 0;
		if (VOP_LENDPAGES(vp, idx, ma, want) == 0)
			n = kmem_enter(a, ma, want, M_NOWAIT);
		if (n < want) {
			kmem_unback(va, a + ptoa(n));
			return (ENOMEM);
		}
	}
	return (0);
}

static vm_offset_t
map_file(struct vnode *vp, vm_pindex_t idx, vm_size_t size)
{
	vm_offset_t va;

	va = vm_arena_alloc(&kernel_arena, size, M_NOWAIT);
	if (va == 0)
		return (0);
	if (kmem_back_file(va, va + size, vp, idx) != 0) {
		vm_arena_free(&kernel_arena, va, size);
		return (0);
	}
	return (va);
}

/* A page by itself is in the direct map already. */
static vm_offset_t
map_file_page(struct vnode *vp, vm_pindex_t idx)
{
	vm_page_t m;

	if (VOP_LENDPAGES(vp, idx, &m, 1) != 0)
		return (0);
	return ((vm_offset_t)VM_PAGE_TO_DMAP(m));
}

const void *
kmem_map_file(struct vnode *vp, vm_ooffset_t off, vm_size_t size)
{
	const vm_ooffset_t first = trunc_page(off);
	vm_offset_t va;

	size = round_page(off + size) - first;
	if (size == PAGE_SIZE)
		va = map_file_page(vp, OFF_TO_IDX(first));
	else
		va = map_file(vp, OFF_TO_IDX(first), size);
	return (va != 0 ? (const char *)va + (off - first) : NULL);
}

void
kmem_unmap_file(const void *addr, vm_size_t size)
{
	const vm_offset_t first = trunc_page((vm_offset_t)addr);

	if (VIRT_IN_DMAP(first))
		vm_page_unref(PHYS_TO_VM_PAGE(DMAP_TO_PHYS(first)));
	else
		kmem_free((void *)first, (vm_offset_t)addr + size - first);
}

int
vm_thread_new(struct thread *td, int pages)
{
	vm_offset_t va;

	if (pages == 0)
		pages = KSTACK_PAGES;
	va = vm_arena_alloc(&kernel_arena, ptoa(pages + KSTACK_GUARD_PAGES),
	    M_WAITOK);
	if (va == 0)
		return (0);
	if (kmem_back(va + ptoa(KSTACK_GUARD_PAGES),
	    va + ptoa(KSTACK_GUARD_PAGES + pages), M_NOWAIT) != 0) {
		vm_arena_free(&kernel_arena, va,
		    ptoa(pages + KSTACK_GUARD_PAGES));
		return (0);
	}
	td->td_kstack = va + ptoa(KSTACK_GUARD_PAGES);
	td->td_kstack_pages = pages;
	return (1);
}

void
vm_thread_dispose(struct thread *td)
{
	vm_offset_t stack;
	int pages;

	stack = td->td_kstack;
	pages = td->td_kstack_pages;
	td->td_kstack = 0;
	td->td_kstack_pages = 0;
	kmem_unback(stack, stack + ptoa(pages));
	vm_arena_free(&kernel_arena, stack - ptoa(KSTACK_GUARD_PAGES),
	    ptoa(pages + KSTACK_GUARD_PAGES));
}

int
kernacc(void *addr, int len, int rw __unused)
{

	return (len >= 0 && pmap_kernel_mapped((vm_offset_t)addr, len));
}
