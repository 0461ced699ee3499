/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The ioctl(2) requests of /dev/cdev, for the driver and for its users.
 */

#ifndef _CDEVIO_H_
#define	_CDEVIO_H_

#include <sys/ioccom.h>

struct cdevio_stat {
	int	length;		/* bytes of text */
	int	reads;		/* calls of read(2) since the load */
	int	writes;
};

/*
 * The letter is the driver's group, the number tells its requests apart.  The
 * macro says which way the argument goes; the kernel copies it accordingly.
 */
#define	CDEVIOCSTAT	_IOR('K', 1, struct cdevio_stat) /* out of the kernel */
#define	CDEVIOCCLEAR	_IO('K', 2)			 /* no argument */
#define	CDEVIOCROT	_IOW('K', 3, int)		 /* into the kernel */

#endif /* !_CDEVIO_H_ */
