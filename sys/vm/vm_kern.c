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

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_extern.h>
#include <vm/vm_kern.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

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

static void
kmem_unback(vm_offset_t va, vm_size_t size)
{
	vm_offset_t a;

	for (a = va; a < va + size; a += PAGE_SIZE)
		vm_page_unref(pmap_kremove(a));
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

/* Put pages behind addresses. */
static int
kmem_back(vm_offset_t va, vm_size_t size, int flags)
{
	vm_offset_t a;
	vm_page_t m;
	int req;

	req = page_request(flags);
	for (a = va; a < va + size; a += PAGE_SIZE) {
		m = vm_page_alloc(req);
		if (m == NULL)
			break;
		while (pmap_kenter(a, m, VM_PROT_RW) != 0) {
			if ((flags & M_WAITOK) == 0) {
				vm_page_unref(m);
				goto fail;
			}
			vm_wait();
		}
	}
	if (a == va + size)
		return (0);
fail:
	kmem_unback(va, a - va);
	return (ENOMEM);
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
	if (kmem_back(va, size, flags) != 0) {
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
	kmem_unback((vm_offset_t)addr, size);
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
	kmem_unback(addr, size);
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
	if (kmem_back(va + ptoa(KSTACK_GUARD_PAGES), ptoa(pages),
	    M_NOWAIT) != 0) {
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
	kmem_unback(stack, ptoa(pages));
	vm_arena_free(&kernel_arena, stack - ptoa(KSTACK_GUARD_PAGES),
	    ptoa(pages + KSTACK_GUARD_PAGES));
}

int
kernacc(void *addr, int len, int rw __unused)
{

	return (len >= 0 && pmap_kernel_mapped((vm_offset_t)addr, len));
}
