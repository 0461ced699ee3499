/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * execve(2): another program in the same process.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/exec.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/imgact.h>
#include <sys/imgact_elf.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/stat.h>
#include <sys/sx.h>
#include <sys/sysent.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include <vm/vm.h>
#include <vm/vm_map.h>
#include <vm/vm_param.h>

#define	CANARY_LEN	64	/* random bytes for the program */

/* Activators, in the order in which they registered. */
struct execsw_link {
	const struct execsw *es;
	LIST_ENTRY(execsw_link) link;
};

static MALLOC_DEFINE(M_EXECSW, "execsw", "image activators");

struct sx execsw_lock;
SX_SYSINIT(execsw, &execsw_lock, "execsw");
static LIST_HEAD(, execsw_link) execsw_list =
    LIST_HEAD_INITIALIZER(execsw_list);

EVENTHANDLER_LIST_DEFINE(process_exec);

int
exec_register(const struct execsw *es)
{
	struct execsw_link *el;

	el = malloc(sizeof(*el), M_EXECSW, M_WAITOK);
	el->es = es;
	sx_xlock(&execsw_lock);
	LIST_INSERT_HEAD(&execsw_list, el, link);
	sx_xunlock(&execsw_lock);
	return (0);
}

int
exec_unregister(const struct execsw *es)
{
	struct execsw_link *el;

	sx_xlock(&execsw_lock);
	LIST_FOREACH(el, &execsw_list, link) {
		if (el->es == es) {
			LIST_REMOVE(el, link);
			break;
		}
	}
	sx_xunlock(&execsw_lock);
	if (el == NULL)
		return (ENOENT);
	free(el, M_EXECSW);
	return (0);
}

int
sys_execve(struct thread *td, struct execve_args *uap)
{
	struct image_args args;
	int error;

	error = exec_copyin_args(&args, uap->fname, UIO_USERSPACE, uap->argv,
	    uap->envv);
	if (error == 0)
		error = kern_execve(td, &args, NULL, NULL);
	return (error);
}

int
sys_fexecve(struct thread *td, struct fexecve_args *uap)
{
	struct image_args args;
	int error;

	error = exec_copyin_args(&args, NULL, UIO_SYSSPACE, uap->argv,
	    uap->envv);
	if (error == 0) {
		args.fd = uap->fd;
		error = kern_execve(td, &args, NULL, NULL);
	}
	return (error);
}

/*
 * May the file be executed?  vp is locked; fills *attr.
 */
int
exec_check_permissions(struct image_params *imgp)
{
	struct thread *td;
	int error;

	td = curthread;
	error = VOP_GETATTR(imgp->vp, imgp->attr, td->td_ucred);
	if (error != 0)
		return (error);
	if ((imgp->vp->v_mount->mnt_flag & MNT_NOEXEC) != 0 ||
	    imgp->attr->va_type != VREG ||
	    (imgp->attr->va_mode & (S_IXUSR | S_IXGRP | S_IXOTH)) == 0)
		return (EACCES);
	if (imgp->attr->va_size == 0)
		return (ENOEXEC);
	return (VOP_ACCESS(imgp->vp, VEXEC, td->td_ucred, td));
}

int
exec_read(struct image_params *imgp __unused, struct vnode *vp, void *buf,
    size_t len, off_t offset)
{
	struct thread *td;
	int error;

	td = curthread;
	error = vn_rdwr(UIO_READ, vp, buf, len, offset, UIO_SYSSPACE, 0,
	    td->td_ucred, NOCRED, NULL, td);
	return (error == EIO ? ENOEXEC : error);
}

/*
 * Read the start of the file, which tells the activators what it is.
 */
static int
exec_read_header(struct image_params *imgp)
{
	struct thread *td;
	ssize_t resid;
	int error;

	td = curthread;
	if (imgp->image_header == NULL)
		imgp->image_header = malloc(PAGE_SIZE, M_TEMP, M_WAITOK);
	error = vn_rdwr(UIO_READ, imgp->vp, imgp->image_header, PAGE_SIZE, 0,
	    UIO_SYSSPACE, IO_NODELOCKED, td->td_ucred, NOCRED, &resid, td);
	imgp->image_hdrlen = PAGE_SIZE - resid;
	/* What is left of a longer file or an earlier one is not of this. */
	memset(imgp->image_header + imgp->image_hdrlen, 0, resid);
	return (error);
}

