/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker core with real modules, damaged modules, and with every
 * operation that can fail failing in turn.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <atf-c.h>

#include "linker_core.h"

#define	EXAMPLES	"/share/examples/kld"
#define	MODULES		"/tests/sys/kern/modules"
#define	SHARED		"/tests/sys/kern/dyn"	/* ET_DYN */

#define	MUTANTS		4000	/* of one file */

static char path_buf[4096];

/* A file in the object directory. */
static const char *
built(const char *dir, const char *file)
{

	snprintf(path_buf, sizeof(path_buf), "%s%s/%s", OBJTOP, dir, file);
	return (path_buf);
}

static void
check_same(const struct core_state *a, const struct core_state *b,
    const char *what)
{

	ATF_CHECK_EQ_MSG(a->allocations, b->allocations, "%s: allocations",
	    what);
	ATF_CHECK_EQ_MSG(a->bytes, b->bytes, "%s: bytes", what);
	ATF_CHECK_EQ_MSG(a->kld_bytes, b->kld_bytes, "%s: module memory", what);
	ATF_CHECK_EQ_MSG(a->sysctls, b->sysctls, "%s: sysctls", what);
	ATF_CHECK_EQ_MSG(a->vnodes, b->vnodes, "%s: vnodes", what);
	ATF_CHECK_EQ_MSG(a->files, b->files, "%s: files", what);
	ATF_CHECK_EQ_MSG(a->kernel_refs, b->kernel_refs, "%s: references",
	    what);
}

static void
load_and_unload(const char *path)
{
	struct core_state before, after;
	int error, id;

	core_state(&before);
	error = core_load(path, &id);
	ATF_REQUIRE_EQ_MSG(error, 0, "%s: %s", path, core_error());
	ATF_REQUIRE_EQ(core_load(path, NULL), EEXIST);
	error = core_unload(id, 0);
	ATF_REQUIRE_EQ_MSG(error, 0, "%s: %s", path, core_error());
	core_state(&after);
	check_same(&before, &after, path);
}

/* The load fails with that error and a sentence with that text. */
static void
refused(const char *path, int wanted, const char *text)
{
	struct core_state before, after;
	int error;

	core_state(&before);
	error = core_load(path, NULL);
	ATF_CHECK_EQ_MSG(error, wanted, "%s: error %d", path, error);
	ATF_CHECK_MSG(strstr(core_error(), text) != NULL, "%s: \"%s\"", path,
	    core_error());
	core_state(&after);
	check_same(&before, &after, path);
}

ATF_TC_WITHOUT_HEAD(load);
ATF_TC_BODY(load, tc)
{

	core_init();
	load_and_unload(built(EXAMPLES, "hello/hello.ko"));
	load_and_unload(built(MODULES, "order/order.ko"));
	load_and_unload(built(MODULES, "crash/crash.ko"));
	load_and_unload(built(MODULES, "ifunc/ifunc.ko"));
	load_and_unload(built(SHARED, "hello/hello.ko"));
	load_and_unload(built(SHARED, "ifunc/ifunc.ko"));
	load_and_unload(built(SHARED, "order/order.ko"));
	load_and_unload(built(SHARED, "crash/crash.ko"));
}

ATF_TC_WITHOUT_HEAD(refuse);
ATF_TC_BODY(refuse, tc)
{

	core_init();
	refused("/", EISDIR, "is a directory");
	refused("/nowhere/nothing.ko", ENOENT, "no such file");
	refused("/dev/null", ENOEXEC, "is not a regular file");
	refused("nothing", ENOENT, "no file of that name in");
	refused(built(MODULES, "loadfail/loadfail.ko"), ENXIO,
	    "module loadfail could not start");
	refused(built(MODULES, "needsmissing/needsmissing.ko"), ENOENT,
	    "needs module nowhere, which cannot be found");
	refused(built(MODULES, "undeclared/undeclared.ko"), ENOEXEC,
	    "symbol fat_rewind is undefined");
}

/*
 * Let the first operation of a load fail, then the second, and so on, until
 * the load goes through without having reached the one that would fail.
 */
