/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The FPU and SSE registers as fxsave stores them.
 */
#ifndef _MACHINE_FPU_H_
#define	_MACHINE_FPU_H_

#include <machine/_types.h>

struct savefpu {
	__uint16_t	en_cw;		/* control word */
	__uint16_t	en_sw;		/* status word */
	__uint8_t	en_tw;		/* tag word */
	__uint8_t	en_zero;
	__uint16_t	en_opcode;
	__uint64_t	en_rip;
	__uint64_t	en_rdp;
	__uint32_t	en_mxcsr;
	__uint32_t	en_mxcsr_mask;
	__uint8_t	sv_fp[8][16];
	__uint8_t	sv_xmm[16][16];
	__uint8_t	sv_pad[96];
} __attribute__((__aligned__(16)));

#define	FPU_INITIAL_CW	0x037f
#define	FPU_INITIAL_MXCSR 0x1f80

#ifdef _KERNEL
struct pcb;
struct thread;

/* Start the FPU of this processor and take the image of a clean one. */
void	fpuinit(void);
/* Give the running thread a clean FPU. */
void	fpu_reset(struct thread *td);
/* The registers of the running thread to and from its pcb. */
void	fpu_save(struct thread *td);
void	fpu_load(struct thread *td);
/* The si_code of the floating point exception trap of the running thread. */
int	fpu_trapcode(int trapno);
/* Bits of mxcsr that may be set. */
extern __uint32_t cpu_mxcsr_mask;
#endif

#endif /* !_MACHINE_FPU_H_ */
