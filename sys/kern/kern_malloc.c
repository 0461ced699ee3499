/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * malloc(9).
 *
 * Small items of one size share a page, a slab, which the kernel sees in the
 * direct map; an empty slab goes back at once, so that nothing is hidden from
 * the count of free pages.  An item of more than half a page has a page of
 * its own, a larger one pages from kmem_malloc().  The struct vm_page of the
 * (first) page says which of these an address belongs to.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/sbuf.h>
#include <sys/sysctl.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_extern.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

#define	MIN_SHIFT	4		/* smallest item: 16 bytes */
#define	MAX_SHIFT	(PAGE_SHIFT - 1) /* largest in a slab */
#define	NSIZES		(MAX_SHIFT - MIN_SHIFT + 1)

/* What free items are filled with, as far as POISON_BYTES. */
#define	POISON_BYTE	0xde
#define	POISON_WORD	0xdedededededededeUL
#define	POISON_BYTES	64

MALLOC_DEFINE(M_CACHE, "cache", "dynamically allocated cache memory");
MALLOC_DEFINE(M_DEVBUF, "devbuf", "device driver memory");
MALLOC_DEFINE(M_TEMP, "temp", "short-lived memory");

/* A free item; the poison after the link tells that it was not touched. */
struct item {
	struct item	*next;
	u_long		poison;
};

/*
 * One lock for the slabs and the statistics.  Until locks are set up its zero
 * is as good: malloc(9) is there before, and there is only one thread.
 */
static struct mtx malloc_mtx;
MTX_SYSINIT(malloc, &malloc_mtx, "malloc", MTX_DEF);
static LIST_HEAD(, vm_page) partial_slabs[NSIZES];
static struct malloc_type *all_types;
static u_int type_count;

static u_int
size_index(size_t size)
{

	if (size <= 1 << MIN_SHIFT)
		return (0);
	return (flsl(size - 1) - MIN_SHIFT);
}

static u_int
slab_items(u_int index)
{

	return (PAGE_SIZE >> (index + MIN_SHIFT));
}

/*
 * Types.
 */

static __noinline void
type_enter(struct malloc_type *mtp)
{

	if (mtp->ks_version != M_VERSION)
		panic("malloc type %s has version %lu", mtp->ks_shortdesc,
		    mtp->ks_version);
	mtp->ks_mti.mti_registered = 1;
	mtp->ks_mti.mti_prev = NULL;
	mtp->ks_next = all_types;
	if (all_types != NULL)
		all_types->ks_mti.mti_prev = mtp;
	all_types = mtp;
	type_count++;
}

static void
type_register(struct malloc_type *mtp)
{

	if (!mtp->ks_mti.mti_registered)
		type_enter(mtp);
}

void
malloc_init(void *type)
{

	mtx_lock(&malloc_mtx);
	type_register(type);
	mtx_unlock(&malloc_mtx);
}

void
malloc_uninit(void *type)
{
	struct malloc_type *mtp;
	u_long inuse, memuse;

	mtp = type;
	mtx_lock(&malloc_mtx);
	if (mtp->ks_mti.mti_registered) {
		if (mtp->ks_mti.mti_prev != NULL)
			mtp->ks_mti.mti_prev->ks_next = mtp->ks_next;
		else
			all_types = mtp->ks_next;
		if (mtp->ks_next != NULL)
			mtp->ks_next->ks_mti.mti_prev = mtp->ks_mti.mti_prev;
		mtp->ks_mti.mti_registered = 0;
		type_count--;
	}
	inuse = mtp->ks_mti.mti_inuse;
	memuse = mtp->ks_mti.mti_memuse;
	mtx_unlock(&malloc_mtx);
	if (inuse != 0)
		printf("Warning: memory type %s leaked memory on destroy "
		    "(%lu allocations, %lu bytes leaked).\n",
		    mtp->ks_shortdesc, inuse, memuse);
}

struct malloc_type *
malloc_desc2type(const char *desc)
{
	struct malloc_type *mtp;

	mtx_lock(&malloc_mtx);
	for (mtp = all_types; mtp != NULL; mtp = mtp->ks_next)
		if (strcmp(mtp->ks_shortdesc, desc) == 0)
			break;
	mtx_unlock(&malloc_mtx);
	return (mtp);
}

