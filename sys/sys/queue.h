/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Intrusive lists, as in queue(3):
 *	SLIST	singly linked list
 *	STAILQ	singly linked tail queue
 *	LIST	doubly linked list; a back link is a pointer to the pointer
 *		that leads here, so removal needs no head
 *	TAILQ	doubly linked tail queue
 * The _SAFE forms allow the current element to be removed or freed.
 */
#ifndef _SYS_QUEUE_H_
#define	_SYS_QUEUE_H_

#include <sys/cdefs.h>

#define	QUEUE_TYPEOF(type)	struct type

/*
 * Singly linked list.
 */
#define	SLIST_HEAD(name, type)						\
struct name {								\
	struct type *slh_first;						\
}
#define	SLIST_HEAD_INITIALIZER(head)	{ 0 }
#define	SLIST_ENTRY(type)						\
struct {								\
	struct type *sle_next;						\
}
#define	SLIST_INIT(head)	((void)((head)->slh_first = 0))
#define	SLIST_EMPTY(head)	((head)->slh_first == 0)
#define	SLIST_FIRST(head)	((head)->slh_first)
#define	SLIST_NEXT(elm, field)	((elm)->field.sle_next)

#define	SLIST_FOREACH(var, head, field)					\
	for ((var) = SLIST_FIRST(head); (var) != 0;			\
	    (var) = SLIST_NEXT((var), field))
#define	SLIST_FOREACH_FROM(var, head, field)				\
	for ((var) = ((var) ? (var) : SLIST_FIRST(head)); (var) != 0;	\
	    (var) = SLIST_NEXT((var), field))
#define	SLIST_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = SLIST_FIRST(head);					\
	    (var) != 0 && ((tvar) = SLIST_NEXT((var), field), 1);	\
	    (var) = (tvar))
/* varp: pointer to the link that leads to var. */
#define	SLIST_FOREACH_PREVPTR(var, varp, head, field)			\
	for ((varp) = &SLIST_FIRST(head); ((var) = *(varp)) != 0;	\
	    (varp) = &SLIST_NEXT((var), field))

#define	SLIST_INSERT_HEAD(head, elm, field) do {			\
	SLIST_NEXT((elm), field) = SLIST_FIRST(head);			\
	SLIST_FIRST(head) = (elm);					\
} while (0)
#define	SLIST_INSERT_AFTER(slistelm, elm, field) do {			\
	SLIST_NEXT((elm), field) = SLIST_NEXT((slistelm), field);	\
	SLIST_NEXT((slistelm), field) = (elm);				\
} while (0)
#define	SLIST_REMOVE_AFTER(elm, field)					\
	((void)(SLIST_NEXT(elm, field) =				\
	    SLIST_NEXT(SLIST_NEXT(elm, field), field)))
#define	SLIST_REMOVE_HEAD(head, field)					\
	((void)(SLIST_FIRST(head) = SLIST_NEXT(SLIST_FIRST(head), field)))
#define	SLIST_REMOVE_PREVPTR(prevp, elm, field)				\
	((void)(*(prevp) = SLIST_NEXT(elm, field)))
#define	SLIST_REMOVE(head, elm, type, field) do {			\
	QUEUE_TYPEOF(type) **_linkp = &SLIST_FIRST(head);		\
									\
	while (*_linkp != (elm))					\
		_linkp = &SLIST_NEXT(*_linkp, field);			\
	*_linkp = SLIST_NEXT((elm), field);				\
} while (0)
#define	SLIST_SWAP(head1, head2, type) do {				\
	QUEUE_TYPEOF(type) *_first = SLIST_FIRST(head1);		\
									\
	SLIST_FIRST(head1) = SLIST_FIRST(head2);			\
	SLIST_FIRST(head2) = _first;					\
} while (0)

/*
 * Singly linked tail queue.
 */
