/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of /dev, and of devices that devtest.ko makes and destroys while
 * they are in use.
 */
#include <sys/param.h>
#include <sys/linker.h>
#include <sys/stat.h>
#include <sys/sysctl.h>
#include <err.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>
#include "vfstest.h"

#define	MODULE		"/usr/tests/sys/vfs/devtest.ko"
#define	WAIT_LOOKS	500
#define	WAIT_USEC	10000

static void
check_null(void)
{
	struct stat sb;
	char buf[100];
	int fd;

	CHECK((fd = open("/dev/null", O_RDWR | O_TRUNC)) != -1);
	CHECK(write(fd, buf, 100) == 100 && read(fd, buf, 10) == 0);
	CHECK(fstat(fd, &sb) == 0 && S_ISCHR(sb.st_mode));
	CHECK(close(fd) == 0);
	CHECK((fd = open("/dev/zero", O_RDWR)) != -1);
	memset(buf, 1, 100);
	CHECK(read(fd, buf, 100) == 100 && buf[0] == 0 && buf[99] == 0);
	CHECK(close(fd) == 0);
	CHECK((fd = open("/dev/full", O_RDWR)) != -1);
	FAILS(write(fd, buf, 1), ENOSPC);
	CHECK(close(fd) == 0);
}

static void
check_dev(void)
{
	struct stat sb;
	char buf[16];

	FAILS(open("/dev/nope", O_RDONLY), ENOENT);
	FAILS(open("/dev/new", O_CREAT | O_RDWR, 0600), EOPNOTSUPP);
	FAILS(mkdir("/dev/d", 0755), EOPNOTSUPP);
	FAILS(unlink("/dev/null"), EPERM);
	FAILS(rename("/dev/null", "/dev/n2"), EOPNOTSUPP);
	CHECK(symlink("null", "/dev/mylink") == 0);
	CHECK(stat("/dev/mylink", &sb) == 0 && S_ISCHR(sb.st_mode));
	CHECK(unlink("/dev/mylink") == 0);
	FAILS(lstat("/dev/mylink", &sb), ENOENT);
	CHECK(chmod("/dev/full", 0600) == 0 && stat("/dev/full", &sb) == 0);
	CHECK((sb.st_mode & ALLPERMS) == 0600);
	CHECK(chmod("/dev/full", 0666) == 0);
	CHECK(chdir("/dev") == 0 && getcwd(buf, sizeof(buf)) != NULL);
	CHECK(strcmp(buf, "/dev") == 0 && chdir(topdir) == 0);
}

/*
 * What the module does and knows
 */
static int
make_device(const char *name)
{

	return (sysctlbyname("devtest.make", NULL, NULL, name, strlen(name)));
}

static int
make_alias(const char *name)
{

	return (sysctlbyname("devtest.alias", NULL, NULL, name,
	    strlen(name)));
}

static int
order(const char *name)
{
	int one = 1;

	return (sysctlbyname(name, NULL, NULL, &one, sizeof(one)));
}

static int
value(const char *name)
{
	size_t len;
	int n = -1;

	len = sizeof(n);
	return (sysctlbyname(name, &n, &len, NULL, 0) == 0 ? n : -1);
}

static int
load(void)
{
	int id;

	id = kldload(MODULE);
	if (id == -1)
		err(1, "%s", MODULE);
	return (id);
}

static void
check_names(void)
{
	struct stat sb;
	char name[SPECNAMELEN + 2], target[64];
	ssize_t n;

	CHECK(make_device("devtest0") == 0);
	CHECK(stat("/dev/devtest0", &sb) == 0 && S_ISCHR(sb.st_mode) &&
	    (sb.st_mode & ALLPERMS) == 0600);
	FAILS(make_device("devtest0"), EEXIST);
	FAILS(make_device("devtest0/x"), EEXIST);
	FAILS(make_device("a/../b"), EINVAL);
	FAILS(make_device("a//b"), EINVAL);
	FAILS(make_device("a b"), EINVAL);
	FAILS(make_device("."), EINVAL);
	memset(name, 'n', sizeof(name));
	name[sizeof(name) - 1] = '\0';
	FAILS(make_device(name), ENAMETOOLONG);

	CHECK(make_alias("devtestdir/alias") == 0);
	n = readlink("/dev/devtestdir/alias", target, sizeof(target));
	CHECK(n == 11 && memcmp(target, "../devtest0", n) == 0);
	CHECK(make_device("devtestdir/sub/x") == 0);
	CHECK(stat("/dev/devtestdir/sub/x", &sb) == 0);
	FAILS(make_device("devtestdir/sub"), EEXIST);
	FAILS(rmdir("/dev/devtestdir"), EOPNOTSUPP);
	/* Directories go with the last device, aliases with theirs. */
	CHECK(order("devtest.destroy") == 0);
	FAILS(stat("/dev/devtestdir/sub", &sb), ENOENT);
	CHECK(stat("/dev/devtestdir/alias", &sb) == 0);
	CHECK(order("devtest.destroy") == 0);
	FAILS(lstat("/dev/devtestdir/alias", &sb), ENOENT);
	FAILS(stat("/dev/devtestdir", &sb), ENOENT);
	FAILS(stat("/dev/devtest0", &sb), ENOENT);
}

