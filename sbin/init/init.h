/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * init(8): what its parts share.
 */

#ifndef _INIT_H_
#define	_INIT_H_

#include <sys/types.h>

#include <stdbool.h>

#define	HOME_DIR	"/root"		/* where shells begin */

/* What init is asked to do; a signal stands for each. */
enum request {
	REQ_NONE,
	REQ_SINGLE,		/* SIGTERM */
	REQ_REBOOT,		/* SIGINT */
	REQ_HALT,		/* SIGUSR1 */
	REQ_POWEROFF		/* SIGUSR2 */
};

/* init.c */
enum request	init_request(void);	/* the one not carried out yet */
void	init_sleep(void);		/* until any signal comes in */

/* console.c */
void	emergency(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
pid_t	console_run(const char *dir, const char *path,
	    const char *const argv[]);
bool	wait_for(pid_t pid, int *status);

/* death.c */
void	kill_all(void);
void	shut_down(enum request req);

#endif /* !_INIT_H_ */
