/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * testcdev: use /dev/cdev in every way that it offers, and say so.
 */

#include <sys/types.h>
#include <sys/ioctl.h>

#include <err.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cdevio.h"

#define	DEVICE	"/dev/cdev"

static const char text[] = "Hello from a program\n";

static void
write_text(int fd)
{
	ssize_t n;

	if ((n = write(fd, text, strlen(text))) != (ssize_t)strlen(text))
		err(EXIT_FAILURE, "write to %s", DEVICE);
	printf("wrote %zd bytes\n", n);
}

static void
read_text(int fd)
{
	char buf[128];
	ssize_t n;

	if (lseek(fd, 0, SEEK_SET) != 0)
		err(EXIT_FAILURE, "lseek on %s", DEVICE);
	if ((n = read(fd, buf, sizeof(buf) - 1)) < 0)
		err(EXIT_FAILURE, "read from %s", DEVICE);
	buf[n] = '\0';
	printf("read: %s", n > 0 ? buf : "nothing\n");
}

static void
print_stat(int fd)
{
	struct cdevio_stat st;

	if (ioctl(fd, CDEVIOCSTAT, &st) != 0)
		err(EXIT_FAILURE, "CDEVIOCSTAT");
	printf("length %d, reads %d, writes %d\n", st.length, st.reads,
	    st.writes);
}

int
main(void)
{
	int fd, thirteen;

	if ((fd = open(DEVICE, O_RDWR)) < 0)
		err(EXIT_FAILURE, "%s (is cdev.ko loaded?)", DEVICE);
	write_text(fd);
	read_text(fd);

	thirteen = 13;
	if (ioctl(fd, CDEVIOCROT, &thirteen) != 0)
		err(EXIT_FAILURE, "CDEVIOCROT");
	read_text(fd);
	print_stat(fd);

	if (ioctl(fd, CDEVIOCCLEAR) != 0)
		err(EXIT_FAILURE, "CDEVIOCCLEAR");
	read_text(fd);

	if (close(fd) != 0)
		err(EXIT_FAILURE, "close of %s", DEVICE);
	return (EXIT_SUCCESS);
}
