/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Proof of the numbers in machine/asmoffsets.h; makes no code.
 */
#include <sys/param.h>
#include <sys/types.h>

#include <machine/asmoffsets.h>
#include <machine/frame.h>
#include <machine/pcb.h>
#include <machine/pcpu.h>
#include <machine/sigframe.h>
#include <machine/vmparam.h>

#define	PROVE(number, type, member)					\
	_Static_assert((number) == offsetof(type, member), #number)

PROVE(PC_CURTHREAD, struct pcpu, pc_curthread);
PROVE(PC_RSP0, struct pcpu, pc_rsp0);
PROVE(PC_SCRATCH_RSP, struct pcpu, pc_scratch_rsp);

PROVE(PCB_RBX, struct pcb, pcb_rbx);
PROVE(PCB_RBP, struct pcb, pcb_rbp);
PROVE(PCB_R12, struct pcb, pcb_r12);
PROVE(PCB_R13, struct pcb, pcb_r13);
PROVE(PCB_R14, struct pcb, pcb_r14);
PROVE(PCB_R15, struct pcb, pcb_r15);
PROVE(PCB_RSP, struct pcb, pcb_rsp);
PROVE(PCB_RIP, struct pcb, pcb_rip);
_Static_assert(PCB_SIZE == sizeof(struct pcb), "PCB_SIZE");
_Static_assert(PCB_SIZE % 16 == 0, "the stack below the pcb is aligned");

PROVE(TF_RDI, struct trapframe, tf_rdi);
PROVE(TF_RSI, struct trapframe, tf_rsi);
PROVE(TF_RDX, struct trapframe, tf_rdx);
PROVE(TF_RCX, struct trapframe, tf_rcx);
PROVE(TF_R8, struct trapframe, tf_r8);
PROVE(TF_R9, struct trapframe, tf_r9);
PROVE(TF_RAX, struct trapframe, tf_rax);
PROVE(TF_RBX, struct trapframe, tf_rbx);
PROVE(TF_RBP, struct trapframe, tf_rbp);
PROVE(TF_R10, struct trapframe, tf_r10);
PROVE(TF_R11, struct trapframe, tf_r11);
PROVE(TF_R12, struct trapframe, tf_r12);
PROVE(TF_R13, struct trapframe, tf_r13);
PROVE(TF_R14, struct trapframe, tf_r14);
PROVE(TF_R15, struct trapframe, tf_r15);
PROVE(TF_TRAPNO, struct trapframe, tf_trapno);
PROVE(TF_ADDR, struct trapframe, tf_addr);
PROVE(TF_FLAGS, struct trapframe, tf_flags);
PROVE(TF_ERR, struct trapframe, tf_err);
PROVE(TF_RIP, struct trapframe, tf_rip);
PROVE(TF_CS, struct trapframe, tf_cs);
PROVE(TF_RFLAGS, struct trapframe, tf_rflags);
PROVE(TF_RSP, struct trapframe, tf_rsp);
PROVE(TF_SS, struct trapframe, tf_ss);
_Static_assert(TF_SIZE == sizeof(struct trapframe), "TF_SIZE");

/* sendsig() copies a trapframe into an mcontext_t in one piece. */
_Static_assert(offsetof(mcontext_t, mc_ss) - offsetof(mcontext_t, mc_rdi) ==
    offsetof(struct trapframe, tf_ss), "mcontext_t begins with a trapframe");
/* sigtramp.S knows where the context lies. */
PROVE(16, struct sigframe, sf_uc);
_Static_assert(sizeof(ucontext_t) == 880, "ucontext_t is user ABI");
/* support.S has its own. */
_Static_assert(VM_MAXUSER_ADDRESS == 0x0000800000000000, "USER_END");
