/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct rwlock; its functions are in sys/rwlock.h.
 */
#ifndef _SYS__RWLOCK_H_
#define	_SYS__RWLOCK_H_

#include <sys/types.h>
#include <sys/_lock.h>

struct rwlock {
	struct lock_object	lock_object;
	volatile uintptr_t	rw_lock;	/* owner and state */
};

#endif /* !_SYS__RWLOCK_H_ */
