/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What depmod(8) sees of a Linux module that exports one symbol and uses one:
 * a template, SELF and PREV become numbers.
 */
	.section .modinfo, "a"
	.asciz "license=GPL"
	.asciz "depends=chain_PREV"
	.asciz "name=chain_SELF"
	.asciz "vermagic=6.1.0 SMP preempt mod_unload modversions "

	.section __ksymtab_strings, "aMS", @progbits, 1
__kstrtab_chain_SELF:
	.asciz "chain_symbol_SELF"
__kstrtabns_chain_SELF:
	.asciz ""

	.section ___ksymtab_gpl, "a"
	.balign 4
__ksymtab_chain_symbol_SELF:
	.long chain_symbol_SELF - .
	.long __kstrtab_chain_SELF - .
	.long __kstrtabns_chain_SELF - .

	.section .init.text, "ax"
	.globl init_module
init_module:
	call chain_symbol_PREV
	xorl %eax, %eax
	ret

	.section .exit.text, "ax"
	.globl cleanup_module
cleanup_module:
	ret

	.text
	.globl chain_symbol_SELF
chain_symbol_SELF:
	ret

	.section .gnu.linkonce.this_module, "aw"
	.globl __this_module
__this_module:
	.skip 24
	.asciz "chain_SELF"
	.skip 1000

	.section .note.GNU-stack, "", @progbits
