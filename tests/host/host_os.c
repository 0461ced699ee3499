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
#include <dirent.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "linker_core.h"

/* Handles from here on are files in memory. */
#define	SHOWN_HANDLE	(1 << 20)
#define	SHOWN_MAX	4

static struct shown {
	const char		*path;		/* NULL: free */
	const unsigned char	*data;
	size_t			size;		/* when it is opened */
	size_t			end;		/* when it is read */
	long			changed;	/* by which host_show() */
} shown[SHOWN_MAX], *last_shown;
static long shows;
static int disk_hidden;
static unsigned char *read_count, changed_value;
static size_t changed_at, shrink_to;
static int shrinks;

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

/* With a page that cannot be touched at either end. */
void *
host_map_low(size_t size)
{
	const size_t guard = getpagesize();
	char *p;

	p = mmap(NULL, size + 2 * guard, PROT_NONE,
	    MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	if (p == MAP_FAILED)
		return (NULL);
	host_protect(p + guard, size, 1, 1, 0);
	return (p + guard);
}

void
host_unmap(void *p, size_t size)
{
	const size_t guard = getpagesize();

	if (munmap((char *)p - guard, size + 2 * guard) != 0)
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

	static int verbose = -1;

	if (verbose < 0)
		verbose = getenv("LINKER_CORE_VERBOSE") != NULL;
	if (verbose)
		fputs(text, stderr);
}

void
host_abort(const char *text)
{

	fprintf(stderr, "%s\n", text);
	abort();
}

void
host_show(const char *path, const void *data, size_t size)
{
	struct shown *s, *unused;

	unused = NULL;
	for (s = shown; s < shown + SHOWN_MAX; s++) {
		if (s->path != NULL && strcmp(s->path, path) == 0)
			break;
		if (s->path == NULL)
			unused = s;
	}
	if (s == shown + SHOWN_MAX)
		s = unused;
	if (s == NULL)
		host_abort("too many files are shown");
	s->path = data != NULL ? path : NULL;
	s->data = data;
	s->size = s->end = size;
	s->changed = ++shows;
	last_shown = s;
}

void
host_hide_disk(void)
{

	disk_hidden = 1;
}

void
host_watch(unsigned char *count, size_t change, unsigned char value)
{

	read_count = count;
	if (count != NULL)
		memset(count, 0, last_shown->size);
	changed_at = change;
	changed_value = value;
}

void
host_shrink(size_t size)
{

	shrink_to = size;
	shrinks = 1;
}

static int
open_shown(const char *path, int *isdir, int *isreg, size_t *size)
{
	int i;

	for (i = 0; i < SHOWN_MAX; i++) {
		if (shown[i].path == NULL || strcmp(shown[i].path, path) != 0)
			continue;
		*isdir = 0;
		*isreg = 1;
		*size = shown[i].size;
		return (SHOWN_HANDLE + i);
	}
	return (-1);
}

int
host_open(const char *path, int *isdir, int *isreg, size_t *size)
{
	struct stat st;
	int fd;

	fd = open_shown(path, isdir, isreg, size);
	if (fd >= 0 || disk_hidden)
		return (fd);
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

static long
read_shown(struct shown *s, unsigned char *buf, size_t len, size_t off)
{
	size_t i;

	if (shrinks && s == last_shown) {
		s->end = shrink_to;
		s->changed = ++shows;
		shrinks = 0;
	}
	if (off >= s->end)
		return (0);
	if (len > s->end - off)
		len = s->end - off;
	memcpy(buf, s->data + off, len);
	if (read_count == NULL || s != last_shown)
		return (len);
	for (i = 0; i < len; i++)
		if (read_count[off + i]++ > 0 && off + i == changed_at)
			buf[i] = changed_value;
	return (len);
}

void
host_identity(int handle, unsigned long *number, long *seconds,
    long *nanoseconds)
{
	struct stat st;

	if (handle >= SHOWN_HANDLE) {
		*number = handle;
		*seconds = shown[handle - SHOWN_HANDLE].changed;
		*nanoseconds = 0;
		return;
	}
	if (fstat(handle, &st) != 0)
		host_abort("fstat");
	*number = st.st_ino;
	*seconds = st.st_mtim.tv_sec;
	*nanoseconds = st.st_mtim.tv_nsec;
}

int
host_name(const char *dir, int i, char *name, size_t len)
{
	struct dirent *d;
	DIR *dp;

	dp = disk_hidden ? NULL : opendir(dir);
	if (dp == NULL)
		return (0);
	do
		d = readdir(dp);
	while (d != NULL && i-- > 0);
	if (d != NULL)
		snprintf(name, len, "%s", d->d_name);
	closedir(dp);
	return (d != NULL);
}

long
host_read(int handle, void *buf, size_t len, size_t off)
{

	if (handle >= SHOWN_HANDLE)
		return (read_shown(&shown[handle - SHOWN_HANDLE], buf, len,
		    off));
	return (pread(handle, buf, len, off));
}

void
host_close(int handle)
{

	if (handle < SHOWN_HANDLE)
		close(handle);
}
