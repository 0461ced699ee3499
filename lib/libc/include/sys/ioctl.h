/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ioctl(2) and the commands of terminals and files.
 */
#ifndef _SYS_IOCTL_H_
#define	_SYS_IOCTL_H_

#include <sys/filio.h>
#include <sys/ioccom.h>
#include <sys/ttycom.h>

#endif /* !_SYS_IOCTL_H_ */
