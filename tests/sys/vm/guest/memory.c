/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of mappings, of the break and of fork(2).
 */
#include <sys/mman.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>
#include "vmtest.h"

#define	FAIL(e)		CHECK((e) == MAP_FAILED)
#define	RW		(PROT_READ | PROT_WRITE)

static bool
filled(const char *p, size_t len, char c)
{

	while (len-- > 0)
		if (*p++ != c)
			return (false);
	return (true);
}

static void
check_anonymous(void)
{
	char *p;

	p = anon(8);
	CHECK(filled(p, 8 * PAGE, 0));
	memset(p, 'a', 8 * PAGE);
	CHECK(munmap(p + 2 * PAGE, 2 * PAGE) == 0);
	CHECK(filled(p, 2 * PAGE, 'a') && filled(p + 4 * PAGE, 4 * PAGE, 'a'));
	/* A hole is filled again with zeros, exactly there. */
	CHECK(mmap(p + 2 * PAGE, 2 * PAGE, RW, MAP_ANON | MAP_PRIVATE |
	    MAP_FIXED | MAP_EXCL, -1, 0) == p + 2 * PAGE);
	CHECK(filled(p + 2 * PAGE, 2 * PAGE, 0));
	FAIL(mmap(p, PAGE, RW, MAP_ANON | MAP_PRIVATE | MAP_FIXED | MAP_EXCL,
	    -1, 0));
	CHECK(madvise(p, PAGE, MADV_FREE) == 0 && filled(p, PAGE, 0));
	CHECK(munmap(p, 8 * PAGE) == 0);
}

static void
check_protect(void)
{
	char *p;

	p = anon(3);
	memset(p, 'b', 3 * PAGE);
	CHECK(mprotect(p + PAGE, PAGE, PROT_NONE) == 0);
	CHECK(write(1, p + PAGE, 1) == -1 && errno == EFAULT);
	CHECK(mprotect(p + PAGE, PAGE, PROT_READ) == 0);
	CHECK(filled(p, 3 * PAGE, 'b'));
	CHECK(mprotect(p + PAGE, PAGE, RW) == 0);
	p[PAGE] = 'c';
	CHECK(p[PAGE] == 'c' && p[2 * PAGE] == 'b');
	CHECK(mprotect(p, PAGE, 0x80) == -1 && errno == EINVAL);
	CHECK(munmap(p + PAGE, PAGE) == 0);
	CHECK(mprotect(p, 3 * PAGE, PROT_READ) == -1 && errno == ENOMEM);
	CHECK(munmap(p, 3 * PAGE) == 0);
}

static void
check_arguments(void)
{

	FAIL(mmap(NULL, 0, RW, MAP_ANON | MAP_PRIVATE, -1, 0));
	CHECK(errno == EINVAL);
	FAIL(mmap((void *)1, PAGE, RW, MAP_ANON | MAP_PRIVATE | MAP_FIXED,
	    -1, 0));
	FAIL(mmap((void *)0x7fffffffff000000, PAGE, RW, MAP_ANON |
	    MAP_PRIVATE | MAP_FIXED, -1, 0));
	FAIL(mmap(NULL, (size_t)1 << 60, RW, MAP_ANON | MAP_PRIVATE, -1, 0));
	CHECK(errno == ENOMEM);
	FAIL(mmap(NULL, PAGE, RW, MAP_PRIVATE, 99, 0));
	CHECK(errno == EBADF);
	CHECK(munmap((void *)0x7fffffffff000000, PAGE) == -1 &&
	    errno == EINVAL);
	CHECK(munmap((void *)PAGE, 0) == -1 && errno == EINVAL);
}

