/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Anonymous memory that several processes share (MAP_SHARED | MAP_ANON): the
 * pages, which are made when they are first touched.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>

#include <machine/atomic.h>

static MALLOC_DEFINE(M_VMSHM, "vmshm", "shared anonymous memory");

struct vm_shm {
	struct mtx	mtx;		/* page[] */
	u_int		refs;		/* atomic; map entries */
	vm_pindex_t	npages;
	vm_page_t	page[];
};

struct vm_shm *
vm_shm_alloc(vm_size_t size)
{
	struct vm_shm *shm;

	shm = malloc(sizeof(*shm) + atop(size) * sizeof(vm_page_t), M_VMSHM,
	    M_NOWAIT | M_ZERO);
	if (shm == NULL)
		return (NULL);
	mtx_init(&shm->mtx, "shared memory", NULL, MTX_DEF);
	shm->refs = 1;
	shm->npages = atop(size);
	return (shm);
}

void
vm_shm_hold(struct vm_shm *shm)
{

	atomic_add_int(&shm->refs, 1);
}

void
vm_shm_release(struct vm_shm *shm)
{
	vm_pindex_t i;

	if (atomic_fetchadd_int(&shm->refs, -1) != 1)
		return;
	for (i = 0; i < shm->npages; i++)
		if (shm->page[i] != NULL)
			vm_page_unref(shm->page[i]);
	mtx_destroy(&shm->mtx);
	free(shm, M_VMSHM);
}

vm_page_t
vm_shm_page(struct vm_shm *shm, vm_ooffset_t offset)
{
	vm_pindex_t i;
	vm_page_t m;

	i = atop(offset);
	KASSERT(i < shm->npages, ("vm_shm_page: beyond the end"));
	mtx_lock(&shm->mtx);
	m = shm->page[i];
	if (m == NULL)
		m = shm->page[i] = vm_page_alloc(VM_ALLOC_NORMAL |
		    VM_ALLOC_ZERO);
	if (m != NULL)
		vm_page_ref(m);
	mtx_unlock(&shm->mtx);
	return (m);
}
