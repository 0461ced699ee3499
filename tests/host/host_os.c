/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the kernel services of the host build want from the host.
 */
#define	_GNU_SOURCE
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <asm/prctl.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linker_core.h"

/* libatf does not free what it lists; the core must free what it takes. */
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

void *
host_alloc(size_t size)
{

	return (malloc(size > 0 ? size : 1));
}

void
host_free(void *p)
{

	free(p);
}

size_t
host_alloc_size(void *p)
{

	return (malloc_usable_size(p));
}

void *
host_map_low(size_t size)
{
	void *p;

	p = mmap(NULL, size, PROT_READ | PROT_WRITE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	return (p == MAP_FAILED ? NULL : p);
}

void
host_unmap(void *p, size_t size)
{

	if (munmap(p, size) != 0)
		host_abort("munmap");
}

void
host_protect(void *p, size_t size, int read, int write, int execute)
{

	if (mprotect(p, size, (read ? PROT_READ : 0) |
	    (write ? PROT_WRITE : 0) | (execute ? PROT_EXEC : 0)) != 0)
		host_abort("mprotect");
}

void
host_set_gs(void *base)
{

	if (syscall(SYS_arch_prctl, ARCH_SET_GS, base) != 0)
		host_abort("arch_prctl");
}

void
host_put(const char *text)
{

	if (getenv("LINKER_CORE_VERBOSE") != NULL)
		fputs(text, stderr);
}

void
host_abort(const char *text)
{

	fprintf(stderr, "%s\n", text);
	abort();
}

int
host_open(const char *path, int *isdir, int *isreg, size_t *size)
{
	struct stat st;
	int fd;

	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return (-1);
	if (fstat(fd, &st) != 0)
		host_abort("fstat");
	*isdir = S_ISDIR(st.st_mode);
	*isreg = S_ISREG(st.st_mode);
	*size = st.st_size;
	return (fd);
}

long
host_read(int handle, void *buf, size_t len, size_t off)
{

	return (pread(handle, buf, len, off));
}

void
host_close(int handle)
{

	close(handle);
}
