/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: the contents of files, as pages.
 *
 * A page of the tree has one reference by the file and one by each mapping
 * that VOP_GETPAGE gave it to.  Pages come to a file under the vnode lock
 * (write) or without it (a fault on a hole), and leave it only under the
 * exclusive vnode lock; so whoever has that lock uses pages without a
 * reference of his own.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/uio.h>
#include <fs/tmpfs/tmpfs.h>

MALLOC_DEFINE(M_TMPFSPAGES, "tmpfs pages", "tmpfs page trees");

#define	FANOUT_SHIFT	6
#define	FANOUT		(1 << FANOUT_SHIFT)
#define	FANOUT_MASK	(FANOUT - 1)

static const char tmpfs_zero_page[PAGE_SIZE];

/*
 * The tree
 */

/* Does idx fit below a tree of this height? */
static bool
tree_covers(u_int height, vm_pindex_t idx)
{

	return ((idx >> (FANOUT_SHIFT * height)) == 0);
}

static u_int
tree_slot(u_int height, vm_pindex_t idx)
{

	return ((idx >> (FANOUT_SHIFT * (height - 1))) & FANOUT_MASK);
}

static vm_page_t
tree_lookup(const struct tmpfs_pages *tp, vm_pindex_t idx)
{
	void *p = tp->tp_root;
	u_int h;

	if (!tree_covers(tp->tp_height, idx))
		return (NULL);
	for (h = tp->tp_height; h > 0 && p != NULL; h--)
		p = ((void **)p)[tree_slot(h, idx)];
	return (p);
}

static void **
tree_alloc_node(void)
{

	return (malloc(FANOUT * sizeof(void *), M_TMPFSPAGES,
	    M_NOWAIT | M_ZERO));
}

/* Put m, which takes the place of nothing, into the tree. */
static int
tree_insert(struct tmpfs_pages *tp, vm_pindex_t idx, vm_page_t m)
{
	void **node, **slot;
	u_int h;

	while (!tree_covers(tp->tp_height, idx)) {
		if (tp->tp_root != NULL) {
			node = tree_alloc_node();
			if (node == NULL)
				return (ENOSPC);
			node[0] = tp->tp_root;
			tp->tp_root = node;
		}
		tp->tp_height++;
	}
	slot = &tp->tp_root;
	for (h = tp->tp_height; h > 0; h--) {
		if (*slot == NULL && (*slot = tree_alloc_node()) == NULL)
			return (ENOSPC);
		slot = &((void **)*slot)[tree_slot(h, idx)];
	}
	KASSERT(*slot == NULL, ("tmpfs: page %lu is there", idx));
	*slot = m;
	tp->tp_count++;
	return (0);
}

/*
 * Drop the pages from number first on below *slot, whose own first page is
 * base.
 */
static void
tree_trim_slot(struct tmpfs_pages *tp, void **slot, u_int height,
    vm_pindex_t base, vm_pindex_t first)
{
	void **node = *slot;
	vm_pindex_t step;
	bool empty = true;
	u_int i;

	if (node == NULL)
		return;
	if (height == 0) {
		if (base >= first) {
			vm_page_unref((vm_page_t)*slot);
			tp->tp_count--;
			*slot = NULL;
		}
		return;
	}
	step = (vm_pindex_t)1 << (FANOUT_SHIFT * (height - 1));
	for (i = 0; i < FANOUT; i++) {
		if (base + (i + 1) * step > first)
			tree_trim_slot(tp, &node[i], height - 1,
			    base + i * step, first);
		if (node[i] != NULL)
			empty = false;
	}
	if (empty) {
		free(node, M_TMPFSPAGES);
		*slot = NULL;
	}
}

/* Drop the pages from number first on, and levels that became useless. */
static void
tree_trim(struct tmpfs_pages *tp, vm_pindex_t first)
{
	void **node;

	tree_trim_slot(tp, &tp->tp_root, tp->tp_height, 0, first);
	while (tp->tp_height > 0 && tp->tp_root != NULL &&
	    (first == 0 || tree_covers(tp->tp_height - 1, first - 1))) {
		node = tp->tp_root;
		tp->tp_root = node[0];
		tp->tp_height--;
		free(node, M_TMPFSPAGES);
	}
	if (tp->tp_root == NULL)
		tp->tp_height = 0;
}

/*
 * Pages of a file
 */

/* A page that counts against the mount's limit; NULL if that is reached. */
static vm_page_t
tmpfs_new_page(struct tmpfs_mount *tm, int flags)
{
	vm_page_t m;

	if (atomic_fetchadd_long(&tm->tm_pages, 1) < tm->tm_pages_max) {
		m = vm_page_alloc(VM_ALLOC_NORMAL | flags);
		if (m != NULL)
			return (m);
	}
	atomic_subtract_long(&tm->tm_pages, 1);
	return (NULL);
}

static void
tmpfs_drop_page(struct tmpfs_mount *tm, vm_page_t m)
{

	vm_page_unref(m);
	atomic_subtract_long(&tm->tm_pages, 1);
}

static vm_page_t
tmpfs_find_page(struct tmpfs_node *node, vm_pindex_t idx)
{
	vm_page_t m;

	mtx_lock(&node->tn_lock);
	m = tree_lookup(&node->tn_reg, idx);
	mtx_unlock(&node->tn_lock);
	return (m);
}

/*
 * Make m, which has data from off to end, page idx of the file.  A fault may
 * have been faster with a page of zeros: then the data goes there.
 */
