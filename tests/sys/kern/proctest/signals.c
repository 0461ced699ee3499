/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sending and catching signals.
 */
#include <sys/time.h>
#include <sys/wait.h>
#include "proctest.h"

static void
	check_masks(void)
{
	sigset_t pending;

	catch_signal(SIGUSR1, 0);
	kill(getpid(), SIGUSR1);
	CHECK(caught == SIGUSR1);
	CHECK(caught_info.si_code == SI_USER && caught_info.si_pid == getpid());

	caught = 0;
	block_signal(SIGUSR1);
	kill(getpid(), SIGUSR1);
	CHECK(caught == 0);
	CHECK(sigpending(&pending) == 0 && sigismember(&pending, SIGUSR1));
	unblock_signal(SIGUSR1);
	CHECK(caught == SIGUSR1);
	CHECK(sigpending(&pending) == 0 && !sigismember(&pending, SIGUSR1));
}

static void
	check_stack(void)
{
	static char stack[65536];
	stack_t ss;

	memset(&ss, 0, sizeof(ss));
	ss.ss_sp = stack;
	ss.ss_size = sizeof(stack);
	CHECK(sigaltstack(&ss, NULL) == 0);
	catch_signal(SIGUSR1, SA_ONSTACK);
	kill(getpid(), SIGUSR1);
	CHECK(caught_stack > stack && caught_stack < stack + sizeof(stack));
	ss.ss_flags = SS_DISABLE;
	CHECK(sigaltstack(&ss, NULL) == 0);
	kill(getpid(), SIGUSR1);
	CHECK(caught_stack < stack || caught_stack > stack + sizeof(stack));
	ss.ss_flags = 0;
	ss.ss_size = 100;
	CHECK_ERROR(sigaltstack(&ss, NULL), ENOMEM);
}

static void
	check_reset(void)
{
	struct sigaction sa;

	catch_signal(SIGUSR1, SA_RESETHAND);
	kill(getpid(), SIGUSR1);
	CHECK(caught == SIGUSR1);
	CHECK(sigaction(SIGUSR1, NULL, &sa) == 0 && sa.sa_handler == SIG_DFL);
}

static void
	check_refusals(void)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_IGN;
	CHECK_ERROR(sigaction(SIGKILL, &sa, NULL), EINVAL);
	CHECK_ERROR(sigaction(SIGSTOP, &sa, NULL), EINVAL);
	CHECK_ERROR(sigaction(0, &sa, NULL), EINVAL);
	CHECK_ERROR(sigaction(SIGUSR1, BAD_POINTER, NULL), EFAULT);
	CHECK_ERROR(kill(99999, 0), ESRCH);
	CHECK_ERROR(kill(getpid(), 200), EINVAL);
}

static void
	check_children(void)
{
	struct sigaction sa;
	sigset_t none;
	pid_t pid;

	block_signal(SIGCHLD);
	catch_signal(SIGCHLD, 0);
	pid = fork();
	if (pid == 0)
		_exit(9);
	sigemptyset(&none);
	while (caught == 0)
		CHECK_ERROR(sigsuspend(&none), EINTR);
	unblock_signal(SIGCHLD);
	CHECK(caught_info.si_pid == pid);
	CHECK(caught_info.si_code == CLD_EXITED);
	CHECK(caught_info.si_status == 9);
	CHECK(WEXITSTATUS(status_of(pid)) == 9);

	/* Ignored: children leave no zombies. */
	memset(&sa, 0, sizeof(sa));
	sa.sa_handler = SIG_IGN;
	CHECK(sigaction(SIGCHLD, &sa, NULL) == 0);
	pid = fork();
	if (pid == 0)
		_exit(0);
	CHECK_ERROR(waitpid(pid, NULL, 0), ECHILD);
	sa.sa_handler = SIG_DFL;
	CHECK(sigaction(SIGCHLD, &sa, NULL) == 0);
}

static void
fault_handler(int sig, siginfo_t *info, void *context __unused)
{

	_exit(sig == SIGSEGV && info->si_addr == (void *)0x1234 &&
	    info->si_code == SEGV_MAPERR ? 42 : 1);
}

static void
fault_caught(void *arg __unused)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = fault_handler;
	sa.sa_flags = SA_SIGINFO;
	CHECK(sigaction(SIGSEGV, &sa, NULL) == 0);
	*(volatile int *)0x1234 = 1;
}

/* A fault cannot be put off: the process ends. */
static void
fault_blocked(void *arg __unused)
{
	sigset_t all;

	sigfillset(&all);
	sigprocmask(SIG_BLOCK, &all, NULL);
	*(volatile int *)8 = 1;
}

static void
	check_faults(void)
{
	int status;

	status = run(fault_caught, NULL);
	CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 42);
	status = run(fault_blocked, NULL);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
}

/* Handlers that run all the time do not disturb a sum. */
static void
	check_registers(void)
{
	volatile double sum;
	double x;
	long i;

	catch_signal(SIGALRM, 0);
	alarm_every(10000);
	x = 0;
	for (i = 0; i < 2000000 || caught == 0; i++) {
		x += 0.5;
		/* Let the compiler keep x in its register. */
		__asm volatile("" : "+x" (x));
	}
	alarm_every(0);
	sum = x;
	CHECK(sum == i * 0.5);
}

void
test_signals(void)
{

	check_masks();
	check_stack();
	check_reset();
	check_refusals();
	check_children();
	check_faults();
	check_registers();
}
