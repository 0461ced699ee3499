/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * syscall: a new system call,
 *
 *	int sum(const long *numbers, int count, long *result);
 *
 * It adds up numbers of the calling process.
 *
 *	# kldload syscall
 *	# /usr/share/examples/kld/testsyscall 1 2 3
 *	# kldunload syscall
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/errno.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/proc.h>
#include <sys/sysent.h>

#define	CHUNK		32	/* numbers on the kernel's small stack */
#define	MAX_NUMBERS	65536

/*
 * The arguments as the system call found them: each fills a register,
 * whatever its type.
 */
struct sum_args {
	const long	*numbers;
	register_t	 count;
	long		*result;
};

/*
 * Addresses that come from a process are never followed: copyin(9) and
 * copyout(9) check them and return EFAULT.  The system call fails with the
 * errno that this returns.
 */
static int
sys_sum(struct thread *td, struct sum_args *uap)
{
	long chunk[CHUNK], sum;
	const long *from;
	int count, error, i, n;

	count = (int)uap->count;
	if (count < 0 || count > MAX_NUMBERS)
		return (EINVAL);
	sum = 0;
	for (from = uap->numbers; count > 0; from += n, count -= n) {
		n = MIN(count, CHUNK);
		error = copyin(from, chunk, n * sizeof(chunk[0]));
		if (error != 0)
			return (error);
		for (i = 0; i < n; i++)
			if (__builtin_add_overflow(sum, chunk[i], &sum))
				return (EOVERFLOW);
	}
	error = copyout(&sum, uap->result, sizeof(sum));
	/* What the call returns if it does not fail. */
	td->td_retval[0] = 0;
	return (error);
}

/*
 * Any free number will do; the kernel writes here which one it was.
 * Programs ask for it: modfind("sys/sum"), modstat(2).
 */
static int sum_number = NO_SYSCALL;

static struct sysent sum_sysent = {
	.sy_narg = sizeof(struct sum_args) / sizeof(register_t),
	.sy_call = (sy_call_t *)sys_sum,
};

/*
 * Called after the call was entered, and before it is taken out.  The kernel
 * itself waits until no process is inside the call any more.
 */
static int
sum_modevent(module_t mod, int what, void *arg)
{

	switch (what) {
	case MOD_LOAD:
		printf("sum is system call %d\n", sum_number);
		return (0);
	case MOD_UNLOAD:
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

SYSCALL_MODULE(sum, &sum_number, &sum_sysent, sum_modevent, NULL);
