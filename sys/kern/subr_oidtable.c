/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Hash tables of pointers, with which the sysctl tree is searched.
 *
 * Open addressing with linear probing; a removal closes its gap, so there are
 * no tombstones.  The table is at most half full.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/sysctl.h>

#include "oidtable.h"

static MALLOC_DEFINE(M_SYSCTLTABLE, "sysctl tables", "sysctl hash tables");

/* Enough for the kernel and common modules, so that tables seldom change. */
#define	MIN_SIZE	1024

static void
place(struct oidtable *t, struct sysctl_oid *oid)
{
	u_int i;

	for (i = t->hash(oid) & t->mask; t->slots[i] != NULL;
	    i = (i + 1) & t->mask)
		continue;
	t->slots[i] = oid;
}

static void
resize(struct oidtable *t, u_int size)
{
	struct sysctl_oid **old = t->slots;
	u_int i, oldsize;

	oldsize = old != NULL ? t->mask + 1 : 0;
	t->slots = mallocarray(size, sizeof(*t->slots), M_SYSCTLTABLE,
	    M_WAITOK | M_ZERO);
	t->mask = size - 1;
	for (i = 0; i < oldsize; i++) {
		if (old[i] != NULL)
			place(t, old[i]);
	}
	free(old, M_SYSCTLTABLE);
}

void
oidtable_insert(struct oidtable *t, struct sysctl_oid *oid)
{

	if (t->slots == NULL)
		resize(t, MIN_SIZE);
	else if (t->used * 2 > t->mask)
		resize(t, (t->mask + 1) * 2);
	place(t, oid);
	t->used++;
}

struct sysctl_oid *
oidtable_find(const struct oidtable *t, uint32_t hash,
    bool (*match)(const struct sysctl_oid *, const void *), const void *key)
{
	u_int i;

	if (t->slots == NULL)
		return (NULL);
	for (i = hash & t->mask; t->slots[i] != NULL; i = (i + 1) & t->mask) {
		if (match(t->slots[i], key))
			return (t->slots[i]);
	}
	return (NULL);
}

void
oidtable_remove(struct oidtable *t, struct sysctl_oid *oid)
{
	u_int gap, home, i;

	for (gap = t->hash(oid) & t->mask; t->slots[gap] != oid;
	    gap = (gap + 1) & t->mask)
		KASSERT(t->slots[gap] != NULL, ("%s: not in the table",
		    oid->oid_name));
	/* Whoever is behind the gap and belongs before it moves there. */
	for (i = (gap + 1) & t->mask; t->slots[i] != NULL;
	    i = (i + 1) & t->mask) {
		home = t->hash(t->slots[i]) & t->mask;
		if (((i - home) & t->mask) >= ((i - gap) & t->mask)) {
			t->slots[gap] = t->slots[i];
			gap = i;
		}
	}
	t->slots[gap] = NULL;
	t->used--;
	if (t->mask + 1 > MIN_SIZE && t->used * 8 < t->mask)
		resize(t, (t->mask + 1) / 2);
}
