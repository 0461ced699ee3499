/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * poll(2).
 */
#ifndef _SYS_POLL_H_
#define	_SYS_POLL_H_

#include <sys/cdefs.h>

typedef	unsigned int	nfds_t;

struct pollfd {
	int	fd;
	short	events;		/* asked for */
	short	revents;	/* found */
};

#define	POLLIN		0x0001
#define	POLLPRI		0x0002
#define	POLLOUT		0x0004
#define	POLLRDNORM	0x0040
#define	POLLWRNORM	POLLOUT
#define	POLLRDBAND	0x0080
#define	POLLWRBAND	0x0100
#define	POLLINIGNEOF	0x2000	/* like POLLIN, but end of file is not ready */
#define	POLLRDHUP	0x4000
#define	POLLERR		0x0008	/* always reported */
#define	POLLHUP		0x0010	/* always reported */
#define	POLLNVAL	0x0020	/* always reported */
#define	POLLSTANDARD	(POLLIN | POLLPRI | POLLOUT | POLLRDNORM |	\
	POLLRDBAND | POLLWRBAND | POLLERR | POLLHUP | POLLNVAL)

#define	INFTIM		(-1)

#ifndef _KERNEL
__BEGIN_DECLS
int	poll(struct pollfd *, nfds_t, int);
__END_DECLS
#endif

#endif /* !_SYS_POLL_H_ */
