/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Interrupts: handlers, and what the interrupt controller offers.
 */
#ifndef _MACHINE_INTR_MACHDEP_H_
#define	_MACHINE_INTR_MACHDEP_H_

#ifdef _KERNEL

/*
 * Call handler(arg) on each interrupt of line irq (0-15), with interrupts
 * disabled, and open the line.  A handler must not sleep; it may take spin
 * locks and wake threads.  Lines can be shared.  EINVAL: no such line;
 * ENOMEM.
 */
int	intr_establish(int irq, void (*handler)(void *), void *arg,
	    const char *name);
/* The opposite; closes the line with its last handler.  ENOENT: unknown. */
int	intr_disestablish(int irq, void (*handler)(void *), void *arg);

/* Start the 8259s with all lines closed. */
void	atpic_startup(void);

#endif /* _KERNEL */

#endif /* !_MACHINE_INTR_MACHDEP_H_ */
