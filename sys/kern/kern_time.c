/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Clocks, sleeping and interval timers, system calls.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/time.h>
#include <sys/timetc.h>

/* Longer intervals than this are for ever; 34 years. */
#define	SLEEP_MAX	((time_t)1 << 30)

sbintime_t
timespec_deadline(const struct timespec *ts)
{
	struct timespec t;

	t = *ts;
	if (t.tv_sec > SLEEP_MAX)
		t.tv_sec = SLEEP_MAX;
	return (sbinuptime() + tstosbt(t));
}

/*
 * The processor time of the thread or of the whole process.
 */
static void
cputime(struct thread *td, int who, bool user, bool system,
    struct timespec *ats)
{
	struct rusage ru;
	struct timeval tv;

	(void)kern_getrusage(td, who, &ru);
	timerclear(&tv);
	if (user)
		timevaladd(&tv, &ru.ru_utime);
	if (system)
		timevaladd(&tv, &ru.ru_stime);
	TIMEVAL_TO_TIMESPEC(&tv, ats);
}

int
kern_clock_gettime(struct thread *td, clockid_t clock_id,
    struct timespec *ats)
{

	switch (clock_id) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
		nanotime(ats);
		break;
	case CLOCK_REALTIME_FAST:
		getnanotime(ats);
		break;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_PRECISE:
	case CLOCK_UPTIME:
	case CLOCK_UPTIME_PRECISE:
		nanouptime(ats);
		break;
	case CLOCK_MONOTONIC_FAST:
	case CLOCK_UPTIME_FAST:
		getnanouptime(ats);
		break;
	case CLOCK_SECOND:
		ats->tv_sec = time_second;
		ats->tv_nsec = 0;
		break;
	case CLOCK_VIRTUAL:
		cputime(td, RUSAGE_SELF, true, false, ats);
		break;
	case CLOCK_PROF:
	case CLOCK_PROCESS_CPUTIME_ID:
		cputime(td, RUSAGE_SELF, true, true, ats);
		break;
	case CLOCK_THREAD_CPUTIME_ID:
		cputime(td, RUSAGE_THREAD, true, true, ats);
		break;
	default:
		return (EINVAL);
	}
	return (0);
}

int
sys_clock_gettime(struct thread *td, struct clock_gettime_args *uap)
{
	struct timespec ats;
	int error;

	error = kern_clock_gettime(td, uap->clock_id, &ats);
	if (error == 0)
		error = copyout(&ats, uap->tp, sizeof(ats));
	return (error);
}

int
kern_clock_settime(struct thread *td, clockid_t clock_id,
    struct timespec *ats)
{
	int error;

	error = priv_check(td, PRIV_CLOCK_SETTIME);
	if (error != 0)
		return (error);
	if (clock_id != CLOCK_REALTIME || !timespecvalid_interval(ats))
		return (EINVAL);
	tc_setclock(ats);
	return (0);
}

int
sys_clock_settime(struct thread *td, struct clock_settime_args *uap)
{
	struct timespec ats;
	int error;

	error = copyin(uap->tp, &ats, sizeof(ats));
	if (error == 0)
		error = kern_clock_settime(td, uap->clock_id, &ats);
	return (error);
}

int
kern_clock_getres(struct thread *td __unused, clockid_t clock_id,
    struct timespec *ts)
{

	ts->tv_sec = 0;
	switch (clock_id) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_PRECISE:
	case CLOCK_UPTIME:
	case CLOCK_UPTIME_PRECISE:
		ts->tv_nsec = 1000000000 / tc_getfrequency() + 1;
		break;
	case CLOCK_REALTIME_FAST:
	case CLOCK_MONOTONIC_FAST:
	case CLOCK_UPTIME_FAST:
	case CLOCK_VIRTUAL:
	case CLOCK_PROF:
	case CLOCK_THREAD_CPUTIME_ID:
	case CLOCK_PROCESS_CPUTIME_ID:
		ts->tv_nsec = 1000000000 / hz;
		break;
	case CLOCK_SECOND:
		ts->tv_sec = 1;
		ts->tv_nsec = 0;
		break;
	default:
		return (EINVAL);
	}
	return (0);
}

int
sys_clock_getres(struct thread *td, struct clock_getres_args *uap)
{
	struct timespec ts;
	int error;

	error = kern_clock_getres(td, uap->clock_id, &ts);
	if (error == 0 && uap->tp != NULL)
		error = copyout(&ts, uap->tp, sizeof(ts));
	return (error);
}

