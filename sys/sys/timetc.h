/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Timecounters: the free running hardware counters that the clock reads.
 */
#ifndef _SYS_TIMETC_H_
#define	_SYS_TIMETC_H_

#ifdef _KERNEL

#include <sys/types.h>

struct timecounter;
struct timespec;
typedef u_int	timecounter_get_t(struct timecounter *);

/* The first members are FreeBSD's; the structure is never freed once used. */
struct timecounter {
	timecounter_get_t *tc_get_timecount;	/* read the counter */
	void		*tc_poll_pps;		/* unused */
	u_int		tc_counter_mask;	/* bits that the counter has */
	uint64_t	tc_frequency;		/* counts per second */
	const char	*tc_name;
	int		tc_quality;		/* larger wins; < 0: on request */
	u_int		tc_flags;
	void		*tc_priv;		/* the driver's */
	struct timecounter *tc_next;
};

extern struct timecounter *timecounter;	/* the one in use */

/* Offer a timecounter; it is used from now on if its quality is the best. */
void	tc_init(struct timecounter *tc);
/* Its counts per second. */
uint64_t tc_getfrequency(void);
/* Set the time of day; the uptime does not change. */
void	tc_setclock(const struct timespec *ts);
/* Once per hardclock tick: move the base time forward. */
void	tc_windup(void);
/* The time of day from the machine's battery clock, at start-up. */
void	inittodr(time_t base);

#endif /* _KERNEL */

#endif /* !_SYS_TIMETC_H_ */
