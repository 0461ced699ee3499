/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How a check is made: it prints "not ok" and where, if it fails.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

extern int	failures;

#define	CHECK(e) do {							\
	if (!(e)) {							\
		printf("not ok: %s:%d: %s (errno %d)\n", __FILE__,	\
		    __LINE__, #e, errno);				\
		failures++;						\
	}								\
} while (0)

#define	PAGE	4096

/* Run func in a child; its wait(2) status. */
int	child_status(void (*func)(void *), void *arg);
/* Anonymous private memory. */
char	*anon(size_t pages);

void	test_calls(void);
void	test_exhaust(void);
void	test_faults(void);
void	test_fork(void);
void	test_memory(void);
void	test_signals(void);
