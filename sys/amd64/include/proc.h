/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Machine-dependent parts of struct thread and struct proc.
 */
#ifndef _MACHINE_PROC_H_
#define	_MACHINE_PROC_H_

#include <machine/_types.h>

struct mdthread {
	int		md_spinlock_count;	/* (k) depth of spinlock_enter */
	__register_t	md_saved_flags;		/* (k) rflags before the first */
};

struct mdproc {
	int		md_spare;
};

#endif /* !_MACHINE_PROC_H_ */
