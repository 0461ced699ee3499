/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The clock: uptime from a timecounter, the time of day from the uptime.
 *
 * Two timehands take turns.  tc_windup() prepares the idle one and makes it
 * current; who reads a hand while it is prepared anew sees its generation
 * change, and reads again.  So the clock can be read in any context.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/timetc.h>

struct timehands {
	volatile u_int	gen;		/* 0: being changed */
	struct timecounter *tc;
	u_int		offset_count;	/* the counter at the last windup */
	uint64_t	scale;		/* 2^64 / frequency */
	struct bintime	offset;		/* uptime then */
	struct bintime	boottime;
	struct timehands *next;
};

/* Until a real one is there: time stands still. */
static u_int
no_timecount(struct timecounter *tc __unused)
{

	return (0);
}

static struct timecounter no_timecounter = {
	.tc_get_timecount = no_timecount,
	.tc_counter_mask = ~0U,
	.tc_frequency = 1000000,
	.tc_name = "none",
	.tc_quality = -1000000,
};

static struct timehands hands[2] = {
	{ .gen = 1, .tc = &no_timecounter, .next = &hands[1] },
	{ .gen = 1, .tc = &no_timecounter, .next = &hands[0] },
};
static struct timehands *volatile timehands = &hands[0];

static struct mtx	tc_mtx;		/* windup and changes of the clock */
MTX_SYSINIT(tc, &tc_mtx, "timecounter", MTX_SPIN);

struct timecounter	*timecounter = &no_timecounter;	/* (tc_mtx) */
struct bintime		boottimebin;			/* (tc_mtx) */
volatile time_t		time_second;
volatile time_t		time_uptime;

static struct timecounter *timecounters;		/* (tc_mtx) all */

/* Add what the counter has gained since the windup; returns the counter. */
static u_int
add_delta(const struct timehands *th, struct bintime *bt)
{
	unsigned __int128 x;
	u_int count;

	count = th->tc->tc_get_timecount(th->tc);
	x = (unsigned __int128)th->scale *
	    ((count - th->offset_count) & th->tc->tc_counter_mask);
	bt->sec += (time_t)(x >> 64);
	bintime_addx(bt, (uint64_t)x);
	return (count);
}

/* Run the statements with a consistent timehands th. */
#define	READ_HANDS(th, ...) do {					\
	u_int _gen;							\
									\
	do {								\
		(th) = timehands;					\
		_gen = atomic_load_acq_int(&(th)->gen);			\
		__VA_ARGS__						\
		atomic_thread_fence_acq();				\
	} while (_gen == 0 || _gen != (th)->gen);			\
} while (0)

void
binuptime(struct bintime *bt)
{
	struct timehands *th;

	READ_HANDS(th,
		*bt = th->offset;
		add_delta(th, bt);
	);
}

void
getbinuptime(struct bintime *bt)
{
	struct timehands *th;

	READ_HANDS(th, *bt = th->offset;);
}

void
bintime(struct bintime *bt)
{
	struct timehands *th;
	struct bintime boot;

	READ_HANDS(th,
		*bt = th->offset;
		boot = th->boottime;
		add_delta(th, bt);
	);
	bintime_add(bt, &boot);
}

void
getbintime(struct bintime *bt)
{
	struct timehands *th;
	struct bintime boot;

	READ_HANDS(th,
		*bt = th->offset;
		boot = th->boottime;
	);
	bintime_add(bt, &boot);
}

void
getboottimebin(struct bintime *bt)
{
	struct timehands *th;

	READ_HANDS(th, *bt = th->boottime;);
}

/* The same as timespec and timeval. */
#define	TIME_AS(name, source, type, convert)				\
void									\
name(struct type *result)						\
{									\
	struct bintime bt;						\
									\
	source(&bt);							\
	convert(&bt, result);						\
}
TIME_AS(nanouptime, binuptime, timespec, bintime2timespec)
TIME_AS(microuptime, binuptime, timeval, bintime2timeval)
TIME_AS(getnanouptime, getbinuptime, timespec, bintime2timespec)
TIME_AS(getmicrouptime, getbinuptime, timeval, bintime2timeval)
TIME_AS(nanotime, bintime, timespec, bintime2timespec)
TIME_AS(microtime, bintime, timeval, bintime2timeval)
TIME_AS(getnanotime, getbintime, timespec, bintime2timespec)
TIME_AS(getmicrotime, getbintime, timeval, bintime2timeval)
TIME_AS(getboottime, getboottimebin, timeval, bintime2timeval)

