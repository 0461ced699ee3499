/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of mounting: what is seen where, options, busy and forced unmounts.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <unistd.h>
#include "vfstest.h"

#define	OPTIONS_MAX	8
#define	FULL		(128 * 1024)	/* more than fits into a size of 64k */

static struct iovec	options[2 * OPTIONS_MAX];
static int		noptions;

static void
option_buffer(const char *name, void *value, size_t len)
{

	options[noptions].iov_base = (void *)(uintptr_t)name;
	options[noptions++].iov_len = strlen(name) + 1;
	options[noptions].iov_base = value;
	options[noptions++].iov_len = len;
}

static void
option(const char *name, const char *value)
{

	option_buffer(name, (void *)(uintptr_t)value, strlen(value) + 1);
}

/* nmount(2) a tmpfs on mnt with two more options, of which b may be NULL. */
static int
nmount_tmpfs(const char *a, const char *value, const char *b)
{

	noptions = 0;
	option("fstype", "tmpfs");
	option("fspath", "mnt");
	option(a, value);
	if (b != NULL)
		option(b, "");
	return (nmount(options, noptions, 0));
}

static dev_t
device(const char *path)
{
	struct stat sb;

	return (stat(path, &sb) == 0 ? sb.st_dev : 0);
}

static void
check_cover(void)
{
	struct stat sb;
	char buf[PATH_MAX], want[PATH_MAX];

	CHECK(mkdir("mnt", 0755) == 0 && make_file("mnt/under", "u") == 0);
	CHECK(mount("tmpfs", "mnt", 0, NULL) == 0);
	FAILS(stat("mnt/under", &sb), ENOENT);
	CHECK(make_file("mnt/over", "o") == 0);
	CHECK(device("mnt") != device("."));
	CHECK(device("mnt/..") == device("."));
	CHECK(chdir("mnt") == 0 && getcwd(buf, sizeof(buf)) != NULL);
	snprintf(want, sizeof(want), "%s/mnt", topdir);
	CHECK(strcmp(buf, want) == 0 && chdir("..") == 0);
	/* One over the other. */
	CHECK(mount("tmpfs", "mnt", 0, NULL) == 0);
	FAILS(stat("mnt/over", &sb), ENOENT);
	CHECK(unmount("mnt", 0) == 0 && has_text("mnt/over", "o"));
	CHECK(unmount("mnt", 0) == 0 && has_text("mnt/under", "u"));
	CHECK(unlink("mnt/under") == 0 && rmdir("mnt") == 0);
}

static void
check_busy(void)
{
	struct stat sb;
	char c;
	int fd;

	CHECK(mkdir("mnt", 0755) == 0);
	CHECK(mount("tmpfs", "mnt", 0, NULL) == 0);
	CHECK((fd = open("mnt/f", O_CREAT | O_RDWR, 0600)) != -1);
	FAILS(unmount("mnt", 0), EBUSY);
	FAILS(rmdir("mnt"), EBUSY);
	FAILS(rename("mnt", "mnt2"), EBUSY);
	FAILS(rename("mnt/f", "f"), EXDEV);
	FAILS(link("mnt/f", "f"), EXDEV);
	CHECK(mkdir("mnt/sub", 0755) == 0);
	CHECK(mount("tmpfs", "mnt/sub", 0, NULL) == 0);
	FAILS(unmount("mnt", MNT_FORCE), EBUSY);
	CHECK(unmount("mnt/sub", 0) == 0);
	/* By force: the file is dead, and its descriptor can be closed. */
	CHECK(unmount("mnt", MNT_FORCE) == 0);
	FAILS(read(fd, &c, 1), EIO);
	FAILS(fstat(fd, &sb), EBADF);
	CHECK(close(fd) == 0);
	CHECK(rmdir("mnt") == 0);
}

static void
check_arguments(void)
{

	CHECK(mkdir("mnt", 0755) == 0 && make_file("f", "") == 0);
	FAILS(unmount("mnt", 0), EINVAL);
	FAILS(unmount("/", 0), EINVAL);
	FAILS(mount("nosuchfs", "mnt", 0, NULL), ENODEV);
	FAILS(mount("tmpfs", "f", 0, NULL), ENOTDIR);
	FAILS(mount("tmpfs", "nodir", 0, NULL), ENOENT);
	noptions = 0;
	option("fstype", "tmpfs");
	option("fspath", "mnt");
	FAILS(nmount(options, 3, 0), EINVAL);
	FAILS(nmount((struct iovec *)8, 4, 0), EFAULT);
	CHECK(unlink("f") == 0 && rmdir("mnt") == 0);
}

