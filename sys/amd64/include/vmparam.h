/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The layout of the address space.
 *
 *	0x0000000000000000 - 0x00007fffffffffff	the process
 *	0xfffff80000000000 - 0xfffff87fffffffff	direct map of memory
 *	0xfffffe0000000000 - 0xfffffe7fffffffff	kernel memory: large malloc(9),
 *						kernel stacks
 *	0xffffffff80000000 - ...		the kernel, onto physical 0
 *	0xffffffffa0000000 - 0xffffffffffdfffff	kernel modules
 *
 * Each of the three kernel areas lies in one entry of the top-level table,
 * which all processes share.
 */
#ifndef _MACHINE_VMPARAM_H_
#define	_MACHINE_VMPARAM_H_

#define	MAXTSIZ		(32768UL * 1024 * 1024)	/* largest program text */
#define	DFLDSIZ		(32768UL * 1024 * 1024)	/* data segment, default */
#define	MAXDSIZ		(32768UL * 1024 * 1024)	/* and limit */
#define	DFLSSIZ		(8UL * 1024 * 1024)	/* stack, default */
#define	MAXSSIZ		(512UL * 1024 * 1024)	/* and limit */

#define	VM_MIN_ADDRESS		0UL
#define	VM_MINUSER_ADDRESS	0x0000000000001000UL
#define	VM_MAXUSER_ADDRESS	0x0000800000000000UL
#define	VM_MAX_ADDRESS		VM_MAXUSER_ADDRESS

/* The page with the signal trampoline; the main stack ends below it. */
#define	SHAREDPAGE		(VM_MAXUSER_ADDRESS - PAGE_SIZE)
#define	USRSTACK		SHAREDPAGE

#define	DMAP_MIN_ADDRESS	0xfffff80000000000UL
#define	DMAP_MAX_ADDRESS	(DMAP_MIN_ADDRESS + NBPML4)
#define	VM_MIN_KERNEL_ADDRESS	0xfffffe0000000000UL
#define	VM_MAX_KERNEL_ADDRESS	(VM_MIN_KERNEL_ADDRESS + NBPML4)
#define	KERNBASE		0xffffffff80000000UL
#define	KERNLOAD		0x200000UL
#define	KLD_MIN_ADDRESS		0xffffffffa0000000UL
#define	KLD_MAX_ADDRESS		0xffffffffffe00000UL

#define	PHYS_TO_DMAP(pa)	((vm_offset_t)(pa) | DMAP_MIN_ADDRESS)
#define	DMAP_TO_PHYS(va)	((vm_paddr_t)(va) & ~DMAP_MIN_ADDRESS)
#define	VIRT_IN_DMAP(va)	\
	((va) >= DMAP_MIN_ADDRESS && (va) < DMAP_MAX_ADDRESS)
#define	PMAP_HAS_DMAP		1

#endif /* !_MACHINE_VMPARAM_H_ */
