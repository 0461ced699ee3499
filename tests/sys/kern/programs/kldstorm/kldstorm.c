/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstorm ROUNDS NAME...: in each round several processes load, unload, list,
 * look up and plan to load these modules at once, and use the device and the
 * variables that some of them have.  When all is quiet again no file may be
 * there twice and no reference too many.  At the end everything is unloaded.
 */
#include <sys/param.h>
#include <sys/linker.h>
#include <sys/mman.h>
#include <sys/module.h>
#include <sys/sysctl.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kld.h>

#define	WORKERS		6
#define	OPERATIONS	150		/* of a worker in a round */
#define	FILES_MAX	100

/* How often something worked, in all processes. */
struct counts {
	unsigned int	loads, unloads, lists, lookups, uses, infos, plans;
};

static struct counts *counts;
static unsigned int seed;
static char **names;
static unsigned int nnames;

static unsigned int
chance(unsigned int n)
{

	seed = seed * 1103515245 + 12345;
	return ((seed >> 16) % n);
}

static void
count(unsigned int *counter)
{

	__atomic_add_fetch(counter, 1, __ATOMIC_RELAXED);
}

/* A call may have worked, or failed with one of two errors. */
static int
worked(const char *call, const char *name, int result, int error1, int error2)
{

	if (result >= 0)
		return (1);
	if (errno != error1 && errno != error2)
		err(1, "%s %s", call, name);
	return (0);
}

static void
do_load(const char *name)
{

	if (worked("kldload", name, kldload(name), EEXIST, EEXIST))
		count(&counts->loads);
}

static void
do_unload(const char *name)
{
	int flags, id;

	id = kldfind(name);
	if (!worked("kldfind", name, id, ENOENT, ENOENT))
		return;
	flags = chance(2) == 0 ? LINKER_UNLOAD_FORCE : LINKER_UNLOAD_NORMAL;
	if (worked("kldunloadf", name, kldunloadf(id, flags), ENOENT, EBUSY))
		count(&counts->unloads);
}

/* Ids grow along the list, whatever happens to it meanwhile. */
static void
do_list(const char *name)
{
	struct kld_file_stat st;
	int id, next;

	for (id = 0; (next = kldnext(id)) != 0; id = next) {
		if (!worked("kldnext", name, next, ENOENT, ENOENT))
			return;
		if (next <= id)
			errx(1, "kldnext(%d) is %d", id, next);
		st.version = sizeof(st);
		if (!worked("kldstat", name, kldstat(next, &st), ENOENT,
		    ENOENT))
			continue;
		if (st.id != next || st.name[0] == '\0' || st.refs < 0 ||
		    st.size == 0)
			errx(1, "kldstat(%d): id %d, name \"%s\", refs %d, "
			    "size %zu", next, st.id, st.name, st.refs,
			    st.size);
	}
	count(&counts->lists);
}

/* A file that depends on another stands behind it, and refers to it. */
static void
check_depends(const struct kld_info *info, size_t n)
{
	size_t i, j, k;
	int users;

	for (i = 0; i < n; i++) {
		users = 0;
		for (j = i + 1; j < n; j++)
			for (k = 0; k < info[j].ndepends; k++)
				users += info[j].depends[k].id == info[i].id &&
				    strcmp(info[j].depends[k].name,
				    info[i].name) == 0;
		if (info[i].refs < info[i].userrefs + users)
			errx(1, "%s has %d references, %d files depend on it",
			    info[i].name, info[i].refs, users);
		for (k = 0; k < info[i].ndepends; k++)
			if (info[i].depends[k].id >= info[i].id)
				errx(1, "%s depends on %s, which is later",
				    info[i].name, info[i].depends[k].name);
	}
}

static void
do_info(const char *name)
{
	struct kld_info *info;
	size_t i, n;

	if ((info = kld_info(0, &n)) == NULL)
		err(1, "kld_info");
	for (i = 0; i < n; i++)
		if (info[i].id <= 0 || info[i].address == 0 ||
		    info[i].state < KLD_STATE_STARTING)
			errx(1, "%s is to be seen in state %d, for %s",
			    info[i].name, info[i].state, name);
	check_depends(info, n);
	kld_info_free(info);
	count(&counts->infos);
}

/* The file itself comes last. */
static void
do_plan(const char *name)
{
	struct kld_info *info;
	size_t n;

	info = kld_plan(&name, 1, &n);
	if (!worked("kld_plan", name, info != NULL ? 0 : -1, EEXIST, EEXIST))
		return;
	if (n < 2 || info[0].id != 1 || info[n - 1].id != 0 ||
	    strncmp(info[n - 1].name, name, strlen(name)) != 0)
		errx(1, "the plan of %s ends with %s", name,
		    info[n - 1].name);
	kld_info_free(info);
	count(&counts->plans);
}

