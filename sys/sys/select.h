/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * select(2): sets of descriptors.
 */
#ifndef _SYS_SELECT_H_
#define	_SYS_SELECT_H_

#ifndef FD_SETSIZE
#define	FD_SETSIZE	1024
#endif

typedef	unsigned long	__fd_mask;
typedef	__fd_mask	fd_mask;

#define	_NFDBITS	(sizeof(__fd_mask) * 8)
#define	NFDBITS		_NFDBITS
#define	_howmany(x, y)	(((x) + ((y) - 1)) / (y))

typedef struct fd_set {
	__fd_mask	fds_bits[_howmany(FD_SETSIZE, _NFDBITS)];
} fd_set;

#define	__fdset_mask(n)	((__fd_mask)1 << ((n) % _NFDBITS))
#define	FD_SET(n, p)	((p)->fds_bits[(n) / _NFDBITS] |= __fdset_mask(n))
#define	FD_CLR(n, p)	((p)->fds_bits[(n) / _NFDBITS] &= ~__fdset_mask(n))
#define	FD_ISSET(n, p)	(((p)->fds_bits[(n) / _NFDBITS] & __fdset_mask(n)) != 0)
#define	FD_ZERO(p)	((void)__builtin_memset((p), 0, sizeof(*(p))))

#ifndef _KERNEL
#include <sys/cdefs.h>
#include <sys/_sigset.h>
struct timespec;
struct timeval;
__BEGIN_DECLS
int	select(int, fd_set *, fd_set *, fd_set *, struct timeval *);
int	pselect(int, fd_set *, fd_set *, fd_set *, const struct timespec *,
	    const __sigset_t *);
__END_DECLS
#endif

#endif /* !_SYS_SELECT_H_ */
