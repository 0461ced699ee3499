/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Serial ports as terminals, driven by interrupts.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/taskqueue.h>
#include <sys/termios.h>
#include <sys/tty.h>

#include <machine/cpufunc.h>
#include <machine/intr_machdep.h>

#include <dev/uart/uart.h>
#include <dev/uart/uart_reg.h>

/*
 * Interrupts to be had; sc_mtx held.
 */
static void
uart_set_ier(struct uart_softc *sc, u_char ier)
{

	if (sc->sc_ier != ier) {
		sc->sc_ier = ier;
		outb(sc->sc_base + REG_IER, ier);
	}
}

static u_int
uart_errors(u_char lsr)
{
	u_int flags;

	flags = 0;
	if ((lsr & LSR_BI) != 0)
		flags |= TRE_BREAK;
	else if ((lsr & LSR_FE) != 0)
		flags |= TRE_FRAMING;
	if ((lsr & LSR_PE) != 0)
		flags |= TRE_PARITY;
	if ((lsr & LSR_OE) != 0)
		flags |= TRE_OVERRUN;
	return (flags);
}

/*
 * Move what has been received into the ring; what does not fit waits in the
 * chip with its interrupt off until the ring is read.  sc_mtx held.
 */
static void
uart_receive(struct uart_softc *sc)
{
	u_char lsr;

	while (((lsr = inb(sc->sc_base + REG_LSR)) & LSR_RXRDY) != 0) {
		if (sc->sc_rxin - sc->sc_rxout == UART_RXSIZE) {
			uart_set_ier(sc, sc->sc_ier & ~IER_ERXRDY);
			return;
		}
		sc->sc_rx[sc->sc_rxin++ % UART_RXSIZE] =
		    inb(sc->sc_base + REG_DATA) | uart_errors(lsr) << 8;
	}
}

/*
 * Interrupt of one port; true if it had a reason.
 */
static bool
uart_service(struct uart_softc *sc)
{
	u_char iir;

	mtx_lock_spin(&sc->sc_mtx);
	iir = inb(sc->sc_base + REG_IIR);
	if ((iir & IIR_NOPEND) != 0 || sc->sc_ier == 0) {
		mtx_unlock_spin(&sc->sc_mtx);
		return (false);
	}
	uart_receive(sc);
	/* The task sends more, and asks for the next interrupt. */
	if ((iir & IIR_IMASK) == IIR_TXRDY)
		uart_set_ier(sc, sc->sc_ier & ~IER_ETXRDY);
	mtx_unlock_spin(&sc->sc_mtx);
	taskqueue_enqueue(taskqueue_fast, &sc->sc_task);
	return (true);
}

/*
 * Ports share lines, and the interrupt controller sees only edges: all of
 * them must be quiet before the line can raise another interrupt.
 */
static void
uart_intr(void *arg)
{
	struct uart_softc *sc;
	int irq, tries;
	bool again;

	irq = ((struct uart_softc *)arg)->sc_irq;
	tries = 0;
	do {
		again = false;
		for (sc = uart_ports; sc < uart_ports + UART_NPORTS; sc++)
			if (sc->sc_tty != NULL && sc->sc_irq == irq &&
			    uart_service(sc))
				again = true;
	} while (again && ++tries < UART_RXSIZE);
}

/*
 * Send what the terminal has as long as the chip takes it at once, then let
 * it interrupt when it is empty.
 */
static void
uart_outwakeup(struct tty *tp)
{
	char buf[UART_FIFO];
	struct uart_softc *sc;
	size_t i, n;

	sc = tty_softc(tp);
	while (ttydisc_getc_poll(tp) != 0) {
		mtx_lock_spin(&sc->sc_mtx);
		if ((inb(sc->sc_base + REG_LSR) & LSR_THRE) == 0) {
			uart_set_ier(sc, sc->sc_ier | IER_ETXRDY);
			mtx_unlock_spin(&sc->sc_mtx);
			return;
		}
		mtx_unlock_spin(&sc->sc_mtx);
		n = ttydisc_getc(tp, buf, sizeof(buf));
		for (i = 0; i < n; i++)
			outb(sc->sc_base + REG_DATA, buf[i]);
		if (cn_tab != NULL && cn_tab->cn_arg == sc)
			cnmirror(buf, n);
	}
}

