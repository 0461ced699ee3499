/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The sysctl tree: which nodes there are.
 *
 * Siblings form a list in the order of their numbers.  Three hash tables make
 * searches and the usual insertion, behind the last sibling, independent of
 * the number of nodes.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "oidtable.h"
#include "sysctl_if.h"

static MALLOC_DEFINE(M_SYSCTLOID, "sysctloid", "dynamic sysctl nodes");
static MALLOC_DEFINE(M_SYSCTLCTX, "sysctlctx", "sysctl contexts");

struct sysctl_oid_list	sysctl__children;
struct sx		sysctl_lock;
SX_SYSINIT_FLAGS(sysctl, &sysctl_lock, "sysctl tree", SX_RECURSE);

SET_DECLARE(sysctl_set, struct sysctl_oid);

/* What tells a node from its siblings. */
struct oid_key {
	const struct sysctl_oid_list *list;
	const char	*name;
	int		number;
};

static uint32_t
mix(uint32_t hash, uint64_t v)
{

	return ((hash ^ (uint32_t)(v >> 4) ^ (uint32_t)(v >> 36)) * 0x9e3779b1U);
}

static uint32_t
name_hash(const struct sysctl_oid_list *list, const char *name)
{
	uint32_t hash = 2166136261U;

	for (; *name != '\0'; name++)
		hash = (hash ^ *(const u_char *)name) * 16777619U;
	return (mix(hash, (uintptr_t)list) >> 8);
}

static uint32_t
number_hash(const struct sysctl_oid_list *list, int number)
{

	return (mix(number * 0x85ebca6bU, (uintptr_t)list) >> 8);
}

static uint32_t
hash_by_name(const struct sysctl_oid *oid)
{

	return (name_hash(oid->oid_parent, oid->oid_name));
}

static uint32_t
hash_by_number(const struct sysctl_oid *oid)
{

	return (number_hash(oid->oid_parent, oid->oid_number));
}

static uint32_t
hash_by_list(const struct sysctl_oid *oid)
{

	return (number_hash(oid->oid_parent, 0));
}

static bool
match_name(const struct sysctl_oid *oid, const void *arg)
{
	const struct oid_key *key = arg;

	return (oid->oid_parent == key->list &&
	    strcmp(oid->oid_name, key->name) == 0);
}

static bool
match_number(const struct sysctl_oid *oid, const void *arg)
{
	const struct oid_key *key = arg;

	return (oid->oid_parent == key->list && oid->oid_number == key->number);
}

static bool
match_list(const struct sysctl_oid *oid, const void *arg)
{
	const struct oid_key *key = arg;

	return (oid->oid_parent == key->list);
}

static struct oidtable	by_name = { .hash = hash_by_name };
static struct oidtable	by_number = { .hash = hash_by_number };
static struct oidtable	last_of_list = { .hash = hash_by_list };

void
sysctl_wlock(void)
{

	sx_xlock(&sysctl_lock);
}

void
sysctl_wunlock(void)
{

	sx_xunlock(&sysctl_lock);
}

struct sysctl_oid *
sysctl_find_oidname(const char *name, struct sysctl_oid_list *list)
{
	struct oid_key key = { .list = list, .name = name };

	sx_assert(&sysctl_lock, SA_LOCKED);
	return (oidtable_find(&by_name, name_hash(list, name), match_name,
	    &key));
}

struct sysctl_oid *
sysctl_find_number(struct sysctl_oid_list *list, int number)
{
	struct oid_key key = { .list = list, .number = number };

	sx_assert(&sysctl_lock, SA_LOCKED);
	return (oidtable_find(&by_number, number_hash(list, number),
	    match_number, &key));
}

static struct sysctl_oid *
find_last(struct sysctl_oid_list *list)
{
	struct oid_key key = { .list = list };

	return (oidtable_find(&last_of_list, number_hash(list, 0), match_list,
	    &key));
}

static bool
is_registered(struct sysctl_oid *oid)
{

	return (sysctl_find_oidname(oid->oid_name, oid->oid_parent) == oid);
}

/* The sibling that oid, with its number, comes after; NULL: it is first. */
static struct sysctl_oid *
predecessor(struct sysctl_oid *oid)
{
	struct sysctl_oid *last, *p, *prev = NULL;

	last = find_last(oid->oid_parent);
	if (last == NULL || last->oid_number < oid->oid_number)
		return (last);
	SLIST_FOREACH(p, oid->oid_parent, oid_link) {
		if (p->oid_number >= oid->oid_number)
			break;
		prev = p;
	}
	return (prev);
}

