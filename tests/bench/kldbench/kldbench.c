/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldbench DIR: load the modules of the benchmarks from DIR and print a line
 * for each case: its name and what one kldload(2) took, by the time stamp
 * counter.  For some cases, lines "stage CASE STAGE TIME" say where that went,
 * in nanoseconds.  Where instructions are the machine's clock (tools/vm -i), a
 * tick and a nanosecond are one instruction.
 */
#include <sys/param.h>
#include <sys/linker.h>

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include <kld.h>

#define	CHAIN	1000
#define	REPEAT	11

static const char *dir;

static uint64_t
rdtsc(void)
{

	return (__builtin_ia32_rdtsc());
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

static void
report_median(const char *name, uint64_t *v, int n)
{

	qsort(v, n, sizeof(*v), compare);
	printf("%s %ju\n", name, (uintmax_t)v[n / 2]);
}

static uint64_t
mean(const uint64_t *v, int n)
{
	uint64_t sum;
	int i;

	sum = 0;
	for (i = 0; i < n; i++)
		sum += v[i];
	return (sum / n);
}

/* Load a module and return its id. */
static int
load(const char *module, uint64_t *ticks)
{
	char path[MAXPATHLEN];
	uint64_t begin;
	int id;

	snprintf(path, sizeof(path), "%s/%s.ko", dir, module);
	begin = rdtsc();
	id = kldload(path);
	*ticks = rdtsc() - begin;
	if (id < 0)
		err(1, "%s", path);
	return (id);
}

static void
unload(int id)
{

	if (kldunload(id) != 0)
		err(1, "kldunload %d", id);
}

/* The cost of loading one module, as the median of some loads. */
static void
load_alone(const char *module)
{
	uint64_t ticks[REPEAT];
	int i;

	for (i = 0; i < REPEAT; i++)
		unload(load(module, &ticks[i]));
	report_median(module, ticks, REPEAT);
}

/* Where the time of one load goes, stage by stage. */
static void
profile(const char *module)
{
	struct kld_info *info;
	uint64_t ticks;
	size_t i, n;
	int id;

	id = load(module, &ticks);
	if ((info = kld_info(id, &n)) == NULL)
		err(1, "kld_info %d", id);
	for (i = 0; i < info->nstages; i++)
		printf("stage %s %s %ju\n", module, info->stages[i].name,
		    (uintmax_t)info->stages[i].ns);
	printf("stage %s all %ju\n", module, (uintmax_t)ticks);
	kld_info_free(info);
	unload(id);
}

/* The cost of a module and of the one that it needs. */
static void
load_pair(const char *provider, const char *consumer)
{
	uint64_t needed[REPEAT], ticks[REPEAT];
	int i, id;

	for (i = 0; i < REPEAT; i++) {
		id = load(provider, &needed[i]);
		unload(load(consumer, &ticks[i]));
		unload(id);
	}
	report_median(provider, needed, REPEAT);
	report_median(consumer, ticks, REPEAT);
}

/* List all files, as kldstat(8) does. */
static uint64_t
list_files(void)
{
	struct kld_file_stat stat;
	uint64_t begin;
	int id, n;

	n = 0;
	begin = rdtsc();
	for (id = kldnext(0); id > 0; id = kldnext(id)) {
		stat.version = sizeof(stat);
		if (kldstat(id, &stat) != 0)
			err(1, "kldstat %d", id);
		n++;
	}
	if (id < 0 || n < CHAIN)
		err(1, "kldnext");
	return (rdtsc() - begin);
}

/* 1000 modules, each needs the one before; and a list of them. */
static void
load_chain(void)
{
	static uint64_t ticks[CHAIN];
	uint64_t stat[REPEAT];
	char name[32];
	int i, id[CHAIN];

	for (i = 0; i < CHAIN; i++) {
		snprintf(name, sizeof(name), "chain_%04d", i);
		id[i] = load(name, &ticks[i]);
	}
	printf("chain_first %ju\n", (uintmax_t)mean(ticks, 10));
	printf("chain_1000 %ju\n", (uintmax_t)mean(ticks + CHAIN - 10, 10));
	for (i = 0; i < REPEAT; i++)
		stat[i] = list_files();
	report_median("stat_1000", stat, REPEAT);
	for (i = CHAIN - 1; i >= 0; i--)
		unload(id[i]);
}

int
main(int argc, char **argv)
{
	uint64_t ticks;
	int id;

	if (argc != 2) {
		fprintf(stderr, "usage: kldbench DIR\n");
		return (2);
	}
	dir = argv[1];
	load_alone("tiny");
	profile("tiny");
	id = load("targets", &ticks);
	load_alone("relocs_10k");
	load_alone("relocs_100k");
	profile("relocs_100k");
	unload(id);
	load_pair("syms_prov", "syms_cons");
	load_alone("size");
	load_chain();
	return (0);
}
