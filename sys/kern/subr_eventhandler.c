/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * eventhandler(9): lists of functions by the name of an event.
 *
 * An entry that is removed while its list is being walked is only marked;
 * the last walker frees it and wakes those who wait for that.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>

static MALLOC_DEFINE(M_EVENTHANDLER, "eventhandler", "event handlers");

static TAILQ_HEAD(, eventhandler_list) lists =
    TAILQ_HEAD_INITIALIZER(lists);
static struct mtx lists_mtx;
MTX_SYSINIT(eventhandler, &lists_mtx, "eventhandler", MTX_DEF);

static struct eventhandler_list *
find_list(const char *name)
{
	struct eventhandler_list *list;

	mtx_assert(&lists_mtx, MA_OWNED);
	TAILQ_FOREACH(list, &lists, el_link)
		if (strcmp(list->el_name, name) == 0)
			break;
	return (list);
}

/* The list of an event; it is created if there is none. */
struct eventhandler_list *
eventhandler_create_list(const char *name)
{
	struct eventhandler_list *list, *new;

	new = malloc(sizeof(*new) + strlen(name) + 1, M_EVENTHANDLER,
	    M_WAITOK | M_ZERO);
	mtx_lock(&lists_mtx);
	list = find_list(name);
	if (list == NULL) {
		list = new;
		new = NULL;
		list->el_name = (char *)(list + 1);
		strcpy(list->el_name, name);
		list->el_flags = EHL_INITTED;
		TAILQ_INIT(&list->el_entries);
		mtx_init(&list->el_lock, list->el_name, "eventhandler list",
		    MTX_DEF);
		TAILQ_INSERT_HEAD(&lists, list, el_link);
	}
	mtx_unlock(&lists_mtx);
	free(new, M_EVENTHANDLER);
	return (list);
}

eventhandler_tag
eventhandler_register(struct eventhandler_list *list, const char *name,
    void *func, void *arg, int priority)
{
	struct eventhandler_entry_generic *eg;
	struct eventhandler_entry *ep;

	KASSERT(priority != EHE_DEAD_PRIORITY, ("priority of dead entries"));
	if (list == NULL)
		list = eventhandler_create_list(name);
	eg = malloc(sizeof(*eg), M_EVENTHANDLER, M_WAITOK | M_ZERO);
	eg->func = (void (*)(void))(uintptr_t)func;
	eg->ee.ee_arg = arg;
	eg->ee.ee_priority = priority;
	mtx_lock(&list->el_lock);
	TAILQ_FOREACH(ep, &list->el_entries, ee_link)
		if (ep->ee_priority != EHE_DEAD_PRIORITY &&
		    ep->ee_priority > priority)
			break;
	if (ep != NULL)
		TAILQ_INSERT_BEFORE(ep, &eg->ee, ee_link);
	else
		TAILQ_INSERT_TAIL(&list->el_entries, &eg->ee, ee_link);
	mtx_unlock(&list->el_lock);
	return (&eg->ee);
}

/* Free the marked entries; nobody walks the list. */
void
eventhandler_prune_list(struct eventhandler_list *list)
{
	struct eventhandler_entry *ep, *next;
	bool pruned;

	mtx_assert(&list->el_lock, MA_OWNED);
	pruned = false;
	TAILQ_FOREACH_SAFE(ep, &list->el_entries, ee_link, next) {
		if (ep->ee_priority != EHE_DEAD_PRIORITY)
			continue;
		TAILQ_REMOVE(&list->el_entries, ep, ee_link);
		free(ep, M_EVENTHANDLER);
		pruned = true;
	}
	if (pruned)
		wakeup(list);
}

static void
deregister(struct eventhandler_list *list, eventhandler_tag tag, bool wait)
{
	struct eventhandler_entry *ep;

	mtx_assert(&list->el_lock, MA_OWNED);
	TAILQ_FOREACH(ep, &list->el_entries, ee_link)
		if (tag == NULL || ep == tag)
			ep->ee_priority = EHE_DEAD_PRIORITY;
	if (list->el_runcount == 0)
		eventhandler_prune_list(list);
	while (wait && list->el_runcount > 0)
		msleep(list, &list->el_lock, 0, "evhrm", 0);
	mtx_unlock(&list->el_lock);
}

void
eventhandler_deregister(struct eventhandler_list *list, eventhandler_tag tag)
{

	deregister(list, tag, true);
}

void
eventhandler_deregister_nowait(struct eventhandler_list *list,
    eventhandler_tag tag)
{

	deregister(list, tag, false);
}

struct eventhandler_list *
eventhandler_find_list(const char *name)
{
	struct eventhandler_list *list;

	mtx_lock(&lists_mtx);
	list = find_list(name);
	if (list != NULL)
		mtx_lock(&list->el_lock);
	mtx_unlock(&lists_mtx);
	return (list);
}
