/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One undefined symbol of the kernel.
 */
#include "bench_module.h"

BENCH_MODULE(tiny);

BENCH_TEXT("\tcall printf\n");
