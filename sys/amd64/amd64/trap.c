/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Exceptions and system calls: what C does about them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_map.h>

#include <machine/cpu.h>
#include <machine/fpu.h>
#include <machine/frame.h>
#include <machine/md_var.h>
#include <machine/pcb.h>
#include <machine/trap.h>

/* What a trap of a program becomes. */
struct trap_signal {
	u_char		signo;
	u_char		code;
	const char	*msg;
};

static const struct trap_signal trap_signals[] = {
	[T_PRIVINFLT] = { SIGILL, ILL_PRVOPC, "undefined instruction" },
	[T_BPTFLT] = { SIGTRAP, TRAP_BRKPT, "breakpoint" },
	[T_ARITHTRAP] = { SIGFPE, 0, "floating point exception" },
	[T_PROTFLT] = { SIGBUS, BUS_OBJERR, "general protection fault" },
	[T_TRCTRAP] = { SIGTRAP, TRAP_TRACE, "debug exception" },
	[T_PAGEFLT] = { SIGSEGV, SEGV_MAPERR, "page fault" },
	[T_ALIGNFLT] = { SIGBUS, BUS_ADRALN, "alignment fault" },
	[T_DIVIDE] = { SIGFPE, FPE_INTDIV, "integer divide fault" },
	[T_NMI] = { 0, 0, "non-maskable interrupt" },
	[T_OFLOW] = { SIGFPE, FPE_INTOVF, "overflow" },
	[T_BOUND] = { SIGFPE, FPE_FLTSUB, "bounds check fault" },
	[T_DNA] = { SIGFPE, FPE_FLTINV, "no floating point unit" },
	[T_DOUBLEFLT] = { 0, 0, "double fault" },
	[T_TSSFLT] = { SIGBUS, BUS_OBJERR, "invalid task state" },
	[T_SEGNPFLT] = { SIGBUS, BUS_ADRERR, "segment not present" },
	[T_STKFLT] = { SIGBUS, BUS_ADRERR, "stack fault" },
	[T_MCHK] = { 0, 0, "machine check" },
	[T_XMMFLT] = { SIGFPE, 0, "SIMD floating point exception" },
	[T_RESERVED] = { SIGILL, ILL_ILLTRP, "reserved trap" },
};

/* Ranges of code that may fault on user addresses (support.S). */
struct fault_range {
	register_t	from;
	register_t	to;
	register_t	fixup;
};
extern const struct fault_range fault_table[], fault_table_end[];

static const char *
trap_msg(u_int trapno)
{

	if (trapno < nitems(trap_signals) && trap_signals[trapno].msg != NULL)
		return (trap_signals[trapno].msg);
	return ("unknown trap");
}

static void __dead2
trap_fatal(struct trapframe *frame, const char *msg)
{

	disable_intr();
	printf("\nFatal trap %u: %s in kernel mode\n", frame->tf_trapno, msg);
	if (frame->tf_trapno == T_PAGEFLT)
		printf("fault address %#lx: %s %s, %s\n", frame->tf_addr,
		    frame->tf_err & PGEX_U ? "user" : "supervisor",
		    frame->tf_err & PGEX_I ? "instruction" :
		    frame->tf_err & PGEX_W ? "write" : "read",
		    frame->tf_err & PGEX_P ? "protection violation" :
		    "page not present");
	else
		printf("error code %#lx\n", frame->tf_err);
	trapframe_print(frame);
	panic("%s at %#lx", msg, frame->tf_rip);
}

/* The range that holds the faulting instruction, if it may fault. */
static const struct fault_range *
find_fixup(register_t rip)
{
	const struct fault_range *f;

	for (f = fault_table; f < fault_table_end; f++)
		if (rip >= f->from && rip < f->to)
			return (f);
	return (NULL);
}

static vm_prot_t
fault_access(const struct trapframe *frame)
{

	if (frame->tf_err & PGEX_W)
		return (VM_PROT_WRITE);
	if (frame->tf_err & PGEX_I)
		return (VM_PROT_EXECUTE);
	return (VM_PROT_READ);
}

/*
 * A page fault in the kernel is legal only where it copies from or to a
 * program, on a user address, and where it may sleep.
 */
static bool
kernel_pagefault(struct trapframe *frame)
{
	const struct fault_range *f;
	struct thread *td;

	td = curthread;
	f = find_fixup(frame->tf_rip);
	if (f == NULL || (vm_offset_t)frame->tf_addr >= VM_MAXUSER_ADDRESS)
		return (false);
	if (td->td_critnest == 0 && td->td_intr_nesting_level == 0 &&
	    (td->td_pflags & TDP_NOFAULTING) == 0 &&
	    vm_fault(&td->td_proc->p_vmspace->vm_map, frame->tf_addr,
	    fault_access(frame)) == KERN_SUCCESS)
		return (true);
	frame->tf_rip = f->fixup;
	return (true);
}

static void
kernel_trap(struct trapframe *frame)
{

	if (frame->tf_trapno == T_PAGEFLT && !KERNEL_PANICKED()) {
		if (frame->tf_rflags & PSL_I)
			enable_intr();
		if (kernel_pagefault(frame))
			return;
	}
	trap_fatal(frame, trap_msg(frame->tf_trapno));
}

