/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Constructors and destructors: arrays of functions.
 *
 * Each priority has a section of its own, called .init_array.N or, by compilers
 * before .init_array, .ctors.M, where M is 65535 - N; those without a
 * number come last, .ctors behind .init_array.  Destructors run in the reverse
 * order.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf.h"

#define	ARRAY_LAST	65535

u_int
elf_array_order(const char *name)
{
	const char *number;
	u_int n;

	number = strrchr(name, '.');
	if (number == NULL || number[1] < '0' || number[1] > '9')
		return (ARRAY_LAST + 1 + elf_is_ctors(name));
	n = MIN(strtoul(number + 1, NULL, 10), ARRAY_LAST);
	return (elf_is_ctors(name) ? ARRAY_LAST - n : n);
}

void
elf_call_array(void *array, size_t n, bool backwards)
{
	uintptr_t *func, f;
	size_t i;

	func = array;
	for (i = 0; i < n; i++) {
		f = func[backwards ? n - 1 - i : i];
		/* 0 and -1 mark the ends of .ctors and .dtors. */
		if (f != 0 && f != UINTPTR_MAX)
			((void (*)(void))f)();
	}
}

/* Only those of .ctors are called from the last to the first. */
void
elf_call_section(const Elf_Shdr *sh, const char *name, void *addr, bool start)
{
	const size_t n = sh->sh_size / sizeof(void *);

	if (elf_is_ctors(name)) {
		if ((name[1] == 'c') == start)
			elf_call_array(addr, n, start);
	} else if (sh->sh_type == (start ? SHT_INIT_ARRAY : SHT_FINI_ARRAY))
		elf_call_array(addr, n, !start);
}
