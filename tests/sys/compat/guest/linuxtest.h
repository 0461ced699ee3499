/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A program for Linux that checks its system calls, in groups.
 */
#ifndef _LINUXTEST_H_
#define	_LINUXTEST_H_

#include <errno.h>
#include <signal.h>
#include <stdbool.h>

extern char	*self;		/* path of this program */

void	check(bool ok, const char *file, int line, const char *what);

/* The expression is true. */
#define	YES(x)		check((x), __FILE__, __LINE__, #x)
/* The call succeeds, as calls do that return 0. */
#define	OK(x)		check((x) == 0, __FILE__, __LINE__, #x)
/* The call fails with the errno. */
#define	FAILS(e, x)	check((errno = 0, (long)(x) == -1 && errno == (e)), \
			    __FILE__, __LINE__, #x " fails with " #e)

/* Install a handler of one or three arguments. */
void	handle(int sig, void *handler, int flags);
/* SIGALRM once, usec from now, and every usec if again. */
void	alarm_in(long usec, bool again);
void	alarm_off(void);
/* Run a function in a child; its exit status, or 128 and the signal. */
int	in_child(int (*func)(void));
double	seconds(void);		/* on a clock that does not step */

void	test_files(void);
void	test_frames(void);
void	test_memory(void);
void	test_names(void);
void	test_poll(void);
void	test_processes(void);
void	test_restart(void);
void	test_signals(void);
void	test_system(void);

#endif /* !_LINUXTEST_H_ */
