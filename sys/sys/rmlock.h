/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * rmlock(9): reader/writer locks that know their readers, which may therefore
 * recurse.  They are no cheaper here than a rwlock(9).
 */
#ifndef _SYS_RMLOCK_H_
#define	_SYS_RMLOCK_H_

#include <sys/_rmlock.h>

#ifdef _KERNEL

#include <sys/lock.h>
#include <sys/kernel.h>
#include <sys/rwlock.h>
#include <sys/sx.h>

/* Options of rm_init_flags. */
#define	RM_NOWITNESS	0x00000001
#define	RM_RECURSE	0x00000002	/* a reader may read again */
#define	RM_SLEEPABLE	0x00000004	/* the writer may sleep */
#define	RM_NEW		0x00000008	/* the memory may hold anything */
#define	RM_DUPOK	0x00000010

void	rm_init(struct rmlock *rm, const char *name);
void	rm_init_flags(struct rmlock *rm, const char *name, int opts);
void	rm_destroy(struct rmlock *rm);
/* The tracker is the lock's until rm_runlock(), which gets the same one. */
void	rm_rlock(struct rmlock *rm, struct rm_priotracker *tracker);
/* 1, or 0 if it cannot be had at once. */
int	rm_try_rlock(struct rmlock *rm, struct rm_priotracker *tracker);
void	rm_runlock(struct rmlock *rm, struct rm_priotracker *tracker);
void	rm_wlock(struct rmlock *rm);
void	rm_wunlock(struct rmlock *rm);
int	rm_wowned(const struct rmlock *rm);
void	rm_sysinit(void *arg);
void	_rm_assert(const struct rmlock *rm, int what, const char *file,
	    int line);

/* sleep(9) with the lock held by the writer. */
#define	rm_sleep(chan, rm, pri, wmesg, timo)				\
	_sleep((chan), &(rm)->lock_object, (pri), (wmesg),		\
	    tick_sbt * (timo), 0, C_HARDCLOCK)

/* RA_* of sys/rwlock.h. */
#ifdef INVARIANTS
#define	rm_assert(rm, what)	_rm_assert((rm), (what), LOCK_FILE, LOCK_LINE)
#else
#define	rm_assert(rm, what)	((void)0)
#endif

struct rm_args {
	struct rmlock	*ra_rm;
	const char	*ra_desc;
	int		ra_flags;
};
#define	RM_SYSINIT_FLAGS(name, rm, desc, flags)				\
	static struct rm_args name##_args = { (rm), (desc), (flags) };	\
	SYSINIT(name##_rm_sysinit, SI_SUB_LOCK, SI_ORDER_MIDDLE,	\
	    rm_sysinit, &name##_args);					\
	SYSUNINIT(name##_rm_sysuninit, SI_SUB_LOCK, SI_ORDER_MIDDLE,	\
	    rm_destroy, (rm))
#define	RM_SYSINIT(name, rm, desc)	RM_SYSINIT_FLAGS(name, rm, desc, 0)

#endif /* _KERNEL */

#endif /* !_SYS_RMLOCK_H_ */
