/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * refcount(9): atomic reference counters.
 */
#ifndef _SYS_REFCOUNT_H_
#define	_SYS_REFCOUNT_H_

#include <sys/types.h>

#ifdef _KERNEL

#include <sys/systm.h>
#include <machine/atomic.h>

/* From here on a counter is taken to have overflowed; it then stays. */
#define	REFCOUNT_SATURATED(val)		(((val) & (1U << 31)) != 0)
#define	REFCOUNT_SATURATION_VALUE	(3U << 30)

static __inline void
refcount_init(volatile u_int *count, u_int value)
{
	atomic_store_int(count, value);
}

static __inline u_int
refcount_load(volatile u_int *count)
{
	return (atomic_load_int(count));
}

/* Return the value before. */
static __inline u_int
refcount_acquiren(volatile u_int *count, u_int n)
{
	u_int old;

	old = atomic_fetchadd_int(count, n);
	if (__predict_false(REFCOUNT_SATURATED(old)))
		atomic_store_int(count, REFCOUNT_SATURATION_VALUE);
	return (old);
}

static __inline u_int
refcount_acquire(volatile u_int *count)
{
	return (refcount_acquiren(count, 1));
}

static __inline bool
refcount_acquire_checked(volatile u_int *count)
{
	u_int old;

	old = atomic_load_int(count);
	do {
		if (__predict_false(REFCOUNT_SATURATED(old + 1)))
			return (false);
	} while (!atomic_fcmpset_int(count, &old, old + 1));
	return (true);
}

/* Take a reference only if there are some; false: there were none. */
static __inline bool
refcount_acquire_if_not_zero(volatile u_int *count)
{
	u_int old;

	old = atomic_load_int(count);
	do {
		if (old == 0)
			return (false);
		if (__predict_false(REFCOUNT_SATURATED(old)))
			return (true);
	} while (!atomic_fcmpset_int(count, &old, old + 1));
	return (true);
}

/* True: the last reference has gone. */
static __inline bool
refcount_releasen(volatile u_int *count, u_int n)
{
	u_int old;

	atomic_thread_fence_rel();
	old = atomic_fetchadd_int(count, -n);
	if (__predict_false(old < n || REFCOUNT_SATURATED(old))) {
		atomic_store_int(count, REFCOUNT_SATURATION_VALUE);
		return (false);
	}
	if (old > n)
		return (false);
	atomic_thread_fence_acq();
	return (true);
}

static __inline bool
refcount_release(volatile u_int *count)
{
	return (refcount_releasen(count, 1));
}

/* Release unless it is the last reference; false: it is. */
static __inline bool
refcount_release_if_not_last(volatile u_int *count)
{
	u_int old;

	old = atomic_load_int(count);
	do {
		if (old == 1)
			return (false);
		if (__predict_false(REFCOUNT_SATURATED(old)))
			return (true);
	} while (!atomic_fcmpset_int(count, &old, old - 1));
	return (true);
}

#endif /* _KERNEL */

#endif /* !_SYS_REFCOUNT_H_ */
