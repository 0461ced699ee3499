/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What an object file can have beside text and data: commons, weak symbols that
 * nobody defines, bounds of sections, constructors of both kinds, unwind tables,
 * sections of functions, sections that are not loaded.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/linker_set.h>
#include <sys/module.h>

/* A common, with an alignment that is not its size's. */
char	kinds_common[100] __attribute__((__common__, __aligned__(256)));
int	kinds_zero[1000];

/* Nobody has these. */
extern int kinds_nothing __attribute__((__weak__));
void	kinds_nowhere(void) __attribute__((__weak__));

/* A set of three, one that no file has a member of, and one without members. */
SET_DECLARE(kinds_set, const int);
static const int one = 1, two = 2, three = 3;
DATA_SET(kinds_set, one);
DATA_SET(kinds_set, two);
DATA_SET(kinds_set, three);
extern const int *__start_set_kinds_absent[] __attribute__((__weak__));
extern const int *__stop_set_kinds_absent[] __attribute__((__weak__));

extern const int *__start_set_kinds_empty[] __attribute__((__weak__));
extern const int *__stop_set_kinds_empty[] __attribute__((__weak__));
__asm__(".pushsection set_kinds_empty,\"a\",@progbits; .popsection");

/* A section whose bounds are symbols, and that is no set. */
static const char text[] __attribute__((__section__("kinds_text"), __used__)) =
    "bounded";
extern const char __start_kinds_text[], __stop_kinds_text[];

/* A symbol in a section that takes no memory, and a reference to it there. */
__asm__(
    ".pushsection .kinds_note,\"\",@progbits\n"
    "kinds_unloaded:\n"
    "	.quad	kinds_unloaded\n"
    ".popsection\n");

static char events[16];

static void
event(char c)
{
	size_t n;

	n = strlen(events);
	if (n < sizeof(events) - 1)
		events[n] = c;
}

static void
ctor(void)
{

	event('c');
}

static void
dtor(void)
{

	printf("kinds: dtor\n");
}

/* What compilers before .init_array wrote. */
static void (* const ctors[])(void)
    __attribute__((__section__(".ctors"), __used__)) = { ctor };
static void (* const dtors[])(void)
    __attribute__((__section__(".dtors"), __used__)) = { dtor };

__attribute__((__constructor__))
static void
constructor(void)
{

	event('i');
}

__attribute__((__destructor__))
static void
destructor(void)
{

	printf("kinds: fini\n");
}

static int
sum_of_set(void)
{
	const int **p;
	int sum;

	sum = 0;
	SET_FOREACH(p, kinds_set)
		sum = sum * 10 + **p;
	return (sum);
}

static bool
is_zero(void)
{
	size_t i, n;

	n = 0;
	for (i = 0; i < sizeof(kinds_common); i++)
		n += kinds_common[i] != 0;
	for (i = 0; i < nitems(kinds_zero); i++)
		n += kinds_zero[i] != 0;
	return (n == 0);
}

static int
kinds_modevent(module_t mod __unused, int what, void *arg __unused)
{

	if (what != MOD_LOAD)
		return (what == MOD_UNLOAD ? 0 : EOPNOTSUPP);
	printf("kinds: common %s, %s\n",
	    ((uintptr_t)kinds_common & 255) == 0 ? "aligned" : "not aligned",
	    is_zero() ? "zero" : "not zero");
	printf("kinds: weak %p %p\n", (void *)&kinds_nothing,
	    (void *)(uintptr_t)kinds_nowhere);
	printf("kinds: set %d of %d, absent %d, empty %d\n", sum_of_set(),
	    (int)SET_COUNT(kinds_set),
	    (int)(__stop_set_kinds_absent - __start_set_kinds_absent),
	    (int)(__stop_set_kinds_empty - __start_set_kinds_empty));
	printf("kinds: bounds %s %d\n", __start_kinds_text,
	    (int)(__stop_kinds_text - __start_kinds_text));
	printf("kinds: constructed %s\n", events);
	memset(kinds_common, 1, sizeof(kinds_common));
	return (0);
}

static moduledata_t kinds_mod = { "kinds", kinds_modevent, NULL };
DECLARE_MODULE(kinds, kinds_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
