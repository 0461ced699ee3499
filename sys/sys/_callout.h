/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct callout; its functions are in sys/callout.h.  The layout is
 * module ABI: drivers embed it.
 */
#ifndef _SYS__CALLOUT_H_
#define	_SYS__CALLOUT_H_

#include <sys/types.h>
#include <sys/queue.h>

struct lock_object;

LIST_HEAD(callout_list, callout);
SLIST_HEAD(callout_slist, callout);
TAILQ_HEAD(callout_tailq, callout);

typedef void callout_func_t(void *);

struct callout {
	union {
		LIST_ENTRY(callout)	le;
		SLIST_ENTRY(callout)	sle;
		TAILQ_ENTRY(callout)	tqe;
	}		c_links;
	sbintime_t	c_time;		/* uptime at which it is due */
	sbintime_t	c_precision;
	void		*c_arg;
	callout_func_t	*c_func;
	struct lock_object *c_lock;	/* taken around the call, or NULL */
	short		c_flags;	/* the owner's: CALLOUT_* */
	short		c_iflags;	/* callout_lock's: CALLOUT_PROCESSED... */
	volatile int	c_cpu;		/* callout_lock's: list that it is on */
};
_Static_assert(sizeof(struct callout) == 64, "struct callout is module ABI");

#endif /* !_SYS__CALLOUT_H_ */
