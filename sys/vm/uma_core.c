/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * zone(9), on top of malloc(9), which has slabs and statistics.  A zone keeps
 * items in stock only if init or fini make them worth more than their memory.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <vm/uma.h>

#define	STOCK		16	/* items that a zone keeps, unless told */
#define	WARN_SECONDS	300

struct uma_zone {
	LIST_ENTRY(uma_zone) link;	/* zones_sx */
	struct malloc_type type;	/* of the items */
	size_t		size;		/* bytes of an item */
	size_t		memsize;	/* bytes that make it aligned */
	uma_ctor	ctor;
	uma_dtor	dtor;
	uma_init	init;
	uma_fini	fini;
	uint32_t	flags;		/* UMA_ZONE_* */
	struct mtx	mtx;		/* what follows */
	int		used;		/* items given out */
	int		max;		/* limit of it, or 0 */
	int		waiters;	/* threads that wait for it */
	void		**stock;
	int		nstock;
	int		maxstock;	/* most that stay there */
	int		room;		/* entries of stock */
	const char	*warning;
	struct timeval	warned;
	uma_maxaction_t	maxaction;
};

static MALLOC_DEFINE(M_UMA, "UMA", "zones of items");
/* Held while items are given back, as what fini does may sleep. */
static struct sx zones_sx;
SX_SYSINIT(uma_zones, &zones_sx, "zones");
static LIST_HEAD(, uma_zone) zones = LIST_HEAD_INITIALIZER(zones);

/* Make sure that stock has room for n. */
static void
stock_reserve(uma_zone_t zone, int n)
{
	void **new, **old;

	new = mallocarray(MAX(n, 1), sizeof(*new), M_UMA, M_WAITOK);
	mtx_lock(&zone->mtx);
	old = new;
	if (n > zone->room) {
		old = zone->stock;
		if (zone->nstock > 0)
			memcpy(new, old, zone->nstock * sizeof(*new));
		zone->stock = new;
		zone->room = n;
	}
	mtx_unlock(&zone->mtx);
	free(old, M_UMA);
}

uma_zone_t
uma_zcreate(const char *name, size_t size, uma_ctor ctor, uma_dtor dtor,
    uma_init uminit, uma_fini fini, int align, uint32_t flags)
{
	uma_zone_t zone;

	KASSERT(powerof2(align + 1), ("alignment of %d", align + 1));
	zone = malloc(sizeof(*zone), M_UMA, M_WAITOK | M_ZERO);
	zone->type.ks_version = M_VERSION;
	zone->type.ks_shortdesc = name;
	malloc_init(&zone->type);
	zone->size = size;
	/* malloc(9) aligns to the power of two that is not less than size. */
	zone->memsize = MAX(size, (size_t)align + 1);
	zone->ctor = ctor;
	zone->dtor = dtor;
	zone->init = uminit;
	zone->fini = fini;
	zone->flags = flags;
	mtx_init(&zone->mtx, name, "zone", MTX_DEF);
	if (uminit != NULL || fini != NULL)
		uma_zone_set_maxcache(zone, STOCK);
	sx_xlock(&zones_sx);
	LIST_INSERT_HEAD(&zones, zone, link);
	sx_xunlock(&zones_sx);
	return (zone);
}

/* Memory that is not an item yet, or no more. */
static void *
item_create(uma_zone_t zone, int flags)
{
	void *item;

	if ((zone->flags & UMA_ZONE_ZINIT) != 0)
		flags |= M_ZERO;
	item = malloc(zone->memsize, &zone->type, flags);
	if (item != NULL && zone->init != NULL &&
	    zone->init(item, (int)zone->size, flags) != 0) {
		free(item, &zone->type);
		return (NULL);
	}
	return (item);
}

static void
item_destroy(uma_zone_t zone, void *item)
{

	if (zone->fini != NULL)
		zone->fini(item, (int)zone->size);
	free(item, &zone->type);
}

static void *
stock_take(uma_zone_t zone)
{

	mtx_assert(&zone->mtx, MA_OWNED);
	return (zone->nstock > 0 ? zone->stock[--zone->nstock] : NULL);
}

/* False: it is full. */
static bool
stock_put(uma_zone_t zone, void *item)
{
	bool put;

	mtx_lock(&zone->mtx);
	put = zone->nstock < zone->maxstock;
	if (put)
		zone->stock[zone->nstock++] = item;
	mtx_unlock(&zone->mtx);
	return (put);
}

void
uma_zone_reclaim(uma_zone_t zone, int request __unused)
{
	void *item;

	mtx_lock(&zone->mtx);
	while ((item = stock_take(zone)) != NULL) {
		mtx_unlock(&zone->mtx);
		item_destroy(zone, item);
		mtx_lock(&zone->mtx);
	}
	mtx_unlock(&zone->mtx);
}

void
uma_zdestroy(uma_zone_t zone)
{

	sx_xlock(&zones_sx);
	LIST_REMOVE(zone, link);
	sx_xunlock(&zones_sx);
	uma_zone_reclaim(zone, UMA_RECLAIM_DRAIN);
	malloc_uninit(&zone->type);
	mtx_destroy(&zone->mtx);
	free(zone->stock, M_UMA);
	free(zone, M_UMA);
}

