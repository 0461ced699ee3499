/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Messages for the system's log: syslog(3).
 */
#ifndef _SYSLOG_H_
#define	_SYSLOG_H_

#include <sys/syslog.h>

#endif /* !_SYSLOG_H_ */