static void
type_allocated(struct malloc_type *mtp, size_t size)
{

	mtx_assert(&malloc_mtx, MA_OWNED);
	type_register(mtp);
	mtp->ks_mti.mti_inuse++;
	mtp->ks_mti.mti_requests++;
	mtp->ks_mti.mti_memuse += size;
	if (mtp->ks_mti.mti_memuse > mtp->ks_mti.mti_maxused)
		mtp->ks_mti.mti_maxused = mtp->ks_mti.mti_memuse;
}

static void
type_freed(struct malloc_type *mtp, size_t size)
{

	mtx_assert(&malloc_mtx, MA_OWNED);
	if (mtp->ks_mti.mti_inuse == 0 || mtp->ks_mti.mti_memuse < size)
		panic("free: more memory of type %s than was allocated",
		    mtp->ks_shortdesc);
	mtp->ks_mti.mti_inuse--;
	mtp->ks_mti.mti_memuse -= size;
}

/*
 * Slabs.
 */

static int
page_request(int flags)
{
	int req;

	req = flags & M_USE_RESERVE ? VM_ALLOC_INTERRUPT : VM_ALLOC_SYSTEM;
	if (flags & M_WAITOK)
		req |= VM_ALLOC_WAITOK;
	return (req);
}

/* A new slab with free items; the lock is dropped meanwhile. */
static __noinline vm_page_t
slab_create(u_int index, int flags)
{
	vm_page_t m;

	mtx_unlock(&malloc_mtx);
	m = vm_page_alloc(page_request(flags));
	mtx_lock(&malloc_mtx);
	if (m == NULL)
		return (NULL);
	m->flags = PGF_SLAB;
	m->slab_index = index;
	m->u.slab.items = NULL;
	m->u.slab.nused = 0;
	m->u.slab.nfresh = slab_items(index);
	LIST_INSERT_HEAD(&partial_slabs[index], m, u.slab.link);
	return (m);
}

/* Take an item; those that were never used need not be on the chain. */
static void *
slab_take(vm_page_t m, u_int index, struct malloc_type *mtp)
{
	struct item *item;

	item = m->u.slab.items;
	if (item != NULL) {
		if (item->poison != POISON_WORD)
			panic("malloc: %p (now %s) was written to after free",
			    item, mtp->ks_shortdesc);
		m->u.slab.items = item->next;
	} else {
		m->u.slab.nfresh--;
		item = (struct item *)((char *)VM_PAGE_TO_DMAP(m) +
		    (m->u.slab.nfresh << (index + MIN_SHIFT)));
	}
	m->u.slab.nused++;
	if (m->u.slab.items == NULL && m->u.slab.nfresh == 0)
		LIST_REMOVE(m, u.slab.link);
	return (item);
}

static void *
malloc_small(size_t size, struct malloc_type *mtp, int flags)
{
	void *item;
	vm_page_t m;
	u_int index;

	index = size_index(size);
	mtx_lock(&malloc_mtx);
	m = LIST_FIRST(&partial_slabs[index]);
	if (m == NULL)
		m = slab_create(index, flags);
	if (m == NULL) {
		mtx_unlock(&malloc_mtx);
		return (NULL);
	}
	item = slab_take(m, index, mtp);
	type_allocated(mtp, 1UL << (index + MIN_SHIFT));
	mtx_unlock(&malloc_mtx);
	if (flags & M_ZERO)
		bzero(item, size);
	return (item);
}

/*
 * The slabs of a list stand in about the order of how full they are, as items
 * come from the first one: so the last ones become empty and are given back.
 */
static void
slab_gave_item(vm_page_t m, u_int index)
{
	vm_page_t next;

	if (m->u.slab.items == NULL && m->u.slab.nfresh == 0) {
		LIST_INSERT_HEAD(&partial_slabs[index], m, u.slab.link);
		return;
	}
	next = LIST_NEXT(m, u.slab.link);
	if (next != NULL && next->u.slab.nused >= m->u.slab.nused) {
		LIST_REMOVE(m, u.slab.link);
		LIST_INSERT_AFTER(next, m, u.slab.link);
	}
}

