/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * zone(9), counter(9), hashinit(9), unr(9), contents of malloc(9).
 */
#include "coretest.h"
#include <sys/counter.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <vm/uma.h>

#define	ADDERS		4
#define	ADDITIONS	5000

SYSCTL_DECL(_debug_coretest);

/* What zone items are: init sets made, ctor sets arg. */
struct thing {
	u_long	made;
	void	*arg;
	char	rest[100];
};
#define	MADE	0x6d616465UL

static uma_zone_t zone;
SYSCTL_UMA_MAX(_debug_coretest, OID_AUTO, zone_max, CTLFLAG_RW, &zone,
    "Most items");
SYSCTL_UMA_CUR(_debug_coretest, OID_AUTO, zone_cur, 0, &zone, "Items in use");
static int inits, finis, dtors, full_actions;
static bool refuse;

static counter_u64_t counters[2];
COUNTER_U64_DEFINE_EARLY(early);
SYSCTL_COUNTER_U64_ARRAY(_debug_coretest, OID_AUTO, counters, CTLFLAG_RW,
    counters, nitems(counters), "Two counters");

static int
thing_init(void *mem, int size, int flags __unused)
{
	struct thing *t = mem;

	CHECK(size == sizeof(*t));
	if (refuse)
		return (ENOMEM);
	inits++;
	t->made = MADE;
	return (0);
}

static void
thing_fini(void *mem, int size __unused)
{
	struct thing *t = mem;

	CHECK(t->made == MADE);
	finis++;
}

static int
thing_ctor(void *mem, int size __unused, void *arg, int flags __unused)
{
	struct thing *t = mem;

	t->arg = arg;
	return (arg == &refuse ? EINVAL : 0);
}

static void
thing_dtor(void *mem __unused, int size __unused, void *arg __unused)
{

	dtors++;
}

static void
on_full(uma_zone_t z, int unused __unused)
{

	CHECK(z == zone);
	full_actions++;
}

static void
free_later(void *item)
{

	pause("later", 3);
	uma_zfree(zone, item);
}

static void
check_limit(void)
{
	struct thing *a, *b;
	size_t len;
	int one = 1, value;

	len = sizeof(value);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.zone_max", &value,
	    &len, &one, sizeof(one), NULL, 0) == 0 && value == 0);
	CHECK(uma_zone_get_max(zone) == 1);
	uma_zone_set_warning(zone, "is full, as the test wants it");
	uma_zone_set_maxaction(zone, on_full);
	a = uma_zalloc(zone, M_WAITOK);
	len = sizeof(value);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.zone_cur", &value,
	    &len, NULL, 0, NULL, 0) == 0 && value == 1);
	CHECK(uma_zalloc(zone, M_NOWAIT) == NULL && full_actions == 1);
	coretest_start(free_later, a);
	b = uma_zalloc(zone, M_WAITOK);
	CHECK(b != NULL && full_actions >= 2);
	coretest_wait();
	uma_zfree(zone, b);
	uma_zone_set_max(zone, 0);
}

static void
check_zone(void)
{
	struct thing *t;

	inits = finis = dtors = full_actions = 0;
	zone = uma_zcreate("coretest zone", sizeof(struct thing), thing_ctor,
	    thing_dtor, thing_init, thing_fini, UMA_ALIGN_CACHE, 0);
	t = uma_zalloc_arg(zone, &zone, M_WAITOK);
	CHECK(t->made == MADE && t->arg == &zone && inits == 1);
	CHECK(((uintptr_t)t & UMA_ALIGN_CACHE) == 0);
	uma_zfree_arg(zone, t, NULL);
	uma_zfree(zone, NULL);
	CHECK(dtors == 1 && finis == 0 && uma_zone_get_cur(zone) == 0);
	CHECK(uma_zalloc_arg(zone, &zone, M_NOWAIT) == t && inits == 1);
	CHECK(uma_zalloc_arg(zone, &refuse, M_WAITOK) == NULL);
	CHECK(uma_zone_get_cur(zone) == 1);
	uma_zfree(zone, t);
	uma_zone_reclaim(zone, UMA_RECLAIM_DRAIN);
	CHECK(finis == inits);
	refuse = true;
	CHECK(uma_zalloc(zone, M_NOWAIT) == NULL);
	refuse = false;
	uma_prealloc(zone, 40);
	CHECK(inits - finis == 40);
	uma_reclaim(UMA_RECLAIM_DRAIN);
	CHECK(inits == finis);
	uma_prealloc(zone, 3);
	check_limit();
	uma_zdestroy(zone);
	CHECK(finis == inits);
}

