/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mmap(2) and the other system calls on the address space.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/file.h>
#include <sys/malloc.h>
#include <sys/mman.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/sysproto.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

/* Where mappings go that say no address: above break and below the stack. */
#define	MMAP_HINT	0x800000000UL
#define	MMAP_HINT_32BIT	0x40000000UL
#define	MAX_32BIT	0x80000000UL

#define	MMAP_FLAGS	(MAP_SHARED | MAP_PRIVATE | MAP_FIXED | MAP_STACK | \
			 MAP_NOSYNC | MAP_ANON | MAP_GUARD | MAP_EXCL |	\
			 MAP_NOCORE | MAP_PREFAULT_READ | MAP_32BIT |	\
			 MAP_ALIGNMENT_MASK)

/*
 * A filesystem that lends its pages can be written to by a mapping.
 */
static int
vnode_can_share(struct vnode *vp)
{
	vm_page_t m;
	int error;

	error = VOP_GETPAGE(vp, 0, &m);
	if (error == 0)
		vm_page_unref(m);
	return (error == EOPNOTSUPP ? ENODEV : 0);
}

/* Fill in what the mapping shows; takes a reference on it. */
static int
backing_template(struct vm_map_entry *t, vm_size_t size, int flags,
    objtype_t type, void *handle)
{
	struct cdevsw *csw;
	int error, ref;

	switch (type) {
	case OBJT_VNODE:
		if ((flags & MAP_SHARED) != 0 &&
		    (t->max_protection & VM_PROT_WRITE) != 0 &&
		    (error = vnode_can_share(handle)) != 0)
			return (error);
		t->vp = handle;
		vref(t->vp);
		return (0);
	case OBJT_DEVICE:
		csw = dev_refthread(handle, &ref);
		if (csw == NULL)
			return (ENXIO);
		error = csw->d_mmap == NULL || (flags & MAP_SHARED) == 0 ?
		    ENODEV : 0;
		if (error == 0) {
			t->dev = handle;
			dev_ref(t->dev);
		}
		dev_relthread(handle, ref);
		return (error);
	default:
		if ((flags & MAP_SHARED) == 0)
			return (0);
		t->shm = vm_shm_alloc(size);
		t->offset = 0;
		return (t->shm != NULL ? 0 : ENOMEM);
	}
}

/* Find the place and enter the mapping. */
static int
map_place(vm_map_t map, struct vm_map_entry *t, vm_offset_t *addr,
    vm_size_t size, int flags)
{
	struct vm_map_list dead;
	vm_offset_t align;
	int rv;

	SLIST_INIT(&dead);
	rv = KERN_SUCCESS;
	vm_map_lock(map);
	if ((flags & MAP_FIXED) == 0) {
		align = (u_int)flags >> MAP_ALIGNMENT_SHIFT;
		do {
			if (align > PAGE_SHIFT)
				*addr = roundup2(*addr, 1UL << align);
			rv = vm_map_findspace(map, addr, size);
		} while (rv == KERN_SUCCESS && align > PAGE_SHIFT &&
		    (*addr & ((1UL << align) - 1)) != 0);
		if ((flags & MAP_32BIT) != 0 && *addr + size > MAX_32BIT)
			rv = KERN_NO_SPACE;
	} else if (*addr < map->min_offset || *addr + size < *addr ||
	    *addr + size > map->max_offset)
		rv = KERN_INVALID_ARGUMENT;
	else if ((flags & MAP_EXCL) == 0)
		(void)vm_map_delete(map, *addr, *addr + size, &dead);
	if (rv == KERN_SUCCESS)
		rv = vm_map_insert(map, t, *addr, *addr + size);
	vm_map_unlock(map);
	vm_map_entries_release(&dead);
	return (rv);
}

int
vm_mmap(vm_map_t map, vm_offset_t *addr, vm_size_t size, vm_prot_t prot,
    vm_prot_t maxprot, int flags, objtype_t handle_type, void *handle,
    vm_ooffset_t foff)
{
	struct vm_map_entry t;
	int error, rv;

	size = round_page(size);
	if (size == 0)
		return (EINVAL);
	if ((foff & PAGE_MASK) != 0 || foff < 0 ||
	    foff + (vm_ooffset_t)size < foff)
		return (EINVAL);
	if ((flags & MAP_FIXED) != 0 && (*addr & PAGE_MASK) != 0)
		return (EINVAL);
	*addr = round_page(*addr);
	bzero(&t, sizeof(t));
	t.protection = prot;
	t.max_protection = maxprot;
	t.offset = foff;
	if (flags & MAP_SHARED)
		t.eflags |= MAP_ENTRY_SHARED;
	error = backing_template(&t, size, flags, handle_type, handle);
	if (error != 0)
		return (error);
	rv = map_place(map, &t, addr, size, flags);
	if (rv == KERN_SUCCESS)
		return (0);
	if (t.vp != NULL)
		vrele(t.vp);
	if (t.dev != NULL)
		dev_rel(t.dev);
	if (t.shm != NULL)
		vm_shm_release(t.shm);
	if ((flags & MAP_EXCL) != 0 && rv == KERN_NO_SPACE)
		return (EINVAL);
	return (vm_mmap_to_errno(rv));
}

