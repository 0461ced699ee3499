/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * callout(9), sleep(9) with a time, and that all threads get their share.
 */
#include "coretest.h"
#include <sys/callout.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/rmlock.h>
#include <sys/rwlock.h>
#include <sys/time.h>

#define	REARMS	5

static struct mtx m;
static struct callout plain, locked, direct;
static u_int plain_runs, locked_runs, direct_runs;
static volatile u_int spun[2], stop;

static void
run_plain(void *arg)
{

	CHECK(arg == &plain);
	atomic_add_int(&plain_runs, 1);
	wakeup(&plain_runs);
}

static void
run_locked(void *arg __unused)
{

	mtx_assert(&m, MA_OWNED);
	if (++locked_runs < REARMS)
		callout_schedule(&locked, 1);
	wakeup(&locked_runs);
}

static void
run_direct(void *arg __unused)
{

	direct_runs++;
}

static void
check_plain(void)
{
	int begin;

	callout_init(&plain, 1);
	plain_runs = 0;
	begin = ticks;
	CHECK(callout_reset(&plain, 3, run_plain, &plain) == 0);
	CHECK(callout_pending(&plain));
	while (plain_runs == 0)
		(void)tsleep(&plain_runs, 0, "plain", 1);
	CHECK(ticks - begin >= 3);
	CHECK(!callout_pending(&plain));

	callout_reset(&plain, 100 * hz, run_plain, &plain);
	CHECK(callout_reset(&plain, 200 * hz, run_plain, &plain) == 1);
	CHECK(callout_stop(&plain) == 1);
	CHECK(callout_stop(&plain) == -1);
	CHECK(callout_drain(&plain) != 1);
	CHECK(plain_runs == 1);
}

static void
check_locked(void)
{

	mtx_init(&m, "coretest callout", NULL, MTX_DEF);
	callout_init_mtx(&locked, &m, 0);
	locked_runs = 0;
	mtx_lock(&m);
	callout_reset(&locked, 1, run_locked, NULL);
	while (locked_runs < REARMS)
		CHECK(msleep(&locked_runs, &m, 0, "locked", 0) == 0);
	mtx_unlock(&m);
	CHECK(callout_drain(&locked) != 1);
	CHECK(locked_runs == REARMS);
	mtx_destroy(&m);
}

static void
check_direct(void)
{

	callout_init(&direct, 1);
	direct_runs = 0;
	callout_reset_sbt(&direct, SBT_1MS * 20, 0, run_direct, NULL,
	    C_DIRECT_EXEC);
	while (*(volatile u_int *)&direct_runs == 0)
		pause("direct", 1);
	CHECK(callout_drain(&direct) != 1);
	CHECK(direct_runs == 1);
}

static void
check_delays(void)
{
	struct timespec begin, end;
	struct timeval now;
	int begin_ticks;

	begin_ticks = ticks;
	CHECK(tsleep(&begin, 0, "timeout", 2) == EWOULDBLOCK);
	CHECK(ticks - begin_ticks >= 2);
	nanouptime(&begin);
	DELAY(3000);
	nanouptime(&end);
	timespecsub(&end, &begin, &end);
	CHECK(end.tv_sec > 0 || end.tv_nsec >= 2900000);
	microtime(&now);
	CHECK(now.tv_sec > 1600000000);
}

static void
spin(void *arg)
{
	volatile u_int *count = arg;

	while (stop == 0)
		(*count)++;
}

/* Threads that never wait are made to give way to each other, and to us. */
static void
check_sharing(void)
{

	spun[0] = spun[1] = stop = 0;
	coretest_start(spin, __DEVOLATILE(void *, &spun[0]));
	coretest_start(spin, __DEVOLATILE(void *, &spun[1]));
	while (spun[0] == 0 || spun[1] == 0)
		pause("spin", 1);
	stop = 1;
	coretest_wait();
}

static struct rwlock rw;
static struct rmlock rm;

/* The callout's lock is held, and goes on its own if that was agreed. */
static void
run_written(void *arg)
{

	CHECK(arg == &rw ? rw_wowned(&rw) : rm_wowned(&rm));
	if (arg == &rw)
		rw_wunlock(&rw);
	atomic_add_int(&plain_runs, 1);
}

static void
run_shared(void *arg __unused)
{

	rw_assert(&rw, RA_RLOCKED);
	CHECK(!rw_wowned(&rw));
	atomic_add_int(&plain_runs, 1);
}

static void
wait_for_runs(u_int runs)
{

	while (atomic_load_int(&plain_runs) < runs)
		pause("runs", 1);
}

static void
check_other_locks(void)
{
	struct callout c;

	plain_runs = 0;
	rw_init(&rw, "callout rw");
	rm_init(&rm, "callout rm");
	callout_init_rw(&c, &rw, CALLOUT_RETURNUNLOCKED);
	rw_wlock(&rw);
	callout_reset_curcpu(&c, 1, run_written, &rw);
	rw_wunlock(&rw);
	wait_for_runs(1);
	callout_drain(&c);
	callout_init_rw(&c, &rw, CALLOUT_SHAREDLOCK);
	rw_wlock(&rw);
	callout_reset_on(&c, 1, run_shared, NULL, 0);
	rw_wunlock(&rw);
	wait_for_runs(2);
	callout_drain(&c);
	callout_init_rm(&c, &rm, 0);
	rm_wlock(&rm);
	callout_reset_sbt_curcpu(&c, SBT_1MS, 0, run_written, &rm, 0);
	rm_wunlock(&rm);
	wait_for_runs(3);
	callout_drain(&c);
	rm_destroy(&rm);
	rw_destroy(&rw);
}

/* A callout is active from its reset until somebody says otherwise. */
static void
check_active(void)
{

	plain_runs = 0;
	callout_init(&plain, 1);
	CHECK(!callout_active(&plain) && !callout_pending(&plain));
	callout_reset(&plain, 1, run_plain, &plain);
	CHECK(callout_active(&plain) && callout_pending(&plain));
	wait_for_runs(1);
	CHECK(callout_active(&plain) && !callout_pending(&plain));
	callout_deactivate(&plain);
	CHECK(!callout_active(&plain));
	/* The function and its argument are those of the last time. */
	CHECK(callout_schedule_curcpu(&plain, 1) == 0);
	wait_for_runs(2);
	CHECK(callout_schedule_on(&plain, 1, 0) == 0);
	wait_for_runs(3);
	CHECK(callout_schedule_sbt_curcpu(&plain, SBT_1MS, 0, 0) == 0);
	wait_for_runs(4);
	CHECK(callout_schedule(&plain, 1000 * hz) == 0);
	CHECK(callout_stop(&plain) == 1 && !callout_active(&plain));
	callout_drain(&plain);
}

void
test_callouts(void)
{

	check_active();
	check_other_locks();
	check_plain();
	check_locked();
	check_direct();
	check_delays();
	check_sharing();
}
