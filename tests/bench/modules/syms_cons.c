/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Uses each symbol of syms_prov.c once.
 */
#include "bench_module.h"

BENCH_MODULE(syms_cons);
MODULE_DEPEND(syms_cons, syms_prov, 1, 1, 1);

BENCH_TEXT(BENCH_10000("\tcall bench_syms10k_\\a\\b\\c\\d\n"));
