/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * timeto [-n COUNT] TEXT COMMAND [ARG ...]: run COMMAND until its output has
 * TEXT, end it, and do so COUNT times; then print how many milliseconds that
 * took: the median, the least, the most, and COUNT.  Exit status 1 if COMMAND
 * ended before, or if a minute passed.
 */
#include <sys/wait.h>
#include <err.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	LIMIT_MS	60000
#define	OUTPUT_MAX	(1 << 20)
#define	COUNT_MAX	1000

static char output[OUTPUT_MAX + 1];

static double
now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (ts.tv_sec * 1e3 + ts.tv_nsec / 1e6);
}

/* Start the command in a process group of its own, its output to a pipe. */
static pid_t
start(char **argv, int *fd)
{
	int p[2];
	pid_t pid;

	if (pipe(p) != 0)
		err(2, "pipe");
	pid = fork();
	if (pid < 0)
		err(2, "fork");
	if (pid == 0) {
		setpgid(0, 0);
		dup2(p[1], STDOUT_FILENO);
		dup2(p[1], STDERR_FILENO);
		close(p[0]);
		close(p[1]);
		execvp(argv[0], argv);
		err(127, "%s", argv[0]);
	}
	close(p[1]);
	*fd = p[0];
	return (pid);
}

static int
wait_for(int fd, const char *text, double begin)
{
	struct pollfd pfd = { .fd = fd, .events = POLLIN };
	size_t len = 0;
	ssize_t n;
	int left;

	while (len < OUTPUT_MAX) {
		left = LIMIT_MS - (int)(now_ms() - begin);
		if (left <= 0 || poll(&pfd, 1, left) <= 0)
			return (-1);
		n = read(fd, output + len, OUTPUT_MAX - len);
		if (n <= 0)
			return (-1);
		len += n;
		output[len] = '\0';
		if (strstr(output, text) != NULL)
			return (0);
	}
	return (-1);
}

/* One start; its time in milliseconds. */
static double
measure(const char *text, char **argv)
{
	double begin, end;
	pid_t pid;
	int fd, result;

	begin = now_ms();
	pid = start(argv, &fd);
	result = wait_for(fd, text, begin);
	end = now_ms();
	kill(-pid, SIGTERM);
	waitpid(pid, NULL, 0);
	close(fd);
	if (result != 0)
		errx(1, "\"%s\" did not come; there was:\n%s", text, output);
	return (end - begin);
}

static int
compare(const void *a, const void *b)
{
	const double *x = a, *y = b;

	return (*x < *y ? -1 : *x > *y);
}

static void
usage(void)
{

	fprintf(stderr,
	    "usage: timeto [-n COUNT] TEXT COMMAND [ARG ...]\n");
	exit(2);
}

int
main(int argc, char **argv)
{
	static double ms[COUNT_MAX];
	int c, count, i;

	count = 1;
	/* The command's options are its own. */
	while ((c = getopt(argc, argv, "+n:")) != -1) {
		if (c != 'n')
			usage();
		count = atoi(optarg);
	}
	argc -= optind;
	argv += optind;
	if (argc < 2 || count < 1 || count > COUNT_MAX)
		usage();
	for (i = 0; i < count; i++)
		ms[i] = measure(argv[0], argv + 1);
	qsort(ms, count, sizeof(ms[0]), compare);
	printf("%.0f %.0f %.0f %d\n", ms[count / 2], ms[0], ms[count - 1],
	    count);
	return (0);
}
