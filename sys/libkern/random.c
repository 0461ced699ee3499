/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * random(9): a fast generator for what needs no secrecy (xorshift).
 */
#include <sys/param.h>
#include <sys/systm.h>

static uint64_t random_state = 0x9e3779b97f4a7c15ULL;

void
srandom(u_long seed)
{

	random_state = seed != 0 ? seed : 1;	/* zero would stay zero */
}

/* 31 bits.  Two at a time may return the same number; that is all. */
u_long
random(void)
{
	uint64_t x = random_state;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	random_state = x;
	return (x * 0x2545f4914f6cdd1dULL >> 33);
}
