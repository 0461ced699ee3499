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
#define	LSR_DR		0x01
#define	LSR_THRE	0x20
#define	LSR_NO_PORT	0xff
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

static uint64_t
read_tsc(void)
{
	uint32_t high, low;

	__asm__ volatile("rdtsc" : "=a" (low), "=d" (high));
	return ((uint64_t)high << 32 | low);
}

/*
 * The timer's channel 2 counts to zero once in a millisecond; port 0x61 says
 * when it has.
 */
#define	PIT_CHANNEL2	0x42
#define	PIT_COMMAND	0x43
#define	PIT_GATE	0x61
#define	PIT_ONE_SHOT	0xb0
#define	PIT_PER_MS	1193
#define	GATE_ON		0x01
#define	GATE_SPEAKER	0x02
#define	GATE_OUT	0x20
#define	TSC_PER_MS_MAX	100000000ul	/* where no timer answers */

static void
wait_ms(void)
{
	uint64_t start;

	outb(PIT_GATE, (inb(PIT_GATE) & ~GATE_SPEAKER) | GATE_ON);
	outb(PIT_COMMAND, PIT_ONE_SHOT);
	outb(PIT_CHANNEL2, PIT_PER_MS & 0xff);
	outb(PIT_CHANNEL2, PIT_PER_MS >> 8);
	start = read_tsc();
	while ((inb(PIT_GATE) & GATE_OUT) == 0 &&
	    read_tsc() - start < TSC_PER_MS_MAX)
		continue;
}

int
stand_getc(unsigned ms)
{
	uint8_t status;

	for (;;) {
		status = inb(UART_LSR);
		if (status == LSR_NO_PORT)
			return (-1);
		if ((status & LSR_DR) != 0)
			return (inb(UART_DATA));
		if (ms == 0)
			return (-1);
		if (ms != STAND_FOREVER) {
			wait_ms();
			ms--;
		}
	}
}
