/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Registers as a signal handler finds them; user ABI.
 */
#ifndef _MACHINE_UCONTEXT_H_
#define	_MACHINE_UCONTEXT_H_

#include <machine/_types.h>

typedef struct __mcontext {
	__register_t	mc_onstack;	/* on the alternate stack before */
	__register_t	mc_rdi;		/* from here to mc_ss as a trapframe */
	__register_t	mc_rsi;
	__register_t	mc_rdx;
	__register_t	mc_rcx;
	__register_t	mc_r8;
	__register_t	mc_r9;
	__register_t	mc_rax;
	__register_t	mc_rbx;
	__register_t	mc_rbp;
	__register_t	mc_r10;
	__register_t	mc_r11;
	__register_t	mc_r12;
	__register_t	mc_r13;
	__register_t	mc_r14;
	__register_t	mc_r15;
	__uint32_t	mc_trapno;
	__uint16_t	mc_fs;
	__uint16_t	mc_gs;
	__register_t	mc_addr;
	__uint32_t	mc_flags;
	__uint16_t	mc_es;
	__uint16_t	mc_ds;
	__register_t	mc_err;
	__register_t	mc_rip;
	__register_t	mc_cs;
	__register_t	mc_rflags;
	__register_t	mc_rsp;
	__register_t	mc_ss;
	long		mc_len;		/* sizeof(mcontext_t) */
	long		mc_fpformat;	/* _MC_FPFMT_* */
	long		mc_ownedfp;	/* _MC_FPOWNED_* */
	long		mc_fpstate[64] __attribute__((__aligned__(16)));
	__register_t	mc_fsbase;
	__register_t	mc_gsbase;
	__register_t	mc_xfpustate;
	__register_t	mc_xfpustate_len;
	long		mc_spare[4];
} mcontext_t;
_Static_assert(sizeof(mcontext_t) == 800, "mcontext_t is user ABI");

#define	_MC_HASSEGS	0x1
#define	_MC_HASBASES	0x2
#define	_MC_HASFPXSTATE	0x4
#define	_MC_FLAG_MASK	(_MC_HASSEGS | _MC_HASBASES | _MC_HASFPXSTATE)

#define	_MC_FPFMT_NODEV	0x10000
#define	_MC_FPFMT_XMM	0x10002
#define	_MC_FPOWNED_NONE 0x20000
#define	_MC_FPOWNED_FPU	0x20001
#define	_MC_FPOWNED_PCB	0x20002

#endif /* !_MACHINE_UCONTEXT_H_ */
