/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Numbers of the traps, as in tf_trapno.
 */
#ifndef _MACHINE_TRAP_H_
#define	_MACHINE_TRAP_H_

#define	T_PRIVINFLT	1		/* privileged or undefined instruction */
#define	T_BPTFLT	3		/* breakpoint */
#define	T_ARITHTRAP	6		/* FPU error */
#define	T_PROTFLT	9		/* general protection */
#define	T_TRCTRAP	10		/* debug: single step */
#define	T_PAGEFLT	12
#define	T_ALIGNFLT	14
#define	T_DIVIDE	18
#define	T_NMI		19
#define	T_OFLOW		20
#define	T_BOUND		21
#define	T_DNA		22		/* no FPU */
#define	T_DOUBLEFLT	23
#define	T_FPOPFLT	24
#define	T_TSSFLT	25
#define	T_SEGNPFLT	26
#define	T_STKFLT	27
#define	T_MCHK		28
#define	T_XMMFLT	29		/* SSE error */
#define	T_RESERVED	30

/* Error code of a page fault */
#define	PGEX_P		0x01		/* the page is there: protection */
#define	PGEX_W		0x02		/* write */
#define	PGEX_U		0x04		/* from user mode */
#define	PGEX_RSV	0x08		/* reserved bit in a page table */
#define	PGEX_I		0x10		/* instruction fetch */

#if defined(_KERNEL) && !defined(LOCORE)
struct trapframe;

/* Entered from exception.S. */
void	trap(struct trapframe *frame);
void	dblfault_handler(struct trapframe *frame);
void	nmi_handler(struct trapframe *frame);
void	doreti_user(struct trapframe *frame);
int	amd64_syscall(struct trapframe *frame);
void	atpic_handle_intr(struct trapframe *frame);
#endif

#endif /* !_MACHINE_TRAP_H_ */
