/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Signals: numbers, masks, information, waiting, interrupted calls.
 */
#define	_GNU_SOURCE
#include <sys/select.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "linuxtest.h"

static volatile sig_atomic_t	got, got_code, got_pid;

static void
note(int sig)
{

	got = sig;
}

static void
note_info(int sig, siginfo_t *si, void *uc)
{

	got = sig;
	got_code = si->si_code;
	got_pid = si->si_pid;
}

/* Every number arrives as itself.  32 and 33 are the C library's. */
static void
numbers(void)
{
	int sig;

	for (sig = 1; sig <= 64; sig++) {
		if (sig == SIGKILL || sig == SIGSTOP || sig == 32 || sig == 33)
			continue;
		handle(sig, note, 0);
		got = 0;
		OK(kill(getpid(), sig));
		YES(got == sig);
		signal(sig, SIG_DFL);
	}
	FAILS(EINVAL, kill(getpid(), 65));
	FAILS(ESRCH, kill(999999, 0));
	OK(kill(getpid(), 0));
}

static void
dispositions(void)
{
	struct sigaction sa;

	handle(SIGUSR2, note_info, SA_SIGINFO | SA_RESTART | SA_NODEFER);
	OK(sigaction(SIGUSR2, NULL, &sa));
	YES(sa.sa_sigaction == note_info);
	YES((sa.sa_flags & (SA_SIGINFO | SA_RESTART | SA_NODEFER |
	    SA_ONSTACK | SA_RESETHAND | SA_NOCLDSTOP)) ==
	    (SA_SIGINFO | SA_RESTART | SA_NODEFER));
	OK(kill(getpid(), SIGUSR2));
	YES(got == SIGUSR2 && got_code == SI_USER && got_pid == getpid());
	OK(raise(SIGUSR2));
	YES(got_code == SI_TKILL);

	handle(SIGUSR1, note, SA_RESETHAND);
	OK(raise(SIGUSR1));
	OK(sigaction(SIGUSR1, NULL, &sa));
	YES(sa.sa_handler == SIG_DFL);
	handle(SIGUSR1, note, 0);
	OK(sigaction(SIGUSR1, NULL, &sa));
	FAILS(EINVAL, syscall(SYS_rt_sigaction, SIGKILL, &sa, NULL, 8));
	FAILS(EINVAL, syscall(SYS_rt_sigaction, SIGUSR1, NULL, &sa, 4));
	FAILS(EFAULT, syscall(SYS_rt_sigaction, SIGUSR1, 8, NULL, 8));
}

static void
masks(void)
{
	sigset_t old, set;
	int sig;

	sigemptyset(&set);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGBUS);
	sigaddset(&set, SIGRTMIN + 3);
	sigaddset(&set, 64);
	OK(sigprocmask(SIG_SETMASK, &set, NULL));
	OK(sigprocmask(SIG_BLOCK, NULL, &old));
	for (sig = 1; sig <= 64; sig++)
		if (sig != 32 && sig != 33)
			YES(sigismember(&old, sig) == sigismember(&set, sig));
	handle(SIGUSR1, note, 0);
	got = 0;
	OK(kill(getpid(), SIGUSR1));
	YES(got == 0);
	OK(sigpending(&old));
	YES(sigismember(&old, SIGUSR1) && !sigismember(&old, SIGBUS));
	OK(sigprocmask(SIG_UNBLOCK, &set, NULL));
	YES(got == SIGUSR1);

	sigfillset(&set);
	OK(sigprocmask(SIG_SETMASK, &set, NULL));
	OK(sigprocmask(SIG_SETMASK, NULL, &old));
	YES(!sigismember(&old, SIGKILL) && !sigismember(&old, SIGSTOP));
	YES(sigismember(&old, SIGCHLD) && sigismember(&old, SIGSYS));
	sigemptyset(&set);
	OK(sigprocmask(SIG_SETMASK, &set, NULL));
	FAILS(EINVAL, syscall(SYS_rt_sigprocmask, 7, &set, NULL, 8));
}

static void
waiting(void)
{
	struct timespec ts = { 1, 0 };
	siginfo_t si;
	sigset_t none, set;

	sigemptyset(&none);
	sigemptyset(&set);
	sigaddset(&set, SIGUSR2);
	OK(sigprocmask(SIG_BLOCK, &set, NULL));
	OK(kill(getpid(), SIGUSR2));
	YES(sigtimedwait(&set, &si, &ts) == SIGUSR2);
	YES(si.si_signo == SIGUSR2 && si.si_pid == getpid());
	ts.tv_sec = 0;
	ts.tv_nsec = 20000000;
	FAILS(EAGAIN, sigtimedwait(&set, &si, &ts));
	OK(sigprocmask(SIG_UNBLOCK, &set, NULL));

	handle(SIGALRM, note, 0);
	got = 0;
	alarm_in(30000, false);
	FAILS(EINTR, sigsuspend(&none));
	YES(got == SIGALRM);
	alarm_in(30000, false);
	FAILS(EINTR, pause());
	YES(alarm(100) == 0);
	YES(alarm(0) >= 99);
}

void
test_signals(void)
{

	numbers();
	dispositions();
	masks();
	waiting();
}

/* A child that writes a byte, then exits with 7, after 120 ms. */
static void
late_child(int fd)
{

	if (fork() == 0) {
		usleep(120000);
		(void)!write(fd, "x", 1);
		_exit(7);
	}
}

static void
restart_read_wait(int fds[2])
{
	char c;
	int status;

	handle(SIGALRM, note, 0);
	alarm_in(30000, false);
	FAILS(EINTR, read(fds[0], &c, 1));
	late_child(fds[1]);
	handle(SIGALRM, note, SA_RESTART);
	got = 0;
	alarm_in(30000, false);
	YES(read(fds[0], &c, 1) == 1);
	YES(got == SIGALRM);
	YES(wait(NULL) > 0);
	late_child(fds[1]);
	alarm_in(30000, false);
	YES(wait(&status) > 0);
	YES(WEXITSTATUS(status) == 7);
	late_child(fds[1]);
	handle(SIGALRM, note, 0);
	alarm_in(30000, false);
	FAILS(EINTR, wait(&status));
	YES(wait(&status) > 0);
}

void
test_restart(void)
{
	struct pollfd pfd;
	struct timespec left, ts = { 0, 200000000 };
	struct timeval tv = { 1, 0 };
	fd_set set;
	char buf[16];
	int fds[2];

	OK(pipe(fds));
	restart_read_wait(fds);
	YES(read(fds[0], buf, sizeof(buf)) == 2);

	/* These never go on by themselves. */
	handle(SIGALRM, note, SA_RESTART);
	alarm_in(30000, false);
	FAILS(EINTR, nanosleep(&ts, &left));
	YES(left.tv_nsec > 50000000 && left.tv_nsec <= 175000000);
	pfd.fd = fds[0];
	pfd.events = POLLIN;
	alarm_in(30000, false);
	FAILS(EINTR, poll(&pfd, 1, 1000));
	FD_ZERO(&set);
	FD_SET(fds[0], &set);
	alarm_in(30000, false);
	FAILS(EINTR, select(fds[0] + 1, &set, NULL, NULL, &tv));
	close(fds[0]);
	close(fds[1]);
}
