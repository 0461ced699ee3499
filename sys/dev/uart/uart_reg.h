/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Registers of the 8250 family, up to the 16550A with its FIFOs.
 */
#ifndef _DEV_UART_UART_REG_H_
#define	_DEV_UART_UART_REG_H_

#define	REG_DATA	0	/* received and sent characters */
#define	REG_DLL		0	/* divisor, while LCR_DLAB is set */
#define	REG_DLH		1
#define	REG_IER		1	/* interrupt enable */
#define	IER_ERXRDY	0x01
#define	IER_ETXRDY	0x02
#define	REG_IIR		2	/* interrupt identification, read */
#define	IIR_NOPEND	0x01
#define	IIR_IMASK	0x0f
#define	IIR_TXRDY	0x02
#define	REG_FCR		2	/* FIFO control, write */
#define	FCR_ENABLE	0x01
#define	FCR_RCV_RST	0x02
#define	FCR_XMT_RST	0x04
#define	FCR_RX_HIGH	0x80	/* interrupt at 8 characters */
#define	REG_LCR		3	/* line control */
#define	LCR_DLAB	0x80
#define	LCR_SBREAK	0x40
#define	LCR_PEVEN	0x10
#define	LCR_PENAB	0x08
#define	LCR_STOPB	0x04
#define	LCR_8BITS	0x03
#define	REG_MCR		4	/* modem control */
#define	MCR_DTR		0x01
#define	MCR_RTS		0x02
#define	MCR_IENABLE	0x08	/* OUT2: lets interrupts out */
#define	REG_LSR		5	/* line status */
#define	LSR_RXRDY	0x01
#define	LSR_OE		0x02
#define	LSR_PE		0x04
#define	LSR_FE		0x08
#define	LSR_BI		0x10
#define	LSR_THRE	0x20	/* the sending FIFO is empty */
#define	LSR_TEMT	0x40	/* and so is the shift register */
#define	REG_MSR		6	/* modem status */
#define	MSR_CTS		0x10
#define	MSR_DSR		0x20
#define	MSR_RI		0x40
#define	MSR_DCD		0x80
#define	REG_SCR		7	/* scratch, of no effect */

#define	UART_NREGS	8
#define	UART_FIFO	16	/* characters */
#define	UART_RCLK	1843200	/* Hz; a divisor of 1 is a 16th of it */

#endif /* !_DEV_UART_UART_REG_H_ */
