/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The first instructions of the kernel.  The boot loader enters btext in long
 * mode with interrupts off and, on the stack, a 32-bit physical pointer to
 * the metadata at 4(%rsp) and the 32-bit end of what it placed at 8(%rsp).
 */
#define	LOCORE
#include <machine/asmacros.h>
#include <machine/asmoffsets.h>
#include <machine/param.h>

	.section .text.locore,"ax",@progbits
	.globl	btext
	.type	btext,@function
btext:
	pushq	$2			/* known flags, interrupts off */
	popfq
	movl	4(%rsp),%edi
	movl	8(%rsp),%esi
	movq	$thread0_stack + PAGE_SIZE * (KSTACK_GUARD_PAGES + KSTACK_PAGES) - PCB_SIZE,%rsp
	xorl	%ebp,%ebp		/* ends a backtrace */
	call	hammer_time
	xorl	%ebp,%ebp
	call	mi_startup
	ud2				/* mi_startup does not return */
END(btext)

/* thread0's stack, with the page below it that pmap_bootstrap() unmaps. */
	.bss
	.p2align PAGE_SHIFT
	.globl	thread0_stack
	.type	thread0_stack,@object
thread0_stack:
	.space	PAGE_SIZE * (KSTACK_GUARD_PAGES + KSTACK_PAGES)
END(thread0_stack)

	.section .note.GNU-stack,"",@progbits
