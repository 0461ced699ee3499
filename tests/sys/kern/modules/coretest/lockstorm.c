/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads that share and own one sx(9) in every way at once, with waits that
 * are interrupted as if by signals.
 */
#include "coretest.h"
#include <sys/libkern.h>
#include <sys/priority.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/sleepqueue.h>
#include <sys/sx.h>

#define	WORKERS	8
#define	ROUNDS	3000

static struct sx lock;
static struct thread *workers[WORKERS];
static u_int readers, writers, owned, interrupted, done;

/* Let others come between, in one way or the other. */
static void
dawdle(void)
{

	if (arc4random_uniform(8) == 0)
		kern_yield(PRI_USER);
	if (arc4random_uniform(400) == 0)
		pause("dawdle", 1);
}

static void
share(bool interruptible)
{

	if (!interruptible)
		sx_slock(&lock);
	else if (sx_slock_sig(&lock) != 0) {
		atomic_add_int(&interrupted, 1);
		return;
	}
	atomic_add_int(&readers, 1);
	CHECK(writers == 0);
	dawdle();
	atomic_subtract_int(&readers, 1);
	if (arc4random_uniform(4) == 0 && sx_try_upgrade(&lock)) {
		CHECK(readers == 0 && writers == 0);
		sx_xunlock(&lock);
	} else
		sx_sunlock(&lock);
}

static void
own(bool interruptible)
{

	if (!interruptible)
		sx_xlock(&lock);
	else if (sx_xlock_sig(&lock) != 0) {
		atomic_add_int(&interrupted, 1);
		return;
	}
	CHECK(readers == 0 && writers == 0);
	writers++;
	owned++;
	dawdle();
	writers--;
	if (arc4random_uniform(4) == 0) {
		sx_downgrade(&lock);
		sx_sunlock(&lock);
	} else
		sx_xunlock(&lock);
}

/* It does not end while somebody may still interrupt it. */
static void
worker(void *arg)
{
	int i, id;

	id = (int)(intptr_t)arg;
	thread_lock(curthread);
	if ((id & 1) != 0)
		sched_prio(curthread, PUSER + id);
	thread_unlock(curthread);
	workers[id] = curthread;
	for (i = 0; i < ROUNDS; i++) {
		if (arc4random_uniform(2) == 0)
			share(arc4random_uniform(2) == 0);
		else
			own(arc4random_uniform(2) == 0);
	}
	atomic_add_int(&done, 1);
	while (done <= WORKERS)
		pause("done", 1);
}

void
test_lockstorm(void)
{
	int i;

	sx_init(&lock, "coretest storm");
	readers = writers = owned = interrupted = done = 0;
	memset(workers, 0, sizeof(workers));
	for (i = 0; i < WORKERS; i++)
		coretest_start(worker, (void *)(intptr_t)i);
	while (done < WORKERS) {
		pause("storm", 1);
		for (i = 0; i < WORKERS; i++)
			if (workers[i] != NULL)
				(void)sleepq_abort(workers[i], EINTR);
	}
	atomic_add_int(&done, 1);
	coretest_wait();
	CHECK(owned > 0 && readers == 0 && writers == 0);
	CHECK(sx_try_xlock(&lock));
	sx_xunlock(&lock);
	sx_destroy(&lock);
	printf("lockstorm: owned %u times, interrupted %u times\n", owned,
	    interrupted);
}
