/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What sendsig() puts on the user stack; user ABI.
 */
#ifndef _MACHINE_SIGFRAME_H_
#define	_MACHINE_SIGFRAME_H_

#include <sys/signal.h>
#include <sys/ucontext.h>

struct sigframe {
	union {
		__siginfohandler_t *sf_action;
		__sighandler_t	*sf_handler;
	}		sf_ahu;		/* where the trampoline goes */
	ucontext_t	sf_uc;		/* for sigreturn(2) */
	siginfo_t	sf_si;
};

#endif /* !_MACHINE_SIGFRAME_H_ */
