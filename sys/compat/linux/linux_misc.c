/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux calls about the system, and those that fit nowhere else.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/libkern.h>
#include <sys/limits.h>
#include <sys/malloc.h>
#include <sys/msgbuf.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/time.h>

#include <vm/vm.h>
#include <vm/vm_page.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

#define	LINUX_PER_LINUX		0
#define	LINUX_PER_ASK		0xffffffffUL

#define	LINUX_PR_GET_DUMPABLE	3
#define	LINUX_PR_SET_DUMPABLE	4
#define	LINUX_PR_SET_NAME	15
#define	LINUX_PR_GET_NAME	16
#define	LINUX_PR_NAME_LEN	16

#define	LINUX_GRND_NONBLOCK	0x1
#define	LINUX_GRND_RANDOM	0x2
#define	LINUX_GRND_INSECURE	0x4

/* syslog(2) */
#define	LINUX_SYSLOG_CLOSE		0
#define	LINUX_SYSLOG_OPEN		1
#define	LINUX_SYSLOG_READ_ALL		3
#define	LINUX_SYSLOG_READ_CLEAR		4
#define	LINUX_SYSLOG_CLEAR		5
#define	LINUX_SYSLOG_SIZE_UNREAD	9
#define	LINUX_SYSLOG_SIZE_BUFFER	10

int
linux_uname(struct thread *td, struct linux_uname_args *uap)
{
	struct l_utsname name;
	size_t len;

	memset(&name, 0, sizeof(name));
	strlcpy(name.sysname, LINUX_SYSNAME, sizeof(name.sysname));
	len = sizeof(name.nodename) - 1;
	(void)kernel_sysctlbyname(td, "kern.hostname", name.nodename, &len,
	    NULL, 0, NULL, 0);
	strlcpy(name.release, LINUX_RELEASE, sizeof(name.release));
	snprintf(name.version, sizeof(name.version), "#1 %s %s", ostype,
	    osrelease);
	strlcpy(name.machine, LINUX_MACHINE, sizeof(name.machine));
	strlcpy(name.domainname, "(none)", sizeof(name.domainname));
	return (copyout(&name, uap->name, sizeof(name)));
}

int
linux_sethostname(struct thread *td, struct linux_sethostname_args *uap)
{
	char name[LINUX_UTSNAME_LEN];
	int error;

	if (uap->len < 0 || uap->len >= (int)sizeof(name))
		return (EINVAL);
	error = copyin(uap->name, name, uap->len);
	if (error != 0)
		return (error);
	return (kernel_sysctlbyname(td, "kern.hostname", NULL, NULL, name,
	    uap->len, NULL, 0));
}

int
linux_sysinfo(struct thread *td __unused, struct linux_sysinfo_args *uap)
{
	struct l_sysinfo info;
	struct timespec ts;

	memset(&info, 0, sizeof(info));
	nanouptime(&ts);
	info.uptime = howmany(ts.tv_sec * 1000000000L + ts.tv_nsec,
	    1000000000L);
	info.totalram = vm_page_count_total;
	info.freeram = vm_page_count_free;
	info.procs = MIN(nprocs, UINT16_MAX);
	info.mem_unit = PAGE_SIZE;
	return (copyout(&info, uap->info, sizeof(info)));
}

int
linux_personality(struct thread *td, struct linux_personality_args *uap)
{

	if (uap->persona != LINUX_PER_LINUX &&
	    (uint32_t)uap->persona != LINUX_PER_ASK)
		return (EINVAL);
	td->td_retval[0] = LINUX_PER_LINUX;
	return (0);
}

/* The name is the thread's and, there being no other, the process's. */
static int
linux_set_name(struct thread *td, l_uintptr_t uname)
{
	char name[LINUX_PR_NAME_LEN];
	struct proc *p;
	int error;

	error = copyinstr((void *)uname, name, sizeof(name), NULL);
	if (error == ENAMETOOLONG)
		name[sizeof(name) - 1] = '\0';
	else if (error != 0)
		return (error);
	p = td->td_proc;
	PROC_LOCK(p);
	strlcpy(p->p_comm, name, sizeof(p->p_comm));
	strlcpy(td->td_name, name, sizeof(td->td_name));
	PROC_UNLOCK(p);
	return (0);
}

