/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Times: structures, clocks, conversions; in the kernel, the clock itself.
 *
 * An sbintime_t is seconds in 32.32 bit fixed point, a bintime in 64.64.
 */
#ifndef _SYS_TIME_H_
#define	_SYS_TIME_H_

#include <sys/_timeval.h>
#include <sys/types.h>
#include <sys/timespec.h>

struct timezone {
	int	tz_minuteswest;	/* minutes west of Greenwich */
	int	tz_dsttime;	/* kind of summer time */
};
#define	DST_NONE	0

struct itimerval {
	struct timeval	it_interval;	/* period, or zero */
	struct timeval	it_value;	/* time to the next expiry */
};
#define	ITIMER_REAL	0
#define	ITIMER_VIRTUAL	1
#define	ITIMER_PROF	2

struct clockinfo {
	int	hz;		/* clock ticks in a second */
	int	tick;		/* microseconds in a tick */
	int	spare;
	int	stathz;		/* statistics clock frequency */
	int	profhz;		/* profiling clock frequency */
};

struct bintime {
	time_t		sec;
	uint64_t	frac;	/* in 2^-64 seconds */
};

#ifndef CLOCK_REALTIME
#define	CLOCK_REALTIME		0
#endif
#define	CLOCK_VIRTUAL		1
#define	CLOCK_PROF		2
#undef CLOCK_MONOTONIC
#define	CLOCK_MONOTONIC		4
#define	CLOCK_UPTIME		5
#define	CLOCK_UPTIME_PRECISE	7
#define	CLOCK_UPTIME_FAST	8
#define	CLOCK_REALTIME_PRECISE	9
#define	CLOCK_REALTIME_FAST	10
#define	CLOCK_MONOTONIC_PRECISE	11
#define	CLOCK_MONOTONIC_FAST	12
#define	CLOCK_SECOND		13
#define	CLOCK_THREAD_CPUTIME_ID	14
#define	CLOCK_PROCESS_CPUTIME_ID 15

#ifndef TIMER_ABSTIME
#define	TIMER_RELTIME	0
#define	TIMER_ABSTIME	1
#endif

#define	SBT_1S	((sbintime_t)1 << 32)
#define	SBT_1M	(SBT_1S * 60)
#define	SBT_1MS	(SBT_1S / 1000)
#define	SBT_1US	(SBT_1S / 1000000)
#define	SBT_1NS	(SBT_1S / 1000000000)	/* beware of the rounding: 4 */
#define	SBT_MAX	0x7fffffffffffffffLL

#ifdef _KERNEL

static __inline void
bintime_addx(struct bintime *bt, uint64_t x)
{
	uint64_t frac;

	frac = bt->frac;
	bt->frac += x;
	if (bt->frac < frac)
		bt->sec++;
}

static __inline void
bintime_add(struct bintime *bt, const struct bintime *other)
{
	bintime_addx(bt, other->frac);
	bt->sec += other->sec;
}

static __inline void
bintime_sub(struct bintime *bt, const struct bintime *other)
{
	if (bt->frac < other->frac)
		bt->sec--;
	bt->frac -= other->frac;
	bt->sec -= other->sec;
}

static __inline int
sbintime_getsec(sbintime_t sbt)
{
	return ((int)(sbt >> 32));
}

static __inline sbintime_t
bttosbt(const struct bintime bt)
{
	return (((sbintime_t)bt.sec << 32) + (sbintime_t)(bt.frac >> 32));
}

static __inline struct bintime
sbttobt(sbintime_t sbt)
{
	struct bintime bt;

	bt.sec = sbt >> 32;
	bt.frac = (uint64_t)sbt << 32;
	return (bt);
}

static __inline void
bintime2timespec(const struct bintime *bt, struct timespec *ts)
{
	ts->tv_sec = bt->sec;
	ts->tv_nsec = (long)(((bt->frac >> 32) * 1000000000) >> 32);
}

static __inline void
bintime2timeval(const struct bintime *bt, struct timeval *tv)
{
	tv->tv_sec = bt->sec;
	tv->tv_usec = (suseconds_t)(((bt->frac >> 32) * 1000000) >> 32);
}

