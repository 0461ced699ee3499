/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The two 8259 interrupt controllers and the handlers of their 16 lines.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sched.h>

#include <vm/vm.h>
#include <vm/pmap.h>

#include <machine/cpu.h>
#include <machine/cpufunc.h>
#include <machine/frame.h>
#include <machine/intr_machdep.h>
#include <machine/md_var.h>
#include <machine/segments.h>
#include <machine/specialreg.h>
#include <machine/trap.h>

#define	NIRQ		16
#define	IRQ_SLAVE	2		/* the second controller is on it */

#define	ICU1		0x20		/* first controller's ports */
#define	ICU2		0xa0
#define	ICU_MASK	1		/* offset of the mask port */

#define	ICW1_INIT	0x11		/* ICW4 follows, edge, cascade */
#define	ICW4_8086	0x01
#define	OCW2_EOI	0x20
#define	OCW3_READ_ISR	0x0b

#define	APIC_SPURIOUS	0xf0		/* registers of the local controller */
#define	APIC_SVR_ENABLE	0x100
#define	APIC_LINT0	0x350
#define	APIC_LVT_EXTINT	0x700		/* not masked; the 8259 has the vector */

struct intr_handler {
	struct intr_handler *ih_next;
	void		(*ih_func)(void *);
	void		*ih_arg;
	const char	*ih_name;
};

static MALLOC_DEFINE(M_INTR, "intr", "interrupt handlers");

static struct intr_handler *handlers[NIRQ];
static uint16_t irq_mask = 0xffff;	/* 1: the line is closed */

static void
icu_set_mask(uint16_t mask)
{

	irq_mask = mask;
	if (mask != 0xffff)
		mask &= ~(1 << IRQ_SLAVE);
	outb(ICU1 + ICU_MASK, mask);
	outb(ICU2 + ICU_MASK, mask >> 8);
}

static void
icu_start(int port, int vector, int cascade)
{

	outb(port, ICW1_INIT);
	outb(port + ICU_MASK, vector);
	outb(port + ICU_MASK, cascade);
	outb(port + ICU_MASK, ICW4_8086);
	outb(port, OCW3_READ_ISR);
}

/*
 * The lines of the 8259s reach the processor through pin LINT0 of its own
 * interrupt controller, which firmware may leave masked.
 */
static void
apic_pass_8259(void)
{
	volatile uint32_t *apic;
	uint64_t base;

	if ((cpu_feature & CPUID_APIC) == 0)
		return;
	base = rdmsr(MSR_APICBASE);
	if ((base & APICBASE_ENABLED) == 0)
		return;
	apic = pmap_mapdev(base & APICBASE_ADDRESS, PAGE_SIZE);
	if (apic == NULL)
		panic("the interrupt controller cannot be mapped");
	apic[APIC_SPURIOUS / sizeof(*apic)] = APIC_SVR_ENABLE | IDT_SPURIOUS;
	apic[APIC_LINT0 / sizeof(*apic)] = APIC_LVT_EXTINT;
	pmap_unmapdev((vm_offset_t)apic, PAGE_SIZE);
}

void
atpic_startup(void)
{

	apic_pass_8259();
	icu_start(ICU1, IDT_IO_INTS, 1 << IRQ_SLAVE);
	icu_start(ICU2, IDT_IO_INTS + 8, IRQ_SLAVE);
	icu_set_mask(0xffff);
}

int
intr_establish(int irq, void (*handler)(void *), void *arg, const char *name)
{
	struct intr_handler *ih;
	register_t flags;

	if (irq < 0 || irq >= NIRQ || irq == IRQ_SLAVE)
		return (EINVAL);
	ih = malloc(sizeof(*ih), M_INTR, M_NOWAIT);
	if (ih == NULL)
		return (ENOMEM);
	ih->ih_func = handler;
	ih->ih_arg = arg;
	ih->ih_name = name;
	flags = intr_disable();
	ih->ih_next = handlers[irq];
	handlers[irq] = ih;
	icu_set_mask(irq_mask & ~(1 << irq));
	intr_restore(flags);
	return (0);
}

int
intr_disestablish(int irq, void (*handler)(void *), void *arg)
{
	struct intr_handler *ih, **prev;
	register_t flags;

	if (irq < 0 || irq >= NIRQ)
		return (EINVAL);
	flags = intr_disable();
	for (prev = &handlers[irq]; (ih = *prev) != NULL; prev = &ih->ih_next)
		if (ih->ih_func == handler && ih->ih_arg == arg)
			break;
	if (ih != NULL) {
		*prev = ih->ih_next;
		if (handlers[irq] == NULL)
			icu_set_mask(irq_mask | 1 << irq);
	}
	intr_restore(flags);
	if (ih == NULL)
		return (ENOENT);
	free(ih, M_INTR);
	return (0);
}

/*
 * A line that drops before it is acknowledged shows up as the lowest
 * interrupt of its controller, without the bit in service.
 */
static bool
icu_spurious(int irq)
{

	if (irq == 7)
		return ((inb(ICU1) & 0x80) == 0);
	if (irq == 15 && (inb(ICU2) & 0x80) == 0) {
		outb(ICU1, OCW2_EOI);
		return (true);
	}
	return (false);
}

/*
 * Called with interrupts disabled, from the stubs in exception.S.  The line
 * is acknowledged first: handlers run to their end before another interrupt
 * is let in.
 */
void
atpic_handle_intr(struct trapframe *frame)
{
	struct intr_handler *ih;
	struct thread *td;
	int irq;

	irq = frame->tf_trapno;
	if (icu_spurious(irq))
		return;
	if (irq >= 8)
		outb(ICU2, OCW2_EOI);
	outb(ICU1, OCW2_EOI);

	td = curthread;
	td->td_intr_nesting_level++;
	critical_enter();
	PCPU_SET(intr_frame, frame);
	for (ih = handlers[irq]; ih != NULL; ih = ih->ih_next)
		ih->ih_func(ih->ih_arg);
	td->td_intr_nesting_level--;
	critical_exit();
	/* On the way to user mode doreti_user() looks after this. */
	if (!TRAPF_USERMODE(frame) && td->td_critnest == 0 &&
	    (td->td_flags & TDF_NEEDRESCHED) != 0)
		sched_preempt();
}
