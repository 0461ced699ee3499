/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of what files say about themselves and of who may do what.
 */
#include <sys/param.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <fcntl.h>
#include <unistd.h>
#include "vfstest.h"

#define	OTHER	100		/* a user and a group without privilege */

static mode_t
mode(const char *path)
{
	struct stat sb;

	return (stat(path, &sb) == 0 ? sb.st_mode & ALLPERMS : 0);
}

static bool
owned(const char *path, uid_t uid, gid_t gid)
{
	struct stat sb;

	return (stat(path, &sb) == 0 && sb.st_uid == uid && sb.st_gid == gid);
}

static void
check_attributes(void)
{

	CHECK(make_file("f", "") == 0);
	CHECK(chmod("f", 06755) == 0 && mode("f") == 06755);
	CHECK(chown("f", 5, 6) == 0 && owned("f", 5, 6));
	CHECK(chown("f", -1, 7) == 0 && owned("f", 5, 7));
	CHECK(umask(027) == 022 && mkdir("d", 0777) == 0);
	CHECK(mode("d") == 0750 && umask(022) == 027);
	CHECK(access("f", R_OK | W_OK | X_OK) == 0);
	CHECK(chmod("f", 0444) == 0 && access("f", W_OK) == 0);
	FAILS(access("f", X_OK), EACCES);
	FAILS(access("f", 99), EINVAL);
	FAILS(access("nope", F_OK), ENOENT);
	CHECK(unlink("f") == 0 && rmdir("d") == 0);
}

static void
check_times(void)
{
	struct timespec ts[2] = { { 1000, 5 }, { 2000, 7 } };
	struct stat sb;

	CHECK(make_file("f", "") == 0);
	CHECK(utimensat(AT_FDCWD, "f", ts, 0) == 0 && stat("f", &sb) == 0);
	CHECK(sb.st_atim.tv_sec == 1000 && sb.st_atim.tv_nsec == 5);
	CHECK(sb.st_mtim.tv_sec == 2000 && sb.st_mtim.tv_nsec == 7);
	ts[0].tv_nsec = UTIME_OMIT;
	ts[1].tv_nsec = UTIME_NOW;
	CHECK(utimensat(AT_FDCWD, "f", ts, 0) == 0 && stat("f", &sb) == 0);
	CHECK(sb.st_atim.tv_sec == 1000 && sb.st_mtim.tv_sec > 2000);
	ts[0].tv_nsec = 1000000000;
	FAILS(utimensat(AT_FDCWD, "f", ts, 0), EINVAL);
	CHECK(unlink("f") == 0);
}

/* Reading, writing and changing times, each by what it shall change. */
static void
check_time_stamps(void)
{
	struct timespec ts[2] = { { 1000, 0 }, { 1000, 0 } };
	struct stat sb;

	CHECK(make_file("f", "text") == 0);
	CHECK(utimensat(AT_FDCWD, "f", ts, 0) == 0);
	CHECK(has_text("f", "text") && stat("f", &sb) == 0);
	CHECK(sb.st_atim.tv_sec > 1000 && sb.st_mtim.tv_sec == 1000);
	CHECK(make_file("f", "more") == 0 && stat("f", &sb) == 0);
	CHECK(sb.st_mtim.tv_sec > 1000);
	CHECK(mkdir("d", 0755) == 0);
	CHECK(utimensat(AT_FDCWD, "d", ts, 0) == 0);
	CHECK(rename("f", "d/f") == 0 && stat("d", &sb) == 0);
	CHECK(sb.st_mtim.tv_sec > 1000);
	CHECK(unlink("d/f") == 0 && rmdir("d") == 0);
}

static void
become_other(void)
{

	CHECK(setgid(OTHER) == 0 && setuid(OTHER) == 0);
}

static void
other_at_roots_files(void)
{

	become_other();
	FAILS(open("f", O_RDONLY), EACCES);
	FAILS(open("private/x", O_RDONLY), EACCES);
	FAILS(access("f", R_OK), EACCES);
	FAILS(unlink("f"), EACCES);
	FAILS(rename("f", "g"), EACCES);
	FAILS(mkdir("new", 0755), EACCES);
	FAILS(chmod("f", 0666), EPERM);
	FAILS(chown("f", OTHER, OTHER), EPERM);
	FAILS(mknod("sticky/n", S_IFCHR | 0666, 1), EPERM);
	FAILS(chroot("."), EPERM);
	FAILS(mount("tmpfs", "sticky", 0, NULL), EPERM);
	FAILS(unmount("/dev", 0), EPERM);
}

/* In a directory with the sticky bit, what is mine is mine. */
static void
other_in_sticky(void)
{

	become_other();
	CHECK(chdir("sticky") == 0 && make_file("mine", "m") == 0);
	FAILS(unlink("root"), EPERM);
	FAILS(rename("root", "r2"), EPERM);
	FAILS(rename("mine", "root"), EPERM);
	CHECK(rename("mine", "m2") == 0 && chmod("m2", 0600) == 0);
	FAILS(chmod("m2", 01600), EFTYPE);
	FAILS(chown("m2", 0, -1), EPERM);
	CHECK(chown("m2", -1, OTHER) == 0);
	CHECK(unlink("m2") == 0);
}

/* The set-ID bits do not survive other hands. */
static void
other_writes_setid(void)
{

	become_other();
	CHECK(make_file("setid", "mine now") == 0);
}

static void
check_others(void)
{

	CHECK(make_file("f", "") == 0 && chmod("f", 0600) == 0);
	CHECK(mkdir("private", 0700) == 0 && make_file("private/x", "") == 0);
	CHECK(mkdir("sticky", 0777) == 0 && chmod("sticky", 01777) == 0);
	CHECK(make_file("sticky/root", "r") == 0);
	CHECK(make_file("setid", "") == 0 && chmod("setid", 06777) == 0);
	in_child(other_at_roots_files);
	in_child(other_in_sticky);
	in_child(other_writes_setid);
	CHECK(has_text("setid", "mine now") && mode("setid") == 0777);
	CHECK(unlink("setid") == 0 && unlink("f") == 0);
	CHECK(unlink("private/x") == 0 && rmdir("private") == 0);
	CHECK(unlink("sticky/root") == 0 && rmdir("sticky") == 0);
}

static void
in_new_root(void)
{
	struct stat sb;
	char buf[16];

	CHECK(chroot("jail") == 0 && chdir("/") == 0);
	CHECK(stat("/in", &sb) == 0 && stat("/../../in", &sb) == 0);
	CHECK(stat("out/in", &sb) == 0);	/* a link to / */
	FAILS(stat("/etc", &sb), ENOENT);
	CHECK(getcwd(buf, sizeof(buf)) != NULL && strcmp(buf, "/") == 0);
}

static void
check_chroot(void)
{

	CHECK(mkdir("jail", 0755) == 0 && make_file("jail/in", "") == 0);
	CHECK(symlink("/", "jail/out") == 0);
	in_child(in_new_root);
	FAILS(chroot("jail/in"), ENOTDIR);
	CHECK(unlink("jail/out") == 0 && unlink("jail/in") == 0);
	CHECK(rmdir("jail") == 0);
}

void
test_access(void)
{

	check_attributes();
	check_times();
	check_time_stamps();
	check_others();
	check_chroot();
}
