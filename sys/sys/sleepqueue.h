/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sleepqueue(9): threads that sleep, found by the address they sleep on.
 */
#ifndef _SYS_SLEEPQUEUE_H_
#define	_SYS_SLEEPQUEUE_H_

#ifdef _KERNEL

#include <sys/types.h>

struct lock_object;
struct proc;
struct thread;

/* Flags of sleepq_add; the types are for the reader only. */
#define	SLEEPQ_TYPE		0x0ff
#define	SLEEPQ_SLEEP		0x00
#define	SLEEPQ_CONDVAR		0x01
#define	SLEEPQ_PAUSE		0x02
#define	SLEEPQ_SX		0x03
#define	SLEEPQ_LK		0x04
#define	SLEEPQ_INTERRUPTIBLE	0x100	/* signals end the sleep */

void	init_sleepqueues(void);

/*
 * To sleep: sleepq_lock; sleepq_add; release the condition's own lock; one
 * of the four waits, which returns with the queue unlocked.  Results: 0,
 * EINTR or ERESTART, EWOULDBLOCK.
 */
void	sleepq_lock(const void *wchan);
void	sleepq_release(const void *wchan);
void	sleepq_add(const void *wchan, struct lock_object *lock,
	    const char *wmesg, int flags, int queue);
void	sleepq_set_timeout_sbt(const void *wchan, sbintime_t sbt,
	    sbintime_t pr, int flags);
#define	sleepq_set_timeout(wchan, timo)					\
	sleepq_set_timeout_sbt((wchan), tick_sbt * (timo), 0, C_HARDCLOCK)
void	sleepq_wait(const void *wchan, int pri);
int	sleepq_wait_sig(const void *wchan, int pri);
int	sleepq_timedwait(const void *wchan, int pri);
int	sleepq_timedwait_sig(const void *wchan, int pri);

/*
 * Wake one (the one of best priority that waits longest) or all; pri > 0
 * improves their priority.  Queue locked.  Always returns 0: nothing is
 * swapped out that had to be brought in.
 */
int	sleepq_signal(const void *wchan, int flags, int pri, int queue);
int	sleepq_broadcast(const void *wchan, int flags, int pri, int queue);
/* How many sleep on it; queue locked. */
u_int	sleepq_sleepcnt(const void *wchan, int queue);
/* The one that sleepq_signal would wake, or NULL; queue locked. */
struct thread *sleepq_first(const void *wchan, int queue);

/* Wake this thread, if it sleeps interruptibly, with EINTR or ERESTART. */
int	sleepq_abort(struct thread *td, int intrval);
/* Wake this thread, if it sleeps on wchan. */
void	sleepq_remove(struct thread *td, const void *wchan);

#endif /* _KERNEL */

#endif /* !_SYS_SLEEPQUEUE_H_ */
