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
#include <sys/proc.h>
#include <sys/taskqueue.h>

typedef void (*coretest_fn)(void *, int);
EVENTHANDLER_DECLARE(coretest_event, coretest_fn);

static int runs, pending_sum, order;

TASKQUEUE_DECLARE(coretest);
TASKQUEUE_DEFINE_THREAD(coretest);
TASKQUEUE_FAST_DEFINE_THREAD(coretest_fast);
static struct task early_task;
static u_int early_runs;

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
	taskqueue_free(taskqueue_coretest_fast);
}

static volatile u_int begun, ended;
static struct thread *runner;

static void
note_callback(void *context)
{

	atomic_add_int(context, 1);
}

static void
slow_task(void *context, int pending __unused)
{

	runner = curthread;
	CHECK(taskqueue_member(*(struct taskqueue **)context, curthread) == 1);
	pause("task", 3);
	atomic_add_int(&early_runs, 1);
}

/* A queue of another process, its callbacks, and what waits for its tasks. */
static void
check_threads_of_queue(void)
{
	struct taskqueue *queue;
	struct task first, second = TASK_INITIALIZER(0, slow_task, &queue);

	begun = ended = 0;
	queue = taskqueue_create_fast("coretest", M_WAITOK,
	    taskqueue_thread_enqueue, &queue);
	taskqueue_set_callback(queue, TASKQUEUE_CALLBACK_TYPE_INIT,
	    note_callback, __DEVOLATILE(u_int *, &begun));
	taskqueue_set_callback(queue, TASKQUEUE_CALLBACK_TYPE_SHUTDOWN,
	    note_callback, __DEVOLATILE(u_int *, &ended));
	CHECK(taskqueue_start_threads_in_proc(&queue, 1, PWAIT, &proc0,
	    "%s", "coretest in") == 0);
	TASK_INIT(&first, 0, slow_task, &queue);
	early_runs = 0;
	CHECK(taskqueue_enqueue(queue, &first) == 0);
	CHECK(taskqueue_enqueue(queue, &second) == 0);
	CHECK(taskqueue_poll_is_busy(queue, &second) == 1);
	taskqueue_quiesce(queue);
	CHECK(atomic_load_int(&early_runs) == 2);
	CHECK(taskqueue_poll_is_busy(queue, &second) == 0);
	CHECK(strcmp(runner->td_name, "coretest in") == 0);
	CHECK(taskqueue_member(queue, curthread) == 0);
	CHECK(taskqueue_enqueue(queue, &first) == 0);
	while (taskqueue_cancel(queue, &first, NULL) != 0)
		taskqueue_drain(queue, &first);
	taskqueue_free(queue);
	CHECK(begun == 1 && ended == 1);
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

EVENTHANDLER_LIST_DECLARE(coretest_event);
EVENTHANDLER_LIST_DEFINE(coretest_event);
static eventhandler_tag own_tag;

/* It removes itself, which only the other way of removing allows. */
static void
once(void *arg, int value __unused)
{

	atomic_add_int(arg, 1);
	EVENTHANDLER_DEREGISTER_NOWAIT(coretest_event, own_tag);
}

static void
check_lists(void)
{
	static u_int calls;
	struct eventhandler_list *list;

	calls = 0;
	own_tag = EVENTHANDLER_REGISTER(coretest_event, once, &calls,
	    EVENTHANDLER_PRI_ANY);
	EVENTHANDLER_DIRECT_INVOKE(coretest_event, 7);
	EVENTHANDLER_DIRECT_INVOKE(coretest_event, 7);
	CHECK(calls == 1);
	CHECK(eventhandler_find_list("coretest_none") == NULL);
	/* It comes with its lock held, and goes without. */
	list = eventhandler_find_list("coretest_event");
	CHECK(list == _eventhandler_list_coretest_event);
	mtx_unlock(&list->el_lock);
	own_tag = eventhandler_register(list, NULL, once, &calls, 0);
	list = eventhandler_find_list("coretest_event");
	eventhandler_deregister(list, own_tag);
	EVENTHANDLER_DIRECT_INVOKE(coretest_event, 7);
	CHECK(calls == 1);
}

void
test_tasks(void)
{

	taskqueue_drain(taskqueue_coretest, &early_task);
	CHECK(early_runs == 1);
	check_thread_queue();
	check_own_queue();
	check_threads_of_queue();
	check_events();
	check_lists();
}
