/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * poll(2), ppoll(2).
 */
#ifndef _POLL_H_
#define	_POLL_H_

#include <sys/cdefs.h>
#include <sys/poll.h>
#include <sys/_sigset.h>
#include <sys/_timespec.h>

__BEGIN_DECLS
int	ppoll(struct pollfd *, nfds_t, const struct timespec *__restrict,
	    const __sigset_t *__restrict);
__END_DECLS

#endif /* !_POLL_H_ */
