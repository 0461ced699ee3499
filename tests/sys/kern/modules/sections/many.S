/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * 66,000 sections, more than SHN_LORESERVE (0xff00): what comes behind them has
 * an index that e_shnum and st_shndx cannot hold.
 */
	.macro	one
	.section .rodata.s\@,"a",@progbits
	.byte	1
	.endm

	.rept	66000
	one
	.endr

/* Sections with bounds: a number in each, which a table has beside them. */
	.macro	bounded
	.section bounded_\@,"a",@progbits
	.long	\@
	.section .rodata.table,"a",@progbits
	.quad	\@, __start_bounded_\@, __stop_bounded_\@
	.endm

	.section .rodata.table,"a",@progbits
	.globl	sections_table
sections_table:
	.rept	100
	bounded
	.endr
	.section .rodata.table,"a",@progbits
	.quad	0, 0, 0
