/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of names: lookup, links, rename, directories, where a process is.
 */
#include <sys/stat.h>
#include <fcntl.h>
#include <limits.h>
#include <unistd.h>
#include "vfstest.h"

/* Are both the same file? */
static bool
same(const char *a, const char *b)
{
	struct stat sa, sb;

	return (stat(a, &sa) == 0 && stat(b, &sb) == 0 &&
	    sa.st_dev == sb.st_dev && sa.st_ino == sb.st_ino);
}

/* How many links, or -1. */
static int
links(const char *path)
{
	struct stat sb;

	return (lstat(path, &sb) == 0 ? (int)sb.st_nlink : -1);
}

static void
check_lengths(void)
{
	struct stat sb;
	char path[PATH_MAX + 1];
	int i;

	memset(path, 'a', NAME_MAX + 1);
	path[NAME_MAX + 1] = '\0';
	FAILS(open(path, O_CREAT | O_RDWR, 0600), ENAMETOOLONG);
	path[NAME_MAX] = '\0';
	CHECK(make_file(path, "L") == 0 && has_text(path, "L"));
	CHECK(unlink(path) == 0);
	/* With its end, a path has up to PATH_MAX bytes. */
	CHECK(make_file("f", "") == 0);
	for (i = 0; i < PATH_MAX - 2; i += 2)
		memcpy(path + i, "./", 2);
	memcpy(path + i, "f", 2);
	CHECK(stat(path, &sb) == 0);
	memcpy(path + i, "ff", 3);
	FAILS(stat(path, &sb), ENAMETOOLONG);
	CHECK(unlink("f") == 0);
}

static void
check_lookup(void)
{
	struct stat sb;

	CHECK(same("/", "/../../..//./"));
	CHECK(same(".", topdir));
	CHECK(mkdir("d", 0755) == 0 && make_file("f", "") == 0);
	CHECK(same("d/../f", "f") && same("d/..", "."));
	FAILS(stat("f/..", &sb), ENOTDIR);
	FAILS(stat("nope/..", &sb), ENOENT);
	CHECK(rmdir("d") == 0 && unlink("f") == 0);
}

static void
check_links(void)
{

	CHECK(make_file("f", "") == 0 && mkdir("d", 0755) == 0);
	CHECK(link("f", "g") == 0 && same("f", "g") && links("g") == 2);
	FAILS(link("f", "g"), EEXIST);
	FAILS(link("d", "e"), EPERM);
	FAILS(link("nope", "x"), ENOENT);
	FAILS(link("f", "/dev/x"), EXDEV);
	CHECK(unlink("f") == 0 && links("g") == 1);
	FAILS(unlink("f"), ENOENT);
	FAILS(unlink("d"), EPERM);
	CHECK(unlink("g") == 0 && rmdir("d") == 0);
}

static void
check_symlinks(void)
{
	struct stat sb;
	char buf[16];

	CHECK(make_file("f", "") == 0 && symlink("f", "s") == 0);
	CHECK(lstat("s", &sb) == 0 && S_ISLNK(sb.st_mode) && sb.st_size == 1);
	CHECK(readlink("s", buf, sizeof(buf)) == 1 && buf[0] == 'f');
	FAILS(readlink("f", buf, sizeof(buf)), EINVAL);
	CHECK(make_file("s", "via") == 0 && has_text("f", "via"));
	FAILS(open("s", O_RDONLY | O_NOFOLLOW), EMLINK);
	FAILS(open("s", O_CREAT | O_EXCL | O_RDWR, 0600), EEXIST);
	FAILS(symlink("x", "s"), EEXIST);
	FAILS(symlink("", ""), ENOENT);
	CHECK(unlink("s") == 0 && has_text("f", "via") && unlink("f") == 0);

	CHECK(symlink("/", "root") == 0 && same("root/etc", "/etc"));
	CHECK(same("root/../etc/passwd", "/etc/passwd"));
	CHECK(lstat("root/", &sb) == 0 && S_ISDIR(sb.st_mode));
	CHECK(unlink("root") == 0);
}

static void
check_symlinks_astray(void)
{
	struct stat sb;

	CHECK(symlink("b", "a") == 0 && symlink("a", "b") == 0);
	FAILS(open("a", O_RDONLY), ELOOP);
	FAILS(stat("a/x", &sb), ELOOP);
	CHECK(unlink("a") == 0 && unlink("b") == 0);
	/* A file is made where the link points. */
	CHECK(symlink("created", "dangling") == 0);
	CHECK(make_file("dangling", "made") == 0);
	CHECK(has_text("created", "made") && unlink("created") == 0);
	FAILS(stat("dangling", &sb), ENOENT);
	CHECK(lstat("dangling", &sb) == 0 && unlink("dangling") == 0);
}

static void
check_directories(void)
{

	CHECK(mkdir("d", 0755) == 0 && mkdir("d/e/", 0755) == 0);
	CHECK(links("d") == 3 && links("d/e") == 2);
	FAILS(mkdir("d", 0755), EEXIST);
	FAILS(mkdir(".", 0755), EEXIST);
	FAILS(mkdir("/", 0755), EEXIST);
	FAILS(mkdir("x/y", 0755), ENOENT);
	FAILS(rmdir("d"), ENOTEMPTY);
	FAILS(rmdir("."), EINVAL);
	FAILS(rmdir("d/.."), EINVAL);
	FAILS(rmdir("/"), EBUSY);
	FAILS(rmdir("/dev"), EBUSY);
	CHECK(make_file("f", "") == 0);
	FAILS(rmdir("f"), ENOTDIR);
	FAILS(mkdir("f/d", 0755), ENOTDIR);
	CHECK(unlink("f") == 0);
	CHECK(rmdir("d/e") == 0 && links("d") == 2 && rmdir("d") == 0);
}

