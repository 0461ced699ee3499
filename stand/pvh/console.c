/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The loader on the first serial port, without interrupts.
 */
#include "pvh.h"

#define	COM1		0x3f8
#define	UART_DATA	(COM1 + 0)
#define	UART_DLL	(COM1 + 0)
#define	UART_IER	(COM1 + 1)
#define	UART_DLM	(COM1 + 1)
#define	UART_FCR	(COM1 + 2)
#define	UART_LCR	(COM1 + 3)
#define	UART_MCR	(COM1 + 4)
#define	UART_LSR	(COM1 + 5)

#define	FCR_ENABLE	0x01
#define	LCR_8BITS	0x03
#define	LCR_DLAB	0x80
#define	MCR_DTR		0x01
#define	MCR_RTS		0x02
#define	LSR_THRE	0x20
#define	DIVISOR_115200	1

static void
outb(uint16_t port, uint8_t value)
{
	__asm__ volatile("outb %0, %1" : : "a" (value), "Nd" (port));
}

static uint8_t
inb(uint16_t port)
{
	uint8_t value;

	__asm__ volatile("inb %1, %0" : "=a" (value) : "Nd" (port));
	return (value);
}

void
console_init(void)
{
	outb(UART_LCR, LCR_DLAB | LCR_8BITS);
	outb(UART_DLL, DIVISOR_115200);
	outb(UART_DLM, 0);
	outb(UART_LCR, LCR_8BITS);
	outb(UART_IER, 0);
	outb(UART_FCR, FCR_ENABLE);
	outb(UART_MCR, MCR_DTR | MCR_RTS);
}

/* Where no port answers all bits read as 1, so this cannot wait for ever. */
static void
console_putc(uint8_t c)
{
	while ((inb(UART_LSR) & LSR_THRE) == 0)
		continue;
	outb(UART_DATA, c);
}

void
stand_putc(int c)
{
	if (c == '\n')
		console_putc('\r');
	console_putc((uint8_t)c);
}
