/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of advisory locks: flock(2), and ranges by fcntl(2).
 */
#include <sys/file.h>
#include <fcntl.h>
#include <unistd.h>
#include "vfstest.h"

static int	fd;		/* of the file that is locked */

/* fcntl(2) with a lock of that type and range. */
static int
range(int cmd, short type, off_t start, off_t len)
{
	struct flock fl = {
		.l_start = start,
		.l_len = len,
		.l_type = type,
		.l_whence = SEEK_SET
	};

	return (fcntl(fd, cmd, &fl));
}

static void
check_flock(void)
{
	int other;

	CHECK((other = open("f", O_RDWR)) != -1);
	CHECK(flock(fd, LOCK_EX) == 0);
	FAILS(flock(other, LOCK_SH | LOCK_NB), EAGAIN);
	CHECK(flock(fd, LOCK_SH) == 0);
	CHECK(flock(other, LOCK_SH | LOCK_NB) == 0);
	FAILS(flock(fd, LOCK_EX | LOCK_NB), EAGAIN);
	CHECK(flock(fd, LOCK_UN) == 0);
	CHECK(flock(other, LOCK_EX | LOCK_NB) == 0);
	/* The last close of the open file unlocks it. */
	CHECK(close(other) == 0 && flock(fd, LOCK_EX | LOCK_NB) == 0);
	CHECK(flock(fd, LOCK_UN) == 0);
	FAILS(flock(99, LOCK_EX), EBADF);
}

/* The parent has [10, 14) and [16, 20). */
static void
meet_ranges(void)
{
	struct flock fl = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	CHECK(fcntl(fd, F_GETLK, &fl) == 0 && fl.l_type == F_WRLCK);
	CHECK(fl.l_pid == getppid());
	CHECK((fl.l_start == 10 && fl.l_len == 4) ||
	    (fl.l_start == 16 && fl.l_len == 4));
	CHECK(range(F_SETLK, F_WRLCK, 14, 2) == 0);
	CHECK(range(F_SETLK, F_WRLCK, 20, 0) == 0);
	FAILS(range(F_SETLK, F_WRLCK, 13, 2), EAGAIN);
	FAILS(range(F_SETLK, F_RDLCK, 19, 1), EAGAIN);
}

static void
check_ranges(void)
{

	CHECK(range(F_SETLK, F_WRLCK, 10, 10) == 0);
	CHECK(range(F_SETLK, F_UNLCK, 14, 2) == 0);
	in_child(meet_ranges);
	/* What the child had went with it. */
	CHECK(range(F_SETLK, F_WRLCK, 0, 0) == 0);
	CHECK(range(F_SETLK, F_UNLCK, 0, 0) == 0);
	FAILS(range(F_SETLK, F_WRLCK, -1, 1), EINVAL);
	FAILS(range(F_SETLK, 99, 0, 1), EINVAL);
}

/* Lock byte 1, tell, then wait for byte 0: 1 if that were a deadlock. */
static int
lock_and_wait(int told)
{

	int error;

	CHECK(range(F_SETLK, F_WRLCK, 1, 1) == 0);
	CHECK(write(told, "", 1) == 1);
	error = range(F_SETLKW, F_WRLCK, 0, 1) == -1 ? errno : 0;
	CHECK(error == 0 || error == EDEADLK);
	return (error != 0);
}

/*
 * Two want what the other has: one of them, whoever comes last, is refused,
 * gives up what it has, and so the other goes on.
 */
static void
check_deadlock(void)
{
	int error, fds[2], result;
	pid_t pid;
	char c;

	CHECK(pipe(fds) == 0 && range(F_SETLK, F_WRLCK, 0, 1) == 0);
	if ((pid = fork()) == 0) {
		failures = 0;
		result = lock_and_wait(fds[1]);
		_exit(failures != 0 ? 2 : result);
	}
	CHECK(read(fds[0], &c, 1) == 1);
	error = range(F_SETLKW, F_WRLCK, 1, 1) == -1 ? errno : 0;
	CHECK(error == 0 || error == EDEADLK);
	CHECK(range(F_SETLK, F_UNLCK, 0, 0) == 0);
	CHECK(child_ok(pid) == (error != 0));
	CHECK(close(fds[0]) == 0 && close(fds[1]) == 0);
}

void
test_locks(void)
{

	CHECK((fd = open("f", O_RDWR | O_CREAT, 0600)) != -1);
	check_flock();
	check_ranges();
	check_deadlock();
	CHECK(close(fd) == 0 && unlink("f") == 0);
}
