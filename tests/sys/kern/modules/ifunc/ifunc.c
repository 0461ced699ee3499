/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Indirect functions, called and pointed to; constructors and destructors.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

typedef int answer_t(void);

answer_t	ifunc_global;

static int
answer_right(void)
{

	return (42);
}

static int
answer_wrong(void)
{

	return (13);
}

/* It runs before anything else of the file, when that is relocated. */
static __used answer_t *
resolve(void)
{

	printf("ifunc: resolved\n");
	return (__FreeBSD_version > 0 ? answer_right : answer_wrong);
}

int ifunc_global(void) __attribute__((__ifunc__("resolve")));
static int ifunc_local(void) __attribute__((__ifunc__("resolve")));

static answer_t * const pointer = ifunc_local;
static int constructed;

__attribute__((__constructor__))
static void
construct(void)
{

	constructed = ifunc_local();
	printf("ifunc: constructed %d\n", constructed);
}

__attribute__((__destructor__))
static void
destruct(void)
{

	printf("ifunc: destructed\n");
}

static int
ifunc_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what == MOD_LOAD)
		printf("ifunc: %d %d %d\n", ifunc_global(), pointer(),
		    constructed);
	return (what == MOD_LOAD || what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
}

static moduledata_t ifunc_mod = { "ifunc", ifunc_modevent, NULL };
DECLARE_MODULE(ifunc, ifunc_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
