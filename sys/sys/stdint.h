/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <stdint.h> for the kernel: integer types and their limits.
 */
#ifndef _SYS_STDINT_H_
#define	_SYS_STDINT_H_

#include <sys/_stdint.h>
#include <machine/_stdint.h>

#endif /* !_SYS_STDINT_H_ */