/* Each open has its data until it is closed; d_close is for the last. */
static void
check_opens(void)
{
	int a, b, c;

	CHECK(make_device("devtest0") == 0);
	CHECK((a = open("/dev/devtest0", O_RDWR)) != -1);
	CHECK((b = open("/dev/devtest0", O_RDONLY)) != -1);
	CHECK(value("devtest.opens") == 2 && value("devtest.private") == 2);
	CHECK((c = dup(a)) != -1 && close(a) == 0);
	CHECK(value("devtest.private") == 2);
	CHECK(close(c) == 0 && value("devtest.private") == 1);
	CHECK(value("devtest.opens") == 2);
	CHECK(close(b) == 0 && value("devtest.private") == 0);
	CHECK(value("devtest.opens") == 1);
	CHECK(order("devtest.destroy") == 0);
}

/* A process that sleeps in the device; the descriptor is its own. */
static pid_t
start_sleeper(void)
{
	pid_t pid;
	char c;
	int fd, i;

	pid = fork();
	if (pid == 0) {
		fd = open("/dev/devtest0", O_RDONLY);
		/* The driver returns 0; after that the device is gone. */
		_exit(fd == -1 || read(fd, &c, 1) != 0 ||
		    read(fd, &c, 1) != -1 || errno != ENXIO);
	}
	for (i = 0; i < WAIT_LOOKS && value("devtest.sleepers") == 0; i++)
		usleep(WAIT_USEC);
	CHECK(value("devtest.sleepers") == 1);
	return (pid);
}

/* A descriptor whose device is gone. */
static void
check_dead(int fd)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	char c;

	FAILS(read(fd, &c, 1), ENXIO);
	FAILS(write(fd, "x", 1), ENXIO);
	CHECK(poll(&pfd, 1, 0) == 1 && (pfd.revents & POLLHUP) != 0);
	CHECK(close(fd) == 0);
}

static void
check_destroy_in_use(void)
{
	int fd, next;
	pid_t pid;

	CHECK(make_device("devtest0") == 0);
	CHECK((fd = open("/dev/devtest0", O_RDWR)) != -1);
	pid = start_sleeper();
	CHECK(value("devtest.private") == 2);
	CHECK(order("devtest.destroy") == 0);
	CHECK(value("devtest.sleepers") == 0);
	CHECK(value("devtest.private") == 0);
	CHECK(child_ok(pid));
	/* Another device of that name does not revive the descriptor. */
	CHECK(make_device("devtest0") == 0);
	CHECK((next = open("/dev/devtest0", O_RDWR)) != -1);
	check_dead(fd);
	CHECK(value("devtest.private") == 1 && close(next) == 0);
	CHECK(order("devtest.destroy") == 0);
}

static void
check_scheduled(void)
{
	struct stat sb;
	int fd;

	CHECK(make_device("devtest0") == 0);
	CHECK((fd = open("/dev/devtest0", O_RDWR)) != -1);
	CHECK(write(fd, "x", 1) == 1);
	CHECK(order("devtest.drain") == 0);
	FAILS(stat("/dev/devtest0", &sb), ENOENT);
	CHECK(value("devtest.private") == 0);
	check_dead(fd);
}

static void
check_clones(void)
{
	struct stat sa, sb;
	int fd;

	CHECK((fd = open("/dev/devtestclone7", O_RDWR)) != -1);
	CHECK(fstat(fd, &sa) == 0 && stat("/dev/devtestclone7", &sb) == 0);
	CHECK(sa.st_ino == sb.st_ino && sa.st_rdev == sb.st_rdev);
	FAILS(open("/dev/devtestclone07", O_RDWR), ENOENT);
	FAILS(open("/dev/devtestclone8", O_RDWR), ENOENT);
	FAILS(open("/dev/devtestclone", O_RDWR), ENOENT);
	CHECK(close(fd) == 0 && value("devtest.private") == 0);
}

/* A module whose device is open stays, unless it is forced to go. */
static void
check_unload(int id)
{
	struct stat sb;
	int fd;
	pid_t pid;

	CHECK(make_device("devtest0") == 0);
	CHECK((fd = open("/dev/devtest0", O_RDWR)) != -1);
	pid = start_sleeper();
	FAILS(kldunload(id), EBUSY);
	CHECK(kldunloadf(id, LINKER_UNLOAD_FORCE) == 0);
	CHECK(child_ok(pid));
	FAILS(stat("/dev/devtest0", &sb), ENOENT);
	FAILS(stat("/dev/devtestclone7", &sb), ENOENT);
	check_dead(fd);
}

void
test_devices(void)
{
	int id;

	check_null();
	check_dev();
	id = load();
	check_names();
	check_opens();
	check_destroy_in_use();
	check_scheduled();
	check_clones();
	check_unload(id);
}
