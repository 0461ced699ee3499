/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * swi(9): software interrupts.
 *
 * An event is a thread with a list of handlers.  Whoever schedules one may be
 * an interrupt handler, so a spin mutex guards the event; swi_sx guards who
 * adds and removes handlers from each other.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/bus.h>
#include <sys/callout.h>
#include <sys/errno.h>
#include <sys/interrupt.h>
#include <sys/kernel.h>
#include <sys/kthread.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/queue.h>
#include <sys/sched.h>
#include <sys/sx.h>
#include <sys/unistd.h>

#include <machine/atomic.h>

static MALLOC_DEFINE(M_SWI, "swi", "software interrupts");

struct intr_handler {
	TAILQ_ENTRY(intr_handler) ih_link;	/* by ih_pri */
	struct intr_event *ih_event;
	driver_intr_t	*ih_handler;
	void		*ih_arg;
	int		ih_pri;
	enum intr_type	ih_flags;
	u_int		ih_need;	/* it shall run */
	char		ih_name[];
};

struct intr_event {
	struct mtx	ie_lock;
	TAILQ_HEAD(, intr_handler) ie_handlers;
	struct intr_handler *ie_running;
	struct thread	*ie_thread;
	int		ie_vector;	/* the number in the thread's name */
	bool		ie_owned;	/* somebody has it in a variable */
	bool		ie_wanted;	/* the thread shall run handlers */
	bool		ie_ending;	/* the thread shall end */
};

struct intr_event *clk_intr_event, *tty_intr_event;
static struct callout clk_callout;
static struct sx swi_sx;
SX_SYSINIT(swi, &swi_sx, "software interrupts");

static void
run_handler(struct intr_handler *ih)
{

	if ((ih->ih_flags & INTR_MPSAFE) == 0)
		mtx_lock(&Giant);
	ih->ih_handler(ih->ih_arg);
	if ((ih->ih_flags & INTR_MPSAFE) == 0)
		mtx_unlock(&Giant);
}

/* Run each handler that is to run; the one that runs stays on the list. */
static void
run_handlers(struct intr_event *ie)
{
	struct intr_handler *ih;

	TAILQ_FOREACH(ih, &ie->ie_handlers, ih_link) {
		if (atomic_readandclear_int(&ih->ih_need) == 0)
			continue;
		ie->ie_running = ih;
		mtx_unlock_spin(&ie->ie_lock);
		run_handler(ih);
		mtx_lock_spin(&ie->ie_lock);
		ie->ie_running = NULL;
		wakeup(ih);
	}
}

static void
swi_thread(void *arg)
{
	struct intr_event *ie = arg;

	mtx_lock_spin(&ie->ie_lock);
	while (!ie->ie_ending) {
		if (!ie->ie_wanted) {
			msleep_spin(ie, &ie->ie_lock, "swi", 0);
			continue;
		}
		ie->ie_wanted = false;
		run_handlers(ie);
	}
	mtx_unlock_spin(&ie->ie_lock);
	mtx_destroy(&ie->ie_lock);
	free(ie, M_SWI);
	kthread_exit();
}

static void
wake_thread(struct intr_event *ie)
{

	mtx_lock_spin(&ie->ie_lock);
	ie->ie_wanted = true;
	wakeup_one(ie);
	mtx_unlock_spin(&ie->ie_lock);
}

static int
event_create(struct intr_event **iep, int vector, bool owned)
{
	struct intr_event *ie;
	int error;

	ie = malloc(sizeof(*ie), M_SWI, M_WAITOK | M_ZERO);
	mtx_init(&ie->ie_lock, "swi event", NULL, MTX_SPIN);
	TAILQ_INIT(&ie->ie_handlers);
	ie->ie_vector = vector;
	ie->ie_owned = owned;
	error = kthread_add(swi_thread, ie, NULL, &ie->ie_thread, RFSTOPPED,
	    0, "swi%d:", vector);
	if (error != 0) {
		mtx_destroy(&ie->ie_lock);
		free(ie, M_SWI);
		return (error);
	}
	thread_lock(ie->ie_thread);
	sched_prio(ie->ie_thread, PI_SWI(vector));
	sched_add(ie->ie_thread, SRQ_BORING);
	thread_unlock(ie->ie_thread);
	*iep = ie;
	return (0);
}

/* The thread frees the event. */
static void
event_end(struct intr_event *ie)
{

	mtx_lock_spin(&ie->ie_lock);
	ie->ie_ending = true;
	wakeup_one(ie);
	mtx_unlock_spin(&ie->ie_lock);
}

