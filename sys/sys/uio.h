/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uio(9): a data transfer between the buffers of a caller and an object.
 */
#ifndef _SYS_UIO_H_
#define	_SYS_UIO_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/_abi.h>
#include <sys/_iovec.h>
#include <sys/_uio.h>

#define	UIO_MAXIOV	1024		/* most buffers in one transfer */

#ifdef _KERNEL

struct thread;

struct uio {
	struct iovec	*uio_iov;	/* buffers still to go */
	int		uio_iovcnt;	/* their number */
	off_t		uio_offset;	/* position in the object */
	ssize_t		uio_resid;	/* bytes still to go */
	enum uio_seg	uio_segflg;	/* address space of the buffers */
	enum uio_rw	uio_rw;
	struct thread	*uio_td;	/* owner of the buffers */
};
/* Module ABI. */
__ABI_SIZE(struct uio, 48);
__ABI_MEMBER(struct uio, uio_iov, 0, 8);
__ABI_MEMBER(struct uio, uio_iovcnt, 8, 4);
__ABI_MEMBER(struct uio, uio_offset, 16, 8);
__ABI_MEMBER(struct uio, uio_resid, 24, 8);
__ABI_MEMBER(struct uio, uio_segflg, 32, 4);
__ABI_MEMBER(struct uio, uio_rw, 36, 4);
__ABI_MEMBER(struct uio, uio_td, 40, 8);

#define	UIO_SMALLIOV	8		/* buffers that fit on the stack */

/* Most bytes that one read or write may ask for. */
#define	IOSIZE_MAX	0x7fffffffffffffffL

/* A copy of *uiop with its own iovec array; free with free(uio, M_IOV). */
struct uio *cloneuio(struct uio *uiop);

/* The user's iovec array in kernel memory, to be freed with M_IOV. */
int	copyiniov(const struct iovec *iovp, u_int iovcnt, struct iovec **iov,
	    int error);

/* The user's iovec array as a uio in kernel memory, freed with M_IOV. */
int	copyinuio(const struct iovec *iovp, u_int iovcnt, struct uio **uiop);

/*
 * Move up to n bytes between cp and the buffers in the direction of
 * uio_rw, and advance the uio.  May fault and sleep.  EFAULT: some bytes
 * may have been moved, uio_resid tells.
 */
int	uiomove(void *cp, int n, struct uio *uio);

/* The same without faults on pages that are not there: EFAULT. */
int	uiomove_nofault(void *cp, int n, struct uio *uio);

/* uiomove for a window of a fixed buffer that uio_offset indexes. */
int	uiomove_frombuf(void *buf, int buflen, struct uio *uio);

#else /* !_KERNEL */

__BEGIN_DECLS
ssize_t	readv(int, const struct iovec *, int);
ssize_t	writev(int, const struct iovec *, int);
ssize_t	preadv(int, const struct iovec *, int, off_t);
ssize_t	pwritev(int, const struct iovec *, int, off_t);
__END_DECLS

#endif /* _KERNEL */

#endif /* !_SYS_UIO_H_ */
