/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The native ABI: its vector, and how its ELF programs are recognised.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/elf.h>
#include <sys/exec.h>
#include <sys/imgact.h>
#include <sys/imgact_elf.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/smp.h>
#include <sys/syscall.h>
#include <sys/sysent.h>

#include <vm/vm.h>
#include <vm/vm_param.h>
#include <machine/cpu.h>
#include <machine/md_var.h>

#define	NT_FREEBSD_ABI_TAG	1

struct sysentvec elf64_freebsd_sysvec = {
	.sv_size = SYS_MAXSYSCALL,
	.sv_table = sysent,
	.sv_fixup = elf64_freebsd_fixup,
	.sv_sendsig = sendsig,
	.sv_sigcode = sigcode,
	.sv_szsigcode = &szsigcode,
	.sv_name = "FreeBSD ELF64",
	.sv_copyout_auxargs = elf64_freebsd_copyout_auxargs,
	.sv_minsigstksz = MINSIGSTKSZ,
	.sv_minuser = VM_MINUSER_ADDRESS,
	.sv_maxuser = VM_MAXUSER_ADDRESS,
	.sv_usrstack = USRSTACK,
	.sv_psstrings = USRSTACK - sizeof(struct ps_strings),
	.sv_stackprot = VM_PROT_READ | VM_PROT_WRITE,
	.sv_copyout_strings = exec_copyout_strings,
	.sv_setregs = exec_setregs,
	.sv_flags = SV_ABI_FREEBSD | SV_LP64,
	.sv_set_syscall_retval = cpu_set_syscall_retval,
	.sv_fetch_syscall_args = cpu_fetch_syscall_args,
	.sv_syscallnames = syscallnames,
	.sv_shared_page_base = SHAREDPAGE,
};

/* Processes that never enter user mode. */
struct sysentvec null_sysvec = {
	.sv_sendsig = sendsig,
	.sv_name = "null",
	.sv_minsigstksz = MINSIGSTKSZ,
	.sv_maxuser = VM_MAXUSER_ADDRESS,
	.sv_set_syscall_retval = cpu_set_syscall_retval,
	.sv_fetch_syscall_args = cpu_fetch_syscall_args,
	.sv_flags = SV_ABI_UNDEF | SV_LP64,
};

static Elf_Brandnote freebsd_brandnote = {
	.hdr.n_namesz = sizeof("FreeBSD"),
	.hdr.n_descsz = sizeof(int32_t),
	.hdr.n_type = NT_FREEBSD_ABI_TAG,
	.vendor = "FreeBSD",
};

static Elf64_Brandinfo freebsd_brand_info = {
	.brand = ELFOSABI_FREEBSD,
	.machine = EM_X86_64,
	.interp_path = "/libexec/ld-elf.so.1",
	.sysvec = &elf64_freebsd_sysvec,
	.flags = BI_CAN_EXEC_DYN | BI_BRAND_NOTE,
	.brand_note = &freebsd_brandnote,
};

static void
freebsd_brand_register(void *arg __unused)
{

	if (elf64_insert_brand_entry(&freebsd_brand_info) != 0)
		panic("no room for the native ELF brand");
}
SYSINIT(elf64_freebsd, SI_SUB_EXEC, SI_ORDER_FIRST, freebsd_brand_register,
    NULL);

/*
 * argc lies below argv.
 */
int
elf64_freebsd_fixup(uintptr_t *stack_base, struct image_params *imgp)
{

	*stack_base -= sizeof(uintptr_t);
	return (suword((void *)*stack_base, imgp->args->argc) != 0 ?
	    EFAULT : 0);
}

int
elf64_freebsd_copyout_auxargs(struct image_params *imgp, uintptr_t base)
{
	Elf_Auxinfo auxv[ELF_AUXV_MAX], *pos;
	Elf_Auxargs *args;

	args = imgp->auxargs;
	memset(auxv, 0, sizeof(auxv));
	pos = auxv;
	AUXARGS_ENTRY(pos, AT_PHDR, args->phdr);
	AUXARGS_ENTRY(pos, AT_PHENT, args->phent);
	AUXARGS_ENTRY(pos, AT_PHNUM, args->phnum);
	AUXARGS_ENTRY(pos, AT_PAGESZ, args->pagesz);
	AUXARGS_ENTRY(pos, AT_FLAGS, args->flags);
	AUXARGS_ENTRY(pos, AT_ENTRY, args->entry);
	AUXARGS_ENTRY(pos, AT_BASE, args->base);
	AUXARGS_ENTRY(pos, AT_EHDRFLAGS, args->hdr_eflags);
	if (imgp->execpathp != NULL)
		AUXARGS_ENTRY_PTR(pos, AT_EXECPATH, imgp->execpathp);
	AUXARGS_ENTRY(pos, AT_OSRELDATE, __FreeBSD_version);
	AUXARGS_ENTRY_PTR(pos, AT_CANARY, imgp->canary);
	AUXARGS_ENTRY(pos, AT_CANARYLEN, imgp->canarylen);
	AUXARGS_ENTRY(pos, AT_NCPUS, mp_ncpus);
	AUXARGS_ENTRY(pos, AT_STACKPROT, imgp->sysent->sv_stackprot);
	AUXARGS_ENTRY(pos, AT_ARGC, imgp->args->argc);
	AUXARGS_ENTRY_PTR(pos, AT_ARGV, imgp->argv);
	AUXARGS_ENTRY(pos, AT_ENVC, imgp->args->envc);
	AUXARGS_ENTRY_PTR(pos, AT_ENVV, imgp->envv);
	AUXARGS_ENTRY(pos, AT_NULL, 0);
	KASSERT(pos <= &auxv[ELF_AUXV_MAX], ("auxiliary vector overflow"));
	return (copyout(auxv, (void *)base,
	    (char *)pos - (char *)auxv));
}
