/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * An address in the text, which is relocated there, and a 64-bit distance.
 */
	.text
	.globl	formats_text
	.type	formats_text, @function
formats_text:
	movabsq	$formats_variable, %rax
	ret
	.size	formats_text, . - formats_text

	.section .note.GNU-stack,"",@progbits
