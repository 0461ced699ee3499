/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Machine-dependent variables and functions that are no one else's business.
 */
#ifndef _MACHINE_MD_VAR_H_
#define	_MACHINE_MD_VAR_H_

#ifdef _KERNEL

#include <sys/types.h>

struct pcpu;
struct trapframe;

extern struct pcpu	pcpu0;
extern vm_paddr_t	kernend;	/* first byte after what the loader placed */
extern u_int		cpu_feature;	/* cpuid leaf 1, edx */
extern u_int		cpu_stdext_feature; /* cpuid leaf 7, ebx */

extern char	sigcode[];		/* signal trampoline of programs */
extern int	szsigcode;

/* C entry of the kernel, from btext. */
void	hammer_time(uint64_t modulep, uint64_t physfree);
/* support.S */
void	pagezero(void *page);
void	pagecopy(const void *from, void *to);

/* Tables of the processor. */
void	gdt_init(struct pcpu *pc);
void	idt_init(void);
void	syscall_init(void);

/*
 * Print a trap frame, or the calls that led to it.  For panics: take no
 * locks and touch no memory that is not mapped.
 */
void	trapframe_print(const struct trapframe *frame);
void	backtrace_from(uintptr_t rip, uintptr_t rbp);

#endif /* _KERNEL */

#endif /* !_MACHINE_MD_VAR_H_ */
