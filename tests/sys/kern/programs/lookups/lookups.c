/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * lookups: kldfind(2), kldsym(2) and both forms of kldstat(2), while fat.ko
 * and hello.ko are loaded.  Prints what is not as it should be.
 */
#include <sys/param.h>
#include <sys/linker.h>
#include <sys/mman.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define	KERNEL_ID	1

static int failures;

#define	CHECK(condition) do {						\
	if (!(condition)) {						\
		printf("line %d: not %s\n", __LINE__, #condition);	\
		failures++;						\
	}								\
} while (0)

static int
lookup(int fileid, const char *name, struct kld_sym_lookup *sym)
{

	memset(sym, 0, sizeof(*sym));
	sym->version = sizeof(*sym);
	sym->symname = __DECONST(char *, name);
	errno = 0;
	return (kldsym(fileid, KLDSYM_LOOKUP, sym));
}

static int
missing(int fileid, const char *name)
{
	struct kld_sym_lookup sym;

	return (lookup(fileid, name, &sym) == -1 && errno == ENOENT &&
	    sym.symvalue == 0);
}

/* By its name, with or without the suffix, or by a path that ends so. */
static void
find(int fat)
{

	CHECK(kldfind("fat.ko") == fat);
	CHECK(kldfind("/boot/modules/fat.ko") == fat);
	CHECK(kldfind("/boot/modules/fat") == fat);
	CHECK(kldfind("./fat") == fat);
	CHECK(kldfind("/boot/kernel/kernel") == KERNEL_ID);
	CHECK(kldfind("") == -1 && errno == ENOENT);
	CHECK(kldfind("/") == -1 && errno == ENOENT);
	CHECK(kldfind("fat/") == -1 && errno == ENOENT);
	CHECK(kldfind("fa") == -1 && errno == ENOENT);
	CHECK(kldfind("fat.") == -1 && errno == ENOENT);
	CHECK(kldfind("fat.ko.ko") == -1 && errno == ENOENT);
	CHECK(kldfind("FAT") == -1 && errno == ENOENT);
}

/* In one file or in all; only what a file exports. */
static void
symbols(int fat, int hello)
{
	struct kld_sym_lookup all, one;
	struct kld_file_stat st;

	st.version = sizeof(st);
	CHECK(kldstat(fat, &st) == 0);
	CHECK(lookup(0, "fat_rewind", &all) == 0);
	CHECK(lookup(fat, "fat_rewind", &one) == 0);
	CHECK(memcmp(&all, &one, sizeof(all)) == 0);
	CHECK(one.symsize > 0 && one.symsize < st.size);
	CHECK(one.symvalue >= (u_long)st.address);
	CHECK(one.symvalue + one.symsize <= (u_long)st.address + st.size);
	CHECK(missing(KERNEL_ID, "fat_rewind"));
	CHECK(missing(hello, "fat_rewind"));
	CHECK(missing(fat, "kern_kldload"));
	CHECK(missing(fat, "fat_modevent"));
	CHECK(missing(0, "fat_rewin"));
	CHECK(missing(0, ""));
	CHECK(lookup(0, "kern_kldload", &all) == 0);
	CHECK(lookup(KERNEL_ID, "kern_kldload", &one) == 0);
	CHECK(all.symvalue == one.symvalue && all.symsize == one.symsize);
}

/*
 * The older form, told by its version, ends before the path: nothing behind
 * it is touched, and it may be the end of memory.
 */
static void
old_stat(int fat)
{
	struct kld_file_stat new, *old;
	size_t page;
	char *mem;

	new.version = sizeof(new);
	CHECK(kldstat(fat, &new) == 0);
	CHECK(strcmp(new.name, "fat.ko") == 0);
	CHECK(strcmp(new.pathname, "/boot/modules/fat.ko") == 0);
	page = (size_t)getpagesize();
	mem = mmap(NULL, 3 * page, PROT_READ | PROT_WRITE,
	    MAP_ANON | MAP_PRIVATE, -1, 0);
	if (mem == MAP_FAILED || munmap(mem + 2 * page, page) != 0)
		err(2, "mmap");
	old = (void *)(mem + 2 * page - KLD_FILE_STAT_1_SIZE);
	memset(mem, 0xa5, 2 * page);
	old->version = KLD_FILE_STAT_1_SIZE;
	CHECK(kldstat(fat, old) == 0);
	CHECK(old->version == KLD_FILE_STAT_1_SIZE);
	CHECK(strcmp(old->name, new.name) == 0);
	CHECK(old->refs == new.refs && old->id == fat);
	CHECK(old->address == new.address && old->size == new.size);

	/* The same place in the middle of memory. */
	memset(mem, 0xa5, 2 * page);
	old = (void *)mem;
	old->version = KLD_FILE_STAT_1_SIZE;
	CHECK(kldstat(fat, old) == 0);
	CHECK(old->id == fat);
	CHECK(old->pathname[0] == (char)0xa5);
	CHECK(memcmp(old->pathname, mem + page, sizeof(old->pathname)) == 0);

	/* There the newer form finds no room. */
	old = (void *)(mem + 2 * page - KLD_FILE_STAT_1_SIZE);
	old->version = sizeof(*old);
	CHECK(kldstat(fat, old) == -1 && errno == EFAULT);
}

int
main(void)
{
	int fat, hello;

	fat = kldfind("fat");
	hello = kldfind("hello");
	if (fat < 0 || hello < 0)
		err(2, "kldfind");
	find(fat);
	symbols(fat, hello);
	old_stat(fat);
	return (failures != 0);
}
