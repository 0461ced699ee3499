/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Waiting for descriptors.
 */
#define	_GNU_SOURCE
#include <sys/select.h>
#include <poll.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linuxtest.h"

static volatile int	got;

static void
note(int sig)
{

	got = sig;
}

static void
polls(void)
{
	struct pollfd pfd[2];
	double start;
	char c;
	int fds[2];

	OK(pipe(fds));
	pfd[0].fd = fds[0];
	pfd[0].events = POLLIN;
	pfd[1].fd = fds[1];
	pfd[1].events = POLLOUT;
	YES(poll(pfd, 2, 0) == 1);
	YES(pfd[0].revents == 0 && pfd[1].revents == POLLOUT);
	YES(write(fds[1], "x", 1) == 1);
	YES(poll(pfd, 2, 0) == 2 && pfd[0].revents == POLLIN);
	YES(read(fds[0], &c, 1) == 1);
	start = seconds();
	YES(poll(pfd, 1, 50) == 0);
	YES(seconds() - start >= 0.05);
	pfd[1].fd = 99;
	YES(poll(pfd, 2, 0) == 1 && pfd[1].revents == POLLNVAL);
	close(fds[1]);
	YES(poll(pfd, 1, 0) == 1 && (pfd[0].revents & POLLHUP) != 0);
	close(fds[0]);
}

static void
selects(void)
{
	struct timeval tv = { 0, 30000 };
	fd_set set;
	int fds[2];

	OK(pipe(fds));
	FD_ZERO(&set);
	FD_SET(fds[0], &set);
	YES(select(fds[0] + 1, &set, NULL, NULL, &tv) == 0);
	YES(!FD_ISSET(fds[0], &set) && tv.tv_sec == 0 && tv.tv_usec == 0);
	YES(write(fds[1], "x", 1) == 1);
	FD_SET(fds[0], &set);
	tv.tv_sec = 10;
	YES(select(fds[0] + 1, &set, NULL, NULL, &tv) == 1);
	YES(FD_ISSET(fds[0], &set) && tv.tv_sec == 9);
	FD_SET(99, &set);
	FAILS(EBADF, select(100, &set, NULL, NULL, &tv));
	tv.tv_sec = -1;
	FAILS(EINVAL, select(0, NULL, NULL, NULL, &tv));
	close(fds[0]);
	close(fds[1]);
}

/* The mask is in force only while the call waits. */
static void
with_masks(void)
{
	struct timespec ts = { 1, 0 };
	struct pollfd pfd;
	sigset_t blocked, none, now;
	fd_set set;
	int fds[2];

	OK(pipe(fds));
	handle(SIGALRM, note, 0);
	sigemptyset(&none);
	sigemptyset(&blocked);
	sigaddset(&blocked, SIGALRM);
	OK(sigprocmask(SIG_SETMASK, &blocked, NULL));
	pfd.fd = fds[0];
	pfd.events = POLLIN;
	alarm_in(20000, false);
	FAILS(EINTR, ppoll(&pfd, 1, &ts, &none));
	YES(got == SIGALRM);
	got = 0;
	alarm_in(20000, false);
	FD_ZERO(&set);
	FD_SET(fds[0], &set);
	FAILS(EINTR, pselect(fds[0] + 1, &set, NULL, NULL, &ts, &none));
	YES(got == SIGALRM);
	OK(sigprocmask(SIG_SETMASK, &none, &now));
	YES(sigismember(&now, SIGALRM));
	close(fds[0]);
	close(fds[1]);
}

void
test_poll(void)
{

	polls();
	selects();
	with_masks();
}
