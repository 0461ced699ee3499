/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of faults, signal handlers and bad addresses.
 */
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/ucontext.h>
#include <sys/wait.h>
#include <setjmp.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>
#include "vmtest.h"

#define	KERNEL_ADDR	((void *)0xffffffff80200000)
#define	NONCANONICAL	((void *)0x0000800000000000)

int	__sys_sigreturn(const struct __ucontext *);

static jmp_buf	back;
static volatile siginfo_t seen;

static void
note_and_jump(int sig, siginfo_t *si, void *uc)
{

	(void)sig;
	(void)uc;
	memcpy((void *)(uintptr_t)&seen, si, sizeof(seen));
	longjmp(back, 1);
}

static void
catch(int sig, void (*handler)(int, siginfo_t *, void *), int flags)
{
	struct sigaction sa;

	memset(&sa, 0, sizeof(sa));
	sa.sa_sigaction = handler;
	sa.sa_flags = SA_SIGINFO | flags;
	CHECK(sigaction(sig, &sa, NULL) == 0);
}

/* Does func(arg) end in that signal, code and address? */
static void
expect(void (*func)(volatile char *), void *arg, int sig, int code,
    const void *addr)
{
	sigset_t none;

	memset((void *)(uintptr_t)&seen, 0, sizeof(seen));
	if (setjmp(back) == 0)
		func(arg);
	sigemptyset(&none);
	CHECK(sigprocmask(SIG_SETMASK, &none, NULL) == 0);
	if (seen.si_signo == sig && seen.si_code == code &&
	    (addr == NULL || seen.si_addr == addr))
		return;
	printf("not ok: signal %d code %d at %p, not %d %d %p\n",
	    seen.si_signo, seen.si_code, seen.si_addr, sig, code, addr);
	failures++;
}

static void
do_read(volatile char *p)
{

	(void)*p;
}

static void
do_write(volatile char *p)
{

	*p = 1;
}

static void
do_call(volatile char *p)
{

	((void (*)(void))(uintptr_t)p)();
}

static void
do_divide(volatile char *p)
{

	*(volatile int *)p = 100 / *(volatile int *)p;
}

static void
do_privileged(volatile char *p)
{

	(void)p;
	__asm volatile("hlt");
}

static void
do_undefined(volatile char *p)
{

	(void)p;
	__asm volatile("ud2");
}

static void
do_trap(volatile char *p)
{

	(void)p;
	__asm volatile("int3");
}

/* With the x87: QEMU's software emulation raises no SSE exceptions. */
static void
do_float(volatile char *p)
{
	unsigned short cw = 0x037f & ~0x04;	/* divide by zero traps */

	(void)p;
	__asm volatile("fldcw %0; fld1; fldz; fdivrp; fwait" : : "m" (cw));
}

void
test_faults(void)
{
	static const int signals[] = {
		SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP
	};
	char *p;
	size_t i;
	int zero = 0;

	for (i = 0; i < sizeof(signals) / sizeof(signals[0]); i++)
		catch(signals[i], note_and_jump, 0);
	p = anon(2);
	expect(do_read, (void *)16, SIGSEGV, SEGV_MAPERR, (void *)16);
	expect(do_write, KERNEL_ADDR, SIGSEGV, SEGV_MAPERR, KERNEL_ADDR);
	expect(do_read, KERNEL_ADDR, SIGSEGV, SEGV_MAPERR, KERNEL_ADDR);
	expect(do_call, KERNEL_ADDR, SIGSEGV, SEGV_MAPERR, KERNEL_ADDR);
	expect(do_read, NONCANONICAL, SIGBUS, BUS_OBJERR, NULL);
	CHECK(mprotect(p, PAGE, PROT_READ) == 0);
	expect(do_write, p, SIGSEGV, SEGV_ACCERR, p);
	expect(do_call, p + PAGE, SIGSEGV, SEGV_ACCERR, p + PAGE);
	expect(do_divide, &zero, SIGFPE, FPE_INTDIV, NULL);
	expect(do_privileged, NULL, SIGBUS, BUS_OBJERR, NULL);
	expect(do_undefined, NULL, SIGILL, ILL_PRVOPC, NULL);
	expect(do_trap, NULL, SIGTRAP, TRAP_BRKPT, NULL);
	expect(do_float, NULL, SIGFPE, FPE_FLTDIV, NULL);
}

/* The handler runs on its own stack, where ours has ended. */
static void
overflow(volatile char *p)
{
	volatile char room[512];

	room[0] = *p;
	if (room[0] == 0)
		overflow(room);
}