#define	STAILQ_HEAD(name, type)						\
struct name {								\
	struct type *stqh_first;					\
	struct type **stqh_last;					\
}
#define	STAILQ_HEAD_INITIALIZER(head)	{ 0, &(head).stqh_first }
#define	STAILQ_ENTRY(type)						\
struct {								\
	struct type *stqe_next;						\
}
#define	STAILQ_INIT(head) do {						\
	(head)->stqh_first = 0;						\
	(head)->stqh_last = &(head)->stqh_first;			\
} while (0)
#define	STAILQ_EMPTY(head)	((head)->stqh_first == 0)
#define	STAILQ_FIRST(head)	((head)->stqh_first)
#define	STAILQ_NEXT(elm, field)	((elm)->field.stqe_next)
#define	STAILQ_LAST(head, type, field)					\
	(STAILQ_EMPTY(head) ? 0 :					\
	    __containerof((head)->stqh_last, QUEUE_TYPEOF(type),	\
	    field.stqe_next))

#define	STAILQ_FOREACH(var, head, field)				\
	for ((var) = STAILQ_FIRST(head); (var) != 0;			\
	    (var) = STAILQ_NEXT((var), field))
#define	STAILQ_FOREACH_FROM(var, head, field)				\
	for ((var) = ((var) ? (var) : STAILQ_FIRST(head)); (var) != 0;	\
	    (var) = STAILQ_NEXT((var), field))
#define	STAILQ_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = STAILQ_FIRST(head);				\
	    (var) != 0 && ((tvar) = STAILQ_NEXT((var), field), 1);	\
	    (var) = (tvar))

#define	STAILQ_INSERT_HEAD(head, elm, field) do {			\
	if ((STAILQ_NEXT((elm), field) = STAILQ_FIRST(head)) == 0)	\
		(head)->stqh_last = &STAILQ_NEXT((elm), field);		\
	STAILQ_FIRST(head) = (elm);					\
} while (0)
#define	STAILQ_INSERT_TAIL(head, elm, field) do {			\
	STAILQ_NEXT((elm), field) = 0;					\
	*(head)->stqh_last = (elm);					\
	(head)->stqh_last = &STAILQ_NEXT((elm), field);			\
} while (0)
#define	STAILQ_INSERT_AFTER(head, tqelm, elm, field) do {		\
	if ((STAILQ_NEXT((elm), field) = STAILQ_NEXT((tqelm), field)) == 0) \
		(head)->stqh_last = &STAILQ_NEXT((elm), field);		\
	STAILQ_NEXT((tqelm), field) = (elm);				\
} while (0)
#define	STAILQ_REMOVE_HEAD(head, field) do {				\
	if ((STAILQ_FIRST(head) =					\
	    STAILQ_NEXT(STAILQ_FIRST(head), field)) == 0)		\
		(head)->stqh_last = &STAILQ_FIRST(head);		\
} while (0)
#define	STAILQ_REMOVE_AFTER(head, elm, field) do {			\
	if ((STAILQ_NEXT(elm, field) =					\
	    STAILQ_NEXT(STAILQ_NEXT(elm, field), field)) == 0)		\
		(head)->stqh_last = &STAILQ_NEXT((elm), field);		\
} while (0)
#define	STAILQ_REMOVE(head, elm, type, field) do {			\
	QUEUE_TYPEOF(type) **_linkp = &STAILQ_FIRST(head);		\
									\
	while (*_linkp != (elm))					\
		_linkp = &STAILQ_NEXT(*_linkp, field);			\
	if ((*_linkp = STAILQ_NEXT((elm), field)) == 0)			\
		(head)->stqh_last = _linkp;				\
} while (0)
/* Move all of head2 behind head1. */
#define	STAILQ_CONCAT(head1, head2) do {				\
	if (!STAILQ_EMPTY(head2)) {					\
		*(head1)->stqh_last = (head2)->stqh_first;		\
		(head1)->stqh_last = (head2)->stqh_last;		\
		STAILQ_INIT(head2);					\
	}								\
} while (0)
#define	STAILQ_SWAP(head1, head2, type) do {				\
	QUEUE_TYPEOF(type) *_first = STAILQ_FIRST(head1);		\
	QUEUE_TYPEOF(type) **_last = (head1)->stqh_last;		\
									\
	STAILQ_FIRST(head1) = STAILQ_FIRST(head2);			\
	(head1)->stqh_last = (head2)->stqh_last;			\
	STAILQ_FIRST(head2) = _first;					\
	(head2)->stqh_last = _last;					\
	if (STAILQ_EMPTY(head1))					\
		(head1)->stqh_last = &STAILQ_FIRST(head1);		\
	if (STAILQ_EMPTY(head2))					\
		(head2)->stqh_last = &STAILQ_FIRST(head2);		\
} while (0)

