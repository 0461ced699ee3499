/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What each processor has of its own; the machine knows how to find it.
 */
#ifndef _SYS_PCPU_H_
#define	_SYS_PCPU_H_

#include <machine/pcpu.h>

#endif /* !_SYS_PCPU_H_ */
