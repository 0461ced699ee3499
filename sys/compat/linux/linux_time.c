/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux calls about time.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/resource.h>
#include <sys/resourcevar.h>
#include <sys/syscallsubr.h>
#include <sys/time.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>

_Static_assert(sizeof(struct timespec) == 16 && sizeof(struct timeval) == 16 &&
    sizeof(struct itimerval) == 32 && sizeof(struct rusage) == 144,
    "times are alike in Linux");

#define	LINUX_CLOCK_REALTIME		0
#define	LINUX_CLOCK_MONOTONIC		1
#define	LINUX_CLOCK_PROCESS_CPUTIME_ID	2
#define	LINUX_CLOCK_THREAD_CPUTIME_ID	3
#define	LINUX_CLOCK_MONOTONIC_RAW	4
#define	LINUX_CLOCK_REALTIME_COARSE	5
#define	LINUX_CLOCK_MONOTONIC_COARSE	6
#define	LINUX_CLOCK_BOOTTIME		7

#define	LINUX_TIMER_ABSTIME		1

static int
linux_to_bsd_clock(int lclock, clockid_t *clock)
{

	switch (lclock) {
	case LINUX_CLOCK_REALTIME:
		*clock = CLOCK_REALTIME;
		return (0);
	case LINUX_CLOCK_MONOTONIC:
	case LINUX_CLOCK_MONOTONIC_RAW:
	case LINUX_CLOCK_BOOTTIME:
		*clock = CLOCK_MONOTONIC;
		return (0);
	case LINUX_CLOCK_PROCESS_CPUTIME_ID:
		*clock = CLOCK_PROCESS_CPUTIME_ID;
		return (0);
	case LINUX_CLOCK_THREAD_CPUTIME_ID:
		*clock = CLOCK_THREAD_CPUTIME_ID;
		return (0);
	case LINUX_CLOCK_REALTIME_COARSE:
		*clock = CLOCK_REALTIME_FAST;
		return (0);
	case LINUX_CLOCK_MONOTONIC_COARSE:
		*clock = CLOCK_MONOTONIC_FAST;
		return (0);
	default:
		return (EINVAL);
	}
}

int
linux_clock_gettime(struct thread *td, struct linux_clock_gettime_args *uap)
{
	struct timespec ts;
	clockid_t clock;
	int error;

	error = linux_to_bsd_clock(uap->which, &clock);
	if (error == 0)
		error = kern_clock_gettime(td, clock, &ts);
	if (error == 0)
		error = copyout(&ts, uap->tp, sizeof(ts));
	return (error);
}

int
linux_clock_settime(struct thread *td, struct linux_clock_settime_args *uap)
{
	struct timespec ts;
	clockid_t clock;
	int error;

	error = linux_to_bsd_clock(uap->which, &clock);
	if (error == 0)
		error = copyin(uap->tp, &ts, sizeof(ts));
	if (error == 0)
		error = kern_clock_settime(td, clock, &ts);
	return (error);
}

int
linux_clock_getres(struct thread *td, struct linux_clock_getres_args *uap)
{
	struct timespec ts;
	clockid_t clock;
	int error;

	error = linux_to_bsd_clock(uap->which, &clock);
	if (error == 0)
		error = kern_clock_getres(td, clock, &ts);
	if (error == 0 && uap->tp != NULL)
		error = copyout(&ts, uap->tp, sizeof(ts));
	return (error);
}

/* The rest of an interrupted relative sleep is reported. */
int
linux_clock_nanosleep(struct thread *td,
    struct linux_clock_nanosleep_args *uap)
{
	struct timespec rmt, rqt;
	clockid_t clock;
	int error, error2, flags;

	error = linux_to_bsd_clock(uap->which, &clock);
	if (error == 0)
		error = copyin(uap->rqtp, &rqt, sizeof(rqt));
	if (error != 0)
		return (error);
	flags = (uap->flags & LINUX_TIMER_ABSTIME) != 0 ? TIMER_ABSTIME :
	    TIMER_RELTIME;
	error = kern_clock_nanosleep(td, clock, flags, &rqt, &rmt);
	if (error == EINTR && uap->rmtp != NULL && flags == TIMER_RELTIME) {
		error2 = copyout(&rmt, uap->rmtp, sizeof(rmt));
		if (error2 != 0)
			error = error2;
	}
	return (error);
}

int
linux_time(struct thread *td, struct linux_time_args *uap)
{
	struct timeval tv;
	l_long now;
	int error;

	microtime(&tv);
	now = tv.tv_sec;
	error = 0;
	if (uap->tloc != NULL)
		error = copyout(&now, uap->tloc, sizeof(now));
	td->td_retval[0] = now;
	return (error);
}

/* Returns the seconds that were left of the last alarm, at least 1 if any. */
int
linux_alarm(struct thread *td, struct linux_alarm_args *uap)
{
	struct itimerval it, old;
	int error;

	timerclear(&it.it_interval);
	it.it_value.tv_sec = uap->secs;
	it.it_value.tv_usec = 0;
	error = kern_setitimer(td, ITIMER_REAL, &it, &old);
	if (error != 0)
		return (error);
	td->td_retval[0] = old.it_value.tv_sec;
	if (old.it_value.tv_usec >= 500000 ||
	    (old.it_value.tv_sec == 0 && old.it_value.tv_usec > 0))
		td->td_retval[0]++;
	return (0);
}

static l_long
linux_clockticks(const struct timeval *tv)
{

	return (tv->tv_sec * LINUX_CLOCKTICK +
	    tv->tv_usec / (1000000 / LINUX_CLOCKTICK));
}

/* Returns ticks since a fixed time in the past: since boot. */
int
linux_times(struct thread *td, struct linux_times_args *uap)
{
	struct l_tms tms;
	struct rusage ru;
	struct timeval tv;
	int error;

	error = 0;
	if (uap->tms != NULL) {
		error = kern_getrusage(td, RUSAGE_SELF, &ru);
		if (error != 0)
			return (error);
		tms.tms_utime = linux_clockticks(&ru.ru_utime);
		tms.tms_stime = linux_clockticks(&ru.ru_stime);
		error = kern_getrusage(td, RUSAGE_CHILDREN, &ru);
		if (error != 0)
			return (error);
		tms.tms_cutime = linux_clockticks(&ru.ru_utime);
		tms.tms_cstime = linux_clockticks(&ru.ru_stime);
		error = copyout(&tms, uap->tms, sizeof(tms));
	}
	microuptime(&tv);
	td->td_retval[0] = linux_clockticks(&tv);
	return (error);
}
