/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The part of a context switch that C cannot do.
 */
#define	LOCORE
#include <machine/asmacros.h>
#include <machine/asmoffsets.h>

/*
 * void switch_context(struct pcb *old, struct pcb *new)
 *
 * Save the registers that a function must keep, take those of new, and
 * return on its stack to where it was saved.
 */
ENTRY(switch_context)
	movq	(%rsp),%rax
	movq	%rax,PCB_RIP(%rdi)
	movq	%rsp,PCB_RSP(%rdi)
	movq	%rbx,PCB_RBX(%rdi)
	movq	%rbp,PCB_RBP(%rdi)
	movq	%r12,PCB_R12(%rdi)
	movq	%r13,PCB_R13(%rdi)
	movq	%r14,PCB_R14(%rdi)
	movq	%r15,PCB_R15(%rdi)

	movq	PCB_RBX(%rsi),%rbx
	movq	PCB_RBP(%rsi),%rbp
	movq	PCB_R12(%rsi),%r12
	movq	PCB_R13(%rsi),%r13
	movq	PCB_R14(%rsi),%r14
	movq	PCB_R15(%rsi),%r15
	movq	PCB_RSP(%rsi),%rsp
	movq	PCB_RIP(%rsi),%rax
	movq	%rax,(%rsp)
	ret
END(switch_context)

	.section .note.GNU-stack,"",@progbits
