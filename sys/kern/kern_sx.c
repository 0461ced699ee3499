/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sx(9): the shared/exclusive lock that may be held while sleeping.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sx.h>

#include "shlock.h"

static void
assert_sx(const struct lock_object *lock, int what)
{

	shlock_assert(lock, what, NULL, 0);
}

struct lock_class lock_class_sx = {
	.lc_name = "sx",
	.lc_flags = LC_SLEEPLOCK | LC_SLEEPABLE | LC_RECURSABLE | LC_UPGRADABLE,
	.lc_assert = assert_sx,
	.lc_lock = shlock_lock_again,
	.lc_unlock = shlock_unlock_any,
	.lc_owner = shlock_get_owner,
};

void
sx_init_flags(struct sx *sx, const char *description, int opts)
{
	int flags = LO_SLEEPABLE | LO_UPGRADABLE;

	if ((opts & SX_RECURSE) != 0)
		flags |= LO_RECURSABLE;
	if ((opts & SX_NEW) != 0)
		flags |= LO_NEW;
	shlock_init(&sx->lock_object, &lock_class_sx, description, flags);
}

void
sx_destroy(struct sx *sx)
{

	shlock_destroy(&sx->lock_object);
}

void
sx_sysinit(void *arg)
{
	const struct sx_args *sa = arg;

	sx_init_flags(sa->sa_sx, sa->sa_desc, sa->sa_flags);
}

int
_sx_slock(struct sx *sx, int opts, const char *file __unused,
    int line __unused)
{

	return (shlock_shared(&sx->lock_object,
	    (opts & SX_INTERRUPTIBLE) != 0));
}

int
_sx_xlock(struct sx *sx, int opts, const char *file __unused,
    int line __unused)
{

	return (shlock_exclusive(&sx->lock_object,
	    (opts & SX_INTERRUPTIBLE) != 0));
}

int
sx_try_slock_(struct sx *sx, const char *file __unused, int line __unused)
{

	return (shlock_try_shared(&sx->lock_object));
}

int
sx_try_xlock_(struct sx *sx, const char *file __unused, int line __unused)
{

	return (shlock_try_exclusive(&sx->lock_object));
}

void
_sx_sunlock(struct sx *sx, const char *file __unused, int line __unused)
{

	shlock_unlock_shared(&sx->lock_object);
}

void
_sx_xunlock(struct sx *sx, const char *file __unused, int line __unused)
{

	shlock_unlock_exclusive(&sx->lock_object);
}

int
sx_try_upgrade_(struct sx *sx, const char *file __unused, int line __unused)
{

	return (shlock_try_upgrade(&sx->lock_object));
}

void
sx_downgrade_(struct sx *sx, const char *file __unused, int line __unused)
{

	shlock_downgrade(&sx->lock_object);
}

int
sx_xlocked_by_me(const struct sx *sx)
{

	return (shlock_owner(&sx->lock_object) == curthread);
}

void
sx_unlock_any(struct sx *sx)
{

	if (sx_xlocked_by_me(sx))
		sx_xunlock(sx);
	else
		sx_sunlock(sx);
}

void
_sx_assert(const struct sx *sx, int what, const char *file, int line)
{

	shlock_assert(&sx->lock_object, what, file, line);
}
