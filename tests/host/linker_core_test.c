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

static int
load_once(const char *path)
{
	int error, id;

	error = core_load(path, &id);
	if (error == 0)
		ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	return (error);
}

static char text[65536];

static int
plan_once(const char *path)
{

	return (core_query("plan", path, NULL, text, sizeof(text)));
}

/* The load or plan fails with that error and a sentence with that text. */
static void
refused(int (*once)(const char *), const char *path, int wanted,
    const char *words)
{
	struct core_state before, after;
	int error;

	core_state(&before);
	text[0] = '\0';
	error = once(path);
	ATF_CHECK_EQ_MSG(error, wanted, "%s: error %d", path, error);
	ATF_CHECK_STREQ(text, "");
	ATF_CHECK_MSG(strstr(core_error(), words) != NULL, "%s: \"%s\"", path,
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

/* The table of symbols grows and shrinks with them, if there is memory. */
ATF_TC_WITHOUT_HEAD(symbols);
ATF_TC_BODY(symbols, tc)
{
	const char *path = built("/tests/host", "symbols.ko");
	struct core_state after, before;
	int id;

	core_init();
	core_state(&before);
	load_and_unload(path);
	ATF_REQUIRE_EQ(core_load(path, &id), 0);
	core_fail_at(1);
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	core_fail_at(0);
	core_state(&after);
	ATF_CHECK(after.bytes > before.bytes);
	ATF_REQUIRE_EQ(core_load(path, &id), 0);
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	core_state(&after);
	check_same(&before, &after, path);
}

ATF_TC_WITHOUT_HEAD(refuse);
ATF_TC_BODY(refuse, tc)
{
	char name[1024] = "";	/* MAXPATHLEN: there is no room for .ko */

	core_init();
	memset(name, 'x', sizeof(name) - 1);
	refused(load_once, name, ENOENT, "xxxx");
	refused(load_once, "/", EISDIR, "is a directory");
	refused(load_once, "/nowhere/nothing.ko", ENOENT, "no such file");
	refused(load_once, "/dev/null", ENOEXEC, "is not a regular file");
	refused(load_once, "nothing", ENOENT, "no file of that name in");
	refused(load_once, built(MODULES, "loadfail/loadfail.ko"), ENXIO,
	    "module loadfail could not start");
	refused(load_once, built(MODULES, "needsmissing/needsmissing.ko"),
	    ENOENT, "needs module nowhere, which cannot be found");
	refused(load_once, built(MODULES, "undeclared/undeclared.ko"), ENOEXEC,
	    "symbol fat_rewind is undefined");
}

/* The search for who has a symbol may fail at any point, too. */
static void
find_in(const char *dir)
{
	struct core_state before, after;
	char undeclared[sizeof(path_buf)];
	long n, operations;

	core_module_path(built(dir, ""));
	strcpy(undeclared, built(MODULES, "undeclared/undeclared.ko"));
	operations = core_operations();
	refused(load_once, undeclared, ENOEXEC, "/fat.ko, which is not loaded, "
	    "defines it, so declare MODULE_DEPEND(undeclared, fat, 1, 1, 1)");
	operations = core_operations() - operations;
	core_state(&before);
	for (n = 1; n <= operations; n++) {
		core_fail_at(n);
		ATF_CHECK(core_load(undeclared, NULL) != 0);
		core_fail_at(0);
		ATF_CHECK(strlen(core_error()) > 0);
		core_state(&after);
		check_same(&before, &after, undeclared);
	}
	ATF_CHECK_MSG(n > 15, "only %ld operations can fail", n);
}

ATF_TC_WITHOUT_HEAD(findable);
ATF_TC_BODY(findable, tc)
{

	core_init();
	find_in(EXAMPLES "/fat");
	find_in(SHARED "/fat");
	find_in("/tests/host/stripped");	/* of .symtab */
}

/*
 * Let the first operation of a load and unload, or of a plan, fail, then the
 * second, and so on, until there are no more.  Few can fail and be done
 * without, such as a look at a file that is not the one.
 */
static void
fail_each(int (*once)(const char *), const char *path)
{
	struct core_state before, after;
	long done, n, survived;
	int error;

	core_state(&before);
	survived = 0;
	for (n = 1;; n++) {
		done = core_operations();
		core_fail_at(n);
		error = once(path);
		if (error == 0)
			survived++;
		else
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
	fail_each(load_once, built(EXAMPLES, "hello/hello.ko"));
	fail_each(load_once, built(MODULES, "order/order.ko"));
	fail_each(load_once, built(MODULES, "ifunc/ifunc.ko"));
	fail_each(load_once, built(MODULES, "large/large.ko"));
	fail_each(load_once, built(SHARED, "hello/hello.ko"));
	fail_each(load_once, built(SHARED, "ifunc/ifunc.ko"));
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
	fail_each(load_once, built(EXAMPLES, "msdos/module/msdos.ko"));
	fail_each(load_once, built(SHARED, "msdos/msdos.ko"));
	show_fat(built(SHARED, "fat/fat.ko"));
	fail_each(load_once, built(SHARED, "msdos/msdos.ko"));
	fail_each(load_once, built(EXAMPLES, "msdos/module/msdos.ko"));
}

/* What memory held before does not tell what a file depends on. */
ATF_TC_WITHOUT_HEAD(depend_again);
ATF_TC_BODY(depend_again, tc)
{
	int id;

	core_init();
	core_reuse_memory();
	show_fat(built(EXAMPLES, "fat/fat.ko"));
	ATF_REQUIRE_EQ(core_load("fat", &id), 0);
	load_and_unload(built(EXAMPLES, "msdos/module/msdos.ko"));
	load_and_unload(path_buf);
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
}

/* The same without a MODULE_DEPEND: the second file is looked for. */
ATF_TC_WITHOUT_HEAD(fail_implicit);
ATF_TC_BODY(fail_implicit, tc)
{
	static char undeclared[sizeof(path_buf)];
	static const char * const formats[] = { MODULES, SHARED };
	size_t i;

	core_init();
	core_implicit_depend(1);
	for (i = 0; i < 2; i++) {
		strcpy(undeclared, built(formats[i],
		    "undeclared/undeclared.ko"));
		core_module_path(built(EXAMPLES, "fat"));
		fail_each(load_once, undeclared);
		fail_each(plan_once, undeclared);
		core_module_path(built(SHARED, "fat"));
		fail_each(load_once, undeclared);
		core_module_path(built(EXAMPLES, "hello"));
		refused(load_once, undeclared, ENOEXEC,
		    "undeclared.ko: symbol fat_rewind is undefined");
	}
	core_implicit_depend(0);
	refused(load_once, undeclared, ENOEXEC, "fat_rewind is undefined");
}

static void
has(const char *part)
{

	ATF_CHECK_MSG(strstr(text, part) != NULL, "no \"%s\" in:%s", part,
	    text);
}

/* What a load would do: loaded files first, then in the order of the load. */
ATF_TC_WITHOUT_HEAD(plan);
ATF_TC_BODY(plan, tc)
{
	struct core_state before, after;
	int fat, id, next;

	core_init();
	show_fat(built(EXAMPLES, "fat/fat.ko"));
	ATF_REQUIRE_EQ(core_load("fat", &id), 0);
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	core_state(&before);
	ATF_REQUIRE_EQ(plan_once(built(EXAMPLES, "msdos/module/msdos.ko")), 0);
	has("\n1 state 3 refs 3.0 nowhere kernel from ");
	has("\n0 state 1 refs 1.0 nowhere fat.ko from /boot/modules/fat.ko "
	    "(elf obj) needs kernel(1) has fat(1) identify check place "
	    "metadata provide depend relocate export protect\n"
	    "0 state 1 refs 1.1 nowhere msdos.ko from ");
	has("msdos.ko (elf obj) needs kernel(1) needs fat.ko(0) has msdos(1) ");
	core_state(&after);
	check_same(&before, &after, "plan");

	/* No id was used up, and what is loaded is only referred to. */
	ATF_REQUIRE_EQ(core_load("fat", &fat), 0);
	ATF_CHECK_EQ(fat, id + 1);
	ATF_REQUIRE_EQ(plan_once(path_buf), 0);
	has("\n3 state 3 refs 2.1 fat.ko from ");
	has(" needs fat.ko(3) has msdos(1)");
	ATF_REQUIRE_EQ(core_load(path_buf, &next), 0);
	ATF_CHECK_EQ(next, fat + 1);
	ATF_REQUIRE_EQ(core_unload(next, 0), 0);
	ATF_REQUIRE_EQ(core_unload(fat, 0), 0);
}

/* A plan is refused as a load would be, and in the same words. */
ATF_TC_WITHOUT_HEAD(plan_refuse);
ATF_TC_BODY(plan_refuse, tc)
{
	static char name[4096];
	int id;

	core_init();
	refused(plan_once, "/", EISDIR, "is a directory");
	refused(plan_once, "nothing", ENOENT, "no file of that name in");
	refused(plan_once, "", ENOENT, "the name of the file is empty");
	refused(plan_once, built(MODULES, "needsmissing/needsmissing.ko"),
	    ENOENT, "needs module nowhere, which cannot be found");
	refused(plan_once, built(MODULES, "undeclared/undeclared.ko"), ENOEXEC,
	    "symbol fat_rewind is undefined");
	ATF_REQUIRE_EQ(core_load(built(EXAMPLES, "hello/hello.ko"), &id), 0);
	refused(plan_once, path_buf, EEXIST, "hello.ko is already loaded");
	refused(plan_once, built(MODULES, "sameword/sameword.ko"), EEXIST,
	    "module hello is there already, in hello.ko");
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);

	memset(name, 'x', sizeof(name) - 1);
	refused(plan_once, name, 63, "the name of a file has at most 1023 "
	    "characters");		/* our ENAMETOOLONG */
	refused(plan_once, NULL, EINVAL, "the name of the file cannot be read");

	/* One that a load would run, and that then would fail. */
	ATF_CHECK_EQ(plan_once(built(MODULES, "loadfail/loadfail.ko")), 0);
}

ATF_TC_WITHOUT_HEAD(plan_fail);
ATF_TC_BODY(plan_fail, tc)
{

	core_init();
	fail_each(plan_once, built(EXAMPLES, "hello/hello.ko"));
	fail_each(plan_once, built(MODULES, "ifunc/ifunc.ko"));
	fail_each(plan_once, built(SHARED, "ifunc/ifunc.ko"));
	show_fat(built(EXAMPLES, "fat/fat.ko"));
	fail_each(plan_once, built(EXAMPLES, "msdos/module/msdos.ko"));
	show_fat(built(SHARED, "fat/fat.ko"));
	fail_each(plan_once, built(SHARED, "msdos/msdos.ko"));
}

ATF_TC_WITHOUT_HEAD(info);
ATF_TC_BODY(info, tc)
{
	int id, none, zero;

	core_init();
	ATF_REQUIRE_EQ(core_load(built(EXAMPLES, "hello/hello.ko"), &id), 0);
	ATF_REQUIRE_EQ(core_query("info", NULL, NULL, text, sizeof(text)), 0);
	has("\n1 state 3 refs 2.0 nowhere kernel from /boot/kernel/kernel "
	    "(kernel) has kernel(");
	has(")\n2 state 3 refs 1.1 hello.ko from ");
	ATF_REQUIRE_EQ(core_query("info", NULL, &id, text, sizeof(text)), 0);
	ATF_CHECK_EQ(strchr(text + 1, '\n'), NULL);
	has("\n2 state 3 refs 1.1 hello.ko from ");
	has("hello.ko (elf obj) needs kernel(1) has hello(1) module hello "
	    "identify check place metadata provide depend relocate export "
	    "protect sysctls modules start");
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	none = -1;
	zero = 0;
	ATF_CHECK_EQ(core_query("info", NULL, &id, text, sizeof(text)), ENOENT);
	ATF_CHECK_EQ(core_query("info", NULL, &none, text, sizeof(text)),
	    ENOENT);
	ATF_CHECK_EQ(core_query("info", NULL, &zero, text, sizeof(text)),
	    ENOENT);
	ATF_CHECK_STREQ(text, "");
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, load);
	ATF_TP_ADD_TC(tp, symbols);
	ATF_TP_ADD_TC(tp, refuse);
	ATF_TP_ADD_TC(tp, findable);
	ATF_TP_ADD_TC(tp, fail);
	ATF_TP_ADD_TC(tp, fail_depend);
	ATF_TP_ADD_TC(tp, depend_again);
	ATF_TP_ADD_TC(tp, fail_implicit);
	ATF_TP_ADD_TC(tp, plan);
	ATF_TP_ADD_TC(tp, plan_refuse);
	ATF_TP_ADD_TC(tp, plan_fail);
	ATF_TP_ADD_TC(tp, info);
	return (atf_no_error());
}