/*
 * A set-id file gives its owner's credentials, unless the mount forbids it.
 */
static void
exec_setid(struct image_params *imgp)
{
	struct ucred *newcred, *oldcred;
	bool setgid, setuid;

	oldcred = imgp->proc->p_ucred;
	if (imgp->newcred != NULL) {
		crfree(imgp->newcred);
		imgp->newcred = NULL;
	}
	imgp->credential_setid = false;
	setuid = (imgp->attr->va_mode & S_ISUID) != 0 &&
	    imgp->attr->va_uid != oldcred->cr_uid;
	setgid = (imgp->attr->va_mode & S_ISGID) != 0 &&
	    imgp->attr->va_gid != oldcred->cr_gid;
	if ((imgp->vp->v_mount->mnt_flag & MNT_NOSUID) != 0)
		setuid = setgid = false;
	if (!setuid && !setgid && oldcred->cr_svuid == oldcred->cr_uid &&
	    oldcred->cr_svgid == oldcred->cr_gid)
		return;
	newcred = crdup(oldcred);
	if (setuid)
		change_euid(newcred, imgp->attr->va_uid);
	if (setgid)
		change_egid(newcred, imgp->attr->va_gid);
	change_svuid(newcred, newcred->cr_uid);
	change_svgid(newcred, newcred->cr_gid);
	imgp->newcred = newcred;
	imgp->credential_setid = setuid || setgid;
}

/*
 * Find the file, check it, read its header, and keep writers away.  On
 * success vp is referenced and not locked.
 */
static int
exec_open(struct thread *td, struct image_params *imgp, const char *fname)
{
	struct nameidata nd;
	int error;

	if (fname != NULL) {
		NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF | LOCKSHARED,
		    UIO_SYSSPACE, fname, td);
		error = namei(&nd);
		if (error != 0)
			return (error);
		NDFREE(&nd, NDF_ONLY_PNBUF);
		imgp->vp = nd.ni_vp;
	} else {
		error = fgetvp(td, imgp->args->fd, &cap_no_rights, &imgp->vp);
		if (error != 0)
			return (error);
		vn_lock(imgp->vp, LK_SHARED | LK_RETRY);
	}
	error = exec_check_permissions(imgp);
	if (error == 0)
		error = VOP_SET_TEXT(imgp->vp);
	if (error == 0) {
		error = exec_read_header(imgp);
		if (error != 0)
			VOP_UNSET_TEXT(imgp->vp);
	}
	VOP_UNLOCK(imgp->vp);
	if (error != 0) {
		vrele(imgp->vp);
		imgp->vp = NULL;
	}
	return (error);
}

static void
exec_close(struct image_params *imgp)
{

	if (imgp->vp != NULL) {
		VOP_UNSET_TEXT(imgp->vp);
		vrele(imgp->vp);
		imgp->vp = NULL;
	}
}

/*
 * Let the activators look: 0 when one has set up the new image or has named
 * an interpreter to start over with, ENOEXEC when none knows the file.
 */
static int
exec_activate(struct image_params *imgp)
{
	struct execsw_link *el;
	int error;

	error = -1;
	sx_slock(&execsw_lock);
	LIST_FOREACH(el, &execsw_list, link) {
		error = el->es->ex_imgact(imgp);
		if (error != -1)
			break;
	}
	sx_sunlock(&execsw_lock);
	return (error == -1 ? ENOEXEC : error);
}

int
exec_new_vmspace(struct image_params *imgp, struct sysentvec *sv)
{
	struct proc *p;
	struct rlimit rlim;
	struct vmspace *vm;
	vm_size_t ssiz;
	int error;

	p = imgp->proc;
	imgp->vmspace_destroyed = true;
	imgp->sysent = sv;
	if (p->p_sysent->sv_onexec_old != NULL)
		p->p_sysent->sv_onexec_old(curthread);
	PROC_LOCK(p);
	p->p_sysent = sv;
	PROC_UNLOCK(p);
	if (sv->sv_onexec != NULL) {
		error = sv->sv_onexec(p, imgp);
		if (error != 0)
			return (error);
	}
	error = vmspace_exec(p, sv->sv_minuser, sv->sv_maxuser);
	if (error != 0)
		return (error);
	lim_rlimit(curthread, RLIMIT_STACK, &rlim);
	ssiz = round_page(MIN((rlim_t)MAXSSIZ, rlim.rlim_cur));
	vm = p->p_vmspace;
	error = vm_mmap_to_errno(vm_map_stack(&vm->vm_map,
	    sv->sv_usrstack - ssiz, ssiz, sv->sv_stackprot, VM_PROT_ALL,
	    MAP_STACK_GROWS_DOWN));
	vm->vm_maxsaddr = (char *)sv->sv_usrstack - ssiz;
	if (error == 0)
		error = sigcode_map(vm, sv);
	return (error);
}

