/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What every module of the benchmarks begins with.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>

static int
bench_event(module_t mod __unused, int what __unused, void *arg __unused)
{

	return (0);
}

#define	BENCH_MODULE(name)						\
	static moduledata_t name##_mod = { #name, bench_event, NULL };	\
	DECLARE_MODULE(name, name##_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE)

/* Code that is linked and never run. */
#define	BENCH_TEXT(code)						\
	__asm__(".pushsection .text,\"ax\"\n" code "\tret\n.popsection\n")

/* Numbers of two and of four digits: code sees them as \a\b and \a\b\c\d. */
#define	BENCH_DIGIT(digit, code)					\
	".irpc " #digit ",0123456789\n" code ".endr\n"
#define	BENCH_10000(code)						\
	BENCH_DIGIT(a, BENCH_DIGIT(b, BENCH_DIGIT(c, BENCH_DIGIT(d, code))))
