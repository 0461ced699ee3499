/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signal sets: sigaddset(3) and the others.
 */
#include <errno.h>
#include <signal.h>
#include <string.h>

/* Is this a signal?  Else errno is set. */
static int
valid(int sig)
{

	if (_SIG_VALID(sig))
		return (1);
	errno = EINVAL;
	return (0);
}

int
sigaddset(sigset_t *set, int sig)
{

	if (!valid(sig))
		return (-1);
	set->__bits[_SIG_WORD(sig)] |= _SIG_BIT(sig);
	return (0);
}

int
sigdelset(sigset_t *set, int sig)
{

	if (!valid(sig))
		return (-1);
	set->__bits[_SIG_WORD(sig)] &= ~_SIG_BIT(sig);
	return (0);
}

int
sigemptyset(sigset_t *set)
{

	memset(set, 0, sizeof(*set));
	return (0);
}

int
sigfillset(sigset_t *set)
{

	memset(set, 0xff, sizeof(*set));
	return (0);
}

int
sigismember(const sigset_t *set, int sig)
{

	if (!valid(sig))
		return (-1);
	return ((set->__bits[_SIG_WORD(sig)] & _SIG_BIT(sig)) != 0);
}
