/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Data of one processor, found by %gs.  curthread is at %gs:0, also in
 * modules that were compiled against FreeBSD's headers.
 */
#ifndef _MACHINE_PCPU_H_
#define	_MACHINE_PCPU_H_

#ifdef _KERNEL

#include <machine/_types.h>

struct amd64tss;
struct pmap;
struct thread;
struct trapframe;

struct pcpu {
	struct thread	*pc_curthread;	/* thread that runs; offset 0 is ABI */
	struct thread	*pc_idlethread;	/* thread to run when none can */
	struct pcpu	*pc_prvspace;	/* this structure */
	__uint64_t	pc_rsp0;	/* top of the running thread's stack */
	__uint64_t	pc_scratch_rsp;	/* user stack during syscall entry */
	struct amd64tss	*pc_tssp;
	struct pmap	*pc_curpmap;	/* page tables that are loaded */
	struct trapframe *pc_intr_frame; /* what the interrupt interrupted */
	unsigned int	pc_cpuid;
};

/* The name is pasted at once: curthread is a macro as well. */
#define	__pcpu_type(member)	__typeof(((struct pcpu *)0)->member)
#define	PCPU_GET(name)		__PCPU_GET(pc_##name)
#define	PCPU_SET(name, value)	__PCPU_SET(pc_##name, value)
#define	get_pcpu()		PCPU_GET(prvspace)
#define	PCPU_PTR(name)		(&get_pcpu()->pc_##name)

#define	__PCPU_GET(member) __extension__ ({				\
	__pcpu_type(member) __res;					\
									\
	__asm __volatile("mov %%gs:%c1, %0" : "=r" (__res)		\
	    : "i" (__builtin_offsetof(struct pcpu, member)));		\
	__res;								\
})

#define	__PCPU_SET(member, value) do {					\
	__pcpu_type(member) __val = (value);				\
									\
	__asm __volatile("mov %0, %%gs:%c1" : : "r" (__val),		\
	    "i" (__builtin_offsetof(struct pcpu, member)) : "memory");	\
} while (0)

/*
 * The running thread.  Its value never changes as seen by one thread, so
 * the compiler may keep it.
 */
static __inline __attribute__((__pure__)) struct thread *
__curthread(void)
{
	struct thread *td;

	__asm("movq %%gs:0, %0" : "=r" (td));
	return (td);
}
#define	curthread	(__curthread())
#define	curpcb		(curthread->td_pcb)
#define	curcpu		PCPU_GET(cpuid)

#endif /* _KERNEL */

#endif /* !_MACHINE_PCPU_H_ */
