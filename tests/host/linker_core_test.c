/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker core with real modules, and with every operation that can fail
 * failing in turn.
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
	ATF_CHECK_EQ_MSG(a->mapped, b->mapped, "%s: mapped bytes", what);
	ATF_CHECK_EQ_MSG(a->files, b->files, "%s: files", what);
	ATF_CHECK_EQ_MSG(a->devices, b->devices, "%s: devices", what);
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
 * Let the first operation of a load and unload fail, then the second, and so
 * on, until there are no more.  Few can fail and be done without, such as a
 * look at a file that is not the one.
 */
static void
fail_each(const char *path)
{
	struct core_state before, after;
	long done, n, survived;
	int error, id;

	core_state(&before);
	survived = 0;
	for (n = 1;; n++) {
		done = core_operations();
		core_fail_at(n);
		error = core_load(path, &id);
		if (error == 0) {
			survived++;
			ATF_REQUIRE_EQ(core_unload(id, 0), 0);
		} else
			ATF_CHECK_MSG(strlen(core_error()) > 0,
			    "operation %ld fails without a sentence", n);
		core_fail_at(0);
		core_state(&after);
		check_same(&before, &after, path);
		if (core_operations() - done < n)
			break;
		ATF_REQUIRE_MSG(n < 1000, "the load never works");
	}
	ATF_CHECK_EQ(error, 0);
	ATF_CHECK_MSG(n > 10, "only %ld operations can fail", n);
	printf("%s: each of %ld operations, %ld were done without\n", path,
	    n - 1, survived - 1);
}

ATF_TC_WITHOUT_HEAD(fail);
ATF_TC_BODY(fail, tc)
{

	core_init();
	fail_each(built(EXAMPLES, "hello/hello.ko"));
	fail_each(built(MODULES, "order/order.ko"));
	fail_each(built(MODULES, "ifunc/ifunc.ko"));
	fail_each(built(MODULES, "large/large.ko"));
	fail_each(built(SHARED, "hello/hello.ko"));
	fail_each(built(SHARED, "ifunc/ifunc.ko"));
}

/* Where the linker looks for fat, which msdos depends on. */
static void
show_fat(const char *path)
{
	static unsigned char fat[1 << 16];
	size_t size;
	FILE *f;

	f = fopen(path, "rb");
	ATF_REQUIRE_MSG(f != NULL, "%s", path);
	size = fread(fat, 1, sizeof(fat), f);
	ATF_REQUIRE(size > 0 && size < sizeof(fat));
	fclose(f);
	host_show("/boot/modules/fat.ko", fat, size);
}

/* A load of two files, of either format. */
ATF_TC_WITHOUT_HEAD(fail_depend);
ATF_TC_BODY(fail_depend, tc)
{

	core_init();
	show_fat(built(EXAMPLES, "fat/fat.ko"));
	fail_each(built(EXAMPLES, "msdos/module/msdos.ko"));
	fail_each(built(SHARED, "msdos/msdos.ko"));
	show_fat(built(SHARED, "fat/fat.ko"));
	fail_each(built(SHARED, "msdos/msdos.ko"));
	fail_each(built(EXAMPLES, "msdos/module/msdos.ko"));
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, load);
	ATF_TP_ADD_TC(tp, refuse);
	ATF_TP_ADD_TC(tp, fail);
	ATF_TP_ADD_TC(tp, fail_depend);
	return (atf_no_error());
}