static void
check_altstack(void)
{
	static char stack[SIGSTKSZ];
	stack_t ss = { stack, sizeof(stack), 0 };
	char zero = 0;

	CHECK(sigaltstack(&ss, NULL) == 0);
	catch(SIGSEGV, note_and_jump, SA_ONSTACK);
	expect(overflow, &zero, SIGSEGV, SEGV_MAPERR, NULL);
	ss.ss_flags = SS_DISABLE;
	CHECK(sigaltstack(&ss, NULL) == 0);
}

static volatile double handler_fp;

/* Uses the registers of the interrupted code, and leaves it a new %rax. */
static void
change_registers(int sig, siginfo_t *si, void *arg)
{
	ucontext_t *uc = arg;
	volatile double x = 3.0;

	(void)si;
	CHECK(sig == SIGTRAP);
	handler_fp = x * x;
	CHECK(uc->uc_mcontext.mc_rbx == 0x1111);
	uc->uc_mcontext.mc_rax = 0x2222;
	uc->uc_mcontext.mc_rcx = 0x3333;
	uc->uc_mcontext.mc_r11 = 0x4444;
}

static void
check_registers(void)
{
	register long r11 __asm("r11");
	long rax, rbx, rcx;
	double x;

	catch(SIGTRAP, change_registers, 0);
	x = 1.5;
	rbx = 0x1111;
	__asm volatile("movl $0x5555, %%r11d; int3"
	    : "=a" (rax), "+b" (rbx), "=c" (rcx), "=r" (r11), "+x" (x));
	CHECK(rax == 0x2222 && rbx == 0x1111 && rcx == 0x3333 &&
	    r11 == 0x4444);
	CHECK(x == 1.5 && handler_fp == 9.0);
}

static void
corrupt_context(int sig, siginfo_t *si, void *arg)
{
	ucontext_t *uc = arg, bad;

	(void)sig;
	(void)si;
	bad = *uc;
	bad.uc_mcontext.mc_rflags |= 0x3000;	/* I/O privilege */
	CHECK(__sys_sigreturn(&bad) == -1 && errno == EINVAL);
	bad = *uc;
	bad.uc_mcontext.mc_len = 8;
	CHECK(__sys_sigreturn(&bad) == -1 && errno == EINVAL);
	bad = *uc;
	bad.uc_mcontext.mc_fsbase = (long)KERNEL_ADDR;
	CHECK(__sys_sigreturn(&bad) == -1 && errno == EINVAL);
	CHECK(__sys_sigreturn(KERNEL_ADDR) == -1 && errno == EFAULT);
	/* Segments of the kernel are not ours to choose. */
	uc->uc_mcontext.mc_cs = 0x20;
	uc->uc_mcontext.mc_ss = 0x28;
}

static void
go_nowhere(int sig, siginfo_t *si, void *arg)
{
	ucontext_t *uc = arg;

	(void)sig;
	(void)si;
	uc->uc_mcontext.mc_rip = (long)NONCANONICAL;
}

static void
return_to_nowhere(void *arg)
{

	(void)arg;
	signal(SIGSEGV, SIG_DFL);
	catch(SIGUSR1, go_nowhere, 0);
	raise(SIGUSR1);
}

/* There is no stack to deliver the signal on. */
static void
signal_without_stack(void *arg)
{

	(void)arg;
	catch(SIGTRAP, change_registers, 0);
	__asm volatile("movq $0x10, %%rsp; int3" : : : "memory");
}

void
test_signals(void)
{
	int status;

	check_altstack();
	check_registers();
	catch(SIGUSR1, corrupt_context, 0);
	CHECK(raise(SIGUSR1) == 0);
	status = child_status(return_to_nowhere, NULL);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGSEGV);
	status = child_status(signal_without_stack, NULL);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGILL);
}

void
test_calls(void)
{
	static void *const bad[] = {
		NULL, (void *)8, KERNEL_ADDR, NONCANONICAL, (void *)-1
	};
	struct stat sb;
	size_t i;
	int fds[2];

	CHECK(pipe(fds) == 0);
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		CHECK(write(fds[1], bad[i], 64) == -1 && errno == EFAULT);
		CHECK(stat(bad[i], &sb) == -1 && errno == EFAULT);
		CHECK(stat("/", bad[i]) == -1 && errno == EFAULT);
		CHECK(pipe(bad[i]) == -1 && errno == EFAULT);
	}
}
