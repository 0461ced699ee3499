/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page faults: find or make the page, give it to the page tables with what
 * access is right at present.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

/* A fault on its way; va is the page's address. */
struct fault {
	vm_map_t	map;
	vm_offset_t	va;
	vm_prot_t	type;		/* the access */
	vm_map_entry_t	entry;		/* while the map is locked */
};

/* Which entry it is, and whether it allows the access; map locked. */
static int
fault_lookup(struct fault *f)
{

	f->entry = vm_map_lookup_ge(f->map, f->va);
	if (f->entry == NULL || f->entry->start > f->va)
		return (KERN_INVALID_ADDRESS);
	if ((f->entry->protection & f->type) != f->type)
		return (KERN_PROTECTION_FAILURE);
	return (KERN_SUCCESS);
}

/* Read a page of a file whose filesystem cannot lend pages. */
static int
vnode_read_page(struct vnode *vp, vm_pindex_t pindex, vm_page_t *mp)
{
	struct thread *td;
	vm_page_t m;
	ssize_t resid;
	int error;

	m = vm_page_alloc(VM_ALLOC_NORMAL | VM_ALLOC_ZERO);
	if (m == NULL)
		return (ENOMEM);
	td = curthread;
	error = vn_rdwr(UIO_READ, vp, VM_PAGE_TO_DMAP(m), PAGE_SIZE,
	    ptoa(pindex), UIO_SYSSPACE, 0, td->td_ucred, NOCRED, &resid, td);
	if (error == 0 && resid == PAGE_SIZE)
		error = EINVAL;		/* beyond the end */
	if (error != 0) {
		vm_page_unref(m);
		return (error);
	}
	*mp = m;
	return (0);
}

/*
 * A page of the file.  The map is unlocked meanwhile, as this may sleep and
 * take the locks of the filesystem; *changed tells that the map is not what
 * it was, so that the fault has to begin again.
 */
static int
fault_vnode_page(struct fault *f, vm_page_t *mp, bool *changed)
{
	struct vnode *vp;
	vm_pindex_t pindex;
	u_int timestamp;
	int error;

	vp = f->entry->vp;
	pindex = atop(f->entry->offset + (f->va - f->entry->start));
	timestamp = f->map->timestamp;
	vref(vp);
	vm_map_unlock(f->map);
	error = VOP_GETPAGE(vp, pindex, mp);
	if (error == EOPNOTSUPP)
		error = vnode_read_page(vp, pindex, mp);
	vrele(vp);
	vm_map_lock(f->map);
	*changed = f->map->timestamp != timestamp;
	switch (error) {
	case 0:
		return (KERN_SUCCESS);
	case ENOMEM:
		return (KERN_RESOURCE_SHORTAGE);
	default:
		return (KERN_OUT_OF_BOUNDS);
	}
}

/* The page that belongs there and is not in the page tables; referenced. */
static int
fault_new_page(struct fault *f, vm_page_t *mp, bool *changed)
{
	vm_map_entry_t entry;

	entry = f->entry;
	*changed = false;
	if (entry->vp != NULL)
		return (fault_vnode_page(f, mp, changed));
	if (entry->shm != NULL)
		*mp = vm_shm_page(entry->shm,
		    entry->offset + (f->va - entry->start));
	else
		*mp = vm_page_alloc(VM_ALLOC_NORMAL | VM_ALLOC_ZERO);
	return (*mp != NULL ? KERN_SUCCESS : KERN_RESOURCE_SHORTAGE);
}

/* Memory of a device: the driver knows the physical address. */
static int
fault_device(struct fault *f)
{
	struct cdev *dev;
	struct cdevsw *csw;
	vm_memattr_t attr;
	vm_paddr_t pa;
	int error, ref;

	dev = f->entry->dev;
	csw = dev_refthread(dev, &ref);
	if (csw == NULL)
		return (KERN_OUT_OF_BOUNDS);
	attr = VM_MEMATTR_DEFAULT;
	error = csw->d_mmap(dev, f->entry->offset + (f->va - f->entry->start),
	    &pa, f->entry->protection, &attr);
	dev_relthread(dev, ref);
	if (error != 0)
		return (KERN_OUT_OF_BOUNDS);
	return (pmap_enter_device(f->map->pmap, f->va, pa,
	    f->entry->protection) == 0 ? KERN_SUCCESS :
	    KERN_RESOURCE_SHORTAGE);
}

/*
 * Enter page m, with a reference for the page tables.  A private page that
 * others have as well (another process after fork, or the file) is not
 * writable, and copied when it is to be written.
 */
static int
fault_enter(struct fault *f, vm_page_t m, bool others)
{
	vm_page_t copy;
	vm_prot_t prot;

	prot = f->entry->protection;
	if (others && (f->entry->eflags & MAP_ENTRY_SHARED) == 0) {
		if (f->type & VM_PROT_WRITE) {
			copy = vm_page_alloc(VM_ALLOC_NORMAL);
			if (copy != NULL)
				pmap_copy_page(m, copy);
			vm_page_unref(m);
			if (copy == NULL)
				return (KERN_RESOURCE_SHORTAGE);
			m = copy;
		} else
			prot &= ~VM_PROT_WRITE;
	}
	if (pmap_enter(f->map->pmap, f->va, m, prot) != 0) {
		vm_page_unref(m);
		return (KERN_RESOURCE_SHORTAGE);
	}
	return (KERN_SUCCESS);
}

static int
fault_resolve(struct fault *f)
{
	vm_page_t m;
	bool changed, others;
	int rv;

	for (;;) {
		rv = fault_lookup(f);
		if (rv != KERN_SUCCESS)
			return (rv);
		if (f->entry->dev != NULL)
			return (fault_device(f));
		m = pmap_held_page(f->map->pmap, f->va);
		if (m != NULL) {
			others = m->ref_count > 1;
			vm_page_ref(m);
			return (fault_enter(f, m, others));
		}
		rv = fault_new_page(f, &m, &changed);
		if (rv != KERN_SUCCESS)
			return (rv);
		if (!changed)
			return (fault_enter(f, m, m->ref_count > 1));
		vm_page_unref(m);
	}
}

int
vm_fault(vm_map_t map, vm_offset_t vaddr, vm_prot_t fault_type)
{
	struct fault f;
	int rv;

	f.map = map;
	f.va = trunc_page(vaddr);
	f.type = fault_type;
	curthread->td_ru_minflt++;
	vm_map_lock(map);
	rv = fault_resolve(&f);
	vm_map_unlock(map);
	return (rv);
}
