/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The balancing of the trees of sys/tree.h.
 *
 * A red-black tree: no red entry has a red child, and every path down from an
 * entry passes equally many black ones.  After T. Cormen et al., "Introduction
 * to Algorithms", with NULL as the black leaf.
 */
#include <sys/types.h>
#include <sys/systm.h>
#include <sys/tree.h>

static bool
is_red(const struct rb_entry *e)
{

	return (e != NULL && e->rbe_red);
}

/* Which child of its parent e is. */
static int
side(const struct rb_entry *parent, const struct rb_entry *e)
{

	return (parent->rbe_child[1] == e);
}

/* Let e, which may be NULL, take the place of old below old's parent. */
static void
replace(struct rb_entry **root, struct rb_entry *old, struct rb_entry *e)
{
	struct rb_entry *parent;

	parent = old->rbe_parent;
	if (parent == NULL)
		*root = e;
	else
		parent->rbe_child[side(parent, old)] = e;
	if (e != NULL)
		e->rbe_parent = parent;
}

/* Let e go down to its side dir; the child of the other side comes up. */
static void
rotate(struct rb_entry **root, struct rb_entry *e, int dir)
{
	struct rb_entry *up;

	up = e->rbe_child[!dir];
	e->rbe_child[!dir] = up->rbe_child[dir];
	if (up->rbe_child[dir] != NULL)
		up->rbe_child[dir]->rbe_parent = e;
	replace(root, e, up);
	up->rbe_child[dir] = e;
	e->rbe_parent = up;
}

void
rb_entry_insert(struct rb_entry **root, struct rb_entry *parent, int dir,
    struct rb_entry *e)
{
	struct rb_entry *grand, *uncle;

	e->rbe_child[0] = e->rbe_child[1] = NULL;
	e->rbe_parent = parent;
	e->rbe_red = 1;
	if (parent == NULL)
		*root = e;
	else
		parent->rbe_child[dir] = e;

	while (is_red(parent = e->rbe_parent)) {
		grand = parent->rbe_parent;
		dir = side(grand, parent);
		uncle = grand->rbe_child[!dir];
		if (is_red(uncle)) {
			parent->rbe_red = uncle->rbe_red = 0;
			grand->rbe_red = 1;
			e = grand;
			continue;
		}
		if (side(parent, e) != dir) {
			rotate(root, parent, dir);
			parent = e;
		}
		parent->rbe_red = 0;
		grand->rbe_red = 1;
		rotate(root, grand, !dir);
		break;
	}
	(*root)->rbe_red = 0;
}

/* The paths through child e of parent, which may be NULL, lack a black one. */
static void
repair(struct rb_entry **root, struct rb_entry *parent, struct rb_entry *e)
{
	struct rb_entry *sibling;
	int dir;

	while (parent != NULL && !is_red(e)) {
		dir = e != NULL ? side(parent, e) :
		    parent->rbe_child[0] != NULL;
		sibling = parent->rbe_child[!dir];
		if (sibling->rbe_red) {
			sibling->rbe_red = 0;
			parent->rbe_red = 1;
			rotate(root, parent, dir);
			sibling = parent->rbe_child[!dir];
		}
		if (!is_red(sibling->rbe_child[0]) &&
		    !is_red(sibling->rbe_child[1])) {
			sibling->rbe_red = 1;
			e = parent;
			parent = e->rbe_parent;
			continue;
		}
		if (!is_red(sibling->rbe_child[!dir])) {
			sibling->rbe_child[dir]->rbe_red = 0;
			sibling->rbe_red = 1;
			rotate(root, sibling, !dir);
			sibling = parent->rbe_child[!dir];
		}
		sibling->rbe_red = parent->rbe_red;
		parent->rbe_red = 0;
		sibling->rbe_child[!dir]->rbe_red = 0;
		rotate(root, parent, dir);
		return;
	}
	if (e != NULL)
		e->rbe_red = 0;
}

void
rb_entry_remove(struct rb_entry **root, struct rb_entry *e)
{
	struct rb_entry *child, *next, *parent;
	int red;

	if (e->rbe_child[0] != NULL && e->rbe_child[1] != NULL) {
		/* The next in order, which has no smaller child, moves here. */
		next = e->rbe_child[1];
		while (next->rbe_child[0] != NULL)
			next = next->rbe_child[0];
		child = next->rbe_child[1];
		red = next->rbe_red;
		parent = next->rbe_parent;
		if (parent == e)
			parent = next;
		else {
			replace(root, next, child);
			next->rbe_child[1] = e->rbe_child[1];
			next->rbe_child[1]->rbe_parent = next;
		}
		replace(root, e, next);
		next->rbe_child[0] = e->rbe_child[0];
		next->rbe_child[0]->rbe_parent = next;
		next->rbe_red = e->rbe_red;
	} else {
		child = e->rbe_child[e->rbe_child[0] == NULL];
		red = e->rbe_red;
		parent = e->rbe_parent;
		replace(root, e, child);
	}
	if (!red)
		repair(root, parent, child);
}

struct rb_entry *
rb_entry_step(struct rb_entry *e, int dir)
{
	struct rb_entry *parent;

	if (e->rbe_child[dir] != NULL) {
		e = e->rbe_child[dir];
		while (e->rbe_child[!dir] != NULL)
			e = e->rbe_child[!dir];
		return (e);
	}
	while ((parent = e->rbe_parent) != NULL && side(parent, e) == dir)
		e = parent;
	return (parent);
}
