/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The address space of a process: entries, ordered by address in a tree.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mman.h>
#include <sys/sx.h>
#include <sys/vnode.h>
#include <sys/conf.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_extern.h>
#include <vm/vm_map.h>
#include <vm/pmap.h>

static MALLOC_DEFINE(M_VMMAPENT, "vmmapent", "parts of address spaces");

static int
entry_cmp(struct vm_map_entry *a, struct vm_map_entry *b)
{

	return (a->start < b->start ? -1 : a->start > b->start);
}

RB_GENERATE_STATIC(vm_map_tree, vm_map_entry, tree, entry_cmp);

vm_map_entry_t
vm_map_lookup_ge(vm_map_t map, vm_offset_t addr)
{
	vm_map_entry_t best, entry;

	best = NULL;
	entry = RB_ROOT(&map->root);
	while (entry != NULL) {
		if (addr < entry->end) {
			best = entry;
			entry = RB_LEFT(entry, tree);
		} else
			entry = RB_RIGHT(entry, tree);
	}
	return (best);
}

vm_map_entry_t
vm_map_entry_succ(vm_map_entry_t entry)
{

	return (RB_NEXT(vm_map_tree, NULL, entry));
}

int
vm_mmap_to_errno(int rv)
{

	switch (rv) {
	case KERN_SUCCESS:
		return (0);
	case KERN_INVALID_ADDRESS:
	case KERN_NO_SPACE:
	case KERN_RESOURCE_SHORTAGE:
		return (ENOMEM);
	case KERN_PROTECTION_FAILURE:
		return (EACCES);
	default:
		return (EINVAL);
	}
}

static void
entry_hold(vm_map_entry_t entry)
{

	if (entry->vp != NULL)
		vref(entry->vp);
	if (entry->shm != NULL)
		vm_shm_hold(entry->shm);
	if (entry->dev != NULL)
		dev_ref(entry->dev);
}

void
vm_map_entries_release(struct vm_map_list *dead)
{
	vm_map_entry_t entry;

	while ((entry = SLIST_FIRST(dead)) != NULL) {
		SLIST_REMOVE_HEAD(dead, dead);
		if (entry->vp != NULL)
			vrele(entry->vp);
		if (entry->shm != NULL)
			vm_shm_release(entry->shm);
		if (entry->dev != NULL)
			dev_rel(entry->dev);
		free(entry, M_VMMAPENT);
	}
}

static void
entry_link(vm_map_t map, vm_map_entry_t entry)
{

	RB_INSERT(vm_map_tree, &map->root, entry);
	map->size += entry->end - entry->start;
	map->timestamp++;
}

static void
entry_unlink(vm_map_t map, vm_map_entry_t entry)
{

	RB_REMOVE(vm_map_tree, &map->root, entry);
	map->size -= entry->end - entry->start;
	map->timestamp++;
}

/* Make addr, within entry, the boundary of two entries; the upper one. */
static vm_map_entry_t
entry_split(vm_map_t map, vm_map_entry_t entry, vm_offset_t addr)
{
	vm_map_entry_t upper;

	upper = malloc(sizeof(*upper), M_VMMAPENT, M_WAITOK);
	*upper = *entry;
	entry_hold(upper);
	upper->start = addr;
	upper->offset += addr - entry->start;
	map->size -= entry->end - addr;
	entry->end = addr;
	entry_link(map, upper);
	return (upper);
}

/* The first entry in [start, end), with boundaries at both addresses. */
static vm_map_entry_t
map_clip(vm_map_t map, vm_offset_t start, vm_offset_t end)
{
	vm_map_entry_t entry, last;

	entry = vm_map_lookup_ge(map, start);
	if (entry != NULL && entry->start < start)
		entry = entry_split(map, entry, start);
	if (entry == NULL || entry->start >= end)
		return (NULL);
	last = vm_map_lookup_ge(map, end - 1);
	if (last != NULL && last->start < end && last->end > end)
		(void)entry_split(map, last, end);
	return (entry);
}

