/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Waiting for signals, and what signals do to those who wait.
 */
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include "proctest.h"

static void
signal_parent(void *arg)
{

	usleep(SHORT_USEC);
	kill(getppid(), *(int *)arg);
}

/* SIGUSR1 is blocked and has a handler; sigsuspend(2) lets it in. */
static void
check_suspend(void)
{
	int sig = SIGUSR1;
	sigset_t mask;
	pid_t pid;

	catch_signal(SIGUSR1, 0);
	block_signal(SIGUSR1);
	pid = start(signal_parent, &sig);
	sigemptyset(&mask);
	CHECK_ERROR(sigsuspend(&mask), EINTR);
	CHECK(caught == SIGUSR1);
	CHECK(sigprocmask(SIG_BLOCK, NULL, &mask) == 0);
	CHECK(sigismember(&mask, SIGUSR1));
	CHECK(status_of(pid) == 0);
}

static void
check_sigwait(void)
{
	struct timespec t = { 0, 20000000 };
	int got, sig = SIGUSR1;
	sigset_t set;
	siginfo_t info;
	pid_t pid;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	CHECK_ERROR(sigtimedwait(&set, &info, &t), EAGAIN);
	kill(getpid(), SIGUSR1);
	CHECK(sigtimedwait(&set, &info, &t) == SIGUSR1);
	CHECK(info.si_pid == getpid());
	pid = start(signal_parent, &sig);
	CHECK(sigwait(&set, &got) == 0 && got == SIGUSR1);
	CHECK(status_of(pid) == 0);
	unblock_signal(SIGUSR1);
}

/* Interrupted by a signal that is still coming if it came too early once. */
static void
check_interrupted_read(void)
{
	int fd[2];
	char c;

	CHECK(pipe(fd) == 0);
	catch_signal(SIGALRM, 0);
	alarm_every(SHORT_USEC);
	CHECK_ERROR(read(fd[0], &c, 1), EINTR);
	alarm_every(0);
	CHECK(caught == SIGALRM);
	close(fd[0]);
	close(fd[1]);
}

static void
signal_and_write(void *arg)
{
	int i, *fd = arg;

	for (i = 0; i < 5; i++) {
		usleep(SHORT_USEC);
		kill(getppid(), SIGALRM);
	}
	usleep(SHORT_USEC);
	say_ready(fd);
}

/* With SA_RESTART the reader does not notice. */
static void
check_restarted_read(void)
{
	int fd[2];
	pid_t pid;

	CHECK(pipe(fd) == 0);
	catch_signal(SIGALRM, SA_RESTART);
	pid = start(signal_and_write, fd);
	wait_ready(fd);
	CHECK(caught == SIGALRM);
	CHECK(status_of(pid) == 0);
	close(fd[0]);
	close(fd[1]);
}

static void
check_timers(void)
{
	struct itimerval old, zero;
	int n;

	catch_signal(SIGALRM, 0);
	block_signal(SIGALRM);
	alarm_every(SHORT_USEC);
	for (n = 0; n < 3; n++) {
		sigset_t none;

		sigemptyset(&none);
		caught = 0;
		CHECK_ERROR(sigsuspend(&none), EINTR);
		CHECK(caught == SIGALRM);
	}
	memset(&zero, 0, sizeof(zero));
	CHECK(setitimer(ITIMER_REAL, &zero, &old) == 0);
	CHECK(old.it_interval.tv_usec == SHORT_USEC);
	CHECK(getitimer(ITIMER_REAL, &old) == 0);
	CHECK(old.it_value.tv_sec == 0 && old.it_value.tv_usec == 0);
	unblock_signal(SIGALRM);
}

static void
check_interrupted_sleep(void)
{
	struct timespec left = { 0, 0 }, t = { 1000, 0 };

	catch_signal(SIGALRM, 0);
	alarm_every(SHORT_USEC);
	CHECK_ERROR(nanosleep(&t, &left), EINTR);
	alarm_every(0);
	CHECK(left.tv_sec > 0 && left.tv_sec < 1000);
}

void
test_waiting(void)
{

	check_suspend();
	check_sigwait();
	check_interrupted_read();
	check_restarted_read();
	check_timers();
	check_interrupted_sleep();
}
