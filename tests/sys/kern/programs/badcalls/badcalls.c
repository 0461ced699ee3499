/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * badcalls: the kld and module system calls with arguments that they have to
 * refuse, and the same from a user who is not root.  Prints what was not
 * refused as it should be.
 */
#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>
#include <sys/wait.h>

#include <err.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <kld.h>

#define	BAD_POINTER	((void *)0x10)
#define	KERNEL_POINTER	((void *)0xffffffff80200000ul)

static int failures;

static void
expect(const char *what, long result, int error)
{
	int got;

	got = errno;
	if (result == -1 && got == error)
		return;
	printf("%s: result %ld, errno %d (%s), not %d\n", what, result, got,
	    result == -1 ? strerror(got) : "success", error);
	failures++;
}

#define	EXPECT(call, error) do {					\
	errno = 0;							\
	expect(#call, (call), (error));					\
} while (0)

/* A load or unload was refused with this sentence. */
static void
says(const char *wanted)
{
	char sentence[KLD_ERROR_MAX];

	if (kld_error(sentence, sizeof(sentence)) == 0)
		strcpy(sentence, "nothing");
	if (strcmp(sentence, wanted) == 0)
		return;
	printf("it says: %s\nnot:     %s\n", sentence, wanted);
	failures++;
}

static void
bad_pointers(void)
{
	struct kld_sym_lookup lookup;

	EXPECT(kldload(BAD_POINTER), EFAULT);
	says("the name of the file cannot be read (EFAULT)");
	EXPECT(kldload(KERNEL_POINTER), EFAULT);
	EXPECT(kldload(NULL), EFAULT);
	EXPECT(kldfind(BAD_POINTER), EFAULT);
	EXPECT(kldstat(1, BAD_POINTER), EFAULT);
	EXPECT(kldstat(1, KERNEL_POINTER), EFAULT);
	EXPECT(modfind(BAD_POINTER), EFAULT);
	EXPECT(modstat(1, BAD_POINTER), EFAULT);
	EXPECT(kldsym(0, KLDSYM_LOOKUP, BAD_POINTER), EFAULT);
	memset(&lookup, 0, sizeof(lookup));
	lookup.version = sizeof(lookup);
	lookup.symname = BAD_POINTER;
	EXPECT(kldsym(0, KLDSYM_LOOKUP, &lookup), EFAULT);
}

static void
bad_arguments(void)
{
	char name[MAXPATHLEN + 10];
	struct kld_sym_lookup lookup;
	struct kld_file_stat stat;
	struct module_stat mstat;

	memset(name, 'x', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	EXPECT(kldload(name), ENAMETOOLONG);
	says("the name of a file has at most 1023 characters");
	EXPECT(kldload(""), ENOENT);
	says("the name of the file is empty");
	EXPECT(kldfind("nowhere"), ENOENT);
	EXPECT(kldunload(0), ENOENT);
	EXPECT(kldunload(-1), ENOENT);
	EXPECT(kldunload(9999), ENOENT);
	says("no file with id 9999 is loaded");
	EXPECT(kldunload(1), EBUSY);
	says("the kernel itself cannot be unloaded");
	EXPECT(kldunloadf(1, LINKER_UNLOAD_FORCE), EBUSY);
	EXPECT(kldunloadf(1, 7), EINVAL);
	says("kldunloadf: flags 7 are not known");
	EXPECT(kldnext(9999), ENOENT);
	EXPECT(kldfirstmod(9999), ENOENT);
	stat.version = sizeof(stat) - 1;
	EXPECT(kldstat(1, &stat), EINVAL);
	stat.version = sizeof(stat);
	EXPECT(kldstat(9999, &stat), ENOENT);
	EXPECT(modnext(9999), ENOENT);
	EXPECT(modfnext(9999), ENOENT);
	EXPECT(modfind("nowhere"), ENOENT);
	EXPECT(modfind(name), ENOENT);
	mstat.version = 3;
	EXPECT(modstat(1, &mstat), EINVAL);
	mstat.version = sizeof(mstat);
	EXPECT(modstat(9999, &mstat), ENOENT);
	memset(&lookup, 0, sizeof(lookup));
	lookup.version = sizeof(lookup) + 1;
	lookup.symname = name;
	EXPECT(kldsym(0, KLDSYM_LOOKUP, &lookup), EINVAL);
	lookup.version = sizeof(lookup);
	EXPECT(kldsym(0, 99, &lookup), EINVAL);
	EXPECT(kldsym(9999, KLDSYM_LOOKUP, &lookup), ENAMETOOLONG);
	lookup.symname = __DECONST(char *, "no_such_symbol");
	EXPECT(kldsym(0, KLDSYM_LOOKUP, &lookup), ENOENT);
	EXPECT(kldsym(9999, KLDSYM_LOOKUP, &lookup), ENOENT);
}

/* What works: so that the refusals above are for the right reasons. */
static void
good_calls(void)
{
	struct kld_sym_lookup lookup;
	struct kld_file_stat stat;

	memset(&lookup, 0, sizeof(lookup));
	lookup.version = sizeof(lookup);
	lookup.symname = __DECONST(char *, "kern_kldload");
	if (kldsym(1, KLDSYM_LOOKUP, &lookup) != 0 || lookup.symsize == 0 ||
	    lookup.symvalue < (u_long)KERNEL_POINTER) {
		printf("kldsym does not find kern_kldload\n");
		failures++;
	}
	stat.version = sizeof(stat);
	if (kldfind("kernel") != 1 || kldstat(1, &stat) != 0 ||
	    strcmp(stat.name, "kernel") != 0) {
		printf("kldstat does not know the kernel\n");
		failures++;
	}
}

/* What kld_load(3) takes for loaded: not a file whose module is another's. */
static void
loaded_already(void)
{
	int id;

	if ((id = kldload("hello")) < 0 || kld_load("hello") != 0) {
		printf("kld_load does not know hello\n");
		failures++;
	}
	EXPECT(kld_load("/usr/tests/kld/sameword.ko"), EEXIST);
	says("sameword.ko: module hello is there already, in hello.ko");
	EXPECT(kld_load("nowhere"), ENOENT);
	if (kldunload(id) != 0)
		err(2, "hello");
}

static void
not_root(void)
{
	int status;
	pid_t pid;

	pid = fork();
	if (pid < 0)
		err(2, "fork");
	if (pid == 0) {
		failures = 0;
		if (setuid(1) != 0)
			err(2, "setuid");
		EXPECT(kldload("hello"), EPERM);
		EXPECT(kldunload(2), EPERM);
		EXPECT(kldunloadf(2, LINKER_UNLOAD_FORCE), EPERM);
		good_calls();
		_exit(failures);
	}
	if (waitpid(pid, &status, 0) != pid || status != 0)
		failures++;
}

int
main(void)
{

	bad_pointers();
	bad_arguments();
	good_calls();
	loaded_already();
	not_root();
	return (failures != 0);
}
