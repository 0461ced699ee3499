/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The i8254 timer, the TSC and the battery clock.
 */
#ifndef _MACHINE_CLOCK_H_
#define	_MACHINE_CLOCK_H_

#ifdef _KERNEL

#include <sys/types.h>

#define	TIMER_FREQ	1193182		/* i8254, in Hz */

extern uint64_t	tsc_freq;		/* TSC ticks per second */

/* Measure the TSC; needs nothing but ports. */
void	clock_calibrate(void);
/* Begin the periodic interrupt that drives hardclock(). */
void	cpu_initclocks(void);

#endif /* _KERNEL */

#endif /* !_MACHINE_CLOCK_H_ */
