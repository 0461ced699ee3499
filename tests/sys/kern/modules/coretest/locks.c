/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mutex(9), sx(9), rwlock(9), condvar(9): one thread, two, and many.
 */
#include "coretest.h"
#include <sys/condvar.h>
#include <sys/priority.h>
#include <sys/proc.h>
#include <sys/rwlock.h>
#include <sys/sx.h>

#define	WORKERS	6
#define	ROUNDS	2000

static struct mtx m;
static struct sx s;
static struct rwlock rw;
static struct cv cv;
static int mtx_count, rw_count, cv_state;

static void
check_tries(void)
{

	CHECK(mtx_trylock(&m));
	mtx_assert(&m, MA_OWNED);
	CHECK(!mtx_trylock(&m));
	mtx_unlock(&m);
	mtx_assert(&m, MA_NOTOWNED);

	CHECK(sx_try_xlock(&s));
	CHECK(!sx_try_slock(&s));
	sx_downgrade(&s);
	sx_assert(&s, SA_SLOCKED);
	CHECK(sx_try_slock(&s));
	CHECK(!sx_try_upgrade(&s));
	sx_sunlock(&s);
	CHECK(sx_try_upgrade(&s));
	sx_assert(&s, SA_XLOCKED);
	sx_xunlock(&s);

	CHECK(rw_try_rlock(&rw));
	CHECK(!rw_try_wlock(&rw));
	CHECK(rw_try_upgrade(&rw));
	CHECK(rw_wowned(&rw) && !rw_try_rlock(&rw));
	rw_downgrade(&rw);
	rw_runlock(&rw);
}

static void
cv_partner(void *arg __unused)
{

	mtx_lock(&m);
	while (cv_state == 0)
		cv_wait(&cv, &m);
	cv_state = 2;
	cv_broadcast(&cv);
	mtx_unlock(&m);
}

static void
check_condvar(void)
{

	cv_state = 0;
	coretest_start(cv_partner, NULL);
	mtx_lock(&m);
	CHECK(cv_timedwait(&cv, &m, 2) == EWOULDBLOCK);
	mtx_assert(&m, MA_OWNED);
	cv_state = 1;
	cv_signal(&cv);
	while (cv_state != 2)
		cv_wait(&cv, &m);
	mtx_unlock(&m);
	coretest_wait();
}

static void
use_mutex(int i)
{

	mtx_lock(&m);
	if (i % 100 == 0) {
		mtx_unlock(&m);
		kern_yield(PRI_USER);
		mtx_lock(&m);
	}
	mtx_count++;
	mtx_unlock(&m);
}

static void
use_sx(int i)
{

	if (i % 3 == 0) {
		sx_xlock(&s);
		if (i % 150 == 0)
			pause("sx", 1);
		sx_xunlock(&s);
	} else {
		sx_slock(&s);
		if (i % 97 == 0)
			kern_yield(PRI_USER);
		sx_sunlock(&s);
	}
}

static void
use_rwlock(bool write)
{

	if (write) {
		rw_wlock(&rw);
		rw_count++;
		rw_wunlock(&rw);
	} else {
		rw_rlock(&rw);
		rw_runlock(&rw);
	}
}

static void
worker(void *arg)
{
	int i, id;

	id = (int)(intptr_t)arg;
	for (i = 0; i < ROUNDS; i++) {
		use_mutex(i);
		use_sx(i);
		use_rwlock(i % 2 == id % 2);
	}
}

static void
check_many(void)
{
	int i;

	mtx_count = rw_count = 0;
	for (i = 0; i < WORKERS; i++)
		coretest_start(worker, (void *)(intptr_t)i);
	coretest_wait();
	CHECK(mtx_count == WORKERS * ROUNDS);
	CHECK(rw_count == WORKERS * ROUNDS / 2);
}

void
test_locks(void)
{

	mtx_init(&m, "coretest mutex", NULL, MTX_DEF);
	sx_init(&s, "coretest sx");
	rw_init(&rw, "coretest rwlock");
	cv_init(&cv, "coretest cv");
	check_tries();
	check_condvar();
	check_many();
	cv_destroy(&cv);
	rw_destroy(&rw);
	sx_destroy(&s);
	mtx_destroy(&m);
}
