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

/* An empty list head is all zeros. */
static struct generic_list *
alloc_table(u_long size, struct malloc_type *type, int flags)
{

	return (mallocarray(size, sizeof(struct generic_list), type, M_ZERO |
	    ((flags & HASH_NOWAIT) != 0 ? M_NOWAIT : M_WAITOK)));
}

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
	table = alloc_table(size, type, flags);
	if (table != NULL)
		*hashmask = size - 1;
	return (table);
}

static bool
is_prime(u_long n)
{
	u_long d;

	for (d = 2; d * d <= n; d++)
		if (n % d == 0)
			return (false);
	return (n >= 2);
}

/* The largest prime that is not more than elements; 2 at least. */
void *
phashinit_flags(int elements, struct malloc_type *type, u_long *nentries,
    int flags)
{
	struct generic_list *table;
	u_long size;

	if (elements <= 0)
		panic("phashinit: %d elements", elements);
	for (size = MAX(elements, 2); !is_prime(size);)
		size--;
	table = alloc_table(size, type, flags);
	if (table != NULL)
		*nentries = size;
	return (table);
}

void *
phashinit(int elements, struct malloc_type *type, u_long *nentries)
{

	return (phashinit_flags(elements, type, nentries, HASH_WAITOK));
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
