/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Calls on paths: links, directories, attributes, and their errors.
 */
#define	_GNU_SOURCE
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <utime.h>

#include "linuxtest.h"

static char	buf[4096];

static void
touch(const char *path, mode_t mode)
{

	OK(close(open(path, O_WRONLY | O_CREAT | O_EXCL, mode)));
}

static void
links(void)
{
	struct stat st, st2;

	touch("a", 0640);
	FAILS(EEXIST, open("a", O_RDWR | O_CREAT | O_EXCL, 0600));
	OK(link("a", "b"));
	OK(stat("a", &st));
	OK(stat("b", &st2));
	YES(st.st_nlink == 2 && st.st_ino == st2.st_ino &&
	    st.st_dev == st2.st_dev && st.st_mode == (S_IFREG | 0640));
	OK(symlink("a", "s"));
	YES(readlink("s", buf, sizeof(buf)) == 1 && buf[0] == 'a');
	OK(link("s", "hard"));
	OK(lstat("hard", &st));
	YES(S_ISLNK(st.st_mode));
	FAILS(ELOOP, open("s", O_RDONLY | O_NOFOLLOW));
	OK(symlink("loop", "loop"));
	FAILS(ELOOP, open("loop", O_RDONLY));
	FAILS(EINVAL, readlink("a", buf, sizeof(buf)));
	OK(rename("b", "c"));
	FAILS(ENOENT, stat("b", &st));
}

static void
directories(void)
{

	OK(mkdir("d", 0700));
	FAILS(EEXIST, mkdir("d", 0700));
	FAILS(EISDIR, unlink("d"));
	FAILS(ENOTDIR, rmdir("a"));
	touch("d/f", 0600);
	FAILS(ENOTEMPTY, rmdir("d"));
	FAILS(ENOTDIR, open("a", O_RDONLY | O_DIRECTORY));
	FAILS(EISDIR, open("d", O_WRONLY));
	FAILS(ENOTDIR, open("a/x", O_RDONLY));
	FAILS(ENOENT, open("nonexistent/x", O_CREAT | O_WRONLY, 0600));
	memset(buf, 'n', 300);
	buf[300] = '\0';
	FAILS(ENAMETOOLONG, open(buf, O_CREAT | O_WRONLY, 0600));
	FAILS(EFAULT, open((char *)8, O_RDONLY));
	FAILS(ENOENT, open("", O_RDONLY));
	FAILS(ERANGE, syscall(SYS_getcwd, buf, 3));
}

/* The calls that start at a directory. */
static void
at_calls(void)
{
	struct stat st;
	int dfd;

	dfd = open("d", O_RDONLY | O_DIRECTORY);
	OK(close(openat(dfd, "g", O_CREAT | O_RDWR, 0600)));
	OK(fstatat(dfd, "g", &st, 0));
	OK(fstatat(dfd, "", &st, AT_EMPTY_PATH));
	YES(S_ISDIR(st.st_mode));
	OK(renameat(dfd, "g", dfd, "h"));
	OK(faccessat(dfd, "h", R_OK, 0));
	OK(faccessat(dfd, "h", R_OK, AT_EACCESS));
	OK(linkat(dfd, "h", dfd, "i", 0));
	OK(symlinkat("h", dfd, "j"));
	YES(readlinkat(dfd, "j", buf, sizeof(buf)) == 1);
	OK(fchmodat(dfd, "h", 0444, 0));
	OK(fchownat(dfd, "h", 5, 6, 0));
	OK(fstatat(dfd, "i", &st, AT_SYMLINK_NOFOLLOW));
	YES((st.st_mode & 0777) == 0444 && st.st_uid == 5 && st.st_gid == 6);
	OK(mkdirat(dfd, "k", 0755));
	OK(unlinkat(dfd, "k", AT_REMOVEDIR));
	OK(unlinkat(dfd, "j", 0));
	FAILS(EINVAL, unlinkat(dfd, "i", 0x8000));
	OK(fchdir(dfd));
	OK(chdir(".."));
	OK(close(dfd));
	FAILS(EBADF, openat(99, "x", O_RDONLY));
}

static void
attributes(void)
{
	struct timespec ts[2] = { { 1000, 123456789 }, { 2000, 987654321 } };
	struct timeval tv[2] = { { 3, 4 }, { 5, 6 } };
	struct utimbuf ub = { 11, 22 };
	struct stat st;

	OK(utimensat(AT_FDCWD, "a", ts, 0));
	OK(stat("a", &st));
	YES(st.st_atim.tv_sec == 1000 && st.st_mtim.tv_nsec == 987654321);
	ts[0].tv_nsec = UTIME_OMIT;
	ts[1].tv_nsec = UTIME_NOW;
	OK(utimensat(AT_FDCWD, "a", ts, 0));
	OK(stat("a", &st));
	YES(st.st_atim.tv_sec == 1000 && st.st_mtim.tv_sec > 1000000);
	OK(utime("a", &ub));
	OK(stat("a", &st));
	YES(st.st_mtim.tv_sec == 22);
	OK(utimes("a", tv));
	OK(stat("a", &st));
	YES(st.st_mtim.tv_sec == 5 && st.st_mtim.tv_nsec == 6000);
	YES(umask(027) == 022);
	touch("um", 0777);
	OK(stat("um", &st));
	YES((st.st_mode & 0777) == 0750);
	umask(022);
	OK(chmod("um", 04755));
	OK(stat("um", &st));
	YES((st.st_mode & 07777) == 04755);
	OK(truncate("um", 100));
	OK(stat("um", &st));
	YES(st.st_size == 100);
}

void
test_names(void)
{
	char dir[] = "/tmp/linuxtest.XXXXXX";
	struct stat st;
	struct statfs sf;

	umask(022);
	YES(mkdtemp(dir) != NULL);
	OK(chdir(dir));
	YES(getcwd(buf, sizeof(buf)) != NULL && strcmp(buf, dir) == 0);
	links();
	directories();
	at_calls();
	attributes();
	OK(access("a", F_OK));
	FAILS(ENOENT, access("nonexistent", F_OK));
	OK(mknod("node", S_IFREG | 0600, 0));
	OK(stat("node", &st));
	YES(S_ISREG(st.st_mode));
	OK(stat("/dev/null", &st));
	YES(S_ISCHR(st.st_mode));
	FAILS(EFAULT, stat("a", (struct stat *)8));
	OK(statfs("/tmp", &sf));
	YES(readlink("/proc/self/exe", buf, sizeof(buf)) > 0);
	OK(chdir("/"));
	snprintf(buf, sizeof(buf), "rm -r %s", dir);
	OK(system(buf));
}
