/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Error numbers: the kernel's, and how newlib's own sources reach errno.
 */
#ifndef _KLD_SYS_ERRNO_H_
#define	_KLD_SYS_ERRNO_H_

#include_next <sys/errno.h>

#ifdef _COMPILING_NEWLIB
#include <sys/reent.h>
#define	__errno_r(ptr)	((ptr)->_errno)
#endif

#endif /* !_KLD_SYS_ERRNO_H_ */