static void
link_oid(struct sysctl_oid *oid)
{
	struct sysctl_oid *last, *prev;

	last = find_last(oid->oid_parent);
	if (oid->oid_number == OID_AUTO)
		oid->oid_number = last == NULL ? CTL_AUTO_START :
		    imax(last->oid_number + 1, CTL_AUTO_START);
	prev = predecessor(oid);
	if (prev == NULL)
		SLIST_INSERT_HEAD(oid->oid_parent, oid, oid_link);
	else
		SLIST_INSERT_AFTER(prev, oid, oid_link);
	if (prev == last) {
		if (last != NULL)
			oidtable_remove(&last_of_list, last);
		oidtable_insert(&last_of_list, oid);
	}
	oidtable_insert(&by_name, oid);
	oidtable_insert(&by_number, oid);
}

/* The sibling before a registered node; NULL: it is first. */
static struct sysctl_oid *
previous(struct sysctl_oid *oid)
{
	struct sysctl_oid *p;

	if (SLIST_FIRST(oid->oid_parent) == oid)
		return (NULL);
	/* Numbers that the kernel chose follow one another. */
	p = sysctl_find_number(oid->oid_parent, oid->oid_number - 1);
	if (p == NULL)
		p = SLIST_FIRST(oid->oid_parent);
	while (SLIST_NEXT(p, oid_link) != oid)
		p = SLIST_NEXT(p, oid_link);
	return (p);
}

static void
unlink_oid(struct sysctl_oid *oid)
{
	struct sysctl_oid *prev = previous(oid);

	oidtable_remove(&by_name, oid);
	oidtable_remove(&by_number, oid);
	if (SLIST_NEXT(oid, oid_link) == NULL) {
		oidtable_remove(&last_of_list, oid);
		if (prev != NULL)
			oidtable_insert(&last_of_list, prev);
	}
	if (prev == NULL)
		SLIST_REMOVE_HEAD(oid->oid_parent, oid_link);
	else
		SLIST_REMOVE_AFTER(prev, oid_link);
}

static void
register_oid(struct sysctl_oid *oid, bool fetch_tunable)
{
	struct sysctl_oid *other;

	sx_assert(&sysctl_lock, SA_XLOCKED);
	other = sysctl_find_oidname(oid->oid_name, oid->oid_parent);
	if (other != NULL) {
		if ((other->oid_kind & CTLTYPE) == CTLTYPE_NODE)
			other->oid_refcnt++;
		else
			printf("sysctl: %s is there already\n", oid->oid_name);
		return;
	}
	oid->oid_kind &= ~CTLFLAG_DYING;
	oid->oid_running = 0;
	if (oid->oid_number >= 0 &&
	    sysctl_find_number(oid->oid_parent, oid->oid_number) != NULL) {
		printf("sysctl: %s: number %d is in use\n", oid->oid_name,
		    oid->oid_number);
		oid->oid_number = OID_AUTO;
	}
	link_oid(oid);
	if (fetch_tunable && (oid->oid_kind & CTLTYPE) != CTLTYPE_NODE &&
	    (oid->oid_kind & (CTLFLAG_TUN | CTLFLAG_NOFETCH)) == CTLFLAG_TUN)
		sysctl_load_tunable(oid);
}

void
sysctl_register_oid(struct sysctl_oid *oid)
{

	register_oid(oid, true);
}

void
sysctl_register_disabled_oid(struct sysctl_oid *oid)
{

	oid->oid_kind |= CTLFLAG_DORMANT;
	register_oid(oid, false);
}

void
sysctl_enable_oid(struct sysctl_oid *oid)
{

	sx_assert(&sysctl_lock, SA_XLOCKED);
	oid->oid_kind &= ~CTLFLAG_DORMANT;
}

/*
 * Children that others have put below a node leave the tree with it: their
 * place is about to go.
 */
