/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * copy(9), fetch(9) and store(9): access to the memory of the process.
 *
 * A fault in one of the ranges that fault_table lists goes on at the entry's
 * third word, if the page cannot be had (trap.c).  That is all the protection
 * there is, and all that is needed: addresses are checked first.
 */
#define	LOCORE
#include <machine/asmacros.h>
#include <machine/param.h>
#include <machine/vmparam.h>
#include <sys/errno.h>

#define	USER_END	0x0000800000000000	/* VM_MAXUSER_ADDRESS */

	/* [from, to) may fault and then goes on at fixup. */
	.macro	FAULT from, to, fixup
	.pushsection .rodata.fault_table,"a",@progbits
	.quad	\from, \to, \fixup
	.popsection
	.endm

	/* Fail unless [addr, addr + len) is in user space; uses %rax, %r8. */
	.macro	CHECK_RANGE addr, len
	movq	$USER_END,%r8
	movq	\addr,%rax
	addq	\len,%rax
	jc	copy_fault
	cmpq	%r8,%rax
	ja	copy_fault
	.endm

	.section .rodata.fault_table,"a",@progbits
	.p2align 3
	.globl	fault_table
fault_table:
	.text

/* int copyin(const void *udaddr, void *kaddr, size_t len) */
ENTRY(copyin)
	CHECK_RANGE %rdi,%rdx
	xchgq	%rdi,%rsi
	jmp	copy_common
END(copyin)

/* int copyout(const void *kaddr, void *udaddr, size_t len) */
ENTRY(copyout)
	CHECK_RANGE %rsi,%rdx
	xchgq	%rdi,%rsi
END(copyout)
copy_common:
	movq	%rdx,%rcx
	shrq	$3,%rcx
10:	rep	movsq
	movl	%edx,%ecx
	andl	$7,%ecx
	rep	movsb
11:	xorl	%eax,%eax
	ret
	FAULT	10b, 11b, copy_fault

copy_fault:
	movl	$EFAULT,%eax
	ret

/*
 * int copyinstr(const void *udaddr, void *kaddr, size_t len, size_t *done)
 *
 * ENAMETOOLONG if there is no NUL in len bytes.  *done counts the NUL.
 */
ENTRY(copyinstr)
	movq	%rdx,%r9		/* room left */
	movq	$USER_END,%r8
	jmp	2f
1:	cmpq	%r8,%rdi
	jae	3f
20:	movb	(%rdi),%al
21:	movb	%al,(%rsi)
	decq	%r9
	testb	%al,%al
	jz	4f
	incq	%rdi
	incq	%rsi
2:	testq	%r9,%r9
	jnz	1b
	movl	$ENAMETOOLONG,%eax
	jmp	5f
copyinstr_fault:
3:	movl	$EFAULT,%eax
	jmp	5f
4:	xorl	%eax,%eax
5:	testq	%rcx,%rcx
	jz	6f
	subq	%r9,%rdx
	movq	%rdx,(%rcx)
6:	ret
	FAULT	20b, 21b, copyinstr_fault
END(copyinstr)

	/* int fueword*(const void *base, T *val): 0 or -1 */
	.macro	FUEWORD name, size, mov, reg
ENTRY(\name)
	movq	$USER_END - \size,%r8
	cmpq	%r8,%rdi
	ja	fetch_fault
30:	\mov	(%rdi),\reg
31:	\mov	\reg,(%rsi)
	xorl	%eax,%eax
	ret
	FAULT	30b, 31b, fetch_fault
END(\name)
	.endm
	FUEWORD	fueword32, 4, movl, %eax
	FUEWORD	fueword64, 8, movq, %rax

	.globl	fueword
	.set	fueword, fueword64

	/* T fu*(const void *base): -1 on a fault */
	.macro	FUWORD name, size, mov, reg
ENTRY(\name)
	movq	$USER_END - \size,%r8
	cmpq	%r8,%rdi
	ja	fetch_fault
30:	\mov	(%rdi),\reg
31:	ret
	FAULT	30b, 31b, fetch_fault
END(\name)
	.endm
	FUWORD	fuword32, 4, movl, %eax
	FUWORD	fuword64, 8, movq, %rax
	FUWORD	fuword16, 2, movzwl, %eax
	FUWORD	fubyte, 1, movzbl, %eax

	.globl	fuword
	.set	fuword, fuword64

	/* int su*(void *base, T word): 0 or -1 */
	.macro	SUWORD name, size, mov, reg
ENTRY(\name)
	movq	$USER_END - \size,%r8
	cmpq	%r8,%rdi
	ja	fetch_fault
30:	\mov	\reg,(%rdi)
31:	xorl	%eax,%eax
	ret
	FAULT	30b, 31b, fetch_fault
END(\name)
	.endm
	SUWORD	suword64, 8, movq, %rsi
	SUWORD	suword32, 4, movl, %esi
	SUWORD	suword16, 2, movw, %si
	SUWORD	subyte, 1, movb, %sil

	.globl	suword
	.set	suword, suword64

	/*
	 * int casueword*(T *base, T old, T *oldp, T new): compare and set;
	 * 0 if it was done, 1 if *base was not old, -1 on a fault.
	 */
	.macro	CASUEWORD name, size, mov, old, acc, new, cmpxchg
ENTRY(\name)
	movq	$USER_END - \size,%r8
	cmpq	%r8,%rdi
	ja	fetch_fault
	\mov	\old,\acc
30:	lock; \cmpxchg \new,(%rdi)
31:	setne	%cl
	\mov	\acc,(%rdx)
	movzbl	%cl,%eax
	ret
	FAULT	30b, 31b, fetch_fault
END(\name)
	.endm
	CASUEWORD casueword32, 4, movl, %esi, %eax, %ecx, cmpxchgl
	CASUEWORD casueword, 8, movq, %rsi, %rax, %rcx, cmpxchgq

	.globl	casueword64
	.set	casueword64, casueword

fetch_fault:
	movq	$-1,%rax
	ret

/* void pagezero(void *page) */
ENTRY(pagezero)
	movl	$PAGE_SIZE / 8,%ecx
	xorl	%eax,%eax
	rep	stosq
	ret
END(pagezero)

/* void pagecopy(const void *from, void *to) */
ENTRY(pagecopy)
	movl	$PAGE_SIZE / 8,%ecx
	xchgq	%rdi,%rsi
	rep	movsq
	ret
END(pagecopy)

	.section .rodata.fault_table,"a",@progbits
	.globl	fault_table_end
fault_table_end:

	.section .note.GNU-stack,"",@progbits
