/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Kernel side of resource limits and usage.
 */
#ifndef _SYS_RESOURCEVAR_H_
#define	_SYS_RESOURCEVAR_H_

#include <sys/resource.h>

#ifdef _KERNEL

struct proc;
struct rusage_ext;
struct thread;

/* Limits; shared copy-on-write by processes, reference counted. */
struct plimit {
	struct rlimit	pl_rlimit[RLIM_NLIMITS];
	u_int		pl_refcnt;
};

struct plimit *lim_alloc(void);
struct plimit *lim_hold(struct plimit *limp);
void	lim_free(struct plimit *limp);
/* The limit now in force; lim_*_proc with p_mtx held. */
rlim_t	lim_cur(struct thread *td, int which);
rlim_t	lim_max(struct thread *td, int which);
rlim_t	lim_cur_proc(struct proc *p, int which);
rlim_t	lim_max_proc(struct proc *p, int which);
void	lim_rlimit(struct thread *td, int which, struct rlimit *rlp);

int	kern_proc_setrlimit(struct thread *td, struct proc *p, u_int which,
	    struct rlimit *limp);
int	kern_setrlimit(struct thread *td, u_int which, struct rlimit *limp);
int	kern_getrusage(struct thread *td, int who, struct rusage *rup);
/* Usage of a process (all its threads) and of its waited-for children. */
void	rufetch(struct proc *p, struct rusage *rup);
void	ruchildren(struct proc *p, struct rusage *rup);
/* Move the ticks of an exiting thread to its process; p_mtx held. */
void	ruxagg(struct proc *p, struct thread *td);

#endif /* _KERNEL */

#endif /* !_SYS_RESOURCEVAR_H_ */