int
sys_gettimeofday(struct thread *td __unused, struct gettimeofday_args *uap)
{
	struct timezone rtz;
	struct timeval atv;
	int error;

	error = 0;
	if (uap->tp != NULL) {
		microtime(&atv);
		error = copyout(&atv, uap->tp, sizeof(atv));
	}
	if (error == 0 && uap->tzp != NULL) {
		memset(&rtz, 0, sizeof(rtz));
		error = copyout(&rtz, uap->tzp, sizeof(rtz));
	}
	return (error);
}

/*
 * The kernel keeps no time zone: tzp is ignored.
 */
int
kern_settimeofday(struct thread *td, struct timeval *tv,
    struct timezone *tzp __unused)
{
	struct timespec ts;
	int error;

	error = priv_check(td, PRIV_SETTIMEOFDAY);
	if (error != 0 || tv == NULL)
		return (error);
	if (tv->tv_usec < 0 || tv->tv_usec >= 1000000 || tv->tv_sec < 0)
		return (EINVAL);
	TIMEVAL_TO_TIMESPEC(tv, &ts);
	tc_setclock(&ts);
	return (0);
}

int
sys_settimeofday(struct thread *td, struct settimeofday_args *uap)
{
	struct timeval atv;
	int error;

	if (uap->tv == NULL)
		return (kern_settimeofday(td, NULL, NULL));
	error = copyin(uap->tv, &atv, sizeof(atv));
	if (error == 0)
		error = kern_settimeofday(td, &atv, NULL);
	return (error);
}

/*
 * What a time of the clock is as an uptime.
 */
static int
clock_deadline(clockid_t clock_id, const struct timespec *ts,
    sbintime_t *deadline)
{
	struct timespec now, left;

	switch (clock_id) {
	case CLOCK_REALTIME:
	case CLOCK_REALTIME_PRECISE:
	case CLOCK_REALTIME_FAST:
	case CLOCK_SECOND:
		nanotime(&now);
		break;
	case CLOCK_MONOTONIC:
	case CLOCK_MONOTONIC_PRECISE:
	case CLOCK_MONOTONIC_FAST:
	case CLOCK_UPTIME:
	case CLOCK_UPTIME_PRECISE:
	case CLOCK_UPTIME_FAST:
		nanouptime(&now);
		break;
	default:
		return (EINVAL);
	}
	if (timespeccmp(ts, &now, <=))
		*deadline = sbinuptime();
	else {
		timespecsub(ts, &now, &left);
		*deadline = timespec_deadline(&left);
	}
	return (0);
}

int
kern_clock_nanosleep(struct thread *td, clockid_t clock_id, int flags,
    const struct timespec *rqt, struct timespec *rmt)
{
	sbintime_t deadline, left;
	int error;

	if (!timespecvalid_interval(rqt) || (flags & ~TIMER_ABSTIME) != 0)
		return (EINVAL);
	error = clock_deadline(clock_id, rqt, &deadline);
	if (error != 0)
		return (error);
	if ((flags & TIMER_ABSTIME) == 0)
		deadline = timespec_deadline(rqt);
	if (deadline <= sbinuptime())
		return (0);
	error = tsleep_sbt(&td->td_retval, PWAIT | PCATCH, "nanslp", deadline,
	    0, C_ABSOLUTE);
	if (error == EWOULDBLOCK)
		return (0);
	if (error == ERESTART)
		error = EINTR;
	if (rmt != NULL && (flags & TIMER_ABSTIME) == 0) {
		left = MAX(deadline - sbinuptime(), 0);
		*rmt = sbttots(left);
	}
	return (error);
}

int
kern_nanosleep(struct thread *td, struct timespec *rqt, struct timespec *rmt)
{

	return (kern_clock_nanosleep(td, CLOCK_MONOTONIC, TIMER_RELTIME, rqt,
	    rmt));
}

static int
user_clock_nanosleep(struct thread *td, clockid_t clock_id, int flags,
    const struct timespec *ua_rqtp, struct timespec *ua_rmtp)
{
	struct timespec rmt, rqt;
	int error, error2;

	error = copyin(ua_rqtp, &rqt, sizeof(rqt));
	if (error != 0)
		return (error);
	error = kern_clock_nanosleep(td, clock_id, flags, &rqt, &rmt);
	if (error == EINTR && ua_rmtp != NULL &&
	    (flags & TIMER_ABSTIME) == 0) {
		error2 = copyout(&rmt, ua_rmtp, sizeof(rmt));
		if (error2 != 0)
			error = error2;
	}
	return (error);
}

int
sys_nanosleep(struct thread *td, struct nanosleep_args *uap)
{

	return (user_clock_nanosleep(td, CLOCK_MONOTONIC, TIMER_RELTIME,
	    uap->rqtp, uap->rmtp));
}

