/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * rwlock(9): the shared/exclusive lock for short sections.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/rwlock.h>

#include "shlock.h"

/* The interface hands over the address of the lock word. */
static struct lock_object *
object_of(const volatile uintptr_t *c)
{

	return (&__containerof(__DEVOLATILE(uintptr_t *, c), struct rwlock,
	    rw_lock)->lock_object);
}

static void
assert_rw(const struct lock_object *lock, int what)
{

	shlock_assert(lock, what, NULL, 0);
}

struct lock_class lock_class_rw = {
	.lc_name = "rw",
	.lc_flags = LC_SLEEPLOCK | LC_RECURSABLE | LC_UPGRADABLE,
	.lc_assert = assert_rw,
	.lc_lock = shlock_lock_again,
	.lc_unlock = shlock_unlock_any,
	.lc_owner = shlock_get_owner,
};

void
_rw_init_flags(volatile uintptr_t *c, const char *name, int opts)
{
	int flags = LO_UPGRADABLE;

	if ((opts & RW_RECURSE) != 0)
		flags |= LO_RECURSABLE;
	if ((opts & RW_NEW) != 0)
		flags |= LO_NEW;
	shlock_init(object_of(c), &lock_class_rw, name, flags);
}

void
_rw_destroy(volatile uintptr_t *c)
{

	shlock_destroy(object_of(c));
}

void
rw_sysinit(void *arg)
{
	const struct rw_args *ra = arg;

	rw_init_flags((struct rwlock *)ra->ra_rw, ra->ra_desc, ra->ra_flags);
}

void
_rw_wlock_cookie(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	(void)shlock_exclusive(object_of(c), false);
}

int
__rw_try_wlock(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	return (shlock_try_exclusive(object_of(c)));
}

void
_rw_wunlock_cookie(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	shlock_unlock_exclusive(object_of(c));
}

void
__rw_rlock(volatile uintptr_t *c, const char *file __unused, int line __unused)
{

	(void)shlock_shared(object_of(c), false);
}

int
__rw_try_rlock(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	return (shlock_try_shared(object_of(c)));
}

void
_rw_runlock_cookie(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	shlock_unlock_shared(object_of(c));
}

int
__rw_try_upgrade(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	return (shlock_try_upgrade(object_of(c)));
}

void
__rw_downgrade(volatile uintptr_t *c, const char *file __unused,
    int line __unused)
{

	shlock_downgrade(object_of(c));
}

int
_rw_wowned(const volatile uintptr_t *c)
{

	return (shlock_owner(object_of(c)) == curthread);
}

void
__rw_assert(const volatile uintptr_t *c, int what, const char *file, int line)
{

	shlock_assert(object_of(c), what, file, line);
}
