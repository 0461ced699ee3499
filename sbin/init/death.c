/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * init(8): the end of all processes, and of the system.
 */

#include <sys/reboot.h>
#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define	GRACE	2000		/* ms for processes to end by themselves */
#define	TICK	10		/* ms between two looks */

/*
 * Reap until no process is left; every orphan is a child of init, so no child
 * means no process.  Whether that came about within so many milliseconds.
 */
static bool
all_gone(int ms)
{
	const struct timespec tick = { 0, TICK * 1000000L };
	pid_t pid;

	for (;;) {
		while ((pid = waitpid(-1, NULL, WNOHANG)) > 0)
			continue;
		if (pid < 0 && errno == ECHILD)
			return (true);
		if ((ms -= TICK) < 0)
			return (false);
		(void)nanosleep(&tick, NULL);
	}
}

/*
 * End every process but this one.
 */
void
kill_all(void)
{

	/* An interactive shell minds only the hangup. */
	(void)kill(-1, SIGTERM);
	(void)kill(-1, SIGHUP);
	(void)kill(-1, SIGCONT);
	if (all_gone(GRACE))
		return;
	(void)kill(-1, SIGKILL);
	if (!all_gone(GRACE))
		emergency("some processes would not die");
}

/*
 * End the processes and the system.  Comes back only if the kernel refuses.
 */
void
shut_down(enum request req)
{
	int howto;

	switch (req) {
	case REQ_HALT:
		howto = RB_HALT;
		break;
	case REQ_POWEROFF:
		howto = RB_HALT | RB_POWEROFF;
		break;
	default:
		howto = RB_AUTOBOOT;
		break;
	}
	kill_all();
	sync();
	(void)reboot(howto);
	emergency("reboot: %s", strerror(errno));
}
