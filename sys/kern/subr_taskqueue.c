/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * taskqueue(9): functions that are run later, by threads.
 *
 * A queue holds its tasks in the order in which they will run.  Each thread
 * that runs tasks notes which one; who waits for a task sleeps on it.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/interrupt.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/stdarg.h>
#include <sys/taskqueue.h>

static MALLOC_DEFINE(M_TASKQUEUE, "taskqueue", "task queues");

/* A thread that is inside taskqueue_run(). */
struct taskqueue_busy {
	LIST_ENTRY(taskqueue_busy) link;
	struct task	*running;
};

struct taskqueue {
	STAILQ_HEAD(, task) tq_queue;
	LIST_HEAD(, taskqueue_busy) tq_busy;
	struct mtx	tq_mutex;
	taskqueue_enqueue_fn tq_enqueue;
	void		*tq_context;
	struct thread	**tq_threads;
	int		tq_tcount;	/* threads that live */
	int		tq_tmax;	/* entries in tq_threads */
	int		tq_callouts;	/* timeout tasks that are armed */
	int		tq_flags;
	taskqueue_callback_fn tq_callbacks[TASKQUEUE_NUM_CALLBACKS];
	void		*tq_cb_contexts[TASKQUEUE_NUM_CALLBACKS];
};

#define	TQ_ACTIVE	0x01		/* not being freed */
#define	TQ_BLOCKED	0x02		/* tasks wait for taskqueue_unblock */
#define	TQ_PENDING	0x04		/* was enqueued to while blocked */
#define	TQ_SPIN		0x08		/* tq_mutex is a spin mutex */

static void
tq_lock(struct taskqueue *tq)
{

	if ((tq->tq_flags & TQ_SPIN) != 0)
		mtx_lock_spin(&tq->tq_mutex);
	else
		mtx_lock(&tq->tq_mutex);
}

static void
tq_unlock(struct taskqueue *tq)
{

	if ((tq->tq_flags & TQ_SPIN) != 0)
		mtx_unlock_spin(&tq->tq_mutex);
	else
		mtx_unlock(&tq->tq_mutex);
}

static void
tq_sleep(struct taskqueue *tq, const void *wchan, const char *wmesg)
{

	if ((tq->tq_flags & TQ_SPIN) != 0)
		msleep_spin(wchan, &tq->tq_mutex, wmesg, 0);
	else
		msleep(wchan, &tq->tq_mutex, PWAIT, wmesg, 0);
}

static struct taskqueue *
create(const char *name, int mflags, taskqueue_enqueue_fn enqueue,
    void *context, int flags)
{
	struct taskqueue *tq;

	tq = malloc(sizeof(*tq), M_TASKQUEUE, mflags | M_ZERO);
	if (tq == NULL)
		return (NULL);
	STAILQ_INIT(&tq->tq_queue);
	LIST_INIT(&tq->tq_busy);
	tq->tq_enqueue = enqueue;
	tq->tq_context = context;
	tq->tq_flags = TQ_ACTIVE | flags;
	mtx_init(&tq->tq_mutex, name, "taskqueue",
	    (flags & TQ_SPIN) != 0 ? MTX_SPIN : MTX_DEF);
	return (tq);
}

struct taskqueue *
taskqueue_create(const char *name, int mflags, taskqueue_enqueue_fn enqueue,
    void *context)
{

	return (create(name, mflags, enqueue, context, 0));
}

/* One that may be enqueued to from an interrupt handler. */
struct taskqueue *
taskqueue_create_fast(const char *name, int mflags,
    taskqueue_enqueue_fn enqueue, void *context)
{

	return (create(name, mflags, enqueue, context, TQ_SPIN));
}

void
taskqueue_set_callback(struct taskqueue *tq,
    enum taskqueue_callback_type cb_type, taskqueue_callback_fn callback,
    void *context)
{

	tq->tq_callbacks[cb_type] = callback;
	tq->tq_cb_contexts[cb_type] = context;
}

static void
run_callback(struct taskqueue *tq, enum taskqueue_callback_type type)
{

	if (tq->tq_callbacks[type] != NULL)
		tq->tq_callbacks[type](tq->tq_cb_contexts[type]);
}

