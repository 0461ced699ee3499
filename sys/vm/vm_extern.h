/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the rest of the kernel asks the virtual memory system for.
 */
#ifndef _VM_VM_EXTERN_H_
#define	_VM_VM_EXTERN_H_

#include <vm/vm.h>

#ifdef _KERNEL

struct cdev;
struct proc;
struct thread;
struct vnode;

/*
 * Kernel memory in whole pages, outside the direct map.  flags: M_NOWAIT or
 * M_WAITOK, M_ZERO.  NULL: no memory or address space (M_NOWAIT).
 */
void	*kmem_malloc(vm_size_t size, int flags);
void	kmem_free(void *addr, vm_size_t size);
/*
 * Memory for kernel modules, within 2 GiB of the kernel: read-write, zeroed
 * with M_ZERO.  0: no memory or address space, also with M_WAITOK when the
 * address space is full.
 */
vm_offset_t kmem_alloc_kld(vm_size_t size, int flags);
void	kmem_free_kld(vm_offset_t addr, vm_size_t size);
/*
 * Change the protection of whole pages of kernel memory from kmem_malloc or
 * kmem_alloc_kld.  EINVAL: not mapped, or writable and executable.
 */
int	kmem_protect(vm_offset_t addr, vm_size_t size, vm_prot_t prot);

/*
 * Show size bytes of a file from offset off on to the kernel, where they lie:
 * who writes to the file changes them.  NULL: no memory, or the file system
 * does not lend its pages (VOP_LENDPAGES).
 */
const void *kmem_map_file(struct vnode *vp, vm_ooffset_t off, vm_size_t size);
void	kmem_unmap_file(const void *addr, vm_size_t size);

/* Kernel stacks, with an unmapped page below: 0 and td_kstack stays 0 if none. */
int	vm_thread_new(struct thread *td, int pages);
void	vm_thread_dispose(struct thread *td);

/*
 * Map size bytes of handle (a file, a device, or nothing for anonymous
 * memory) into a process; MAP_* flags of mmap(2).  Takes its own reference
 * on the handle.  Returns an errno.
 */
int	vm_mmap(vm_map_t map, vm_offset_t *addr, vm_size_t size,
	    vm_prot_t prot, vm_prot_t maxprot, int flags,
	    objtype_t handle_type, void *handle, vm_ooffset_t foff);

/* The system calls' inner parts; results in td_retval. */
int	kern_mmap(struct thread *td, uintptr_t addr, size_t len, int prot,
	    int flags, int fd, off_t pos);
int	kern_munmap(struct thread *td, uintptr_t addr, size_t size);
int	kern_mprotect(struct thread *td, uintptr_t addr, size_t size, int prot);
int	kern_madvise(struct thread *td, uintptr_t addr, size_t len, int behav);
int	kern_msync(struct thread *td, uintptr_t addr, size_t size, int flags);
/* Move the end of the data segment to *addr; *addr becomes where it is. */
int	kern_break(struct thread *td, uintptr_t *addr);

/*
 * Until the second call, with what the first one returned, the thread gets
 * EFAULT for a page of a program that is not there.
 */
int	vm_fault_disable_pagefaults(void);
void	vm_fault_enable_pagefaults(int saved);

/* May the range be accessed so, by the kernel or the running process? */
int	kernacc(void *addr, int len, int rw);
int	useracc(void *addr, int len, int rw);

#endif /* _KERNEL */

#endif /* !_VM_VM_EXTERN_H_ */