/* Without init and fini there is no stock. */
static void
check_plain_zone(void)
{
	char *zeros;
	u_int i;

	zone = uma_zcreate("coretest plain", 3000, NULL, NULL, NULL, NULL,
	    UMA_ALIGN_PTR, UMA_ZONE_ZINIT);
	zeros = uma_zalloc(zone, M_WAITOK | M_ZERO);
	for (i = 0; i < 3000 && zeros[i] == 0; i++)
		continue;
	CHECK(i == 3000);
	uma_zfree(zone, zeros);
	uma_zdestroy(zone);
}

static void
adder(void *arg __unused)
{
	int i;

	for (i = 0; i < ADDITIONS; i++) {
		counter_u64_add(counters[0], 1);
		if (i % 500 == 0)
			kern_yield(PRI_USER);
	}
}

static void
check_counters(void)
{
	uint64_t values[2];
	size_t len;
	int i, zero = 0;

	COUNTER_ARRAY_ALLOC(counters, 2, M_WAITOK);
	for (i = 0; i < ADDERS; i++)
		coretest_start(adder, NULL);
	coretest_wait();
	counter_u64_add(counters[1], -1);
	len = sizeof(values);
	CHECK(kernel_sysctlbyname(curthread, "debug.coretest.counters", values,
	    &len, &zero, sizeof(zero), NULL, 0) == 0);
	CHECK(values[0] == ADDERS * ADDITIONS && values[1] == (uint64_t)-1);
	CHECK(counter_u64_fetch(counters[0]) == 0);
	COUNTER_ARRAY_FREE(counters, 2);
	counter_u64_add(early, 3);
	CHECK(early != EARLY_COUNTER && counter_u64_fetch(early) >= 3);
}

static void
check_rate(void)
{
	struct counter_rate rate;
	int64_t over;
	int i;

	memset(&rate, 0, sizeof(rate));
	rate.cr_rate = counter_u64_alloc(M_WAITOK);
	rate.cr_ticks = ticks;
	for (i = 0; i < 3; i++)
		CHECK(counter_ratecheck(&rate, 3) == 0);
	CHECK(counter_ratecheck(&rate, 3) == -1);
	/* As if a second had passed. */
	rate.cr_ticks -= hz;
	over = counter_ratecheck(&rate, 3);
	CHECK(over == 4);
	CHECK(counter_ratecheck(&rate, 3) == 0);
	counter_u64_free(rate.cr_rate);
}

static void
check_tables(void)
{
	struct unrhdr *units;
	struct unrhdr64 unr64;
	void *table;
	u_long n;

	table = phashinit(100, M_TEMP, &n);
	CHECK(n == 97);
	free(table, M_TEMP);
	table = hashinit(100, M_TEMP, &n);
	CHECK(n == 63);
	hashdestroy(table, M_TEMP, n);

	units = new_unrhdr(1, 1000, NULL);
	CHECK(alloc_unr(units) == 1 && alloc_unr_specific(units, 900) == 900);
	CHECK(alloc_unr_specific(units, 900) == -1);
	clear_unrhdr(units);
	CHECK(alloc_unr(units) == 1);
	clear_unrhdr(units);
	delete_unrhdr(units);
	new_unrhdr64(&unr64, 1UL << 40);
	CHECK(alloc_unr64(&unr64) == 1UL << 40);
	CHECK(alloc_unr64(&unr64) == (1UL << 40) + 1);
}

static void
check_malloc(void)
{
	char *p;

	p = malloc(10, M_TEMP, M_WAITOK | M_ZERO);
	CHECK(p[0] == 0 && p[9] == 0);
	strcpy(p, "contents");
	p = realloc(p, 5000, M_TEMP, M_WAITOK);
	CHECK(strcmp(p, "contents") == 0);
	p = reallocf(p, 20, M_TEMP, M_WAITOK);
	CHECK(strcmp(p, "contents") == 0);
	free(p, M_TEMP);
	CHECK(mallocarray(SIZE_MAX / 2, 3, M_TEMP, M_NOWAIT) == NULL);
	CHECK(reallocf(NULL, 1UL << 40, M_TEMP, M_NOWAIT) == NULL);
}

void
test_memory(void)
{

	check_zone();
	check_plain_zone();
	check_counters();
	check_rate();
	check_tables();
	check_malloc();
}