static void
check_error_message(void)
{
	char message[256] = "";

	CHECK(mkdir("mnt", 0755) == 0);
	noptions = 0;
	option("fstype", "tmpfs");
	option("fspath", "mnt");
	option("bogus", "1");
	option_buffer("errmsg", message, sizeof(message));
	FAILS(nmount(options, noptions, 0), EINVAL);
	CHECK(strstr(message, "bogus") != NULL);
	CHECK(rmdir("mnt") == 0);
}

static void
check_read_only(void)
{
	int fd;

	CHECK(mkdir("mnt", 0755) == 0);
	CHECK(nmount_tmpfs("ro", "", NULL) == 0);
	FAILS(make_file("mnt/x", ""), EROFS);
	FAILS(mkdir("mnt/x", 0755), EROFS);
	CHECK(nmount_tmpfs("update", "", "rw") == 0);
	CHECK(make_file("mnt/x", "") == 0);
	CHECK((fd = open("mnt/x", O_RDWR)) != -1);
	FAILS(nmount_tmpfs("update", "", "ro"), EBUSY);
	CHECK(close(fd) == 0 && nmount_tmpfs("update", "", "ro") == 0);
	FAILS(unlink("mnt/x"), EROFS);
	FAILS(open("mnt/x", O_WRONLY), EROFS);
	FAILS(chmod("mnt/x", 0), EROFS);
	CHECK(unmount("mnt", 0) == 0 && rmdir("mnt") == 0);
}

static void
check_full(void)
{
	struct stat sb;
	char *buf;
	int fd;

	CHECK(mkdir("mnt", 0755) == 0);
	CHECK(nmount_tmpfs("size", "64k", NULL) == 0);
	CHECK(make_file("mnt/f", "x") == 0);
	CHECK((fd = open("mnt/f", O_RDWR)) != -1);
	CHECK((buf = calloc(1, FULL)) != NULL);
	/* The write that does not fit leaves the file as it was. */
	FAILS(write(fd, buf, FULL), ENOSPC);
	CHECK(fstat(fd, &sb) == 0 && sb.st_size == 1);
	CHECK(write(fd, buf, FULL / 4) == FULL / 4);
	free(buf);
	CHECK(close(fd) == 0);
	CHECK(unmount("mnt", 0) == 0 && rmdir("mnt") == 0);
}

static void
check_statistics(void)
{
	struct statfs sf, *all;
	int n;

	CHECK(statfs(".", &sf) == 0);
	CHECK(strcmp(sf.f_fstypename, "tmpfs") == 0 &&
	    strcmp(sf.f_mntonname, "/") == 0);
	CHECK(sf.f_bfree > 0 && sf.f_bfree <= sf.f_blocks);
	CHECK(statfs("/dev/null", &sf) == 0);
	CHECK(strcmp(sf.f_fstypename, "devfs") == 0);
	CHECK(mkdir("mnt", 0755) == 0);
	CHECK((n = getfsstat(NULL, 0, MNT_NOWAIT)) >= 2);
	CHECK(mount("tmpfs", "mnt", 0, NULL) == 0);
	CHECK(getfsstat(NULL, 0, MNT_NOWAIT) == n + 1);
	CHECK((all = calloc(n + 2, sizeof(*all))) != NULL);
	CHECK(getfsstat(all, (n + 2) * sizeof(*all), MNT_WAIT) == n + 1);
	CHECK(strcmp(all[0].f_mntonname, "/") == 0 &&
	    strcmp(all[n].f_fstypename, "tmpfs") == 0);
	CHECK(getfsstat(all, sizeof(*all), MNT_WAIT) == 1);
	free(all);
	CHECK(unmount("mnt", 0) == 0 && rmdir("mnt") == 0);
}

void
test_mounts(void)
{

	check_cover();
	check_busy();
	check_arguments();
	check_error_message();
	check_read_only();
	check_full();
	check_statistics();
}