/* Private anonymous memory can be extended, as the break does often. */
static bool
entry_extends(const struct vm_map_entry *entry, const struct vm_map_entry *t)
{

	return (entry->vp == NULL && entry->shm == NULL &&
	    entry->dev == NULL && t->vp == NULL && t->shm == NULL &&
	    t->dev == NULL && entry->protection == t->protection &&
	    entry->max_protection == t->max_protection &&
	    entry->eflags == t->eflags);
}

int
vm_map_insert(vm_map_t map, const struct vm_map_entry *template,
    vm_offset_t start, vm_offset_t end)
{
	vm_map_entry_t entry;

	if (start >= end || start < map->min_offset || end > map->max_offset)
		return (KERN_INVALID_ADDRESS);
	entry = vm_map_lookup_ge(map, start);
	if (entry != NULL && entry->start < end)
		return (KERN_NO_SPACE);
	entry = start > 0 ? vm_map_lookup_ge(map, start - 1) : NULL;
	if (entry != NULL && entry->end == start &&
	    entry_extends(entry, template)) {
		entry->end = end;
		map->size += end - start;
		map->timestamp++;
		return (KERN_SUCCESS);
	}
	entry = malloc(sizeof(*entry), M_VMMAPENT, M_WAITOK);
	*entry = *template;
	entry->start = start;
	entry->end = end;
	entry_link(map, entry);
	return (KERN_SUCCESS);
}

int
vm_map_findspace(vm_map_t map, vm_offset_t *addr, vm_size_t length)
{
	vm_map_entry_t entry;
	vm_offset_t start;

	start = MAX(*addr, map->min_offset);
	for (entry = vm_map_lookup_ge(map, start);
	    entry != NULL && entry->start < start + length;
	    entry = vm_map_entry_succ(entry))
		start = entry->end;
	if (start + length < start || start + length > map->max_offset)
		return (KERN_NO_SPACE);
	*addr = start;
	return (KERN_SUCCESS);
}

int
vm_map_delete(vm_map_t map, vm_offset_t start, vm_offset_t end,
    struct vm_map_list *dead)
{
	vm_map_entry_t entry, next;

	for (entry = map_clip(map, start, end);
	    entry != NULL && entry->start < end; entry = next) {
		next = vm_map_entry_succ(entry);
		entry_unlink(map, entry);
		pmap_remove(map->pmap, entry->start, entry->end);
		SLIST_INSERT_HEAD(dead, entry, dead);
	}
	return (KERN_SUCCESS);
}

int
vm_map_remove(vm_map_t map, vm_offset_t start, vm_offset_t end)
{
	struct vm_map_list dead;
	int rv;

	SLIST_INIT(&dead);
	vm_map_lock(map);
	rv = vm_map_delete(map, MAX(start, map->min_offset),
	    MIN(end, map->max_offset), &dead);
	vm_map_unlock(map);
	vm_map_entries_release(&dead);
	return (rv);
}

static void
anonymous_template(struct vm_map_entry *t, vm_prot_t prot, vm_prot_t max)
{

	bzero(t, sizeof(*t));
	t->protection = prot;
	t->max_protection = max;
}

int
vm_map_find(vm_map_t map, void *unused __unused,
    vm_ooffset_t offset __unused, vm_offset_t *addr, vm_size_t length,
    vm_offset_t max_addr __unused, int find_space, vm_prot_t prot,
    vm_prot_t max, int cow __unused)
{
	struct vm_map_entry t;
	int rv;

	anonymous_template(&t, prot, max);
	length = round_page(length);
	rv = KERN_SUCCESS;
	vm_map_lock(map);
	if (find_space != VMFS_NO_SPACE)
		rv = vm_map_findspace(map, addr, length);
	if (rv == KERN_SUCCESS)
		rv = vm_map_insert(map, &t, *addr, *addr + length);
	vm_map_unlock(map);
	return (rv);
}