/*
 * Keep a copy of the arguments for ps(1).
 */
static struct pargs *
exec_save_args(const struct image_args *args)
{
	struct pargs *pa;
	const char *end;
	int len;

	end = args->begin_envv != NULL ? args->begin_envv : args->endp;
	len = end - args->begin_argv;
	if (len > PAGE_SIZE)
		return (NULL);
	pa = pargs_alloc(len);
	memcpy(pa->ar_args, args->begin_argv, len);
	return (pa);
}

/*
 * The command name: the last component of the program's path.
 */
static void
exec_set_comm(struct thread *td, const struct image_params *imgp)
{
	const char *name;

	name = imgp->args->fname;
	if (name == NULL)
		name = imgp->args->argc > 0 ? imgp->args->begin_argv : "fexecve";
	if (strrchr(name, '/') != NULL)
		name = strrchr(name, '/') + 1;
	strlcpy(td->td_proc->p_comm, name, sizeof(td->td_proc->p_comm));
	strlcpy(td->td_name, name, sizeof(td->td_name));
}

static void
exec_set_creds(struct thread *td, struct image_params *imgp)
{
	struct proc *p;
	struct ucred *oldcred;

	p = td->td_proc;
	PROC_LOCK_ASSERT(p, MA_OWNED);
	if (imgp->credential_setid)
		setsugid(p);
	else if (p->p_ucred->cr_ruid == p->p_ucred->cr_uid &&
	    p->p_ucred->cr_rgid == p->p_ucred->cr_gid)
		p->p_flag &= ~P_SUGID;
	if (imgp->newcred == NULL)
		return;
	oldcred = p->p_ucred;
	proc_set_cred(p, crhold(imgp->newcred));
	crfree(oldcred);
}

static void
exec_unshare_sigacts(struct proc *p)
{
	struct sigacts *newps, *oldps;

	if (!sigacts_shared(p->p_sigacts))
		return;
	newps = sigacts_alloc();
	sigacts_copy(newps, p->p_sigacts);
	PROC_LOCK(p);
	oldps = p->p_sigacts;
	p->p_sigacts = newps;
	PROC_UNLOCK(p);
	sigacts_free(oldps);
}

/*
 * The image is in place: the process becomes the new program.
 */
static void
exec_commit(struct thread *td, struct image_params *imgp, uintptr_t stack)
{
	struct pargs *newargs, *oldargs;
	struct vnode *oldtext;
	struct proc *p;

	p = td->td_proc;
	newargs = exec_save_args(imgp->args);
	fdunshare(td);
	fdcloseexec(td);
	if (imgp->credential_setid)
		(void)fdcheckstd(td);
	exec_unshare_sigacts(p);
	PROC_LOCK(p);
	execsigs(p);
	exec_set_comm(td, imgp);
	exec_set_creds(td, imgp);
	oldargs = p->p_args;
	p->p_args = newargs;
	oldtext = p->p_textvp;
	p->p_textvp = imgp->vp;
	imgp->vp = NULL;
	p->p_flag |= P_EXEC;
	fork_release_parent(p);
	PROC_UNLOCK(p);
	pargs_drop(oldargs);
	if (oldtext != NULL) {
		VOP_UNSET_TEXT(oldtext);
		vrele(oldtext);
	}
	cred_update_thread(td);
	(*p->p_sysent->sv_setregs)(td, imgp, stack);
	EVENTHANDLER_DIRECT_INVOKE(process_exec, p, imgp);
}

/*
 * Find and activate the image, following scripts to their interpreters.
 */
static int
exec_image(struct thread *td, struct image_params *imgp)
{
	const char *fname;
	int error;

	fname = imgp->args->fname;
	for (;;) {
		error = exec_open(td, imgp, fname);
		if (error != 0)
			return (error);
		exec_setid(imgp);
		imgp->execpath = imgp->args->fname != NULL ?
		    imgp->args->fname : "";
		imgp->interpreter_name = NULL;
		error = exec_activate(imgp);
		if (error != 0 || imgp->interpreter_name == NULL)
			return (error);
		exec_close(imgp);
		fname = imgp->interpreter_name;
	}
}

