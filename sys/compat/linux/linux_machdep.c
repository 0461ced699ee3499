/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The parts of Linux's ABI that are about amd64 registers: system call
 * entry, signal frames, thread pointers.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/imgact.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>

#include <machine/cpu.h>
#include <machine/fpu.h>
#include <machine/pcb.h>
#include <machine/trap.h>
#include <machine/vmparam.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

#define	LINUX_ARCH_SET_FS	0x1002
#define	LINUX_ARCH_GET_FS	0x1003

#define	LINUX_REDZONE		128	/* below rsp, the program's own */

struct l_sigcontext {
	uint64_t	sc_r8;
	uint64_t	sc_r9;
	uint64_t	sc_r10;
	uint64_t	sc_r11;
	uint64_t	sc_r12;
	uint64_t	sc_r13;
	uint64_t	sc_r14;
	uint64_t	sc_r15;
	uint64_t	sc_rdi;
	uint64_t	sc_rsi;
	uint64_t	sc_rbp;
	uint64_t	sc_rbx;
	uint64_t	sc_rdx;
	uint64_t	sc_rax;
	uint64_t	sc_rcx;
	uint64_t	sc_rsp;
	uint64_t	sc_rip;
	uint64_t	sc_rflags;
	uint16_t	sc_cs;
	uint16_t	sc_gs;
	uint16_t	sc_fs;
	uint16_t	sc_ss;
	uint64_t	sc_err;
	uint64_t	sc_trapno;
	uint64_t	sc_mask;
	uint64_t	sc_cr2;
	l_uintptr_t	sc_fpstate;	/* struct savefpu, 512 bytes */
	uint64_t	sc_reserved[8];
};

struct l_ucontext {
	uint64_t	uc_flags;
	l_uintptr_t	uc_link;
	l_stack_t	uc_stack;
	struct l_sigcontext uc_mcontext;
	l_sigset_t	uc_sigmask;
};
_Static_assert(__offsetof(struct l_ucontext, uc_mcontext) == 40 &&
    __offsetof(struct l_ucontext, uc_sigmask) == 296, "Linux's ucontext");

#define	LINUX_UC_SIGCONTEXT_SS		0x2	/* sc_ss is valid */
#define	LINUX_UC_STRICT_RESTORE_SS	0x4

/* What lies on the user stack while a handler runs, from rsp up. */
struct l_sigframe {
	l_uintptr_t	sf_restorer;	/* the handler returns there */
	struct l_ucontext sf_uc;
	l_siginfo_t	sf_si;
};
_Static_assert(sizeof(struct savefpu) == 512, "fxsave image");

int
linux_fetch_syscall_args(struct thread *td)
{
	struct syscall_args *sa;
	struct trapframe *frame;

	frame = td->td_frame;
	sa = &td->td_sa;
	sa->code = (u_int)frame->tf_rax;
	if (sa->code < LINUX_SYS_MAXSYSCALL)
		sa->callp = &linux_sysent[sa->code];
	else
		sa->callp = &linux_sysent[LINUX_SYS_MAXSYSCALL - 1];
	sa->args[0] = frame->tf_rdi;
	sa->args[1] = frame->tf_rsi;
	sa->args[2] = frame->tf_rdx;
	sa->args[3] = frame->tf_r10;
	sa->args[4] = frame->tf_r8;
	sa->args[5] = frame->tf_r9;
	td->td_retval[0] = 0;
	return (0);
}

/* Linux returns -errno in rax and leaves every other register alone. */
void
linux_set_syscall_retval(struct thread *td, int error)
{
	struct trapframe *frame;

	frame = td->td_frame;
	switch (error) {
	case 0:
		frame->tf_rax = td->td_retval[0];
		break;
	case ERESTART:
	case EJUSTRETURN:
		cpu_set_syscall_retval(td, error);
		break;
	default:
		if (error < 0 || error > ELAST)
			error = EINVAL;
		frame->tf_rax = -linux_errtbl[error];
		break;
	}
}

void
linux_exec_setregs(struct thread *td, struct image_params *imgp,
    uintptr_t stack)
{
	struct trapframe *frame;

	exec_setregs(td, imgp, stack);
	frame = td->td_frame;
	frame->tf_rsp = stack;
	frame->tf_rdi = 0;
	frame->tf_rdx = 0;	/* no function for atexit(3) */
}

/* The child has the parent's registers, also rdx, but 0 in rax. */
void
linux_fork_setregs(struct thread *parent, struct thread *child)
{

	child->td_frame->tf_rdx = parent->td_frame->tf_rdx;
}

void
linux_clone_setregs(struct thread *td, l_uintptr_t stack, bool settls,
    l_uintptr_t tls)
{

	if (stack != 0)
		td->td_frame->tf_rsp = stack;
	if (settls)
		td->td_pcb->pcb_fsbase = tls;
}