/*
 * Doubly linked list.
 */
#define	LIST_HEAD(name, type)						\
struct name {								\
	struct type *lh_first;						\
}
#define	LIST_HEAD_INITIALIZER(head)	{ 0 }
#define	LIST_ENTRY(type)						\
struct {								\
	struct type *le_next;						\
	struct type **le_prev;						\
}
#define	LIST_INIT(head)		((void)((head)->lh_first = 0))
#define	LIST_EMPTY(head)	((head)->lh_first == 0)
#define	LIST_FIRST(head)	((head)->lh_first)
#define	LIST_NEXT(elm, field)	((elm)->field.le_next)
#define	LIST_PREV(elm, head, type, field)				\
	((elm)->field.le_prev == &LIST_FIRST(head) ? 0 :		\
	    __containerof((elm)->field.le_prev, QUEUE_TYPEOF(type),	\
	    field.le_next))

#define	LIST_FOREACH(var, head, field)					\
	for ((var) = LIST_FIRST(head); (var) != 0;			\
	    (var) = LIST_NEXT((var), field))
#define	LIST_FOREACH_FROM(var, head, field)				\
	for ((var) = ((var) ? (var) : LIST_FIRST(head)); (var) != 0;	\
	    (var) = LIST_NEXT((var), field))
#define	LIST_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = LIST_FIRST(head);					\
	    (var) != 0 && ((tvar) = LIST_NEXT((var), field), 1);	\
	    (var) = (tvar))

/* The head, often looked up in a hash table, is evaluated once. */
#define	LIST_INSERT_HEAD(head, elm, field) do {				\
	__typeof__(&LIST_FIRST(head)) _first = &LIST_FIRST(head);	\
									\
	if ((LIST_NEXT((elm), field) = *_first) != 0)			\
		(*_first)->field.le_prev = &LIST_NEXT((elm), field);	\
	*_first = (elm);						\
	(elm)->field.le_prev = _first;					\
} while (0)
#define	LIST_INSERT_AFTER(listelm, elm, field) do {			\
	if ((LIST_NEXT((elm), field) = LIST_NEXT((listelm), field)) != 0) \
		LIST_NEXT((listelm), field)->field.le_prev =		\
		    &LIST_NEXT((elm), field);				\
	LIST_NEXT((listelm), field) = (elm);				\
	(elm)->field.le_prev = &LIST_NEXT((listelm), field);		\
} while (0)
#define	LIST_INSERT_BEFORE(listelm, elm, field) do {			\
	(elm)->field.le_prev = (listelm)->field.le_prev;		\
	LIST_NEXT((elm), field) = (listelm);				\
	*(listelm)->field.le_prev = (elm);				\
	(listelm)->field.le_prev = &LIST_NEXT((elm), field);		\
} while (0)
#define	LIST_REMOVE(elm, field) do {					\
	if (LIST_NEXT((elm), field) != 0)				\
		LIST_NEXT((elm), field)->field.le_prev =		\
		    (elm)->field.le_prev;				\
	*(elm)->field.le_prev = LIST_NEXT((elm), field);		\
} while (0)
#define	LIST_REPLACE(elm, elm2, field) do {				\
	if ((LIST_NEXT((elm2), field) = LIST_NEXT((elm), field)) != 0)	\
		LIST_NEXT((elm2), field)->field.le_prev =		\
		    &LIST_NEXT((elm2), field);				\
	(elm2)->field.le_prev = (elm)->field.le_prev;			\
	*(elm2)->field.le_prev = (elm2);				\
} while (0)
#define	LIST_SWAP(head1, head2, type, field) do {			\
	QUEUE_TYPEOF(type) *_first = LIST_FIRST(head1);			\
									\
	if ((LIST_FIRST(head1) = LIST_FIRST(head2)) != 0)		\
		LIST_FIRST(head1)->field.le_prev = &LIST_FIRST(head1);	\
	if ((LIST_FIRST(head2) = _first) != 0)				\
		LIST_FIRST(head2)->field.le_prev = &LIST_FIRST(head2);	\
} while (0)

