/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The Linux ABI as the kernel sees it: its system call vector, the ELF files
 * that belong to it, and the module linux.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/elf.h>
#include <sys/imgact.h>
#include <sys/imgact_elf.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sysent.h>

#include <vm/vm.h>
#include <machine/vmparam.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_util.h>

#define	LINUX_MINSIGSTKSZ	2048
#define	LINUX_ABI_TAG		1	/* type of the note "GNU" */

static struct sysentvec linux_sysvec = {
	.sv_size = LINUX_SYS_MAXSYSCALL,
	.sv_table = linux_sysent,
	.sv_fixup = linux_fixup,
	.sv_sendsig = linux_sendsig,
	.sv_name = "Linux ELF64",
	.sv_copyout_auxargs = linux_copyout_auxargs,
	.sv_minsigstksz = LINUX_MINSIGSTKSZ,
	.sv_minuser = VM_MINUSER_ADDRESS,
	.sv_maxuser = VM_MAXUSER_ADDRESS,
	.sv_usrstack = USRSTACK,
	.sv_stackprot = VM_PROT_READ | VM_PROT_WRITE,
	.sv_copyout_strings = linux_copyout_strings,
	.sv_setregs = linux_exec_setregs,
	.sv_flags = SV_ABI_LINUX | SV_LP64,
	.sv_set_syscall_retval = linux_set_syscall_retval,
	.sv_fetch_syscall_args = linux_fetch_syscall_args,
	.sv_schedtail = linux_schedtail,
	.sv_onexec = linux_onexec,
	.sv_onexec_old = linux_onexec_old,
	.sv_onexit = linux_onexit,
	.sv_onfork = linux_onfork,
};

static Elf_Brandnote linux_brandnote = {
	.hdr.n_namesz = sizeof("GNU"),
	.hdr.n_descsz = 4 * sizeof(uint32_t),	/* Linux, 3, 2, 0 */
	.hdr.n_type = LINUX_ABI_TAG,
	.vendor = "GNU",
};

/* Most files are not marked; those with indirect functions are "GNU". */
static Elf_Brandinfo linux_brands[] = {
	{
		.brand = ELFOSABI_LINUX,
		.machine = EM_X86_64,
		.interp_path = "/lib64/ld-linux-x86-64.so.2",
		.sysvec = &linux_sysvec,
		.flags = BI_CAN_EXEC_DYN | BI_BRAND_NOTE,
		.brand_note = &linux_brandnote,
	},
	{
		.brand = ELFOSABI_NONE,
		.machine = EM_X86_64,
		.interp_path = "/lib/ld-musl-x86_64.so.1",
		.sysvec = &linux_sysvec,
		.flags = BI_CAN_EXEC_DYN,
	},
};

static int
linux_insert_brands(size_t count)
{
	size_t i;
	int error;

	for (i = 0; i < count; i++) {
		error = elf64_insert_brand_entry(&linux_brands[i]);
		if (error != 0)
			break;
	}
	if (i == count)
		return (0);
	while (i-- > 0)
		(void)elf64_remove_brand_entry(&linux_brands[i]);
	return (error);
}

/* Refused while a process has one, and then all stay. */
static int
linux_remove_brands(void)
{
	size_t i;
	int error;

	for (i = 0; i < nitems(linux_brands); i++) {
		error = elf64_remove_brand_entry(&linux_brands[i]);
		if (error != 0) {
			(void)linux_insert_brands(i);
			return (error);
		}
	}
	return (0);
}

/* A process of either brand has the one vector. */
static int
linux_modevent(module_t mod __unused, int type, void *data __unused)
{

	switch (type) {
	case MOD_LOAD:
		return (linux_insert_brands(nitems(linux_brands)));
	case MOD_QUIESCE:
		return (elf64_brand_inuse(&linux_brands[0]) ? EBUSY : 0);
	case MOD_UNLOAD:
		return (linux_remove_brands());
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t linux_mod = {
	"linux",
	linux_modevent,
	NULL
};

DECLARE_MODULE(linux, linux_mod, SI_SUB_EXEC, SI_ORDER_ANY);
MODULE_VERSION(linux, 1);