/* The zone is at its limit: say so. */
static void
zone_full(uma_zone_t zone)
{
	static const struct timeval interval = { .tv_sec = WARN_SECONDS };

	mtx_assert(&zone->mtx, MA_OWNED);
	if (zone->warning != NULL && ratecheck(&zone->warned, &interval))
		printf("[zone: %s] %s\n", zone->type.ks_shortdesc,
		    zone->warning);
	if (zone->maxaction != NULL)
		zone->maxaction(zone, 0);
}

/* Count one more item in use; false: there may be no more. */
static bool
zone_enter(uma_zone_t zone, int flags, void **itemp)
{
	bool entered;

	mtx_lock(&zone->mtx);
	while (zone->max > 0 && zone->used >= zone->max) {
		zone_full(zone);
		if ((flags & M_WAITOK) == 0)
			break;
		zone->waiters++;
		msleep(&zone->used, &zone->mtx, PVM, "zonelimit", 0);
		zone->waiters--;
	}
	entered = zone->max == 0 || zone->used < zone->max;
	if (entered) {
		zone->used++;
		*itemp = stock_take(zone);
	}
	mtx_unlock(&zone->mtx);
	return (entered);
}

static void
zone_leave(uma_zone_t zone)
{

	mtx_lock(&zone->mtx);
	KASSERT(zone->used > 0, ("zone %s: nothing is in use",
	    zone->type.ks_shortdesc));
	zone->used--;
	if (zone->waiters > 0)
		wakeup_one(&zone->used);
	mtx_unlock(&zone->mtx);
}

/* Put it in stock, or give its memory back. */
static void
item_release(uma_zone_t zone, void *item)
{

	if (!stock_put(zone, item))
		item_destroy(zone, item);
	zone_leave(zone);
}

void *
uma_zalloc_arg(uma_zone_t zone, void *arg, int flags)
{
	void *item;

	if (!zone_enter(zone, flags, &item))
		return (NULL);
	if (item == NULL)
		item = item_create(zone, flags & ~M_ZERO);
	if (item == NULL) {
		zone_leave(zone);
		return (NULL);
	}
	if ((flags & M_ZERO) != 0)
		memset(item, 0, zone->size);
	if (zone->ctor != NULL &&
	    zone->ctor(item, (int)zone->size, arg, flags) != 0) {
		item_release(zone, item);
		return (NULL);
	}
	return (item);
}

void
uma_zfree_arg(uma_zone_t zone, void *item, void *arg)
{

	if (item == NULL)
		return;
	if (zone->dtor != NULL)
		zone->dtor(item, (int)zone->size, arg);
	item_release(zone, item);
}

void
uma_prealloc(uma_zone_t zone, int nitems)
{
	void *item;

	if (nitems > zone->maxstock)
		uma_zone_set_maxcache(zone, nitems);
	while (nitems-- > 0) {
		item = item_create(zone, M_WAITOK);
		if (item == NULL)
			break;
		if (!stock_put(zone, item)) {
			item_destroy(zone, item);
			break;
		}
	}
}

void
uma_zone_set_maxcache(uma_zone_t zone, int nitems)
{

	stock_reserve(zone, nitems);
	mtx_lock(&zone->mtx);
	zone->maxstock = nitems;
	mtx_unlock(&zone->mtx);
}

int
uma_zone_set_max(uma_zone_t zone, int nitems)
{

	mtx_lock(&zone->mtx);
	zone->max = MAX(nitems, 0);
	if (zone->waiters > 0)
		wakeup(&zone->used);
	mtx_unlock(&zone->mtx);
	return (nitems);
}

int
uma_zone_get_max(uma_zone_t zone)
{

	return (zone->max);
}

int
uma_zone_get_cur(uma_zone_t zone)
{

	return (zone->used);
}

void
uma_zone_set_warning(uma_zone_t zone, const char *warning)
{

	mtx_lock(&zone->mtx);
	zone->warning = warning;
	mtx_unlock(&zone->mtx);
}

void
uma_zone_set_maxaction(uma_zone_t zone, uma_maxaction_t maxaction)
{

	mtx_lock(&zone->mtx);
	zone->maxaction = maxaction;
	mtx_unlock(&zone->mtx);
}

/*
 * A zone may be destroyed meanwhile, so its items go one by one with the list
 * locked; what a fini does cannot be about zones, then.
 */
void
uma_reclaim(int request)
{
	uma_zone_t zone;

	sx_slock(&zones_sx);
	LIST_FOREACH(zone, &zones, link)
		uma_zone_reclaim(zone, request);
	sx_sunlock(&zones_sx);
}

static void
on_lowmem(void *arg __unused, int flags __unused)
{

	uma_reclaim(UMA_RECLAIM_DRAIN);
}
EVENTHANDLER_DEFINE(vm_lowmem, on_lowmem, NULL, LOWMEM_PRI_DEFAULT);

/* arg1: a pointer to the zone. */
int
sysctl_handle_uma_zone_max(SYSCTL_HANDLER_ARGS)
{
	uma_zone_t zone = *(uma_zone_t *)arg1;
	int error, max;

	max = uma_zone_get_max(zone);
	error = sysctl_handle_int(oidp, &max, 0, req);
	if (error == 0 && req->newptr != NULL)
		(void)uma_zone_set_max(zone, max);
	return (error);
}

int
sysctl_handle_uma_zone_cur(SYSCTL_HANDLER_ARGS)
{
	int cur;

	cur = uma_zone_get_cur(*(uma_zone_t *)arg1);
	return (sysctl_handle_int(oidp, &cur, 0, req));
}
