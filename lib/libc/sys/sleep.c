/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sleep(3), usleep(3), alarm(3): by nanosleep(2) and setitimer(2).
 */
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

unsigned
sleep(unsigned seconds)
{
	struct timespec ts, left;

	ts.tv_sec = seconds;
	ts.tv_nsec = 0;
	if (nanosleep(&ts, &left) == 0)
		return (0);
	return (left.tv_sec + (left.tv_nsec != 0));
}

int
usleep(useconds_t us)
{
	struct timespec ts;

	ts.tv_sec = us / 1000000;
	ts.tv_nsec = us % 1000000 * 1000;
	return (nanosleep(&ts, NULL));
}

unsigned
alarm(unsigned seconds)
{
	struct itimerval it, old;

	timerclear(&it.it_interval);
	it.it_value.tv_sec = seconds;
	it.it_value.tv_usec = 0;
	if (setitimer(ITIMER_REAL, &it, &old) == -1)
		return (0);
	return (old.it_value.tv_sec + (old.it_value.tv_usec != 0));
}
