/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptors: copies, flags, limits; locks of files.
 */
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/ttycom.h>
#include <fcntl.h>
#include "proctest.h"

#define	LOCKFILE	"/tmp/proctest.lock"

static void
check_copies(int fd)
{

	CHECK(dup2(fd, 20) == 20);
	CHECK(fcntl(20, F_GETFD) == 0);
	CHECK(fcntl(fd, F_DUPFD, 30) == 30);
	CHECK(fcntl(fd, F_DUPFD_CLOEXEC, 30) == 31);
	CHECK(fcntl(31, F_GETFD) == FD_CLOEXEC);
	CHECK(dup2(fd, fd) == fd);
	CHECK(dup2(fd, 500) == 500 && fcntl(500, F_GETFD) == 0);
	CHECK_ERROR(dup2(99, 5), EBADF);
	CHECK_ERROR(dup2(fd, 100000), EBADF);
	CHECK_ERROR(dup2(fd, -1), EBADF);
	CHECK_ERROR(fcntl(fd, F_DUPFD, -1), EINVAL);
	CHECK_ERROR(close(99), EBADF);
	CHECK_ERROR(close(-1), EBADF);
	close(20);
	close(30);
	close(31);
	close(500);
}

static void
check_limit(int fd)
{
	struct rlimit limit;
	int i;

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	CHECK(limit.rlim_cur >= 1000);
	for (i = 0; i < 300; i++)
		CHECK(dup(fd) == fd + 1 + i);
	for (i = 0; i < 300; i++)
		CHECK(close(fd + 1 + i) == 0);

	limit.rlim_cur = 10;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	for (i = fd + 1; i < 10; i++)
		CHECK(dup(fd) == i);
	CHECK_ERROR(dup(fd), EMFILE);
	CHECK_ERROR(dup2(fd, 10), EBADF);
	for (i = fd + 1; i < 10; i++)
		CHECK(close(i) == 0);
	limit.rlim_cur = limit.rlim_max;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
}

static void
check_flags(int fd)
{
	char buf[64];
	int rc;

	CHECK(fcntl(fd, F_SETFL, O_NONBLOCK | O_APPEND) == 0);
	CHECK((fcntl(fd, F_GETFL) & (O_NONBLOCK | O_APPEND | O_ACCMODE)) ==
	    (O_NONBLOCK | O_APPEND | O_RDWR));
	CHECK_ERROR(fcntl(fd, 99), EINVAL);

	rc = open("/etc/rc", O_RDONLY);
	CHECK(rc >= 0);
	CHECK_ERROR(write(rc, "x", 1), EBADF);
	CHECK(pread(rc, buf, 2, 0) == 2 && memcmp(buf, "#!", 2) == 0);
	CHECK_ERROR(pread(rc, buf, 2, -1), EINVAL);
	CHECK_ERROR(ioctl(rc, TIOCGETA, buf), ENOTTY);
	close(rc);
}

static void
lock_fails(void *arg)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = *(int *)arg;

	CHECK_ERROR(fcntl(fd, F_SETLK, &lock), EAGAIN);
	CHECK(fcntl(fd, F_GETLK, &lock) == 0);
	CHECK(lock.l_type == F_WRLCK && lock.l_pid == getppid());
}

static void
lock_later(void *arg)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd;

	fd = open(LOCKFILE, O_RDWR);
	CHECK(fd >= 0);
	say_ready(arg);
	CHECK(fcntl(fd, F_SETLKW, &lock) == 0);
}

/* A lock goes with the first descriptor of the file that is closed. */
static void
check_locks(void)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd, ready[2];
	pid_t pid;

	CHECK(pipe(ready) == 0);
	fd = open(LOCKFILE, O_RDWR | O_CREAT, 0600);
	CHECK(fd >= 0 && fcntl(fd, F_SETLK, &lock) == 0);
	CHECK(run(lock_fails, &fd) == 0);
	pid = start(lock_later, ready);
	wait_ready(ready);
	usleep(SHORT_USEC);
	close(fd);
	CHECK(status_of(pid) == 0);
	CHECK(unlink(LOCKFILE) == 0);
	close(ready[0]);
	close(ready[1]);
}

void
test_descriptors(void)
{
	int fd;

	fd = open("/dev/null", O_RDWR);
	CHECK(fd >= 3);
	check_copies(fd);
	check_limit(fd);
	check_flags(fd);
	close(fd);
	check_locks();
}
