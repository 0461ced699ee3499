/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * syscall(2): any system call by its number.
 */
	.section .text.syscall, "ax", @progbits
	.globl	syscall
	.globl	__syscall
	.type	syscall, @function
syscall:
__syscall:
	movq	%rdi, %rax
	movq	%rsi, %rdi
	movq	%rdx, %rsi
	movq	%rcx, %rdx
	movq	%r8, %r10
	movq	%r9, %r8
	movq	8(%rsp), %r9
	syscall
	jb	__cerror
	ret
	.size	syscall, . - syscall
	.section .note.GNU-stack, "", @progbits
