/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Clocks, used time, priorities, random numbers.
 */
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <time.h>
#include "proctest.h"

#define	NANO	1000000000L

static long
elapsed(const struct timespec *a, const struct timespec *b)
{

	return ((b->tv_sec - a->tv_sec) * NANO + b->tv_nsec - a->tv_nsec);
}

static void
check_clocks(void)
{
	struct timespec a, b, bad = { -1, 0 };
	struct timeval tv;
	int i;

	CHECK(clock_gettime(CLOCK_MONOTONIC, &a) == 0);
	usleep(30000);
	CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
	CHECK(elapsed(&a, &b) >= 30000000);
	for (i = 0; i < 1000; i++) {
		a = b;
		CHECK(clock_gettime(CLOCK_MONOTONIC, &b) == 0);
		CHECK(elapsed(&a, &b) >= 0);
	}
	CHECK(clock_getres(CLOCK_MONOTONIC, &a) == 0);
	CHECK(a.tv_sec == 0 && a.tv_nsec > 0);
	CHECK_ERROR(clock_gettime(99, &a), EINVAL);
	CHECK_ERROR(clock_gettime(CLOCK_MONOTONIC, BAD_POINTER), EFAULT);
	CHECK_ERROR(nanosleep(&bad, NULL), EINVAL);
	CHECK(gettimeofday(&tv, NULL) == 0 && tv.tv_sec > 1600000000);
}

static void
check_usage(void)
{
	struct rusage ru;

	do {
		CHECK(getrusage(RUSAGE_SELF, &ru) == 0);
	} while (failures == 0 && ru.ru_utime.tv_sec == 0 &&
	    ru.ru_utime.tv_usec < 10000);
	CHECK_ERROR(getrusage(5, &ru), EINVAL);
	CHECK_ERROR(getrusage(RUSAGE_SELF, BAD_POINTER), EFAULT);
}

static void
check_random(void)
{
	char a[32], b[32];

	CHECK(getrandom(a, sizeof(a), 0) == sizeof(a));
	CHECK(getrandom(b, sizeof(b), 0) == sizeof(b));
	CHECK(memcmp(a, b, sizeof(a)) != 0);
	CHECK_ERROR(getrandom(BAD_POINTER, 8, 0), EFAULT);
	CHECK_ERROR(getrandom(a, 8, 0x4000), EINVAL);
}

void
test_clocks(void)
{

	check_clocks();
	check_usage();
	check_random();
	CHECK(setpriority(PRIO_PROCESS, 0, 5) == 0);
	CHECK(getpriority(PRIO_PROCESS, 0) == 5);
}
