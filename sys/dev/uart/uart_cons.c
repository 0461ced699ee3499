/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The chip itself, and the first serial port as the console.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/cons.h>

#include <machine/cpufunc.h>

#include <dev/uart/uart.h>
#include <dev/uart/uart_reg.h>

#define	UART_CONS_SPEED	115200
#define	UART_PUTC_TRIES	100000	/* a line that is stuck must not stop us */

struct uart_softc uart_ports[UART_NPORTS] = {
	{ .sc_unit = 0, .sc_base = 0x3f8, .sc_irq = 4 },
	{ .sc_unit = 1, .sc_base = 0x2f8, .sc_irq = 3 },
	{ .sc_unit = 2, .sc_base = 0x3e8, .sc_irq = 4 },
	{ .sc_unit = 3, .sc_base = 0x2e8, .sc_irq = 3 },
};

/*
 * The scratch register keeps what is written; nothing answers at an empty
 * port.
 */
bool
uart_probe(struct uart_softc *sc)
{

	if (sc->sc_present)
		return (true);
	outb(sc->sc_base + REG_SCR, 0x5a);
	if (inb(sc->sc_base + REG_SCR) != 0x5a)
		return (false);
	outb(sc->sc_base + REG_SCR, 0xa5);
	if (inb(sc->sc_base + REG_SCR) != 0xa5)
		return (false);
	sc->sc_present = true;
	return (true);
}

void
uart_set_line(struct uart_softc *sc, u_int speed, u_int lcr)
{
	u_int divisor;

	divisor = MAX(UART_RCLK / 16 / speed, 1);
	outb(sc->sc_base + REG_LCR, lcr | LCR_DLAB);
	outb(sc->sc_base + REG_DLL, divisor & 0xff);
	outb(sc->sc_base + REG_DLH, divisor >> 8);
	outb(sc->sc_base + REG_LCR, lcr);
}

void
uart_putc(struct uart_softc *sc, int c)
{
	int i;

	for (i = 0; i < UART_PUTC_TRIES; i++)
		if ((inb(sc->sc_base + REG_LSR) & LSR_THRE) != 0)
			break;
	outb(sc->sc_base + REG_DATA, c);
}

static void
uart_cnprobe(struct consdev *cp)
{
	struct uart_softc *sc;

	sc = cp->cn_arg;
	if (!uart_probe(sc)) {
		cp->cn_pri = CN_DEAD;
		return;
	}
	snprintf(cp->cn_name, sizeof(cp->cn_name), "ttyu%d", sc->sc_unit);
	cp->cn_pri = CN_REMOTE;
}

static void
uart_cninit(struct consdev *cp)
{
	struct uart_softc *sc;

	sc = cp->cn_arg;
	outb(sc->sc_base + REG_IER, 0);
	uart_set_line(sc, UART_CONS_SPEED, LCR_8BITS);
	outb(sc->sc_base + REG_FCR, FCR_ENABLE | FCR_RCV_RST | FCR_XMT_RST);
	outb(sc->sc_base + REG_MCR, MCR_DTR | MCR_RTS);
}

static int
uart_cngetc(struct consdev *cp)
{
	struct uart_softc *sc;

	sc = cp->cn_arg;
	if ((inb(sc->sc_base + REG_LSR) & LSR_RXRDY) == 0)
		return (-1);
	return (inb(sc->sc_base + REG_DATA));
}

static void
uart_cnputc(struct consdev *cp, int c)
{

	uart_putc(cp->cn_arg, c);
}

static const struct consdev_ops uart_consops = {
	.cn_probe = uart_cnprobe,
	.cn_init = uart_cninit,
	.cn_getc = uart_cngetc,
	.cn_putc = uart_cnputc,
};
CONSOLE_DEVICE(uart_consdev, uart_consops, &uart_ports[0]);
