/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Priorities of threads; the run queues are indexed by them, lower runs
 * first.  Modules get them with sys/param.h.
 */
#ifndef _SYS_PRIORITY_H_
#define	_SYS_PRIORITY_H_

/* Threads of interrupts, by what they are for. */
#define	PRI_MIN_ITHD	0
#define	PI_REALTIME	0
#define	PI_AV		0
#define	PI_NET		1
#define	PI_DISK		1
#define	PI_TTY		2
#define	PI_DULL		2
#define	PI_SOFT		3
#define	PI_SWI(x)	PI_SOFT
#define	PRI_MAX_ITHD	3

#define	PRI_MIN_KERN	0
#define	PSWP		4
#define	PVM		8
#define	PVFS		12
#define	PRIBIO		PVFS	/* waits for a disk */
#define	PSOCK		16
#define	PWAIT		20
#define	PZERO		22
#define	PLOCK		PZERO	/* waits for a user-level lock */
#define	PPAUSE		24
#define	PRI_MAX_KERN	(PUSER - 1)
#define	PUSER		32
#define	PRI_MIN_TIMESHARE PUSER
#define	PRI_IDLE	63
#define	PRI_MAX		PRI_IDLE
#define	PRI_MASK	0xff

/* Beside the priority, in the argument of sleep(9). */
#define	PCATCH		0x100	/* signals interrupt */
#define	PDROP		0x200	/* do not retake the lock */

#endif /* !_SYS_PRIORITY_H_ */
