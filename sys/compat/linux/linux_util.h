/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the files of the Linux emulation share: translations between Linux's
 * and the native values, and the hooks of the system call vector.
 */
#ifndef _COMPAT_LINUX_LINUX_UTIL_H_
#define	_COMPAT_LINUX_LINUX_UTIL_H_

#include <sys/param.h>
#include <sys/errno.h>
#include <sys/malloc.h>
#include <sys/signal.h>
#include <sys/sysent.h>

#include <compat/linux/linux.h>

struct image_params;
struct ksiginfo;
struct proc;
struct thread;
struct timespec;

MALLOC_DECLARE(M_LINUX);

/*
 * State of a Linux process, in p_emuldata: made at exec, copied at fork.
 * The return address of each signal's handler is the only thing that the
 * kernel proper has no room for.
 */
struct linux_proc {
	l_uintptr_t	lp_restorer[LINUX_NSIG];	/* [signal - 1] */
};

/* linux_errno.c: by the native number. */
#define	LINUX_ERRTBL_SIZE	(ELAST + 1)
extern const int linux_errtbl[LINUX_ERRTBL_SIZE];

/* linux_sysent.c; the last entry is for every number above. */
#define	LINUX_SYS_MAXSYSCALL	441
extern struct sysent linux_sysent[LINUX_SYS_MAXSYSCALL];

/*
 * linux_signal.c.  Signal numbers: 0 for one without counterpart, which no
 * valid signal of the other side is.
 */
int	linux_to_bsd_signal(int sig);
int	bsd_to_linux_signal(int sig);
void	linux_to_bsd_sigset(l_sigset_t lset, sigset_t *set);
void	bsd_to_linux_sigset(const sigset_t *set, l_sigset_t *lset);
int	linux_copyin_sigset(const l_sigset_t *uset, l_size_t size,
	    sigset_t *set);
void	bsd_to_linux_stack(const stack_t *ss, l_stack_t *lss);
int	linux_to_bsd_stack(const l_stack_t *lss, stack_t *ss);
void	bsd_to_linux_siginfo(const siginfo_t *si, l_siginfo_t *lsi);

/* linux_file.c: 0 if the descriptor is open, else EBADF. */
int	linux_check_fd(struct thread *td, int fd);

/* linux_path.c */
int	linux_to_bsd_atflags(int lflags, int allowed, int *flags);
/* Does the user's string say /proc/self/exe?  Its path, to be freed, M_TEMP. */
bool	linux_path_is_self_exe(const char *upath);
int	linux_self_exe(struct thread *td, char **path, char **freebuf);

/* linux_stat.c */
dev_t	linux_to_bsd_dev(u_int ldev);

/* linux_fork.c: a status word of wait4(2). */
int	bsd_to_linux_status(int status);

/* linux_machdep.c: hooks that know registers and the user stack. */
void	linux_sendsig(sig_t catcher, struct ksiginfo *ksi, sigset_t *mask);
void	linux_set_syscall_retval(struct thread *td, int error);
int	linux_fetch_syscall_args(struct thread *td);
void	linux_exec_setregs(struct thread *td, struct image_params *imgp,
	    uintptr_t stack);
/* Child of any fork: no second result as in the native ABI. */
void	linux_fork_setregs(struct thread *parent, struct thread *child);
/* Child of clone(2): run on stack and with thread pointer tls, where not 0. */
void	linux_clone_setregs(struct thread *td, l_uintptr_t stack, bool settls,
	    l_uintptr_t tls);

/* linux_exec.c: the initial stack. */
int	linux_copyout_strings(struct image_params *imgp, uintptr_t *stack);
int	linux_copyout_auxargs(struct image_params *imgp, uintptr_t base);
int	linux_fixup(uintptr_t *stack, struct image_params *imgp);

/* linux_fork.c: hooks of a process's life. */
int	linux_onexec(struct proc *p, struct image_params *imgp);
void	linux_onexec_old(struct thread *td);
void	linux_onexit(struct proc *p);
void	linux_onfork(struct thread *parent, struct thread *child);
void	linux_schedtail(struct thread *td);

#endif /* !_COMPAT_LINUX_LINUX_UTIL_H_ */
