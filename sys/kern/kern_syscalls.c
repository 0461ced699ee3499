/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls that modules bring along; SYSCALL_MODULE(9).
 *
 * A call may be unloaded while threads are inside it: each one counts itself
 * in sy_thrcnt, and deregistration lets no new ones in and waits for those.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/syscall.h>
#include <sys/sysent.h>

#include <machine/atomic.h>

static struct sx syscall_sx;
SX_SYSINIT(syscall, &syscall_sx, "loadable system calls");

int
syscall_thread_enter(struct thread *td __unused, struct sysent *se)
{
	uint32_t cnt;

	do {
		cnt = se->sy_thrcnt;
		if ((cnt & SY_THR_STATIC) != 0)
			return (0);
		if ((cnt & (SY_THR_DRAINING | SY_THR_ABSENT)) != 0)
			return (ENOSYS);
	} while (atomic_cmpset_32(&se->sy_thrcnt, cnt, cnt + SY_THR_INCR) == 0);
	return (0);
}

void
syscall_thread_exit(struct thread *td __unused, struct sysent *se)
{

	if ((se->sy_thrcnt & SY_THR_STATIC) != 0)
		return;
	atomic_subtract_32(&se->sy_thrcnt, SY_THR_INCR);
	if ((se->sy_thrcnt & SY_THR_DRAINING) != 0)
		wakeup(se);
}

/* Let no new threads in, and wait for those inside. */
static void
syscall_drain(struct sysent *se)
{

	atomic_set_32(&se->sy_thrcnt, SY_THR_DRAINING);
	while (se->sy_thrcnt >= SY_THR_INCR)
		tsleep(se, PWAIT, "scdrn", hz / 10);
}

static bool
is_free_slot(const struct sysent *se)
{

	return (se->sy_call == (sy_call_t *)(void *)lkmnosys ||
	    se->sy_call == (sy_call_t *)(void *)lkmressys);
}

/* Find a free slot, or check the one that is asked for. */
static int
choose_slot(struct sysent *sysents, int *offset)
{
	int i;

	if (*offset != NO_SYSCALL) {
		if (*offset < 0 || *offset >= SYS_MAXSYSCALL)
			return (EINVAL);
		return (is_free_slot(&sysents[*offset]) ? 0 : EEXIST);
	}
	for (i = 1; i < SYS_MAXSYSCALL; i++) {
		if (sysents[i].sy_call == (sy_call_t *)(void *)lkmnosys) {
			*offset = i;
			return (0);
		}
	}
	return (ENFILE);
}

/*
 * Put a call into a slot of a table; what was there goes to *old_sysent.
 * EINVAL: bad flags or no such slot; EEXIST: in use; ENFILE: none is free.
 */
int
kern_syscall_register(struct sysent *sysents, int *offset,
    struct sysent *new_sysent, struct sysent *old_sysent, int flags)
{
	int error;

	if ((flags & ~SY_THR_STATIC) != 0)
		return (EINVAL);
	sx_xlock(&syscall_sx);
	error = choose_slot(sysents, offset);
	if (error == 0) {
		*old_sysent = sysents[*offset];
		sysents[*offset] = *new_sysent;
		sysents[*offset].sy_thrcnt = flags;
	}
	sx_xunlock(&syscall_sx);
	return (error);
}

/* EINVAL for a call that was registered to stay. */
int
kern_syscall_deregister(struct sysent *sysents, int offset,
    const struct sysent *old_sysent)
{
	struct sysent *se;
	int error;

	se = &sysents[offset];
	error = 0;
	sx_xlock(&syscall_sx);
	if ((se->sy_thrcnt & SY_THR_STATIC) != 0) {
		error = EINVAL;
	} else {
		syscall_drain(se);
		*se = *old_sysent;
	}
	sx_xunlock(&syscall_sx);
	return (error);
}

int
syscall_register(int *offset, struct sysent *new_sysent,
    struct sysent *old_sysent, int flags)
{

	return (kern_syscall_register(sysent, offset, new_sysent, old_sysent,
	    flags));
}

int
syscall_deregister(int *offset, struct sysent *old_sysent)
{

	return (kern_syscall_deregister(sysent, *offset, old_sysent));
}

static int
chain_event(struct syscall_module_data *data, struct module *mod, int what)
{

	if (data->chainevh == NULL)
		return (0);
	return (data->chainevh(mod, what, data->chainarg));
}

static int
syscall_module_load(struct sysent *sysents, struct syscall_module_data *data,
    struct module *mod)
{
	modspecific_t ms;
	int error;

	error = kern_syscall_register(sysents, data->offset, data->new_sysent,
	    &data->old_sysent, data->flags);
	if (error != 0) {
		/* MOD_UNLOAD follows and must not free another's slot. */
		data->offset = NULL;
		return (error);
	}
	memset(&ms, 0, sizeof(ms));
	ms.intval = *data->offset;
	module_setspecific(mod, &ms);
	return (chain_event(data, mod, MOD_LOAD));
}

static int
syscall_module_unload(struct sysent *sysents,
    struct syscall_module_data *data, struct module *mod)
{
	int error;

	if (data->offset == NULL)
		return (0);
	error = chain_event(data, mod, MOD_UNLOAD);
	if (error != 0)
		return (error);
	return (kern_syscall_deregister(sysents, *data->offset,
	    &data->old_sysent));
}

int
kern_syscall_module_handler(struct sysent *sysents, struct module *mod,
    int what, void *arg)
{
	struct syscall_module_data *data;

	data = arg;
	switch (what) {
	case MOD_LOAD:
		return (syscall_module_load(sysents, data, mod));
	case MOD_UNLOAD:
		return (syscall_module_unload(sysents, data, mod));
	default:
		if (data->chainevh == NULL && what != MOD_SHUTDOWN)
			return (EOPNOTSUPP);
		return (chain_event(data, mod, what));
	}
}

int
syscall_module_handler(struct module *mod, int what, void *arg)
{

	return (kern_syscall_module_handler(sysent, mod, what, arg));
}

/* Register a list of calls, ended by NO_SYSCALL: all of them or none. */
int
syscall_helper_register(struct syscall_helper_data *sd, int flags)
{
	struct syscall_helper_data *s;
	int error;

	for (s = sd; s->syscall_no != NO_SYSCALL; s++) {
		error = syscall_register(&s->syscall_no, &s->new_sysent,
		    &s->old_sysent, flags);
		if (error != 0) {
			(void)syscall_helper_unregister(sd);
			return (error);
		}
		s->registered = 1;
	}
	return (0);
}

int
syscall_helper_unregister(struct syscall_helper_data *sd)
{
	struct syscall_helper_data *s;

	for (s = sd; s->registered; s++) {
		(void)syscall_deregister(&s->syscall_no, &s->old_sysent);
		s->registered = 0;
	}
	return (0);
}
