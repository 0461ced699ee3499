/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execve(2) and the stack that a new Linux program finds:
 *
 *	rsp ->	argc, argv..., NULL, envp..., NULL, auxiliary vector,
 *		(alignment), random bytes, platform, file name, strings,
 *		8 zero bytes, top of the stack
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/elf.h>
#include <sys/fcntl.h>
#include <sys/imgact.h>
#include <sys/imgact_elf.h>
#include <sys/libkern.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/sysent.h>
#include <sys/ucred.h>
#include <sys/uio.h>

#include <machine/md_var.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

/* Entries of the auxiliary vector that only Linux has, or numbers so */
#define	LINUX_AT_NULL		0
#define	LINUX_AT_PHDR		3
#define	LINUX_AT_PHENT		4
#define	LINUX_AT_PHNUM		5
#define	LINUX_AT_PAGESZ		6
#define	LINUX_AT_BASE		7
#define	LINUX_AT_FLAGS		8
#define	LINUX_AT_ENTRY		9
#define	LINUX_AT_UID		11
#define	LINUX_AT_EUID		12
#define	LINUX_AT_GID		13
#define	LINUX_AT_EGID		14
#define	LINUX_AT_PLATFORM	15
#define	LINUX_AT_HWCAP		16	/* cpuid leaf 1, edx */
#define	LINUX_AT_CLKTCK		17
#define	LINUX_AT_SECURE		23
#define	LINUX_AT_RANDOM		25
#define	LINUX_AT_EXECFN		31

#define	LINUX_AUXV_COUNT	18	/* entries that are written */

static const char linux_platform[] = LINUX_MACHINE;

int
linux_execve(struct thread *td, struct linux_execve_args *uap)
{
	struct image_args args;
	char *freebuf, *path;
	int error;

	if (linux_path_is_self_exe(uap->path)) {
		error = linux_self_exe(td, &path, &freebuf);
		if (error != 0)
			return (error);
		error = exec_copyin_args(&args, path, UIO_SYSSPACE, uap->argv,
		    uap->envv);
		free(freebuf, M_TEMP);
	} else
		error = exec_copyin_args(&args, uap->path, UIO_USERSPACE,
		    uap->argv, uap->envv);
	if (error != 0)
		return (error);
	return (kern_execve(td, &args, NULL, NULL));
}

/*
 * Strings, then the vectors below them.  The stack pointer must be a multiple
 * of 16 where argc will lie, one word below argv.
 */
int
linux_copyout_strings(struct image_params *imgp, uintptr_t *stack)
{
	char random[16];
	const char *strings;
	struct image_args *args;
	uintptr_t sp, str, vec;
	size_t len, words;
	int error;

	args = imgp->args;
	sp = imgp->sysent->sv_usrstack - sizeof(uint64_t);
	len = args->endp - args->begin_argv;
	error = exec_push_bytes(&sp, args->begin_argv, len);
	str = sp;
	if (error == 0) {
		error = exec_push_bytes(&sp, imgp->execpath,
		    strlen(imgp->execpath) + 1);
		imgp->execpathp = (void *)sp;
	}
	if (error == 0) {
		error = exec_push_bytes(&sp, linux_platform,
		    sizeof(linux_platform));
		imgp->ps_strings = (void *)sp;
	}
	if (error == 0) {
		sp = rounddown2(sp, sizeof(random));
		arc4random_buf(random, sizeof(random));
		imgp->canarylen = sizeof(random);
		error = exec_push_bytes(&sp, random, sizeof(random));
		imgp->canary = (void *)sp;
	}
	if (error != 0)
		return (error);

	words = 1 + args->argc + 1 + args->envc + 1;
	sp -= words * sizeof(l_uintptr_t) +
	    LINUX_AUXV_COUNT * sizeof(Elf_Auxinfo);
	sp = rounddown2(sp, 16);
	vec = sp + sizeof(l_uintptr_t);
	*stack = vec;

	strings = args->begin_argv;
	imgp->argv = (void *)vec;
	error = exec_copyout_vector(&vec, &str, &strings, args->argc);
	if (error == 0) {
		imgp->envv = (void *)vec;
		error = exec_copyout_vector(&vec, &str, &strings,
		    args->envc);
	}
	if (error == 0 && imgp->auxargs != NULL)
		error = imgp->sysent->sv_copyout_auxargs(imgp, vec);
	return (error);
}

int
linux_copyout_auxargs(struct image_params *imgp, uintptr_t base)
{
	Elf_Auxinfo auxv[LINUX_AUXV_COUNT], *pos;
	Elf_Auxargs *args;
	struct ucred *cred;

	args = imgp->auxargs;
	cred = imgp->newcred != NULL ? imgp->newcred : imgp->proc->p_ucred;
	memset(auxv, 0, sizeof(auxv));
	pos = auxv;
	AUXARGS_ENTRY(pos, LINUX_AT_HWCAP, cpu_feature);
	AUXARGS_ENTRY(pos, LINUX_AT_PAGESZ, args->pagesz);
	AUXARGS_ENTRY(pos, LINUX_AT_CLKTCK, LINUX_CLOCKTICK);
	AUXARGS_ENTRY(pos, LINUX_AT_PHDR, args->phdr);
	AUXARGS_ENTRY(pos, LINUX_AT_PHENT, args->phent);
	AUXARGS_ENTRY(pos, LINUX_AT_PHNUM, args->phnum);
	AUXARGS_ENTRY(pos, LINUX_AT_BASE, args->base);
	AUXARGS_ENTRY(pos, LINUX_AT_FLAGS, 0);
	AUXARGS_ENTRY(pos, LINUX_AT_ENTRY, args->entry);
	AUXARGS_ENTRY(pos, LINUX_AT_UID, cred->cr_ruid);
	AUXARGS_ENTRY(pos, LINUX_AT_EUID, cred->cr_uid);
	AUXARGS_ENTRY(pos, LINUX_AT_GID, cred->cr_rgid);
	AUXARGS_ENTRY(pos, LINUX_AT_EGID, cred->cr_gid);
	AUXARGS_ENTRY(pos, LINUX_AT_SECURE, imgp->credential_setid);
	AUXARGS_ENTRY_PTR(pos, LINUX_AT_RANDOM, imgp->canary);
	AUXARGS_ENTRY_PTR(pos, LINUX_AT_EXECFN, imgp->execpathp);
	AUXARGS_ENTRY_PTR(pos, LINUX_AT_PLATFORM, imgp->ps_strings);
	AUXARGS_ENTRY(pos, LINUX_AT_NULL, 0);
	KASSERT(pos == &auxv[LINUX_AUXV_COUNT], ("linux: auxiliary vector"));
	return (copyout(auxv, (void *)base, sizeof(auxv)));
}

/* argc lies below argv. */
int
linux_fixup(uintptr_t *stack, struct image_params *imgp)
{

	*stack -= sizeof(l_uintptr_t);
	return (suword((void *)*stack, imgp->args->argc) != 0 ? EFAULT : 0);
}
