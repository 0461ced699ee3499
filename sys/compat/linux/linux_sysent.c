/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The table of Linux system calls, made from linux_syscalls.h.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/syslog.h>

#include <machine/atomic.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

static sy_call_t linux_nosys;
static sy_call_t linux_absent;

/* First every number, then those that there are. */
#define	ENTRY(args, handler) {						\
	.sy_narg = sizeof(struct args) / sizeof(register_t),		\
	.sy_call = (sy_call_t *)(void *)(handler),			\
	.sy_thrcnt = SY_THR_STATIC					\
}
#define	LINUX_SYSCALL(number, name, args)				\
	[number] = ENTRY(linux_ ## name ## _args, linux_ ## name),
#define	LINUX_NATIVE(number, name)					\
	[number] = ENTRY(name ## _args, sys_ ## name),
#define	LINUX_ABSENT(number, name)					\
	[number] = { .sy_call = linux_absent, .sy_thrcnt = SY_THR_STATIC },

#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Winitializer-overrides"
struct sysent linux_sysent[LINUX_SYS_MAXSYSCALL] = {
	[0 ... LINUX_SYS_MAXSYSCALL - 1] = {
		.sy_call = linux_nosys, .sy_thrcnt = SY_THR_STATIC
	},
#include <compat/linux/linux_syscalls.h>
};
#pragma clang diagnostic pop

/* One bit per entry that was reported. */
static u_long linux_reported[howmany(LINUX_SYS_MAXSYSCALL, 64)];

/* A call that is not emulated: say so once, so that it can be. */
static int
linux_nosys(struct thread *td, void *uap __unused)
{
	u_int code, slot;

	code = td->td_sa.code;
	slot = MIN(code, LINUX_SYS_MAXSYSCALL - 1);
	if (!atomic_testandset_long(&linux_reported[slot / 64], slot % 64))
		log(LOG_INFO, "linux: pid %d (%s): system call %u is not "
		    "emulated\n", td->td_proc->p_pid, td->td_proc->p_comm,
		    code);
	return (ENOSYS);
}

static int
linux_absent(struct thread *td __unused, void *uap __unused)
{

	return (ENOSYS);
}
