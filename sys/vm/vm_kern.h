/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kernel's own address space.
 */
#ifndef _VM_VM_KERN_H_
#define	_VM_VM_KERN_H_

#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <vm/vm_extern.h>

#ifdef _KERNEL

#define	VM_ARENA_LISTS	32		/* by the power of two of pages */
#define	VM_ARENA_HASH_SHIFT 10

LIST_HEAD(vm_taglist, vm_tag);

/* A range of addresses that is handed out in whole pages; see vm_arena.c. */
struct vm_arena {
	struct mtx	va_mtx;
	TAILQ_HEAD(vm_tagqueue, vm_tag) va_segs; /* by address */
	struct vm_taglist va_free[VM_ARENA_LISTS];
	struct vm_taglist va_hash[1 << VM_ARENA_HASH_SHIFT];
};

extern struct vm_arena	kernel_arena;	/* kmem_malloc, kernel stacks */
extern struct vm_arena	kld_arena;	/* modules */

/* Boot: set up the arenas. */
void	vm_kern_init(void);

void	vm_arena_init(struct vm_arena *va, const char *name, vm_offset_t base,
	    vm_size_t size);
/* Addresses for size bytes, 0 if there are none or no memory to note them. */
vm_offset_t vm_arena_alloc(struct vm_arena *va, vm_size_t size, int flags);
void	vm_arena_free(struct vm_arena *va, vm_offset_t addr, vm_size_t size);

#endif /* _KERNEL */

#endif /* !_VM_VM_KERN_H_ */
