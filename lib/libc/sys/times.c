/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * times(3) by getrusage(2); clock(3) of newlib calls it.
 */
#include <sys/time.h>
#include <sys/resource.h>
#include <sys/times.h>
#include <time.h>

static clock_t
ticks(const struct timeval *tv)
{

	return (tv->tv_sec * CLOCKS_PER_SEC +
	    tv->tv_usec / (1000000 / CLOCKS_PER_SEC));
}

clock_t
times(struct tms *tms)
{
	struct rusage self, children;
	struct timeval now;

	if (getrusage(RUSAGE_SELF, &self) == -1 ||
	    getrusage(RUSAGE_CHILDREN, &children) == -1 ||
	    gettimeofday(&now, NULL) == -1)
		return (-1);
	tms->tms_utime = ticks(&self.ru_utime);
	tms->tms_stime = ticks(&self.ru_stime);
	tms->tms_cutime = ticks(&children.ru_utime);
	tms->tms_cstime = ticks(&children.ru_stime);
	return (ticks(&now));
}
