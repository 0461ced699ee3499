/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * 100 symbols for the relocations of relocs.c.
 */
#include "bench_module.h"

BENCH_MODULE(targets);
MODULE_VERSION(targets, 1);

#define	TARGET(name)							\
	".globl " name "\n"						\
	".type " name ", @function\n"					\
	name ":\n"							\
	"\tret\n"							\
	".size " name ", . - " name "\n"

BENCH_TEXT(
    ".irpc a,01234\n"
    BENCH_DIGIT(b, TARGET("bench_called_\\a\\b") TARGET("bench_loaded_\\a\\b"))
    ".endr\n");
