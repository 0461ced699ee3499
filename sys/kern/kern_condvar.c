/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * condvar(9).  A condition variable is an address to sleep on.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/condvar.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/sleepqueue.h>

void
cv_init(struct cv *cvp, const char *desc)
{

	cvp->cv_description = desc;
	cvp->cv_waiters = 0;
}

void
cv_destroy(struct cv *cvp __unused)
{

#ifdef INVARIANTS
	sleepq_lock(cvp);
	KASSERT(sleepq_sleepcnt(cvp, 0) == 0,
	    ("condition variable %s is destroyed while threads wait",
	    cvp->cv_description));
	sleepq_release(cvp);
#endif
}

static int
cv_sleep(struct cv *cvp, struct lock_object *lock, int pri, sbintime_t sbt,
    sbintime_t pr, int flags)
{

	if (cold || SCHEDULER_STOPPED())
		return (0);
	return (sleep_on(cvp, 0, lock, pri, cvp->cv_description,
	    SLEEPQ_CONDVAR, sbt, pr, flags));
}

void
_cv_wait(struct cv *cvp, struct lock_object *lock)
{

	(void)cv_sleep(cvp, lock, 0, 0, 0, 0);
}

void
_cv_wait_unlock(struct cv *cvp, struct lock_object *lock)
{

	(void)cv_sleep(cvp, lock, PDROP, 0, 0, 0);
}

int
_cv_wait_sig(struct cv *cvp, struct lock_object *lock)
{

	return (cv_sleep(cvp, lock, PCATCH, 0, 0, 0));
}

int
_cv_timedwait_sbt(struct cv *cvp, struct lock_object *lock, sbintime_t sbt,
    sbintime_t pr, int flags)
{

	return (cv_sleep(cvp, lock, 0, sbt, pr, flags));
}

int
_cv_timedwait_sig_sbt(struct cv *cvp, struct lock_object *lock, sbintime_t sbt,
    sbintime_t pr, int flags)
{

	return (cv_sleep(cvp, lock, PCATCH, sbt, pr, flags));
}

void
cv_signal(struct cv *cvp)
{

	sleepq_lock(cvp);
	sleepq_signal(cvp, SLEEPQ_CONDVAR, 0, 0);
	sleepq_release(cvp);
}

void
cv_broadcastpri(struct cv *cvp, int pri)
{

	sleepq_lock(cvp);
	sleepq_broadcast(cvp, SLEEPQ_CONDVAR, pri, 0);
	sleepq_release(cvp);
}
