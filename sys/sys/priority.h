/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Further names of priorities; the priorities themselves (PSWP ... PRI_IDLE)
 * are in sys/proc.h, beside the run queues' index.
 */
#ifndef _SYS_PRIORITY_H_
#define	_SYS_PRIORITY_H_

#define	PRIBIO		PVFS	/* waits for a disk */
#define	PLOCK		PZERO	/* waits for a user-level lock */
#define	PRI_MAX_KERN	(PUSER - 1)
#define	PRI_MIN_TIMESHARE PUSER
#define	PRI_MAX		PRI_IDLE

#endif /* !_SYS_PRIORITY_H_ */
