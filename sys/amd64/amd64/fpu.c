/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The FPU and SSE registers.  The kernel itself uses none of them, so a
 * program's stay in place until another program runs: cpu_switch() saves
 * and loads them eagerly.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/signal.h>

#include <machine/cpufunc.h>
#include <machine/fpu.h>
#include <machine/pcb.h>
#include <machine/specialreg.h>
#include <machine/trap.h>

#define	MXCSR_MASK_DEFAULT	0xffbf	/* when fxsave reports none */
#define	EXCEPTIONS		0x3f	/* IM, DZ, OM, UM, PM, DM */

uint32_t cpu_mxcsr_mask;

static struct savefpu fpu_clean;

void
fpuinit(void)
{

	load_cr0((rcr0() & ~(u_long)(CR0_EM | CR0_TS)) | CR0_MP | CR0_NE);
	load_cr4(rcr4() | CR4_FXSR | CR4_XMM);
	fninit();
	fxsave(&fpu_clean);
	cpu_mxcsr_mask = fpu_clean.en_mxcsr_mask != 0 ?
	    fpu_clean.en_mxcsr_mask : MXCSR_MASK_DEFAULT;
	bzero(&fpu_clean, sizeof(fpu_clean));
	fpu_clean.en_cw = FPU_INITIAL_CW;
	fpu_clean.en_mxcsr = FPU_INITIAL_MXCSR;
}

void
fpu_reset(struct thread *td)
{

	critical_enter();
	td->td_pcb->pcb_save = fpu_clean;
	fxrstor(&td->td_pcb->pcb_save);
	critical_exit();
}

void
fpu_save(struct thread *td)
{

	fxsave(&td->td_pcb->pcb_save);
}

void
fpu_load(struct thread *td)
{

	fxrstor(&td->td_pcb->pcb_save);
}

/*
 * Which of the exceptions that are not masked is raised: status and mask
 * bits come in the same order, from the x87 words or from mxcsr.
 */
int
fpu_trapcode(int trapno)
{
	struct savefpu *fpu;
	u_int raised;

	fpu = &curthread->td_pcb->pcb_save;
	critical_enter();
	fxsave(fpu);
	critical_exit();
	if (trapno == T_XMMFLT)
		raised = fpu->en_mxcsr & ~(fpu->en_mxcsr >> 7);
	else
		raised = fpu->en_sw & ~(u_int)fpu->en_cw;
	raised &= EXCEPTIONS;
	if (raised & 0x01)
		return (FPE_FLTINV);
	if (raised & 0x04)
		return (FPE_FLTDIV);
	if (raised & 0x08)
		return (FPE_FLTOVF);
	if (raised & 0x12)
		return (FPE_FLTUND);
	return (FPE_FLTRES);
}
