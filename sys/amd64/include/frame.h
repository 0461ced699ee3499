/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What an exception, interrupt or system call leaves on the kernel stack.
 * The order is that of mcontext_t, from mc_rdi on.
 */
#ifndef _MACHINE_FRAME_H_
#define	_MACHINE_FRAME_H_

#include <machine/_types.h>

struct trapframe {
	__register_t	tf_rdi;
	__register_t	tf_rsi;
	__register_t	tf_rdx;
	__register_t	tf_rcx;
	__register_t	tf_r8;
	__register_t	tf_r9;
	__register_t	tf_rax;
	__register_t	tf_rbx;
	__register_t	tf_rbp;
	__register_t	tf_r10;
	__register_t	tf_r11;
	__register_t	tf_r12;
	__register_t	tf_r13;
	__register_t	tf_r14;
	__register_t	tf_r15;
	__uint32_t	tf_trapno;	/* T_* or interrupt number */
	__uint16_t	tf_fs;
	__uint16_t	tf_gs;
	__register_t	tf_addr;	/* faulting address */
	__uint32_t	tf_flags;	/* TF_* */
	__uint16_t	tf_es;
	__uint16_t	tf_ds;
	/* From here on the processor's own. */
	__register_t	tf_err;
	__register_t	tf_rip;
	__register_t	tf_cs;
	__register_t	tf_rflags;
	__register_t	tf_rsp;
	__register_t	tf_ss;
};

#define	TF_HASSEGS	0x1
#define	TF_HASBASES	0x2
#define	TF_HASFPXSTATE	0x4

#endif /* !_MACHINE_FRAME_H_ */
