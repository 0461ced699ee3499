/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The registers of programs: at exec, around signal handlers.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/imgact.h>
#include <sys/lock.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/ucontext.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_map.h>
#include <vm/vm_page.h>
#include <vm/pmap.h>

#include <machine/cpu.h>
#include <machine/cpufunc.h>
#include <machine/fpu.h>
#include <machine/md_var.h>
#include <machine/pcb.h>
#include <machine/sigframe.h>
#include <machine/specialreg.h>

#define	REDZONE		128		/* below the stack pointer, by the ABI */
#define	TF_COPY_SIZE	sizeof(struct trapframe)

/*
 * A new program starts with a pointer to its arguments in %rdi and, at the
 * stack pointer, what would be a return address.
 */
void
exec_setregs(struct thread *td, struct image_params *imgp, uintptr_t stack)
{
	struct trapframe *regs;
	struct pcb *pcb;

	regs = td->td_frame;
	pcb = td->td_pcb;
	bzero(regs, sizeof(*regs));
	regs->tf_rip = imgp->entry_addr;
	regs->tf_rsp = ((stack - 8) & ~0xfUL) + 8;
	regs->tf_rdi = stack;
	regs->tf_rflags = PSL_USER;
	regs->tf_ss = _udatasel;
	regs->tf_cs = _ucodesel;
	set_pcb_flags(pcb, PCB_FULL_IRET);
	pcb->pcb_fsbase = 0;
	pcb->pcb_gsbase = 0;
	critical_enter();
	wrmsr(MSR_FSBASE, 0);
	wrmsr(MSR_KGSBASE, 0);
	critical_exit();
	fpu_reset(td);
}

/* The thread's user registers, complete; mcp is zeroed beforehand. */
static void
get_mcontext(struct thread *td, mcontext_t *mcp)
{

	memcpy(&mcp->mc_rdi, td->td_frame, TF_COPY_SIZE);
	mcp->mc_onstack = sigonstack(td->td_frame->tf_rsp);
	mcp->mc_flags = _MC_HASBASES;
	mcp->mc_len = sizeof(*mcp);
	mcp->mc_fpformat = _MC_FPFMT_XMM;
	mcp->mc_ownedfp = _MC_FPOWNED_FPU;
	critical_enter();
	fpu_save(td);
	critical_exit();
	memcpy(mcp->mc_fpstate, &td->td_pcb->pcb_save, sizeof(struct savefpu));
	mcp->mc_fsbase = td->td_pcb->pcb_fsbase;
	mcp->mc_gsbase = td->td_pcb->pcb_gsbase;
}

static int
set_fpcontext(struct thread *td, const mcontext_t *mcp)
{
	struct savefpu *fpu;

	switch (mcp->mc_fpformat) {
	case _MC_FPFMT_NODEV:
		return (0);
	case _MC_FPFMT_XMM:
		break;
	default:
		return (EINVAL);
	}
	if (mcp->mc_ownedfp == _MC_FPOWNED_NONE) {
		fpu_reset(td);
		return (0);
	}
	fpu = &td->td_pcb->pcb_save;
	critical_enter();
	memcpy(fpu, mcp->mc_fpstate, sizeof(*fpu));
	fpu->en_mxcsr &= cpu_mxcsr_mask;
	fpu_load(td);
	critical_exit();
	return (0);
}

/*
 * Take over registers that a program gave.  Flags beyond its rights and
 * addresses that are none of its own are refused; segments are not its to
 * choose.
 */
static int
set_mcontext(struct thread *td, const mcontext_t *mcp)
{
	struct trapframe *regs;
	register_t rflags;
	int error;

	regs = td->td_frame;
	rflags = mcp->mc_rflags;
	if (mcp->mc_len != sizeof(*mcp) ||
	    (mcp->mc_flags & ~_MC_FLAG_MASK) != 0)
		return (EINVAL);
	if (((rflags ^ regs->tf_rflags) & ~(register_t)PSL_USERCHANGE) != 0)
		return (EINVAL);
	if ((mcp->mc_flags & _MC_HASBASES) != 0 &&
	    ((vm_offset_t)mcp->mc_fsbase >= VM_MAXUSER_ADDRESS ||
	    (vm_offset_t)mcp->mc_gsbase >= VM_MAXUSER_ADDRESS))
		return (EINVAL);
	error = set_fpcontext(td, mcp);
	if (error != 0)
		return (error);
	memcpy(regs, &mcp->mc_rdi, TF_COPY_SIZE);
	regs->tf_cs = _ucodesel;
	regs->tf_ss = _udatasel;
	if (mcp->mc_flags & _MC_HASBASES) {
		(void)cpu_set_user_tls(td, (void *)mcp->mc_fsbase);
		cpu_set_user_gsbase(td, mcp->mc_gsbase);
	}
	set_pcb_flags(td->td_pcb, PCB_FULL_IRET);
	return (0);
}

