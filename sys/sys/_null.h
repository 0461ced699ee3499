/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The null pointer constant.
 */
#ifndef NULL
#define	NULL	((void *)0)
#endif