/* Hardware vectors, which Linux shows, of the traps that raise signals. */
static uint64_t
linux_trapno(u_int trapno)
{

	switch (trapno) {
	case T_DIVIDE:
		return (IDT_DE);
	case T_TRCTRAP:
		return (IDT_DB);
	case T_BPTFLT:
		return (IDT_BP);
	case T_PRIVINFLT:
		return (IDT_UD);
	case T_STKFLT:
		return (IDT_SS);
	case T_PROTFLT:
		return (IDT_GP);
	case T_PAGEFLT:
		return (IDT_PF);
	case T_ARITHTRAP:
		return (IDT_MF);
	case T_ALIGNFLT:
		return (IDT_AC);
	case T_XMMFLT:
		return (IDT_XF);
	default:
		return (0);
	}
}

static void
linux_save_registers(const struct trapframe *frame, struct l_sigcontext *sc)
{

	sc->sc_r8 = frame->tf_r8;
	sc->sc_r9 = frame->tf_r9;
	sc->sc_r10 = frame->tf_r10;
	sc->sc_r11 = frame->tf_r11;
	sc->sc_r12 = frame->tf_r12;
	sc->sc_r13 = frame->tf_r13;
	sc->sc_r14 = frame->tf_r14;
	sc->sc_r15 = frame->tf_r15;
	sc->sc_rdi = frame->tf_rdi;
	sc->sc_rsi = frame->tf_rsi;
	sc->sc_rbp = frame->tf_rbp;
	sc->sc_rbx = frame->tf_rbx;
	sc->sc_rdx = frame->tf_rdx;
	sc->sc_rax = frame->tf_rax;
	sc->sc_rcx = frame->tf_rcx;
	sc->sc_rsp = frame->tf_rsp;
	sc->sc_rip = frame->tf_rip;
	sc->sc_rflags = frame->tf_rflags;
	sc->sc_cs = frame->tf_cs;
	sc->sc_ss = frame->tf_ss;
}

static void
linux_restore_registers(struct trapframe *frame, const struct l_sigcontext *sc)
{

	frame->tf_r8 = sc->sc_r8;
	frame->tf_r9 = sc->sc_r9;
	frame->tf_r10 = sc->sc_r10;
	frame->tf_r11 = sc->sc_r11;
	frame->tf_r12 = sc->sc_r12;
	frame->tf_r13 = sc->sc_r13;
	frame->tf_r14 = sc->sc_r14;
	frame->tf_r15 = sc->sc_r15;
	frame->tf_rdi = sc->sc_rdi;
	frame->tf_rsi = sc->sc_rsi;
	frame->tf_rbp = sc->sc_rbp;
	frame->tf_rbx = sc->sc_rbx;
	frame->tf_rdx = sc->sc_rdx;
	frame->tf_rax = sc->sc_rax;
	frame->tf_rcx = sc->sc_rcx;
	frame->tf_rsp = sc->sc_rsp;
	frame->tf_rip = sc->sc_rip;
	frame->tf_rflags = (frame->tf_rflags & ~PSL_USERCHANGE) |
	    (sc->sc_rflags & PSL_USERCHANGE);
}

/* The place of the frame below sp, and of the FPU image above it. */
static l_uintptr_t
linux_sigframe_place(struct thread *td, bool onstack, l_uintptr_t *fpstate)
{
	l_uintptr_t sp;

	if (onstack)
		sp = (l_uintptr_t)td->td_sigstk.ss_sp + td->td_sigstk.ss_size;
	else
		sp = td->td_frame->tf_rsp - LINUX_REDZONE;
	*fpstate = rounddown2(sp - sizeof(struct savefpu), 64);
	/* As behind a call instruction: 8 off a multiple of 16. */
	return (rounddown2(*fpstate - sizeof(struct l_sigframe), 16) - 8);
}

