/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Identity of processes: ids, credentials, groups and sessions, system calls.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>

int
sys_getpid(struct thread *td, struct getpid_args *uap __unused)
{

	td->td_retval[0] = td->td_proc->p_pid;
	return (0);
}

int
sys_getppid(struct thread *td, struct getppid_args *uap __unused)
{

	sx_slock(&proctree_lock);
	td->td_retval[0] = td->td_proc->p_pptr->p_pid;
	sx_sunlock(&proctree_lock);
	return (0);
}

int
sys_getuid(struct thread *td, struct getuid_args *uap __unused)
{

	td->td_retval[0] = td->td_ucred->cr_ruid;
	td->td_retval[1] = td->td_ucred->cr_uid;
	return (0);
}

int
sys_geteuid(struct thread *td, struct geteuid_args *uap __unused)
{

	td->td_retval[0] = td->td_ucred->cr_uid;
	return (0);
}

int
sys_getgid(struct thread *td, struct getgid_args *uap __unused)
{

	td->td_retval[0] = td->td_ucred->cr_rgid;
	td->td_retval[1] = td->td_ucred->cr_gid;
	return (0);
}

int
sys_getegid(struct thread *td, struct getegid_args *uap __unused)
{

	td->td_retval[0] = td->td_ucred->cr_gid;
	return (0);
}

int
sys_issetugid(struct thread *td, struct issetugid_args *uap __unused)
{

	td->td_retval[0] = (td->td_proc->p_flag & P_SUGID) != 0;
	return (0);
}

int
sys_getresuid(struct thread *td, struct getresuid_args *uap)
{
	struct ucred *cred;
	int error;

	cred = td->td_ucred;
	error = 0;
	if (uap->ruid != NULL)
		error = copyout(&cred->cr_ruid, uap->ruid, sizeof(uid_t));
	if (error == 0 && uap->euid != NULL)
		error = copyout(&cred->cr_uid, uap->euid, sizeof(uid_t));
	if (error == 0 && uap->suid != NULL)
		error = copyout(&cred->cr_svuid, uap->suid, sizeof(uid_t));
	return (error);
}

int
sys_getresgid(struct thread *td, struct getresgid_args *uap)
{
	struct ucred *cred;
	int error;

	cred = td->td_ucred;
	error = 0;
	if (uap->rgid != NULL)
		error = copyout(&cred->cr_rgid, uap->rgid, sizeof(gid_t));
	if (error == 0 && uap->egid != NULL)
		error = copyout(&cred->cr_gid, uap->egid, sizeof(gid_t));
	if (error == 0 && uap->sgid != NULL)
		error = copyout(&cred->cr_svgid, uap->sgid, sizeof(gid_t));
	return (error);
}

int
sys_getgroups(struct thread *td, struct getgroups_args *uap)
{
	struct ucred *cred;

	cred = td->td_ucred;
	td->td_retval[0] = cred->cr_ngroups;
	if (uap->gidsetsize == 0)
		return (0);
	if (uap->gidsetsize < (u_int)cred->cr_ngroups)
		return (EINVAL);
	return (copyout(cred->cr_groups, uap->gidset,
	    cred->cr_ngroups * sizeof(gid_t)));
}

/*
 * Begin to change the process's credentials: a copy to be changed, and the
 * present ones in *oldp.  p_mtx is held until cred_commit().
 */
static struct ucred *
cred_begin(struct proc *p, struct ucred **oldp)
{
	struct ucred *newcred;

	newcred = crget();
	PROC_LOCK(p);
	*oldp = crcopysafe(p, newcred);
	return (newcred);
}

/*
 * Install the changed copy, unless error says that the change is refused.
 */
static int
cred_commit(struct proc *p, struct ucred *newcred, struct ucred *oldcred,
    int error)
{

	if (error != 0) {
		PROC_UNLOCK(p);
		crfree(newcred);
		return (error);
	}
	if (newcred->cr_uid != oldcred->cr_uid ||
	    newcred->cr_ruid != oldcred->cr_ruid ||
	    newcred->cr_svuid != oldcred->cr_svuid ||
	    newcred->cr_gid != oldcred->cr_gid ||
	    newcred->cr_rgid != oldcred->cr_rgid ||
	    newcred->cr_svgid != oldcred->cr_svgid)
		setsugid(p);
	proc_set_cred(p, newcred);
	PROC_UNLOCK(p);
	crfree(oldcred);
	return (0);
}