/* What mmap(2) refuses whatever it is to map. */
static int
mmap_check(uintptr_t addr, size_t len, int prot, int flags, int fd, off_t pos)
{

	if ((flags & ~MMAP_FLAGS) != 0 || (prot & ~_PROT_ALL) != 0 ||
	    len == 0 || round_page(len) < len)
		return (EINVAL);
	if ((flags & (MAP_ANON | MAP_STACK | MAP_GUARD)) != 0) {
		if (fd != -1 || pos != 0)
			return (EINVAL);
	} else if ((flags & (MAP_SHARED | MAP_PRIVATE)) == 0 ||
	    (flags & (MAP_SHARED | MAP_PRIVATE)) ==
	    (MAP_SHARED | MAP_PRIVATE))
		return (EINVAL);
	if ((flags & MAP_GUARD) != 0 && prot != PROT_NONE)
		return (EINVAL);
	if ((flags & MAP_EXCL) != 0 && (flags & MAP_FIXED) == 0)
		return (EINVAL);
	if ((flags & MAP_FIXED) != 0 && (addr & PAGE_MASK) != 0)
		return (EINVAL);
	return (0);
}

static int
mmap_file(struct thread *td, vm_offset_t *addr, size_t size, int prot,
    int flags, int fd, off_t pos)
{
	struct file *fp;
	int error;

	error = fget(td, fd, NULL, &fp);
	if (error != 0)
		return (error);
	if (fp->f_ops->fo_mmap == NULL)
		error = ENODEV;
	else
		error = fp->f_ops->fo_mmap(fp, &td->td_proc->p_vmspace->vm_map,
		    addr, size, prot, VM_PROT_ALL, flags, pos, td);
	fdrop(fp, td);
	return (error);
}

/*
 * An offset within a page is allowed: the result has the same.  Without
 * MAP_FIXED the address is a wish.
 */
int
kern_mmap(struct thread *td, uintptr_t addr0, size_t len, int prot, int flags,
    int fd, off_t pos)
{
	vm_offset_t addr, pageoff;
	vm_prot_t maxprot;
	vm_size_t size;
	int error;

	error = mmap_check(addr0, len, prot, flags, fd, pos);
	if (error != 0)
		return (error);
	pageoff = pos & PAGE_MASK;
	pos -= pageoff;
	size = round_page(len + pageoff);
	addr = addr0;
	if ((flags & MAP_FIXED) == 0 && addr == 0)
		addr = flags & MAP_32BIT ? MMAP_HINT_32BIT : MMAP_HINT;
	if ((flags & (MAP_ANON | MAP_STACK | MAP_GUARD)) != 0) {
		maxprot = flags & MAP_GUARD ? VM_PROT_NONE : VM_PROT_ALL;
		error = vm_mmap(&td->td_proc->p_vmspace->vm_map, &addr, size,
		    prot, maxprot, flags, OBJT_DEFAULT, NULL, 0);
	} else
		error = mmap_file(td, &addr, size, prot, flags, fd, pos);
	if (error == 0)
		td->td_retval[0] = addr + pageoff;
	return (error);
}

int
sys_mmap(struct thread *td, struct mmap_args *uap)
{

	return (kern_mmap(td, (uintptr_t)uap->addr, uap->len, uap->prot,
	    uap->flags, uap->fd, uap->pos));
}

/* Round [*addr, *addr + *size) out to pages; EINVAL if it is no user range. */
static int
user_range(uintptr_t *addr, size_t *size)
{
	vm_size_t pageoff;

	pageoff = *addr & PAGE_MASK;
	if (*addr + *size < *addr || *addr + *size > VM_MAXUSER_ADDRESS)
		return (EINVAL);
	*addr -= pageoff;
	*size = round_page(*size + pageoff);
	return (0);
}

int
kern_munmap(struct thread *td, uintptr_t addr, size_t size)
{

	if (size == 0 || user_range(&addr, &size) != 0)
		return (EINVAL);
	return (vm_mmap_to_errno(vm_map_remove(
	    &td->td_proc->p_vmspace->vm_map, addr, addr + size)));
}

int
sys_munmap(struct thread *td, struct munmap_args *uap)
{

	return (kern_munmap(td, (uintptr_t)uap->addr, uap->len));
}

