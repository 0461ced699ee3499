/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ioctl(2) commands that any descriptor may understand.
 */
#ifndef _SYS_FILIO_H_
#define	_SYS_FILIO_H_

#include <sys/ioccom.h>

#define	FIOCLEX		_IO('f', 1)		/* close on exec */
#define	FIONCLEX	_IO('f', 2)
#define	FIONREAD	_IOR('f', 127, int)	/* bytes ready to read */
#define	FIONBIO		_IOW('f', 126, int)	/* O_NONBLOCK */
#define	FIOASYNC	_IOW('f', 125, int)	/* O_ASYNC */
#define	FIOSETOWN	_IOW('f', 124, int)
#define	FIOGETOWN	_IOR('f', 123, int)
#define	FIODTYPE	_IOR('f', 122, int)	/* d_flags & D_TYPEMASK */
#define	FIONWRITE	_IOR('f', 119, int)	/* bytes in the send queue */
#define	FIONSPACE	_IOR('f', 118, int)	/* space in the send queue */

#endif /* !_SYS_FILIO_H_ */
