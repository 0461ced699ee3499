/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The address space of a process: which part shows what.
 *
 * Private memory, once touched, lives in the page tables alone and is shared
 * copy-on-write after fork(2) by the reference counts of its pages.  Shared
 * anonymous memory lives in a struct vm_shm.  A file's pages come from its
 * filesystem by VOP_GETPAGE.
 */
#ifndef _VM_VM_MAP_H_
#define	_VM_VM_MAP_H_

#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/tree.h>
#include <vm/vm.h>
#include <vm/pmap.h>

#ifdef _KERNEL

struct cdev;
struct proc;
struct thread;
struct vnode;
/* Anonymous memory that processes share; see vm_shm.c. */
struct vm_shm;

typedef u_char		vm_eflags_t;

struct vm_map_entry {
	RB_ENTRY(vm_map_entry) tree;
	SLIST_ENTRY(vm_map_entry) dead;	/* taken out of the map */
	vm_offset_t	start;
	vm_offset_t	end;
	vm_ooffset_t	offset;		/* of start in the file or vm_shm */
	struct vnode	*vp;		/* referenced; or NULL */
	struct vm_shm	*shm;		/* referenced; or NULL */
	struct cdev	*dev;		/* referenced; or NULL */
	vm_prot_t	protection;
	vm_prot_t	max_protection;
	vm_eflags_t	eflags;		/* MAP_ENTRY_* */
};

SLIST_HEAD(vm_map_list, vm_map_entry);

#define	MAP_ENTRY_SHARED	0x01	/* writes reach the file or the vm_shm */

struct vm_map {
	struct sx	lock;
	RB_HEAD(vm_map_tree, vm_map_entry) root;
	vm_offset_t	min_offset;
	vm_offset_t	max_offset;
	vm_size_t	size;		/* bytes mapped */
	u_int		timestamp;	/* changes with every entry */
	pmap_t		pmap;
};

struct vmspace {
	struct vm_map	vm_map;
	struct pmap	vm_pmap;
	u_int		vm_refcnt;	/* atomic; processes that have it */
	vm_size_t	vm_tsize;	/* text, in pages; for ps */
	vm_size_t	vm_dsize;	/* data and break, in pages */
	vm_size_t	vm_ssize;	/* stack, in pages */
	caddr_t		vm_taddr;	/* text */
	caddr_t		vm_daddr;	/* data; the break starts after vm_dsize */
	caddr_t		vm_maxsaddr;	/* lowest address of the stack */
};

extern struct vmspace	vmspace0;	/* of the kernel's process */

#define	vm_map_min(map)		((map)->min_offset)
#define	vm_map_max(map)		((map)->max_offset)
#define	vm_map_pmap(map)	((map)->pmap)
#define	vm_map_lock(map)	sx_xlock(&(map)->lock)
#define	vm_map_unlock(map)	sx_xunlock(&(map)->lock)
#define	vm_map_lock_read(map)	sx_slock(&(map)->lock)
#define	vm_map_unlock_read(map)	sx_sunlock(&(map)->lock)
#define	vmspace_pmap(vm)	(&(vm)->vm_pmap)

/* The cow argument of the map functions. */
#define	MAP_COPY_ON_WRITE	0x0002	/* accepted; private is the default */
#define	MAP_PREFAULT		0x0008	/* accepted, no effect */
#define	MAP_STACK_GROWS_DOWN	0x1000
#define	MAP_INHERIT_SHARE	0x0100	/* MAP_SHARED */

struct vm_shm *vm_shm_alloc(vm_size_t size);
void	vm_shm_hold(struct vm_shm *shm);
void	vm_shm_release(struct vm_shm *shm);
/* Its page at offset, zero at first, referenced; NULL: no memory. */
vm_page_t vm_shm_page(struct vm_shm *shm, vm_ooffset_t offset);

/* Where vm_map_find() may look. */
#define	VMFS_NO_SPACE	0		/* exactly at *addr */
#define	VMFS_ANY_SPACE	1		/* from *addr up */

