/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * struct timeval.
 */
#ifndef _SYS__TIMEVAL_H_
#define	_SYS__TIMEVAL_H_

#include <sys/types.h>

#ifndef _TIMEVAL_DEFINED
#define	_TIMEVAL_DEFINED
struct timeval {
	time_t		tv_sec;		/* seconds */
	suseconds_t	tv_usec;	/* and microseconds */
};
#endif

#endif /* !_SYS__TIMEVAL_H_ */
