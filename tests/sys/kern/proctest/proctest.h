/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * How a check is made: it prints "not ok" and where, if it fails.
 */
#ifndef _PROCTEST_H_
#define	_PROCTEST_H_

#include <sys/types.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define	PROGRAM		"/usr/tests/sys/kern/proctest"
#define	BAD_POINTER	((void *)16)

/* How long to wait where the length does not matter. */
#define	SHORT_USEC	20000

extern int	failures;

#define	CHECK(e) do {							\
	errno = 0;							\
	if (!(e)) {							\
		printf("not ok: %s:%d: %s (errno %d)\n", __FILE__,	\
		    __LINE__, #e, errno);				\
		failures++;						\
	}								\
} while (0)

/* The call returns -1 with this error. */
#define	CHECK_ERROR(call, error)					\
	CHECK((call) == -1 && errno == (error))

/* What the handler of catch_signal() has seen last. */
extern volatile sig_atomic_t	caught;		/* 0: nothing */
extern siginfo_t		caught_info;
extern const char		*caught_stack;	/* where the handler ran */

void	catch_signal(int sig, int flags);
void	block_signal(int sig);
void	unblock_signal(int sig);

/* Deliver SIGALRM again and again, every usec; 0 ends that. */
void	alarm_every(int usec);

/* Start a child that calls func(arg) and ends, with status 0 if all is well. */
pid_t	start(void (*func)(void *), void *arg);
/* Wait for it: its wait(2) status. */
int	status_of(pid_t pid);
/* Both. */
int	run(void (*func)(void *), void *arg);
/* A child that sleeps until a signal ends it. */
void	sleep_forever(void *arg);
/* A child that says "ready" and is waited for; a pipe's ends. */
void	say_ready(const int *pipe);
void	wait_ready(const int *pipe);

/* Write a file with that mode. */
void	write_file(const char *path, const void *data, size_t len, int mode);
/* Nothing is left to be waited for. */
void	check_no_children(void);

/* What PROGRAM does when a test executes it; its exit status. */
int	executed(int argc, char **argv);

void	test_badelf(void);
void	test_clocks(void);
void	test_credentials(void);
void	test_descriptors(void);
void	test_exec(void);
void	test_groups(void);
void	test_pipes(void);
void	test_poll(void);
void	test_processes(void);
void	test_procinfo(void);
void	test_signals(void);
void	test_storm(void);
void	test_terminals(void);
void	test_waiting(void);

#endif /* !_PROCTEST_H_ */
