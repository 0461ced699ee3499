/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The names that describe a data transfer, without the structure.
 */
#ifndef _SYS__UIO_H_
#define	_SYS__UIO_H_

enum uio_rw {
	UIO_READ,		/* from the object into the buffers */
	UIO_WRITE		/* from the buffers into the object */
};

enum uio_seg {
	UIO_USERSPACE,		/* buffers lie in the process */
	UIO_SYSSPACE,		/* buffers lie in the kernel */
	UIO_NOCOPY		/* nothing is copied, only counted */
};

#endif /* !_SYS__UIO_H_ */