static __inline void
timespec2bintime(const struct timespec *ts, struct bintime *bt)
{
	bt->sec = ts->tv_sec;
	bt->frac = (uint64_t)ts->tv_nsec * 18446744073ULL; /* 2^64 / 1e9 */
}

static __inline void
timeval2bintime(const struct timeval *tv, struct bintime *bt)
{
	bt->sec = tv->tv_sec;
	bt->frac = (uint64_t)tv->tv_usec * 18446744073709ULL; /* 2^64 / 1e6 */
}

/* Parts of a second to sbintime_t, rounded up so that a sleep is no shorter. */
static __inline sbintime_t
nstosbt(int64_t ns)
{
	sbintime_t sb;

	sb = (ns / 1000000000) * SBT_1S;
	ns %= 1000000000;
	return (sb + (sbintime_t)((((uint64_t)ns << 32) + 999999999) /
	    1000000000));
}

static __inline sbintime_t
ustosbt(int64_t us)
{
	sbintime_t sb;

	sb = (us / 1000000) * SBT_1S;
	us %= 1000000;
	return (sb + (sbintime_t)((((uint64_t)us << 32) + 999999) / 1000000));
}

static __inline sbintime_t
mstosbt(int64_t ms)
{
	sbintime_t sb;

	sb = (ms / 1000) * SBT_1S;
	ms %= 1000;
	return (sb + (sbintime_t)((((uint64_t)ms << 32) + 999) / 1000));
}

static __inline int64_t
sbttons(sbintime_t sbt)
{
	return ((sbt >> 32) * 1000000000 +
	    (int64_t)((1000000000 * (uint64_t)(uint32_t)sbt) >> 32));
}

static __inline int64_t
sbttous(sbintime_t sbt)
{
	return ((sbt >> 32) * 1000000 +
	    (int64_t)((1000000 * (uint64_t)(uint32_t)sbt) >> 32));
}

static __inline int64_t
sbttoms(sbintime_t sbt)
{
	return ((sbt >> 32) * 1000 +
	    (int64_t)((1000 * (uint64_t)(uint32_t)sbt) >> 32));
}

static __inline struct timespec
sbttots(sbintime_t sbt)
{
	struct timespec ts;

	ts.tv_sec = sbt >> 32;
	ts.tv_nsec = sbttons((uint32_t)sbt);
	return (ts);
}

static __inline sbintime_t
tstosbt(struct timespec ts)
{
	return (((sbintime_t)ts.tv_sec << 32) + nstosbt(ts.tv_nsec));
}

static __inline struct timeval
sbttotv(sbintime_t sbt)
{
	struct timeval tv;

	tv.tv_sec = sbt >> 32;
	tv.tv_usec = sbttous((uint32_t)sbt);
	return (tv);
}

static __inline sbintime_t
tvtosbt(struct timeval tv)
{
	return (((sbintime_t)tv.tv_sec << 32) + ustosbt(tv.tv_usec));
}

#endif /* _KERNEL */

#ifndef timespecclear
#define	timespecclear(tsp)	((tsp)->tv_sec = (tsp)->tv_nsec = 0)
#define	timespecisset(tsp)	((tsp)->tv_sec || (tsp)->tv_nsec)
#define	timespeccmp(a, b, cmp)						\
	(((a)->tv_sec == (b)->tv_sec) ?					\
	    ((a)->tv_nsec cmp (b)->tv_nsec) :				\
	    ((a)->tv_sec cmp (b)->tv_sec))
#define	timespecadd(a, b, result) do {					\
	(result)->tv_sec = (a)->tv_sec + (b)->tv_sec;			\
	(result)->tv_nsec = (a)->tv_nsec + (b)->tv_nsec;		\
	if ((result)->tv_nsec >= 1000000000L) {				\
		(result)->tv_sec++;					\
		(result)->tv_nsec -= 1000000000L;			\
	}								\
} while (0)
#define	timespecsub(a, b, result) do {					\
	(result)->tv_sec = (a)->tv_sec - (b)->tv_sec;			\
	(result)->tv_nsec = (a)->tv_nsec - (b)->tv_nsec;		\
	if ((result)->tv_nsec < 0) {					\
		(result)->tv_sec--;					\
		(result)->tv_nsec += 1000000000L;			\
	}								\
} while (0)
#define	timespecvalid_interval(tsp)					\
	((tsp)->tv_sec >= 0 && (tsp)->tv_nsec >= 0 &&			\
	    (tsp)->tv_nsec < 1000000000L)