/*
 * Hand the ring to the line discipline, as far as that has room.
 */
static void
uart_input(struct uart_softc *sc, struct tty *tp)
{
	u_int c;

	for (;;) {
		mtx_lock_spin(&sc->sc_mtx);
		if (sc->sc_rxin == sc->sc_rxout ||
		    (tp->t_flags & TF_HIWAT_IN) != 0) {
			mtx_unlock_spin(&sc->sc_mtx);
			break;
		}
		c = sc->sc_rx[sc->sc_rxout++ % UART_RXSIZE];
		mtx_unlock_spin(&sc->sc_mtx);
		(void)ttydisc_rint(tp, c & 0xff, c >> 8);
	}
	ttydisc_rint_done(tp);
	mtx_lock_spin(&sc->sc_mtx);
	if ((sc->sc_ier & IER_ERXRDY) == 0 && tty_opened(tp) &&
	    sc->sc_rxin - sc->sc_rxout < UART_RXSIZE / 2)
		uart_set_ier(sc, sc->sc_ier | IER_ERXRDY);
	mtx_unlock_spin(&sc->sc_mtx);
}

static void
uart_task(void *arg, int pending __unused)
{
	struct uart_softc *sc;
	struct tty *tp;

	sc = arg;
	tp = sc->sc_tty;
	tty_lock(tp);
	if (tty_opened(tp))
		uart_input(sc, tp);
	uart_outwakeup(tp);
	if (ttydisc_getc_poll(tp) == 0)
		tty_wakeup(tp, FWRITE);
	tty_unlock(tp);
}

static void
uart_inwakeup(struct tty *tp)
{
	struct uart_softc *sc;

	sc = tty_softc(tp);
	taskqueue_enqueue(taskqueue_fast, &sc->sc_task);
}

static int
uart_open(struct tty *tp)
{
	struct uart_softc *sc;

	sc = tty_softc(tp);
	mtx_lock_spin(&sc->sc_mtx);
	sc->sc_rxout = sc->sc_rxin;
	outb(sc->sc_base + REG_FCR, FCR_ENABLE | FCR_RX_HIGH);
	sc->sc_mcr |= MCR_IENABLE;
	outb(sc->sc_base + REG_MCR, sc->sc_mcr);
	uart_set_ier(sc, IER_ERXRDY);
	mtx_unlock_spin(&sc->sc_mtx);
	return (0);
}

static void
uart_close(struct tty *tp)
{
	struct uart_softc *sc;

	sc = tty_softc(tp);
	mtx_lock_spin(&sc->sc_mtx);
	uart_set_ier(sc, 0);
	mtx_unlock_spin(&sc->sc_mtx);
}

static int
uart_param(struct tty *tp, struct termios *t)
{
	struct uart_softc *sc;
	u_int lcr;

	sc = tty_softc(tp);
	if (t->c_ospeed == 0)
		return (0);		/* B0: hang up, which nobody notices */
	if (t->c_ospeed > UART_RCLK / 16 || t->c_ispeed != t->c_ospeed)
		return (EINVAL);
	lcr = (t->c_cflag & CSIZE) >> 8;	/* CS5 to CS8 are 0 to 3 */
	if ((t->c_cflag & CSTOPB) != 0)
		lcr |= LCR_STOPB;
	if ((t->c_cflag & PARENB) != 0)
		lcr |= LCR_PENAB |
		    ((t->c_cflag & PARODD) != 0 ? 0 : LCR_PEVEN);
	mtx_lock_spin(&sc->sc_mtx);
	uart_set_line(sc, t->c_ospeed, lcr);
	mtx_unlock_spin(&sc->sc_mtx);
	return (0);
}

