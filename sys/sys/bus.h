/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * There are no buses here; what interrupt handlers are, for swi(9).
 */
#ifndef _SYS_BUS_H_
#define	_SYS_BUS_H_

#ifdef _KERNEL

/* A handler that runs in a thread, and one that runs at once. */
typedef void driver_intr_t(void *arg);
typedef int driver_filter_t(void *arg);

#define	FILTER_STRAY		0x01	/* not an interrupt of this device */
#define	FILTER_HANDLED		0x02
#define	FILTER_SCHEDULE_THREAD	0x04	/* the handler shall run, too */

enum intr_type {
	INTR_TYPE_TTY	= 1,
	INTR_TYPE_BIO	= 2,
	INTR_TYPE_NET	= 4,
	INTR_TYPE_CAM	= 8,
	INTR_TYPE_MISC	= 16,
	INTR_TYPE_CLK	= 32,
	INTR_TYPE_AV	= 64,
	INTR_EXCL	= 256,		/* the only handler of its event */
	INTR_MPSAFE	= 512,		/* does without Giant */
	INTR_ENTROPY	= 1024		/* not for software interrupts */
};

#endif /* _KERNEL */

#endif /* !_SYS_BUS_H_ */
