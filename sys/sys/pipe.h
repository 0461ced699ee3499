/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * pipe(2).
 */
#ifndef _SYS_PIPE_H_
#define	_SYS_PIPE_H_

#ifdef _KERNEL
struct thread;

/*
 * Make a pipe; fildes[0] reads, fildes[1] writes.  flags: O_CLOEXEC,
 * O_NONBLOCK.
 */
int	kern_pipe(struct thread *td, int fildes[2], int flags,
	    struct filecaps *fcaps1, struct filecaps *fcaps2);
#endif

#endif /* !_SYS_PIPE_H_ */
