/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a driver keeps to wake poll(2) and select(2).
 */
#ifndef _SYS_SELINFO_H_
#define	_SYS_SELINFO_H_

#include <sys/queue.h>

struct selfd;
struct mtx;
struct thread;

/*
 * One per event source, zeroed before first use.  The layout (72 bytes) is
 * module ABI; si_note is for kqueue(2).
 */
struct selinfo {
	TAILQ_HEAD(selfdlist, selfd) si_tdlist;	/* who waits */
	void		*si_note[6];
	struct mtx	*si_mtx;
};
_Static_assert(sizeof(struct selinfo) == 72, "struct selinfo is module ABI");

#define	SEL_WAITING(si)	(!TAILQ_EMPTY(&(si)->si_tdlist))

#ifdef _KERNEL
/* From d_poll or fo_poll, when nothing is ready: wake td at selwakeup. */
void	selrecord(struct thread *selector, struct selinfo *sip);
/* Something became ready.  May be called from interrupt handlers. */
void	selwakeup(struct selinfo *sip);
void	selwakeuppri(struct selinfo *sip, int pri);
/* Before the memory of sip goes away. */
void	seldrain(struct selinfo *sip);
/* What poll(2) says of things that are always ready. */
int	poll_no_poll(int events);
#endif

#endif /* !_SYS_SELINFO_H_ */
