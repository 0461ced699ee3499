/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Registers as a signal handler finds them; user ABI.
 */
#ifndef _MACHINE_UCONTEXT_H_
#define	_MACHINE_UCONTEXT_H_

typedef struct __mcontext {
	long		mc_onstack;	/* on the alternate stack before */
	long		mc_rdi;		/* from here to mc_ss as a trapframe */
	long		mc_rsi;
	long		mc_rdx;
	long		mc_rcx;
	long		mc_r8;
	long		mc_r9;
	long		mc_rax;
	long		mc_rbx;
	long		mc_rbp;
	long		mc_r10;
	long		mc_r11;
	long		mc_r12;
	long		mc_r13;
	long		mc_r14;
	long		mc_r15;
	unsigned int	mc_trapno;
	unsigned short	mc_fs;
	unsigned short	mc_gs;
	long		mc_addr;
	unsigned int	mc_flags;
	unsigned short	mc_es;
	unsigned short	mc_ds;
	long		mc_err;
	long		mc_rip;
	long		mc_cs;
	long		mc_rflags;
	long		mc_rsp;
	long		mc_ss;
	long		mc_len;		/* sizeof(mcontext_t) */
	long		mc_fpformat;	/* _MC_FPFMT_* */
	long		mc_ownedfp;	/* _MC_FPOWNED_* */
	long		mc_fpstate[64] __attribute__((__aligned__(16)));
	long		mc_fsbase;
	long		mc_gsbase;
	long		mc_xfpustate;
	long		mc_xfpustate_len;
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
