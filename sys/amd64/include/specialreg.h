/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Control registers, cpuid bits and model-specific registers.
 */
#ifndef _MACHINE_SPECIALREG_H_
#define	_MACHINE_SPECIALREG_H_

#define	CR0_PE		0x00000001	/* protected mode */
#define	CR0_MP		0x00000002
#define	CR0_EM		0x00000004	/* no FPU */
#define	CR0_TS		0x00000008	/* task switched: FPU traps */
#define	CR0_NE		0x00000020	/* FPU errors by exception 16 */
#define	CR0_WP		0x00010000	/* read-only holds for the kernel */
#define	CR0_AM		0x00040000
#define	CR0_PG		0x80000000	/* paging */

#define	CR4_PAE		0x00000020
#define	CR4_PGE		0x00000080	/* global pages */
#define	CR4_FXSR	0x00000200	/* fxsave, SSE */
#define	CR4_XMM		0x00000400	/* SSE exceptions by exception 19 */
#define	CR4_SMEP	0x00100000	/* kernel does not execute user pages */

#define	EFER_SCE	0x00000001	/* syscall instruction */
#define	EFER_LME	0x00000100
#define	EFER_LMA	0x00000400
#define	EFER_NXE	0x00000800	/* no-execute bit */

#define	CPUID_APIC	0x00000200	/* leaf 1, edx */
#define	CPUID_SSE2	0x04000000	/* leaf 1, edx */
#define	CPUID2_HV	0x80000000	/* leaf 1, ecx: under a hypervisor */
#define	CPUID_STDEXT_SMEP 0x00000080	/* leaf 7, ebx */
#define	AMDID_NX	0x00100000	/* leaf 0x80000001, edx */

#define	MSR_APICBASE	0x0000001b	/* the processor's own controller */
#define	APICBASE_ENABLED 0x00000800
#define	APICBASE_ADDRESS 0xffffff000UL
#define	MSR_EFER	0xc0000080
#define	MSR_STAR	0xc0000081	/* segments of syscall and sysret */
#define	MSR_LSTAR	0xc0000082	/* entry of syscall */
#define	MSR_CSTAR	0xc0000083	/* the same from 32-bit code */
#define	MSR_SF_MASK	0xc0000084	/* flags that syscall clears */
#define	MSR_FSBASE	0xc0000100
#define	MSR_GSBASE	0xc0000101
#define	MSR_KGSBASE	0xc0000102	/* swapped in by swapgs */

#endif /* !_MACHINE_SPECIALREG_H_ */
