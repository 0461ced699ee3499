/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals for programs: signal(3), sigaction(2), sigprocmask(2) and friends.
 */
#ifndef _SIGNAL_H_
#define	_SIGNAL_H_

#include <sys/cdefs.h>
#include <sys/signal.h>
#include <sys/_timespec.h>

typedef int	sig_atomic_t;

/* newlib's names for a handler. */
typedef __sighandler_t	*_sig_func_ptr;
typedef __sighandler_t	*sighandler_t;

struct _reent;

__BEGIN_DECLS
extern const char *const sys_signame[NSIG];	/* "HUP", without the SIG */
extern const char *const sys_siglist[NSIG];	/* as strsignal(3) says them */

_sig_func_ptr	signal(int, _sig_func_ptr);
int	raise(int);
int	_raise_r(struct _reent *, int);
void	psignal(int, const char *);

int	kill(pid_t, int);
int	killpg(pid_t, int);
int	sigaction(int, const struct sigaction *__restrict,
	    struct sigaction *__restrict);
int	sigaltstack(const stack_t *__restrict, stack_t *__restrict);
int	siginterrupt(int, int);
int	sigpending(sigset_t *);
int	sigprocmask(int, const sigset_t *__restrict, sigset_t *__restrict);
int	sigsuspend(const sigset_t *);
int	sigtimedwait(const sigset_t *__restrict, siginfo_t *__restrict,
	    const struct timespec *__restrict);
int	sigwait(const sigset_t *__restrict, int *__restrict);
int	sigwaitinfo(const sigset_t *__restrict, siginfo_t *__restrict);

int	sigaddset(sigset_t *, int);
int	sigdelset(sigset_t *, int);
int	sigemptyset(sigset_t *);
int	sigfillset(sigset_t *);
int	sigismember(const sigset_t *, int);
__END_DECLS

#endif /* !_SIGNAL_H_ */
