/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sema(9): counting semaphores.  Who posts need not be who waited.
 */
#ifndef _SYS_SEMA_H_
#define	_SYS_SEMA_H_

#ifdef _KERNEL

#include <sys/lock.h>
#include <sys/_mutex.h>
#include <sys/condvar.h>

struct sema {
	struct mtx	sema_mtx;
	struct cv	sema_cv;
	int		sema_waiters;	/* threads inside sema_wait() */
	int		sema_value;
};

void	sema_init(struct sema *sema, int value, const char *description);
/* Nobody may be waiting. */
void	sema_destroy(struct sema *sema);
void	sema_post(struct sema *sema);
/* Sleep until the value is above 0, and take 1 of it. */
void	sema_wait(struct sema *sema);
/* At least timo ticks; EWOULDBLOCK. */
int	sema_timedwait(struct sema *sema, int timo);
/* 1, or 0 if it would have to sleep. */
int	sema_trywait(struct sema *sema);
int	sema_value(struct sema *sema);

#endif /* _KERNEL */

#endif /* !_SYS_SEMA_H_ */
