/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Damaged modules for the linker core: the inputs that once did harm, and
 * many small damages and truncations of sound modules.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>

#include <atf-c.h>

#include "fuzz_one.h"

#define	REL	OBJTOP "/share/examples/kld/hello/hello.ko"
#define	DYN	OBJTOP "/tests/sys/kern/dyn/hello/hello.ko"

#define	MUTANTS	4000	/* of one file */

static unsigned char good[1 << 16], bad[1 << 16];
static size_t good_size;

static void
read_good(const char *path)
{
	FILE *f;

	f = fopen(path, "rb");
	ATF_REQUIRE_MSG(f != NULL, "%s", path);
	good_size = fread(good, 1, sizeof(good), f);
	ATF_REQUIRE(good_size > 0 && good_size < sizeof(good));
	fclose(f);
}

ATF_TC_WITHOUT_HEAD(regress);
ATF_TC_BODY(regress, tc)
{
	char path[4096];
	struct dirent *de;
	DIR *dir;
	int n;

	dir = opendir(REGRESS);
	ATF_REQUIRE(dir != NULL);
	n = 0;
	while ((de = readdir(dir)) != NULL) {
		if (de->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", REGRESS, de->d_name);
		read_good(path);
		fuzz_one(good, good_size);
		n++;
	}
	closedir(dir);
	ATF_CHECK(n > 0);
}

/* A small generator, so that a failure can be repeated from its number. */
static unsigned long
next_random(unsigned long *state)
{

	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (*state);
}

static void
mutate(const char *path)
{
	unsigned long state;
	int i, j;

	read_good(path);
	for (i = 0; i < MUTANTS; i++) {
		state = i * 2654435761ul + 1;
		memcpy(bad, good, good_size);
		for (j = 0; j <= i % 4; j++)
			bad[next_random(&state) % good_size] =
			    (unsigned char)next_random(&state);
		fuzz_one(bad, good_size);
	}
}

static void
truncate_each(const char *path)
{
	size_t size;

	read_good(path);
	for (size = 1; size < good_size; size++)
		fuzz_one(good, size);
}

ATF_TC_WITHOUT_HEAD(mutate_rel);
ATF_TC_BODY(mutate_rel, tc)
{

	mutate(REL);
}

ATF_TC_WITHOUT_HEAD(mutate_dyn);
ATF_TC_BODY(mutate_dyn, tc)
{

	mutate(DYN);
}

ATF_TC_WITHOUT_HEAD(truncate_rel);
ATF_TC_BODY(truncate_rel, tc)
{

	truncate_each(REL);
}

ATF_TC_WITHOUT_HEAD(truncate_dyn);
ATF_TC_BODY(truncate_dyn, tc)
{

	truncate_each(DYN);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, regress);
	ATF_TP_ADD_TC(tp, mutate_rel);
	ATF_TP_ADD_TC(tp, mutate_dyn);
	ATF_TP_ADD_TC(tp, truncate_rel);
	ATF_TP_ADD_TC(tp, truncate_dyn);
	return (atf_no_error());
}
