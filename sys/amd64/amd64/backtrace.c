/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a panic shows: registers, and the calls that led to it.  Frame
 * pointers make this simple, as the whole kernel is compiled with them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kdb.h>
#include <sys/linker.h>
#include <sys/proc.h>
#include <sys/stack.h>

#include <vm/vm.h>
#include <vm/pmap.h>

#include <machine/frame.h>
#include <machine/md_var.h>
#include <machine/cpu.h>
#include <machine/vmparam.h>

#define	MAXFRAMES	64		/* deeper looks like a loop */
#define	NAME_LEN	128

/* Return addresses into exception.S, above which lies a trap frame. */
extern char calltrap_ret[], callintr_ret[];

/* Name an address as well as the linker can; false: nobody has it. */
static bool
name_address(uintptr_t addr, char *name, size_t len)
{

	if (linker_symbol_name(addr, name, len) == 0)
		return (true);
	name[0] = '\0';
	return (false);
}

/*
 * A return address lies behind its function, and so at the beginning of
 * another one, when the function ends in a call that does not return.  The
 * place of a fault is exact.
 */
static void
print_call(uintptr_t rip, bool exact)
{
	char name[NAME_LEN];
	size_t len;

	(void)name_address(rip, name, sizeof(name));
	len = strlen(name);
	if (!exact && len > 4 && strcmp(name + len - 4, "+0x0") == 0)
		(void)name_address(rip - 1, name, sizeof(name));
	printf("%#lx %s\n", (u_long)rip, name);
}

void
trapframe_print(const struct trapframe *frame)
{
	char name[NAME_LEN];

	(void)name_address(frame->tf_rip, name, sizeof(name));
	printf("rip %016lx  %s\n", frame->tf_rip, name);
	printf("rsp %04lx:%016lx  rflags %08lx  cs %04lx\n", frame->tf_ss,
	    frame->tf_rsp, frame->tf_rflags, frame->tf_cs);
	printf("rax %016lx  rbx %016lx  rcx %016lx\n", frame->tf_rax,
	    frame->tf_rbx, frame->tf_rcx);
	printf("rdx %016lx  rsi %016lx  rdi %016lx\n", frame->tf_rdx,
	    frame->tf_rsi, frame->tf_rdi);
	printf("rbp %016lx  r8  %016lx  r9  %016lx\n", frame->tf_rbp,
	    frame->tf_r8, frame->tf_r9);
	printf("r10 %016lx  r11 %016lx  r12 %016lx\n", frame->tf_r10,
	    frame->tf_r11, frame->tf_r12);
	printf("r13 %016lx  r14 %016lx  r15 %016lx\n", frame->tf_r13,
	    frame->tf_r14, frame->tf_r15);
}

/*
 * Where C calls end at a trap, the interrupted code goes on.  If that was no
 * code at all, a call through a bad pointer led there, and its return address
 * is still on top of the stack.
 */
static bool
cross_trapframe(const struct trapframe *frame, uintptr_t *rip, uintptr_t *rbp,
    bool *exact)
{
	char name[NAME_LEN];

	if (!pmap_kernel_mapped((vm_offset_t)frame, sizeof(*frame)))
		return (false);
	printf("--- trap %u, rip = %#lx, rsp = %#lx, rbp = %#lx ---\n",
	    frame->tf_trapno, frame->tf_rip, frame->tf_rsp, frame->tf_rbp);
	if (TRAPF_USERMODE(frame))
		return (false);
	*rip = frame->tf_rip;
	*rbp = frame->tf_rbp;
	*exact = true;
	if (!name_address(*rip, name, sizeof(name)) &&
	    pmap_kernel_mapped(frame->tf_rsp, sizeof(*rip))) {
		print_call(*rip, true);
		*rip = *(const uintptr_t *)frame->tf_rsp;
		*exact = false;
	}
	return (true);
}

/* Does a call return there with a trap frame above? */
static bool
is_trap_return(uintptr_t rip)
{

	return (rip == (uintptr_t)calltrap_ret ||
	    rip == (uintptr_t)callintr_ret);
}

void
backtrace_from(uintptr_t rip, uintptr_t rbp)
{
	const uintptr_t *fp;
	bool exact;
	int i;

	exact = false;
	for (i = 0; i < MAXFRAMES && rip != 0; i++) {
		print_call(rip, exact);
		exact = false;
		fp = (const uintptr_t *)rbp;
		if (rbp % sizeof(*fp) != 0 ||
		    !pmap_kernel_mapped(rbp, 2 * sizeof(*fp)))
			break;
		rip = fp[1];
		if (!is_trap_return(rip))
			rbp = fp[0];
		else if (!cross_trapframe((const struct trapframe *)(fp + 2),
		    &rip, &rbp, &exact))
			break;
	}
}

void
kdb_backtrace(void)
{

	printf("backtrace:\n");
	backtrace_from((uintptr_t)__builtin_return_address(0),
	    *(uintptr_t *)__builtin_frame_address(0));
}

/* From stack(9): only calls of functions; what was interrupted is left out. */
void
stack_save(struct stack *st)
{
	const uintptr_t *fp;

	stack_zero(st);
	fp = __builtin_frame_address(0);
	while ((uintptr_t)fp % sizeof(*fp) == 0 &&
	    pmap_kernel_mapped((vm_offset_t)fp, 2 * sizeof(*fp)) &&
	    fp[1] != 0 && !is_trap_return(fp[1]) && stack_put(st, fp[1]) == 0)
		fp = (const uintptr_t *)fp[0];
}