/* The thread is called after its handlers, as far as there is room. */
static void
event_rename(struct intr_event *ie)
{
	char name[sizeof(ie->ie_thread->td_name)];
	struct intr_handler *ih;

	snprintf(name, sizeof(name), "swi%d:", ie->ie_vector);
	TAILQ_FOREACH(ih, &ie->ie_handlers, ih_link) {
		strlcat(name, " ", sizeof(name));
		strlcat(name, ih->ih_name, sizeof(name));
	}
	strlcpy(ie->ie_thread->td_name, name, sizeof(name));
}

/* Does this handler, or the one that is there, want the event for itself? */
static bool
is_exclusive(struct intr_event *ie, enum intr_type flags)
{
	struct intr_handler *first;

	first = TAILQ_FIRST(&ie->ie_handlers);
	return (first != NULL && ((flags & INTR_EXCL) != 0 ||
	    (first->ih_flags & INTR_EXCL) != 0));
}

static void
event_insert(struct intr_event *ie, struct intr_handler *ih)
{
	struct intr_handler *after;

	ih->ih_event = ie;
	mtx_lock_spin(&ie->ie_lock);
	TAILQ_FOREACH(after, &ie->ie_handlers, ih_link)
		if (after->ih_pri > ih->ih_pri)
			break;
	if (after != NULL)
		TAILQ_INSERT_BEFORE(after, ih, ih_link);
	else
		TAILQ_INSERT_TAIL(&ie->ie_handlers, ih, ih_link);
	mtx_unlock_spin(&ie->ie_lock);
	event_rename(ie);
}

int
swi_add(struct intr_event **eventp, const char *name, driver_intr_t handler,
    void *arg, int pri, enum intr_type flags, void **cookiep)
{
	struct intr_event *ie;
	struct intr_handler *ih;
	int error;

	if (name == NULL || handler == NULL || (flags & INTR_ENTROPY) != 0)
		return (EINVAL);
	ih = malloc(sizeof(*ih) + strlen(name) + 1, M_SWI, M_WAITOK | M_ZERO);
	strcpy(ih->ih_name, name);
	ih->ih_handler = handler;
	ih->ih_arg = arg;
	ih->ih_pri = pri;
	ih->ih_flags = flags;
	sx_xlock(&swi_sx);
	error = 0;
	ie = eventp != NULL ? *eventp : NULL;
	if (ie == NULL)
		error = event_create(&ie, pri, eventp != NULL);
	else if (is_exclusive(ie, flags))
		error = EINVAL;
	if (error != 0)
		goto out;
	if (eventp != NULL)
		*eventp = ie;
	event_insert(ie, ih);
	if (cookiep != NULL)
		*cookiep = ih;
	ih = NULL;
out:
	sx_xunlock(&swi_sx);
	free(ih, M_SWI);
	return (error);
}

int
swi_remove(void *cookie)
{
	struct intr_handler *ih = cookie;
	struct intr_event *ie;

	if (ih == NULL)
		return (EINVAL);
	ie = ih->ih_event;
	KASSERT(curthread != ie->ie_thread, ("a handler removes itself"));
	sx_xlock(&swi_sx);
	mtx_lock_spin(&ie->ie_lock);
	while (ie->ie_running == ih)
		msleep_spin(ih, &ie->ie_lock, "swirem", 0);
	TAILQ_REMOVE(&ie->ie_handlers, ih, ih_link);
	mtx_unlock_spin(&ie->ie_lock);
	event_rename(ie);
	if (!ie->ie_owned)
		event_end(ie);
	sx_xunlock(&swi_sx);
	free(ih, M_SWI);
	return (0);
}

int
intr_event_destroy(struct intr_event *ie)
{
	int error;

	sx_xlock(&swi_sx);
	error = TAILQ_EMPTY(&ie->ie_handlers) ? 0 : EBUSY;
	if (error == 0)
		event_end(ie);
	sx_xunlock(&swi_sx);
	return (error);
}

static void
clk_tick(void *arg __unused)
{

	wake_thread(clk_intr_event);
}

void
swi_sched(void *cookie, int flags)
{
	struct intr_handler *ih = cookie;

	atomic_store_rel_int(&ih->ih_need, 1);
	if ((flags & SWI_FROMNMI) != 0)
		return;
	if ((flags & SWI_DELAY) == 0)
		wake_thread(ih->ih_event);
	else if (ih->ih_event == clk_intr_event)
		callout_reset(&clk_callout, 1, clk_tick, NULL);
}

static void
swi_start(void *arg __unused)
{
	int error;

	callout_init(&clk_callout, 1);
	error = event_create(&clk_intr_event, SWI_CLOCK, true);
	if (error != 0)
		panic("no software interrupts: %s", errname(error));
}
SYSINIT(swi_start, SI_SUB_INTR, SI_ORDER_ANY, swi_start, NULL);
