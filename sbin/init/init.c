/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * init(8): the first process.  It runs /etc/rc, keeps a shell on the console,
 * reaps orphans, and ends the system when a signal asks for it.
 *
 * All signals are blocked except while init sleeps, so none can slip in
 * between looking at the request and going to sleep.
 */

#include <sys/param.h>
#include <sys/wait.h>

#include <err.h>
#include <kenv.h>
#include <paths.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>
#include <unistd.h>

#include "init.h"

#define	RC_SCRIPT	"/etc/rc"
#define	RC_SHUTDOWN	"/etc/rc.shutdown"
#define	SHORT_LIFE	1	/* s that a shell which works would last */
#define	MAX_FAILURES	5	/* shells in a row that did not */

static volatile sig_atomic_t	requested = REQ_NONE;
static volatile sig_atomic_t	catatonic;	/* no new shells */

/* "init N" from a shell means a signal to process 1. */
static const struct {
	const char	*word;
	int		 sig;
} telinit[] = {
	{ "0", SIGUSR2 },
	{ "1", SIGTERM },
	{ "6", SIGINT },
	{ "c", SIGTSTP },
	{ "q", SIGHUP },
};

enum request
init_request(void)
{

	return ((enum request)requested);
}

void
init_sleep(void)
{
	sigset_t none;

	(void)sigemptyset(&none);
	(void)sigsuspend(&none);
}

static void
catch(int sig)
{

	switch (sig) {
	case SIGTERM:
		requested = REQ_SINGLE;
		break;
	case SIGINT:
		requested = REQ_REBOOT;
		break;
	case SIGUSR1:
		requested = REQ_HALT;
		break;
	case SIGUSR2:
		requested = REQ_POWEROFF;
		break;
	case SIGTSTP:
		catatonic = 1;
		break;
	case SIGHUP:
		catatonic = 0;
		break;
	default:
		break;		/* SIGCHLD only ends the sleep */
	}
}

static void
catch_signals(void)
{
	static const int sigs[] = { SIGCHLD, SIGHUP, SIGINT, SIGTERM, SIGTSTP,
	    SIGUSR1, SIGUSR2 };
	struct sigaction sa;
	sigset_t all;
	size_t i;

	(void)sigfillset(&all);
	(void)sigprocmask(SIG_SETMASK, &all, NULL);
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = catch;
	sa.sa_mask = all;
	for (i = 0; i < nitems(sigs); i++)
		(void)sigaction(sigs[i], &sa, NULL);
}

/*
 * No new shells for now: only reap.
 */
static void
catatonia(void)
{

	while (catatonic && init_request() == REQ_NONE) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			continue;
		init_sleep();
	}
}

/*
 * Run a script of the system's.  True if it ended well.
 */
static bool
run_script(const char *script, const char *argument)
{
	const char *argv[] = { "sh", script, argument, NULL };
	pid_t pid;
	int status;

	if ((pid = console_run("/", _PATH_BSHELL, argv)) < 0) {
		emergency("can't fork");
		return (false);
	}
	if (!wait_for(pid, &status))
		return (false);
	return (WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

/*
 * One shell on the console, to its end.  False if it cannot have worked.
 */
static bool
run_shell(void)
{
	static const char *const argv[] = { "-sh", NULL };
	struct timespec start, end;
	pid_t pid;
	int status;

	(void)clock_gettime(CLOCK_MONOTONIC, &start);
	if ((pid = console_run(HOME_DIR, _PATH_BSHELL, argv)) < 0) {
		emergency("can't fork");
		return (false);
	}
	if (!wait_for(pid, &status))
		return (true);		/* a request ended the wait */
	(void)clock_gettime(CLOCK_MONOTONIC, &end);
	return ((WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
	    end.tv_sec - start.tv_sec > SHORT_LIFE);
}

/*
 * Shells, one after another, until a request comes in.  If none will run,
 * nobody can use the system: end it rather than try for ever.
 */
static void
multi_user(void)
{
	int failures;

	failures = 0;
	while (init_request() == REQ_NONE) {
		if (catatonic)
			catatonia();
		else if (run_shell())
			failures = 0;
		else if (++failures == MAX_FAILURES) {
			emergency("no shell will run: powering off");
			requested = REQ_POWEROFF;
		}
	}
}

/*
 * A shell before /etc/rc.  When it ends, the system goes on to multi-user.
 */
static void
single_user(void)
{

	emergency("single-user; leave the shell to go on with %s", RC_SCRIPT);
	if (!run_shell()) {
		emergency("no shell will run: powering off");
		requested = REQ_POWEROFF;
	}
}

/*
 * Carry out the request that ended the last state.
 * True if single-user mode comes next.
 */
static bool
carry_out(enum request req)
{

	requested = REQ_NONE;
	if (req == REQ_NONE)
		return (false);
	if (access(RC_SHUTDOWN, R_OK) == 0)
		(void)run_script(RC_SHUTDOWN,
		    req == REQ_SINGLE ? "single" : "reboot");
	if (req == REQ_SINGLE)
		kill_all();
	else
		shut_down(req);
	return (true);
}

/*
 * The flag comes from the loader, by either way.
 */
static bool
wants_single(int argc, char *argv[])
{
	char value[KENV_MVALLEN + 1];
	int i;

	for (i = 1; i < argc; i++)
		if (strcmp(argv[i], "-s") == 0)
			return (true);
	return (kenv(KENV_GET, "boot_single", value, sizeof(value)) > 0 &&
	    strcasecmp(value, "NO") != 0);
}

static int
signal_init(int argc, char *argv[])
{
	size_t i;

	if (argc == 2)
		for (i = 0; i < nitems(telinit); i++)
			if (strcmp(argv[1], telinit[i].word) == 0) {
				if (kill(1, telinit[i].sig) != 0)
					err(EXIT_FAILURE, "signal init");
				return (EXIT_SUCCESS);
			}
	errx(EXIT_FAILURE, "usage: init 0 | 1 | 6 | c | q");
}

int
main(int argc, char *argv[])
{
	bool single;

	if (getpid() != 1)
		return (signal_init(argc, argv));
	catch_signals();
	single = wants_single(argc, argv);
	for (;;) {
		catatonia();
		if (single)
			single_user();
		else if (run_script(RC_SCRIPT, "autoboot"))
			multi_user();
		else if (init_request() == REQ_NONE) {
			single = true;
			/* In catatonia somebody is ending all processes. */
			if (!catatonic)
				emergency("%s failed", RC_SCRIPT);
			continue;
		}
		single = carry_out(init_request());
	}
}
