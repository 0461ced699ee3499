/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The user context that a signal handler receives and sigreturn(2) restores.
 */
#ifndef _SYS_UCONTEXT_H_
#define	_SYS_UCONTEXT_H_

#include <sys/signal.h>
#include <machine/ucontext.h>

typedef struct __ucontext {
	sigset_t	uc_sigmask;	/* mask to restore; first by ABI */
	mcontext_t	uc_mcontext;
	struct __ucontext *uc_link;
	stack_t		uc_stack;
	int		uc_flags;
	int		__spare__[4];
} ucontext_t;

#endif /* !_SYS_UCONTEXT_H_ */
