/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * One buffer of a scatter/gather transfer.
 */
#ifndef _SYS__IOVEC_H_
#define	_SYS__IOVEC_H_

#include <sys/types.h>

struct iovec {
	void	*iov_base;
	size_t	iov_len;
};

#endif /* !_SYS__IOVEC_H_ */
