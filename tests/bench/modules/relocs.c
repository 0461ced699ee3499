/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * REPEAT times 100 relocations, call and lea by turns, to 100 symbols.
 */
#include "bench_module.h"

BENCH_MODULE(MODULE);
MODULE_DEPEND(MODULE, targets, 1, 1, 1);

BENCH_TEXT(
    ".rept " __XSTRING(REPEAT) "\n"
    ".irpc a,01234\n"
    BENCH_DIGIT(b, "\tcall bench_called_\\a\\b\n"
    "\tlea bench_loaded_\\a\\b(%rip),%rax\n")
    ".endr\n"
    ".endr\n");
