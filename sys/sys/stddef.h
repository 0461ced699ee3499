/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * C99's <stddef.h> for the kernel.
 */
#ifndef _SYS_STDDEF_H_
#define	_SYS_STDDEF_H_

#include <sys/types.h>
#include <sys/_null.h>

#endif /* !_SYS_STDDEF_H_ */