/* See sendsig() in sys/signalvar.h for the locks. */
void
linux_sendsig(sig_t catcher, ksiginfo_t *ksi, sigset_t *mask)
{
	struct l_sigframe sf;
	struct linux_proc *lp;
	struct proc *p;
	struct sigacts *psp;
	struct thread *td;
	struct trapframe *frame;
	l_uintptr_t fpstate, sp;
	bool onstack;

	td = curthread;
	p = td->td_proc;
	psp = p->p_sigacts;
	lp = p->p_emuldata;
	frame = td->td_frame;
	onstack = (td->td_sigstk.ss_flags & SS_DISABLE) == 0 &&
	    SIGISMEMBER(psp->ps_sigonstack, ksi->ksi_signo) &&
	    !sigonstack(frame->tf_rsp);
	sp = linux_sigframe_place(td, onstack, &fpstate);

	memset(&sf.sf_uc, 0, sizeof(sf.sf_uc));
	bsd_to_linux_siginfo(&ksi->ksi_info, &sf.sf_si);
	sf.sf_restorer = lp->lp_restorer[sf.sf_si.lsi_signo - 1];
	sf.sf_uc.uc_flags = LINUX_UC_SIGCONTEXT_SS |
	    LINUX_UC_STRICT_RESTORE_SS;
	bsd_to_linux_stack(&td->td_sigstk, &sf.sf_uc.uc_stack);
	if (sigonstack(frame->tf_rsp))
		sf.sf_uc.uc_stack.ss_flags |= LINUX_SS_ONSTACK;
	bsd_to_linux_sigset(mask, &sf.sf_uc.uc_sigmask);
	linux_save_registers(frame, &sf.sf_uc.uc_mcontext);
	sf.sf_uc.uc_mcontext.sc_mask = sf.sf_uc.uc_sigmask;
	sf.sf_uc.uc_mcontext.sc_fpstate = fpstate;
	if ((ksi->ksi_flags & KSI_TRAP) != 0) {
		sf.sf_uc.uc_mcontext.sc_trapno = linux_trapno(ksi->ksi_trapno);
		sf.sf_uc.uc_mcontext.sc_err = frame->tf_err;
		sf.sf_uc.uc_mcontext.sc_cr2 = frame->tf_addr;
	}
	fpu_save(td);
	mtx_unlock(&psp->ps_mtx);
	PROC_UNLOCK(p);

	if (copyout(&td->td_pcb->pcb_save, (void *)fpstate,
	    sizeof(struct savefpu)) != 0 ||
	    copyout(&sf, (void *)sp, sizeof(sf)) != 0) {
		PROC_LOCK(p);
		sigexit(td, SIGSEGV);
	}

	frame->tf_rsp = sp;
	frame->tf_rip = (uintptr_t)catcher;
	frame->tf_rdi = sf.sf_si.lsi_signo;
	frame->tf_rsi = sp + __offsetof(struct l_sigframe, sf_si);
	frame->tf_rdx = sp + __offsetof(struct l_sigframe, sf_uc);
	frame->tf_rax = 0;	/* no vector registers in a variadic call */
	frame->tf_rflags &= ~(PSL_T | PSL_D | PSL_RF);
	PROC_LOCK(p);
	mtx_lock(&psp->ps_mtx);
}

/* The FPU as a signal frame has it; none there means a clean one. */
static int
linux_restore_fpu(struct thread *td, l_uintptr_t fpstate)
{
	struct savefpu fpu;
	int error;

	if (fpstate == 0) {
		fpu_reset(td);
		return (0);
	}
	error = copyin((void *)fpstate, &fpu, sizeof(fpu));
	if (error != 0)
		return (error);
	if ((fpu.en_mxcsr & ~cpu_mxcsr_mask) != 0)
		return (EINVAL);
	/* A switch in between would save the old registers again. */
	critical_enter();
	td->td_pcb->pcb_save = fpu;
	fpu_load(td);
	critical_exit();
	return (0);
}

/*
 * Back from a handler: the restorer was popped off, so rsp points at the
 * context.  A context that makes no sense ends the process, as in Linux.
 */
int
linux_rt_sigreturn(struct thread *td,
    struct linux_rt_sigreturn_args *uap __unused)
{
	struct l_ucontext uc;
	stack_t ss;
	sigset_t mask;

	if (copyin((void *)td->td_frame->tf_rsp, &uc, sizeof(uc)) != 0 ||
	    uc.uc_mcontext.sc_rip >= VM_MAXUSER_ADDRESS ||
	    linux_restore_fpu(td, uc.uc_mcontext.sc_fpstate) != 0) {
		PROC_LOCK(td->td_proc);
		sigexit(td, SIGSEGV);
	}
	linux_restore_registers(td->td_frame, &uc.uc_mcontext);
	set_pcb_flags(td->td_pcb, PCB_FULL_IRET);
	linux_to_bsd_sigset(uc.uc_sigmask, &mask);
	kern_sigprocmask(td, SIG_SETMASK, &mask, NULL, 0);
	/* Fails, rightly, while still on the alternate stack. */
	if (linux_to_bsd_stack(&uc.uc_stack, &ss) == 0)
		(void)kern_sigaltstack(td, &ss, NULL);
	return (EJUSTRETURN);
}

int
linux_arch_prctl(struct thread *td, struct linux_arch_prctl_args *uap)
{
	l_uintptr_t base;

	switch (uap->code) {
	case LINUX_ARCH_SET_FS:
		if (uap->addr >= VM_MAXUSER_ADDRESS)
			return (EPERM);
		return (cpu_set_user_tls(td, (void *)uap->addr));
	case LINUX_ARCH_GET_FS:
		base = td->td_pcb->pcb_fsbase;
		return (copyout(&base, (void *)uap->addr, sizeof(base)));
	default:
		return (EINVAL);
	}
}