static void
fail_each(const char *path)
{
	struct core_state before, after;
	int error, id;
	long n;

	core_state(&before);
	for (n = 1;; n++) {
		core_fail_at(n);
		error = core_load(path, &id);
		core_fail_at(0);
		if (error == 0)
			break;
		ATF_CHECK_MSG(strlen(core_error()) > 0,
		    "operation %ld fails without a sentence", n);
		core_state(&after);
		check_same(&before, &after, path);
		ATF_REQUIRE_MSG(n < 1000, "the load never works");
	}
	ATF_CHECK_MSG(n > 10, "only %ld operations can fail", n);
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	core_state(&after);
	check_same(&before, &after, path);
}

ATF_TC_WITHOUT_HEAD(fail);
ATF_TC_BODY(fail, tc)
{

	core_init();
	fail_each(built(EXAMPLES, "hello/hello.ko"));
	fail_each(built(MODULES, "order/order.ko"));
	fail_each(built(MODULES, "ifunc/ifunc.ko"));
	fail_each(built(SHARED, "hello/hello.ko"));
	fail_each(built(SHARED, "ifunc/ifunc.ko"));
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
write_file(const char *path, const unsigned char *data, size_t size)
{
	FILE *f;

	f = fopen(path, "wb");
	ATF_REQUIRE(f != NULL);
	ATF_REQUIRE_EQ(fwrite(data, 1, size, f), size);
	ATF_REQUIRE_EQ(fclose(f), 0);
}

/* A module that is to be damaged. */
static unsigned char good[1 << 16], bad[1 << 16];
static size_t good_size;

static void
read_good(const char *path)
{
	FILE *f;

	f = fopen(path, "rb");
	ATF_REQUIRE(f != NULL);
	good_size = fread(good, 1, sizeof(good), f);
	ATF_REQUIRE(good_size > 0 && good_size < sizeof(good));
	fclose(f);
}

static void
refuse_bad(size_t size, const struct core_state *before, int i)
{
	struct core_state after;

	write_file("mutant.ko", bad, size);
	if (core_load("./mutant.ko", NULL) == 0)
		atf_tc_fail("mutant %d was loaded", i);
	ATF_CHECK_MSG(strlen(core_error()) > 0, "mutant %d: no sentence", i);
	core_state(&after);
	check_same(before, &after, "mutant");
}

/*
 * Change a few bytes and load, up to the point where the file's own code
 * would run: whatever is wrong has a sentence, and nothing is left behind.
 */
static void
mutate(const char *path)
{
	struct core_state before;
	unsigned long state;
	size_t at;
	int i, j;

	core_init();
	core_never_run();
	read_good(path);
	core_state(&before);
	for (i = 0; i < MUTANTS; i++) {
		state = i * 2654435761ul + 1;
		memcpy(bad, good, good_size);
		for (j = 0; j <= i % 4; j++) {
			at = next_random(&state) % good_size;
			bad[at] = (unsigned char)next_random(&state);
		}
		refuse_bad(good_size, &before, i);
	}
}

/* The same for a file that ends too early, anywhere. */
static void
truncate_each(const char *path)
{
	struct core_state before;
	size_t size;

	core_init();
	core_never_run();
	read_good(path);
	memcpy(bad, good, good_size);
	core_state(&before);
	for (size = 1; size < good_size; size += 3)
		refuse_bad(size, &before, (int)size);
}

ATF_TC_WITHOUT_HEAD(mutate_rel);
ATF_TC_BODY(mutate_rel, tc)
{

	mutate(built(EXAMPLES, "hello/hello.ko"));
}

ATF_TC_WITHOUT_HEAD(mutate_dyn);
ATF_TC_BODY(mutate_dyn, tc)
{

	mutate(built(SHARED, "hello/hello.ko"));
}

ATF_TC_WITHOUT_HEAD(truncate_rel);
ATF_TC_BODY(truncate_rel, tc)
{

	truncate_each(built(EXAMPLES, "hello/hello.ko"));
}

ATF_TC_WITHOUT_HEAD(truncate_dyn);
ATF_TC_BODY(truncate_dyn, tc)
{

	truncate_each(built(SHARED, "hello/hello.ko"));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, load);
	ATF_TP_ADD_TC(tp, refuse);
	ATF_TP_ADD_TC(tp, fail);
	ATF_TP_ADD_TC(tp, mutate_rel);
	ATF_TP_ADD_TC(tp, mutate_dyn);
	ATF_TP_ADD_TC(tp, truncate_rel);
	ATF_TP_ADD_TC(tp, truncate_dyn);
	return (atf_no_error());
}
