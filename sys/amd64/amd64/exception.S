/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Entry into the kernel by exceptions, interrupts and the syscall
 * instruction, and the way back.
 *
 * Every entry leaves a whole struct trapframe.  All gates are interrupt
 * gates: C code enables interrupts when it has seen the frame.
 */
#define	LOCORE
#include <machine/asmacros.h>
#include <machine/asmoffsets.h>
#include <machine/psl.h>
#include <machine/segments.h>
#include <machine/specialreg.h>
#include <machine/trap.h>

	.macro	SAVE_REGS
	movq	%rdi,TF_RDI(%rsp)
	movq	%rsi,TF_RSI(%rsp)
	movq	%rdx,TF_RDX(%rsp)
	movq	%rcx,TF_RCX(%rsp)
	movq	%r8,TF_R8(%rsp)
	movq	%r9,TF_R9(%rsp)
	movq	%rax,TF_RAX(%rsp)
	movq	%rbx,TF_RBX(%rsp)
	movq	%rbp,TF_RBP(%rsp)
	movq	%r10,TF_R10(%rsp)
	movq	%r11,TF_R11(%rsp)
	movq	%r12,TF_R12(%rsp)
	movq	%r13,TF_R13(%rsp)
	movq	%r14,TF_R14(%rsp)
	movq	%r15,TF_R15(%rsp)
	.endm

	/* All but %rcx and %r11, which sysret uses. */
	.macro	RESTORE_REGS
	movq	TF_RDI(%rsp),%rdi
	movq	TF_RSI(%rsp),%rsi
	movq	TF_RDX(%rsp),%rdx
	movq	TF_R8(%rsp),%r8
	movq	TF_R9(%rsp),%r9
	movq	TF_RAX(%rsp),%rax
	movq	TF_RBX(%rsp),%rbx
	movq	TF_RBP(%rsp),%rbp
	movq	TF_R10(%rsp),%r10
	movq	TF_R12(%rsp),%r12
	movq	TF_R13(%rsp),%r13
	movq	TF_R14(%rsp),%r14
	movq	TF_R15(%rsp),%r15
	.endm

	/*
	 * An exception stub.  The 64-bit stores of TF_TRAPNO and TF_FLAGS also
	 * clear the segment fields beside them, which end up in signal frames.
	 */
	.macro	STUB name, trapno, common
ENTRY(\name)
	subq	$TF_ERR,%rsp
	movq	$\trapno,TF_TRAPNO(%rsp)
	jmp	\common
END(\name)
	.endm

	.macro	TRAP name, trapno		/* without an error code */
ENTRY(\name)
	pushq	$0
	subq	$TF_ERR,%rsp
	movq	$\trapno,TF_TRAPNO(%rsp)
	jmp	alltraps
END(\name)
	.endm

	TRAP	Xdiv, T_DIVIDE
	TRAP	Xdbg, T_TRCTRAP
	TRAP	Xbpt, T_BPTFLT
	TRAP	Xofl, T_OFLOW
	TRAP	Xbnd, T_BOUND
	TRAP	Xill, T_PRIVINFLT
	TRAP	Xdna, T_DNA
	TRAP	Xfpu, T_ARITHTRAP
	TRAP	Xxmm, T_XMMFLT
	TRAP	Xrsvd, T_RESERVED
	STUB	Xtss, T_TSSFLT, alltraps
	STUB	Xmissing, T_SEGNPFLT, alltraps
	STUB	Xstk, T_STKFLT, alltraps
	STUB	Xprot, T_PROTFLT, alltraps
	STUB	Xpage, T_PAGEFLT, alltraps
	STUB	Xalign, T_ALIGNFLT, alltraps

	.p2align 4,0x90
alltraps:
	SAVE_REGS
	movq	%cr2,%rax
	movq	%rax,TF_ADDR(%rsp)
	movq	$0,TF_FLAGS(%rsp)
	cld
	testb	$SEL_RPL_MASK,TF_CS(%rsp)
	jz	1f
	swapgs
1:	movq	%rsp,%rdi
	call	trap
	.globl	calltrap_ret		/* a backtrace finds the frame by it */
calltrap_ret:

	/*
	 * Return through the frame at %rsp.  doreti_user() does what is due
	 * before user mode and comes back with interrupts disabled.
	 */
	.globl	doreti
doreti:
	testb	$SEL_RPL_MASK,TF_CS(%rsp)
	jz	1f
	movq	%rsp,%rdi
	call	doreti_user
	swapgs
