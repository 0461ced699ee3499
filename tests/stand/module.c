/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A relocatable object with something in every kind of section, for the
 * loader to place.
 */

int		module_function(void);

int		module_bss[1000];
const int	module_rodata[] = { 1, 2, 3 };
const int	*module_data = module_rodata;

int
module_function(void)
{
	return (*module_data + module_bss[0]);
}
