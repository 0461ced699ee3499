/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * swi(9).
 */
#include "coretest.h"
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/interrupt.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/taskqueue.h>

static volatile int order, runs;
static struct thread *ran_in;
static struct callout from_interrupt;
static void *first_cookie, *last_cookie;

/* The digits of order are those that ran. */
static void
note(void *arg)
{

	order = order * 10 + (int)(intptr_t)arg;
	ran_in = curthread;
}

static void
count(void *arg)
{

	CHECK((arg != NULL) == mtx_owned(&Giant));
	runs++;
}

static void
note_twice(void *arg)
{

	note(arg);
	if (order < 10)
		swi_sched(first_cookie, 0);
}

static void
wait_for(volatile int *number, int value)
{
	int i;

	for (i = 0; i < 500 && *number != value; i++)
		pause("swi", 1);
	CHECK(*number == value);
}

/* Two handlers of one event run in its thread, in the order of priority. */
static void
check_event(void)
{
	struct intr_event *event;
	void *cookie;

	event = NULL;
	CHECK(swi_add(&event, "last", note, (void *)2, SWI_TTY + 1,
	    INTR_MPSAFE, &last_cookie) == 0);
	CHECK(event != NULL);
	CHECK(swi_add(&event, "first", note, (void *)1, SWI_TTY, INTR_MPSAFE,
	    &first_cookie) == 0);
	CHECK(swi_add(&event, "only", note, NULL, SWI_TTY, INTR_EXCL,
	    &cookie) == EINVAL);
	order = 0;
	swi_sched(last_cookie, SWI_DELAY);
	pause("swi", 2);
	CHECK(order == 0);
	swi_sched(first_cookie, 0);
	wait_for(&order, 12);
	CHECK(ran_in != curthread && strncmp(ran_in->td_name, "swi1: ", 6) == 0);
	CHECK(strstr(ran_in->td_name, "first last") != NULL);
	CHECK(intr_event_destroy(event) == EBUSY);
	CHECK(swi_remove(first_cookie) == 0);
	order = 0;
	swi_sched(last_cookie, 0);
	wait_for(&order, 2);
	CHECK(swi_remove(last_cookie) == 0);
	CHECK(swi_add(&event, "only", note, (void *)3, SWI_TTY,
	    INTR_EXCL | INTR_MPSAFE, &cookie) == 0);
	CHECK(swi_add(&event, "more", note, NULL, SWI_TTY, 0,
	    &first_cookie) == EINVAL);
	CHECK(swi_remove(cookie) == 0);
	CHECK(intr_event_destroy(event) == 0);
}

static void
check_errors(void)
{
	void *cookie;

	CHECK(swi_add(NULL, NULL, note, NULL, 0, 0, &cookie) == EINVAL);
	CHECK(swi_add(NULL, "none", NULL, NULL, 0, 0, &cookie) == EINVAL);
	CHECK(swi_add(NULL, "none", note, NULL, 0, INTR_ENTROPY, &cookie) ==
	    EINVAL);
	CHECK(swi_remove(NULL) == EINVAL);
}

/* With Giant and without; one that schedules itself; from an interrupt. */
static void
check_handlers(void)
{
	void *giant, *free;

	CHECK(swi_add(NULL, "giant", count, &ran_in, SWI_NET, 0, &giant) == 0);
	CHECK(swi_add(NULL, "free", count, NULL, SWI_NET, INTR_MPSAFE,
	    &free) == 0);
	runs = 0;
	swi_sched(giant, 0);
	swi_sched(free, 0);
	wait_for(&runs, 2);
	CHECK(swi_remove(giant) == 0);
	CHECK(swi_remove(free) == 0);

	CHECK(swi_add(NULL, "twice", note_twice, (void *)5, SWI_NET,
	    INTR_MPSAFE, &first_cookie) == 0);
	order = 0;
	swi_sched(first_cookie, 0);
	wait_for(&order, 55);
	CHECK(swi_remove(first_cookie) == 0);
}

static void
on_tick(void *arg)
{

	swi_sched(arg, 0);
}

/* The clock's event takes what was delayed in the next tick. */
static void
check_clock(void)
{
	void *cookie;

	CHECK(swi_add(&clk_intr_event, "late", note, (void *)7, SWI_CLOCK,
	    INTR_MPSAFE, &cookie) == 0);
	order = 0;
	swi_sched(cookie, SWI_DELAY);
	wait_for(&order, 7);
	CHECK(swi_remove(cookie) == 0);

	CHECK(swi_add(NULL, "direct", note, (void *)8, SWI_CLOCK, INTR_MPSAFE,
	    &cookie) == 0);
	callout_init(&from_interrupt, 1);
	callout_reset_sbt(&from_interrupt, tick_sbt, 0, on_tick, cookie,
	    C_DIRECT_EXEC);
	order = 0;
	wait_for(&order, 8);
	callout_drain(&from_interrupt);
	CHECK(swi_remove(cookie) == 0);
}

static void
run_task(void *arg, int pending __unused)
{

	count(arg);
	ran_in = curthread;
}

static void
check_queues(void)
{
	struct task task;

	runs = 0;
	TASK_INIT(&task, 0, run_task, NULL);
	CHECK(taskqueue_enqueue(taskqueue_swi, &task) == 0);
	taskqueue_drain(taskqueue_swi, &task);
	CHECK(runs == 1 && strcmp(ran_in->td_name, "swi6: task queue") == 0);
	TASK_INIT(&task, 0, run_task, &task);
	CHECK(taskqueue_enqueue(taskqueue_swi_giant, &task) == 0);
	taskqueue_drain(taskqueue_swi_giant, &task);
	CHECK(runs == 2 && strcmp(ran_in->td_name, "swi6: Giant taskq") == 0);
}

void
test_swi(void)
{

	check_event();
	check_errors();
	check_handlers();
	check_clock();
	check_queues();
}
