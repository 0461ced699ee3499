/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * syscall_register() and its helpers.
 */
#include "coretest.h"
#include <sys/proc.h>
#include <sys/sysent.h>

struct answer_args {
	register_t	number;
};

static int
sys_answer(struct thread *td __unused, struct answer_args *uap)
{

	return (uap->number == 42 ? 0 : EINVAL);
}

static struct sysent answer = {
	.sy_narg = 1,
	.sy_call = (sy_call_t *)sys_answer,
};

static void
check_numbers(void)
{
	struct sysent old, other;
	int bad, offset, same;

	offset = NO_SYSCALL;
	CHECK(syscall_register(&offset, &answer, &old, 0) == 0);
	CHECK(offset >= 210 && offset <= 219);
	CHECK(sysent[offset].sy_call == answer.sy_call);
	same = offset;
	CHECK(syscall_register(&same, &answer, &other, 0) == EEXIST);
	bad = 100000;
	CHECK(syscall_register(&bad, &answer, &other, 0) == EINVAL);
	CHECK(syscall_deregister(&offset, &old) == 0);
	CHECK(sysent[same].sy_call != answer.sy_call);
}

/* All numbers that there are for modules, and one more. */
static void
check_full(void)
{
	struct sysent old[11];
	int i, n, offsets[11];

	for (n = 0; n < 11; n++) {
		offsets[n] = NO_SYSCALL;
		if (syscall_register(&offsets[n], &answer, &old[n], 0) != 0)
			break;
	}
	CHECK(n < 11);
	offsets[10] = NO_SYSCALL;
	CHECK(syscall_register(&offsets[10], &answer, &old[10], 0) == ENFILE);
	for (i = 0; i < n; i++)
		CHECK(syscall_deregister(&offsets[i], &old[i]) == 0);
}

#define	SYS_answer	219

static void
check_helpers(void)
{
	struct syscall_helper_data helpers[] = {
		SYSCALL_INIT_HELPER(answer),
		SYSCALL_INIT_LAST
	};
	struct syscall_helper_data twice[] = {
		SYSCALL_INIT_HELPER(answer),
		SYSCALL_INIT_HELPER(answer),
		SYSCALL_INIT_LAST
	};

	CHECK(syscall_helper_register(helpers, 0) == 0);
	CHECK(sysent[SYS_answer].sy_call == (sy_call_t *)sys_answer);
	CHECK(syscall_helper_unregister(helpers) == 0);
	/* The second one is refused, and takes the first one along. */
	CHECK(syscall_helper_register(twice, 0) == EEXIST);
	CHECK(sysent[SYS_answer].sy_call != (sy_call_t *)sys_answer);
}

void
test_syscalls(void)
{

	check_numbers();
	check_full();
	check_helpers();
}