static void
check_rename_files(void)
{

	CHECK(make_file("f", "F") == 0 && make_file("h", "H") == 0);
	CHECK(rename("f", "h") == 0 && has_text("h", "F"));
	CHECK(links("f") == -1 && links("h") == 1);
	/* Two names of one file: nothing happens. */
	CHECK(link("h", "f") == 0 && rename("f", "h") == 0);
	CHECK(links("f") == 2 && links("h") == 2 && unlink("h") == 0);
	CHECK(mkdir("d", 0755) == 0);
	CHECK(rename("f", "d/g") == 0 && has_text("d/g", "F"));
	CHECK(rename("d/g", "f") == 0);
	FAILS(rename("nope", "z"), ENOENT);
	FAILS(rename("f", "nodir/"), ENOENT);
	FAILS(rename("f", "d"), EISDIR);
	FAILS(rename("d", "f"), ENOTDIR);
	FAILS(rename("f", "/dev/z"), EXDEV);
	CHECK(rmdir("d") == 0 && unlink("f") == 0);
}

static void
check_rename_directories(void)
{

	CHECK(mkdir("d", 0755) == 0 && mkdir("d/e", 0755) == 0);
	FAILS(rename("d", "d/e/x"), EINVAL);
	FAILS(rename("d", "d/x"), EINVAL);
	FAILS(rename(".", "z"), EINVAL);
	FAILS(rename("..", "z"), EINVAL);
	FAILS(rename("/dev", "/tmp/z"), EBUSY);
	/* The new place is the new parent, and links are counted there. */
	CHECK(rename("d/e", "e") == 0 && links("d") == 2 && links(".") == 4);
	CHECK(same("e/..", "."));
	CHECK(make_file("d/x", "") == 0);
	FAILS(rename("e", "d"), ENOTEMPTY);
	CHECK(unlink("d/x") == 0 && rename("e", "d") == 0);
	CHECK(links("e") == -1 && links(".") == 3);
	CHECK(rename("d", "dd/") == 0 && rename("dd", "d") == 0);
	CHECK(rmdir("d") == 0);
}

/* Calls whose paths begin at a descriptor. */
static void
check_at(void)
{
	struct stat sb;
	int dir, fd, file;

	CHECK(mkdir("d", 0755) == 0);
	CHECK((dir = open("d", O_RDONLY | O_DIRECTORY)) != -1);
	CHECK((fd = openat(dir, "f", O_CREAT | O_RDWR, 0600)) != -1);
	CHECK(close(fd) == 0);
	CHECK(fstatat(dir, "f", &sb, 0) == 0 && same("d/f", "d/../d/f"));
	CHECK(renameat(dir, "f", AT_FDCWD, "f") == 0);
	CHECK(linkat(AT_FDCWD, "f", dir, "g", 0) == 0 && links("d/g") == 2);
	CHECK(symlinkat("g", dir, "s") == 0 && same("d/s", "f"));
	CHECK(fstatat(dir, "s", &sb, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISLNK(sb.st_mode));
	CHECK((file = open("f", O_RDONLY)) != -1);
	FAILS(openat(file, "x", O_RDONLY), ENOTDIR);
	CHECK(fstatat(file, "/etc", &sb, 0) == 0);
	FAILS(openat(99, "x", O_RDONLY), EBADF);
	CHECK(unlinkat(dir, "s", 0) == 0 && unlinkat(dir, "g", 0) == 0);
	CHECK(mkdirat(dir, "e", 0700) == 0);
	FAILS(unlinkat(dir, "e", 0), EPERM);
	CHECK(unlinkat(dir, "e", AT_REMOVEDIR) == 0);
	CHECK(close(file) == 0 && close(dir) == 0);
	CHECK(unlink("f") == 0 && rmdir("d") == 0);
}

static void
check_working_directory(void)
{
	struct stat sb;
	char buf[PATH_MAX], want[PATH_MAX];
	int fd;

	CHECK(getcwd(buf, sizeof(buf)) != NULL && strcmp(buf, topdir) == 0);
	CHECK(getcwd(buf, 3) == NULL && errno == ERANGE);
	CHECK(mkdir("d", 0755) == 0);
	CHECK((fd = open("d", O_RDONLY)) != -1);
	CHECK(fchdir(fd) == 0 && close(fd) == 0);
	snprintf(want, sizeof(want), "%s/d", topdir);
	CHECK(getcwd(buf, sizeof(buf)) != NULL && strcmp(buf, want) == 0);
	/* The directory that we are in goes. */
	CHECK(rmdir("../d") == 0);
	FAILS(open("x", O_CREAT | O_RDWR, 0600), ENOENT);
	FAILS(stat("..", &sb), ENOENT);
	CHECK(getcwd(buf, sizeof(buf)) == NULL && errno == ENOENT);
	CHECK(chdir(topdir) == 0 && make_file("f", "") == 0);
	FAILS(chdir("f"), ENOTDIR);
	CHECK(unlink("f") == 0);
}

void
test_names(void)
{

	check_lengths();
	check_lookup();
	check_links();
	check_symlinks();
	check_symlinks_astray();
	check_directories();
	check_rename_files();
	check_rename_directories();
	check_at();
	check_working_directory();
}
