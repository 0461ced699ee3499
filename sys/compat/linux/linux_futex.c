/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * futex(2) for single-threaded processes.  Only processes that share memory
 * have anybody to wait for; after fork(2) they share it at one address, so
 * the address is the name of the queue.  Strangers with the same address wake
 * each other for nothing, which a waiter must expect anyway.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/time.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>

#define	LINUX_FUTEX_WAIT		0
#define	LINUX_FUTEX_WAKE		1
#define	LINUX_FUTEX_WAIT_BITSET		9
#define	LINUX_FUTEX_WAKE_BITSET		10
#define	LINUX_FUTEX_PRIVATE_FLAG	0x80
#define	LINUX_FUTEX_CLOCK_REALTIME	0x100

static struct sx linux_futex_lock;
SX_SYSINIT(linux_futex, &linux_futex_lock, "linux futex");

/* Time from now to a point on a clock; 0 if that is past. */
static sbintime_t
linux_futex_until(const struct timespec *ts, bool realtime)
{
	struct timespec now;

	if (realtime)
		nanotime(&now);
	else
		nanouptime(&now);
	if (timespeccmp(ts, &now, <=))
		return (0);
	timespecsub(ts, &now, &now);
	return (tstosbt(now));
}

/*
 * The lock closes the gap between the look at the word and the sleep: a
 * waker, who changes the word first, takes it too.  It may be held over the
 * page fault of that look.
 */
static int
linux_futex_wait(struct linux_futex_args *uap, bool absolute, bool realtime)
{
	struct timespec ts;
	sbintime_t sbt;
	int32_t val;
	int error;

	sbt = 0;
	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &ts, sizeof(ts));
		if (error != 0)
			return (error);
		if (!timespecvalid_interval(&ts))
			return (EINVAL);
		sbt = absolute ? linux_futex_until(&ts, realtime) :
		    tstosbt(ts);
		if (sbt == 0)
			return (ETIMEDOUT);
	}
	sx_xlock(&linux_futex_lock);
	if (fueword32(uap->uaddr, &val) != 0)
		error = EFAULT;
	else if ((l_uint)val != uap->val)
		error = EWOULDBLOCK;
	else {
		error = _sleep(uap->uaddr, &linux_futex_lock.lock_object,
		    PCATCH, "futex", sbt, 0, 0);
		if (error == EWOULDBLOCK)
			error = ETIMEDOUT;
	}
	sx_xunlock(&linux_futex_lock);
	return (error);
}

int
linux_futex(struct thread *td, struct linux_futex_args *uap)
{
	bool realtime;
	int op;

	if (((uintptr_t)uap->uaddr & (sizeof(uint32_t) - 1)) != 0)
		return (EINVAL);
	realtime = (uap->op & LINUX_FUTEX_CLOCK_REALTIME) != 0;
	op = uap->op & ~(LINUX_FUTEX_PRIVATE_FLAG | LINUX_FUTEX_CLOCK_REALTIME);
	switch (op) {
	case LINUX_FUTEX_WAIT:
		return (linux_futex_wait(uap, false, false));
	case LINUX_FUTEX_WAIT_BITSET:
		return (linux_futex_wait(uap, true, realtime));
	case LINUX_FUTEX_WAKE:
	case LINUX_FUTEX_WAKE_BITSET:
		/* All, since the first may be a stranger. */
		sx_xlock(&linux_futex_lock);
		wakeup(uap->uaddr);
		sx_xunlock(&linux_futex_lock);
		td->td_retval[0] = 0;
		return (0);
	default:
		return (ENOSYS);
	}
}