static int
uart_modem(struct tty *tp, int sigon, int sigoff)
{
	struct uart_softc *sc;
	u_char msr;
	int lines;

	sc = tty_softc(tp);
	mtx_lock_spin(&sc->sc_mtx);
	if ((sigoff & SER_DTR) != 0)
		sc->sc_mcr &= ~MCR_DTR;
	if ((sigoff & SER_RTS) != 0)
		sc->sc_mcr &= ~MCR_RTS;
	if ((sigon & SER_DTR) != 0)
		sc->sc_mcr |= MCR_DTR;
	if ((sigon & SER_RTS) != 0)
		sc->sc_mcr |= MCR_RTS;
	outb(sc->sc_base + REG_MCR, sc->sc_mcr);
	msr = inb(sc->sc_base + REG_MSR);
	mtx_unlock_spin(&sc->sc_mtx);
	lines = 0;
	if ((sc->sc_mcr & MCR_DTR) != 0)
		lines |= TIOCM_DTR;
	if ((sc->sc_mcr & MCR_RTS) != 0)
		lines |= TIOCM_RTS;
	if ((msr & MSR_CTS) != 0)
		lines |= TIOCM_CTS;
	if ((msr & MSR_DCD) != 0)
		lines |= TIOCM_CD;
	if ((msr & MSR_RI) != 0)
		lines |= TIOCM_RI;
	if ((msr & MSR_DSR) != 0)
		lines |= TIOCM_DSR;
	return (lines);
}

static int
uart_ioctl(struct tty *tp, u_long cmd, caddr_t data __unused,
    struct thread *td __unused)
{
	struct uart_softc *sc;
	u_char lcr;

	if (cmd != TIOCSBRK && cmd != TIOCCBRK)
		return (ENOIOCTL);
	sc = tty_softc(tp);
	mtx_lock_spin(&sc->sc_mtx);
	lcr = inb(sc->sc_base + REG_LCR) & ~LCR_SBREAK;
	if (cmd == TIOCSBRK)
		lcr |= LCR_SBREAK;
	outb(sc->sc_base + REG_LCR, lcr);
	mtx_unlock_spin(&sc->sc_mtx);
	return (0);
}

static bool
uart_busy(struct tty *tp)
{
	struct uart_softc *sc;

	sc = tty_softc(tp);
	return ((inb(sc->sc_base + REG_LSR) & LSR_TEMT) == 0);
}

static const struct ttydevsw uart_tty_class = {
	.tsw_open = uart_open,
	.tsw_close = uart_close,
	.tsw_outwakeup = uart_outwakeup,
	.tsw_inwakeup = uart_inwakeup,
	.tsw_ioctl = uart_ioctl,
	.tsw_param = uart_param,
	.tsw_modem = uart_modem,
	.tsw_busy = uart_busy,
};

/*
 * One handler serves all ports of a line.
 */
static void
uart_establish(struct uart_softc *sc)
{
	struct uart_softc *other;
	int error;

	for (other = uart_ports; other < sc; other++)
		if (other->sc_tty != NULL && other->sc_irq == sc->sc_irq)
			return;
	error = intr_establish(sc->sc_irq, uart_intr, sc, "uart");
	if (error != 0)
		printf("uart%d: no interrupt %d: %s\n", sc->sc_unit,
		    sc->sc_irq, errname(error));
}

static void
uart_attach(void *arg __unused)
{
	struct uart_softc *sc;

	for (sc = uart_ports; sc < uart_ports + UART_NPORTS; sc++) {
		if (!uart_probe(sc))
			continue;
		mtx_init(&sc->sc_mtx, "uart", NULL, MTX_SPIN);
		TASK_INIT(&sc->sc_task, 0, uart_task, sc);
		outb(sc->sc_base + REG_IER, 0);
		sc->sc_tty = tty_alloc(&uart_tty_class, sc);
		uart_establish(sc);
		tty_makedev(sc->sc_tty, NULL, "u%d", sc->sc_unit);
		if (cn_tab != NULL && cn_tab->cn_arg == sc)
			tty_set_console(sc->sc_tty);
	}
}
SYSINIT(uart, SI_SUB_DRIVERS, SI_ORDER_MIDDLE, uart_attach, NULL);
