/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What all locks have in common: names, classes.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>

/* The index is part of lo_flags, hence of what a module may have compiled in. */
struct lock_class *const lock_classes[LO_CLASSMASK >> LO_CLASSSHIFT] = {
	&lock_class_mtx_spin,
	&lock_class_mtx_sleep,
	&lock_class_sx,
	NULL,
	NULL,
	&lock_class_rw,
};

void
lock_init(struct lock_object *lock, struct lock_class *class, const char *name,
    const char *type __unused, int flags)
{
	u_int i;

	KASSERT((flags & LO_NEW) != 0 || !lock_initialized(lock),
	    ("lock %s %p is initialised twice", name, lock));
	for (i = 0; lock_classes[i] != class; i++)
		continue;
	lock->lo_name = name;
	lock->lo_flags = (flags & ~LO_NEW) | i << LO_CLASSSHIFT |
	    LO_INITIALIZED;
	lock->lo_data = 0;
	lock->lo_witness = NULL;
}

void
lock_destroy(struct lock_object *lock)
{

	KASSERT(lock_initialized(lock), ("lock %p is not initialised", lock));
	lock->lo_flags &= ~LO_INITIALIZED;
}
