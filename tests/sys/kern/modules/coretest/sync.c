/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sema(9), rmlock(9), mtx_pool(9), and the callouts that locks have to do with.
 */
#include "coretest.h"
#include <sys/callout.h>
#include <sys/proc.h>
#include <sys/rmlock.h>
#include <sys/sema.h>

#define	ROUNDS	500

static struct sema full, empty, done;
static struct rmlock rm;
static struct callout late;
static int slot, sum, writers;

static void
consumer(void *arg __unused)
{
	int i;

	for (i = 0; i < ROUNDS; i++) {
		sema_wait(&full);
		sum += slot;
		sema_post(&empty);
	}
}

static void
check_semaphores(void)
{
	int i;

	sum = 0;
	sema_init(&full, 0, "full");
	sema_init(&empty, 1, "empty");
	CHECK(sema_trywait(&full) == 0);
	CHECK(sema_timedwait(&full, 2) == EWOULDBLOCK);
	CHECK(sema_timedwait(&empty, 2) == 0 && sema_value(&empty) == 0);
	sema_post(&empty);
	CHECK(sema_value(&empty) == 1);
	coretest_start(consumer, NULL);
	for (i = 0; i < ROUNDS; i++) {
		sema_wait(&empty);
		slot = i;
		sema_post(&full);
	}
	coretest_wait();
	CHECK(sum == ROUNDS * (ROUNDS - 1) / 2);
	CHECK(sema_trywait(&empty) != 0);
	sema_destroy(&full);
	sema_destroy(&empty);
}

static void
writer(void *arg __unused)
{

	rm_wlock(&rm);
	rm_assert(&rm, RA_WLOCKED);
	CHECK(rm_wowned(&rm));
	writers++;
	rm_wunlock(&rm);
}

/* A reader that reads again must not wait for the writer that waits for it. */
static void
check_readers(int opts)
{
	struct rm_priotracker inner, outer;
	int i;

	writers = 0;
	rm_init_flags(&rm, "coretest rm", opts);
	rm_rlock(&rm, &outer);
	coretest_start(writer, NULL);
	/* Let the writer come; a reader may not sleep. */
	for (i = 0; i < 100; i++)
		kern_yield(PRI_USER);
	rm_rlock(&rm, &inner);
	rm_assert(&rm, RA_RLOCKED | RA_RECURSED);
	CHECK(writers == 0);
	rm_runlock(&rm, &inner);
	rm_assert(&rm, RA_RLOCKED | RA_NOTRECURSED);
	CHECK(writers == 0 && !rm_wowned(&rm));
	rm_runlock(&rm, &outer);
	rm_assert(&rm, RA_UNLOCKED);
	coretest_wait();
	CHECK(writers == 1);
	rm_wlock(&rm);
	CHECK(rm_try_rlock(&rm, &outer) == 0);
	CHECK(rm_sleep(&writers, &rm, 0, "rm", 1) == EWOULDBLOCK);
	rm_assert(&rm, RA_WLOCKED);
	rm_wunlock(&rm);
	CHECK(rm_try_rlock(&rm, &outer) == 1);
	rm_runlock(&rm, &outer);
	rm_destroy(&rm);
}

static void
check_pools(void)
{
	struct mtx_pool *pool;
	int objects[64];
	struct mtx *first;
	u_int different, i;

	pool = mtx_pool_create("coretest pool", 8, MTX_DEF);
	first = mtx_pool_find(pool, &objects[0]);
	CHECK(mtx_pool_find(pool, &objects[0]) == first);
	for (different = i = 0; i < nitems(objects); i++)
		different += mtx_pool_find(pool, &objects[i]) != first;
	CHECK(different > 0);
	mtx_pool_lock(pool, &objects[0]);
	mtx_assert(first, MA_OWNED);
	mtx_pool_unlock(pool, &objects[0]);
	CHECK(mtx_pool_alloc(pool) != mtx_pool_alloc(pool));
	mtx_pool_destroy(&pool);
	CHECK(pool == NULL);
	mtx_pool_lock(mtxpool_sleep, &objects[1]);
	mtx_pool_unlock(mtxpool_sleep, &objects[1]);
}

static void
after_call(void *arg)
{

	CHECK(arg == &sum && sum == 1);
	sema_post(&done);
}

/* It is being called, so it is too late to stop it. */
static void
draining_call(void *arg)
{

	CHECK(arg == &sum);
	CHECK(callout_async_drain(&late, after_call) == 0);
	CHECK(sema_value(&done) == 0);
	sum++;
}

static void
check_async_drain(void)
{

	sum = 0;
	sema_init(&done, 0, "done");
	callout_init(&late, 1);
	CHECK(callout_async_drain(&late, after_call) == -1);
	callout_reset(&late, 1, draining_call, &sum);
	sema_wait(&done);
	CHECK(callout_drain(&late) == -1);
	callout_reset(&late, 100 * hz, draining_call, &sum);
	CHECK(callout_async_drain(&late, after_call) == 1);
	CHECK(sema_value(&done) == 0 && sum == 1);
	sema_destroy(&done);
}

static void
post_call(void *arg)
{

	sema_post(arg);
}

static void
check_when(void)
{
	struct callout c;
	sbintime_t due, precision;

	sema_init(&done, 0, "done");
	callout_init(&c, 1);
	CHECK(callout_when(20 * SBT_1MS, 0, 0, &due, &precision) == due);
	CHECK(due > sbinuptime());
	callout_reset_sbt(&c, due, precision, post_call, &done, C_PRECALC);
	CHECK(callout_pending(&c));
	sema_wait(&done);
	CHECK(sbinuptime() >= due);
	callout_schedule_sbt(&c, SBT_1MS, 0, 0);
	sema_wait(&done);
	callout_drain(&c);
	sema_destroy(&done);
}

void
test_sync(void)
{

	check_semaphores();
	check_readers(RM_RECURSE);
	check_readers(RM_RECURSE | RM_SLEEPABLE);
	check_pools();
	check_async_drain();
	check_when();
}
