/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Each file uses its own symbols, also if one that it depends on has the same,
 * and whether they are weak or not.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

int	twin_function(void);
int	twin_a_function(void);
int	twin_a_variable(void);
int	twin_indirect(void);

int twin_variable __attribute__((__weak__)) = 2;

static int (* volatile function)(void) = twin_function;
static int * volatile variable = &twin_variable;
static int (* volatile indirect)(void) = twin_indirect;

int
twin_function(void)
{

	return (2);
}

static int
twin_b_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_LOAD)
		printf("twin: %d %d %d %d, %d %d, %d %d\n",
		    twin_function(), function(), twin_variable, *variable,
		    twin_a_function(), twin_a_variable(), twin_indirect(),
		    indirect());
	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t twin_b_mod = { "twin_b", twin_b_modevent, NULL };
DECLARE_MODULE(twin_b, twin_b_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_DEPEND(twin_b, twin_a, 1, 1, 1);
