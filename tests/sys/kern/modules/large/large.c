/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * More than a file that is read at once: runs of relocations, in the middle of
 * which one is of another kind, and a table of as many pointers.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

#define	ROUNDS	300
#define	CALLS	13		/* more than one step of the linker */

void	large_all(void);
void	large_tick(void);

extern const uintptr_t large_place[], large_table[];
static int count;

__used void
large_tick(void)
{

	count++;
}

/* Each round calls, and loads an address in one of the other ways. */
__asm__(
    ".pushsection .text,\"ax\"\n"
    ".globl large_all\n"
    "large_all:\n"
    "	push	%rbx\n"
    ".rept " __XSTRING(ROUNDS) "\n"
    ".rept " __XSTRING(CALLS) "\n"
    "	call	large_tick\n"
    ".endr\n"
    "	mov	$large_table,%rbx\n"
    "	.reloc	.,R_X86_64_NONE,large_tick\n"
    "	lea	large_table(%rip),%rax\n"
    "	cmp	%rax,%rbx\n"
    "	je	0f\n"
    "	ud2\n"
    "0:\n"
    ".endr\n"
    "	pop	%rbx\n"
    "	ret\n"
    ".popsection\n"
    ".pushsection .data.rel.ro,\"aw\"\n"
    ".balign 8\n"
    "large_table:\n"
    ".rept " __XSTRING(ROUNDS) "\n"
    "	.quad	large_place + (. - large_table)\n"
    ".endr\n"
    ".popsection\n"
    ".pushsection .rodata,\"a\"\n"
    ".balign 8\n"
    "large_place:\n"
    "	.skip	8 * " __XSTRING(ROUNDS) ",0x5a\n"
    ".popsection\n");

static int
large_modevent(module_t mod __unused, int what, void *arg __unused)
{
	int i;

	if (what != MOD_LOAD)
		return (what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
	large_all();
	for (i = 0; i < ROUNDS; i++)
		if (large_table[i] != (uintptr_t)&large_place[i])
			return (EDOOFUS);
	printf("large: %d calls\n", count);
	return (count == ROUNDS * CALLS ? 0 : EDOOFUS);
}

static moduledata_t large_mod = { "large", large_modevent, NULL };
DECLARE_MODULE(large, large_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
