/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What execve(2) leaves on the new stack.
 */
#ifndef _SYS_EXEC_H_
#define	_SYS_EXEC_H_

/* At the top of the user stack; ps(1) and setproctitle(3) use it. */
struct ps_strings {
	char		**ps_argvstr;
	unsigned int	ps_nargvstr;
	char		**ps_envstr;
	unsigned int	ps_nenvstr;
};

struct image_params;

/* An activator looks at the file's first page; ENOEXEC-free -1: not mine. */
struct execsw {
	int		(*ex_imgact)(struct image_params *);
	const char	*ex_name;
};

#ifdef _KERNEL
#include <sys/kernel.h>

int	exec_register(const struct execsw *);
int	exec_unregister(const struct execsw *);
extern struct sx execsw_lock;

/* Register an activator at SI_SUB_EXEC, and as a module its removal. */
#define	EXEC_SET(name, execsw_arg)					\
static void								\
__CONCAT(name, _execsw_add)(void *arg __unused)				\
{									\
									\
	(void)exec_register(&execsw_arg);				\
}									\
SYSINIT(name ## _execsw, SI_SUB_EXEC, SI_ORDER_MIDDLE,			\
    __CONCAT(name, _execsw_add), NULL);					\
static void								\
__CONCAT(name, _execsw_remove)(void *arg __unused)			\
{									\
									\
	(void)exec_unregister(&execsw_arg);				\
}									\
SYSUNINIT(name ## _execsw, SI_SUB_EXEC, SI_ORDER_MIDDLE,		\
    __CONCAT(name, _execsw_remove), NULL)
#endif

#endif /* !_SYS_EXEC_H_ */
