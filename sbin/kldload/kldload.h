/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldload(8).
 */
#ifndef _KLDLOAD_H_
#define	_KLDLOAD_H_

#include <stdbool.h>
#include <stddef.h>

/*
 * plan.c: say what a load of that name would load, behind those of the names
 * for which this returned 0 before.  Returns 0, or -1 with the errno of
 * kld_plan(3).
 */
int	print_plan(const char *name, bool verbose);

/* Would the names before have loaded the file or module of that name? */
bool	is_planned(const char *name);

/* tunable.c: does an argument set a variable, or is it the name of a file? */
bool	is_assignment(const char *arg);

/*
 * Load a file while n variables have other values in the kernel environment:
 * vars are strings "name=value", which are cut in two.  Signals that would
 * end the program wait until the variables are as before.  Returns the id, or
 * -1 with the errno of kldload(2) or kenv(2) and in *bad the variable that
 * could not be set, or NULL.
 */
int	load_with(const char *name, char *vars[], size_t n, const char **bad);

#endif /* !_KLDLOAD_H_ */
