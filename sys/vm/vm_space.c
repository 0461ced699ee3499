/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Life of an address space: fork, exec, exit.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysent.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

#include <machine/atomic.h>

static MALLOC_DEFINE(M_VMSPACE, "vmspace", "address spaces");

struct vmspace vmspace0;

/* The kernel's process has no user memory; its page tables are the kernel's. */
static void
vmspace0_init(void *arg __unused)
{

	vm_map_init(&vmspace0.vm_map, kernel_pmap, VM_MINUSER_ADDRESS,
	    VM_MINUSER_ADDRESS);
	vmspace0.vm_refcnt = 1;
}
SYSINIT(vmspace0, SI_SUB_VM, SI_ORDER_FIRST, vmspace0_init, NULL);

struct vmspace *
vmspace_alloc(vm_offset_t min, vm_offset_t max)
{
	struct vmspace *vm;

	vm = malloc(sizeof(*vm), M_VMSPACE, M_WAITOK | M_ZERO);
	if (pmap_pinit(&vm->vm_pmap) != 0) {
		free(vm, M_VMSPACE);
		return (NULL);
	}
	vm_map_init(&vm->vm_map, &vm->vm_pmap, MAX(min, VM_MINUSER_ADDRESS),
	    MIN(max, VM_MAXUSER_ADDRESS));
	vm->vm_refcnt = 1;
	return (vm);
}

struct vmspace *
vmspace_acquire(struct vmspace *vm)
{

	atomic_add_int(&vm->vm_refcnt, 1);
	return (vm);
}

struct vmspace *
vmspace_acquire_ref(struct proc *p)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	return (p->p_vmspace != NULL ? vmspace_acquire(p->p_vmspace) : NULL);
}

void
vmspace_free(struct vmspace *vm)
{

	if (atomic_fetchadd_int(&vm->vm_refcnt, -1) != 1)
		return;
	(void)vm_map_remove(&vm->vm_map, vm->vm_map.min_offset,
	    vm->vm_map.max_offset);
	sx_destroy(&vm->vm_map.lock);
	pmap_release(&vm->vm_pmap);
	free(vm, M_VMSPACE);
}

struct vmspace *
vmspace_fork(struct vmspace *vm1)
{
	struct vmspace *vm2;
	int error;

	vm2 = vmspace_alloc(VM_MINUSER_ADDRESS, VM_MAXUSER_ADDRESS);
	if (vm2 == NULL)
		return (NULL);
	vm2->vm_tsize = vm1->vm_tsize;
	vm2->vm_dsize = vm1->vm_dsize;
	vm2->vm_ssize = vm1->vm_ssize;
	vm2->vm_taddr = vm1->vm_taddr;
	vm2->vm_daddr = vm1->vm_daddr;
	vm2->vm_maxsaddr = vm1->vm_maxsaddr;
	vm_map_lock(&vm1->vm_map);
	error = vm_map_copy_entries(&vm2->vm_map, &vm1->vm_map);
	vm_map_unlock(&vm1->vm_map);
	if (error != 0) {
		vmspace_free(vm2);
		return (NULL);
	}
	return (vm2);
}

/* Let the running process go on in vm. */
static void
vmspace_switch(struct proc *p, struct vmspace *vm)
{
	struct vmspace *old;

	old = p->p_vmspace;
	PROC_LOCK(p);
	p->p_vmspace = vm;
	PROC_UNLOCK(p);
	pmap_activate(curthread);
	if (old != &vmspace0)
		vmspace_free(old);
}

int
vmspace_exec(struct proc *p, vm_offset_t minuser, vm_offset_t maxuser)
{
	struct vmspace *vm;

	vm = vmspace_alloc(minuser, maxuser);
	if (vm == NULL)
		return (ENOMEM);
	vmspace_switch(p, vm);
	return (0);
}

void
vmspace_exit(struct thread *td)
{

	vmspace_switch(td->td_proc, &vmspace0);
}

long
vmspace_resident_count(struct vmspace *vm)
{

	return (pmap_resident_count(vm->vm_map.pmap));
}
