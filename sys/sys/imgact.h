/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Image activation: the state of one execve(2).
 */
#ifndef _SYS_IMGACT_H_
#define	_SYS_IMGACT_H_

#include <sys/types.h>

#ifdef _KERNEL

#include <sys/_uio.h>

struct label;
struct proc;
struct sysentvec;
struct thread;
struct ucred;
struct vattr;
struct vmspace;
struct vnode;

/* Room for all argument and environment strings and the file name. */
#define	EXEC_ARGS_SPACE	(ARG_MAX + MAXPATHLEN)

/*
 * Arguments, copied into the kernel once.  buf holds the file name, then the
 * argument strings, then the environment strings, each ended by NUL.
 */
struct image_args {
	char	*buf;		/* allocation, grows; NULL if none */
	size_t	buflen;		/* its size */
	char	*fname;		/* in buf, or the caller's */
	char	*begin_argv;
	char	*begin_envv;	/* end of the arguments */
	char	*endp;		/* end of the strings */
	int	stringspace;	/* bytes that strings may still take */
	int	argc;
	int	envc;
	int	fd;		/* fexecve; -1 if fname counts */
};

struct image_params {
	struct proc	*proc;
	struct vnode	*vp;		/* referenced, not locked, marked as text */
	struct vattr	*attr;
	char		*image_header;	/* the first page of the file */
	size_t		image_hdrlen;	/* valid bytes in it */
	u_long		entry_addr;
	u_long		reloc_base;
	char		*interpreter_name; /* of a script, or PT_INTERP's path */
	int		interpreted;	/* IMGACT_* */
	bool		vmspace_destroyed; /* past the point of no return */
	void		*auxargs;	/* Elf_Auxargs; freed by exec */
	struct image_args *args;
	struct sysentvec *sysent;	/* of the new image */
	void		*argv;		/* user addresses on the new stack */
	void		*envv;
	void		*ps_strings;
	void		*execpathp;
	void		*canary;
	int		canarylen;
	const char	*execpath;	/* as given by the caller, or "" */
	struct ucred	*newcred;	/* set-id image: replaces p_ucred */
	bool		credential_setid;
};

#define	IMGACT_SHELL	0x1
#define	IMGACT_BINMISC	0x2

/*
 * Start filling args with fname (in segment segflg: UIO_USERSPACE or
 * UIO_SYSSPACE).  The strings are added by exec_args_add_arg and
 * exec_args_add_env; exec_copyin_args does the whole from user vectors.
 * E2BIG when they do not fit.  exec_free_args undoes.
 */
int	exec_copyin_args(struct image_args *args, const char *fname,
	    enum uio_seg segflg, char **argv, char **envv);
int	exec_alloc_args(struct image_args *args);
void	exec_free_args(struct image_args *args);
int	exec_args_add_fname(struct image_args *args, const char *fname,
	    enum uio_seg segflg);
int	exec_args_add_arg(struct image_args *args, const char *argp,
	    enum uio_seg segflg);
int	exec_args_add_env(struct image_args *args, const char *envp,
	    enum uio_seg segflg);
char	*exec_args_get_begin_envv(struct image_args *args);
/* Replace consume bytes of arguments' start by extend bytes of room. */
int	exec_args_adjust_args(struct image_args *args, size_t consume,
	    ssize_t extend);

/* Run a program in the calling process; args is freed in any case. */
int	kern_execve(struct thread *td, struct image_args *args, void *mac_p,
	    struct vmspace *oldvmspace);
/*
 * The new, empty address space with its stack, and the ABI sv; by activators
 * when they are sure.  There is no way back.
 */
int	exec_new_vmspace(struct image_params *imgp, struct sysentvec *sv);
/* Read from the image's file into the kernel: ENOEXEC if it is shorter. */
int	exec_read(struct image_params *imgp, struct vnode *vp, void *buf,
	    size_t len, off_t offset);
/*
 * Pieces of a new stack, for sv_copyout_strings; EFAULT.  exec_push_bytes
 * copies len bytes below *sp and moves *sp there.  exec_copyout_vector writes
 * pointers to count strings, which lie one after another from *str on, and
 * NULL, at *vec; strings is the kernel's copy of them.  All three advance.
 */
int	exec_push_bytes(uintptr_t *sp, const void *data, size_t len);
int	exec_copyout_vector(uintptr_t *vec, uintptr_t *str,
	    const char **strings, int count);
int	exec_copyout_strings(struct image_params *imgp, uintptr_t *stack_base);
void	exec_setregs(struct thread *td, struct image_params *imgp,
	    uintptr_t stack);
int	exec_check_permissions(struct image_params *imgp);
int	exec_shell_imgact(struct image_params *imgp);

#endif /* _KERNEL */

#endif /* !_SYS_IMGACT_H_ */
