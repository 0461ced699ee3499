/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getrandom(2).
 */
#ifndef _SYS_RANDOM_H_
#define	_SYS_RANDOM_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#define	GRND_NONBLOCK	0x1
#define	GRND_RANDOM	0x2
#define	GRND_INSECURE	0x4

__BEGIN_DECLS
int	getentropy(void *, size_t);
ssize_t	getrandom(void *, size_t, unsigned int);
__END_DECLS

#endif /* !_SYS_RANDOM_H_ */
