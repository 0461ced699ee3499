/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Functions and data in sections of their own, behind many others; and sections
 * that are found by the symbols of their bounds.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

extern const struct {
	u_long		number;
	const u_int	*start, *stop;
} sections_table[];

static int sections_state = 20;
static const int sections_constant = 22;

static __noinline int
sections_sum(const int *a, const int *b)
{

	return (*a + *b);
}

/* How many there are whose bounds are right; -1 if one's are not. */
static int
sections_bounded(void)
{
	int n;

	for (n = 0; sections_table[n].start != NULL; n++)
		if (sections_table[n].start[0] != sections_table[n].number ||
		    sections_table[n].stop != sections_table[n].start + 1)
			return (-1);
	return (n);
}

static int
sections_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_LOAD)
		printf("sections: %d, %d bounded\n",
		    sections_sum(&sections_state, &sections_constant),
		    sections_bounded());
	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t sections_mod = { "sections", sections_modevent, NULL };
DECLARE_MODULE(sections, sections_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
