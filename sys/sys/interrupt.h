/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * swi(9): software interrupts, functions that an interrupt handler leaves to
 * a thread.
 */
#ifndef _SYS_INTERRUPT_H_
#define	_SYS_INTERRUPT_H_

#include <sys/bus.h>

#ifdef _KERNEL

struct intr_event;

/* Priorities of handlers; lower ones run first. */
#define	SWI_TTY		0
#define	SWI_NET		1
#define	SWI_CAMBIO	2
#define	SWI_BUSDMA	3
#define	SWI_CLOCK	4
#define	SWI_TQ_FAST	5
#define	SWI_TQ		6
#define	SWI_TQ_GIANT	6

/* How to schedule: see swi_sched(). */
#define	SWI_FROMNMI	0x1
#define	SWI_DELAY	0x2

extern struct intr_event *clk_intr_event;	/* wakes up for SWI_DELAY */
extern struct intr_event *tty_intr_event;	/* its first user creates it */

/*
 * Add a handler to *eventp, or if that or eventp is NULL to a new event, a
 * thread of its own that is stored in *eventp.  The handler must not sleep; it
 * holds Giant unless flags has INTR_MPSAFE.  May sleep.  EINVAL: there is no
 * name or handler, flags has INTR_ENTROPY, or INTR_EXCL of this handler or of
 * one that is there; ENOMEM.
 */
int	swi_add(struct intr_event **eventp, const char *name,
	    driver_intr_t handler, void *arg, int pri, enum intr_type flags,
	    void **cookiep);

/*
 * Remove a handler when it does not run any more; so not from itself.  An
 * event that nobody has in a variable goes with it.  May sleep.
 */
int	swi_remove(void *cookie);

/*
 * Let a handler run once more.  SWI_DELAY: when its thread runs the next time
 * anyway, or for clk_intr_event in the next tick.  SWI_FROMNMI: the same, and
 * the caller may have interrupted anything.
 */
void	swi_sched(void *cookie, int flags);

/* End an event that a variable has; EBUSY: it has handlers. */
int	intr_event_destroy(struct intr_event *ie);

#endif /* _KERNEL */

#endif /* !_SYS_INTERRUPT_H_ */