void
sysctl_unregister_oid(struct sysctl_oid *oid)
{
	struct sysctl_oid *child;

	sx_assert(&sysctl_lock, SA_XLOCKED);
	if (!is_registered(oid))
		return;
	oid->oid_kind |= CTLFLAG_DYING;
	if ((oid->oid_kind & CTLTYPE) == CTLTYPE_NODE) {
		while ((child = SLIST_FIRST(&oid->oid_children)) != NULL)
			sysctl_unregister_oid(child);
	}
	unlink_oid(oid);
	while (oid->oid_running != 0)
		sx_sleep(&oid->oid_running, &sysctl_lock, 0, "sysctl", 0);
}

static void
free_oid(struct sysctl_oid *oid)
{

	free(__DECONST(char *, oid->oid_name), M_SYSCTLOID);
	free(__DECONST(char *, oid->oid_descr), M_SYSCTLOID);
	free(__DECONST(char *, oid->oid_label), M_SYSCTLOID);
	free(oid, M_SYSCTLOID);
}

static const char *
copy_string(const char *s)
{

	return (s != NULL ? strdup(s, M_SYSCTLOID) : NULL);
}

static struct sysctl_oid *
add_reference(struct sysctl_oid *oid, int kind)
{

	if ((oid->oid_kind & CTLTYPE) != CTLTYPE_NODE ||
	    (kind & CTLTYPE) != CTLTYPE_NODE) {
		printf("sysctl: %s is there already\n", oid->oid_name);
		return (NULL);
	}
	oid->oid_refcnt++;
	return (oid);
}

struct sysctl_oid *
sysctl_add_oid(struct sysctl_ctx_list *clist, struct sysctl_oid_list *parent,
    int nbr, const char *name, int kind, void *arg1, intmax_t arg2,
    sysctl_handler_t *handler, const char *fmt, const char *descr,
    const char *label)
{
	struct sysctl_oid *oid;

	if (parent == NULL)
		return (NULL);
	sysctl_wlock();
	oid = sysctl_find_oidname(name, parent);
	if (oid != NULL)
		oid = add_reference(oid, kind);
	else {
		oid = malloc(sizeof(*oid), M_SYSCTLOID, M_WAITOK | M_ZERO);
		oid->oid_parent = parent;
		oid->oid_number = nbr;
		oid->oid_refcnt = 1;
		oid->oid_name = strdup(name, M_SYSCTLOID);
		oid->oid_kind = CTLFLAG_DYN | kind;
		oid->oid_arg1 = arg1;
		oid->oid_arg2 = arg2;
		oid->oid_handler = handler;
		oid->oid_fmt = fmt;
		oid->oid_descr = copy_string(descr);
		oid->oid_label = copy_string(label);
		sysctl_register_oid(oid);
	}
	if (clist != NULL && oid != NULL)
		sysctl_ctx_entry_add(clist, oid);
	sysctl_wunlock();
	return (oid);
}

/*
 * Drop one reference.  A node that is static stays, it is only no longer
 * shared; a dynamic one goes with its last reference.
 */
static int
remove_oid(struct sysctl_oid *oid, bool del, bool recurse)
{
	struct sysctl_oid *child;
	int error;

	if (oid->oid_refcnt > 1 || (oid->oid_kind & CTLFLAG_DYN) == 0) {
		if (oid->oid_refcnt == 0)
			return (EINVAL);
		if (del)
			oid->oid_refcnt--;
		return (0);
	}
	if ((oid->oid_kind & CTLTYPE) == CTLTYPE_NODE) {
		if (!recurse && !SLIST_EMPTY(&oid->oid_children))
			return (ENOTEMPTY);
		while (del &&
		    (child = SLIST_FIRST(&oid->oid_children)) != NULL) {
			error = remove_oid(child, true, true);
			if (error != 0)
				return (error);
		}
	}
	if (del) {
		sysctl_unregister_oid(oid);
		free_oid(oid);
	}
	return (0);
}

int
sysctl_remove_oid(struct sysctl_oid *oid, int del, int recurse)
{
	int error;

	if (oid == NULL)
		return (EINVAL);
	sysctl_wlock();
	error = remove_oid(oid, del != 0, recurse != 0);
	sysctl_wunlock();
	return (error);
}

int
sysctl_remove_name(struct sysctl_oid *parent, const char *name, int del,
    int recurse)
{
	struct sysctl_oid *oid;
	int error;

	sysctl_wlock();
	oid = sysctl_find_oidname(name, SYSCTL_CHILDREN(parent));
	error = oid == NULL ? ENOENT : remove_oid(oid, del != 0, recurse != 0);
	sysctl_wunlock();
	return (error);
}