int
sys_setuid(struct thread *td, struct setuid_args *uap)
{
	struct ucred *newcred, *old;
	uid_t uid;
	int error;

	uid = uap->uid;
	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if (uid != old->cr_ruid && uid != old->cr_uid)
		error = priv_check_cred(old, PRIV_CRED_SETUID);
	change_ruid(newcred, uid);
	change_svuid(newcred, uid);
	change_euid(newcred, uid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

int
sys_seteuid(struct thread *td, struct seteuid_args *uap)
{
	struct ucred *newcred, *old;
	uid_t euid;
	int error;

	euid = uap->euid;
	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if (euid != old->cr_ruid && euid != old->cr_svuid)
		error = priv_check_cred(old, PRIV_CRED_SETEUID);
	change_euid(newcred, euid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

int
sys_setgid(struct thread *td, struct setgid_args *uap)
{
	struct ucred *newcred, *old;
	gid_t gid;
	int error;

	gid = uap->gid;
	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if (gid != old->cr_rgid && gid != old->cr_gid)
		error = priv_check_cred(old, PRIV_CRED_SETGID);
	change_rgid(newcred, gid);
	change_svgid(newcred, gid);
	change_egid(newcred, gid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

int
sys_setegid(struct thread *td, struct setegid_args *uap)
{
	struct ucred *newcred, *old;
	gid_t egid;
	int error;

	egid = uap->egid;
	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if (egid != old->cr_rgid && egid != old->cr_svgid)
		error = priv_check_cred(old, PRIV_CRED_SETEGID);
	change_egid(newcred, egid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

int
sys_setreuid(struct thread *td, struct setreuid_args *uap)
{
	struct ucred *newcred, *old;
	uid_t euid, ruid;
	int error;

	euid = uap->euid;
	ruid = uap->ruid;
	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if ((ruid != (uid_t)-1 && ruid != old->cr_ruid &&
	    ruid != old->cr_svuid) ||
	    (euid != (uid_t)-1 && euid != old->cr_uid &&
	    euid != old->cr_ruid && euid != old->cr_svuid))
		error = priv_check_cred(old, PRIV_CRED_SETREUID);
	if (euid != (uid_t)-1)
		change_euid(newcred, euid);
	if (ruid != (uid_t)-1)
		change_ruid(newcred, ruid);
	if (ruid != (uid_t)-1 || newcred->cr_uid != newcred->cr_ruid)
		change_svuid(newcred, newcred->cr_uid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

int
sys_setregid(struct thread *td, struct setregid_args *uap)
{
	struct ucred *newcred, *old;
	gid_t egid, rgid;
	int error;

	egid = uap->egid;
	rgid = uap->rgid;
	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if ((rgid != (gid_t)-1 && rgid != old->cr_rgid &&
	    rgid != old->cr_svgid) ||
	    (egid != (gid_t)-1 && egid != old->cr_gid &&
	    egid != old->cr_rgid && egid != old->cr_svgid))
		error = priv_check_cred(old, PRIV_CRED_SETREGID);
	if (egid != (gid_t)-1)
		change_egid(newcred, egid);
	if (rgid != (gid_t)-1)
		change_rgid(newcred, rgid);
	if (rgid != (gid_t)-1 || newcred->cr_gid != newcred->cr_rgid)
		change_svgid(newcred, newcred->cr_gid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

static int
one_of_uids(uid_t uid, const struct ucred *cr)
{

	return (uid == (uid_t)-1 || uid == cr->cr_uid || uid == cr->cr_ruid ||
	    uid == cr->cr_svuid);
}

static int
one_of_gids(gid_t gid, const struct ucred *cr)
{

	return (gid == (gid_t)-1 || gid == cr->cr_gid || gid == cr->cr_rgid ||
	    gid == cr->cr_svgid);
}

int
sys_setresuid(struct thread *td, struct setresuid_args *uap)
{
	struct ucred *newcred, *old;
	int error;

	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if (!one_of_uids(uap->ruid, old) || !one_of_uids(uap->euid, old) ||
	    !one_of_uids(uap->suid, old))
		error = priv_check_cred(old, PRIV_CRED_SETRESUID);
	if (uap->euid != (uid_t)-1)
		change_euid(newcred, uap->euid);
	if (uap->ruid != (uid_t)-1)
		change_ruid(newcred, uap->ruid);
	if (uap->suid != (uid_t)-1)
		change_svuid(newcred, uap->suid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

int
sys_setresgid(struct thread *td, struct setresgid_args *uap)
{
	struct ucred *newcred, *old;
	int error;

	newcred = cred_begin(td->td_proc, &old);
	error = 0;
	if (!one_of_gids(uap->rgid, old) || !one_of_gids(uap->egid, old) ||
	    !one_of_gids(uap->sgid, old))
		error = priv_check_cred(old, PRIV_CRED_SETRESGID);
	if (uap->egid != (gid_t)-1)
		change_egid(newcred, uap->egid);
	if (uap->rgid != (gid_t)-1)
		change_rgid(newcred, uap->rgid);
	if (uap->sgid != (gid_t)-1)
		change_svgid(newcred, uap->sgid);
	return (cred_commit(td->td_proc, newcred, old, error));
}

/*
 * Replace all groups; groups[0] becomes the effective one.  None: only the
 * effective one stays.
 */
int
kern_setgroups(struct thread *td, u_int ngrp, gid_t *groups)
{
	struct ucred *newcred, *old;
	struct proc *p;
	int error;

	if (ngrp > (u_int)ngroups_max + 1)
		return (EINVAL);
	p = td->td_proc;
	newcred = crget();
	crextend(newcred, MAX(ngrp, 1));
	PROC_LOCK(p);
	old = crcopysafe(p, newcred);
	error = priv_check_cred(old, PRIV_CRED_SETGROUPS);
	if (error == 0) {
		if (ngrp == 0)
			newcred->cr_ngroups = 1;
		else
			crsetgroups(newcred, ngrp, groups);
		setsugid(p);
	}
	return (cred_commit(p, newcred, old, error));
}

int
sys_setgroups(struct thread *td, struct setgroups_args *uap)
{
	gid_t small[CRED_SMALLGROUPS], *groups;
	u_int n;
	int error;

	n = uap->gidsetsize;
	if (n > (u_int)ngroups_max + 1)
		return (EINVAL);
	groups = small;
	if (n > CRED_SMALLGROUPS)
		groups = malloc(n * sizeof(gid_t), M_TEMP, M_WAITOK);
	error = copyin(uap->gidset, groups, n * sizeof(gid_t));
	if (error == 0)
		error = kern_setgroups(td, n, groups);
	if (groups != small)
		free(groups, M_TEMP);
	return (error);
}

/* May a process with credentials u1 see one with u2?  ESRCH if not. */
int
cr_cansee(struct ucred *u1 __unused, struct ucred *u2 __unused)
{

	return (0);
}

int
p_cansee(struct thread *td, struct proc *p)
{

	return (cr_cansee(td->td_ucred, p->p_ucred));
}

/*
 * May td signal p?  The same real or saved user as the target's real or
 * saved one, SIGCONT within the session, or privilege.
 */
int
p_cansignal(struct thread *td, struct proc *p, int signum)
{
	struct ucred *from, *to;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	if (td->td_proc == p)
		return (0);
	if (signum == SIGCONT && td->td_proc->p_pgrp->pg_session ==
	    p->p_pgrp->pg_session)
		return (0);
	from = td->td_ucred;
	to = p->p_ucred;
	if (from->cr_ruid == to->cr_ruid || from->cr_ruid == to->cr_svuid ||
	    from->cr_uid == to->cr_ruid || from->cr_uid == to->cr_svuid)
		return (0);
	return (priv_check_cred(from, PRIV_SIGNAL_DIFFCRED));
}

int
sys_getpgrp(struct thread *td, struct getpgrp_args *uap __unused)
{

	sx_slock(&proctree_lock);
	td->td_retval[0] = td->td_proc->p_pgrp->pg_id;
	sx_sunlock(&proctree_lock);
	return (0);
}

/*
 * The group or session id of a process, 0 being the caller.
 */
static int
get_group_id(struct thread *td, pid_t pid, bool session)
{
	struct proc *p;
	int error;

	error = 0;
	sx_slock(&proctree_lock);
	if (pid == 0 || pid == td->td_proc->p_pid) {
		p = td->td_proc;
		PROC_LOCK(p);
	} else if ((p = pfind(pid)) == NULL) {
		error = ESRCH;
		goto out;
	}
	error = p_cansee(td, p);
	if (error == 0)
		td->td_retval[0] = session ? p->p_pgrp->pg_session->s_sid :
		    p->p_pgrp->pg_id;
	PROC_UNLOCK(p);
out:
	sx_sunlock(&proctree_lock);
	return (error);
}

int
sys_getpgid(struct thread *td, struct getpgid_args *uap)
{

	return (get_group_id(td, uap->pid, false));
}

int
sys_getsid(struct thread *td, struct getsid_args *uap)
{

	return (get_group_id(td, uap->pid, true));
}

int
sys_setsid(struct thread *td, struct setsid_args *uap __unused)
{
	struct proc *p;
	struct pgrp *newpgrp, *pgrp;
	struct session *newsess;
	int error;

	p = td->td_proc;
	newpgrp = pgrp_alloc();
	newsess = sess_alloc();
	sx_xlock(&proctree_lock);
	pgrp = pgfind(p->p_pid);
	if (pgrp != NULL) {
		PGRP_UNLOCK(pgrp);
		error = EPERM;
	} else
		error = enterpgrp(p, p->p_pid, newpgrp, newsess);
	if (error == 0) {
		td->td_retval[0] = p->p_pid;
		newpgrp = NULL;
		newsess = NULL;
	}
	sx_xunlock(&proctree_lock);
	pgrp_unalloc(newpgrp, newsess);
	return (error);
}

/*
 * Find the process that setpgid(2) is to move: the caller, or a child of it
 * that has not called execve(2) and is in the same session.  p_mtx is not
 * held on return; proctree_lock keeps it.
 */
static int
setpgid_target(struct thread *td, pid_t pid, struct proc **pp)
{
	struct proc *curp, *p;
	int error;

	curp = td->td_proc;
	*pp = curp;
	if (pid == 0 || pid == curp->p_pid)
		return (0);
	if ((p = pfind(pid)) == NULL)
		return (ESRCH);
	if (p->p_pptr != curp)
		error = ESRCH;
	else if (p->p_pgrp == NULL ||
	    p->p_pgrp->pg_session != curp->p_pgrp->pg_session)
		error = EPERM;
	else if ((p->p_flag & P_EXEC) != 0)
		error = EACCES;
	else
		error = 0;
	PROC_UNLOCK(p);
	*pp = p;
	return (error);
}

int
sys_setpgid(struct thread *td, struct setpgid_args *uap)
{
	struct pgrp *newpgrp, *pgrp;
	struct proc *p;
	int error;

	if (uap->pgid < 0)
		return (EINVAL);
	newpgrp = pgrp_alloc();
	sx_xlock(&proctree_lock);
	error = setpgid_target(td, uap->pid, &p);
	if (error != 0)
		goto out;
	if (p->p_pgrp == NULL || SESS_LEADER(p)) {
		error = EPERM;
		goto out;
	}
	if (uap->pgid == 0)
		uap->pgid = p->p_pid;
	pgrp = pgfind(uap->pgid);
	if (pgrp == NULL) {
		if (uap->pgid != p->p_pid) {
			error = EPERM;
			goto out;
		}
		error = enterpgrp(p, uap->pgid, newpgrp, NULL);
		if (error == 0)
			newpgrp = NULL;
	} else {
		PGRP_UNLOCK(pgrp);
		if (pgrp == p->p_pgrp)
			goto out;
		if (pgrp->pg_session != p->p_pgrp->pg_session)
			error = EPERM;
		else
			error = enterthispgrp(p, pgrp);
	}
out:
	sx_xunlock(&proctree_lock);
	pgrp_unalloc(newpgrp, NULL);
	return (error);
}

int
sys_getlogin(struct thread *td, struct getlogin_args *uap)
{
	char login[MAXLOGNAME];
	size_t len;

	sx_slock(&proctree_lock);
	strlcpy(login, td->td_proc->p_pgrp->pg_session->s_login,
	    sizeof(login));
	sx_sunlock(&proctree_lock);
	len = strlen(login) + 1;
	if (len > uap->namelen)
		return (ERANGE);
	return (copyout(login, uap->namebuf, len));
}

int
sys_setlogin(struct thread *td, struct setlogin_args *uap)
{
	char login[MAXLOGNAME];
	int error;

	error = priv_check(td, PRIV_PROC_SETLOGIN);
	if (error != 0)
		return (error);
	error = copyinstr(uap->namebuf, login, sizeof(login), NULL);
	if (error != 0)
		return (error == ENAMETOOLONG ? EINVAL : error);
	sx_xlock(&proctree_lock);
	strlcpy(td->td_proc->p_pgrp->pg_session->s_login, login,
	    sizeof(login));
	sx_xunlock(&proctree_lock);
	return (0);
}
