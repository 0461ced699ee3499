/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The PVH entry: from 32-bit protected mode without paging to C in long mode,
 * and the last jump into the kernel.
 */

#define	XEN_ELFNOTE_PHYS32_ENTRY	18

#define	CR0_PE		0x00000001
#define	CR0_PG		0x80000000
#define	CR4_PAE		0x00000020
#define	MSR_EFER	0xc0000080
#define	EFER_LME	0x00000100

#define	PG_V		0x001
#define	PG_RW		0x002
#define	PG_PS		0x080
#define	NBPDR		0x200000

#define	SEL_CODE	0x08
#define	SEL_DATA	0x10

	.section .note.Xen, "a", @note
	.balign	4
	.long	4, 8, XEN_ELFNOTE_PHYS32_ENTRY
	.asciz	"Xen"
	.quad	pvh_start

/*
 * %ebx holds the physical address of struct hvm_start_info.  The segments
 * are flat, interrupts are off, and there is no stack.
 */
	.text
	.code32
	.globl	pvh_start
pvh_start:
	cld
	movl	$pml4, %eax
	movl	%eax, %cr3
	movl	%cr4, %eax
	orl	$CR4_PAE, %eax
	movl	%eax, %cr4
	movl	$MSR_EFER, %ecx
	rdmsr
	orl	$EFER_LME, %eax
	wrmsr
	movl	%cr0, %eax
	orl	$(CR0_PG | CR0_PE), %eax
	movl	%eax, %cr0
	lgdt	gdt_pointer
	ljmp	$SEL_CODE, $1f

	.code64
1:	movl	$SEL_DATA, %eax
	movl	%eax, %ds
	movl	%eax, %es
	movl	%eax, %ss
	movl	$stack_top, %esp
	xorl	%ebp, %ebp
	movl	%ebx, %edi
	call	pvh_main

/*
 * enter_kernel(entry, modulep, kernend): the stack that the kernel finds
 * holds a 32-bit modulep at 4(%rsp) and a 32-bit kernend at 8(%rsp).
 */
	.globl	enter_kernel
enter_kernel:
	movl	$(stack_top - 16), %esp
	movl	$0, (%rsp)
	movl	%esi, 4(%rsp)
	movl	%edx, 8(%rsp)
	jmp	*%rdi

/* A fault without an IDT resets the machine; QEMU's -no-reboot then exits. */
	.globl	machine_reset
machine_reset:
	lidt	null_pointer
	int3

	.section .rodata
	.balign	8
gdt:
	.quad	0
	.quad	0x00af9a000000ffff	/* SEL_CODE: 64-bit, execute, read */
	.quad	0x00cf92000000ffff	/* SEL_DATA: flat, read, write */
gdt_pointer:
	.word	. - gdt - 1
	.long	gdt
null_pointer:
	.word	0
	.quad	0

/*
 * Page tables, laid out by the assembler: the first 4 GiB mapped one to one,
 * and their first 2 GiB at KERNBASE (-2 GiB) as well.
 */
	.data
	.balign	4096
pml4:
	.quad	pdpt + (PG_V | PG_RW)
	.fill	510, 8, 0
	.quad	pdpt + (PG_V | PG_RW)
pdpt:
	.set	i, 0
	.rept	4
	.quad	pd + i * 4096 + (PG_V | PG_RW)
	.set	i, i + 1
	.endr
	.fill	506, 8, 0
	.quad	pd + (PG_V | PG_RW)
	.quad	pd + 4096 + (PG_V | PG_RW)
pd:
	.set	i, 0
	.rept	4 * 512
	.quad	i * NBPDR + (PG_V | PG_RW | PG_PS)
	.set	i, i + 1
	.endr

	.bss
	.balign	16
	.space	65536
stack_top:

	.section .note.GNU-stack, "", @progbits
