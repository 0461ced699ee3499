/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Limits: newlib's, and those of the system.
 */
#ifndef _KLD_LIMITS_H_
#define	_KLD_LIMITS_H_

#include_next <limits.h>
#include <sys/syslimits.h>

#endif /* !_KLD_LIMITS_H_ */
