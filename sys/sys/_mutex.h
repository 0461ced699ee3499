/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct mtx; its functions are in sys/mutex.h.
 */
#ifndef _SYS__MUTEX_H_
#define	_SYS__MUTEX_H_

#include <sys/types.h>
#include <sys/_lock.h>

struct mtx {
	struct lock_object	lock_object;
	volatile uintptr_t	mtx_lock;	/* owner and state */
};

#endif /* !_SYS__MUTEX_H_ */