int
kern_execve(struct thread *td, struct image_args *args, void *mac_p __unused,
    struct vmspace *oldvmspace __unused)
{
	struct image_params imgp;
	struct vattr attr;
	struct proc *p;
	uintptr_t stack;
	int error;

	p = td->td_proc;
	memset(&imgp, 0, sizeof(imgp));
	imgp.proc = p;
	imgp.attr = &attr;
	imgp.args = args;
	PROC_LOCK(p);
	p->p_flag |= P_INEXEC;
	PROC_UNLOCK(p);
	error = exec_image(td, &imgp);
	if (error == 0) {
		stack = 0;
		error = (*p->p_sysent->sv_copyout_strings)(&imgp, &stack);
		if (error == 0)
			error = (*p->p_sysent->sv_fixup)(&stack, &imgp);
	}
	if (error == 0)
		exec_commit(td, &imgp, stack);
	exec_close(&imgp);
	PROC_LOCK(p);
	p->p_flag &= ~P_INEXEC;
	PROC_UNLOCK(p);
	crfree(imgp.newcred);
	free(imgp.auxargs, M_TEMP);
	free(imgp.image_header, M_TEMP);
	exec_free_args(args);
	if (error != 0 && imgp.vmspace_destroyed)
		exit1(td, 0, SIGABRT);
	return (error == 0 ? EJUSTRETURN : error);
}

int
exec_push_bytes(uintptr_t *sp, const void *data, size_t len)
{

	*sp -= len;
	return (copyout(data, (void *)*sp, len));
}

int
exec_copyout_vector(uintptr_t *vec, uintptr_t *str, const char **strings,
    int count)
{
	size_t len;

	for (; count > 0; count--) {
		if (suword((void *)*vec, *str) != 0)
			return (EFAULT);
		*vec += sizeof(uintptr_t);
		len = strlen(*strings) + 1;
		*str += len;
		*strings += len;
	}
	if (suword((void *)*vec, 0) != 0)
		return (EFAULT);
	*vec += sizeof(uintptr_t);
	return (0);
}

/*
 * The native stack, from the top: struct ps_strings, path, random bytes, the
 * strings, the auxiliary vector, the environment and argument vectors.
 */
int
exec_copyout_strings(struct image_params *imgp, uintptr_t *stack_base)
{
	struct image_args *args;
	struct ps_strings ps;
	char canary[CANARY_LEN];
	const char *strings;
	uintptr_t sp, str, vec;
	int error;

	args = imgp->args;
	sp = imgp->sysent->sv_psstrings;
	error = exec_push_bytes(&sp, imgp->execpath, strlen(imgp->execpath) + 1);
	if (error != 0)
		return (error);
	imgp->execpathp = (void *)sp;
	arc4random_buf(canary, sizeof(canary));
	error = exec_push_bytes(&sp, canary, sizeof(canary));
	if (error != 0)
		return (error);
	imgp->canary = (void *)sp;
	imgp->canarylen = sizeof(canary);
	error = exec_push_bytes(&sp, args->begin_argv,
	    args->endp - args->begin_argv);
	if (error != 0)
		return (error);
	str = sp;

	sp -= ELF_AUXV_MAX * sizeof(Elf_Auxinfo);
	sp -= (args->argc + 1 + args->envc + 1) * sizeof(uintptr_t);
	sp = rounddown2(sp, 16);
	*stack_base = vec = sp;
	strings = args->begin_argv;
	ps.ps_argvstr = imgp->argv = (void *)vec;
	ps.ps_nargvstr = args->argc;
	error = exec_copyout_vector(&vec, &str, &strings, args->argc);
	if (error != 0)
		return (error);
	ps.ps_envstr = imgp->envv = (void *)vec;
	ps.ps_nenvstr = args->envc;
	error = exec_copyout_vector(&vec, &str, &strings, args->envc);
	if (error == 0 && imgp->auxargs != NULL)
		error = imgp->sysent->sv_copyout_auxargs(imgp, vec);
	if (error == 0)
		error = copyout(&ps, (void *)imgp->sysent->sv_psstrings,
		    sizeof(ps));
	imgp->ps_strings = (void *)imgp->sysent->sv_psstrings;
	return (error);
}
