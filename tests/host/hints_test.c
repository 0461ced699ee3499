/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linker.hints in the linker core: which file is found, what is made of
 * damaged hints and of old ones, and every operation that can fail failing.
 */
#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <atf-c.h>

#include "linker_core.h"

#define	HELLO		OBJTOP "/share/examples/kld/hello/hello.ko"

#define	MUTANTS		20000
#define	ANY		0, 0, -1	/* no range */

/* The hints that are being written. */
static unsigned char hints[2 << 20];
static size_t size, record;
static char found[4096];

static void
put_int(int value)
{

	size = (size + 3) & ~(size_t)3;
	memcpy(hints + size, &value, 4);
	size += 4;
}

static void
put_string(const char *s)
{

	hints[size] = strlen(s);
	memcpy(hints + size + 1, s, hints[size]);
	size += 1 + hints[size];
}

static void
begin_record(int type)
{

	record = size;
	size += 4;
	put_int(type);
}

static void
end_record(void)
{
	int len;

	size = (size + 3) & ~(size_t)3;
	len = size - record - 4;
	memcpy(hints + record, &len, 4);
}

static void
begin(void)
{

	memset(hints, 0, sizeof(hints));
	size = 0;
	put_int(1);
}

static void
module(const char *name, const char *file)
{

	begin_record(2);
	put_string(name);
	put_string(file);
	end_record();
}

static void
version(const char *name, int number, const char *file)
{

	begin_record(3);
	put_string(name);
	put_int(number);
	put_string(file);
	end_record();
}

static void
write_file(const char *path, const void *data, size_t len)
{
	FILE *f;

	/* A new file, as rename(2) gives one. */
	unlink(path);
	f = fopen(path, "wb");
	ATF_REQUIRE(f != NULL);
	ATF_REQUIRE_EQ(fwrite(data, 1, len, f), len);
	ATF_REQUIRE_EQ(fclose(f), 0);
}

static void
write_hints(const char *dir)
{
	char path[64];

	snprintf(path, sizeof(path), "%s/linker.hints", dir);
	write_file(path, hints, size);
}

/* Two directories to search, with files that are there and no more. */
static void
set_up(void)
{
	static const char * const files[] = { "a/one.ko", "a/two.ko",
	    "a/three.ko", "a/plain.ko", "a/name.ko", "b/one.ko", "b/four.ko",
	    "b/thing.ko" };
	size_t i;

	mkdir("a", 0755);
	mkdir("b", 0755);
	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		write_file(files[i], "", 0);
	core_init();
	core_module_path("a;b");
}

/* Several versions of one module, and what has none. */
static void
usual_hints(void)
{

	begin();
	module("thing", "one.ko");
	version("thing", 1, "one.ko");
	version("thing", 3, "three.ko");
	version("thing", 2, "two.ko");
	module("plain", "plain.ko");
	write_hints("a");
}

static void
finds(const char *name, int min, int preferred, int max, const char *path)
{
	int error;

	error = core_search(name, min, preferred, max, found, sizeof(found));
	ATF_CHECK_EQ_MSG(error, 0, "%s %d-%d: %s", name, min, max,
	    core_error());
	if (error == 0)
		ATF_CHECK_STREQ(found, path);
}

static void
finds_not(const char *name, int min, int preferred, int max, int wanted,
    const char *text)
{
	int error;

	error = core_search(name, min, preferred, max, found, sizeof(found));
	ATF_CHECK_EQ_MSG(error, wanted, "%s %d-%d: error %d", name, min, max,
	    error);
	ATF_CHECK_MSG(strstr(core_error(), text) != NULL, "%s %d-%d: \"%s\"",
	    name, min, max, core_error());
}

ATF_TC_WITHOUT_HEAD(versions);
ATF_TC_BODY(versions, tc)
{

	set_up();
	usual_hints();
	finds("thing", ANY, "a/three.ko");
	finds("thing", 1, 1, 9, "a/one.ko");	/* preferred */
	finds("thing", 1, 2, 9, "a/two.ko");
	finds("thing", 1, 7, 9, "a/three.ko");	/* the highest */
	finds("thing", 1, 7, 2, "a/two.ko");
	finds("plain", ANY, "a/plain.ko");
	finds("plain", 0, 0, 9, "a/plain.ko");
	finds("name", ANY, "a/name.ko");	/* not in the hints */
	finds("name.ko", ANY, "a/name.ko");
	/* A later directory may have what the first one has not. */
	finds("thing", 7, 7, 9, "b/thing.ko");
	finds_not("plain", 7, 7, 9, ENOEXEC, "plain.ko provides version 0");
	begin();
	version("thing", 7, "four.ko");
	write_hints("b");
	finds("thing", 7, 7, 9, "b/four.ko");
	finds("thing", ANY, "a/three.ko");
	finds_not("thing", 8, 8, 9, ENOEXEC, "provides version ");
	finds_not("nothing", ANY, ENOENT, "no file of that name in a;b");
}

