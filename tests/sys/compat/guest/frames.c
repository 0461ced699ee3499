/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a handler finds, what it may change, and that the rest survives.
 */
#define	_GNU_SOURCE
#include <sys/mman.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <ucontext.h>
#include <unistd.h>

#include "linuxtest.h"

static sigjmp_buf	back;
static volatile int	depth, got, got_code;
static void * volatile	got_addr;
static volatile uintptr_t handler_stack;
static volatile bool	on_stack;

static void
jump_back(int sig, siginfo_t *si, void *uc)
{

	got = sig;
	got_code = si->si_code;
	got_addr = si->si_addr;
	siglongjmp(back, 1);
}

/* Go on behind a two-byte instruction, with a value in rax. */
static void
skip_instruction(int sig, siginfo_t *si, void *arg)
{
	ucontext_t *uc = arg;

	got = sig;
	uc->uc_mcontext.gregs[REG_RIP] += 2;
	uc->uc_mcontext.gregs[REG_RAX] = 0x1234;
}

static void
nest(int sig)
{

	if (++depth < 5)
		raise(sig);
}

static void
see_stack(int sig)
{
	stack_t ss;

	handler_stack = (uintptr_t)&ss;
	on_stack = sigaltstack(NULL, &ss) == 0 && ss.ss_flags == SS_ONSTACK;
}

static void
spoil_registers(int sig)
{

	__asm__ volatile("pcmpeqd %%xmm0,%%xmm0; movdqa %%xmm0,%%xmm7;"
	    "movdqa %%xmm0,%%xmm15; fldpi; fstp %%st(0)"
	    ::: "xmm0", "xmm7", "xmm15");
}

static void
faults(void)
{
	char *page;
	long rax;

	handle(SIGSEGV, jump_back, SA_SIGINFO);
	if (sigsetjmp(back, 1) == 0)
		*(volatile int *)0x10 = 1;
	YES(got == SIGSEGV && got_code == SEGV_MAPERR &&
	    got_addr == (void *)0x10);
	page = mmap(NULL, 4096, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (sigsetjmp(back, 1) == 0)
		*(volatile char *)page = 1;
	YES(got_code == SEGV_ACCERR && got_addr == page);
	munmap(page, 4096);

	handle(SIGFPE, jump_back, SA_SIGINFO);
	if (sigsetjmp(back, 1) == 0)
		__asm__ volatile("xor %%ecx,%%ecx; mov $1,%%eax; cltd;"
		    "idivl %%ecx" ::: "eax", "ecx", "edx");
	YES(got == SIGFPE && got_code == FPE_INTDIV);

	handle(SIGILL, skip_instruction, SA_SIGINFO);
	__asm__ volatile("mov $1,%%rax; ud2; mov %%rax,%0" : "=r" (rax) ::
	    "rax");
	YES(got == SIGILL && rax == 0x1234);
}

static void
alternate_stack(void)
{
	stack_t old, ss;

	memset(&ss, 0, sizeof(ss));
	ss.ss_size = 65536;
	ss.ss_sp = malloc(ss.ss_size);
	OK(sigaltstack(&ss, NULL));
	handle(SIGUSR1, see_stack, SA_ONSTACK);
	OK(raise(SIGUSR1));
	YES(on_stack);
	YES(handler_stack - (uintptr_t)ss.ss_sp < ss.ss_size);
	OK(sigaltstack(NULL, &old));
	YES(old.ss_sp == ss.ss_sp && old.ss_size == ss.ss_size &&
	    old.ss_flags == 0);
	ss.ss_flags = SS_DISABLE;
	OK(sigaltstack(&ss, NULL));
	OK(raise(SIGUSR1));
	YES(!on_stack);
	ss.ss_flags = 0;
	ss.ss_size = 100;
	FAILS(ENOMEM, sigaltstack(&ss, NULL));
}

/* Loop with known registers while signals come at every moment. */
static long
registers_sum(void)
{
	long sum;

	__asm__ volatile(
	    "mov $1,%%rbx; mov $2,%%rcx; mov $3,%%rdx; mov $4,%%rsi;"
	    "mov $5,%%rdi; mov $6,%%r8; mov $7,%%r9; mov $8,%%r10;"
	    "mov $9,%%r11; mov $10,%%r12; mov $11,%%r13; mov $12,%%r14;"
	    "mov $13,%%r15; movq %%r15,%%xmm7; movq %%r14,%%xmm15;"
	    "mov $100000,%%eax; 1: dec %%eax; jnz 1b;"
	    "movq %%xmm7,%%rax; add %%rbx,%%rax; add %%rcx,%%rax;"
	    "add %%rdx,%%rax; add %%rsi,%%rax; add %%rdi,%%rax;"
	    "add %%r8,%%rax; add %%r9,%%rax; add %%r10,%%rax;"
	    "add %%r11,%%rax; add %%r12,%%rax; add %%r13,%%rax;"
	    "add %%r14,%%rax; add %%r15,%%rax; movq %%xmm15,%%rbx;"
	    "add %%rbx,%%rax"
	    : "=a" (sum) :: "rbx", "rcx", "rdx", "rsi", "rdi", "r8", "r9",
	    "r10", "r11", "r12", "r13", "r14", "r15", "xmm7", "xmm15");
	return (sum);
}

static void
storm(void)
{
	double end;
	int bad;

	handle(SIGALRM, spoil_registers, SA_RESTART);
	alarm_in(1000, true);
	bad = 0;
	for (end = seconds() + 0.5; seconds() < end;)
		bad += registers_sum() != 13 * 14 / 2 + 13 + 12;
	alarm_off();
	YES(bad == 0);
}

void
test_frames(void)
{

	handle(SIGUSR1, nest, SA_NODEFER);
	OK(raise(SIGUSR1));
	YES(depth == 5);
	faults();
	alternate_stack();
	storm();
}
