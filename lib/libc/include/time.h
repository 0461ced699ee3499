/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Time: newlib's calendar functions, the kernel's clocks.
 */
#ifndef _KLD_TIME_H_
#define	_KLD_TIME_H_

#include_next <time.h>
#include <sys/time.h>

struct sigevent;

__BEGIN_DECLS
int	clock_getres(clockid_t, struct timespec *);
int	clock_gettime(clockid_t, struct timespec *);
int	clock_settime(clockid_t, const struct timespec *);
int	nanosleep(const struct timespec *, struct timespec *);
time_t	timegm(struct tm *);
__END_DECLS

#endif /* !_KLD_TIME_H_ */