ATF_TC_WITHOUT_HEAD(same);
ATF_TC_BODY(same, tc)
{

	/* Among equals the first one that is listed. */
	set_up();
	begin();
	version("thing", 1, "two.ko");
	version("thing", 1, "one.ko");
	version("thing", 1, "three.ko");
	write_hints("a");
	finds("thing", ANY, "a/two.ko");
	finds("thing", 1, 1, 1, "a/two.ko");
	finds("thing", 0, 5, 9, "a/two.ko");
}

/* What the hints take is given back when the path changes. */
static void
flush_check(const struct core_state *before, const char *what)
{
	struct core_state after;

	core_module_path("a;b");
	core_state(&after);
	ATF_CHECK_EQ_MSG(after.allocations, before->allocations,
	    "%s: allocations", what);
	ATF_CHECK_EQ_MSG(after.bytes, before->bytes, "%s: bytes", what);
	ATF_CHECK_EQ_MSG(after.vnodes, before->vnodes, "%s: vnodes", what);
}

ATF_TC_WITHOUT_HEAD(changed);
ATF_TC_BODY(changed, tc)
{
	struct core_state before, first, second;

	set_up();
	core_state(&before);
	usual_hints();
	finds("thing", ANY, "a/three.ko");
	core_state(&first);
	finds("thing", 1, 1, 1, "a/one.ko");
	core_state(&second);
	ATF_CHECK_EQ_MSG(first.allocations, second.allocations,
	    "a lookup leaves memory behind");
	/* New hints count at once, and so does that there are none. */
	begin();
	version("thing", 3, "two.ko");
	write_hints("a");
	finds("thing", ANY, "a/two.ko");
	unlink("a/linker.hints");
	finds("thing", ANY, "b/thing.ko");
	core_state(&second);
	ATF_CHECK_EQ_MSG(before.allocations, second.allocations,
	    "hints that are gone take memory");
	usual_hints();
	finds("thing", ANY, "a/three.ko");
	flush_check(&before, "another path");
}

ATF_TC_WITHOUT_HEAD(outdated);
ATF_TC_BODY(outdated, tc)
{
	struct core_state before;

	set_up();
	core_state(&before);
	begin();
	version("thing", 1, "gone.ko");
	module("other", "name.ko");
	module("name", "gone.ko");
	write_hints("a");
	finds("other", ANY, "a/name.ko");
	finds("thing", ANY, "b/thing.ko");
	/* All of the file is ignored, until there is a new one. */
	finds_not("other", ANY, ENOENT, "no file of that name");
	finds("name", ANY, "a/name.ko");
	usual_hints();
	finds("thing", ANY, "a/three.ko");
	flush_check(&before, "outdated");
}

/* The file is not used: the module is found by the name of the file. */
static void
ignored(const char *what)
{
	int error;

	/* The clock may not tell this file from the one before. */
	core_module_path("a;b");
	write_hints("a");
	error = core_search("thing", ANY, found, sizeof(found));
	ATF_CHECK_MSG(error == 0 && strcmp(found, "b/thing.ko") == 0,
	    "%s: %d, %s", what, error, found);
}

