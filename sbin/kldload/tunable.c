/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldload NAME var=value: variables of the kernel environment, for one load.
 */

#include <sys/types.h>
#include <sys/linker.h>

#include <errno.h>
#include <kenv.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "kldload.h"

/*
 * What a variable was before; the boot loader's can be longer than those
 * that can be set.
 */
struct saved {
	bool	there;
	char	value[KENV_MVALLEN + 1];
};

static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM };
#define	NSIGNALS	(sizeof(signals) / sizeof(signals[0]))

static volatile sig_atomic_t caught;	/* the signal that came, or 0 */

bool
is_assignment(const char *arg)
{

	/* A slash before it makes it a path. */
	return (arg[strcspn(arg, "=/")] == '=');
}

static void
catch(int sig)
{

	caught = sig;
}

/*
 * From now on a signal only ends the system call.
 */
static void
hold_signals(struct sigaction old[])
{
	struct sigaction sa;
	size_t i;

	memset(&sa, 0, sizeof(sa));
	sigemptyset(&sa.sa_mask);
	for (i = 0; i < NSIGNALS; i++) {
		sigaction(signals[i], NULL, &old[i]);
		/* What was ignored, as by nohup(1), still is. */
		sa.sa_handler = old[i].sa_handler == SIG_IGN ? SIG_IGN : catch;
		sigaction(signals[i], &sa, NULL);
	}
}

static void
release_signals(const struct sigaction old[])
{
	size_t i;

	for (i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	if (caught != 0)
		raise(caught);
}

/*
 * Set a variable and keep what it was; returns -1 with errno.
 */
static int
set(const char *name, char *value, struct saved *old)
{
	int len;

	len = kenv(KENV_GET, name, old->value, sizeof(old->value));
	old->there = len >= 0;
	if (!old->there && errno != ENOENT)
		return (-1);
	/* One that was cut could not be put back. */
	if (old->there && strnlen(old->value, (size_t)len) == (size_t)len) {
		errno = EOVERFLOW;
		return (-1);
	}
	return (kenv(KENV_SET, name, value, (int)strlen(value) + 1));
}

static void
put_back(const char *name, struct saved *old)
{

	if (old->there)
		kenv(KENV_SET, name, old->value, (int)strlen(old->value) + 1);
	else
		kenv(KENV_UNSET, name, NULL, 0);
}

int
load_with(const char *name, char *vars[], size_t n, const char **bad)
{
	struct sigaction actions[NSIGNALS];
	struct saved *old;
	size_t done;
	char *value;
	int error, id;

	*bad = NULL;
	id = -1;
	if ((old = calloc(n, sizeof(*old))) == NULL)
		return (-1);
	hold_signals(actions);
	for (done = 0; done < n; done++) {
		value = strchr(vars[done], '=');
		*value++ = '\0';
		if (set(vars[done], value, &old[done]) != 0)
			break;
	}
	if (done < n)
		*bad = vars[done];
	else if (caught == 0)
		id = kldload(name);
	else
		errno = EINTR;
	error = errno;
	/* A variable that was given twice is put back twice. */
	while (done-- > 0)
		put_back(vars[done], &old[done]);
	free(old);
	release_signals(actions);
	errno = error;
	return (id);
}
