/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tree(3): red-black trees of elements that hold their own links.
 *
 * A node is red or black; a red one has no red child, and every way from the
 * root down meets the same number of black ones.  So no way is more than
 * twice as long as another.  The balancing is written once, for links that
 * lie at some offset in untyped elements; the macros add the types.
 */
#ifndef _SYS_TREE_H_
#define	_SYS_TREE_H_

#include <sys/cdefs.h>

struct __rb_links {
	void	*rbl_child[2];		/* smaller, larger */
	void	*rbl_parent;
	int	rbl_red;
};

#define	RB_HEAD(name, type)						\
	struct name { struct type *rbh_root; }
#define	RB_INITIALIZER(root)	{ NULL }
#define	RB_INIT(head)		((head)->rbh_root = NULL)
#define	RB_ENTRY(type)		struct __rb_links
#define	RB_ROOT(head)		((head)->rbh_root)
#define	RB_EMPTY(head)		((head)->rbh_root == NULL)
#define	RB_LEFT(elm, field)	((__typeof__(elm))(elm)->field.rbl_child[0])
#define	RB_RIGHT(elm, field)	((__typeof__(elm))(elm)->field.rbl_child[1])
#define	RB_PARENT(elm, field)	((__typeof__(elm))(elm)->field.rbl_parent)

static __inline struct __rb_links *
__rb(void *elm, __SIZE_TYPE__ off)
{

	return ((struct __rb_links *)((char *)elm + off));
}

static __inline int
__rb_is_red(void *elm, __SIZE_TYPE__ off)
{

	return (elm != (void *)0 && __rb(elm, off)->rbl_red);
}

/* Put new, which can be NULL, where old hangs. */
static __inline void *
__rb_replace(void *root, void *old, void *new, __SIZE_TYPE__ off)
{
	void *parent;

	parent = __rb(old, off)->rbl_parent;
	if (new != (void *)0)
		__rb(new, off)->rbl_parent = parent;
	if (parent == (void *)0)
		return (new);
	__rb(parent, off)->rbl_child[__rb(parent, off)->rbl_child[1] == old] =
	    new;
	return (root);
}

/* Turn elm down to side dir; its child on the other side takes its place. */
static __inline void *
__rb_rotate(void *root, void *elm, int dir, __SIZE_TYPE__ off)
{
	void *up, *inner;

	up = __rb(elm, off)->rbl_child[!dir];
	inner = __rb(up, off)->rbl_child[dir];
	root = __rb_replace(root, elm, up, off);
	__rb(elm, off)->rbl_child[!dir] = inner;
	if (inner != (void *)0)
		__rb(inner, off)->rbl_parent = elm;
	__rb(up, off)->rbl_child[dir] = elm;
	__rb(elm, off)->rbl_parent = up;
	return (root);
}

/* Hang elm below parent on side dir and balance; returns the root. */
static __inline void *
__rb_insert(void *root, void *parent, int dir, void *elm, __SIZE_TYPE__ off)
{
	void *grand;

	__rb(elm, off)->rbl_child[0] = __rb(elm, off)->rbl_child[1] =
	    (void *)0;
	__rb(elm, off)->rbl_parent = parent;
	__rb(elm, off)->rbl_red = 1;
	if (parent == (void *)0)
		root = elm;
	else
		__rb(parent, off)->rbl_child[dir] = elm;
	while (__rb_is_red(parent = __rb(elm, off)->rbl_parent, off)) {
		grand = __rb(parent, off)->rbl_parent;
		dir = __rb(grand, off)->rbl_child[1] == parent;
		if (__rb_is_red(__rb(grand, off)->rbl_child[!dir], off)) {
			__rb(parent, off)->rbl_red = 0;
			__rb(__rb(grand, off)->rbl_child[!dir],
			    off)->rbl_red = 0;
			__rb(grand, off)->rbl_red = 1;
			elm = grand;
			continue;
		}
		if (__rb(parent, off)->rbl_child[!dir] == elm) {
			root = __rb_rotate(root, parent, dir, off);
			parent = elm;
		}
		__rb(parent, off)->rbl_red = 0;
		__rb(grand, off)->rbl_red = 1;
		root = __rb_rotate(root, grand, !dir, off);
		break;
	}
	__rb(root, off)->rbl_red = 0;
	return (root);
}

