/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The signal trampoline of native programs; sigcode_map() copies it to a page
 * of its own.  A handler is entered here with the frame (struct sigframe) on
 * top of the stack.
 */
#define	LOCORE
#include <machine/asmacros.h>

#define	SIGF_HANDLER	0
#define	SIGF_UC		16
#define	SYS_sigreturn	417

ENTRY(sigcode)
	call	*SIGF_HANDLER(%rsp)
	leaq	SIGF_UC(%rsp),%rdi
	pushq	$0			/* a place for a return address */
	movq	$SYS_sigreturn,%rax
	syscall
0:	hlt				/* sigreturn does not return */
	jmp	0b
END(sigcode)
esigcode:

	.section .rodata
	.globl	szsigcode
	.p2align 2
szsigcode:
	.long	esigcode - sigcode

	.section .note.GNU-stack,"",@progbits
