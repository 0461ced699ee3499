/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * config_intrhook(9): functions for when interrupts work and before the root
 * is mounted, which waits for them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/queue.h>

#define	COMPLAIN_AFTER	60	/* seconds that the start waits */

TAILQ_HEAD(hook_list, intr_config_hook);

static struct hook_list waiting = TAILQ_HEAD_INITIALIZER(waiting);
static struct hook_list running = TAILQ_HEAD_INITIALIZER(running);
static bool passed;			/* hooks run as soon as they come */
static struct mtx hook_mtx;
MTX_SYSINIT(intrhook, &hook_mtx, "intrhook", MTX_DEF);

static bool
is_on(struct hook_list *list, struct intr_config_hook *hook)
{
	struct intr_config_hook *h;

	mtx_assert(&hook_mtx, MA_OWNED);
	TAILQ_FOREACH(h, list, ich_links)
		if (h == hook)
			return (true);
	return (false);
}

/* A hook may be gone when its function returns. */
static void
run_hooks(void)
{
	struct intr_config_hook *hook;

	mtx_lock(&hook_mtx);
	while ((hook = TAILQ_FIRST(&waiting)) != NULL) {
		TAILQ_REMOVE(&waiting, hook, ich_links);
		TAILQ_INSERT_TAIL(&running, hook, ich_links);
		mtx_unlock(&hook_mtx);
		hook->ich_func(hook->ich_arg);
		mtx_lock(&hook_mtx);
	}
	mtx_unlock(&hook_mtx);
}

int
config_intrhook_establish(struct intr_config_hook *hook)
{
	bool now;

	mtx_lock(&hook_mtx);
	if (is_on(&waiting, hook) || is_on(&running, hook)) {
		mtx_unlock(&hook_mtx);
		return (EBUSY);
	}
	TAILQ_INSERT_TAIL(&waiting, hook, ich_links);
	now = passed;
	mtx_unlock(&hook_mtx);
	if (now)
		run_hooks();
	return (0);
}

void
config_intrhook_disestablish(struct intr_config_hook *hook)
{

	mtx_lock(&hook_mtx);
	if (is_on(&waiting, hook))
		TAILQ_REMOVE(&waiting, hook, ich_links);
	else if (is_on(&running, hook))
		TAILQ_REMOVE(&running, hook, ich_links);
	else
		panic("config_intrhook_disestablish: a hook that is not "
		    "established");
	wakeup(&running);
	mtx_unlock(&hook_mtx);
}

/* A hook that goes by itself. */
struct oneshot {
	struct intr_config_hook hook;
	ich_func_t	func;
	void		*arg;
};

static void
run_oneshot(void *arg)
{
	struct oneshot *o = arg;

	o->func(o->arg);
	config_intrhook_disestablish(&o->hook);
	free(o, M_TEMP);
}

void
config_intrhook_oneshot(ich_func_t func, void *arg)
{
	struct oneshot *o;

	o = malloc(sizeof(*o), M_TEMP, M_WAITOK | M_ZERO);
	o->func = func;
	o->arg = arg;
	o->hook.ich_func = run_oneshot;
	o->hook.ich_arg = o;
	(void)config_intrhook_establish(&o->hook);
}

/* The start goes on when all hooks are disestablished. */
static void
run_boot_hooks(void *arg __unused)
{
	int seconds;

	mtx_lock(&hook_mtx);
	passed = true;
	mtx_unlock(&hook_mtx);
	run_hooks();
	seconds = 0;
	mtx_lock(&hook_mtx);
	while (!TAILQ_EMPTY(&running)) {
		if (msleep(&running, &hook_mtx, 0, "conifhk",
		    COMPLAIN_AFTER * hz) != EWOULDBLOCK)
			continue;
		seconds += COMPLAIN_AFTER;
		printf("config_intrhook: a hook has not ended for %d "
		    "seconds\n", seconds);
	}
	mtx_unlock(&hook_mtx);
}
SYSINIT(intrhook, SI_SUB_INT_CONFIG_HOOKS, SI_ORDER_FIRST, run_boot_hooks,
    NULL);