static void
do_look_up(const char *name)
{
	struct kld_sym_lookup lookup;
	struct module_stat st;
	int id;

	memset(&lookup, 0, sizeof(lookup));
	lookup.version = sizeof(lookup);
	lookup.symname = __DECONST(char *, "fat_rewind");
	(void)worked("kldsym", name, kldsym(0, KLDSYM_LOOKUP, &lookup), ENOENT,
	    ENOENT);
	id = kldfind(name);
	if (worked("kldfind", name, id, ENOENT, ENOENT))
		(void)worked("kldfirstmod", name, kldfirstmod(id), ENOENT,
		    ENOENT);
	id = modfind(name);
	if (!worked("modfind", name, id, ENOENT, ENOENT))
		return;
	st.version = sizeof(st);
	if (!worked("modstat", name, modstat(id, &st), ENOENT, ENOENT))
		return;
	if (strcmp(st.name, name) != 0 || st.id != id)
		errx(1, "modstat(%d): id %d, name \"%s\"", id, st.id, st.name);
	count(&counts->lookups);
}

/* What cdev and hello offer, while they may go. */
static void
do_use(const char *name)
{
	char text[64];
	size_t len;
	int fd;

	len = sizeof(text);
	if (worked("hello.greeting", name, sysctlbyname("hello.greeting", text,
	    &len, NULL, 0), ENOENT, ENOENT))
		count(&counts->uses);
	fd = open("/dev/cdev", O_RDWR);
	if (!worked("open", "/dev/cdev", fd, ENOENT, ENXIO))
		return;
	if (worked("write", name, (int)write(fd, "text", 4), ENXIO, ENXIO) &&
	    worked("pread", name, (int)pread(fd, text, 4, 0), ENXIO, ENXIO))
		count(&counts->uses);
	close(fd);
}

static void
worker(unsigned int id)
{
	static void (* const operations[])(const char *) = {
		do_load, do_load, do_unload, do_list, do_look_up, do_use,
		do_info, do_plan,
	};
	unsigned int i;

	seed = id * 7919 + 1;
	for (i = 0; i < OPERATIONS; i++)
		operations[chance(nitems(operations))](names[chance(nnames)]);
}

static void
run_workers(unsigned int round)
{
	unsigned int i;
	int failed, status;
	pid_t pid;

	for (i = 0; i < WORKERS; i++) {
		pid = fork();
		if (pid < 0)
			err(1, "fork");
		if (pid == 0) {
			worker(round * WORKERS + i);
			_exit(0);
		}
	}
	failed = 0;
	while (wait(&status) > 0)
		if (status != 0)
			failed = 1;
	if (failed)
		errx(1, "round %u: a process failed", round);
}

/* Nobody changes anything now: each file and each module is there once. */
static void
check_quiet(void)
{
	static struct kld_file_stat files[FILES_MAX];
	struct module_stat mod;
	int i, id, n;

	n = 0;
	for (id = kldnext(0); id > 0; id = kldnext(id)) {
		files[n].version = sizeof(files[n]);
		if (n == FILES_MAX - 1 || kldstat(id, &files[n]) != 0)
			err(1, "kldstat");
		for (i = 0; i < n; i++)
			if (strcmp(files[i].name, files[n].name) == 0)
				errx(1, "%s is there twice", files[n].name);
		if (kldfind(files[n].name) != id)
			errx(1, "%s is not found", files[n].name);
		n++;
	}
	for (id = modnext(0); id > 0; id = modnext(id)) {
		mod.version = sizeof(mod);
		if (modstat(id, &mod) != 0 || modfind(mod.name) != id)
			errx(1, "module %d is not found", id);
	}
}

/* Dependents go before what they depend on, so it takes some attempts. */
static void
unload_all(void)
{
	unsigned int attempt, i, left;
	int id;

	left = nnames;
	for (attempt = 0; left > 0; attempt++) {
		if (attempt > nnames)
			errx(1, "%u files cannot be unloaded", left);
		left = 0;
		for (i = 0; i < nnames; i++) {
			id = kldfind(names[i]);
			if (id > 0 && kldunload(id) != 0)
				left++;
		}
	}
}

int
main(int argc, char **argv)
{
	unsigned int round, rounds;

	if (argc < 3)
		errx(2, "usage: kldstorm ROUNDS NAME ...");
	rounds = (unsigned int)atoi(argv[1]);
	names = argv + 2;
	nnames = (unsigned int)argc - 2;
	counts = mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANON, -1, 0);
	if (counts == MAP_FAILED)
		err(1, "mmap");
	for (round = 0; round < rounds; round++) {
		run_workers(round);
		check_quiet();
	}
	unload_all();
	printf("%u loads, %u unloads, %u lists, %u lookups, %u uses, "
	    "%u infos, %u plans\n", counts->loads, counts->unloads,
	    counts->lists, counts->lookups, counts->uses, counts->infos,
	    counts->plans);
	if (counts->loads < rounds || counts->unloads < rounds ||
	    counts->lists < rounds || counts->lookups < rounds ||
	    counts->infos < rounds || counts->plans < rounds)
		errx(1, "that is too little");
	return (0);
}