static int
linux_get_name(struct thread *td, l_uintptr_t uname)
{
	char name[LINUX_PR_NAME_LEN];

	memset(name, 0, sizeof(name));
	PROC_LOCK(td->td_proc);
	strlcpy(name, td->td_proc->p_comm, sizeof(name));
	PROC_UNLOCK(td->td_proc);
	return (copyout(name, (void *)uname, sizeof(name)));
}

int
linux_prctl(struct thread *td, struct linux_prctl_args *uap)
{

	switch (uap->option) {
	case LINUX_PR_SET_NAME:
		return (linux_set_name(td, uap->arg2));
	case LINUX_PR_GET_NAME:
		return (linux_get_name(td, uap->arg2));
	case LINUX_PR_GET_DUMPABLE:
		td->td_retval[0] = 0;	/* there are no core files */
		return (0);
	case LINUX_PR_SET_DUMPABLE:
		return (uap->arg2 <= 1 ? 0 : EINVAL);
	default:
		return (EINVAL);
	}
}

int
linux_getrandom(struct thread *td, struct linux_getrandom_args *uap)
{
	char chunk[256];
	size_t count, done, n;
	int error;

	if ((uap->flags & ~(LINUX_GRND_NONBLOCK | LINUX_GRND_RANDOM |
	    LINUX_GRND_INSECURE)) != 0)
		return (EINVAL);
	count = MIN(uap->count, INT_MAX);
	error = 0;
	for (done = 0; done < count; done += n) {
		n = MIN(count - done, sizeof(chunk));
		arc4random_buf(chunk, n);
		error = copyout(chunk, uap->buf + done, n);
		/* A request may be long: let others run, and signals in. */
		if (error == 0 && done % PAGE_SIZE == 0) {
			maybe_yield();
			if (done != 0)
				error = sig_intr();
		}
		if (error != 0)
			break;
	}
	if (done > 0 && error != EFAULT)
		error = 0;
	td->td_retval[0] = done;
	explicit_bzero(chunk, sizeof(chunk));
	return (error);
}

/* Copy the last len bytes of the message buffer out. */
static int
linux_syslog_read(struct thread *td, char *ubuf, int len)
{
	char *chunk;
	u_int count, seq;
	int done, error, n;

	mtx_lock_spin(&consmsgbuf.msg_lock);
	count = MIN(consmsgbuf.msg_wseq - consmsgbuf.msg_rseq,
	    consmsgbuf.msg_size);
	seq = consmsgbuf.msg_wseq - MIN(count, (u_int)len);
	mtx_unlock_spin(&consmsgbuf.msg_lock);
	chunk = malloc(PAGE_SIZE, M_LINUX, M_WAITOK);
	error = 0;
	for (done = 0; done < len && error == 0; done += n) {
		n = msgbuf_peekbytes(&consmsgbuf, chunk,
		    MIN(len - done, PAGE_SIZE), &seq);
		if (n == 0)
			break;
		error = copyout(chunk, ubuf + done, n);
	}
	free(chunk, M_LINUX);
	td->td_retval[0] = done;
	return (error);
}

int
linux_syslog(struct thread *td, struct linux_syslog_args *uap)
{
	int error;

	error = priv_check(td, PRIV_MSGBUF);
	if (error != 0)
		return (error);
	switch (uap->type) {
	case LINUX_SYSLOG_OPEN:
	case LINUX_SYSLOG_CLOSE:
		return (0);
	case LINUX_SYSLOG_READ_ALL:
	case LINUX_SYSLOG_READ_CLEAR:
		if (uap->buf == NULL || uap->len < 0)
			return (EINVAL);
		error = linux_syslog_read(td, uap->buf, uap->len);
		if (error == 0 && uap->type == LINUX_SYSLOG_READ_CLEAR)
			msgbuf_clear(&consmsgbuf);
		return (error);
	case LINUX_SYSLOG_CLEAR:
		msgbuf_clear(&consmsgbuf);
		return (0);
	case LINUX_SYSLOG_SIZE_UNREAD:
		td->td_retval[0] = msgbuf_getcount(&consmsgbuf);
		return (0);
	case LINUX_SYSLOG_SIZE_BUFFER:
		td->td_retval[0] = consmsgbuf.msg_size;
		return (0);
	default:
		return (EINVAL);
	}
}
