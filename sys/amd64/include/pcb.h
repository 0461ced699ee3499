/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Saved machine state of a thread that does not run; it lies at the top of
 * the thread's kernel stack.  Assembler uses asmoffsets.h.
 */
#ifndef _MACHINE_PCB_H_
#define	_MACHINE_PCB_H_

#include <machine/_types.h>
#include <machine/fpu.h>

struct pcb {
	struct savefpu	pcb_save;	/* FPU and SSE registers */
	__register_t	pcb_rbx;
	__register_t	pcb_rbp;
	__register_t	pcb_r12;
	__register_t	pcb_r13;
	__register_t	pcb_r14;
	__register_t	pcb_r15;
	__register_t	pcb_rsp;
	__register_t	pcb_rip;
	__register_t	pcb_fsbase;	/* of the program */
	__register_t	pcb_gsbase;	/* of the program */
	__register_t	pcb_flags;	/* PCB_* */
	__register_t	pcb_spare;	/* keeps the size a multiple of 16 */
};

#define	PCB_FULL_IRET	0x01		/* return from a system call by iret */

#define	set_pcb_flags(pcb, flags)	((pcb)->pcb_flags |= (flags))
#define	clear_pcb_flags(pcb, flags)	((pcb)->pcb_flags &= ~(flags))

#endif /* !_MACHINE_PCB_H_ */