/*
 * Doubly linked tail queue.
 */
#define	TAILQ_HEAD(name, type)						\
struct name {								\
	struct type *tqh_first;						\
	struct type **tqh_last;						\
}
#define	TAILQ_HEAD_INITIALIZER(head)	{ 0, &(head).tqh_first }
#define	TAILQ_ENTRY(type)						\
struct {								\
	struct type *tqe_next;						\
	struct type **tqe_prev;						\
}
#define	TAILQ_INIT(head) do {						\
	(head)->tqh_first = 0;						\
	(head)->tqh_last = &(head)->tqh_first;				\
} while (0)
#define	TAILQ_EMPTY(head)	((head)->tqh_first == 0)
#define	TAILQ_FIRST(head)	((head)->tqh_first)
#define	TAILQ_NEXT(elm, field)	((elm)->field.tqe_next)
/* A head is laid out like an entry, which makes the step backwards possible. */
#define	TAILQ_LAST(head, headname)					\
	(*(((struct headname *)((head)->tqh_last))->tqh_last))
#define	TAILQ_PREV(elm, headname, field)				\
	(*(((struct headname *)((elm)->field.tqe_prev))->tqh_last))

#define	TAILQ_FOREACH(var, head, field)					\
	for ((var) = TAILQ_FIRST(head); (var) != 0;			\
	    (var) = TAILQ_NEXT((var), field))
#define	TAILQ_FOREACH_FROM(var, head, field)				\
	for ((var) = ((var) ? (var) : TAILQ_FIRST(head)); (var) != 0;	\
	    (var) = TAILQ_NEXT((var), field))
#define	TAILQ_FOREACH_SAFE(var, head, field, tvar)			\
	for ((var) = TAILQ_FIRST(head);					\
	    (var) != 0 && ((tvar) = TAILQ_NEXT((var), field), 1);	\
	    (var) = (tvar))
#define	TAILQ_FOREACH_REVERSE(var, head, headname, field)		\
	for ((var) = TAILQ_LAST((head), headname); (var) != 0;		\
	    (var) = TAILQ_PREV((var), headname, field))
#define	TAILQ_FOREACH_REVERSE_SAFE(var, head, headname, field, tvar)	\
	for ((var) = TAILQ_LAST((head), headname);			\
	    (var) != 0 && ((tvar) = TAILQ_PREV((var), headname, field), 1); \
	    (var) = (tvar))