int
vm_map_fixed(vm_map_t map, void *unused __unused,
    vm_ooffset_t offset __unused, vm_offset_t start, vm_size_t length,
    vm_prot_t prot, vm_prot_t max, int cow __unused)
{
	struct vm_map_entry t;
	struct vm_map_list dead;
	vm_offset_t end;
	int rv;

	end = round_page(start + length);
	start = trunc_page(start);
	if (start >= end || start < map->min_offset || end > map->max_offset)
		return (KERN_INVALID_ADDRESS);
	anonymous_template(&t, prot, max);
	SLIST_INIT(&dead);
	vm_map_lock(map);
	(void)vm_map_delete(map, start, end, &dead);
	rv = vm_map_insert(map, &t, start, end);
	vm_map_unlock(map);
	vm_map_entries_release(&dead);
	return (rv);
}

int
vm_map_stack(vm_map_t map, vm_offset_t addrbos, vm_size_t max_ssize,
    vm_prot_t prot, vm_prot_t max, int cow)
{

	return (vm_map_find(map, NULL, 0, &addrbos, max_ssize, 0,
	    VMFS_NO_SPACE, prot, max, cow));
}

/* No gap in [start, end), and every entry allows prot at most; map locked. */
static int
map_check_max(vm_map_t map, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot)
{
	vm_map_entry_t entry;

	for (entry = vm_map_lookup_ge(map, start); start < end;
	    entry = vm_map_entry_succ(entry)) {
		if (entry == NULL || entry->start > start)
			return (KERN_INVALID_ADDRESS);
		if (prot & ~entry->max_protection)
			return (KERN_PROTECTION_FAILURE);
		start = entry->end;
	}
	return (KERN_SUCCESS);
}

/*
 * Less is forbidden at once, more is granted by the next fault, which knows
 * whether the page is shared.
 */
int
vm_map_protect(vm_map_t map, vm_offset_t start, vm_offset_t end,
    vm_prot_t new_prot, boolean_t set_max)
{
	vm_map_entry_t entry;
	int rv;

	if (start >= end)
		return (start == end ? KERN_SUCCESS : KERN_INVALID_ADDRESS);
	vm_map_lock(map);
	rv = map_check_max(map, start, end, new_prot);
	if (rv != KERN_SUCCESS)
		goto out;
	for (entry = map_clip(map, start, end);
	    entry != NULL && entry->start < end;
	    entry = vm_map_entry_succ(entry)) {
		if (set_max) {
			entry->max_protection = new_prot;
			entry->protection &= new_prot;
		} else
			entry->protection = new_prot;
		pmap_protect(map->pmap, entry->start, entry->end,
		    entry->protection);
	}
	map->timestamp++;
out:
	vm_map_unlock(map);
	return (rv);
}

boolean_t
vm_map_check_protection(vm_map_t map, vm_offset_t start, vm_offset_t end,
    vm_prot_t protection)
{
	vm_map_entry_t entry;

	for (entry = vm_map_lookup_ge(map, start); start < end;
	    entry = vm_map_entry_succ(entry)) {
		if (entry == NULL || entry->start > start ||
		    (entry->protection & protection) != protection)
			return (FALSE);
		start = entry->end;
	}
	return (TRUE);
}

int
vm_map_copy_entries(vm_map_t dst, vm_map_t src)
{
	vm_map_entry_t copy, entry;
	int error;

	error = 0;
	RB_FOREACH(entry, vm_map_tree, &src->root) {
		copy = malloc(sizeof(*copy), M_VMMAPENT, M_WAITOK);
		*copy = *entry;
		entry_hold(copy);
		entry_link(dst, copy);
		/* What is shared comes from its object when it is touched. */
		if ((entry->eflags & MAP_ENTRY_SHARED) == 0 && error == 0)
			error = pmap_copy_cow(dst->pmap, src->pmap,
			    entry->start, entry->end);
	}
	return (error);
}

void
vm_map_init(vm_map_t map, pmap_t pmap, vm_offset_t min, vm_offset_t max)
{

	sx_init(&map->lock, "vm map");
	RB_INIT(&map->root);
	map->min_offset = min;
	map->max_offset = max;
	map->size = 0;
	map->timestamp = 0;
	map->pmap = pmap;
}
