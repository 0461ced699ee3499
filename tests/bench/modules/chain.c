/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One module of a chain: it exports a symbol and uses that of the one before.
 * SELF and PREV stand for numbers, which the makefile puts into the object.
 */
#include "bench_module.h"

BENCH_MODULE(chain_SELF);
MODULE_VERSION(chain_SELF, 1);

void	bench_m_PREV(void);
void	bench_m_SELF(void);

#ifdef FIRST
void
bench_m_SELF(void)
{
}
#else
MODULE_DEPEND(chain_SELF, chain_PREV, 1, 1, 1);

void
bench_m_SELF(void)
{

	bench_m_PREV();
}
#endif
