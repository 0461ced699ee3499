/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Compiler attributes: newlib's, with what else the kernel's header has.
 */
#ifndef _KLD_SYS_CDEFS_H_
#define	_KLD_SYS_CDEFS_H_

#include_next <sys/cdefs.h>

#ifndef __weak_symbol
#define	__weak_symbol	__attribute__((__weak__))
#endif
#ifndef nitems
#define	nitems(x)	(sizeof(x) / sizeof((x)[0]))
#endif

#endif /* !_KLD_SYS_CDEFS_H_ */