/* An item that looks free may be a program's data; the chain knows. */
static bool
slab_item_is_free(vm_page_t m, const struct item *item)
{
	const struct item *i;

	if (item->poison != POISON_WORD)
		return (false);
	for (i = m->u.slab.items; i != NULL; i = i->next)
		if (i == item)
			return (true);
	return (false);
}

static void
free_small(struct item *item, vm_page_t m, struct malloc_type *mtp)
{
	size_t size;
	u_int index;
	bool empty;

	index = m->slab_index;
	size = 1UL << (index + MIN_SHIFT);
	if (((uintptr_t)item & (size - 1)) != 0)
		panic("free: %p (%s) is not an allocation", item,
		    mtp->ks_shortdesc);
	mtx_lock(&malloc_mtx);
	if (slab_item_is_free(m, item))
		panic("free: %p (%s) is free already", item,
		    mtp->ks_shortdesc);
	type_freed(mtp, size);
	memset(item, POISON_BYTE, MIN(size, POISON_BYTES));
	slab_gave_item(m, index);
	item->next = m->u.slab.items;
	m->u.slab.items = item;
	empty = --m->u.slab.nused == 0;
	if (empty) {
		LIST_REMOVE(m, u.slab.link);
		m->flags = 0;
	}
	mtx_unlock(&malloc_mtx);
	if (empty)
		vm_page_unref(m);
}

/*
 * Whole pages.
 */

static void *
malloc_page(int flags)
{
	vm_page_t m;

	m = vm_page_alloc(page_request(flags) |
	    (flags & M_ZERO ? VM_ALLOC_ZERO : 0));
	return (m != NULL ? VM_PAGE_TO_DMAP(m) : NULL);
}

static vm_page_t
address_page(const void *addr)
{
	vm_paddr_t pa;

	pa = pmap_kextract((vm_offset_t)addr);
	return (pa != 0 ? PHYS_TO_VM_PAGE(pa) : NULL);
}

static __noinline void *
malloc_large(size_t size, struct malloc_type *mtp, int flags)
{
	void *va;
	vm_page_t m;

	size = round_page(size);
	va = size == PAGE_SIZE ? malloc_page(flags) : kmem_malloc(size, flags);
	if (va == NULL)
		return (NULL);
	m = address_page(va);
	m->flags = PGF_LARGE;
	m->u.kmem_size = size;
	mtx_lock(&malloc_mtx);
	type_allocated(mtp, size);
	mtx_unlock(&malloc_mtx);
	return (va);
}

static void
free_large(void *addr, vm_page_t m, struct malloc_type *mtp)
{
	size_t size;

	size = m->u.kmem_size;
	m->flags = 0;
	mtx_lock(&malloc_mtx);
	type_freed(mtp, size);
	mtx_unlock(&malloc_mtx);
	if (size == PAGE_SIZE)
		vm_page_unref(m);
	else
		kmem_free(addr, size);
}

/*
 * The interface.
 */

void *
malloc(size_t size, struct malloc_type *type, int flags)
{
	void *p;

	if (size <= 1 << MAX_SHIFT)
		p = malloc_small(size, type, flags);
	else
		p = malloc_large(size, type, flags);
	if (p == NULL && (flags & M_WAITOK) != 0)
		panic("malloc: no address space for %zu bytes of %s", size,
		    type->ks_shortdesc);
	return (p);
}

void *
mallocarray(size_t nmemb, size_t size, struct malloc_type *type, int flags)
{
	size_t total;

	if (__builtin_mul_overflow(nmemb, size, &total)) {
		if (flags & M_WAITOK)
			panic("mallocarray: %zu * %zu overflows", nmemb, size);
		return (NULL);
	}
	return (malloc(total, type, flags));
}

/* The page that describes an allocation; panics if addr is none. */
static vm_page_t
allocation_page(const void *addr)
{
	vm_page_t m;

	m = address_page(addr);
	if (m == NULL || (m->flags & (PGF_SLAB | PGF_LARGE)) == 0 ||
	    ((m->flags & PGF_LARGE) != 0 &&
	    ((uintptr_t)addr & PAGE_MASK) != 0))
		panic("free: %p is not an allocation", addr);
	return (m);
}

