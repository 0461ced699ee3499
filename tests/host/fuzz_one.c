/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One input for the linker core: what must hold for every one.
 */
#include <stdio.h>
#include <string.h>

#include "linker_core.h"
#include "fuzz_one.h"

#define	FUZZ_PATH	"/fuzz/input.ko"
#define	FUZZ_MEMORY	(1 << 20)	/* a small machine is a fast one */

static void
begin(void)
{
	static int begun;

	if (begun)
		return;
	begun = 1;
	host_hide_disk();
	core_init();
	core_never_run();
	core_module_memory(FUZZ_MEMORY);
}

void
fuzz_one(const unsigned char *data, size_t size)
{
	struct core_state after, before;

	begin();
	host_show(FUZZ_PATH, data, size);
	/* What depends on fat, as msdos does, gets itself once more. */
	host_show("/boot/modules/fat.ko", data, size);
	core_state(&before);
	if (core_load(FUZZ_PATH, NULL) == 0)
		host_abort("the input was loaded");
	if (core_error()[0] == '\0')
		host_abort("the input was refused without a sentence");
	core_state(&after);
	if (memcmp(&before, &after, sizeof(before)) != 0)
		host_abort("the input has left something behind");
}
