/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * reboot(8), halt, poweroff: end the system at once.
 */

#include <sys/types.h>
#include <sys/reboot.h>

#include <err.h>
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define	GRACE	2000		/* ms for processes to end by themselves */
#define	TICK	10		/* ms between two looks */

static void
usage(void)
{

	fprintf(stderr, "usage: %s [-lnpq]\n", getprogname());
	exit(EXIT_FAILURE);
}

/*
 * Whether, within so many milliseconds, no process was left but the system's,
 * init and this one: those a signal to "all" does not go to.
 */
static bool
all_gone(int ms)
{
	const struct timespec tick = { 0, TICK * 1000000L };

	for (;;) {
		if (kill(-1, 0) != 0 && errno == ESRCH)
			return (true);
		if ((ms -= TICK) < 0)
			return (false);
		(void)nanosleep(&tick, NULL);
	}
}

static void
end_processes(void)
{

	/* The end of the shell that started us shall not be ours. */
	(void)signal(SIGHUP, SIG_IGN);
	(void)signal(SIGINT, SIG_IGN);
	(void)signal(SIGTERM, SIG_IGN);
	(void)signal(SIGTTOU, SIG_IGN);

	/* init would only start new shells. */
	if (kill(1, SIGTSTP) != 0)
		err(EXIT_FAILURE, "SIGTSTP init");

	(void)kill(-1, SIGTERM);
	(void)kill(-1, SIGHUP);		/* all that a shell minds */
	(void)kill(-1, SIGCONT);
	if (all_gone(GRACE))
		return;
	(void)kill(-1, SIGKILL);
	if (!all_gone(GRACE))
		warnx("some processes would not die");
}

int
main(int argc, char *argv[])
{
	bool quick;
	int ch, howto;

	howto = RB_AUTOBOOT;
	if (strcmp(getprogname(), "halt") == 0)
		howto = RB_HALT;
	else if (strcmp(getprogname(), "poweroff") == 0)
		howto = RB_HALT | RB_POWEROFF;

	quick = false;
	while ((ch = getopt(argc, argv, "lnpq")) != -1) {
		switch (ch) {
		case 'l':
			break;		/* there is no log to keep it out of */
		case 'n':
			howto |= RB_NOSYNC;
			break;
		case 'p':
			howto |= RB_HALT | RB_POWEROFF;
			break;
		case 'q':
			quick = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();
	if (geteuid() != 0)
		errc(EXIT_FAILURE, EPERM, NULL);

	if (!quick)
		end_processes();
	if ((howto & RB_NOSYNC) == 0)
		sync();
	(void)reboot(howto);
	if (!quick)
		(void)kill(1, SIGHUP);	/* shells again */
	err(EXIT_FAILURE, "reboot");
}