/* The signal for a page that cannot be had; 0 if all is well. */
static int
user_pagefault(struct thread *td, struct trapframe *frame, int *code)
{
	vm_offset_t va;
	int rv;

	va = frame->tf_addr;
	if (va >= VM_MAXUSER_ADDRESS)
		rv = KERN_INVALID_ADDRESS;
	else
		rv = vm_fault(&td->td_proc->p_vmspace->vm_map, va,
		    fault_access(frame));
	switch (rv) {
	case KERN_SUCCESS:
		return (0);
	case KERN_PROTECTION_FAILURE:
		*code = SEGV_ACCERR;
		return (SIGSEGV);
	case KERN_OUT_OF_BOUNDS:
		*code = BUS_OBJERR;
		return (SIGBUS);
	case KERN_RESOURCE_SHORTAGE:
		printf("pid %d (%s) was killed: out of memory\n",
		    td->td_proc->p_pid, td->td_proc->p_comm);
		*code = BUS_OOMERR;
		return (SIGKILL);
	default:
		*code = SEGV_MAPERR;
		return (SIGSEGV);
	}
}

static void
user_trap(struct thread *td, struct trapframe *frame)
{
	const struct trap_signal *ts;
	ksiginfo_t ksi;
	register_t addr;
	int code, signo;

	if (frame->tf_trapno >= nitems(trap_signals) ||
	    trap_signals[frame->tf_trapno].signo == 0)
		trap_fatal(frame, trap_msg(frame->tf_trapno));
	ts = &trap_signals[frame->tf_trapno];
	signo = ts->signo;
	code = ts->code;
	addr = frame->tf_rip;
	switch (frame->tf_trapno) {
	case T_PAGEFLT:
		addr = frame->tf_addr;
		signo = user_pagefault(td, frame, &code);
		if (signo == 0)
			return;
		break;
	case T_ARITHTRAP:
	case T_XMMFLT:
		code = fpu_trapcode(frame->tf_trapno);
		break;
	case T_TRCTRAP:
		frame->tf_rflags &= ~PSL_T;
		break;
	}
	if (td->td_proc->p_sysent->sv_trap != NULL &&
	    td->td_proc->p_sysent->sv_trap(td) == 0)
		return;
	ksiginfo_init_trap(&ksi);
	ksi.ksi_signo = signo;
	ksi.ksi_code = code;
	ksi.ksi_trapno = frame->tf_trapno;
	ksi.ksi_addr = (void *)addr;
	trapsignal(td, &ksi);
}

/*
 * All exceptions come here, from alltraps in exception.S, with interrupts
 * disabled.
 */
void
trap(struct trapframe *frame)
{
	struct thread *td;

	if (frame->tf_trapno != T_PAGEFLT)
		frame->tf_addr = 0;
	if (!TRAPF_USERMODE(frame)) {
		kernel_trap(frame);
		return;
	}
	td = curthread;
	td->td_frame = frame;
	enable_intr();
	user_trap(td, frame);
	userret(td, frame);
}

/* Something is badly wrong with the machine, or somebody wants a dump. */
void
nmi_handler(struct trapframe *frame)
{

	trap_fatal(frame, trap_msg(frame->tf_trapno));
}

/*
 * Runs on its own stack.  The usual cause is a kernel stack that ran into
 * its guard page: the processor could not push the page fault's frame.
 */
void
dblfault_handler(struct trapframe *frame)
{
	struct thread *td;
	vm_offset_t guard;

	td = curthread;
	guard = td->td_kstack - ptoa(KSTACK_GUARD_PAGES);
	if ((vm_offset_t)frame->tf_addr >= guard &&
	    (vm_offset_t)frame->tf_addr < td->td_kstack)
		trap_fatal(frame, "kernel stack overflow");
	trap_fatal(frame, trap_msg(T_DOUBLEFLT));
}

/*
 * The last look at the registers before user mode.  Emulations and
 * sigreturn(2) may have put anything there; neither iretq nor sysretq may
 * fault, as they would with the kernel's privileges.  An address that is
 * none becomes 0, where no process has a page.
 */
static void
frame_check(struct trapframe *frame)
{

	if ((vm_offset_t)frame->tf_rip >= VM_MAXUSER_ADDRESS)
		frame->tf_rip = 0;
	frame->tf_rflags = (frame->tf_rflags &
	    ~(register_t)(PSL_IOPL | PSL_VM | PSL_NT)) | PSL_USER;
	frame->tf_cs = _ucodesel;
	frame->tf_ss = _udatasel;
}

/*
 * Before user mode: do what was asked for in the meantime (signals, other
 * threads' turns) until nothing is left.  Returns with interrupts disabled.
 */
void
doreti_user(struct trapframe *frame)
{
	struct thread *td;

	td = curthread;
	disable_intr();
	while (td->td_flags & (TDF_ASTPENDING | TDF_NEEDRESCHED)) {
		enable_intr();
		td->td_frame = frame;
		ast(frame);
		disable_intr();
	}
	frame_check(frame);
}