/* Put a task where its priority belongs; larger ones run first. */
static void
insert(struct taskqueue *tq, struct task *task)
{
	struct task *t, *prev;

	prev = NULL;
	STAILQ_FOREACH(t, &tq->tq_queue, ta_link) {
		if (t->ta_priority < task->ta_priority)
			break;
		prev = t;
	}
	if (prev == NULL)
		STAILQ_INSERT_HEAD(&tq->tq_queue, task, ta_link);
	else
		STAILQ_INSERT_AFTER(&tq->tq_queue, prev, task, ta_link);
}

static void
enqueue_locked(struct taskqueue *tq, struct task *task)
{

	if (task->ta_pending > 0) {
		if (task->ta_pending < UINT16_MAX)
			task->ta_pending++;
		return;
	}
	insert(tq, task);
	task->ta_pending = 1;
	if ((tq->tq_flags & TQ_BLOCKED) != 0)
		tq->tq_flags |= TQ_PENDING;
	else
		tq->tq_enqueue(tq->tq_context);
}

/* A task that is in the queue already is not put there again, but counted. */
int
taskqueue_enqueue(struct taskqueue *tq, struct task *task)
{

	tq_lock(tq);
	enqueue_locked(tq, task);
	tq_unlock(tq);
	return (0);
}

static void
timeout_func(void *arg)
{
	struct timeout_task *tt;
	struct taskqueue *tq;

	tt = arg;
	tq = tt->q;
	tq_lock(tq);
	if ((tt->f & DT_CALLOUT_ARMED) != 0) {
		tt->f &= ~DT_CALLOUT_ARMED;
		tq->tq_callouts--;
		enqueue_locked(tq, &tt->t);
	}
	tq_unlock(tq);
}

void
_timeout_task_init(struct taskqueue *tq, struct timeout_task *tt,
    int priority, task_fn_t func, void *context)
{

	TASK_INIT(&tt->t, priority, func, context);
	callout_init(&tt->c, 1);
	tt->q = tq;
	tt->f = 0;
}

/* The result is how often the task was pending before. */
int
taskqueue_enqueue_timeout_sbt(struct taskqueue *tq, struct timeout_task *tt,
    sbintime_t sbt, sbintime_t pr, int flags)
{
	int pending;

	tq_lock(tq);
	pending = tt->t.ta_pending;
	if ((tt->f & DT_DRAIN_IN_PROGRESS) != 0) {
		pending = -1;
	} else if (sbt == 0) {
		enqueue_locked(tq, &tt->t);
	} else {
		if ((tt->f & DT_CALLOUT_ARMED) != 0) {
			pending++;
		} else {
			tq->tq_callouts++;
			tt->f |= DT_CALLOUT_ARMED;
		}
		callout_reset_sbt(&tt->c, sbt < 0 ? -sbt : sbt, pr,
		    timeout_func, tt, flags);
	}
	tq_unlock(tq);
	return (pending);
}

int
taskqueue_enqueue_timeout(struct taskqueue *tq, struct timeout_task *tt,
    int ticks)
{

	return (taskqueue_enqueue_timeout_sbt(tq, tt, ticks * tick_sbt, 0,
	    C_HARDCLOCK));
}

void
taskqueue_block(struct taskqueue *tq)
{

	tq_lock(tq);
	tq->tq_flags |= TQ_BLOCKED;
	tq_unlock(tq);
}

void
taskqueue_unblock(struct taskqueue *tq)
{

	tq_lock(tq);
	if ((tq->tq_flags & TQ_PENDING) != 0)
		tq->tq_enqueue(tq->tq_context);
	tq->tq_flags &= ~(TQ_BLOCKED | TQ_PENDING);
	tq_unlock(tq);
}

static bool
is_running(struct taskqueue *tq, struct task *task)
{
	struct taskqueue_busy *tb;

	LIST_FOREACH(tb, &tq->tq_busy, link)
		if (tb->running == task)
			return (true);
	return (false);
}

