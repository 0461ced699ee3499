/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What two files share when link editors make one of them: constructors and
 * destructors of several priorities, groups, commons, strings that are merged;
 * and symbols that a link editor makes local or leaves to the kernel.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

#include "formats.h"

int formats_variable = 1;
int formats_hidden __attribute__((__visibility__("hidden"))) = 2;
static int formats_local = 3;

/* Nobody has these. */
extern int formats_nothing __attribute__((__weak__));
void	formats_nowhere(void) __attribute__((__weak__));

static int * volatile pointers[] = {
	&formats_variable, &formats_hidden, &formats_local
};
static const char * volatile strings[] = { "merged", "not merged" };
/* The other file says that it has COMMON_SIZE bytes. */
static char * volatile common = formats_common;
#define	COMMON_SIZE	4000
static char events[16];

void
formats_event(char c)
{
	size_t n;

	n = strlen(events);
	if (n < sizeof(events) - 1)
		events[n] = c;
}

void
formats_init(void)
{

	formats_event('0');
}

void
formats_fini(void)
{

	printf("formats: down 0\n");
}

__attribute__((__constructor__(300)))
static void
third(void)
{

	formats_event('3');
}

__attribute__((__constructor__))
static void
fifth(void)
{

	formats_event('5');
}

__attribute__((__constructor__(101)))
static void
first(void)
{

	formats_event('1');
}

__attribute__((__destructor__(101)))
static void
last_down(void)
{

	printf("formats: down 1\n");
}

__attribute__((__destructor__))
static void
first_down(void)
{

	printf("formats: down 2\n");
}

/* What is wrong, or "ok". */
static const char *
check(void)
{
	size_t i;

	if (*pointers[0] != 1 || *pointers[1] != 2 || *pointers[2] != 3)
		return ("pointers");
	if (&formats_nothing != NULL || formats_nowhere != NULL)
		return ("weak symbols");
	if (formats_group() != 77 || formats_other_group() != formats_group)
		return ("group");
	if (strcmp(strings[0], formats_other_string()) != 0 ||
	    strcmp(strings[1], "not merged") != 0)
		return ("strings");
	for (i = 0; i < COMMON_SIZE; i++)
		if (common[i] != 0)
			return ("common");
	if (formats_text != NULL && formats_text() != &formats_variable)
		return ("address in the text");
	return ("ok");
}

static int
formats_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what != MOD_LOAD)
		return (what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
	printf("formats: %s, constructed %s\n", check(), events);
	memset(common, 1, COMMON_SIZE);
	formats_variable = 10;
	return (0);
}

static moduledata_t formats_mod = { "formats", formats_modevent, NULL };
DECLARE_MODULE(formats, formats_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(formats, 1);
