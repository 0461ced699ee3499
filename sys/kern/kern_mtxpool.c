/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mtx_pool(9): mutexes that many objects share, chosen by address.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>

#define	POOL_SIZE	128	/* of the pools that are always there */

struct mtx_pool {
	u_int		size;	/* a power of two */
	u_int		next;	/* mtx_pool_alloc() goes round */
	struct mtx	mutexes[];
};

static MALLOC_DEFINE(M_MTXPOOL, "mtx_pool", "mutex pools");

struct mtx_pool *mtxpool_sleep;
struct mtx_pool *mtxpool_lockbuilder;

struct mtx_pool *
mtx_pool_create(const char *mtx_name, int pool_size, int opts)
{
	struct mtx_pool *pool;
	int i;

	if (pool_size <= 0 || !powerof2(pool_size))
		panic("mtx_pool_create: %d is not a power of two", pool_size);
	pool = malloc(sizeof(*pool) + pool_size * sizeof(pool->mutexes[0]),
	    M_MTXPOOL, M_WAITOK | M_ZERO);
	pool->size = pool_size;
	for (i = 0; i < pool_size; i++)
		mtx_init(&pool->mutexes[i], mtx_name, NULL, opts);
	return (pool);
}

void
mtx_pool_destroy(struct mtx_pool **poolp)
{
	struct mtx_pool *pool = *poolp;
	u_int i;

	for (i = 0; i < pool->size; i++)
		mtx_destroy(&pool->mutexes[i]);
	free(pool, M_MTXPOOL);
	*poolp = NULL;
}

/* Objects are aligned, and most often by their size: the product mixes that. */
struct mtx *
mtx_pool_find(struct mtx_pool *pool, void *ptr)
{
	uint64_t hash;

	hash = (uintptr_t)ptr * 0x9e3779b97f4a7c15UL;
	return (&pool->mutexes[(hash >> 32) & (pool->size - 1)]);
}

struct mtx *
mtx_pool_alloc(struct mtx_pool *pool)
{
	u_int i;

	i = atomic_fetchadd_int(&pool->next, 1);
	return (&pool->mutexes[i & (pool->size - 1)]);
}

static void
mtxpool_setup(void *arg __unused)
{

	mtxpool_sleep = mtx_pool_create("sleep mtxpool", POOL_SIZE, MTX_DEF);
	mtxpool_lockbuilder = mtx_pool_create("lockbuilder mtxpool", POOL_SIZE,
	    MTX_DEF | MTX_NOWITNESS);
}
SYSINIT(mtxpool, SI_SUB_LOCK, SI_ORDER_ANY, mtxpool_setup, NULL);
