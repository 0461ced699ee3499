/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The tables that the processor reads: segments, task state, interrupt
 * vectors, and the registers of the syscall instruction.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>

#include <machine/cpufunc.h>
#include <machine/md_var.h>
#include <machine/psl.h>
#include <machine/segments.h>
#include <machine/specialreg.h>

#define	IST_DBLFAULT	1
#define	IST_NMI		2
#define	IST_SIZE	(2 * PAGE_SIZE)	/* room for panic() and printf() */

typedef void	inthand_t(void);

extern inthand_t Xdiv, Xdbg, Xnmi, Xbpt, Xofl, Xbnd, Xill, Xdna, Xdblfault,
    Xtss, Xmissing, Xstk, Xprot, Xpage, Xfpu, Xalign, Xmchk, Xxmm, Xrsvd,
    Xspuriousint, Xfast_syscall;
extern char Xatpic_intr[];

struct pcpu pcpu0;

static struct amd64tss tss0;
static uint64_t gdt[NGDT];
static struct gate_descriptor idt[NIDT];
static char dblfault_stack[IST_SIZE] __aligned(16);
static char nmi_stack[IST_SIZE] __aligned(16);

static const struct {
	u_char		vector;
	u_char		ist;
	u_char		type;
	inthand_t	*func;
} exceptions[] = {
	{ IDT_DE, 0, SDT_SYSIGT, Xdiv },
	{ IDT_DB, 0, SDT_SYSIGT, Xdbg },
	{ IDT_NMI, IST_NMI, SDT_SYSIGT, Xnmi },
	{ IDT_BP, 0, SDT_SYSIGT_USER, Xbpt },
	{ IDT_OF, 0, SDT_SYSIGT_USER, Xofl },
	{ IDT_BR, 0, SDT_SYSIGT, Xbnd },
	{ IDT_UD, 0, SDT_SYSIGT, Xill },
	{ IDT_NM, 0, SDT_SYSIGT, Xdna },
	{ IDT_DF, IST_DBLFAULT, SDT_SYSIGT, Xdblfault },
	{ IDT_TS, 0, SDT_SYSIGT, Xtss },
	{ IDT_NP, 0, SDT_SYSIGT, Xmissing },
	{ IDT_SS, 0, SDT_SYSIGT, Xstk },
	{ IDT_GP, 0, SDT_SYSIGT, Xprot },
	{ IDT_PF, 0, SDT_SYSIGT, Xpage },
	{ IDT_MF, 0, SDT_SYSIGT, Xfpu },
	{ IDT_AC, 0, SDT_SYSIGT, Xalign },
	{ IDT_MC, IST_NMI, SDT_SYSIGT, Xmchk },
	{ IDT_XF, 0, SDT_SYSIGT, Xxmm },
};

/* Descriptors: the access byte in bits 40-47, the flags in bits 52-55. */
#define	SEG_CODE64	0x00209a0000000000UL
#define	SEG_DATA	0x00cf92000000ffffUL
#define	SEG_CODE32	0x00cf9a000000ffffUL
#define	SEG_USER	0x0000600000000000UL
#define	SEG_TSS		0x0000890000000000UL

static void
gdt_fill(struct amd64tss *tss)
{
	uint64_t base;

	base = (uintptr_t)tss;
	gdt[GUFS32_SEL] = SEG_DATA | SEG_USER;
	gdt[GUGS32_SEL] = SEG_DATA | SEG_USER;
	gdt[GCODE_SEL] = SEG_CODE64;
	gdt[GDATA_SEL] = SEG_DATA;
	gdt[GUCODE32_SEL] = SEG_CODE32 | SEG_USER;
	gdt[GUDATA_SEL] = SEG_DATA | SEG_USER;
	gdt[GUCODE_SEL] = SEG_CODE64 | SEG_USER;
	gdt[GPROC0_SEL] = SEG_TSS | (sizeof(*tss) - 1) |
	    (base & 0xffffff) << 16 | (base >> 24 & 0xff) << 56;
	gdt[GPROC0_SEL + 1] = base >> 32;
}

/* Load the table and reload every segment register from it. */
static void
gdt_load(void)
{
	struct region_descriptor rd;

	rd.rd_limit = sizeof(gdt) - 1;
	rd.rd_base = (uintptr_t)gdt;
	lgdt_only(&rd);
	__asm __volatile(
	    "movl %0, %%ds; movl %0, %%es; movl %0, %%ss;"
	    "movl %1, %%fs; movl %1, %%gs;"
	    "pushq %2; leaq 1f(%%rip), %%rax; pushq %%rax; lretq; 1:"
	    : : "r" (KDATA_SEL), "r" (0), "i" (KCODE_SEL) : "rax", "memory");
}

void
gdt_init(struct pcpu *pc)
{

	tss0.tss_ist[IST_DBLFAULT - 1] = (uintptr_t)dblfault_stack + IST_SIZE;
	tss0.tss_ist[IST_NMI - 1] = (uintptr_t)nmi_stack + IST_SIZE;
	tss0.tss_iobase = sizeof(tss0);		/* no port is for programs */
	gdt_fill(&tss0);
	gdt_load();
	ltr(GSEL(GPROC0_SEL, SEL_KPL));

	pc->pc_prvspace = pc;
	pc->pc_tssp = &tss0;
	wrmsr(MSR_FSBASE, 0);
	wrmsr(MSR_GSBASE, (uintptr_t)pc);
	wrmsr(MSR_KGSBASE, 0);
}

static void
setidt(int vector, uintptr_t func, int type, int ist)
{
	struct gate_descriptor *gd;

	gd = &idt[vector];
	gd->gd_looffset = func;
	gd->gd_selector = KCODE_SEL;
	gd->gd_ist = ist;
	gd->gd_type = type;
	gd->gd_mdoffset = func >> 16;
	gd->gd_hioffset = func >> 32;
}

void
idt_init(void)
{
	struct region_descriptor rd;
	size_t i;

	for (i = 0; i < NIDT; i++)
		setidt(i, (uintptr_t)Xrsvd, SDT_SYSIGT, 0);
	for (i = 0; i < nitems(exceptions); i++)
		setidt(exceptions[i].vector, (uintptr_t)exceptions[i].func,
		    exceptions[i].type, exceptions[i].ist);
	for (i = 0; i < 16; i++)
		setidt(IDT_IO_INTS + i, (uintptr_t)&Xatpic_intr[i * 32],
		    SDT_SYSIGT, 0);
	setidt(IDT_SPURIOUS, (uintptr_t)Xspuriousint, SDT_SYSIGT, 0);
	rd.rd_limit = sizeof(idt) - 1;
	rd.rd_base = (uintptr_t)idt;
	lidt(&rd);
}

/*
 * syscall takes the kernel's segments from STAR[32..47] (code, then data),
 * sysret the program's from STAR[48..63] (32-bit code, data, 64-bit code).
 */
void
syscall_init(void)
{

	wrmsr(MSR_STAR, (uint64_t)KCODE_SEL << 32 |
	    (uint64_t)_ucode32sel << 48);
	wrmsr(MSR_LSTAR, (uintptr_t)Xfast_syscall);
	wrmsr(MSR_CSTAR, 0);
	wrmsr(MSR_SF_MASK, PSL_NT | PSL_T | PSL_I | PSL_C | PSL_D | PSL_AC);
	wrmsr(MSR_EFER, rdmsr(MSR_EFER) | EFER_SCE);
}