#define	TAILQ_INSERT_HEAD(head, elm, field) do {			\
	if ((TAILQ_NEXT((elm), field) = TAILQ_FIRST(head)) != 0)	\
		TAILQ_FIRST(head)->field.tqe_prev =			\
		    &TAILQ_NEXT((elm), field);				\
	else								\
		(head)->tqh_last = &TAILQ_NEXT((elm), field);		\
	TAILQ_FIRST(head) = (elm);					\
	(elm)->field.tqe_prev = &TAILQ_FIRST(head);			\
} while (0)
#define	TAILQ_INSERT_TAIL(head, elm, field) do {			\
	TAILQ_NEXT((elm), field) = 0;					\
	(elm)->field.tqe_prev = (head)->tqh_last;			\
	*(head)->tqh_last = (elm);					\
	(head)->tqh_last = &TAILQ_NEXT((elm), field);			\
} while (0)
#define	TAILQ_INSERT_AFTER(head, listelm, elm, field) do {		\
	if ((TAILQ_NEXT((elm), field) = TAILQ_NEXT((listelm), field)) != 0) \
		TAILQ_NEXT((elm), field)->field.tqe_prev =		\
		    &TAILQ_NEXT((elm), field);				\
	else								\
		(head)->tqh_last = &TAILQ_NEXT((elm), field);		\
	TAILQ_NEXT((listelm), field) = (elm);				\
	(elm)->field.tqe_prev = &TAILQ_NEXT((listelm), field);		\
} while (0)
#define	TAILQ_INSERT_BEFORE(listelm, elm, field) do {			\
	(elm)->field.tqe_prev = (listelm)->field.tqe_prev;		\
	TAILQ_NEXT((elm), field) = (listelm);				\
	*(listelm)->field.tqe_prev = (elm);				\
	(listelm)->field.tqe_prev = &TAILQ_NEXT((elm), field);		\
} while (0)
#define	TAILQ_REMOVE(head, elm, field) do {				\
	if (TAILQ_NEXT((elm), field) != 0)				\
		TAILQ_NEXT((elm), field)->field.tqe_prev =		\
		    (elm)->field.tqe_prev;				\
	else								\
		(head)->tqh_last = (elm)->field.tqe_prev;		\
	*(elm)->field.tqe_prev = TAILQ_NEXT((elm), field);		\
} while (0)
#define	TAILQ_REPLACE(head, elm, elm2, field) do {			\
	if ((TAILQ_NEXT((elm2), field) = TAILQ_NEXT((elm), field)) != 0) \
		TAILQ_NEXT((elm2), field)->field.tqe_prev =		\
		    &TAILQ_NEXT((elm2), field);				\
	else								\
		(head)->tqh_last = &TAILQ_NEXT((elm2), field);		\
	(elm2)->field.tqe_prev = (elm)->field.tqe_prev;			\
	*(elm2)->field.tqe_prev = (elm2);				\
} while (0)
/* Move all of head2 behind head1. */
#define	TAILQ_CONCAT(head1, head2, field) do {				\
	if (!TAILQ_EMPTY(head2)) {					\
		*(head1)->tqh_last = (head2)->tqh_first;		\
		(head2)->tqh_first->field.tqe_prev = (head1)->tqh_last;	\
		(head1)->tqh_last = (head2)->tqh_last;			\
		TAILQ_INIT(head2);					\
	}								\
} while (0)
#define	TAILQ_SWAP(head1, head2, type, field) do {			\
	QUEUE_TYPEOF(type) *_first = (head1)->tqh_first;		\
	QUEUE_TYPEOF(type) **_last = (head1)->tqh_last;			\
									\
	(head1)->tqh_first = (head2)->tqh_first;			\
	(head1)->tqh_last = (head2)->tqh_last;				\
	(head2)->tqh_first = _first;					\
	(head2)->tqh_last = _last;					\
	if ((_first = (head1)->tqh_first) != 0)				\
		_first->field.tqe_prev = &(head1)->tqh_first;		\
	else								\
		(head1)->tqh_last = &(head1)->tqh_first;		\
	if ((_first = (head2)->tqh_first) != 0)				\
		_first->field.tqe_prev = &(head2)->tqh_first;		\
	else								\
		(head2)->tqh_last = &(head2)->tqh_first;		\
} while (0)

#endif /* !_SYS_QUEUE_H_ */
