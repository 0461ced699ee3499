/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Threads: their machine state at birth, the switch between them, and the
 * end of the machine.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/signal.h>
#include <sys/sysent.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <vm/vm_map.h>
#include <vm/pmap.h>

#include <machine/cpu.h>
#include <machine/fpu.h>
#include <machine/md_var.h>
#include <machine/pcb.h>
#include <machine/segments.h>
#include <machine/specialreg.h>

/* cpu_switch.S */
void	switch_context(struct pcb *old, struct pcb *new);

/*
 * Make thread td's world the processor's: its stack for entries from user
 * mode and, unless it never goes there, its address space, thread pointer
 * and FPU.  A kernel thread runs in whatever address space is loaded.
 */
static void
switch_world(struct thread *td)
{
	struct pcb *pcb;

	pcb = td->td_pcb;
	PCPU_SET(curthread, td);
	PCPU_SET(rsp0, (uintptr_t)pcb);
	PCPU_GET(tssp)->tss_rsp0 = (uintptr_t)pcb;
	if (td->td_pflags & TDP_KTHREAD)
		return;
	pmap_activate(td);
	wrmsr(MSR_FSBASE, pcb->pcb_fsbase);
	wrmsr(MSR_KGSBASE, pcb->pcb_gsbase);
	fpu_load(td);
}

void
cpu_switch(struct thread *old, struct thread *new)
{

	if ((old->td_pflags & TDP_KTHREAD) == 0)
		fpu_save(old);
	switch_world(new);
	switch_context(old->td_pcb, new->td_pcb);
}

void
cpu_throw(struct thread *old, struct thread *new)
{

	switch_world(new);
	switch_context(old->td_pcb, new->td_pcb);
	__builtin_unreachable();
}

void
cpu_thread_alloc(struct thread *td)
{
	struct pcb *pcb;

	pcb = (struct pcb *)(td->td_kstack + ptoa(td->td_kstack_pages)) - 1;
	bzero(pcb, sizeof(*pcb));
	td->td_pcb = pcb;
	td->td_frame = (struct trapframe *)pcb - 1;
}

void
cpu_thread_free(struct thread *td)
{

	td->td_pcb = NULL;
	td->td_frame = NULL;
}

/* The switch to a thread that has not run yet ends in fork_trampoline. */
static void
set_start(struct thread *td, void (*func)(void *, struct trapframe *),
    void *arg)
{
	struct pcb *pcb;

	pcb = td->td_pcb;
	pcb->pcb_rip = (register_t)fork_trampoline;
	pcb->pcb_rsp = (register_t)td->td_frame - sizeof(register_t);
	pcb->pcb_rbp = 0;
	pcb->pcb_r12 = (register_t)func;
	pcb->pcb_rbx = (register_t)arg;
	td->td_md.md_spinlock_count = 1;	/* sched_lock, see fork_exit */
	td->td_md.md_saved_flags = PSL_USER;
}

static void
fork_to_user(void *arg __unused, struct trapframe *frame)
{

	userret(curthread, frame);
}

void
cpu_fork(struct thread *td1, struct proc *p2 __unused, struct thread *td2,
    int flags __unused)
{
	struct trapframe *frame;

	if (td1 == curthread && (td1->td_pflags & TDP_KTHREAD) == 0) {
		critical_enter();
		fpu_save(td1);
		critical_exit();
	}
	*td2->td_pcb = *td1->td_pcb;
	*td2->td_frame = *td1->td_frame;
	set_pcb_flags(td2->td_pcb, PCB_FULL_IRET);
	set_start(td2, fork_to_user, NULL);

	frame = td2->td_frame;
	frame->tf_rax = 0;		/* the child sees 0 */
	frame->tf_rdx = 1;
	frame->tf_rflags &= ~PSL_C;
}

void
cpu_fork_kthread_handler(struct thread *td, void (*func)(void *), void *arg)
{

	set_start(td, (void (*)(void *, struct trapframe *))(uintptr_t)func,
	    arg);
}

int
cpu_set_user_tls(struct thread *td, void *tls_base)
{

	if ((vm_offset_t)tls_base >= VM_MAXUSER_ADDRESS)
		return (EINVAL);
	td->td_pcb->pcb_fsbase = (register_t)tls_base;
	if (td == curthread)
		wrmsr(MSR_FSBASE, (uintptr_t)tls_base);
	return (0);
}

int
cpu_set_user_gsbase(struct thread *td, register_t base)
{

	if ((vm_offset_t)base >= VM_MAXUSER_ADDRESS)
		return (EINVAL);
	td->td_pcb->pcb_gsbase = base;
	if (td == curthread)
		wrmsr(MSR_KGSBASE, base);
	return (0);
}

void
cpu_exit(struct thread *td __unused)
{

	/* Nothing is kept outside the pcb. */
}

/*
 * spinlock_enter(9): interrupts stay out until the last exit.  The first
 * enter notes whether they were enabled.
 */
void
spinlock_enter(void)
{
	struct thread *td;
	register_t flags;

	td = curthread;
	if (td->td_md.md_spinlock_count == 0) {
		flags = intr_disable();
		td->td_md.md_spinlock_count = 1;
		td->td_md.md_saved_flags = flags;
		critical_enter();
	} else
		td->td_md.md_spinlock_count++;
}

void
spinlock_exit(void)
{
	struct thread *td;
	register_t flags;

	td = curthread;
	flags = td->td_md.md_saved_flags;
	if (--td->td_md.md_spinlock_count == 0) {
		critical_exit();
		intr_restore(flags);
	}
}

void
cpu_idle(int busy __unused)
{

	disable_intr();
	if (curthread->td_flags & TDF_NEEDRESCHED)
		enable_intr();
	else
		__asm __volatile("sti; hlt" : : : "memory");
}

void
cpu_halt(void)
{

	for (;;) {
		disable_intr();
		halt();
	}
}

/*
 * The chipset's reset register, the keyboard controller, and at last a fault
 * without an interrupt table.
 */
void
cpu_reset(void)
{
	struct region_descriptor rd = { 0, 0 };

	disable_intr();
	outb(0xcf9, 0x02);
	outb(0xcf9, 0x06);
	outb(0x64, 0xfe);
	lidt(&rd);
	breakpoint();
	cpu_halt();
}
