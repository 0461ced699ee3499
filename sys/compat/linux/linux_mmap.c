/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux calls on a process's memory.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mman.h>
#include <sys/proc.h>

#include <vm/vm.h>
#include <vm/pmap.h>
#include <vm/vm_map.h>
#include <vm/vm_extern.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>

#define	LINUX_PROT_GROWSDOWN	0x01000000
#define	LINUX_PROT_GROWSUP	0x02000000

#define	LINUX_MAP_SHARED		0x000001
#define	LINUX_MAP_PRIVATE		0x000002
#define	LINUX_MAP_TYPE			0x00000f
#define	LINUX_MAP_FIXED			0x000010
#define	LINUX_MAP_ANON			0x000020
#define	LINUX_MAP_32BIT			0x000040
#define	LINUX_MAP_GROWSDOWN		0x000100
#define	LINUX_MAP_FIXED_NOREPLACE	0x100000

#define	LINUX_MS_ASYNC		0x1
#define	LINUX_MS_INVALIDATE	0x2
#define	LINUX_MS_SYNC		0x4

#define	LINUX_MADV_NORMAL	0
#define	LINUX_MADV_RANDOM	1
#define	LINUX_MADV_SEQUENTIAL	2
#define	LINUX_MADV_WILLNEED	3
#define	LINUX_MADV_DONTNEED	4
#define	LINUX_MADV_FREE		8

/*
 * Flags that are left out of the translation (MAP_DENYWRITE, MAP_POPULATE,
 * MAP_NORESERVE, ...) are hints.
 */
int
linux_mmap(struct thread *td, struct linux_mmap_args *uap)
{
	int error, fd, flags;

	switch (uap->flags & LINUX_MAP_TYPE) {
	case LINUX_MAP_SHARED:
	case LINUX_MAP_SHARED | LINUX_MAP_PRIVATE:	/* "validated" */
		flags = MAP_SHARED;
		break;
	case LINUX_MAP_PRIVATE:
		flags = MAP_PRIVATE;
		break;
	default:
		return (EINVAL);
	}
	fd = uap->fd;
	if ((uap->flags & LINUX_MAP_FIXED_NOREPLACE) != 0)
		flags |= MAP_FIXED | MAP_EXCL;
	else if ((uap->flags & LINUX_MAP_FIXED) != 0)
		flags |= MAP_FIXED;
	if ((uap->flags & LINUX_MAP_32BIT) != 0)
		flags |= MAP_32BIT;
	if ((uap->flags & LINUX_MAP_GROWSDOWN) != 0)
		flags |= MAP_STACK;
	if ((uap->flags & LINUX_MAP_ANON) != 0) {
		flags |= MAP_ANON;
		fd = -1;
	}
	error = kern_mmap(td, uap->addr, uap->len,
	    uap->prot & _PROT_ALL, flags, fd,
	    (flags & MAP_ANON) != 0 ? 0 : uap->pos);
	/* The only thing left to be wrong with these: the range is in use. */
	if ((flags & MAP_EXCL) != 0 && error == EINVAL && uap->len != 0 &&
	    (uap->addr & PAGE_MASK) == 0)
		error = EEXIST;
	return (error);
}

int
linux_mprotect(struct thread *td, struct linux_mprotect_args *uap)
{

	if ((uap->prot & ~(_PROT_ALL | LINUX_PROT_GROWSDOWN |
	    LINUX_PROT_GROWSUP)) != 0)
		return (EINVAL);
	return (kern_mprotect(td, uap->addr, uap->len,
	    uap->prot & _PROT_ALL));
}

/*
 * Returns where the break is, which tells whether it moved.  Programs count
 * in bytes, the kernel in pages: a program that got what it asked for is told
 * so to the byte.
 */
int
linux_brk(struct thread *td, struct linux_brk_args *uap)
{
	uintptr_t addr;

	addr = uap->end;
	if (kern_break(td, &addr) == 0 && addr == round_page(uap->end))
		addr = uap->end;
	else {
		addr = 0;
		(void)kern_break(td, &addr);
	}
	td->td_retval[0] = addr;
	return (0);
}

/*
 * Shrinking is done; for the rest realloc(3), the one user, maps anew and
 * copies.
 */
int
linux_mremap(struct thread *td, struct linux_mremap_args *uap)
{
	l_size_t newlen, oldlen;
	int error;

	if ((uap->addr & PAGE_MASK) != 0 || uap->newlen == 0)
		return (EINVAL);
	oldlen = round_page(uap->oldlen);
	newlen = round_page(uap->newlen);
	if (newlen < uap->newlen || newlen > oldlen)
		return (ENOMEM);
	error = 0;
	if (newlen < oldlen)
		error = kern_munmap(td, uap->addr + newlen, oldlen - newlen);
	if (error == 0)
		td->td_retval[0] = uap->addr;
	return (error);
}

int
linux_msync(struct thread *td, struct linux_msync_args *uap)
{
	int flags;

	if ((uap->flags & ~(LINUX_MS_ASYNC | LINUX_MS_INVALIDATE |
	    LINUX_MS_SYNC)) != 0)
		return (EINVAL);
	flags = MS_SYNC;
	if ((uap->flags & LINUX_MS_ASYNC) != 0)
		flags |= MS_ASYNC;
	if ((uap->flags & LINUX_MS_INVALIDATE) != 0)
		flags |= MS_INVALIDATE;
	return (kern_msync(td, uap->addr, uap->len, flags));
}

/*
 * Linux's MADV_DONTNEED gives anonymous memory back, to read as zeroes; ours
 * is a hint.  Programs depend on the zeroes, so map the range anew.
 */
static int
linux_madvise_dontneed(struct thread *td, l_uintptr_t addr, l_size_t len)
{
	vm_map_entry_t entry;
	vm_map_t map;
	vm_offset_t end, next;
	vm_prot_t prot;
	bool private;
	int error;

	if ((addr & PAGE_MASK) != 0)
		return (EINVAL);
	map = &td->td_proc->p_vmspace->vm_map;
	end = addr + round_page(len);
	if (end < addr)
		return (EINVAL);
	for (error = 0; error == 0 && addr < end; addr = next) {
		vm_map_lock_read(map);
		entry = vm_map_lookup_ge(map, addr);
		if (entry == NULL || entry->start > addr) {
			vm_map_unlock_read(map);
			return (ENOMEM);
		}
		private = entry->vp == NULL && entry->shm == NULL &&
		    entry->dev == NULL &&
		    (entry->eflags & MAP_ENTRY_SHARED) == 0;
		prot = entry->protection;
		next = MIN(entry->end, end);
		vm_map_unlock_read(map);
		if (private)
			error = kern_mmap(td, addr, next - addr, prot,
			    MAP_PRIVATE | MAP_ANON | MAP_FIXED, -1, 0);
	}
	td->td_retval[0] = 0;
	return (error);
}

int
linux_madvise(struct thread *td, struct linux_madvise_args *uap)
{

	switch (uap->advice) {
	case LINUX_MADV_NORMAL:
	case LINUX_MADV_RANDOM:
	case LINUX_MADV_SEQUENTIAL:
	case LINUX_MADV_WILLNEED:
		/* Numbered alike. */
		return (kern_madvise(td, uap->addr, uap->len, uap->advice));
	case LINUX_MADV_DONTNEED:
		return (linux_madvise_dontneed(td, uap->addr, uap->len));
	case LINUX_MADV_FREE:
		return (kern_madvise(td, uap->addr, uap->len, MADV_FREE));
	default:
		return (EINVAL);
	}
}