#endif

#ifndef timerclear
#define	timerclear(tvp)		((tvp)->tv_sec = (tvp)->tv_usec = 0)
#define	timerisset(tvp)		((tvp)->tv_sec || (tvp)->tv_usec)
#define	timercmp(a, b, cmp)						\
	(((a)->tv_sec == (b)->tv_sec) ?					\
	    ((a)->tv_usec cmp (b)->tv_usec) :				\
	    ((a)->tv_sec cmp (b)->tv_sec))
#define	timeradd(a, b, result) do {					\
	(result)->tv_sec = (a)->tv_sec + (b)->tv_sec;			\
	(result)->tv_usec = (a)->tv_usec + (b)->tv_usec;		\
	if ((result)->tv_usec >= 1000000) {				\
		(result)->tv_sec++;					\
		(result)->tv_usec -= 1000000;				\
	}								\
} while (0)
#define	timersub(a, b, result) do {					\
	(result)->tv_sec = (a)->tv_sec - (b)->tv_sec;			\
	(result)->tv_usec = (a)->tv_usec - (b)->tv_usec;		\
	if ((result)->tv_usec < 0) {					\
		(result)->tv_sec--;					\
		(result)->tv_usec += 1000000;				\
	}								\
} while (0)
#endif

#ifdef _KERNEL

#define	timevalclear	timerclear
#define	timevalisset	timerisset
#define	timevalcmp	timercmp
void	timevaladd(struct timeval *, const struct timeval *);
void	timevalsub(struct timeval *, const struct timeval *);

extern volatile time_t	time_second;	/* seconds since 1970 */
extern volatile time_t	time_uptime;	/* seconds since boot */
extern struct bintime	boottimebin;	/* time of boot */
extern sbintime_t	tick_sbt;	/* one tick */
extern struct bintime	tick_bt;

/*
 * The clock.  Without "get" exact to the timecounter's resolution; with it,
 * the value of the last tick, which is cheaper.  "uptime" counts from boot and
 * never steps; the others are since 1970, UTC.  From any context.
 */
void	binuptime(struct bintime *);
void	nanouptime(struct timespec *);
void	microuptime(struct timeval *);
void	bintime(struct bintime *);
void	nanotime(struct timespec *);
void	microtime(struct timeval *);
void	getbinuptime(struct bintime *);
void	getnanouptime(struct timespec *);
void	getmicrouptime(struct timeval *);
void	getbintime(struct bintime *);
void	getnanotime(struct timespec *);
void	getmicrotime(struct timeval *);
void	getboottime(struct timeval *);
void	getboottimebin(struct bintime *);

static __inline sbintime_t
sbinuptime(void)
{
	struct bintime bt;

	binuptime(&bt);
	return (bttosbt(bt));
}

static __inline sbintime_t
getsbinuptime(void)
{
	struct bintime bt;

	getbinuptime(&bt);
	return (bttosbt(bt));
}

/* Check and round a timeval from a program that is to set a timer; EINVAL. */
int	itimerfix(struct timeval *);

/* Ticks that a timeval lasts, at least 1, rounded up. */
int	tvtohz(struct timeval *);

/*
 * True at most once per interval; *lasttime is the caller's.  ppsratecheck:
 * at most maxpps times per second.
 */
int	ratecheck(struct timeval *lasttime, const struct timeval *interval);
int	ppsratecheck(struct timeval *lasttime, int *curpps, int maxpps);

#else /* !_KERNEL */

#include <time.h>
#include <sys/select.h>

__BEGIN_DECLS
int	getitimer(int, struct itimerval *);
int	gettimeofday(struct timeval *__restrict, void *__restrict);
int	setitimer(int, const struct itimerval *, struct itimerval *);
int	settimeofday(const struct timeval *, const struct timezone *);
int	utimes(const char *, const struct timeval *);
__END_DECLS

#endif /* _KERNEL */

#endif /* !_SYS_TIME_H_ */
