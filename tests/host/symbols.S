/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A file with more symbols than the linker's smallest table has buckets.
 */
	.macro	one
	.globl	symbol_\@
symbol_\@:
	.endm

	.data
	.rept	1100
	one
	.endr
	.byte	0