static int
tmpfs_enter_page(struct tmpfs_node *node, vm_pindex_t idx, vm_page_t m,
    size_t off, size_t end)
{
	vm_page_t old;
	int error = 0;

	mtx_lock(&node->tn_lock);
	old = tree_lookup(&node->tn_reg, idx);
	if (old == NULL)
		error = tree_insert(&node->tn_reg, idx, m);
	mtx_unlock(&node->tn_lock);
	if (old != NULL)
		memcpy((char *)VM_PAGE_TO_DMAP(old) + off,
		    (char *)VM_PAGE_TO_DMAP(m) + off, end - off);
	if (old != NULL || error != 0)
		tmpfs_drop_page(node->tn_mount, m);
	return (error);
}

int
tmpfs_file_getpage(struct tmpfs_node *node, vm_pindex_t idx, vm_page_t *mp)
{
	vm_page_t m, new = NULL;
	int error = 0;

	for (;;) {
		mtx_lock(&node->tn_lock);
		if (idx >= (vm_pindex_t)howmany(node->tn_size, PAGE_SIZE)) {
			error = EINVAL;
			break;
		}
		m = tree_lookup(&node->tn_reg, idx);
		if (m == NULL && new != NULL) {
			error = tree_insert(&node->tn_reg, idx, new);
			if (error != 0)
				break;
			m = new;
			new = NULL;
		}
		if (m != NULL) {
			vm_page_ref(m);
			*mp = m;
			break;
		}
		mtx_unlock(&node->tn_lock);
		new = tmpfs_new_page(node->tn_mount, VM_ALLOC_ZERO);
		if (new == NULL)
			return (ENOSPC);
	}
	mtx_unlock(&node->tn_lock);
	if (new != NULL)
		tmpfs_drop_page(node->tn_mount, new);
	return (error);
}

/* Pages that are there; a hole stays one. */
int
tmpfs_file_lendpages(struct tmpfs_node *node, vm_pindex_t idx, vm_page_t *ma,
    int count)
{
	int i;

	mtx_lock(&node->tn_lock);
	for (i = 0; i < count; i++) {
		ma[i] = tree_lookup(&node->tn_reg, idx + i);
		if (ma[i] == NULL)
			break;
		vm_page_ref(ma[i]);
	}
	mtx_unlock(&node->tn_lock);
	if (i == count)
		return (0);
	vm_page_unref_pages(ma, i);
	return (EINVAL);
}

void
tmpfs_file_resize(struct tmpfs_node *node, off_t size)
{
	struct tmpfs_pages *tp = &node->tn_reg;
	u_long dropped;
	vm_page_t m;
	u_int off;

	mtx_lock(&node->tn_lock);
	off = size & PAGE_MASK;
	/* What is cut off now must read as zeros when the file grows. */
	if (size < node->tn_size && off != 0) {
		m = tree_lookup(tp, atop(size));
		if (m != NULL)
			memset((char *)VM_PAGE_TO_DMAP(m) + off, 0,
			    PAGE_SIZE - off);
	}
	node->tn_size = size;
	dropped = tp->tp_count;
	if (dropped != 0)
		tree_trim(tp, howmany(size, PAGE_SIZE));
	dropped -= tp->tp_count;
	mtx_unlock(&node->tn_lock);
	atomic_subtract_long(&node->tn_mount->tm_pages, dropped);
}

void
tmpfs_file_destroy(struct tmpfs_node *node)
{

	tmpfs_file_resize(node, 0);
	KASSERT(node->tn_reg.tp_root == NULL, ("tmpfs: pages left"));
}

int
tmpfs_file_read(struct tmpfs_node *node, struct uio *uio)
{
	vm_page_t m;
	off_t left;
	size_t n, off;
	void *p;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		left = node->tn_size - uio->uio_offset;
		if (left <= 0)
			break;
		off = uio->uio_offset & PAGE_MASK;
		n = ulmin(ulmin(PAGE_SIZE - off, left), uio->uio_resid);
		m = tmpfs_find_page(node, atop(uio->uio_offset));
		p = m != NULL ? VM_PAGE_TO_DMAP(m) :
		    __DECONST(char *, tmpfs_zero_page);
		error = uiomove((char *)p + off, n, uio);
	}
	return (error);
}

/* Write n bytes at off into a page that the file does not have yet. */
static int
tmpfs_write_new_page(struct tmpfs_node *node, struct uio *uio, size_t off,
    size_t n)
{
	vm_pindex_t idx = atop(uio->uio_offset);
	ssize_t resid = uio->uio_resid;
	vm_page_t m;
	size_t end;
	char *p;
	int error, error2;

	m = tmpfs_new_page(node->tn_mount, 0);
	if (m == NULL)
		return (ENOSPC);
	p = VM_PAGE_TO_DMAP(m);
	error = uiomove(p + off, n, uio);
	end = off + (resid - uio->uio_resid);
	if (end == off) {
		tmpfs_drop_page(node->tn_mount, m);
		return (error);
	}
	/* Nobody may see what the page held before. */
	memset(p, 0, off);
	memset(p + end, 0, PAGE_SIZE - end);
	error2 = tmpfs_enter_page(node, idx, m, off, end);
	return (error != 0 ? error : error2);
}

int
tmpfs_file_write(struct tmpfs_node *node, struct uio *uio)
{
	vm_page_t m;
	size_t n, off;
	int error = 0;

	while (error == 0 && uio->uio_resid > 0) {
		off = uio->uio_offset & PAGE_MASK;
		n = ulmin(PAGE_SIZE - off, uio->uio_resid);
		m = tmpfs_find_page(node, atop(uio->uio_offset));
		if (m != NULL)
			error = uiomove((char *)VM_PAGE_TO_DMAP(m) + off, n,
			    uio);
		else
			error = tmpfs_write_new_page(node, uio, off, n);
		if (uio->uio_offset > node->tn_size) {
			mtx_lock(&node->tn_lock);
			node->tn_size = uio->uio_offset;
			mtx_unlock(&node->tn_lock);
		}
	}
	return (error);
}
