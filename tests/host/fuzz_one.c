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
	core_implicit_depend(1);	/* looks at more of the input */
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

/* The error of a plan, which runs none of the input's code. */
static int
plan(void)
{
	static char text[1 << 20];

	return (core_query("plan", FUZZ_PATH, NULL, text, sizeof(text)));
}

/* What a plan refuses is refused, with a sentence. */
static void
refuse(void)
{

	if (core_error()[0] == '\0')
		host_abort("the input was not planned, without a sentence");
	core_never_run(1);
	if (core_load(FUZZ_PATH, NULL) == 0)
		host_abort("the input was loaded, but not planned");
	core_never_run(0);
	if (core_error()[0] == '\0')
		host_abort("the input was refused without a sentence");
}

void
fuzz_one(const unsigned char *data, size_t size)
{
	struct core_state before;

	begin();
	host_show(FUZZ_PATH, data, size);
	/* What depends on fat, as msdos does, gets itself once more. */
	host_show("/boot/modules/fat.ko", data, size);
	core_state(&before);
	if (plan() != 0)
		refuse();
	check_same(&before);
}
