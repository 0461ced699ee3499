/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The less common ways to wait: sleep(9), condvar(9), with every kind of lock;
 * and what locks say of themselves.
 */
#include "coretest.h"
#include <sys/condvar.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/rmlock.h>
#include <sys/rwlock.h>
#include <sys/sx.h>

static struct mtx m, spin;
static struct sx sx;
static struct rwlock rw;
static struct cv cv;
static int chan, awake;

static struct rwlock rw_early;
RW_SYSINIT(rw_early, &rw_early, "early");
static struct rmlock rm_early;
RM_SYSINIT(rm_early, &rm_early, "early");
static struct sx sx_early;
SX_SYSINIT_FLAGS(sx_early, &sx_early, "early", SX_RECURSE);

/* Nobody wakes these: they end by time, with their lock held again. */
static void
check_timeouts(void)
{

	mtx_lock(&m);
	CHECK(msleep_sbt(&chan, &m, 0, "msbt", SBT_1MS, 0, 0) == EWOULDBLOCK);
	CHECK(mtx_sleep(&chan, &m, 0, "mtx", 1) == EWOULDBLOCK);
	CHECK(cv_timedwait(&cv, &m, 1) == EWOULDBLOCK);
	CHECK(cv_timedwait_sbt(&cv, &m, SBT_1MS, 0, 0) == EWOULDBLOCK);
	CHECK(cv_timedwait_sig(&cv, &m, 1) == EWOULDBLOCK);
	CHECK(cv_timedwait_sig_sbt(&cv, &m, SBT_1MS, 0, 0) == EWOULDBLOCK);
	CHECK(mtx_owned(&m));
	CHECK(msleep(&chan, &m, PDROP, "drop", 1) == EWOULDBLOCK);
	CHECK(!mtx_owned(&m));
	mtx_lock_spin(&spin);
	CHECK(msleep_spin(&chan, &spin, "spin", 1) == EWOULDBLOCK);
	CHECK(msleep_spin_sbt(&chan, &spin, "spin", SBT_1MS, 0, 0) ==
	    EWOULDBLOCK);
	CHECK(mtx_owned(&spin));
	mtx_unlock_spin(&spin);
	sx_slock(&sx);
	CHECK(sx_sleep(&chan, &sx, 0, "sx", 1) == EWOULDBLOCK);
	CHECK(cv_timedwait(&cv, &sx, 1) == EWOULDBLOCK);
	sx_assert(&sx, SA_SLOCKED);
	sx_sunlock(&sx);
	rw_wlock(&rw);
	CHECK(rw_sleep(&chan, &rw, 0, "rw", 1) == EWOULDBLOCK);
	rw_assert(&rw, RA_WLOCKED);
	rw_wunlock(&rw);
	CHECK(pause_sig("psig", 1) == EWOULDBLOCK);
	CHECK(pause_sbt("psbt", SBT_1MS, 0, 0) == EWOULDBLOCK);
}

static void
sleeper(void *arg)
{

	mtx_lock(&m);
	if (arg == &cv)
		CHECK(cv_wait_sig(&cv, &m) == 0);
	else
		CHECK(msleep(&chan, &m, 0, "chan", 0) == 0);
	awake++;
	mtx_unlock(&m);
}

static void
unlocker(void *arg __unused)
{

	mtx_lock(&m);
	cv_wait_unlock(&cv, &m);
	CHECK(!mtx_owned(&m));
	mtx_lock(&m);
	awake++;
	mtx_unlock(&m);
}

static int
sleepers_awake(void)
{

	pause("woken", 2);
	return (*(volatile int *)&awake);
}

static void
check_wakeups(void)
{
	int i;

	awake = 0;
	for (i = 0; i < 4; i++)
		coretest_start(sleeper, &chan);
	CHECK(sleepers_awake() == 0);
	wakeup_one(&chan);
	CHECK(sleepers_awake() == 1);
	wakeup_any(&chan);
	CHECK(sleepers_awake() == 2);
	wakeup(&chan);
	CHECK(sleepers_awake() == 4);
	coretest_wait();

	awake = 0;
	coretest_start(sleeper, &cv);
	coretest_start(sleeper, &cv);
	coretest_start(unlocker, NULL);
	CHECK(sleepers_awake() == 0);
	cv_signal(&cv);
	CHECK(sleepers_awake() == 1);
	cv_broadcast(&cv);
	CHECK(sleepers_awake() == 3);
	coretest_wait();
	CHECK(strcmp(cv_wmesg(&cv), "waits") == 0);
}

static void
check_mutexes(void)
{

	CHECK(mtx_initialized(&m) && !mtx_recursed(&m));
	mtx_lock_flags(&m, 0);
	CHECK(mtx_trylock_flags(&m, 0) == 1 && mtx_recursed(&m));
	mtx_unlock_flags(&m, 0);
	mtx_assert(&m, MA_OWNED | MA_NOTRECURSED);
	mtx_unlock(&m);
	CHECK(mtx_trylock_spin(&spin) == 1);
	CHECK(curthread->td_critnest > 0);
	mtx_unlock_spin(&spin);
	mtx_lock_spin_flags(&spin, 0);
	mtx_unlock_spin_flags(&spin, 0);
}

static void
check_shared(void)
{

	CHECK(rw_initialized(&rw) && rw_initialized(&rw_early));
	rw_wlock(&rw);
	CHECK(rw_wowned(&rw));
	rw_downgrade(&rw);
	CHECK(!rw_wowned(&rw) && rw_try_rlock(&rw) == 1);
	rw_unlock(&rw);
	CHECK(rw_try_upgrade(&rw) == 1);
	rw_unlock(&rw);
	rw_assert(&rw, RA_UNLOCKED);
	sx_xlock(&sx_early);
	sx_xlock(&sx_early);
	CHECK(sx_xlocked(&sx_early) && sx_xholder(&sx_early) == curthread);
	sx_unlock(&sx_early);
	sx_unlock(&sx_early);
	CHECK(!sx_xlocked(&sx_early));
	rm_wlock(&rm_early);
	CHECK(rm_wowned(&rm_early));
	rm_wunlock(&rm_early);
}

void
test_waits(void)
{

	mtx_init(&m, "waits", NULL, MTX_DEF | MTX_RECURSE);
	mtx_init(&spin, "waits spin", NULL, MTX_SPIN);
	sx_init(&sx, "waits sx");
	rw_init_flags(&rw, "waits rw", RW_RECURSE);
	cv_init(&cv, "waits");
	check_timeouts();
	check_wakeups();
	check_mutexes();
	check_shared();
	cv_destroy(&cv);
	rw_destroy(&rw);
	sx_destroy(&sx);
	mtx_destroy(&spin);
	mtx_destroy(&m);
}
