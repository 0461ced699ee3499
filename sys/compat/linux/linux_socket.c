/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux's socket calls, in a kernel without sockets: no address family
 * exists, and no descriptor is a socket.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/errno.h>
#include <sys/proc.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

int
linux_socket(struct thread *td __unused, struct linux_socket_args *uap __unused)
{

	return (EAFNOSUPPORT);
}

int
linux_socketpair(struct thread *td __unused,
    struct linux_socketpair_args *uap __unused)
{

	return (EAFNOSUPPORT);
}

/* A call on a descriptor: EBADF before ENOTSOCK. */
#define	LINUX_NOT_A_SOCKET(name)					\
int									\
linux_ ## name(struct thread *td, struct linux_ ## name ## _args *uap)	\
{									\
									\
	return (linux_check_fd(td, uap->fd) != 0 ? EBADF : ENOTSOCK);	\
}

LINUX_NOT_A_SOCKET(accept)
LINUX_NOT_A_SOCKET(bind)
LINUX_NOT_A_SOCKET(connect)
LINUX_NOT_A_SOCKET(getpeername)
LINUX_NOT_A_SOCKET(getsockname)
LINUX_NOT_A_SOCKET(getsockopt)
LINUX_NOT_A_SOCKET(listen)
LINUX_NOT_A_SOCKET(recvfrom)
LINUX_NOT_A_SOCKET(recvmsg)
LINUX_NOT_A_SOCKET(sendmsg)
LINUX_NOT_A_SOCKET(sendto)
LINUX_NOT_A_SOCKET(setsockopt)
LINUX_NOT_A_SOCKET(shutdown)
