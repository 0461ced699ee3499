/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Many processes work at random in one small tree, while a file system comes
 * and goes under others.  Every call does it or says one of the errors that
 * it may, and the tree that is left is consistent.
 */
#include <sys/param.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include "vfstest.h"

#define	WORKERS		5
#define	PAGE		4096
#define	SIZE_MAX_DATA	10000

static unsigned	seed;
static int	worker_id;
static int	successes;
static char	data[SIZE_MAX_DATA];

/* The same numbers in every run. */
static unsigned
below(unsigned n)
{

	seed = seed * 1103515245 + 12345;
	return ((seed >> 8) % n);
}

/*
 * The errors that a call may have because of what others do meanwhile, or
 * because the names chosen do not fit together.
 */
static void
allow(const char *call, int result)
{

	if (result != -1) {
		successes++;
		return;
	}
	switch (errno) {
	case ENOENT:
	case ENOTDIR:
	case EISDIR:
	case EEXIST:
	case ENOTEMPTY:
	case EINVAL:
	case EPERM:
	case ELOOP:
		return;
	}
	printf("not ok: %s: errno %d\n", call, errno);
	failures++;
}

#define	TRY(call)	allow(#call, (int)(call))

static void
random_path(char *path)
{
	int depth = below(3);

	path += sprintf(path, "tree");
	while (depth-- > 0)
		path += sprintf(path, "/d%u", below(3));
	sprintf(path, "/%c%u", below(2) != 0 ? 'd' : 'f', below(4));
}

static void
write_somewhere(const char *path)
{
	size_t n;
	int fd;

	TRY(fd = open(path, O_CREAT | O_RDWR, 0644));
	if (fd == -1)
		return;
	n = below(sizeof(data));
	CHECK(write(fd, data, n) == (ssize_t)n);
	n = below(5000);
	CHECK(pwrite(fd, data, n, below(20000)) == (ssize_t)n);
	if (below(2) != 0)
		CHECK(ftruncate(fd, below(9000)) == 0);
	CHECK(close(fd) == 0);
}

static void
list(const char *path)
{
	const struct dirent *de;
	struct stat sb;
	DIR *dp;
	char entry[PATH_MAX];

	dp = opendir(path);
	TRY(dp != NULL ? 0 : -1);
	if (dp == NULL)
		return;
	while ((de = readdir(dp)) != NULL) {
		snprintf(entry, sizeof(entry), "%s/%s", path, de->d_name);
		TRY(lstat(entry, &sb));
	}
	CHECK(closedir(dp) == 0);
}

static void
map(const char *path)
{
	void *p;
	int fd;

	TRY(fd = open(path, O_RDWR));
	if (fd == -1)
		return;
	p = mmap(NULL, 2 * PAGE, PROT_READ | PROT_WRITE,
	    below(2) != 0 ? MAP_SHARED : MAP_PRIVATE, fd, 0);
	TRY(p != MAP_FAILED ? 0 : -1);
	if (p != MAP_FAILED)
		CHECK(munmap(p, 2 * PAGE) == 0);
	CHECK(close(fd) == 0);
}

static void
visit(const char *path)
{
	struct stat sb;
	char cwd[PATH_MAX];

	if (chdir(path) != 0) {
		allow("chdir", -1);
		return;
	}
	TRY(stat("..", &sb));
	TRY(getcwd(cwd, sizeof(cwd)) != NULL ? 0 : -1);
	CHECK(chdir(topdir) == 0);
}

static void
look(const char *path)
{
	struct stat sb;
	char buf[PATH_MAX];

	TRY(stat(path, &sb));
	TRY(readlink(path, buf, sizeof(buf)));
}

/* One thing at random. */
static void
work(void)
{
	char a[PATH_MAX], b[PATH_MAX];

	random_path(a);
	random_path(b);
	switch (below(16)) {
	case 0:
	case 1:
		TRY(mkdir(a, 0755));
		break;
	case 2:
		TRY(rmdir(a));
		break;
	case 3:
	case 4:
		write_somewhere(a);
		break;
	case 5:
		TRY(unlink(a));
		break;
	case 6:
	case 7:
	case 8:
		TRY(rename(a, b));
		break;
	case 9:
		TRY(link(a, b));
		break;
	case 10:
		TRY(symlink(a, b));
		break;
	case 11:
		look(a);
		break;
	case 12:
		list(a);
		break;
	case 13:
		map(a);
		break;
	case 14:
		visit(a);
		break;
	case 15:
		TRY(truncate(a, below(30000)));
		TRY(chmod(a, 0700 | below(64)));
		break;
	}
}

