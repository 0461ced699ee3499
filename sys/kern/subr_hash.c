/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * hashinit(9): tables of list heads.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/queue.h>

LIST_HEAD(generic_list, generic);

/* The largest power of two that is not more than elements. */
void *
hashinit_flags(int elements, struct malloc_type *type, u_long *hashmask,
    int flags)
{
	struct generic_list *table;
	u_long size;

	if (elements <= 0)
		panic("hashinit: %d elements", elements);
	size = 1UL << (fls(elements) - 1);
	/* An empty list head is all zeros. */
	table = mallocarray(size, sizeof(*table), type, M_ZERO |
	    ((flags & HASH_NOWAIT) != 0 ? M_NOWAIT : M_WAITOK));
	if (table != NULL)
		*hashmask = size - 1;
	return (table);
}

void *
hashinit(int elements, struct malloc_type *type, u_long *hashmask)
{

	return (hashinit_flags(elements, type, hashmask, HASH_WAITOK));
}

void
hashdestroy(void *vhashtbl, struct malloc_type *type, u_long hashmask)
{
#ifdef INVARIANTS
	struct generic_list *table = vhashtbl;
	u_long i;

	for (i = 0; i <= hashmask; i++)
		KASSERT(LIST_EMPTY(&table[i]), ("hashdestroy: not empty"));
#else
	(void)hashmask;
#endif
	free(vhashtbl, type);
}
