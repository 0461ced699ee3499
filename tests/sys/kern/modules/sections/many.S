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
