/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Credentials of processes and open files.
 */
#ifndef _SYS_UCRED_H_
#define	_SYS_UCRED_H_

#include <sys/types.h>

struct prison;

#define	XU_NGROUPS	16

#ifdef _KERNEL

#define	CRED_SMALLGROUPS	16	/* groups that need no allocation */

/*
 * Immutable once shared: to change credentials, fill a new one (crget,
 * crcopy) and swing p_ucred to it under p_mtx.  Reference counted.
 */
struct ucred {
	u_int		cr_ref;
	uid_t		cr_uid;		/* effective */
	uid_t		cr_ruid;	/* real */
	uid_t		cr_svuid;	/* saved */
	int		cr_ngroups;
	gid_t		cr_rgid;
	gid_t		cr_svgid;
	u_int		cr_flags;
	struct prison	*cr_prison;	/* always NULL: there are no jails */
	gid_t		*cr_groups;	/* cr_groups[0] is the effective one */
	int		cr_agroups;	/* room in cr_groups */
	gid_t		cr_smallgroups[CRED_SMALLGROUPS];
};

#define	cr_gid	cr_groups[0]
#define	NOCRED	((struct ucred *)0)
#define	FSCRED	((struct ucred *)-1)

struct proc;
struct thread;

struct ucred *crget(void);
struct ucred *crhold(struct ucred *cr);
void	crfree(struct ucred *cr);
struct ucred *crdup(struct ucred *cr);
/* dest is fresh from crget(9) and large enough or can be grown. */
void	crcopy(struct ucred *dest, struct ucred *src);
/* Replace src, whose reference is consumed, by the copy; p_mtx held. */
struct ucred *crcopysafe(struct proc *p, struct ucred *cr);
void	crextend(struct ucred *cr, int n);
void	crsetgroups(struct ucred *cr, int ngrp, gid_t *groups);
int	groupmember(gid_t gid, struct ucred *cred);
/* Install newcred as the process's, p_mtx held; the caller frees the old. */
void	proc_set_cred(struct proc *p, struct ucred *newcred);
void	proc_set_cred_init(struct proc *p, struct ucred *cr);
/* Take over the process's credentials for this system call. */
void	cred_update_thread(struct thread *td);
void	setsugid(struct proc *p);
int	cr_cansee(struct ucred *u1, struct ucred *u2);
int	p_cansee(struct thread *td, struct proc *p);

void	change_euid(struct ucred *cr, uid_t euid);
void	change_egid(struct ucred *cr, gid_t egid);
void	change_ruid(struct ucred *cr, uid_t ruid);
void	change_rgid(struct ucred *cr, gid_t rgid);
void	change_svuid(struct ucred *cr, uid_t svuid);
void	change_svgid(struct ucred *cr, gid_t svgid);
int	kern_setgroups(struct thread *td, u_int ngrp, gid_t *groups);

extern int ngroups_max;		/* supplementary groups of a process */

#endif /* _KERNEL */

#endif /* !_SYS_UCRED_H_ */
