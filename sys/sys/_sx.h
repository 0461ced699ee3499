/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct sx; its functions are in sys/sx.h.
 */
#ifndef _SYS__SX_H_
#define	_SYS__SX_H_

#include <sys/types.h>
#include <sys/_lock.h>

struct sx {
	struct lock_object	lock_object;
	volatile uintptr_t	sx_lock;	/* owner and state */
};

#endif /* !_SYS__SX_H_ */
