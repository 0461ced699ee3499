/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Red-black trees inside the structures that they order, as in tree(3).
 *
 * RB_GENERATE makes the functions of one tree; cmp(a, b) is negative, zero or
 * positive.  Nothing allocates; the caller locks.  The balancing is done once,
 * for all trees, in libkern/rb_tree.c.
 */
#ifndef _SYS_TREE_H_
#define	_SYS_TREE_H_

#include <sys/cdefs.h>

struct rb_entry {
	struct rb_entry	*rbe_child[2];	/* smaller, greater */
	struct rb_entry	*rbe_parent;
	int		rbe_red;
};

/*
 * Put e below parent (NULL: e is the first) as its smaller (0) or greater (1)
 * child, which must be free; take e out; the entry beside e in the order, in
 * the direction of child dir, or NULL.
 */
void	rb_entry_insert(struct rb_entry **root, struct rb_entry *parent,
	    int dir, struct rb_entry *e);
void	rb_entry_remove(struct rb_entry **root, struct rb_entry *e);
struct rb_entry *rb_entry_step(struct rb_entry *e, int dir);

#define	RB_HEAD(name, type)						\
struct name {								\
	struct type *rbh_root;						\
}
#define	RB_INITIALIZER(head)	{ NULL }
#define	RB_INIT(head)		((head)->rbh_root = NULL)
#define	RB_ROOT(head)		((head)->rbh_root)
#define	RB_EMPTY(head)		((head)->rbh_root == NULL)
#define	RB_ENTRY(type)		struct rb_entry

/* The structure that entry e is in, elm being another of its kind. */
#define	_RB_OBJECT(elm, field, e)					\
	((e) == NULL ? NULL : (__typeof__(elm))(void *)((char *)(e) -	\
	    __offsetof(__typeof__(*(elm)), field)))
#define	RB_LEFT(elm, field)	_RB_OBJECT(elm, field, (elm)->field.rbe_child[0])
#define	RB_RIGHT(elm, field)	_RB_OBJECT(elm, field, (elm)->field.rbe_child[1])
#define	RB_PARENT(elm, field)	_RB_OBJECT(elm, field, (elm)->field.rbe_parent)

#define	RB_PROTOTYPE(name, type, field, cmp)				\
	RB_PROTOTYPE_INTERNAL(name, type, )
#define	RB_PROTOTYPE_STATIC(name, type, field, cmp)			\
	RB_PROTOTYPE_INTERNAL(name, type, static __unused)
#define	RB_PROTOTYPE_INTERNAL(name, type, attr)				\
attr struct type *name##_RB_INSERT(struct name *, struct type *);	\
attr struct type *name##_RB_REMOVE(struct name *, struct type *);	\
attr struct type *name##_RB_FIND(struct name *, struct type *);		\
attr struct type *name##_RB_NFIND(struct name *, struct type *);	\
attr struct type *name##_RB_STEP(struct type *, int);			\
attr struct type *name##_RB_MINMAX(struct name *, int)

#define	RB_GENERATE(name, type, field, cmp)				\
	RB_GENERATE_INTERNAL(name, type, field, cmp, )
#define	RB_GENERATE_STATIC(name, type, field, cmp)			\
	RB_GENERATE_INTERNAL(name, type, field, cmp, static __unused)
#define	RB_GENERATE_INTERNAL(name, type, field, cmp, attr)		\
RB_PROTOTYPE_INTERNAL(name, type, attr);				\
									\
attr struct type *							\
name##_RB_INSERT(struct name *head, struct type *elm)			\
{									\
	struct type *parent = NULL, *t = head->rbh_root;		\
	struct rb_entry *root = t != NULL ? &t->field : NULL;		\
	int c, dir = 0;							\
									\
	while (t != NULL) {						\
		parent = t;						\
		if ((c = (cmp)(elm, t)) == 0)				\
			return (t);					\
		dir = c > 0;						\
		t = dir ? RB_RIGHT(t, field) : RB_LEFT(t, field);	\
	}								\
	rb_entry_insert(&root, parent != NULL ? &parent->field : NULL,	\
	    dir, &elm->field);						\
	head->rbh_root = _RB_OBJECT(elm, field, root);			\
	return (NULL);							\
}									\
									\
attr struct type *							\
name##_RB_REMOVE(struct name *head, struct type *elm)			\
{									\
	struct rb_entry *root = &head->rbh_root->field;			\
									\
	rb_entry_remove(&root, &elm->field);				\
	head->rbh_root = _RB_OBJECT(elm, field, root);			\
	return (elm);							\
}									\
									\
attr struct type *							\
name##_RB_FIND(struct name *head, struct type *elm)			\
{									\
	struct type *t = head->rbh_root;				\
	int c;								\
									\
	while (t != NULL && (c = (cmp)(elm, t)) != 0)			\
		t = c > 0 ? RB_RIGHT(t, field) : RB_LEFT(t, field);	\
	return (t);							\
}									\
									\
attr struct type *							\
name##_RB_NFIND(struct name *head, struct type *elm)			\
{									\
	struct type *t = head->rbh_root, *least = NULL;			\
	int c;								\
									\
	while (t != NULL && (c = (cmp)(elm, t)) != 0) {			\
		if (c < 0)						\
			least = t;					\
		t = c > 0 ? RB_RIGHT(t, field) : RB_LEFT(t, field);	\
	}								\
	return (t != NULL ? t : least);					\
}									\
									\
attr struct type *							\
name##_RB_STEP(struct type *elm, int dir)				\
{									\
	struct rb_entry *e = rb_entry_step(&elm->field, dir);		\
									\
	return (_RB_OBJECT(elm, field, e));				\
}									\
									\
attr struct type *							\
name##_RB_MINMAX(struct name *head, int dir)				\
{									\
	struct type *t = head->rbh_root, *last = NULL;			\
									\
	for (; t != NULL; t = dir ? RB_RIGHT(t, field) : RB_LEFT(t, field)) \
		last = t;						\
	return (last);							\
}									\
struct __hack

/* NULL, or the element that compares equal and stays. */
#define	RB_INSERT(name, head, elm)	name##_RB_INSERT(head, elm)
#define	RB_REMOVE(name, head, elm)	name##_RB_REMOVE(head, elm)
#define	RB_FIND(name, head, elm)	name##_RB_FIND(head, elm)
/* The least that is not smaller than elm. */
#define	RB_NFIND(name, head, elm)	name##_RB_NFIND(head, elm)
#define	RB_NEXT(name, head, elm)	name##_RB_STEP(elm, 1)
#define	RB_PREV(name, head, elm)	name##_RB_STEP(elm, 0)
#define	RB_MIN(name, head)		name##_RB_MINMAX(head, 0)
#define	RB_MAX(name, head)		name##_RB_MINMAX(head, 1)

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
