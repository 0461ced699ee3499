/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Red-black trees: the balancing behind tree(3).
 *
 * The rules: no red element has a red child, and every way down from an
 * element passes the same number of black ones.  Leaves (NULL) are black.
 * See Cormen, Leiserson, Rivest and Stein, chapter 13.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/tree.h>

/* The tree that is being changed, and where its elements have their entry. */
struct rb_tree {
	void	**root;
	size_t	off;
};

static struct rb_entry *
entry(const struct rb_tree *t, void *elm)
{

	return ((struct rb_entry *)((char *)elm + t->off));
}

static bool
is_red(const struct rb_tree *t, void *elm)
{

	return (elm != NULL && entry(t, elm)->rbe_red);
}

static void **
child(const struct rb_tree *t, void *elm, bool right)
{

	return (right ? &entry(t, elm)->rbe_right : &entry(t, elm)->rbe_left);
}

static bool
is_right(const struct rb_tree *t, void *parent, void *elm)
{

	return (entry(t, parent)->rbe_right == elm);
}

/* Let new stand where old stood below parent; new may be NULL. */
static void
replace(const struct rb_tree *t, void *parent, void *old, void *new)
{

	if (parent == NULL)
		*t->root = new;
	else
		*child(t, parent, is_right(t, parent, old)) = new;
	if (new != NULL)
		entry(t, new)->rbe_parent = parent;
}

/* Move elm down to the right or left; its other child takes its place. */
static void
rotate(const struct rb_tree *t, void *elm, bool right)
{
	void *middle, *up;

	up = *child(t, elm, !right);
	middle = *child(t, up, right);
	replace(t, entry(t, elm)->rbe_parent, elm, up);
	*child(t, up, right) = elm;
	entry(t, elm)->rbe_parent = up;
	*child(t, elm, !right) = middle;
	if (middle != NULL)
		entry(t, middle)->rbe_parent = elm;
}

void
rb_insert(void **root, void *elm, size_t off)
{
	const struct rb_tree tree = { root, off }, *t = &tree;
	void *grand, *parent, *uncle;
	bool right;

	entry(t, elm)->rbe_red = 1;
	while ((parent = entry(t, elm)->rbe_parent) != NULL &&
	    is_red(t, parent)) {
		grand = entry(t, parent)->rbe_parent;
		right = is_right(t, grand, parent);
		uncle = *child(t, grand, !right);
		entry(t, grand)->rbe_red = 1;
		if (is_red(t, uncle)) {
			entry(t, parent)->rbe_red = 0;
			entry(t, uncle)->rbe_red = 0;
			elm = grand;
			continue;
		}
		if (is_right(t, parent, elm) != right) {
			rotate(t, parent, right);
			parent = elm;
		}
		entry(t, parent)->rbe_red = 0;
		rotate(t, grand, !right);
		break;
	}
	entry(t, *root)->rbe_red = 0;
}

/* The ways through elm, a child of parent, have one black too few. */
static void
repair_black(const struct rb_tree *t, void *parent, void *elm)
{
	void *sibling;
	bool right;

	while (parent != NULL && !is_red(t, elm)) {
		right = is_right(t, parent, elm);
		/* A sibling that is NULL would have had too few as well. */
		sibling = *child(t, parent, !right);
		if (is_red(t, sibling)) {
			entry(t, sibling)->rbe_red = 0;
			entry(t, parent)->rbe_red = 1;
			rotate(t, parent, right);
			sibling = *child(t, parent, !right);
		}
		if (!is_red(t, *child(t, sibling, false)) &&
		    !is_red(t, *child(t, sibling, true))) {
			entry(t, sibling)->rbe_red = 1;
			elm = parent;
			parent = entry(t, elm)->rbe_parent;
			continue;
		}
		if (!is_red(t, *child(t, sibling, !right))) {
			entry(t, *child(t, sibling, right))->rbe_red = 0;
			entry(t, sibling)->rbe_red = 1;
			rotate(t, sibling, !right);
			sibling = *child(t, parent, !right);
		}
		entry(t, sibling)->rbe_red = entry(t, parent)->rbe_red;
		entry(t, parent)->rbe_red = 0;
		entry(t, *child(t, sibling, !right))->rbe_red = 0;
		rotate(t, parent, right);
		return;
	}
	if (elm != NULL)
		entry(t, elm)->rbe_red = 0;
}

void
rb_remove(void **root, void *elm, size_t off)
{
	const struct rb_tree tree = { root, off }, *t = &tree;
	struct rb_entry *e;
	void *below, *next, *parent;
	bool red;

	e = entry(t, elm);
	if (e->rbe_left == NULL || e->rbe_right == NULL) {
		below = e->rbe_left != NULL ? e->rbe_left : e->rbe_right;
		parent = e->rbe_parent;
		red = e->rbe_red;
		replace(t, parent, elm, below);
	} else {
		/* The next element has no left child: it takes the place. */
		next = rb_edge(e->rbe_right, off, 0);
		below = entry(t, next)->rbe_right;
		parent = entry(t, next)->rbe_parent;
		red = entry(t, next)->rbe_red;
		replace(t, parent, next, below);
		if (parent == elm)
			parent = next;
		replace(t, e->rbe_parent, elm, next);
		entry(t, next)->rbe_red = e->rbe_red;
		entry(t, next)->rbe_left = e->rbe_left;
		entry(t, e->rbe_left)->rbe_parent = next;
		entry(t, next)->rbe_right = e->rbe_right;
		if (e->rbe_right != NULL)
			entry(t, e->rbe_right)->rbe_parent = next;
	}
	if (!red)
		repair_black(t, parent, below);
}

/* The leftmost or rightmost element from elm down; NULL if elm is. */
void *
rb_edge(void *elm, size_t off, int right)
{
	const struct rb_tree tree = { NULL, off };
	void *next;

	for (next = elm; next != NULL; next = *child(&tree, elm, right))
		elm = next;
	return (elm);
}

static void *
step(void *elm, size_t off, bool right)
{
	const struct rb_tree tree = { NULL, off }, *t = &tree;
	void *parent;

	if (*child(t, elm, right) != NULL)
		return (rb_edge(*child(t, elm, right), off, !right));
	while ((parent = entry(t, elm)->rbe_parent) != NULL &&
	    *child(t, parent, right) == elm)
		elm = parent;
	return (parent);
}

void *
rb_next(void *elm, size_t off)
{

	return (step(elm, off, true));
}

void *
rb_prev(void *elm, size_t off)
{

	return (step(elm, off, false));
}
