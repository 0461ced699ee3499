/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct task, see taskqueue(9).  The layout is module ABI.
 */
#ifndef _SYS__TASK_H_
#define	_SYS__TASK_H_

#include <sys/types.h>
#include <sys/queue.h>

typedef void task_fn_t(void *context, int pending);

struct task {
	STAILQ_ENTRY(task) ta_link;	/* (q) queue's lock */
	uint16_t	ta_pending;	/* (q) times enqueued, not yet run */
	uint8_t		ta_priority;	/* larger runs first */
	uint8_t		ta_flags;
	task_fn_t	*ta_func;
	void		*ta_context;
};
_Static_assert(sizeof(struct task) == 32, "struct task is module ABI");

#endif /* !_SYS__TASK_H_ */
