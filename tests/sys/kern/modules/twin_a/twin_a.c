/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A function and a variable whose names another module has, too.
 */
#include <sys/param.h>
#include <sys/kernel.h>
#include <sys/module.h>

int	twin_function(void);
int	twin_a_function(void);
int	twin_a_variable(void);

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

MODULE_VERSION(twin_a, 1);