/* Where the handler's frame goes, and whether on the alternate stack. */
static struct sigframe *
sigframe_place(struct thread *td, int sig, bool oonstack)
{
	struct sigacts *psp;
	uintptr_t sp;

	psp = td->td_proc->p_sigacts;
	if ((td->td_sigstk.ss_flags & SS_DISABLE) == 0 &&
	    td->td_sigstk.ss_size != 0 && !oonstack &&
	    SIGISMEMBER(psp->ps_sigonstack, sig))
		sp = (uintptr_t)td->td_sigstk.ss_sp + td->td_sigstk.ss_size;
	else
		sp = td->td_frame->tf_rsp - REDZONE;
	return ((struct sigframe *)((sp - sizeof(struct sigframe)) & ~0xfUL));
}

/*
 * Build the frame on the user stack, let the program go on in the trampoline,
 * which calls the handler: (signal, siginfo or code, ucontext, address).
 */
void
sendsig(sig_t catcher, ksiginfo_t *ksi, sigset_t *retmask)
{
	struct sigframe sf, *sfp;
	struct trapframe *regs;
	struct thread *td;
	struct proc *p;
	struct sigacts *psp;
	int sig;
	bool siginfo;

	td = curthread;
	p = td->td_proc;
	psp = p->p_sigacts;
	regs = td->td_frame;
	sig = ksi->ksi_signo;
	siginfo = SIGISMEMBER(psp->ps_siginfo, sig);
	sfp = sigframe_place(td, sig, sigonstack(regs->tf_rsp));
	mtx_unlock(&psp->ps_mtx);
	PROC_UNLOCK(p);

	bzero(&sf, sizeof(sf));
	sf.sf_uc.uc_sigmask = *retmask;
	sf.sf_uc.uc_stack = td->td_sigstk;
	sf.sf_uc.uc_stack.ss_flags = (td->td_sigstk.ss_flags & SS_DISABLE) ?
	    SS_DISABLE : sigonstack(regs->tf_rsp) ? SS_ONSTACK : 0;
	get_mcontext(td, &sf.sf_uc.uc_mcontext);
	sf.sf_ahu.sf_handler = catcher;
	sf.sf_si = ksi->ksi_info;
	sf.sf_si.si_signo = sig;

	if (copyout(&sf, sfp, sizeof(sf)) != 0) {
		PROC_LOCK(p);
		sigexit(td, SIGILL);
	}
	regs->tf_rdi = sig;
	regs->tf_rsi = siginfo ? (register_t)&sfp->sf_si : ksi->ksi_code;
	regs->tf_rdx = (register_t)&sfp->sf_uc;
	regs->tf_rcx = (register_t)ksi->ksi_addr;
	regs->tf_rsp = (register_t)sfp;
	regs->tf_rip = p->p_sysent->sv_shared_page_base;
	regs->tf_rflags &= ~(register_t)(PSL_T | PSL_D);
	set_pcb_flags(td->td_pcb, PCB_FULL_IRET);
	PROC_LOCK(p);
	mtx_lock(&psp->ps_mtx);
}

int
sys_sigreturn(struct thread *td, struct sigreturn_args *uap)
{
	ucontext_t uc;
	int error;

	error = copyin(uap->sigcntxp, &uc, sizeof(uc));
	if (error != 0)
		return (error);
	error = set_mcontext(td, &uc.uc_mcontext);
	if (error != 0)
		return (error);
	error = kern_sigprocmask(td, SIG_SETMASK, &uc.uc_sigmask, NULL, 0);
	return (error != 0 ? error : EJUSTRETURN);
}

/*
 * The page with an ABI's trampoline, referenced; NULL: no memory.  All native
 * processes share one.
 */
static vm_page_t
sigcode_get_page(struct sysentvec *sv)
{
	static vm_page_t native;
	vm_page_t m;

	if (sv == &elf64_freebsd_sysvec && native != NULL) {
		vm_page_ref(native);
		return (native);
	}
	m = vm_page_alloc(VM_ALLOC_SYSTEM | VM_ALLOC_ZERO);
	if (m == NULL)
		return (NULL);
	memcpy(VM_PAGE_TO_DMAP(m), sv->sv_sigcode, *sv->sv_szsigcode);
	if (sv == &elf64_freebsd_sysvec) {
		native = m;
		vm_page_ref(native);
	}
	return (m);
}

int
sigcode_map(struct vmspace *vm, struct sysentvec *sv)
{
	struct vm_map_entry t;
	vm_offset_t va;
	vm_page_t m;
	int rv;

	va = sv->sv_shared_page_base;
	if (sv->sv_sigcode == NULL || va == 0)
		return (0);
	bzero(&t, sizeof(t));
	t.protection = t.max_protection = VM_PROT_READ | VM_PROT_EXECUTE;
	vm_map_lock(&vm->vm_map);
	rv = vm_map_insert(&vm->vm_map, &t, va, va + PAGE_SIZE);
	vm_map_unlock(&vm->vm_map);
	if (rv != KERN_SUCCESS)
		return (vm_mmap_to_errno(rv));
	m = sigcode_get_page(sv);
	if (m == NULL)
		return (ENOMEM);
	if (pmap_enter(vm->vm_map.pmap, va, m, t.protection) != 0) {
		vm_page_unref(m);
		return (ENOMEM);
	}
	return (0);
}
