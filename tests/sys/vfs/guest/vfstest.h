/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How a check is made: it prints "not ok" and where, if it fails.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

extern int		failures;
extern const char	*topdir;	/* the group's own directory */
extern int		rounds;		/* how long to stress */

#define	CHECK(e) do {							\
	errno = 0;							\
	if (!(e)) {							\
		printf("not ok: %s:%d: %s (errno %d)\n", __FILE__,	\
		    __LINE__, #e, errno);				\
		failures++;						\
	}								\
} while (0)

/* The call fails with exactly this error. */
#define	FAILS(call, error)						\
	CHECK((call) == -1 && errno == (error))

/* Make a file that has this text; 0, or -1 and errno. */
int	make_file(const char *path, const char *text);
/* Has the file this text, and nothing else? */
bool	has_text(const char *path, const char *text);
/* Run func in a child process; its pid, for child_ok(). */
int	start_child(void (*func)(void));
/* The same, and wait; the child's failures count as one. */
void	in_child(void (*func)(void));
/* Wait for a child; true if it found no failures. */
bool	child_ok(int pid);

void	test_access(void);
void	test_devices(void);
void	test_directories(void);
void	test_files(void);
void	test_locks(void);
void	test_mounts(void);
void	test_names(void);
void	test_stress(void);