static void
worker(void)
{
	int i;

	seed = worker_id;
	memset(data, worker_id, sizeof(data));
	for (i = 0; i < rounds; i++)
		work();
	CHECK(successes > rounds / 10);
}

/* What use of a mount is told that is torn away. */
static void
allow_gone(const char *call, int result)
{

	if (result == -1 && (errno == EIO || errno == EBADF ||
	    errno == EBUSY || errno == ENXIO))
		return;
	allow(call, result);
}

#define	TRY_GONE(call)	allow_gone(#call, (int)(call))

/* Mount, use and unmount, by force every other time. */
static void
mounter(void)
{
	char buf[PATH_MAX];
	int fd, i;

	for (i = 0; i < rounds / 4; i++) {
		CHECK(mount("tmpfs", "mnt", 0, NULL) == 0);
		CHECK((fd = open("mnt/file", O_CREAT | O_RDWR, 0600)) != -1);
		CHECK(write(fd, "x", 1) == 1);
		CHECK(mkdir("mnt/d", 0755) == 0 && chdir("mnt/d") == 0);
		if (i % 2 != 0) {
			CHECK(unmount("../../mnt", MNT_FORCE) == 0);
			FAILS(read(fd, buf, 10), EIO);
			CHECK(getcwd(buf, sizeof(buf)) == NULL);
			CHECK(chdir(topdir) == 0 && close(fd) == 0);
		} else {
			CHECK(chdir(topdir) == 0 && close(fd) == 0);
			/* The walker may be there. */
			if (unmount("mnt", 0) != 0) {
				allow_gone("unmount", -1);
				CHECK(unmount("mnt", MNT_FORCE) == 0);
			}
		}
	}
}

/* Use what the mounter makes and takes away. */
static void
walker(void)
{
	struct stat sb;
	char buf[PATH_MAX];
	int fd, i;

	for (i = 0; i < rounds; i++) {
		TRY_GONE(stat("mnt/d/..", &sb));
		TRY_GONE(fd = open("mnt/file", O_RDWR));
		if (fd != -1) {
			TRY_GONE(write(fd, "yyyy", 4));
			CHECK(close(fd) == 0);
		}
		TRY_GONE(chdir("mnt"));
		TRY_GONE(getcwd(buf, sizeof(buf)) != NULL ? 0 : -1);
		TRY_GONE(stat("..", &sb));
		CHECK(chdir(topdir) == 0);
	}
}

/* Remove a directory's contents; its link count says how many directories. */
static void
remove_tree(const char *path)
{
	const struct dirent *de;
	struct stat sb;
	DIR *dp;
	char entry[PATH_MAX];
	nlink_t before, directories = 0;

	CHECK(lstat(path, &sb) == 0);
	CHECK((dp = opendir(path)) != NULL);
	before = sb.st_nlink;
	while ((de = readdir(dp)) != NULL) {
		if (strcmp(de->d_name, ".") == 0 ||
		    strcmp(de->d_name, "..") == 0)
			continue;
		snprintf(entry, sizeof(entry), "%s/%s", path, de->d_name);
		CHECK(lstat(entry, &sb) == 0);
		if (S_ISDIR(sb.st_mode)) {
			directories++;
			remove_tree(entry);
		} else
			CHECK(unlink(entry) == 0);
	}
	CHECK(before == 2 + directories);
	CHECK(closedir(dp) == 0 && rmdir(path) == 0);
}

void
test_stress(void)
{
	pid_t pids[WORKERS + 2];
	int i;

	CHECK(mkdir("tree", 0755) == 0 && mkdir("mnt", 0755) == 0);
	for (i = 0; i < WORKERS; i++) {
		worker_id = i + 1;
		pids[i] = start_child(worker);
	}
	pids[i++] = start_child(mounter);
	pids[i++] = start_child(walker);
	while (i-- > 0)
		CHECK(child_ok(pids[i]));
	remove_tree("tree");
	CHECK(rmdir("mnt") == 0);
}
