/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How kldxref(8) reads modules that are damaged, with this system's libelf.
 */
#include <sys/types.h>
#include <sys/mman.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <atf-c.h>
#include <libelf.h>

#include "kldxref.h"

#define	HELLO		"/share/examples/kld/hello/hello.ko"
#define	SHARED		"/tests/sys/kern/dyn/hello/hello.ko"	/* ET_DYN */
#define	PNP		"/tests/usr.sbin/kldxref/modules/pnp.ko"

#define	MUTANTS		30000	/* of one file */

/* libatf does not free what it lists; what is tested must. */
const char *__lsan_default_suppressions(void);
const char *
__lsan_default_suppressions(void)
{

	return ("leak:libatf-c\n");
}

const char *__lsan_default_options(void);
const char *
__lsan_default_options(void)
{

	return ("print_suppressions=0");
}

static unsigned char good[1 << 16], bad[1 << 16];
static size_t good_size;
static struct hints hints;
static int memory = -1;

static void
read_good(const char *path)
{
	char full[4096];
	FILE *f;

	snprintf(full, sizeof(full), "%s%s", OBJTOP, path);
	f = fopen(full, "rb");
	ATF_REQUIRE_MSG(f != NULL, "%s", full);
	good_size = fread(good, 1, sizeof(good), f);
	ATF_REQUIRE(good_size > 0 && good_size < sizeof(good));
	fclose(f);
	memcpy(bad, good, good_size);
	ATF_REQUIRE(elf_version(EV_CURRENT) != EV_NONE);
	memory = memfd_create("module", 0);
	ATF_REQUIRE(memory >= 0);
}

/* Whether size bytes of what is in bad are a module. */
static bool
readable(size_t size)
{
	struct modfile *mf;
	bool notelf, result;

	ATF_REQUIRE_EQ(ftruncate(memory, size), 0);
	ATF_REQUIRE_EQ(pwrite(memory, bad, size, 0), (ssize_t)size);
	hints_init(&hints);
	modfile_fail("none");
	mf = modfile_open(memory, &notelf);
	result = mf != NULL && metadata_read(mf, "bad.ko", &hints);
	/* What cannot be read has a reason, and leaves nothing. */
	ATF_CHECK(result || strcmp(modfile_reason(), "none") != 0);
	ATF_CHECK(result || hints.size == 4);
	if (mf != NULL)
		modfile_close(mf);
	return (result);
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
	int i, j, refused;

	read_good(path);
	ATF_REQUIRE_MSG(readable(good_size), "%s", modfile_reason());
	refused = 0;
	for (i = 0; i < MUTANTS; i++) {
		state = i * 2654435761ul + 1;
		memcpy(bad, good, good_size);
		for (j = 0; j <= i % 8; j++)
			bad[next_random(&state) % good_size] =
			    (unsigned char)next_random(&state);
		refused += !readable(good_size);
	}
	ATF_CHECK_MSG(refused > MUTANTS / 100, "%d were refused", refused);
	memcpy(bad, good, good_size);
	for (j = 0; j < (int)good_size; j++)
		readable(j);
	free(hints.data);
	close(memory);
}

ATF_TC_WITHOUT_HEAD(relocatable);
ATF_TC_BODY(relocatable, tc)
{

	mutate(HELLO);
}

ATF_TC_WITHOUT_HEAD(shared);
ATF_TC_BODY(shared, tc)
{

	mutate(SHARED);
}

ATF_TC_WITHOUT_HEAD(pnp);
ATF_TC_BODY(pnp, tc)
{

	mutate(PNP);
}

/* A header of the other class is read, in the wide form. */
ATF_TC_WITHOUT_HEAD(narrow);
ATF_TC_BODY(narrow, tc)
{
	Elf32_Ehdr eh = { .e_ident = ELFMAG, .e_type = ET_REL,
	    .e_machine = EM_386, .e_version = EV_CURRENT };

	read_good(HELLO);
	eh.e_ident[EI_CLASS] = ELFCLASS32;
	eh.e_ident[EI_DATA] = ELFDATA2LSB;
	eh.e_ident[EI_VERSION] = EV_CURRENT;
	memcpy(bad, &eh, sizeof(eh));
	ATF_CHECK(!readable(sizeof(eh)));
	ATF_CHECK_STREQ(modfile_reason(),
	    "is for another machine (ELF machine 3), not for amd64");
	free(hints.data);
	close(memory);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, relocatable);
	ATF_TP_ADD_TC(tp, shared);
	ATF_TP_ADD_TC(tp, pnp);
	ATF_TP_ADD_TC(tp, narrow);
	return (atf_no_error());
}