static __noinline void
free_allocation(void *addr, struct malloc_type *type)
{
	vm_page_t m;

	m = allocation_page(addr);
	if (m->flags & PGF_SLAB)
		free_small(addr, m, type);
	else
		free_large(addr, m, type);
}

/* Apart from what it takes to free something: NULL is what many have. */
void
free(void *addr, struct malloc_type *type)
{

	if (addr != NULL)
		free_allocation(addr, type);
}

void
zfree(void *addr, struct malloc_type *type)
{

	if (addr == NULL)
		return;
	explicit_bzero(addr, malloc_usable_size(addr));
	free(addr, type);
}

size_t
malloc_usable_size(const void *addr)
{
	vm_page_t m;

	if (addr == NULL)
		return (0);
	m = allocation_page(addr);
	if (m->flags & PGF_SLAB)
		return (1UL << (m->slab_index + MIN_SHIFT));
	return (m->u.kmem_size);
}

void *
realloc(void *addr, size_t size, struct malloc_type *type, int flags)
{
	void *new;
	size_t room;

	if (addr == NULL)
		return (malloc(size, type, flags));
	room = malloc_usable_size(addr);
	/* Stay, unless that would waste more than half. */
	if (size <= room && (size > room / 2 || room == 1 << MIN_SHIFT))
		return (addr);
	new = malloc(size, type, flags);
	if (new == NULL)
		return (NULL);
	memcpy(new, addr, MIN(size, room));
	free(addr, type);
	return (new);
}

void *
reallocf(void *addr, size_t size, struct malloc_type *type, int flags)
{
	void *new;

	new = realloc(addr, size, type, flags);
	if (new == NULL)
		free(addr, type);
	return (new);
}

/* One line of kern.malloc; the type itself can go away with its module. */
struct type_stats {
	char	name[32];
	u_long	inuse;
	u_long	memuse;
	u_long	maxused;
	u_long	requests;
};

/* The numbers of all types at one moment; returns how many there are. */
static u_int
malloc_stats(struct type_stats *ts, u_int room)
{
	struct malloc_type *mtp;
	u_int n;

	n = 0;
	mtx_lock(&malloc_mtx);
	for (mtp = all_types; mtp != NULL && n < room; mtp = mtp->ks_next) {
		strlcpy(ts[n].name, mtp->ks_shortdesc, sizeof(ts[n].name));
		ts[n].inuse = mtp->ks_mti.mti_inuse;
		ts[n].memuse = mtp->ks_mti.mti_memuse;
		ts[n].maxused = mtp->ks_mti.mti_maxused;
		ts[n].requests = mtp->ks_mti.mti_requests;
		n++;
	}
	mtx_unlock(&malloc_mtx);
	return (n);
}

static int
sysctl_kern_malloc(SYSCTL_HANDLER_ARGS)
{
	struct type_stats *ts;
	struct sbuf sb;
	u_int i, n, room;
	int error;

	room = type_count + 8;
	ts = mallocarray(room, sizeof(*ts), M_TEMP, M_WAITOK);
	n = malloc_stats(ts, room);
	sbuf_new_for_sysctl(&sb, NULL, 256, req);
	sbuf_printf(&sb, "%16s %8s %10s %10s %10s\n", "Type", "InUse",
	    "MemUse", "MaxUsed", "Requests");
	for (i = 0; i < n; i++)
		sbuf_printf(&sb, "%16s %8lu %10lu %10lu %10lu\n", ts[i].name,
		    ts[i].inuse, ts[i].memuse, ts[i].maxused, ts[i].requests);
	error = sbuf_finish(&sb);
	sbuf_delete(&sb);
	free(ts, M_TEMP);
	return (error);
}
SYSCTL_PROC(_kern, OID_AUTO, malloc, CTLTYPE_STRING | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_kern_malloc, "A",
    "Kernel memory by type: allocations, bytes, most bytes, requests");
