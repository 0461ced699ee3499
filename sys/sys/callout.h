/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * callout(9): functions that are called once, after a time.
 *
 * Callouts run in the thread "clock", where they must not sleep, or, with
 * C_DIRECT_EXEC, in the clock interrupt.  Times round up to whole ticks.
 */
#ifndef _SYS_CALLOUT_H_
#define	_SYS_CALLOUT_H_

#include <sys/_callout.h>

/* c_flags */
#define	CALLOUT_LOCAL_ALLOC	0x0001
#define	CALLOUT_ACTIVE		0x0002	/* set by reset, cleared by stop */
#define	CALLOUT_PENDING		0x0004
#define	CALLOUT_MPSAFE		0x0008
#define	CALLOUT_RETURNUNLOCKED	0x0010	/* the function drops c_lock */
#define	CALLOUT_SHAREDLOCK	0x0020	/* c_lock is taken to read */
#define	CALLOUT_DIRECT		0x0100	/* runs in the clock interrupt */

/* Flags of callout_reset_sbt and of sleeps with an sbintime_t. */
#define	C_DIRECT_EXEC		0x0001	/* run in the clock interrupt */
#define	C_PRELBITS		7
#define	C_PRELRANGE		((1 << C_PRELBITS) - 1)
#define	C_PREL(x)		(((x) + 1) << 1)
#define	C_PRELGET(x)		(int)((((x) >> 1) & C_PRELRANGE) - 1)
#define	C_HARDCLOCK		0x0100	/* the time is in whole ticks */
#define	C_ABSOLUTE		0x0200	/* the time is an uptime */
#define	C_PRECALC		0x0400	/* the time is from callout_when() */
#define	C_CATCH			0x0800	/* pause_sbt: signals interrupt */

/* Flags of _callout_stop_safe. */
#define	CS_DRAIN		0x0001	/* wait until it has returned */
#define	CS_EXECUTING		0x0002

#ifdef _KERNEL

void	callout_init(struct callout *c, int mpsafe);
void	_callout_init_lock(struct callout *c, struct lock_object *lock,
	    int flags);
#define	callout_init_mtx(c, mtx, flags)					\
	_callout_init_lock((c), ((mtx) != NULL) ?			\
	    &(mtx)->lock_object : NULL, (flags))
#define	callout_init_rw(c, rw, flags)					\
	_callout_init_lock((c), ((rw) != NULL) ?			\
	    &(rw)->lock_object : NULL, (flags))
#define	callout_init_rm(c, rm, flags)					\
	_callout_init_lock((c), ((rm) != NULL) ?			\
	    &(rm)->lock_object : NULL, (flags))

/* Returns 1 when a pending call was cancelled, else 0. */
int	callout_reset_sbt_on(struct callout *c, sbintime_t sbt,
	    sbintime_t precision, callout_func_t *func, void *arg, int cpu,
	    int flags);
int	callout_schedule_sbt_on(struct callout *c, sbintime_t sbt,
	    sbintime_t precision, int cpu, int flags);
int	callout_schedule_on(struct callout *c, int to_ticks, int cpu);
int	callout_schedule(struct callout *c, int to_ticks);
#define	callout_schedule_sbt(c, sbt, pr, flags)				\
	callout_schedule_sbt_on((c), (sbt), (pr), -1, (flags))
#define	callout_schedule_sbt_curcpu(c, sbt, pr, flags)			\
	callout_schedule_sbt((c), (sbt), (pr), (flags))
#define	callout_schedule_curcpu(c, to_ticks)				\
	callout_schedule((c), (to_ticks))

/*
 * When a callout with that time would be called: an uptime, which is returned
 * and stored, for callout_reset_sbt() with C_PRECALC.
 */
sbintime_t callout_when(sbintime_t sbt, sbintime_t precision, int flags,
	    sbintime_t *sbt_res, sbintime_t *precision_res);

/*
 * Returns 1 when a pending call was cancelled, 0 when it could not be
 * stopped because it is running, -1 when there was nothing to stop.
 */
int	_callout_stop_safe(struct callout *c, int flags);
/*
 * The same, and when it returns 0, drain is called with the callout's
 * argument, like a callout, once the call that is running has returned.
 */
int	callout_async_drain(struct callout *c, callout_func_t *drain);

#define	callout_reset_sbt(c, sbt, pr, func, arg, flags)			\
	callout_reset_sbt_on((c), (sbt), (pr), (func), (arg), -1, (flags))
#define	callout_reset_sbt_curcpu(c, sbt, pr, func, arg, flags)		\
	callout_reset_sbt((c), (sbt), (pr), (func), (arg), (flags))
#define	callout_reset_on(c, to_ticks, func, arg, cpu)			\
	callout_reset_sbt_on((c), tick_sbt * (to_ticks), 0, (func), (arg), \
	    (cpu), C_HARDCLOCK)
#define	callout_reset(c, to_ticks, func, arg)				\
	callout_reset_on((c), (to_ticks), (func), (arg), -1)
#define	callout_reset_curcpu(c, to_ticks, func, arg)			\
	callout_reset((c), (to_ticks), (func), (arg))
#define	callout_stop(c)		_callout_stop_safe((c), 0)
#define	callout_drain(c)	_callout_stop_safe((c), CS_DRAIN)

#define	callout_active(c)	((c)->c_flags & CALLOUT_ACTIVE)
#define	callout_deactivate(c)	((c)->c_flags &= ~CALLOUT_ACTIVE)
#define	callout_pending(c)	((c)->c_iflags & CALLOUT_PENDING)
#define	callout_migrating(c)	0

/* Called by hardclock for every tick. */
void	callout_process(void);

#endif /* _KERNEL */

#endif /* !_SYS_CALLOUT_H_ */