/* An empty address space for [min, max); NULL: no memory. */
struct vmspace *vmspace_alloc(vm_offset_t min, vm_offset_t max);
/* A copy, as fork(2) gives it; NULL: no memory. */
struct vmspace *vmspace_fork(struct vmspace *vm1);
/* Give the running process an empty address space in place of its own. */
int	vmspace_exec(struct proc *p, vm_offset_t minuser, vm_offset_t maxuser);
/* Another user of the address space, and one less. */
struct vmspace *vmspace_acquire(struct vmspace *vm);
void	vmspace_free(struct vmspace *vm);
/* The running process exits: it goes on in the kernel's address space. */
void	vmspace_exit(struct thread *td);
/* A referenced vmspace of another process, NULL if it has none; p_mtx held. */
struct vmspace *vmspace_acquire_ref(struct proc *p);
long	vmspace_resident_count(struct vmspace *vm);

/*
 * All of these take the map's lock, round to pages, and return KERN_*
 * (vm_mmap_to_errno()).
 *
 * vm_map_find: map length bytes of anonymous memory at *addr, or from there
 * up.  vm_map_fixed: the same at start, in place of what was there.
 * vm_map_stack: max_ssize bytes from addrbos up for a stack; a page costs
 * nothing until it is touched, so the whole of it is there at once.
 */
int	vm_map_find(vm_map_t map, void *unused, vm_ooffset_t offset,
	    vm_offset_t *addr, vm_size_t length, vm_offset_t max_addr,
	    int find_space, vm_prot_t prot, vm_prot_t max, int cow);
int	vm_map_fixed(vm_map_t map, void *unused, vm_ooffset_t offset,
	    vm_offset_t start, vm_size_t length, vm_prot_t prot,
	    vm_prot_t max, int cow);
int	vm_map_stack(vm_map_t map, vm_offset_t addrbos, vm_size_t max_ssize,
	    vm_prot_t prot, vm_prot_t max, int cow);
/*
 * Map what template says (backing, protections, eflags) at [start, end),
 * which is free; map locked.  The references are the map's on success.
 */
int	vm_map_insert(vm_map_t map, const struct vm_map_entry *template,
	    vm_offset_t start, vm_offset_t end);
/* The lowest free range of that length from *addr up; map locked. */
int	vm_map_findspace(vm_map_t map, vm_offset_t *addr, vm_size_t length);
/*
 * Take [start, end) out of the map, locked; the entries are added to *dead,
 * for vm_map_entries_release() without the lock, which may sleep.
 */
int	vm_map_delete(vm_map_t map, vm_offset_t start, vm_offset_t end,
	    struct vm_map_list *dead);
void	vm_map_entries_release(struct vm_map_list *dead);
void	vm_map_init(vm_map_t map, pmap_t pmap, vm_offset_t min,
	    vm_offset_t max);
/* fork(2): fill the empty map dst; both are locked, or new.  ENOMEM. */
int	vm_map_copy_entries(vm_map_t dst, vm_map_t src);
int	vm_map_remove(vm_map_t map, vm_offset_t start, vm_offset_t end);
int	vm_map_protect(vm_map_t map, vm_offset_t start, vm_offset_t end,
	    vm_prot_t new_prot, boolean_t set_max);
boolean_t vm_map_check_protection(vm_map_t map, vm_offset_t start,
	    vm_offset_t end, vm_prot_t protection);
/* The entry that has addr, or the next one above; map locked. */
vm_map_entry_t vm_map_lookup_ge(vm_map_t map, vm_offset_t addr);
vm_map_entry_t vm_map_entry_succ(vm_map_entry_t entry);
int	vm_mmap_to_errno(int rv);

/*
 * The signal trampoline of an ABI, for exec: map the page of sv at
 * sv_shared_page_base, if it has one.  ENOMEM.
 */
struct sysentvec;
int	sigcode_map(struct vmspace *vm, struct sysentvec *sv);

/*
 * A page is missing or may not be accessed so: find or make it.  KERN_*;
 * KERN_OUT_OF_BOUNDS: beyond the end of the file; KERN_RESOURCE_SHORTAGE:
 * out of memory.
 */
int	vm_fault(vm_map_t map, vm_offset_t vaddr, vm_prot_t fault_type);

#endif /* _KERNEL */

#endif /* !_VM_VM_MAP_H_ */