static void
check_file(void)
{
	char *p, *q;
	char c;
	int fd;

	fd = open("vmtest.file", O_RDWR | O_CREAT | O_TRUNC, 0600);
	CHECK(fd >= 0 && ftruncate(fd, 2 * PAGE + 100) == 0);
	CHECK(pwrite(fd, "file", 4, PAGE) == 4);
	p = mmap(NULL, 3 * PAGE, RW, MAP_SHARED, fd, 0);
	q = mmap(NULL, 3 * PAGE, RW, MAP_PRIVATE, fd, 0);
	CHECK(p != MAP_FAILED && q != MAP_FAILED);
	CHECK(memcmp(p + PAGE, "file", 4) == 0 &&
	    memcmp(q + PAGE, "file", 4) == 0);
	p[PAGE] = 'F';
	CHECK(pread(fd, &c, 1, PAGE) == 1 && c == 'F');
	q[PAGE + 1] = 'I';
	CHECK(p[PAGE + 1] == 'i');
	CHECK(pread(fd, &c, 1, PAGE + 1) == 1 && c == 'i');
	CHECK(msync(p, 3 * PAGE, MS_SYNC) == 0);
	CHECK(munmap(p, 3 * PAGE) == 0);
	/* Writing through a descriptor that may only read. */
	CHECK(close(fd) == 0 && (fd = open("vmtest.file", O_RDONLY)) >= 0);
	FAIL(mmap(NULL, PAGE, RW, MAP_SHARED, fd, 0));
	CHECK(errno == EACCES);
	/* The private copy outlives the file. */
	CHECK(unlink("vmtest.file") == 0 && close(fd) == 0);
	CHECK(q[PAGE + 1] == 'I' && q[PAGE + 2] == 'l');
	CHECK(munmap(q, 3 * PAGE) == 0);
}

static void
check_break(void)
{
	char *p;

	p = sbrk(0);
	CHECK(sbrk(5 * PAGE + 7) == p);
	memset(p, 'd', 5 * PAGE);
	CHECK(sbrk(-4 * PAGE) != (void *)-1);
	CHECK(sbrk(4 * PAGE) != (void *)-1);
	CHECK(filled(p, PAGE, 'd') && filled(p + 2 * PAGE, 3 * PAGE, 0));
	CHECK(sbrk((intptr_t)1 << 50) == (void *)-1 && errno == ENOMEM);
}

void
test_memory(void)
{

	check_anonymous();
	check_protect();
	check_arguments();
	check_file();
	check_break();
}

static void
scribble(void *arg)
{
	char *p = arg;

	CHECK(filled(p, 4 * PAGE, 'e'));
	memset(p, 'f', 4 * PAGE);
	CHECK(filled(p, 4 * PAGE, 'f'));
}

static void
scribble_twice(void *arg)
{
	char *p = arg;

	CHECK(child_status(scribble, p) == 0);
	scribble(p);
}

static void
unmap_and_exit(void *arg)
{

	CHECK(munmap(arg, 4 * PAGE) == 0);
}

void
test_fork(void)
{
	char *p, *shared;
	int i;

	p = anon(4);
	memset(p, 'e', 4 * PAGE);
	CHECK(child_status(scribble_twice, p) == 0);
	CHECK(filled(p, 4 * PAGE, 'e'));
	shared = mmap(NULL, 4 * PAGE, RW, MAP_SHARED | MAP_ANON, -1, 0);
	CHECK(shared != MAP_FAILED);
	memset(shared, 'e', PAGE);
	memset(shared + PAGE, 'e', 3 * PAGE);
	CHECK(child_status(scribble, shared) == 0);
	CHECK(filled(shared, 4 * PAGE, 'f'));
	for (i = 0; i < 10; i++)
		CHECK(child_status(unmap_and_exit, shared) == 0);
	CHECK(filled(shared, 4 * PAGE, 'f'));
}

/* Touch memory until there is none; never returns. */
void
test_exhaust(void)
{
	size_t i;
	char *p;

	p = mmap(NULL, (size_t)1 << 32, RW, MAP_PRIVATE | MAP_ANON, -1, 0);
	CHECK(p != MAP_FAILED);
	for (i = 0; i < (size_t)1 << 32; i += PAGE)
		p[i] = 1;
}