void
sysctl_rename_oid(struct sysctl_oid *oid, const char *name)
{
	const char *oldname, *newname;

	newname = strdup(name, M_SYSCTLOID);
	sysctl_wlock();
	oidtable_remove(&by_name, oid);
	oldname = oid->oid_name;
	oid->oid_name = newname;
	oidtable_insert(&by_name, oid);
	sysctl_wunlock();
	free(__DECONST(char *, oldname), M_SYSCTLOID);
}

int
sysctl_move_oid(struct sysctl_oid *oid, struct sysctl_oid_list *parent)
{
	int error = 0;

	sysctl_wlock();
	if (parent == oid->oid_parent)
		goto out;
	if (sysctl_find_oidname(oid->oid_name, parent) != NULL) {
		error = EEXIST;
		goto out;
	}
	unlink_oid(oid);
	oid->oid_parent = parent;
	oid->oid_number = OID_AUTO;
	link_oid(oid);
out:
	sysctl_wunlock();
	return (error);
}

/*
 * Contexts.  The newest entry comes first, so children before parents.
 */
int
sysctl_ctx_init(struct sysctl_ctx_list *clist)
{

	if (clist == NULL)
		return (EINVAL);
	TAILQ_INIT(clist);
	return (0);
}

struct sysctl_ctx_entry *
sysctl_ctx_entry_add(struct sysctl_ctx_list *clist, struct sysctl_oid *oid)
{
	struct sysctl_ctx_entry *e;

	e = malloc(sizeof(*e), M_SYSCTLCTX, M_WAITOK);
	e->entry = oid;
	TAILQ_INSERT_HEAD(clist, e, link);
	return (e);
}

struct sysctl_ctx_entry *
sysctl_ctx_entry_find(struct sysctl_ctx_list *clist, struct sysctl_oid *oid)
{
	struct sysctl_ctx_entry *e;

	TAILQ_FOREACH(e, clist, link) {
		if (e->entry == oid)
			break;
	}
	return (e);
}

int
sysctl_ctx_entry_del(struct sysctl_ctx_list *clist, struct sysctl_oid *oid)
{
	struct sysctl_ctx_entry *e;

	e = sysctl_ctx_entry_find(clist, oid);
	if (e == NULL)
		return (ENOENT);
	TAILQ_REMOVE(clist, e, link);
	free(e, M_SYSCTLCTX);
	return (0);
}

/* Would a node of the context go, although not all of its children do? */
static bool
ctx_leaves_children(struct sysctl_ctx_list *clist)
{
	struct sysctl_ctx_entry *e;
	struct sysctl_oid *child;

	TAILQ_FOREACH(e, clist, link) {
		if (e->entry->oid_refcnt > 0 ||
		    (e->entry->oid_kind & CTLFLAG_DYN) == 0 ||
		    (e->entry->oid_kind & CTLTYPE) != CTLTYPE_NODE)
			continue;
		SLIST_FOREACH(child, &e->entry->oid_children, oid_link) {
			if (child->oid_refcnt > 0 ||
			    (child->oid_kind & CTLFLAG_DYN) == 0)
				return (true);
		}
	}
	return (false);
}

/* All of it, or, when something else depends on a node, nothing. */
int
sysctl_ctx_free(struct sysctl_ctx_list *clist)
{
	struct sysctl_ctx_entry *e, *next;
	bool busy;

	sysctl_wlock();
	TAILQ_FOREACH(e, clist, link)
		e->entry->oid_refcnt--;
	busy = ctx_leaves_children(clist);
	TAILQ_FOREACH(e, clist, link)
		e->entry->oid_refcnt++;
	if (busy) {
		sysctl_wunlock();
		return (EBUSY);
	}
	TAILQ_FOREACH_SAFE(e, clist, link, next) {
		(void)remove_oid(e->entry, true, false);
		free(e, M_SYSCTLCTX);
	}
	sysctl_wunlock();
	TAILQ_INIT(clist);
	return (0);
}

static void
register_static(void *arg __unused)
{
	struct sysctl_oid **oid;

	sysctl_wlock();
	SET_FOREACH(oid, sysctl_set)
		sysctl_register_oid(*oid);
	sysctl_wunlock();
}
/* Once there are memory, locks and the kernel environment. */
SYSINIT(sysctl, SI_SUB_LOCK, SI_ORDER_ANY, register_static, NULL);