/* The side dir of parent lacks a black node; returns the root. */
static __inline void *
__rb_remove_balance(void *root, void *parent, void *elm, __SIZE_TYPE__ off)
{
	void *sib;
	int dir;

	while (parent != (void *)0 && !__rb_is_red(elm, off)) {
		dir = __rb(parent, off)->rbl_child[1] == elm;
		sib = __rb(parent, off)->rbl_child[!dir];
		if (__rb_is_red(sib, off)) {
			__rb(sib, off)->rbl_red = 0;
			__rb(parent, off)->rbl_red = 1;
			root = __rb_rotate(root, parent, dir, off);
			sib = __rb(parent, off)->rbl_child[!dir];
		}
		if (!__rb_is_red(__rb(sib, off)->rbl_child[0], off) &&
		    !__rb_is_red(__rb(sib, off)->rbl_child[1], off)) {
			__rb(sib, off)->rbl_red = 1;
			elm = parent;
			parent = __rb(elm, off)->rbl_parent;
			continue;
		}
		if (!__rb_is_red(__rb(sib, off)->rbl_child[!dir], off)) {
			__rb(__rb(sib, off)->rbl_child[dir], off)->rbl_red = 0;
			__rb(sib, off)->rbl_red = 1;
			root = __rb_rotate(root, sib, !dir, off);
			sib = __rb(parent, off)->rbl_child[!dir];
		}
		__rb(sib, off)->rbl_red = __rb(parent, off)->rbl_red;
		__rb(parent, off)->rbl_red = 0;
		__rb(__rb(sib, off)->rbl_child[!dir], off)->rbl_red = 0;
		return (__rb_rotate(root, parent, dir, off));
	}
	if (elm != (void *)0)
		__rb(elm, off)->rbl_red = 0;
	return (root);
}

/* The neighbour of elm in order: dir 1 the next, 0 the previous; or NULL. */
static __inline void *
__rb_step(void *elm, int dir, __SIZE_TYPE__ off)
{
	void *parent;

	if (__rb(elm, off)->rbl_child[dir] != (void *)0) {
		elm = __rb(elm, off)->rbl_child[dir];
		while (__rb(elm, off)->rbl_child[!dir] != (void *)0)
			elm = __rb(elm, off)->rbl_child[!dir];
		return (elm);
	}
	while ((parent = __rb(elm, off)->rbl_parent) != (void *)0 &&
	    __rb(parent, off)->rbl_child[dir] == elm)
		elm = parent;
	return (parent);
}

/* Take elm out; with two children, its successor takes its place. */
static __inline void *
__rb_remove(void *root, void *elm, __SIZE_TYPE__ off)
{
	struct __rb_links *l;
	void *child, *next, *parent;
	int i, red;

	l = __rb(elm, off);
	if (l->rbl_child[0] == (void *)0 || l->rbl_child[1] == (void *)0) {
		child = l->rbl_child[l->rbl_child[0] == (void *)0];
		parent = l->rbl_parent;
		red = l->rbl_red;
		root = __rb_replace(root, elm, child, off);
	} else {
		next = __rb_step(elm, 1, off);
		child = __rb(next, off)->rbl_child[1];
		parent = __rb(next, off)->rbl_parent;
		red = __rb(next, off)->rbl_red;
		root = __rb_replace(root, next, child, off);
		if (parent == elm)
			parent = next;
		root = __rb_replace(root, elm, next, off);
		for (i = 0; i < 2; i++) {
			__rb(next, off)->rbl_child[i] = l->rbl_child[i];
			if (l->rbl_child[i] != (void *)0)
				__rb(l->rbl_child[i], off)->rbl_parent = next;
		}
		__rb(next, off)->rbl_red = l->rbl_red;
	}
	if (!red)
		root = __rb_remove_balance(root, parent, child, off);
	return (root);
}

static __inline void *
__rb_end(void *elm, int dir, __SIZE_TYPE__ off)
{

	while (elm != (void *)0 && __rb(elm, off)->rbl_child[dir] != (void *)0)
		elm = __rb(elm, off)->rbl_child[dir];
	return (elm);
}

#define	RB_PROTOTYPE(name, type, field, cmp)				\
	RB_PROTOTYPE_INTERNAL(name, type, field, cmp,)
#define	RB_PROTOTYPE_STATIC(name, type, field, cmp)			\
	RB_PROTOTYPE_INTERNAL(name, type, field, cmp, __unused static)
#define	RB_PROTOTYPE_INTERNAL(name, type, field, cmp, attr)		\
	attr struct type *name##_RB_INSERT(struct name *, struct type *); \
	attr struct type *name##_RB_REMOVE(struct name *, struct type *); \
	attr struct type *name##_RB_FIND(struct name *, struct type *);	\
	attr struct type *name##_RB_NFIND(struct name *, struct type *); \
	attr struct type *name##_RB_NEXT(struct type *);		\
	attr struct type *name##_RB_PREV(struct type *);		\
	attr struct type *name##_RB_MINMAX(struct name *, int)

#define	RB_GENERATE(name, type, field, cmp)				\
	RB_GENERATE_INTERNAL(name, type, field, cmp,)
