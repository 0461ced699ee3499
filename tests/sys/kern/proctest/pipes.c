/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Pipes: how much fits, ends that are closed, order, bad addresses.
 */
#include <sys/ioctl.h>
#include <sys/filio.h>
#include <fcntl.h>
#include <poll.h>
#include "proctest.h"

#define	BLOCKS		200
#define	BLOCK_SIZE	10007	/* divides no buffer */
#define	CAPACITY	65536

static void
check_capacity(void)
{
	static char buf[CAPACITY + 1000];
	struct pollfd pf;
	int fd[2], n;

	CHECK(pipe2(fd, O_CLOEXEC | O_NONBLOCK) == 0);
	CHECK(fcntl(fd[0], F_GETFD) == FD_CLOEXEC);
	CHECK((fcntl(fd[0], F_GETFL) & O_NONBLOCK) != 0);
	CHECK_ERROR(read(fd[0], buf, 10), EAGAIN);
	CHECK(write(fd[1], buf, sizeof(buf)) == CAPACITY);
	CHECK_ERROR(write(fd[1], buf, 1), EAGAIN);
	CHECK(ioctl(fd[0], FIONREAD, &n) == 0 && n == CAPACITY);
	/* What is not longer than PIPE_BUF is written whole or not at all. */
	CHECK(read(fd[0], buf, 100) == 100);
	CHECK_ERROR(write(fd[1], buf, 512), EAGAIN);
	CHECK(write(fd[1], buf, 90) == 90);

	pf.fd = fd[0];
	pf.events = POLLIN;
	CHECK(poll(&pf, 1, 0) == 1 && pf.revents == POLLIN);
	close(fd[1]);
	while (read(fd[0], buf, sizeof(buf)) > 0)
		continue;
	CHECK(read(fd[0], buf, 1) == 0);
	CHECK(poll(&pf, 1, 0) == 1 && (pf.revents & POLLHUP) != 0);
	close(fd[0]);
}

static void
check_no_reader(void)
{
	int fd[2];

	CHECK(pipe(fd) == 0);
	close(fd[0]);
	catch_signal(SIGPIPE, 0);
	CHECK_ERROR(write(fd[1], "x", 1), EPIPE);
	CHECK(caught == SIGPIPE);
	signal(SIGPIPE, SIG_DFL);
	close(fd[1]);
}

static void
write_numbers(void *arg)
{
	static unsigned char buf[BLOCK_SIZE];
	int *fd = arg, i;
	unsigned int v;
	size_t done, j;
	ssize_t n;

	close(fd[0]);
	v = 0;
	for (i = 0; i < BLOCKS; i++) {
		for (j = 0; j < sizeof(buf); j++)
			buf[j] = (unsigned char)(v++ * 7);
		for (done = 0; done < sizeof(buf); done += (size_t)n) {
			n = write(fd[1], buf + done, sizeof(buf) - done);
			if (n <= 0)
				_exit(1);
		}
	}
}

static void
check_order(void)
{
	static unsigned char buf[5000];
	unsigned int v;
	ssize_t i, n;
	int fd[2], wrong;
	pid_t pid;

	CHECK(pipe(fd) == 0);
	pid = start(write_numbers, fd);
	close(fd[1]);
	v = 0;
	wrong = 0;
	while ((n = read(fd[0], buf, sizeof(buf))) > 0)
		for (i = 0; i < n; i++)
			if (buf[i] != (unsigned char)(v++ * 7))
				wrong++;
	CHECK(wrong == 0);
	CHECK(v == BLOCKS * BLOCK_SIZE);
	CHECK(status_of(pid) == 0);
	close(fd[0]);
}

static void
check_refusals(void)
{
	char buf[10];
	int fd[2];

	CHECK_ERROR(pipe2(BAD_POINTER, 0), EFAULT);
	CHECK_ERROR(pipe2(fd, 0x8000000), EINVAL);
	CHECK(pipe(fd) == 0);
	CHECK_ERROR(read(fd[1], buf, 1), EBADF);
	CHECK_ERROR(write(fd[0], buf, 1), EBADF);
	/* A bad address loses nothing. */
	CHECK(write(fd[1], "abc", 3) == 3);
	CHECK_ERROR(read(fd[0], BAD_POINTER, 3), EFAULT);
	CHECK(read(fd[0], buf, sizeof(buf)) == 3 && memcmp(buf, "abc", 3) == 0);
	CHECK_ERROR(write(fd[1], BAD_POINTER, 3), EFAULT);
	CHECK_ERROR(lseek(fd[0], 0, SEEK_CUR), ESPIPE);
	close(fd[0]);
	close(fd[1]);
}

void
test_pipes(void)
{

	check_capacity();
	check_no_reader();
	check_order();
	check_refusals();
}
