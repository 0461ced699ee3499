/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * poll(2), ppoll(2) and select(2).
 */
#include <sys/select.h>
#include <sys/time.h>
#include <poll.h>
#include <time.h>
#include "proctest.h"

static void
write_later(void *arg)
{

	usleep(SHORT_USEC);
	say_ready(arg);
}

/* Not before the time is over. */
static void
check_timeout(struct pollfd *pf)
{
	struct timespec begin, end;
	long msec;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &begin) == 0);
	CHECK(poll(pf, 1, 50) == 0);
	CHECK(clock_gettime(CLOCK_MONOTONIC, &end) == 0);
	msec = (end.tv_sec - begin.tv_sec) * 1000 +
	    (end.tv_nsec - begin.tv_nsec) / 1000000;
	CHECK(msec >= 49);
	CHECK(poll(NULL, 0, 10) == 0);
}

static void
check_poll(const int *fd)
{
	struct pollfd pf;
	pid_t pid;

	pf.fd = fd[0];
	pf.events = POLLIN;
	check_timeout(&pf);
	pid = start(write_later, __DECONST(int *, fd));
	CHECK(poll(&pf, 1, -1) == 1 && pf.revents == POLLIN);
	CHECK(status_of(pid) == 0);
	wait_ready(fd);
	pf.fd = 77;
	CHECK(poll(&pf, 1, 0) == 1 && pf.revents == POLLNVAL);
	pf.fd = -1;
	CHECK(poll(&pf, 1, 0) == 0 && pf.revents == 0);
	CHECK_ERROR(poll(BAD_POINTER, 1, 0), EFAULT);
}

static void
check_select(const int *fd)
{
	struct timeval t = { 0, SHORT_USEC };
	fd_set r, w;
	pid_t pid;

	say_ready(fd);
	FD_ZERO(&r);
	FD_ZERO(&w);
	FD_SET(fd[0], &r);
	FD_SET(fd[1], &w);
	CHECK(select(fd[1] + 1, &r, &w, NULL, NULL) == 2);
	CHECK(FD_ISSET(fd[0], &r) && FD_ISSET(fd[1], &w));
	wait_ready(fd);
	CHECK(select(fd[0] + 1, &r, NULL, NULL, &t) == 0);
	CHECK(!FD_ISSET(fd[0], &r));

	pid = start(write_later, __DECONST(int *, fd));
	FD_SET(fd[0], &r);
	CHECK(select(fd[0] + 1, &r, NULL, NULL, NULL) == 1);
	CHECK(status_of(pid) == 0);
	wait_ready(fd);

	FD_ZERO(&r);
	FD_SET(50, &r);
	CHECK_ERROR(select(51, &r, NULL, NULL, NULL), EBADF);
	CHECK_ERROR(select(-1, &r, NULL, NULL, NULL), EINVAL);
	CHECK_ERROR(select(5, BAD_POINTER, NULL, NULL, NULL), EFAULT);
}

/* A signal that is blocked comes in while ppoll waits, and only then. */
static void
check_ppoll(void)
{
	sigset_t none;

	sigemptyset(&none);
	catch_signal(SIGUSR1, 0);
	block_signal(SIGUSR1);
	kill(getpid(), SIGUSR1);
	CHECK(caught == 0);
	CHECK_ERROR(ppoll(NULL, 0, NULL, &none), EINTR);
	CHECK(caught == SIGUSR1);
	caught = 0;
	kill(getpid(), SIGUSR1);
	CHECK(caught == 0);
	unblock_signal(SIGUSR1);
	CHECK(caught == SIGUSR1);
}

void
test_poll(void)
{
	int fd[2];

	CHECK(pipe(fd) == 0);
	check_poll(fd);
	check_select(fd);
	close(fd[0]);
	close(fd[1]);
	check_ppoll();
}