#define	RB_GENERATE_STATIC(name, type, field, cmp)			\
	RB_PROTOTYPE_STATIC(name, type, field, cmp);			\
	RB_GENERATE_INTERNAL(name, type, field, cmp, __unused static)
#define	RB_GENERATE_INTERNAL(name, type, field, cmp, attr)		\
attr struct type *							\
name##_RB_INSERT(struct name *head, struct type *elm)			\
{									\
	struct type *parent = NULL, *tmp = RB_ROOT(head);		\
	int comp = 0;							\
									\
	while (tmp != NULL) {						\
		parent = tmp;						\
		comp = (cmp)(elm, parent);				\
		if (comp == 0)						\
			return (tmp);					\
		tmp = comp < 0 ? RB_LEFT(tmp, field) :			\
		    RB_RIGHT(tmp, field);				\
	}								\
	RB_ROOT(head) = __rb_insert(RB_ROOT(head), parent, comp > 0,	\
	    elm, __offsetof(struct type, field));			\
	return (NULL);							\
}									\
attr struct type *							\
name##_RB_REMOVE(struct name *head, struct type *elm)			\
{									\
	RB_ROOT(head) = __rb_remove(RB_ROOT(head), elm,			\
	    __offsetof(struct type, field));				\
	return (elm);							\
}									\
attr struct type *							\
name##_RB_FIND(struct name *head, struct type *elm)			\
{									\
	struct type *tmp = RB_ROOT(head);				\
	int comp;							\
									\
	while (tmp != NULL && (comp = (cmp)(elm, tmp)) != 0)		\
		tmp = comp < 0 ? RB_LEFT(tmp, field) :			\
		    RB_RIGHT(tmp, field);				\
	return (tmp);							\
}									\
attr struct type *							\
name##_RB_NFIND(struct name *head, struct type *elm)			\
{									\
	struct type *tmp = RB_ROOT(head), *res = NULL;			\
	int comp;							\
									\
	while (tmp != NULL) {						\
		comp = (cmp)(elm, tmp);					\
		if (comp == 0)						\
			return (tmp);					\
		if (comp < 0)						\
			res = tmp;					\
		tmp = comp < 0 ? RB_LEFT(tmp, field) :			\
		    RB_RIGHT(tmp, field);				\
	}								\
	return (res);							\
}									\
attr struct type *							\
name##_RB_NEXT(struct type *elm)					\
{									\
	return (__rb_step(elm, 1, __offsetof(struct type, field)));	\
}									\
attr struct type *							\
name##_RB_PREV(struct type *elm)					\
{									\
	return (__rb_step(elm, 0, __offsetof(struct type, field)));	\
}									\
attr struct type *							\
name##_RB_MINMAX(struct name *head, int dir)				\
{									\
	return (__rb_end(RB_ROOT(head), dir,				\
	    __offsetof(struct type, field)));				\
}

/* INSERT returns an element that is equal and already there, else NULL. */
#define	RB_INSERT(name, x, y)	name##_RB_INSERT(x, y)
#define	RB_REMOVE(name, x, y)	name##_RB_REMOVE(x, y)
#define	RB_FIND(name, x, y)	name##_RB_FIND(x, y)
#define	RB_NFIND(name, x, y)	name##_RB_NFIND(x, y)
#define	RB_NEXT(name, x, y)	name##_RB_NEXT(y)
#define	RB_PREV(name, x, y)	name##_RB_PREV(y)
#define	RB_MIN(name, x)		name##_RB_MINMAX(x, 0)
#define	RB_MAX(name, x)		name##_RB_MINMAX(x, 1)

#define	RB_FOREACH(x, name, head)					\
	for ((x) = RB_MIN(name, head); (x) != NULL;			\
	    (x) = RB_NEXT(name, head, x))
#define	RB_FOREACH_FROM(x, name, y)					\
	for ((x) = (y); (x) != NULL; (x) = RB_NEXT(name, NULL, x))
#define	RB_FOREACH_SAFE(x, name, head, y)				\
	for ((x) = RB_MIN(name, head);					\
	    (x) != NULL && ((y) = RB_NEXT(name, head, x), 1); (x) = (y))
#define	RB_FOREACH_REVERSE(x, name, head)				\
	for ((x) = RB_MAX(name, head); (x) != NULL;			\
	    (x) = RB_PREV(name, head, x))
#define	RB_FOREACH_REVERSE_SAFE(x, name, head, y)			\
	for ((x) = RB_MAX(name, head);					\
	    (x) != NULL && ((y) = RB_PREV(name, head, x), 1); (x) = (y))

#endif /* !_SYS_TREE_H_ */
