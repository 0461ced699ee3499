/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The clock interrupt, and who has used the processor.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/sched.h>
#include <sys/sysctl.h>
#include <sys/time.h>
#include <sys/timetc.h>

#define	HZ_DEFAULT	100
#define	HZ_MIN		10
#define	HZ_MAX		10000

int		hz = HZ_DEFAULT;
int		tick = 1000000 / HZ_DEFAULT;
int		ticks;
struct bintime	tick_bt;
sbintime_t	tick_sbt = SBT_1S / HZ_DEFAULT;

/* Ticks in user mode, niced, in the kernel, in interrupts, idle. */
enum { CP_USER, CP_NICE, CP_SYS, CP_INTR, CP_IDLE, CP_STATES };
static long	cp_time[CP_STATES];
SYSCTL_PROC(_kern, OID_AUTO, cp_time, CTLTYPE_LONG | CTLFLAG_RD |
    CTLFLAG_MPSAFE, cp_time, sizeof(cp_time), sysctl_handle_opaque, "LU",
    "Ticks of the processor: user, nice, system, interrupt, idle");

static int
sysctl_clockrate(SYSCTL_HANDLER_ARGS)
{
	struct clockinfo info;

	memset(&info, 0, sizeof(info));
	info.hz = hz;
	info.tick = tick;
	info.stathz = info.profhz = hz;
	return (sysctl_handle_opaque(oidp, &info, sizeof(info), req));
}
SYSCTL_PROC(_kern, KERN_CLOCKRATE, clockrate, CTLTYPE_STRUCT | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_clockrate, "S,clockinfo",
    "Rate and period of the clock");
SYSCTL_INT(_kern, OID_AUTO, hz, CTLFLAG_RDTUN | CTLFLAG_NOFETCH, &hz, 0,
    "Clock interrupts per second");

static void
hz_init(void *arg __unused)
{

	TUNABLE_INT_FETCH("kern.hz", &hz);
	if (hz < HZ_MIN || hz > HZ_MAX)
		hz = HZ_DEFAULT;
	tick = 1000000 / hz;
	tick_sbt = SBT_1S / hz;
	tick_bt = sbttobt(tick_sbt);
}
SYSINIT(hz, SI_SUB_TUNABLES, SI_ORDER_FIRST, hz_init, NULL);

static void
count_tick(struct thread *td, int usermode)
{

	if (TD_IS_IDLETHREAD(td))
		cp_time[CP_IDLE]++;
	else if (!usermode)
		cp_time[CP_SYS]++;
	else if ((int8_t)td->td_proc->p_nice > 0)
		cp_time[CP_NICE]++;
	else
		cp_time[CP_USER]++;
}

void
hardclock(int usermode)
{
	struct thread *td = curthread;

	atomic_add_int((volatile u_int *)&ticks, 1);
	tc_windup();
	count_tick(td, usermode);
	callout_process();
	sched_clock(td, usermode);
}

/*
 * Conversions of time.
 */
void
timevaladd(struct timeval *t1, const struct timeval *t2)
{

	timeradd(t1, t2, t1);
}

void
timevalsub(struct timeval *t1, const struct timeval *t2)
{

	timersub(t1, t2, t1);
}

/* One tick more than the time, for the part of the present tick. */
int
tvtohz(struct timeval *tv)
{
	int64_t usec;

	if (tv->tv_sec < 0 || tv->tv_usec < 0)
		return (1);
	if (tv->tv_sec >= INT32_MAX / hz - 1)
		return (INT32_MAX);
	usec = (int64_t)tv->tv_sec * 1000000 + tv->tv_usec;
	return ((usec + tick - 1) / tick + 1);
}

int
itimerfix(struct timeval *tv)
{

	if (tv->tv_sec < 0 || tv->tv_usec < 0 || tv->tv_usec >= 1000000)
		return (EINVAL);
	if (tv->tv_sec == 0 && tv->tv_usec != 0 && tv->tv_usec < tick)
		tv->tv_usec = tick;
	return (0);
}

int
ratecheck(struct timeval *lasttime, const struct timeval *interval)
{
	struct timeval delta, now;

	getmicrouptime(&now);
	timersub(&now, lasttime, &delta);
	/* The first time always. */
	if (timercmp(&delta, interval, <) && timerisset(lasttime))
		return (0);
	*lasttime = now;
	return (1);
}

/* lasttime->tv_sec holds ticks; negative maxpps: no limit. */
int
ppsratecheck(struct timeval *lasttime, int *curpps, int maxpps)
{
	int now = ticks;

	if (lasttime->tv_sec == 0 || (u_int)(now - lasttime->tv_sec) >=
	    (u_int)hz) {
		lasttime->tv_sec = now != 0 ? now : 1;
		*curpps = 1;
		return (maxpps != 0);
	}
	(*curpps)++;
	return (maxpps < 0 || *curpps <= maxpps);
}
