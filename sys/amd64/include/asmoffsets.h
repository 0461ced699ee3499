/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Offsets of structure members, for assembler.  asmoffsets.c has the
 * compiler prove them.
 */
#ifndef _MACHINE_ASMOFFSETS_H_
#define	_MACHINE_ASMOFFSETS_H_

#define	PC_CURTHREAD	0
#define	PC_RSP0		24
#define	PC_SCRATCH_RSP	32

#define	PCB_RBX		512
#define	PCB_RBP		520
#define	PCB_R12		528
#define	PCB_R13		536
#define	PCB_R14		544
#define	PCB_R15		552
#define	PCB_RSP		560
#define	PCB_RIP		568
#define	PCB_SIZE	608

#define	TF_RDI		0
#define	TF_RSI		8
#define	TF_RDX		16
#define	TF_RCX		24
#define	TF_R8		32
#define	TF_R9		40
#define	TF_RAX		48
#define	TF_RBX		56
#define	TF_RBP		64
#define	TF_R10		72
#define	TF_R11		80
#define	TF_R12		88
#define	TF_R13		96
#define	TF_R14		104
#define	TF_R15		112
#define	TF_TRAPNO	120
#define	TF_ADDR		128
#define	TF_FLAGS	136
#define	TF_ERR		144
#define	TF_RIP		152
#define	TF_CS		160
#define	TF_RFLAGS	168
#define	TF_RSP		176
#define	TF_SS		184
#define	TF_SIZE		192

#endif /* !_MACHINE_ASMOFFSETS_H_ */
