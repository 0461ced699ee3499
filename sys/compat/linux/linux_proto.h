/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Arguments and prototypes of the Linux system calls, made from
 * linux_syscalls.h.
 */
#ifndef _COMPAT_LINUX_LINUX_PROTO_H_
#define	_COMPAT_LINUX_LINUX_PROTO_H_

#include <sys/types.h>
#include <sys/select.h>

#include <compat/linux/linux.h>

struct pollfd;
struct rusage;
struct thread;

/* Every argument arrives in a register: 8 bytes, of which a type may use 4. */
#define	ARG(type, name)		type name __aligned(8);
#define	LINUX_SYSCALL(number, name, args)				\
	struct linux_ ## name ## _args {				\
		args							\
	} __aligned(8);							\
	int	linux_ ## name(struct thread *, struct linux_ ## name ## _args *);
#define	LINUX_NATIVE(number, name)
#define	LINUX_ABSENT(number, name)

#include <compat/linux/linux_syscalls.h>

#undef LINUX_ABSENT
#undef LINUX_NATIVE
#undef LINUX_SYSCALL
#undef ARG

#endif /* !_COMPAT_LINUX_LINUX_PROTO_H_ */
