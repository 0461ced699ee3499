/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The other file: what the first one has as well, and constructors whose
 * priorities lie between those of the first.
 */
#define	FORMATS_COMMON	4000

#include <sys/param.h>
#include <sys/systm.h>

#include "formats.h"

int (*formats_other_group(void))(void)
{

	return (formats_group);
}

const char *
formats_other_string(void)
{

	return ("merged");
}

__attribute__((__constructor__(200)))
static void
second(void)
{

	formats_event('2');
}

/* Of the priority 400, as compilers before .init_array wrote it. */
static void
fourth(void)
{

	formats_event('4');
}
static void (* const numbered[])(void)
    __attribute__((__section__(".ctors.65135"), __used__)) = { fourth };

/* The last two, from the last one on. */
static void
sixth(void)
{

	formats_event('6');
}
static void
seventh(void)
{

	formats_event('7');
}
static void (* const ctors[])(void)
    __attribute__((__section__(".ctors"), __used__)) = { seventh, sixth };

static void
down(void)
{

	printf("formats: down 3\n");
}
static void (* const dtors[])(void)
    __attribute__((__section__(".dtors"), __used__)) = { down };
