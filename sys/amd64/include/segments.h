/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The global and the interrupt descriptor table.
 */
#ifndef _MACHINE_SEGMENTS_H_
#define	_MACHINE_SEGMENTS_H_

#define	SEL_KPL		0		/* privilege of the kernel */
#define	SEL_UPL		3		/* privilege of programs */
#define	SEL_RPL_MASK	3
#define	ISPL(s)		((s) & SEL_RPL_MASK)
#define	GSEL(s, r)	(((s) << 3) | (r))

/* Places in the global descriptor table; sysret fixes the last four. */
#define	GNULL_SEL	0
#define	GUFS32_SEL	2
#define	GUGS32_SEL	3
#define	GCODE_SEL	4
#define	GDATA_SEL	5
#define	GUCODE32_SEL	6
#define	GUDATA_SEL	7
#define	GUCODE_SEL	8
#define	GPROC0_SEL	9		/* the task state, two places */
#define	NGDT		11

#define	KCODE_SEL	GSEL(GCODE_SEL, SEL_KPL)
#define	KDATA_SEL	GSEL(GDATA_SEL, SEL_KPL)
#define	_ucode32sel	GSEL(GUCODE32_SEL, SEL_UPL)
#define	_udatasel	GSEL(GUDATA_SEL, SEL_UPL)
#define	_ucodesel	GSEL(GUCODE_SEL, SEL_UPL)

/* Vectors */
#define	IDT_DE		0		/* divide */
#define	IDT_DB		1		/* debug */
#define	IDT_NMI		2
#define	IDT_BP		3		/* breakpoint */
#define	IDT_OF		4
#define	IDT_BR		5
#define	IDT_UD		6		/* undefined instruction */
#define	IDT_NM		7		/* no FPU */
#define	IDT_DF		8		/* double fault */
#define	IDT_TS		10
#define	IDT_NP		11
#define	IDT_SS		12
#define	IDT_GP		13
#define	IDT_PF		14
#define	IDT_MF		16		/* FPU error */
#define	IDT_AC		17
#define	IDT_MC		18		/* machine check */
#define	IDT_XF		19		/* SSE error */
#define	IDT_IO_INTS	32		/* first interrupt of the 8259s */
#define	IDT_SPURIOUS	255		/* of the local controller */
#define	NIDT		256

#ifndef LOCORE

#include <machine/_types.h>

struct region_descriptor {
	__uint16_t	rd_limit;
	__uint64_t	rd_base;
} __attribute__((__packed__));

struct gate_descriptor {
	__uint16_t	gd_looffset;
	__uint16_t	gd_selector;
	__uint8_t	gd_ist;
	__uint8_t	gd_type;
	__uint16_t	gd_mdoffset;
	__uint32_t	gd_hioffset;
	__uint32_t	gd_reserved;
};

#define	SDT_SYSIGT	0x8e		/* present interrupt gate, kernel only */
#define	SDT_SYSIGT_USER	0xee		/* the same, callable by programs */

/* The task state: where the processor finds its stacks. */
struct amd64tss {
	__uint32_t	tss_rsvd0;
	__uint64_t	tss_rsp0;
	__uint64_t	tss_rsp1;
	__uint64_t	tss_rsp2;
	__uint64_t	tss_rsvd1;
	__uint64_t	tss_ist[7];	/* tss_ist[0] is IST 1 */
	__uint64_t	tss_rsvd2;
	__uint16_t	tss_rsvd3;
	__uint16_t	tss_iobase;
} __attribute__((__packed__));

#endif /* !LOCORE */

#endif /* !_MACHINE_SEGMENTS_H_ */
