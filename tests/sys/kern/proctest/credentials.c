/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Users and groups: who may become whom, and who may not.
 */
#include <sys/resource.h>
#include <sys/wait.h>
#include <err.h>
#include <fcntl.h>
#include <stdlib.h>
#include "proctest.h"

#define	COPY	"/tmp/proctest.setuid"

static void
become_user(void *arg __unused)
{
	gid_t groups[] = { 5, 9, 7 }, got[10];
	struct rlimit limit;
	int n;

	CHECK(getrlimit(RLIMIT_NOFILE, &limit) == 0);
	limit.rlim_cur = limit.rlim_max = 100;
	CHECK(setrlimit(RLIMIT_NOFILE, &limit) == 0);
	CHECK(setgroups(3, groups) == 0);
	CHECK(setgid(100) == 0 && setuid(1000) == 0);
	CHECK(getuid() == 1000 && geteuid() == 1000 && getgid() == 100);
	CHECK_ERROR(setuid(0), EPERM);
	CHECK_ERROR(setgid(0), EPERM);
	CHECK_ERROR(setgroups(1, groups), EPERM);
	CHECK_ERROR(kill(1, 0), EPERM);
	/* The effective group stands first. */
	n = getgroups(10, got);
	CHECK(n == 3 && got[0] == 100);
	CHECK_ERROR(getgroups(2, got), EINVAL);
	limit.rlim_max++;
	CHECK_ERROR(setrlimit(RLIMIT_NOFILE, &limit), EPERM);
	CHECK_ERROR(open("/etc/rc", O_WRONLY), EACCES);
	CHECK_ERROR(unlink("/etc/rc"), EACCES);
}

static void
change_ids(void *arg __unused)
{
	uid_t r, e, s;

	CHECK(seteuid(5) == 0 && geteuid() == 5 && getuid() == 0);
	CHECK(seteuid(0) == 0);
	CHECK(setresuid(1, 2, 3) == 0);
	CHECK(getresuid(&r, &e, &s) == 0 && r == 1 && e == 2 && s == 3);
	CHECK(setresuid(-1, 3, -1) == 0 && geteuid() == 3);
	CHECK_ERROR(setresuid(9, -1, -1), EPERM);
	CHECK_ERROR(getresuid(BAD_POINTER, &e, &s), EFAULT);
}

static void
execute_setuid(void *arg __unused)
{
	char *argv[] = { "proctest", "setuid", "x", NULL };

	CHECK(setgid(7) == 0 && setuid(1000) == 0);
	execv(COPY, argv);
	_exit(99);
}

static void
check_setuid(void)
{
	char *buf;
	off_t len;
	int fd;

	fd = open(PROGRAM, O_RDONLY);
	len = lseek(fd, 0, SEEK_END);
	buf = malloc((size_t)len);
	if (buf == NULL || pread(fd, buf, (size_t)len, 0) != len)
		err(1, "%s", PROGRAM);
	close(fd);
	write_file(COPY, buf, (size_t)len, 04755);
	free(buf);
	CHECK(run(execute_setuid, NULL) == 0);
	CHECK(unlink(COPY) == 0);
}

void
test_credentials(void)
{

	CHECK(run(become_user, NULL) == 0);
	CHECK(run(change_ids, NULL) == 0);
	check_setuid();
}