/*
 * clock_nanosleep(2) returns its error as a value.
 */
int
sys_clock_nanosleep(struct thread *td, struct clock_nanosleep_args *uap)
{

	td->td_retval[0] = user_clock_nanosleep(td, uap->clock_id, uap->flags,
	    uap->rqtp, uap->rmtp);
	return (0);
}

/*
 * The process's interval timer has expired.  it_value is the uptime of the
 * expiry; a period that was slept through raises no further signal.
 */
static void
realitexpire(void *arg)
{
	struct proc *p;
	struct timeval now;
	struct itimerval *it;

	p = arg;
	PROC_LOCK_ASSERT(p, MA_OWNED);
	kern_psignal(p, SIGALRM);
	it = &p->p_realtimer;
	if (!timerisset(&it->it_interval)) {
		timerclear(&it->it_value);
		return;
	}
	microuptime(&now);
	timevaladd(&it->it_value, &it->it_interval);
	if (timercmp(&it->it_value, &now, <=)) {
		it->it_value = now;
		timevaladd(&it->it_value, &it->it_interval);
	}
	callout_reset_sbt(&p->p_itcallout, tvtosbt(it->it_value), 0,
	    realitexpire, p, C_ABSOLUTE);
}

/*
 * it_value as the time that is left; p_mtx held.
 */
static void
get_realtimer(struct proc *p, struct itimerval *aitv)
{
	struct timeval now;

	*aitv = p->p_realtimer;
	if (!timerisset(&aitv->it_value))
		return;
	microuptime(&now);
	if (timercmp(&aitv->it_value, &now, >))
		timevalsub(&aitv->it_value, &now);
	else {
		/* About to expire: not to be taken for a stopped timer. */
		aitv->it_value.tv_sec = 0;
		aitv->it_value.tv_usec = 1;
	}
}

static bool
timer_value_ok(struct timeval *tv)
{

	if (tv->tv_sec < 0 || tv->tv_usec < 0 || tv->tv_usec >= 1000000)
		return (false);
	if (tv->tv_sec > SLEEP_MAX)
		tv->tv_sec = SLEEP_MAX;
	return (true);
}

int
kern_getitimer(struct thread *td, u_int which, struct itimerval *aitv)
{

	if (which != ITIMER_REAL)
		return (EINVAL);
	PROC_LOCK(td->td_proc);
	get_realtimer(td->td_proc, aitv);
	PROC_UNLOCK(td->td_proc);
	return (0);
}

/*
 * Only ITIMER_REAL: processor time is counted in ticks, too coarse to drive
 * the two others.
 */
int
kern_setitimer(struct thread *td, u_int which, struct itimerval *aitv,
    struct itimerval *oitv)
{
	struct timeval now;
	struct proc *p;

	if (aitv == NULL)
		return (kern_getitimer(td, which, oitv));
	if (which != ITIMER_REAL || !timer_value_ok(&aitv->it_value) ||
	    !timer_value_ok(&aitv->it_interval))
		return (EINVAL);
	p = td->td_proc;
	PROC_LOCK(p);
	if (oitv != NULL)
		get_realtimer(p, oitv);
	callout_stop(&p->p_itcallout);
	p->p_realtimer = *aitv;
	if (timerisset(&aitv->it_value)) {
		microuptime(&now);
		timevaladd(&p->p_realtimer.it_value, &now);
		callout_reset_sbt(&p->p_itcallout,
		    tvtosbt(p->p_realtimer.it_value), 0, realitexpire, p,
		    C_ABSOLUTE);
	} else
		timerclear(&p->p_realtimer.it_interval);
	PROC_UNLOCK(p);
	return (0);
}

int
sys_getitimer(struct thread *td, struct getitimer_args *uap)
{
	struct itimerval aitv;
	int error;

	error = kern_getitimer(td, uap->which, &aitv);
	if (error == 0)
		error = copyout(&aitv, uap->itv, sizeof(aitv));
	return (error);
}

int
sys_setitimer(struct thread *td, struct setitimer_args *uap)
{
	struct itimerval aitv, oitv;
	int error;

	if (uap->itv == NULL && uap->oitv == NULL)
		return (0);
	if (uap->itv != NULL) {
		error = copyin(uap->itv, &aitv, sizeof(aitv));
		if (error != 0)
			return (error);
	}
	error = kern_setitimer(td, uap->which, uap->itv != NULL ? &aitv : NULL,
	    &oitv);
	if (error == 0 && uap->oitv != NULL)
		error = copyout(&oitv, uap->oitv, sizeof(oitv));
	return (error);
}
