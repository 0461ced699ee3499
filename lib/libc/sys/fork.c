/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * vfork(2): a plain fork(2), which any use of vfork(2) can live with.
 */
#include <unistd.h>

pid_t
vfork(void)
{

	return (fork());
}
