/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * random(9): what /dev/random gives, for the kernel.  See also arc4random()
 * in sys/libkern.h.
 */
#ifndef _SYS_RANDOM_H_
#define	_SYS_RANDOM_H_

#ifdef _KERNEL

#include <sys/types.h>

struct uio;

/* Returns how many bytes it has filled: all of them. */
int	read_random(void *buffer, int count);
/* Never blocks, as the generator is always ready.  EFAULT. */
int	read_random_uio(struct uio *uio, bool nonblock);

#endif /* _KERNEL */

#endif /* !_SYS_RANDOM_H_ */
