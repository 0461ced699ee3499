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
	errno = 0;							\
	if (!(e)) {							\
		printf("not ok: %s:%d: %s (errno %d)\n", __FILE__,	\
		    __LINE__, #e, errno);				\
		failures++;						\
	}								\
} while (0)

#define	CHECK_STR(got, want) do {					\
	const char *_got = (got);					\
									\
	if (_got == NULL || strcmp(_got, want) != 0) {			\
		printf("not ok: %s:%d: %s is %s\n", __FILE__,		\
		    __LINE__, #got, _got != NULL ? _got : "NULL");	\
		failures++;						\
	}								\
} while (0)

void	test_files(void);
void	test_processes(void);
void	test_text(void);
