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

struct pcpu {
	struct thread	*pc_curthread;	/* thread that runs; offset 0 is ABI */
	struct thread	*pc_idlethread;	/* thread to run when none can */
	struct pcpu	*pc_prvspace;	/* this structure */
	__uint64_t	pc_rsp0;	/* top of the running thread's stack */
	__uint64_t	pc_scratch_rsp;	/* user stack during syscall entry */
	struct amd64tss	*pc_tssp;
	struct pmap	*pc_curpmap;	/* page tables that are loaded */
	unsigned int	pc_cpuid;
};

#define	__pcpu_offset(name)	__builtin_offsetof(struct pcpu, pc_##name)
#define	__pcpu_type(name)	__typeof(((struct pcpu *)0)->pc_##name)

#define	PCPU_GET(name) __extension__ ({					\
	__pcpu_type(name) __res;					\
									\
	__asm __volatile("mov %%gs:%c1, %0"				\
	    : "=r" (__res) : "i" (__pcpu_offset(name)));		\
	__res;								\
})

#define	PCPU_SET(name, value) do {					\
	__pcpu_type(name) __val = (value);				\
									\
	__asm __volatile("mov %0, %%gs:%c1"				\
	    : : "r" (__val), "i" (__pcpu_offset(name)) : "memory");	\
} while (0)

#define	get_pcpu()	PCPU_GET(prvspace)
#define	PCPU_PTR(name)	(&get_pcpu()->pc_##name)

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
