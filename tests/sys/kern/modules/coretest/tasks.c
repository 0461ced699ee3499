/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * taskqueue(9) and EVENTHANDLER(9).
 */
#include "coretest.h"
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/taskqueue.h>

typedef void (*coretest_fn)(void *, int);
EVENTHANDLER_DECLARE(coretest_event, coretest_fn);

static int runs, pending_sum, order;

TASKQUEUE_DEFINE_THREAD(coretest);
static struct task early_task;
static int early_runs;

static int defined_runs;

static void
on_defined(void *arg, int value)
{

	CHECK(arg == &defined_runs);
	defined_runs += value;
}
EVENTHANDLER_DEFINE(coretest_event, on_defined, &defined_runs,
    EVENTHANDLER_PRI_ANY);

static void
run_task(void *context, int pending)
{

	CHECK(context == &runs);
	runs++;
	pending_sum += pending;
}

static void
check_thread_queue(void)
{
	struct task task;

	runs = pending_sum = 0;
	TASK_INIT(&task, 0, run_task, &runs);
	CHECK(taskqueue_enqueue(taskqueue_thread, &task) == 0);
	CHECK(taskqueue_enqueue(taskqueue_thread, &task) == 0);
	taskqueue_drain(taskqueue_thread, &task);
	CHECK(runs >= 1 && pending_sum == 2);
}

static void
check_own_queue(void)
{
	struct taskqueue *queue;
	struct timeout_task timed;
	struct task task;
	u_int pending;

	queue = taskqueue_create("coretest", M_WAITOK,
	    taskqueue_thread_enqueue, &queue);
	CHECK(queue != NULL);
	CHECK(taskqueue_start_threads(&queue, 2, 0, "coretest taskq") == 0);

	runs = pending_sum = 0;
	TASK_INIT(&task, 0, run_task, &runs);
	taskqueue_block(queue);
	CHECK(taskqueue_enqueue(queue, &task) == 0);
	CHECK(taskqueue_cancel(queue, &task, &pending) == 0 && pending == 1);
	taskqueue_unblock(queue);
	taskqueue_drain_all(queue);
	CHECK(runs == 0);

	TIMEOUT_TASK_INIT(queue, &timed, 0, run_task, &runs);
	CHECK(taskqueue_enqueue_timeout(queue, &timed, 2) == 0);
	while (*(volatile int *)&runs == 0)
		pause("timed", 1);
	taskqueue_drain_timeout(queue, &timed);
	CHECK(runs == 1);
	CHECK(taskqueue_enqueue_timeout(queue, &timed, 100 * hz) == 0);
	CHECK(taskqueue_cancel_timeout(queue, &timed, &pending) == 0);
	CHECK(pending == 1 && runs == 1);
	taskqueue_free(queue);
}

static void
run_early(void *context __unused, int pending)
{

	early_runs += pending;
}

/* When the module starts, its own queue is there. */
void
start_tasks(void)
{

	TASK_INIT(&early_task, 0, run_early, NULL);
	CHECK(taskqueue_enqueue(taskqueue_coretest, &early_task) == 0);
}

void
stop_tasks(void)
{

	taskqueue_free(taskqueue_coretest);
}

static void
on_event(void *arg, int value)
{

	CHECK(value == 7);
	order = order * 10 + (int)(intptr_t)arg;
}

static void
check_events(void)
{
	eventhandler_tag first, last;

	order = defined_runs = 0;
	last = EVENTHANDLER_REGISTER(coretest_event, on_event, (void *)2,
	    EVENTHANDLER_PRI_LAST);
	first = EVENTHANDLER_REGISTER(coretest_event, on_event, (void *)1,
	    EVENTHANDLER_PRI_FIRST);
	EVENTHANDLER_INVOKE(coretest_event, 7);
	CHECK(order == 12);
	EVENTHANDLER_DEREGISTER(coretest_event, first);
	EVENTHANDLER_INVOKE(coretest_event, 7);
	CHECK(order == 122);
	EVENTHANDLER_DEREGISTER(coretest_event, last);
	EVENTHANDLER_INVOKE(coretest_event, 7);
	CHECK(order == 122);
	CHECK(defined_runs == 21);
}

void
test_tasks(void)
{

	taskqueue_drain(taskqueue_coretest, &early_task);
	CHECK(early_runs == 1);
	check_thread_queue();
	check_own_queue();
	check_events();
}