1:	RESTORE_REGS
	movq	TF_RCX(%rsp),%rcx
	movq	TF_R11(%rsp),%r11
	addq	$TF_RIP,%rsp
	iretq

	/*
	 * Interrupts of the 8259s; tf_trapno is the line.
	 */
	.macro	INTR irq
	.p2align 4,0x90
	pushq	$0
	subq	$TF_ERR,%rsp
	movq	$\irq,TF_TRAPNO(%rsp)
	jmp	allintrs
	.endm

	.globl	Xatpic_intr		/* 16 entries, 32 bytes each */
	.p2align 5,0x90
Xatpic_intr:
	.irp	irq,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15
	.p2align 5,0x90
	INTR	\irq
	.endr

	.p2align 4,0x90
allintrs:
	SAVE_REGS
	movq	$0,TF_ADDR(%rsp)
	movq	$0,TF_FLAGS(%rsp)
	cld
	testb	$SEL_RPL_MASK,TF_CS(%rsp)
	jz	1f
	swapgs
1:	movq	%rsp,%rdi
	call	atpic_handle_intr
	.globl	callintr_ret
callintr_ret:
	jmp	doreti

	/* A spurious interrupt of the local controller wants nothing. */
ENTRY(Xspuriousint)
	iretq
END(Xspuriousint)

	/*
	 * Exceptions that can come at any moment, also between syscall and
	 * swapgs; they have stacks of their own.  The sign of the base that
	 * is loaded tells whether %gs is the kernel's.  %ebx remembers.
	 */
	.macro	PARANOID func
	SAVE_REGS
	movq	%cr2,%rax
	movq	%rax,TF_ADDR(%rsp)
	movq	$0,TF_FLAGS(%rsp)
	cld
	xorl	%ebx,%ebx
	movl	$MSR_GSBASE,%ecx
	rdmsr
	testl	%edx,%edx
	js	1f
	swapgs
	incl	%ebx
1:	movq	%rsp,%rdi
	call	\func
	testl	%ebx,%ebx
	jz	2f
	swapgs
2:	RESTORE_REGS
	movq	TF_RCX(%rsp),%rcx
	movq	TF_R11(%rsp),%r11
	addq	$TF_RIP,%rsp
	iretq
	.endm

ENTRY(Xnmi)
	pushq	$0
	subq	$TF_ERR,%rsp
	movq	$T_NMI,TF_TRAPNO(%rsp)
	PARANOID nmi_handler
END(Xnmi)

ENTRY(Xmchk)
	pushq	$0
	subq	$TF_ERR,%rsp
	movq	$T_MCHK,TF_TRAPNO(%rsp)
	PARANOID nmi_handler
END(Xmchk)

ENTRY(Xdblfault)
	subq	$TF_ERR,%rsp
	movq	$T_DOUBLEFLT,TF_TRAPNO(%rsp)
	PARANOID dblfault_handler
END(Xdblfault)

	/*
	 * The syscall instruction: %rcx has the return address, %r11 the
	 * flags.  Interrupts are off by MSR_SF_MASK.  amd64_syscall() returns
	 * with interrupts disabled, zero if sysret will do.
	 */
ENTRY(Xfast_syscall)
	swapgs
	movq	%rsp,%gs:PC_SCRATCH_RSP
	movq	%gs:PC_RSP0,%rsp
	subq	$TF_SIZE,%rsp
	SAVE_REGS
	movq	%r10,TF_RCX(%rsp)	/* the fourth argument */
	movq	%rcx,TF_RIP(%rsp)
	movq	%r11,TF_RFLAGS(%rsp)
	movq	%gs:PC_SCRATCH_RSP,%rax
	movq	%rax,TF_RSP(%rsp)
	movq	$_ucodesel,TF_CS(%rsp)
	movq	$_udatasel,TF_SS(%rsp)
	movq	$2,TF_ERR(%rsp)		/* length of the instruction */
	movq	$0,TF_TRAPNO(%rsp)
	movq	$0,TF_ADDR(%rsp)
	movq	$0,TF_FLAGS(%rsp)
	movq	%rsp,%rdi
	call	amd64_syscall
	testl	%eax,%eax
	jnz	1f
	RESTORE_REGS
	movq	TF_RIP(%rsp),%rcx
	movq	TF_RFLAGS(%rsp),%r11
	movq	TF_RSP(%rsp),%rsp
	swapgs
	sysretq
1:	swapgs
	RESTORE_REGS
	movq	TF_RCX(%rsp),%rcx
	movq	TF_R11(%rsp),%r11
	addq	$TF_RIP,%rsp
	iretq
END(Xfast_syscall)

	/*
	 * A new thread comes here by its first cpu_switch(), with what
	 * cpu_fork() put into %r12 (function) and %rbx (argument).
	 */
ENTRY(fork_trampoline)
	movq	%r12,%rdi
	movq	%rbx,%rsi
	movq	%rsp,%rdx
	xorl	%ebp,%ebp
	call	fork_exit
	jmp	doreti
END(fork_trampoline)

	.section .note.GNU-stack,"",@progbits