/* Run what is in the queue; its lock is held, except around the tasks. */
static void
run_locked(struct taskqueue *tq)
{
	struct taskqueue_busy tb;
	struct task *task;
	int pending;

	tb.running = NULL;
	LIST_INSERT_HEAD(&tq->tq_busy, &tb, link);
	while ((tq->tq_flags & TQ_BLOCKED) == 0 &&
	    (task = STAILQ_FIRST(&tq->tq_queue)) != NULL) {
		STAILQ_REMOVE_HEAD(&tq->tq_queue, ta_link);
		pending = task->ta_pending;
		task->ta_pending = 0;
		tb.running = task;
		tq_unlock(tq);
		task->ta_func(task->ta_context, pending);
		tq_lock(tq);
		tb.running = NULL;
		/* The task may be freed by now: this is its address only. */
		wakeup(task);
	}
	LIST_REMOVE(&tb, link);
	wakeup(&tq->tq_busy);
}

void
taskqueue_run(struct taskqueue *tq)
{

	tq_lock(tq);
	run_locked(tq);
	tq_unlock(tq);
}

int
taskqueue_poll_is_busy(struct taskqueue *tq, struct task *task)
{
	int busy;

	tq_lock(tq);
	busy = task->ta_pending > 0 || is_running(tq, task);
	tq_unlock(tq);
	return (busy);
}

static int
cancel_locked(struct taskqueue *tq, struct task *task, u_int *pendp)
{

	if (task->ta_pending > 0)
		STAILQ_REMOVE(&tq->tq_queue, task, task, ta_link);
	if (pendp != NULL)
		*pendp = task->ta_pending;
	task->ta_pending = 0;
	return (is_running(tq, task) ? EBUSY : 0);
}

int
taskqueue_cancel(struct taskqueue *tq, struct task *task, u_int *pendp)
{
	int error;

	tq_lock(tq);
	error = cancel_locked(tq, task, pendp);
	tq_unlock(tq);
	return (error);
}

int
taskqueue_cancel_timeout(struct taskqueue *tq, struct timeout_task *tt,
    u_int *pendp)
{
	u_int pending, armed;
	int error;

	tq_lock(tq);
	armed = callout_stop(&tt->c) > 0;
	error = cancel_locked(tq, &tt->t, &pending);
	if ((tt->f & DT_CALLOUT_ARMED) != 0) {
		tt->f &= ~DT_CALLOUT_ARMED;
		tq->tq_callouts--;
	}
	tq_unlock(tq);
	if (pendp != NULL)
		*pendp = pending + armed;
	return (error);
}

void
taskqueue_drain(struct taskqueue *tq, struct task *task)
{

	tq_lock(tq);
	while (task->ta_pending > 0 || is_running(tq, task))
		tq_sleep(tq, task, "tqdrain");
	tq_unlock(tq);
}

void
taskqueue_drain_timeout(struct taskqueue *tq, struct timeout_task *tt)
{

	tq_lock(tq);
	tt->f |= DT_DRAIN_IN_PROGRESS;
	tq_unlock(tq);
	callout_drain(&tt->c);
	taskqueue_drain(tq, &tt->t);
	tq_lock(tq);
	if ((tt->f & DT_CALLOUT_ARMED) != 0)
		tq->tq_callouts--;
	tt->f &= ~(DT_CALLOUT_ARMED | DT_DRAIN_IN_PROGRESS);
	tq_unlock(tq);
}

/* Wait until everything that is in the queue now has run. */
void
taskqueue_drain_all(struct taskqueue *tq)
{

	tq_lock(tq);
	while (!STAILQ_EMPTY(&tq->tq_queue) || !LIST_EMPTY(&tq->tq_busy))
		tq_sleep(tq, &tq->tq_busy, "tqall");
	tq_unlock(tq);
}

void
taskqueue_quiesce(struct taskqueue *tq)
{

	taskqueue_drain_all(tq);
}

static void
wait_for_threads(struct taskqueue *tq)
{

	while (tq->tq_tcount > 0 || tq->tq_callouts > 0) {
		wakeup(tq);
		tq_sleep(tq, &tq->tq_threads, "tqfree");
	}
}

void
taskqueue_free(struct taskqueue *tq)
{

	tq_lock(tq);
	tq->tq_flags &= ~TQ_ACTIVE;
	wait_for_threads(tq);
	tq_unlock(tq);
	KASSERT(LIST_EMPTY(&tq->tq_busy), ("freeing a busy task queue"));
	mtx_destroy(&tq->tq_mutex);
	free(tq->tq_threads, M_TASKQUEUE);
	free(tq, M_TASKQUEUE);
}

