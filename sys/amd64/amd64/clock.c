/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Time: the i8254 gives the clock interrupt, the TSC counts in between.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/sysctl.h>
#include <sys/timetc.h>

#include <machine/clock.h>
#include <machine/cpu.h>
#include <machine/cpufunc.h>
#include <machine/intr_machdep.h>
#include <machine/pcpu.h>

#define	TIMER_CNTR0	0x40
#define	TIMER_MODE	0x43
#define	TIMER_SEL0_16BIT 0x30		/* counter 0, low then high byte */
#define	TIMER_LATCH0	0x00
#define	TIMER_RATEGEN	0x04		/* mode 2: counts down, reloads */
#define	TIMER_IRQ	0

/* Long enough for one part in 1,000, even when reading a port is slow. */
#define	CALIBRATE_TICKS	(TIMER_FREQ / 500)

uint64_t tsc_freq;

/*
 * The low bits are left out, so that 32 bits of the counter last for minutes:
 * an emulated machine can stand still for seconds.
 */
#define	TSC_SHIFT	6

static u_int
tsc_get_timecount(struct timecounter *tc __unused)
{

	return (rdtsc() >> TSC_SHIFT);
}

static struct timecounter tsc_timecounter = {
	.tc_get_timecount = tsc_get_timecount,
	.tc_counter_mask = ~0u,
	.tc_name = "TSC",
	.tc_quality = 800,
};

static void
i8254_start(u_int divisor)
{

	outb(TIMER_MODE, TIMER_SEL0_16BIT | TIMER_RATEGEN);
	outb(TIMER_CNTR0, divisor);
	outb(TIMER_CNTR0, divisor >> 8);
}

static u_int
i8254_read(void)
{
	u_int low;

	outb(TIMER_MODE, TIMER_LATCH0);
	low = inb(TIMER_CNTR0);
	return (low | (u_int)inb(TIMER_CNTR0) << 8);
}

/*
 * Count the TSC over two milliseconds of the i8254.  What matters is that
 * both are read at the same two moments, not how many there are between.
 */
void
clock_calibrate(void)
{
	uint64_t tsc;
	u_int elapsed, start;

	i8254_start(0x10000);
	start = i8254_read();
	tsc = rdtsc();
	do {
		elapsed = (start - i8254_read()) & 0xffff;
	} while (elapsed < CALIBRATE_TICKS);
	tsc_freq = (rdtsc() - tsc) * TIMER_FREQ / elapsed;
}

uint64_t
cpu_tickrate(void)
{

	return (tsc_freq);
}

static void
clock_intr(void *arg __unused)
{

	hardclock(TRAPF_USERMODE(PCPU_GET(intr_frame)));
}

/* From here on time passes, and threads take turns. */
void
cpu_initclocks(void)
{

	tsc_timecounter.tc_frequency = tsc_freq >> TSC_SHIFT;
	tc_init(&tsc_timecounter);
	i8254_start((TIMER_FREQ + hz / 2) / hz);
	if (intr_establish(TIMER_IRQ, clock_intr, NULL, "clk") != 0)
		panic("no clock interrupt");
	enable_intr();
}

static void
clocks_start(void *arg __unused)
{

	cpu_initclocks();
	inittodr(0);
}
SYSINIT(clocks, SI_SUB_CLOCKS, SI_ORDER_FIRST, clocks_start, NULL);

void
DELAY(int usec)
{
	uint64_t end;

	end = rdtsc() + (uint64_t)usec * tsc_freq / 1000000;
	while (rdtsc() < end)
		ia32_pause();
}

SYSCTL_U64(_machdep, OID_AUTO, tsc_freq, CTLFLAG_RD, &tsc_freq, 0,
    "Time stamp counter frequency, in Hz");