/* Move the base forward, change to a better counter or boot time. */
static void
windup_locked(void)
{
	struct timehands *new, *th;
	struct timecounter *tc;
	u_int gen;

	mtx_assert(&tc_mtx, MA_OWNED);
	th = timehands;
	new = th->next;
	gen = new->gen;
	atomic_store_rel_int(&new->gen, 0);
	atomic_thread_fence_rel();
	tc = th->tc;
	new->tc = tc;
	new->scale = th->scale;
	new->offset = th->offset;
	new->offset_count = add_delta(th, &new->offset);
	if (timecounter != tc) {
		new->tc = timecounter;
		new->scale = (~0ULL / 2 / timecounter->tc_frequency) * 2;
		new->offset_count =
		    timecounter->tc_get_timecount(timecounter);
	}
	new->boottime = boottimebin;
	if (++gen == 0)
		gen = 1;
	atomic_store_rel_int(&new->gen, gen);
	time_uptime = new->offset.sec;
	time_second = new->offset.sec + new->boottime.sec +
	    (new->offset.frac + new->boottime.frac < new->offset.frac);
	timehands = new;
}

void
tc_windup(void)
{

	mtx_lock_spin(&tc_mtx);
	windup_locked();
	mtx_unlock_spin(&tc_mtx);
}

void
tc_init(struct timecounter *tc)
{

	mtx_lock_spin(&tc_mtx);
	tc->tc_next = timecounters;
	timecounters = tc;
	if (tc->tc_quality >= 0 && tc->tc_quality > timecounter->tc_quality) {
		timecounter = tc;
		windup_locked();
	}
	mtx_unlock_spin(&tc_mtx);
}

uint64_t
tc_getfrequency(void)
{

	return (timehands->tc->tc_frequency);
}

void
tc_setclock(const struct timespec *ts)
{
	struct bintime bt, up;

	timespec2bintime(ts, &bt);
	mtx_lock_spin(&tc_mtx);
	binuptime(&up);
	bintime_sub(&bt, &up);
	boottimebin = bt;
	windup_locked();
	mtx_unlock_spin(&tc_mtx);
}

/*
 * sysctl.
 */
static int
sysctl_boottime(SYSCTL_HANDLER_ARGS)
{
	struct timeval tv;

	getboottime(&tv);
	return (sysctl_handle_opaque(oidp, &tv, sizeof(tv), req));
}
SYSCTL_PROC(_kern, KERN_BOOTTIME, boottime, CTLTYPE_STRUCT | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_boottime, "S,timeval",
    "Time of the system's start");

static SYSCTL_NODE(_kern, OID_AUTO, timecounter, CTLFLAG_RD | CTLFLAG_MPSAFE,
    NULL, "Hardware counters that the clock reads");

/* Read and choose the timecounter by its name. */
static int
sysctl_hardware(SYSCTL_HANDLER_ARGS)
{
	char name[32];
	struct timecounter *tc;
	int error;

	strlcpy(name, timecounter->tc_name, sizeof(name));
	error = sysctl_handle_string(oidp, name, sizeof(name), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	error = EINVAL;
	mtx_lock_spin(&tc_mtx);
	for (tc = timecounters; tc != NULL; tc = tc->tc_next) {
		if (strcmp(tc->tc_name, name) != 0)
			continue;
		timecounter = tc;
		windup_locked();
		error = 0;
		break;
	}
	mtx_unlock_spin(&tc_mtx);
	return (error);
}
SYSCTL_PROC(_kern_timecounter, OID_AUTO, hardware, CTLTYPE_STRING |
    CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, 0, sysctl_hardware, "A",
    "The counter in use");