int
kern_mprotect(struct thread *td, uintptr_t addr, size_t size, int prot)
{

	if ((prot & ~_PROT_ALL) != 0 || user_range(&addr, &size) != 0)
		return (EINVAL);
	return (vm_mmap_to_errno(vm_map_protect(
	    &td->td_proc->p_vmspace->vm_map, addr, addr + size, prot, FALSE)));
}

int
sys_mprotect(struct thread *td, struct mprotect_args *uap)
{

	return (kern_mprotect(td, (uintptr_t)uap->addr, uap->len, uap->prot));
}

/*
 * MADV_FREE: private anonymous memory is given back and reads as zero
 * afterwards.  Other advice changes nothing.
 */
static void
map_discard(vm_map_t map, vm_offset_t start, vm_offset_t end)
{
	vm_map_entry_t entry;

	vm_map_lock(map);
	for (entry = vm_map_lookup_ge(map, start);
	    entry != NULL && entry->start < end;
	    entry = vm_map_entry_succ(entry))
		if (entry->vp == NULL && entry->shm == NULL &&
		    entry->dev == NULL)
			pmap_remove(map->pmap, MAX(start, entry->start),
			    MIN(end, entry->end));
	vm_map_unlock(map);
}

int
kern_madvise(struct thread *td, uintptr_t addr, size_t len, int behav)
{

	if (behav < MADV_NORMAL || behav > MADV_PROTECT ||
	    user_range(&addr, &len) != 0)
		return (EINVAL);
	if (behav == MADV_FREE)
		map_discard(&td->td_proc->p_vmspace->vm_map, addr, addr + len);
	return (0);
}

int
sys_madvise(struct thread *td, struct madvise_args *uap)
{

	return (kern_madvise(td, (uintptr_t)uap->addr, uap->len, uap->behav));
}

/* Pages are the file's own, there is nothing to write back. */
int
kern_msync(struct thread *td, uintptr_t addr, size_t size, int flags)
{
	vm_map_t map;
	int error;

	if ((addr & PAGE_MASK) != 0 || user_range(&addr, &size) != 0 ||
	    (flags & (MS_ASYNC | MS_INVALIDATE)) ==
	    (MS_ASYNC | MS_INVALIDATE))
		return (EINVAL);
	map = &td->td_proc->p_vmspace->vm_map;
	vm_map_lock_read(map);
	error = vm_map_check_protection(map, addr, addr + size,
	    VM_PROT_NONE) ? 0 : ENOMEM;
	vm_map_unlock_read(map);
	return (error);
}

int
sys_msync(struct thread *td, struct msync_args *uap)
{

	return (kern_msync(td, (uintptr_t)uap->addr, uap->len, uap->flags));
}

/*
 * The data segment goes from vm_daddr, where exec put it, to the break.
 */
int
kern_break(struct thread *td, uintptr_t *addr)
{
	struct vmspace *vm;
	vm_offset_t base, new, old;
	int rv;

	vm = td->td_proc->p_vmspace;
	base = round_page(vm->vm_daddr);
	old = base + ptoa(vm->vm_dsize);
	if (*addr < base) {
		*addr = old;		/* break(0) asks where it is */
		return (0);
	}
	new = round_page(*addr);
	if (new < *addr || new - base > (vm_size_t)lim_cur(td, RLIMIT_DATA))
		return (ENOMEM);
	rv = KERN_SUCCESS;
	if (new > old)
		rv = vm_map_find(&vm->vm_map, NULL, 0, &old, new - old, 0,
		    VMFS_NO_SPACE, VM_PROT_RW, VM_PROT_ALL, 0);
	else if (new < old)
		rv = vm_map_remove(&vm->vm_map, new, old);
	if (rv != KERN_SUCCESS)
		return (ENOMEM);
	vm->vm_dsize = atop(new - base);
	*addr = new;
	return (0);
}

int
sys_break(struct thread *td, struct break_args *uap)
{
	uintptr_t addr;
	int error;

	addr = (uintptr_t)uap->nsize;
	error = kern_break(td, &addr);
	if (error == 0)
		td->td_retval[0] = addr;
	return (error);
}

int
useracc(void *addr, int len, int rw)
{
	vm_map_t map;
	uintptr_t start;
	size_t size;
	boolean_t ok;

	start = (uintptr_t)addr;
	size = len;
	if (len < 0 || user_range(&start, &size) != 0)
		return (FALSE);
	map = &curproc->p_vmspace->vm_map;
	vm_map_lock_read(map);
	ok = vm_map_check_protection(map, start, start + size, rw);
	vm_map_unlock_read(map);
	return (ok);
}