ATF_TC_WITHOUT_HEAD(damaged);
ATF_TC_BODY(damaged, tc)
{
	struct core_state before;
	size_t whole;

	set_up();
	core_state(&before);
	usual_hints();
	whole = size;
	for (size = 0; size < whole; size++) {
		/* Between records it is shorter, but not damaged. */
		if (size == 4 || size % 4 == 0)
			continue;
		ignored("truncated");
	}
	usual_hints();
	hints[0] = 2;
	ignored("version 2");
	usual_hints();
	memcpy(hints + 4, "\377\377\377\177", 4);
	ignored("a length of 2 GiB");
	memcpy(hints + 4, "\377\377\377\377", 4);
	ignored("a negative length");
	begin();
	module("thing", "../b/one.ko");
	ignored("a file elsewhere");
	begin();
	module("thing", "");
	ignored("no file");
	begin();
	module("", "one.ko");
	ignored("no module");
	begin();
	module("thing", "one.ko");
	size = (1 << 20) + 4;
	ignored("more than 1 MiB");
	flush_check(&before, "damaged");
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

ATF_TC_WITHOUT_HEAD(mutate);
ATF_TC_BODY(mutate, tc)
{
	struct core_state before;
	unsigned char good[512];
	unsigned long state;
	int i, j;

	set_up();
	core_state(&before);
	usual_hints();
	ATF_REQUIRE(size <= sizeof(good));
	memcpy(good, hints, size);
	for (i = 0; i < MUTANTS; i++) {
		state = i * 2654435761ul + 1;
		memcpy(hints, good, size);
		for (j = 0; j <= i % 3; j++)
			hints[next_random(&state) % size] =
			    (unsigned char)next_random(&state);
		core_module_path("a;b");
		write_hints("a");
		/* Whatever it finds is one of the files that are there. */
		if (core_search("thing", 1, 2, 9, found, sizeof(found)) == 0)
			ATF_CHECK_MSG(access(found, F_OK) == 0,
			    "mutant %d: %s", i, found);
	}
	flush_check(&before, "mutants");
}

ATF_TC_WITHOUT_HEAD(many);
ATF_TC_BODY(many, tc)
{
	struct core_state before;
	char file[32], name[32];
	int i;

	set_up();
	core_state(&before);
	begin();
	for (i = 0; i < 10000; i++) {
		snprintf(name, sizeof(name), "module_%d", i);
		snprintf(file, sizeof(file), "many_%d.ko", i);
		module(name, file);
		version(name, i, file);
	}
	write_hints("a");
	write_file("a/many_0.ko", "", 0);
	write_file("a/many_9999.ko", "", 0);
	for (i = 0; i < 1000; i++) {
		finds("module_0", 0, 0, 0, "a/many_0.ko");
		finds("module_9999", ANY, "a/many_9999.ko");
	}
	flush_check(&before, "many");
}

/* A real load by the name of the module, whose file has another name. */
ATF_TC_WITHOUT_HEAD(load);
ATF_TC_BODY(load, tc)
{
	static char ko[1 << 16];
	struct core_state before, after;
	size_t len;
	FILE *f;
	int id;

	set_up();
	f = fopen(HELLO, "rb");
	ATF_REQUIRE(f != NULL);
	len = fread(ko, 1, sizeof(ko), f);
	fclose(f);
	write_file("a/other.ko", ko, len);
	begin();
	module("hello", "other.ko");
	/* What the file does not have: it is there already, under its name. */
	module("wrong", "other.ko");
	write_hints("a");
	finds("hello", ANY, "a/other.ko");
	core_state(&before);
	ATF_REQUIRE_EQ_MSG(core_load("hello", &id), 0, "%s", core_error());
	ATF_CHECK_EQ(core_load("hello", NULL), EEXIST);
	ATF_CHECK_EQ(core_load("other", NULL), EEXIST);
	ATF_CHECK_EQ(core_load("wrong", NULL), EEXIST);
	ATF_REQUIRE_EQ(core_unload(id, 0), 0);
	core_state(&after);
	ATF_CHECK_EQ(before.allocations, after.allocations);
	ATF_CHECK_EQ(before.files, after.files);
}

ATF_TC_WITHOUT_HEAD(fail);
ATF_TC_BODY(fail, tc)
{
	struct core_state before;
	long n, operations;
	int error;

	set_up();
	core_state(&before);
	usual_hints();
	operations = core_operations();
	finds("thing", 1, 2, 2, "a/two.ko");
	operations = core_operations() - operations;
	ATF_CHECK_MSG(operations >= 8, "only %ld can fail", operations);
	for (n = 1; n <= operations; n++) {
		flush_check(&before, "a failure");
		core_fail_at(n);
		error = core_search("thing", 1, 2, 2, found, sizeof(found));
		core_fail_at(0);
		/* What a directory cannot say is searched for by name. */
		ATF_CHECK_MSG(error == 0 || strlen(core_error()) > 0,
		    "operation %ld fails without a sentence", n);
	}
	flush_check(&before, "a failure");
	finds("thing", 1, 2, 2, "a/two.ko");
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, versions);
	ATF_TP_ADD_TC(tp, same);
	ATF_TP_ADD_TC(tp, changed);
	ATF_TP_ADD_TC(tp, outdated);
	ATF_TP_ADD_TC(tp, damaged);
	ATF_TP_ADD_TC(tp, mutate);
	ATF_TP_ADD_TC(tp, many);
	ATF_TP_ADD_TC(tp, load);
	ATF_TP_ADD_TC(tp, fail);
	return (atf_no_error());
}
