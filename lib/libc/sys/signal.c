/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * signal(3), with the restarting of system calls that BSD gives it, raise(3) and the other simple forms.
 */
#include <errno.h>
#include <reent.h>
#include <signal.h>
#include <stddef.h>
#include <unistd.h>

int		__sys_sigwait(const sigset_t *, int *);

static sigset_t	interrupting;	/* signals that siginterrupt(3) set */

_sig_func_ptr
signal(int sig, _sig_func_ptr func)
{
	struct sigaction sa, old;

	sa.sa_handler = func;
	sigemptyset(&sa.sa_mask);
	sa.sa_flags = sigismember(&interrupting, sig) == 1 ? 0 : SA_RESTART;
	if (sigaction(sig, &sa, &old) == -1)
		return (SIG_ERR);
	return (old.sa_handler);
}

int
siginterrupt(int sig, int flag)
{
	struct sigaction sa;

	if (sigaction(sig, NULL, &sa) == -1)
		return (-1);
	if (flag) {
		sigaddset(&interrupting, sig);
		sa.sa_flags &= ~SA_RESTART;
	} else {
		sigdelset(&interrupting, sig);
		sa.sa_flags |= SA_RESTART;
	}
	return (sigaction(sig, &sa, NULL));
}

int
raise(int sig)
{

	return (kill(getpid(), sig));
}

/* What newlib's abort(3) and others call. */
int
_raise_r(struct _reent *ptr __unused, int sig)
{

	return (raise(sig));
}

int
killpg(pid_t pgrp, int sig)
{

	if (pgrp == 1) {
		errno = ESRCH;
		return (-1);
	}
	return (kill(-pgrp, sig));
}

/* The system call's error is this function's value. */
int
sigwait(const sigset_t *set, int *sig)
{

	return (__sys_sigwait(set, sig) == -1 ? errno : 0);
}

int
pause(void)
{
	sigset_t mask;

	if (sigprocmask(SIG_BLOCK, NULL, &mask) == -1)
		return (-1);
	return (sigsuspend(&mask));
}
