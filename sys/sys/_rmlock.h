/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct rmlock; its functions are in sys/rmlock.h.
 */
#ifndef _SYS__RMLOCK_H_
#define	_SYS__RMLOCK_H_

#include <sys/queue.h>
#include <sys/_lock.h>
#include <sys/_mutex.h>
#include <sys/_rwlock.h>
#include <sys/_sx.h>

struct thread;

/* A reader; it lies on the reader's stack while it has the lock. */
struct rm_priotracker {
	LIST_ENTRY(rm_priotracker) rmp_link;
	struct thread	*rmp_thread;
};

struct rmlock {
	union {
		struct lock_object lock_object;	/* of either */
		struct rwlock	rm_rw;
		struct sx	rm_sx;		/* with RM_SLEEPABLE */
	};
	int		rm_flags;	/* RM_* */
	struct mtx	rm_mtx;		/* for rm_readers */
	LIST_HEAD(, rm_priotracker) rm_readers;
};

#endif /* !_SYS__RMLOCK_H_ */
