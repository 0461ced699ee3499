/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The prompt, where a person decides what is booted.
 */
#include "stand.h"

/* Until the command boot has found a kernel. */
void
prompt(struct boot *boot)
{
	static char line[COMMAND_MAX];

	stand_printf("Type '?' for the commands, 'boot' to go on.\n");
	boot->interactive = true;
	while (!boot->started) {
		if (!line_read("OK ", line))
			stand_fatal("no console to ask what to boot");
		(void)command_run(boot, line);
	}
	boot->interactive = false;
}
