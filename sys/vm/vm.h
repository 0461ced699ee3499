/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Basic types and protections of the virtual memory system.
 */
#ifndef _VM_VM_H_
#define	_VM_VM_H_

#include <sys/types.h>

typedef unsigned char	vm_prot_t;

#define	VM_PROT_NONE	((vm_prot_t)0x00)
#define	VM_PROT_READ	((vm_prot_t)0x01)
#define	VM_PROT_WRITE	((vm_prot_t)0x02)
#define	VM_PROT_EXECUTE	((vm_prot_t)0x04)
#define	VM_PROT_RW	(VM_PROT_READ | VM_PROT_WRITE)
#define	VM_PROT_ALL	(VM_PROT_READ | VM_PROT_WRITE | VM_PROT_EXECUTE)
#define	VM_PROT_DEFAULT	VM_PROT_ALL

#define	VM_MEMATTR_UNCACHEABLE	((vm_memattr_t)0)
#define	VM_MEMATTR_WRITE_BACK	((vm_memattr_t)6)
#define	VM_MEMATTR_DEFAULT	VM_MEMATTR_WRITE_BACK

/* What a mapping shows. */
enum obj_type {
	OBJT_DEFAULT,		/* anonymous memory, zero at first */
	OBJT_VNODE,		/* a file; the handle is its struct vnode */
	OBJT_DEVICE		/* memory of a device; struct cdev */
};
typedef enum obj_type	objtype_t;

struct pmap;
struct vm_map;
struct vm_map_entry;
struct vmspace;

typedef struct pmap	*pmap_t;
typedef struct vm_map	*vm_map_t;
typedef struct vm_map_entry *vm_map_entry_t;

#endif /* !_VM_VM_H_ */