void
taskqueue_thread_loop(void *arg)
{
	struct taskqueue *tq;

	tq = *(struct taskqueue **)arg;
	run_callback(tq, TASKQUEUE_CALLBACK_TYPE_INIT);
	tq_lock(tq);
	while ((tq->tq_flags & TQ_ACTIVE) != 0) {
		run_locked(tq);
		/* The state may have changed while tasks ran. */
		if ((tq->tq_flags & TQ_ACTIVE) != 0 &&
		    (STAILQ_EMPTY(&tq->tq_queue) ||
		    (tq->tq_flags & TQ_BLOCKED) != 0))
			tq_sleep(tq, tq, "-");
	}
	run_locked(tq);
	tq_unlock(tq);
	run_callback(tq, TASKQUEUE_CALLBACK_TYPE_SHUTDOWN);
	tq_lock(tq);
	tq->tq_tcount--;
	wakeup(&tq->tq_threads);
	tq_unlock(tq);
	kthread_exit();
}

void
taskqueue_thread_enqueue(void *context)
{

	wakeup(*(struct taskqueue **)context);
}

static int
start_threads(struct taskqueue **tqp, int count, int pri, struct proc *p,
    const char *name, va_list ap)
{
	char ktname[MAXCOMLEN + 1];
	struct taskqueue *tq;
	int error, i;

	if (count <= 0)
		return (EINVAL);
	tq = *tqp;
	vsnprintf(ktname, sizeof(ktname), name, ap);
	tq->tq_threads = mallocarray(count, sizeof(*tq->tq_threads),
	    M_TASKQUEUE, M_WAITOK | M_ZERO);
	error = 0;
	for (i = 0; i < count; i++) {
		error = kthread_add(taskqueue_thread_loop, tqp, p,
		    &tq->tq_threads[i], 0, 0, count == 1 ? "%s" : "%s_%d",
		    ktname, i);
		if (error != 0)
			break;
		mtx_lock_spin(&sched_lock);
		sched_prio(tq->tq_threads[i], pri);
		mtx_unlock_spin(&sched_lock);
		tq_lock(tq);
		tq->tq_tcount++;
		tq->tq_tmax++;
		tq_unlock(tq);
	}
	return (i > 0 ? 0 : error);
}

/* Start count threads that run the tasks of *tqp. */
int
taskqueue_start_threads(struct taskqueue **tqp, int count, int pri,
    const char *name, ...)
{
	va_list ap;
	int error;

	va_start(ap, name);
	error = start_threads(tqp, count, pri, NULL, name, ap);
	va_end(ap);
	return (error);
}

int
taskqueue_start_threads_in_proc(struct taskqueue **tqp, int count, int pri,
    struct proc *p, const char *name, ...)
{
	va_list ap;
	int error;

	va_start(ap, name);
	error = start_threads(tqp, count, pri, p, name, ap);
	va_end(ap);
	return (error);
}

/* Is the thread one of the queue's? */
int
taskqueue_member(struct taskqueue *tq, struct thread *td)
{
	int i, member;

	member = 0;
	tq_lock(tq);
	for (i = 0; i < tq->tq_tmax && !member; i++)
		member = tq->tq_threads[i] == td;
	tq_unlock(tq);
	return (member);
}

static void	*swi_cookie, *swi_giant_cookie;

static void
enqueue_swi(void *context)
{

	swi_sched(*(void **)context, 0);
}

static void
run_swi(void *arg __unused)
{

	taskqueue_run(taskqueue_swi);
}

static void
run_swi_giant(void *arg __unused)
{

	taskqueue_run(taskqueue_swi_giant);
}

TASKQUEUE_DEFINE(swi, enqueue_swi, &swi_cookie, swi_add(NULL, "task queue",
    run_swi, NULL, SWI_TQ, INTR_MPSAFE, &swi_cookie));
TASKQUEUE_DEFINE(swi_giant, enqueue_swi, &swi_giant_cookie, swi_add(NULL,
    "Giant taskq", run_swi_giant, NULL, SWI_TQ_GIANT, 0, &swi_giant_cookie));
TASKQUEUE_DEFINE_THREAD(thread);
TASKQUEUE_FAST_DEFINE_THREAD(fast);
