/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sleep(3), usleep(3), alarm(3), ualarm(3): by nanosleep(2) and setitimer(2).
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

/* Start a timer; what was left of the one before, in *old. */
static int
start_timer(useconds_t us, useconds_t interval, struct itimerval *old)
{
	struct itimerval it;

	it.it_value.tv_sec = us / 1000000;
	it.it_value.tv_usec = us % 1000000;
	it.it_interval.tv_sec = interval / 1000000;
	it.it_interval.tv_usec = interval % 1000000;
	return (setitimer(ITIMER_REAL, &it, old));
}

unsigned
alarm(unsigned seconds)
{
	struct itimerval old;

	if (start_timer(seconds * 1000000UL, 0, &old) == -1)
		return (0);
	return (old.it_value.tv_sec + (old.it_value.tv_usec != 0));
}

useconds_t
ualarm(useconds_t us, useconds_t interval)
{
	struct itimerval old;

	if (start_timer(us, interval, &old) == -1)
		return (-1);
	return (old.it_value.tv_sec * 1000000 + old.it_value.tv_usec);
}
