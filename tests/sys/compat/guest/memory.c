/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mappings, the break, allocation, futexes in shared memory.
 */
#define	_GNU_SOURCE
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <fcntl.h>
#include <linux/futex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linuxtest.h"

#define	PAGE	4096

static void
anonymous(void)
{
	const size_t len = 256 * PAGE;
	char *p;

	p = mmap(NULL, len, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	YES(p != MAP_FAILED);
	memset(p, 7, len);
	OK(madvise(p, 4 * PAGE, MADV_DONTNEED));
	YES(p[0] == 0 && p[4 * PAGE - 1] == 0 && p[4 * PAGE] == 7);
	OK(munmap(p + 2 * PAGE, PAGE));
	OK(mprotect(p, PAGE, PROT_READ));
	FAILS(ENOMEM, mprotect(p + 2 * PAGE, PAGE, PROT_READ));
	p[PAGE] = 3;
	YES(mmap(p + 2 * PAGE, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE |
	    MAP_ANONYMOUS | MAP_FIXED, -1, 0) == p + 2 * PAGE);
	YES(p[2 * PAGE] == 0);
	FAILS(EEXIST, mmap(p, PAGE, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS |
	    MAP_FIXED_NOREPLACE, -1, 0));
	OK(munmap(p, len));
	FAILS(EINVAL, mmap(NULL, 0, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS,
	    -1, 0));
	FAILS(EBADF, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, 99, 0));
}

static void
files(void)
{
	char *private, *shared, c;
	FILE *f;
	int fd;

	f = tmpfile();
	fd = fileno(f);
	YES(write(fd, "0123456789", 10) == 10);
	shared = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	private = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE, fd, 0);
	YES(shared != MAP_FAILED && private != MAP_FAILED);
	YES(memcmp(shared, "0123456789", 10) == 0 && shared[10] == 0);
	shared[0] = 'X';
	OK(msync(shared, PAGE, MS_SYNC));
	YES(pread(fd, &c, 1, 0) == 1 && c == 'X');
	private[1] = 'Y';
	YES(pread(fd, &c, 1, 1) == 1 && c == '1');
	YES(pwrite(fd, "Z", 1, 2) == 1 && shared[2] == 'Z');
	OK(munmap(shared, PAGE));
	OK(munmap(private, PAGE));
	FAILS(EINVAL, mmap(NULL, PAGE, PROT_READ, MAP_PRIVATE, fd, 1));
	FAILS(EINVAL, mmap(NULL, PAGE, PROT_READ, 0, fd, 0));
	fclose(f);
}

static void
futexes(void)
{
	struct timespec ts = { 0, 20000000 };
	volatile int *word;

	word = mmap(NULL, PAGE, PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (fork() == 0) {
		word[1] = 42;
		usleep(50000);
		word[0] = 1;
		syscall(SYS_futex, word, FUTEX_WAKE, 1, NULL, NULL, 0);
		_exit(0);
	}
	while (word[0] == 0)
		syscall(SYS_futex, word, FUTEX_WAIT, 0, NULL, NULL, 0);
	YES(word[1] == 42);
	wait(NULL);
	FAILS(ETIMEDOUT, syscall(SYS_futex, word, FUTEX_WAIT, 1, &ts, NULL,
	    0));
	FAILS(EAGAIN, syscall(SYS_futex, word, FUTEX_WAIT, 0, &ts, NULL, 0));
	FAILS(EINVAL, syscall(SYS_futex, (char *)word + 1, FUTEX_WAKE, 1,
	    NULL, NULL, 0));
	FAILS(EFAULT, syscall(SYS_futex, 8, FUTEX_WAIT, 1, NULL, NULL, 0));
}

static void
allocation(void)
{
	char *start, *p;
	size_t n;

	p = NULL;
	for (n = 100; n < 8000000; n *= 2) {
		p = realloc(p, n);
		YES(p != NULL);
		p[n - 1] = 1;
	}
	free(p);
	start = sbrk(0);
	YES(sbrk(100001) == start);
	memset(start, 1, 100001);
	YES(sbrk(0) == start + 100001);
	YES(sbrk(-100001) != (void *)-1);
	YES(sbrk(0) == start);
}

static int
child_stack_overflow(void)
{
	volatile char *p = (char *)&p;

	for (;;) {
		p -= PAGE;
		*p = 1;
	}
}

void
test_memory(void)
{

	anonymous();
	files();
	futexes();
	allocation();
	YES(in_child(child_stack_overflow) == 128 + SIGSEGV);
}
