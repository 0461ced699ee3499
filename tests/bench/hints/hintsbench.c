/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hintsbench: what it takes the kernel to find a module in linker.hints, by
 * the time stamp counter, as kldbench counts.  A module whose file is none is
 * asked for by its name and by its path; the difference is the search.
 */
#include <sys/types.h>
#include <sys/linker.h>
#include <sys/module.h>
#include <sys/stat.h>
#include <sys/sysctl.h>

#include <err.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define	DIRECTORY	"/tmp/hintsbench"
#define	PROBE		"probe.ko"
#define	REPEAT		11

static unsigned char hints[1 << 20];
static size_t size;

static void
put_int(int value)
{

	size = (size + 3) & ~(size_t)3;
	memcpy(hints + size, &value, sizeof(value));
	size += sizeof(value);
}

static void
put_string(const char *s)
{

	hints[size] = strlen(s);
	memcpy(hints + size + 1, s, hints[size]);
	size += 1 + hints[size];
}

static void
put_module(int i)
{
	char name[32];
	size_t record;
	int len;

	snprintf(name, sizeof(name), "module_%d", i);
	record = size = (size + 3) & ~(size_t)3;
	size += 4;
	put_int(MDT_VERSION);
	put_string(name);
	put_int(1);
	put_string(PROBE);
	size = (size + 3) & ~(size_t)3;
	len = size - record - 4;
	memcpy(hints + record, &len, sizeof(len));
}

static void
write_file(const char *path, const void *data, size_t len)
{
	FILE *f;

	f = fopen(path, "wb");
	if (f == NULL || fwrite(data, 1, len, f) != len || fclose(f) != 0)
		err(1, "%s", path);
}

static void
write_hints(int modules)
{
	int i;

	memset(hints, 0, sizeof(hints));
	size = 0;
	put_int(1);
	for (i = 0; i < modules; i++)
		put_module(i);
	write_file(DIRECTORY "/linker.hints", hints, size);
}

static uint64_t
refused(const char *name)
{
	uint64_t begin, ticks;

	begin = __builtin_ia32_rdtsc();
	if (kldload(name) >= 0 || errno != ENOEXEC)
		err(1, "%s is no module, but", name);
	ticks = __builtin_ia32_rdtsc() - begin;
	return (ticks);
}

static int
compare(const void *a, const void *b)
{
	const uint64_t *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

static uint64_t
median(const char *name)
{
	uint64_t ticks[REPEAT];
	int i;

	for (i = 0; i < REPEAT; i++)
		ticks[i] = refused(name);
	qsort(ticks, REPEAT, sizeof(ticks[0]), compare);
	return (ticks[REPEAT / 2]);
}

int
main(int argc, char *argv[])
{
	uint64_t first;
	char name[32];
	int modules;

	if (argc != 2)
		errx(1, "usage: hintsbench modules");
	modules = atoi(argv[1]);
	if (mkdir(DIRECTORY, 0755) != 0 && errno != EEXIST)
		err(1, "%s", DIRECTORY);
	write_file(DIRECTORY "/" PROBE, "none", 4);
	write_hints(modules);
	if (sysctlbyname("kern.module_path", NULL, NULL, DIRECTORY,
	    sizeof(DIRECTORY)) != 0)
		err(1, "kern.module_path");
	snprintf(name, sizeof(name), "module_%d", modules / 2);
	first = refused(name);
	printf("hints_read_%d %ju\n", modules, (uintmax_t)first);
	printf("hints_lookup_%d %ju\n", modules, (uintmax_t)(median(name) -
	    median(DIRECTORY "/" PROBE)));
	return (0);
}
