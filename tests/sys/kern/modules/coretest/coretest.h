/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How a check is made: it prints "not ok" and where, if it fails.
 */
#ifndef _CORETEST_H_
#define	_CORETEST_H_

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/mutex.h>

#define	CHECK(e) do {							\
	if (!(e))							\
		coretest_failed(__FILE__, __LINE__, #e);		\
} while (0)

void	coretest_failed(const char *file, int line, const char *what);

/*
 * Kernel threads that run func(arg) and are waited for.  coretest_start()
 * counts one more that runs; coretest_wait() waits until none does.
 */
void	coretest_start(void (*func)(void *), void *arg);
void	coretest_wait(void);

/* Called when the module is loaded and unloaded. */
void	start_tasks(void);
void	stop_tasks(void);

void	test_callouts(void);
void	test_devices(void);
void	test_firmware(void);
void	test_library(void);
void	test_locks(void);
void	test_lockstorm(void);
void	test_memory(void);
void	test_sbufs(void);
void	test_sets(void);
void	test_swi(void);
void	test_sync(void);
void	test_syscalls(void);
void	test_sysctls(void);
void	test_tasks(void);
void	test_threads(void);
void	test_users(void);
void	test_variables(void);
void	test_waits(void);

#endif /* !_CORETEST_H_ */
