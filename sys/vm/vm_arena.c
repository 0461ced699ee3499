/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Ranges of kernel addresses, handed out in whole pages.
 *
 * An arena is a list of tags in the order of addresses, each for a free or an
 * allocated piece.  Free pieces are also on a list by the power of two of
 * their size, allocated ones in a hash table by address, so that neither
 * allocating nor freeing looks through the others.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/queue.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_kern.h>

static MALLOC_DEFINE(M_ARENA, "arena", "kernel address space tags");

struct vm_tag {
	TAILQ_ENTRY(vm_tag) vt_seg;	/* neighbours by address */
	LIST_ENTRY(vm_tag) vt_link;	/* free list or hash chain */
	vm_offset_t	vt_start;
	vm_size_t	vt_size;
	bool		vt_free;
};

static struct vm_taglist *
free_list(struct vm_arena *va, vm_size_t size)
{

	return (&va->va_free[flsl(atop(size)) - 1]);
}

static struct vm_taglist *
hash_list(struct vm_arena *va, vm_offset_t addr)
{

	return (&va->va_hash[atop(addr) * 0x9e3779b97f4a7c15UL >>
	    (64 - VM_ARENA_HASH_SHIFT)]);
}

static void
tag_set_free(struct vm_arena *va, struct vm_tag *vt)
{

	vt->vt_free = true;
	LIST_INSERT_HEAD(free_list(va, vt->vt_size), vt, vt_link);
}

void
vm_arena_init(struct vm_arena *va, const char *name, vm_offset_t base,
    vm_size_t size)
{
	struct vm_tag *vt;

	mtx_init(&va->va_mtx, name, NULL, MTX_DEF);
	TAILQ_INIT(&va->va_segs);
	vt = malloc(sizeof(*vt), M_ARENA, M_WAITOK);
	vt->vt_start = base;
	vt->vt_size = size;
	TAILQ_INSERT_HEAD(&va->va_segs, vt, vt_seg);
	tag_set_free(va, vt);
}

/*
 * A free piece of at least size bytes: any from the lists where all are large
 * enough; failing that, one of the same power of two.
 */
static struct vm_tag *
tag_find(struct vm_arena *va, vm_size_t size)
{
	struct vm_tag *vt;
	int i;

	for (i = flsl(atop(size) - 1); i < VM_ARENA_LISTS; i++)
		if (!LIST_EMPTY(&va->va_free[i]))
			return (LIST_FIRST(&va->va_free[i]));
	LIST_FOREACH(vt, free_list(va, size), vt_link)
		if (vt->vt_size >= size)
			return (vt);
	return (NULL);
}

vm_offset_t
vm_arena_alloc(struct vm_arena *va, vm_size_t size, int flags)
{
	struct vm_tag *rest, *vt;

	rest = malloc(sizeof(*rest), M_ARENA, flags & (M_WAITOK | M_NOWAIT));
	if (rest == NULL)
		return (0);
	mtx_lock(&va->va_mtx);
	vt = tag_find(va, size);
	if (vt == NULL) {
		mtx_unlock(&va->va_mtx);
		free(rest, M_ARENA);
		return (0);
	}
	LIST_REMOVE(vt, vt_link);
	if (vt->vt_size > size) {
		rest->vt_start = vt->vt_start + size;
		rest->vt_size = vt->vt_size - size;
		TAILQ_INSERT_AFTER(&va->va_segs, vt, rest, vt_seg);
		tag_set_free(va, rest);
		rest = NULL;
	}
	vt->vt_size = size;
	vt->vt_free = false;
	LIST_INSERT_HEAD(hash_list(va, vt->vt_start), vt, vt_link);
	mtx_unlock(&va->va_mtx);
	free(rest, M_ARENA);
	return (vt->vt_start);
}

/* Let lower swallow upper, if both are free; was it done? */
static bool
tag_merge(struct vm_arena *va, struct vm_tag *lower, struct vm_tag *upper)
{

	if (lower == NULL || upper == NULL || !lower->vt_free ||
	    !upper->vt_free)
		return (false);
	LIST_REMOVE(lower, vt_link);
	LIST_REMOVE(upper, vt_link);
	TAILQ_REMOVE(&va->va_segs, upper, vt_seg);
	lower->vt_size += upper->vt_size;
	tag_set_free(va, lower);
	return (true);
}

/*
 * Of two pieces that become one, the lower tag stays: a tag lives as long as
 * its boundary, whatever comes and goes behind it.
 */
void
vm_arena_free(struct vm_arena *va, vm_offset_t addr, vm_size_t size)
{
	struct vm_tag *next, *prev, *vt;

	mtx_lock(&va->va_mtx);
	LIST_FOREACH(vt, hash_list(va, addr), vt_link)
		if (vt->vt_start == addr)
			break;
	if (vt == NULL || vt->vt_size != size)
		panic("freeing %#lx bytes at %#lx, which are not allocated so",
		    size, addr);
	LIST_REMOVE(vt, vt_link);
	tag_set_free(va, vt);
	prev = TAILQ_PREV(vt, vm_tagqueue, vt_seg);
	next = TAILQ_NEXT(vt, vt_seg);
	if (!tag_merge(va, vt, next))
		next = NULL;
	if (!tag_merge(va, prev, vt))
		vt = NULL;
	mtx_unlock(&va->va_mtx);
	free(next, M_ARENA);
	free(vt, M_ARENA);
}
