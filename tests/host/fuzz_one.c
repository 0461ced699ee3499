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
	core_never_run(1);
	core_module_memory(FUZZ_MEMORY);
}

static void
check_same(const struct core_state *before)
{
	struct core_state after;

	core_state(&after);
	if (memcmp(before, &after, sizeof(after)) != 0)
		host_abort("the input has left something behind");
}

/* A plan runs none of the input's code either, and gets further. */
static void
plan(const struct core_state *before)
{
	static char text[1 << 20];
	int error;

	core_never_run(0);
	error = core_query("plan", FUZZ_PATH, NULL, text, sizeof(text));
	core_never_run(1);
	if (error != 0 && core_error()[0] == '\0')
		host_abort("the input was not planned, without a sentence");
	check_same(before);
}

void
fuzz_one(const unsigned char *data, size_t size)
{
	struct core_state before;
	int linked;

	begin();
	host_show(FUZZ_PATH, data, size);
	/* What depends on fat, as msdos does, gets itself once more. */
	host_show("/boot/modules/fat.ko", data, size);
	core_state(&before);
	if (core_load(FUZZ_PATH, NULL) == 0)
		host_abort("the input was loaded");
	if (core_error()[0] == '\0')
		host_abort("the input was refused without a sentence");
	linked = strstr(core_error(), "cannot be protected") != NULL;
	check_same(&before);
	if (linked)
		plan(&before);
}
