/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The serial ports of a PC.
 */
#ifndef _DEV_UART_UART_H_
#define	_DEV_UART_UART_H_

#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/_task.h>

struct tty;

#define	UART_NPORTS	4
#define	UART_RXSIZE	1024	/* a power of two */

/*
 * One port.  sc_mtx, a spin lock, protects the registers that interrupts and
 * programs share, the ring of received characters, and sc_ier.
 */
struct uart_softc {
	int		sc_unit;
	int		sc_base;	/* first i/o port */
	int		sc_irq;
	bool		sc_present;
	struct mtx	sc_mtx;
	u_char		sc_ier;		/* what REG_IER holds */
	u_char		sc_mcr;
	struct tty	*sc_tty;
	struct task	sc_task;	/* moves characters to the terminal */
	u_int		sc_rxin;	/* positions count for ever */
	u_int		sc_rxout;
	u_short		sc_rx[UART_RXSIZE]; /* character, TRE_* << 8 */
};

extern struct uart_softc uart_ports[UART_NPORTS];

/* Is there a chip?  Remembers the answer in sc_present. */
bool	uart_probe(struct uart_softc *sc);
/* Speed in bits per second, and REG_LCR's bits for the format. */
void	uart_set_line(struct uart_softc *sc, u_int speed, u_int lcr);
/* Wait until a character can be sent, and send it; takes no lock. */
void	uart_putc(struct uart_softc *sc, int c);

#endif /* !_DEV_UART_UART_H_ */
