/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * 16 MiB of initialised data.
 */
#include "bench_module.h"

BENCH_MODULE(size);

__asm__(".pushsection .data\n"
    "\t.balign 4096\n"
    "\t.fill 4194304, 4, 0x5aa5c33c\n"
    ".popsection\n");
