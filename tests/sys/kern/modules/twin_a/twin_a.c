/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A function and a variable whose names another module has, too; and an indirect
 * function, which that one uses.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

int	twin_function(void);
int	twin_a_function(void);
int	twin_a_variable(void);

int	twin_indirect(void);

int twin_variable = 1;

int
twin_function(void)
{

	return (1);
}

int
twin_a_function(void)
{

	return (twin_function());
}

int
twin_a_variable(void)
{

	return (twin_variable);
}

static int
three(void)
{

	return (3);
}

static __used int (*resolve(void))(void)
{

	return (three);
}
int twin_indirect(void) __attribute__((__ifunc__("resolve")));

MODULE_VERSION(twin_a, 1);
