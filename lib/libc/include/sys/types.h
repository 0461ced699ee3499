/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Basic types: newlib's, with what else the kernel's header of this name has.
 * nlink_t comes first because newlib's own cannot be replaced from below.
 */
#ifndef _KLD_SYS_TYPES_H_
#define	_KLD_SYS_TYPES_H_

#include <machine/_types.h>

#ifndef _NLINK_T_DECLARED
typedef __uint64_t	nlink_t;
#define	_NLINK_T_DECLARED
#endif

#include_next <sys/types.h>
#include <sys/_systypes.h>

#endif /* !_KLD_SYS_TYPES_H_ */
