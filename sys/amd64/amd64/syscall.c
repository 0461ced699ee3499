/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls: arguments and results in the registers of the native ABI.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/syscall.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>

#include <machine/cpu.h>
#include <machine/frame.h>
#include <machine/pcb.h>
#include <machine/sysarch.h>
#include <machine/trap.h>

#define	NARGREGS	6	/* rdi, rsi, rdx, rcx (from r10), r8, r9 */

/*
 * The syscall instruction.  Returns with interrupts disabled: 0 if the
 * registers that sysret destroys do not matter.
 */
int
amd64_syscall(struct trapframe *frame)
{
	struct thread *td;
	struct pcb *pcb;
	int full;

	td = curthread;
	td->td_frame = frame;
	enable_intr();
	syscall_dispatch(td);
	userret(td, frame);
	doreti_user(frame);
	pcb = td->td_pcb;
	full = pcb->pcb_flags & PCB_FULL_IRET;
	pcb->pcb_flags &= ~PCB_FULL_IRET;
	return (full);
}

/*
 * The number is in rax; for syscall(2) and __syscall(2) it is the first
 * argument.  What does not fit in registers lies on the stack, above the
 * return address of the program's stub.
 */
int
cpu_fetch_syscall_args(struct thread *td)
{
	struct trapframe *frame;
	struct syscall_args *sa;
	struct sysentvec *sv;
	int error, first, i, inregs;

	frame = td->td_frame;
	sa = &td->td_sa;
	sv = td->td_proc->p_sysent;
	sa->code = frame->tf_rax;
	first = 0;
	if (sa->code == SYS_syscall || sa->code == SYS___syscall) {
		sa->code = frame->tf_rdi;
		first = 1;
	}
	sa->callp = &sv->sv_table[sa->code < (u_int)sv->sv_size ?
	    sa->code : 0];
	inregs = MIN(sa->callp->sy_narg, NARGREGS - first);
	/* All of them, as that is quicker than only so many. */
	for (i = first; i < NARGREGS; i++)
		sa->args[i - first] = (&frame->tf_rdi)[i];
	error = 0;
	if (sa->callp->sy_narg > inregs)
		error = copyin((void *)(frame->tf_rsp + sizeof(register_t)),
		    &sa->args[inregs], (MIN(sa->callp->sy_narg,
		    nitems(sa->args)) - inregs) * sizeof(register_t));
	td->td_retval[0] = 0;
	td->td_retval[1] = frame->tf_rdx;
	return (error);
}

void
cpu_set_syscall_retval(struct thread *td, int error)
{
	struct trapframe *frame;

	frame = td->td_frame;
	switch (error) {
	case 0:
		frame->tf_rax = td->td_retval[0];
		frame->tf_rdx = td->td_retval[1];
		frame->tf_rflags &= ~PSL_C;
		break;
	case ERESTART:
		/* Do the instruction again; its registers must be whole. */
		frame->tf_rip -= frame->tf_err;
		frame->tf_r10 = frame->tf_rcx;
		set_pcb_flags(td->td_pcb, PCB_FULL_IRET);
		break;
	case EJUSTRETURN:
		break;
	default:
		frame->tf_rax = error;
		frame->tf_rflags |= PSL_C;
		break;
	}
}

/* sysarch(2): the thread pointer's registers. */
int
sys_sysarch(struct thread *td, struct sysarch_args *uap)
{
	struct pcb *pcb;
	register_t base;
	int error;

	pcb = td->td_pcb;
	switch (uap->op) {
	case AMD64_GET_FSBASE:
		return (copyout(&pcb->pcb_fsbase, uap->parms, sizeof(base)));
	case AMD64_GET_GSBASE:
		return (copyout(&pcb->pcb_gsbase, uap->parms, sizeof(base)));
	case AMD64_SET_FSBASE:
	case AMD64_SET_GSBASE:
		error = copyin(uap->parms, &base, sizeof(base));
		if (error != 0)
			return (error);
		if (uap->op == AMD64_SET_FSBASE)
			return (cpu_set_user_tls(td, (void *)base));
		return (cpu_set_user_gsbase(td, base));
	default:
		return (EINVAL);
	}
}
