/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * 10,000 exported symbols.
 */
#include "bench_module.h"

BENCH_MODULE(syms_prov);
MODULE_VERSION(syms_prov, 1);

BENCH_TEXT(BENCH_10000(
    ".globl bench_syms10k_\\a\\b\\c\\d\n"
    ".type bench_syms10k_\\a\\b\\c\\d, @function\n"
    "bench_syms10k_\\a\\b\\c\\d:\n"
    "\tret\n"
    ".size bench_syms10k_\\a\\b\\c\\d, . - bench_syms10k_\\a\\b\\c\\d\n"));
