/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <stdarg.h> for the kernel.
 */
#ifndef _SYS_STDARG_H_
#define	_SYS_STDARG_H_

#include <machine/stdarg.h>

#endif /* !_SYS_STDARG_H_ */
