/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Terminals and job control: foreground groups, sessions, signals.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/proc.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/tty.h>

#define	NO_PGRP	100000	/* TIOCGPGRP without a foreground group: no pid */

/*
 * Is it the controlling terminal of the process?
 */
bool
tty_is_ctty(struct tty *tp, struct proc *p)
{

	tty_lock_assert(tp, MA_OWNED);
	return (p->p_session == tp->t_session &&
	    (p->p_flag & P_CONTROLT) != 0);
}

void
tty_signal_pgrp(struct tty *tp, int sig)
{
	ksiginfo_t ksi;

	tty_lock_assert(tp, MA_OWNED);
	if (sig == SIGINFO && (tp->t_termios.c_lflag & NOKERNINFO) != 0)
		return;
	if (tp->t_pgrp == NULL)
		return;
	ksiginfo_init(&ksi);
	ksi.ksi_signo = sig;
	ksi.ksi_code = SI_KERNEL;
	PGRP_LOCK(tp->t_pgrp);
	pgsignal(tp->t_pgrp, sig, 1, &ksi);
	PGRP_UNLOCK(tp->t_pgrp);
}

/*
 * A process in the background may not go on: its group gets the signal,
 * which normally stops it.  EIO if it would not, except that SIGTTOU then
 * lets it write.
 */
int
tty_wait_background(struct tty *tp, struct thread *td, int sig)
{
	struct pgrp *pg;
	struct proc *p;
	ksiginfo_t ksi;
	bool blocked, orphaned;
	int error;

	p = td->td_proc;
	for (;;) {
		PROC_LOCK(p);
		pg = p->p_pgrp;
		if (!tty_is_ctty(tp, p) || pg == tp->t_pgrp) {
			PROC_UNLOCK(p);
			return (0);
		}
		mtx_lock(&p->p_sigacts->ps_mtx);
		blocked = (p->p_flag & P_PPWAIT) != 0 ||
		    SIGISMEMBER(p->p_sigacts->ps_sigignore, sig) ||
		    SIGISMEMBER(td->td_sigmask, sig);
		mtx_unlock(&p->p_sigacts->ps_mtx);
		orphaned = pg->pg_orphaned;
		PROC_UNLOCK(p);
		if (blocked)
			return (sig == SIGTTOU ? 0 : EIO);
		if (orphaned)
			return (EIO);
		ksiginfo_init(&ksi);
		ksi.ksi_signo = sig;
		ksi.ksi_code = SI_KERNEL;
		PGRP_LOCK(pg);
		pgsignal(pg, sig, 1, &ksi);
		PGRP_UNLOCK(pg);
		error = tty_timedwait(tp, &tp->t_bgwait, 0);
		if (error != 0)
			return (error);
	}
}

void
tty_rel_pgrp(struct tty *tp, struct pgrp *pgrp)
{

	tty_lock_assert(tp, MA_OWNED);
	if (tp->t_pgrp == pgrp)
		tp->t_pgrp = NULL;
	tty_unlock(tp);
}

/*
 * The session is at its end and forgets the terminal as well.
 */
void
tty_rel_sess(struct tty *tp, struct session *sess)
{

	tty_lock_assert(tp, MA_OWNED);
	if (tp->t_session == sess) {
		tp->t_session = NULL;
		tp->t_pgrp = NULL;
	}
	sess->s_ttyp = NULL;
	tty_unlock(tp);
}

/*
 * The leader of the session has gone: the foreground group is told, and
 * files that are open are dead from now on.
 */
void
tty_hangup_session(struct tty *tp, struct session *sess)
{

	tty_lock_assert(tp, MA_OWNED);
	if (tp->t_session == sess) {
		tty_signal_pgrp(tp, SIGHUP);
		tty_signal_pgrp(tp, SIGCONT);
		tp->t_hangups++;
		tp->t_flags &= ~TF_EXCLUDE;
		tty_flush(tp, FREAD);
		tty_wakeup(tp, FREAD | FWRITE);
		cv_broadcast(&tp->t_bgwait);
	}
	tty_rel_sess(tp, sess);
}

/*
 * TIOCSCTTY: a session leader without a terminal takes this one, which is
 * no other living session's.
 */
static int
tty_set_ctty(struct tty *tp, struct thread *td)
{
	struct session *sess;
	struct proc *p;
	int error;

	p = td->td_proc;
	tty_unlock(tp);
	sx_xlock(&proctree_lock);
	tty_lock(tp);
	error = 0;
	sess = p->p_session;
	if (!SESS_LEADER(p))
		error = EPERM;
	else if (tp->t_session != sess && (sess->s_ttyp != NULL ||
	    (tp->t_session != NULL && tp->t_session->s_leader != NULL)))
		error = EPERM;
	else if (tp->t_session != sess) {
		if (tp->t_session != NULL)
			tp->t_session->s_ttyp = NULL;
		tp->t_session = sess;
		sess->s_ttyp = tp;
		tp->t_pgrp = p->p_pgrp;
	}
	if (error == 0) {
		PROC_LOCK(p);
		p->p_flag |= P_CONTROLT;
		PROC_UNLOCK(p);
	}
	sx_xunlock(&proctree_lock);
	return (error);
}

/*
 * TIOCSPGRP: a group of the session becomes the one in the foreground.
 */
static int
tty_set_pgrp(struct tty *tp, pid_t pgid, struct thread *td)
{
	struct pgrp *pg;
	int error;

	tty_unlock(tp);
	sx_slock(&proctree_lock);
	tty_lock(tp);
	if (!tty_is_ctty(tp, td->td_proc)) {
		error = ENOTTY;
		goto out;
	}
	/* A mutex of a group is taken after the terminal's. */
	pg = pgid > 0 ? pgfind(pgid) : NULL;
	if (pg == NULL) {
		error = pgid > 0 ? EPERM : EINVAL;
		goto out;
	}
	error = 0;
	if (pg->pg_session != td->td_proc->p_session)
		error = EPERM;
	else
		tp->t_pgrp = pg;
	PGRP_UNLOCK(pg);
	cv_broadcast(&tp->t_bgwait);
out:
	sx_sunlock(&proctree_lock);
	return (error);
}

int
tty_ioctl_jobs(struct tty *tp, u_long cmd, int *data, struct thread *td)
{
	struct proc *p;

	p = td->td_proc;
	switch (cmd) {
	case TIOCSCTTY:
		return (tty_set_ctty(tp, td));
	case TIOCNOTTY:
		if (!tty_is_ctty(tp, p))
			return (ENOTTY);
		PROC_LOCK(p);
		p->p_flag &= ~P_CONTROLT;
		PROC_UNLOCK(p);
		return (0);
	case TIOCSPGRP:
		return (tty_set_pgrp(tp, *data, td));
	case TIOCGPGRP:
		if (!tty_is_ctty(tp, p))
			return (ENOTTY);
		*data = tp->t_pgrp != NULL ? tp->t_pgrp->pg_id : NO_PGRP;
		return (0);
	case TIOCGSID:
		if (!tty_is_ctty(tp, p))
			return (ENOTTY);
		*data = tp->t_session->s_sid;
		return (0);
	default:
		return (ENOIOCTL);
	}
}
