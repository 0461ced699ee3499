/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * unr(9): numbers from a range, the lowest free one first.
 *
 * A bit map that grows as needed; every word before "full" is full.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>

static MALLOC_DEFINE(M_UNIT, "Unitno", "unit number allocation");

static struct mtx	unit_mtx;	/* for those that bring none */
MTX_SYSINIT(unit, &unit_mtx, "unit numbers", MTX_DEF);

#define	WORD_BITS	64

struct unrhdr {
	struct mtx	*mtx;
	u_int		low;
	u_int		count;		/* numbers in the range */
	u_int		full;		/* words before this one are full */
	u_int		nwords;		/* words allocated */
	uint64_t	*map;		/* bit set: in use */
};

struct unrhdr *
new_unrhdr(int low, int high, struct mtx *mutex)
{
	struct unrhdr *uh;

	KASSERT(low >= 0 && low <= high, ("units from %d to %d", low, high));
	uh = malloc(sizeof(*uh), M_UNIT, M_WAITOK | M_ZERO);
	uh->mtx = mutex != NULL ? mutex : &unit_mtx;
	uh->low = low;
	uh->count = (u_int)high - low + 1;
	return (uh);
}

void
clear_unrhdr(struct unrhdr *uh)
{

	mtx_lock(uh->mtx);
	if (uh->nwords > 0)
		memset(uh->map, 0, uh->nwords * sizeof(*uh->map));
	uh->full = 0;
	mtx_unlock(uh->mtx);
}

void
delete_unrhdr(struct unrhdr *uh)
{
	u_int i;

	for (i = 0; i < uh->nwords; i++)
		KASSERT(uh->map[i] == 0, ("delete_unrhdr: units are in use"));
	free(uh->map, M_UNIT);
	free(uh, M_UNIT);
}

/* Room for the word; the lock may be the caller's: no sleeping. */
static bool
grow(struct unrhdr *uh, u_int word)
{
	uint64_t *map;
	u_int nwords;

	if (word < uh->nwords)
		return (true);
	nwords = max(word + 1, uh->nwords * 2);
	map = mallocarray(nwords, sizeof(*map), M_UNIT, M_NOWAIT | M_ZERO);
	if (map == NULL)
		return (false);
	if (uh->map != NULL)
		memcpy(map, uh->map, uh->nwords * sizeof(*map));
	free(uh->map, M_UNIT);
	uh->map = map;
	uh->nwords = nwords;
	return (true);
}

/* With the lock held; -1: none is free. */
int
alloc_unrl(struct unrhdr *uh)
{
	u_int bit, unit;

	mtx_assert(uh->mtx, MA_OWNED);
	while (uh->full < uh->nwords && uh->map[uh->full] == ~0UL)
		uh->full++;
	if (!grow(uh, uh->full))
		return (-1);
	bit = ffsl(~uh->map[uh->full]) - 1;
	unit = uh->full * WORD_BITS + bit;
	if (unit >= uh->count)
		return (-1);
	uh->map[uh->full] |= 1UL << bit;
	return (uh->low + unit);
}

int
alloc_unr(struct unrhdr *uh)
{
	int unit;

	mtx_lock(uh->mtx);
	unit = alloc_unrl(uh);
	mtx_unlock(uh->mtx);
	return (unit);
}

int
alloc_unr_specific(struct unrhdr *uh, u_int item)
{
	u_int unit = item - uh->low;
	int result = -1;

	mtx_lock(uh->mtx);
	if (item >= uh->low && unit < uh->count && grow(uh, unit / WORD_BITS) &&
	    (uh->map[unit / WORD_BITS] & 1UL << unit % WORD_BITS) == 0) {
		uh->map[unit / WORD_BITS] |= 1UL << unit % WORD_BITS;
		result = item;
	}
	mtx_unlock(uh->mtx);
	return (result);
}

void
free_unr(struct unrhdr *uh, u_int item)
{
	u_int unit = item - uh->low;

	mtx_lock(uh->mtx);
	KASSERT(unit / WORD_BITS < uh->nwords &&
	    (uh->map[unit / WORD_BITS] & 1UL << unit % WORD_BITS) != 0,
	    ("unit %u is not in use", item));
	uh->map[unit / WORD_BITS] &= ~(1UL << unit % WORD_BITS);
	uh->full = min(uh->full, unit / WORD_BITS);
	mtx_unlock(uh->mtx);
}
