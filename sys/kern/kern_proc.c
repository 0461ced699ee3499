/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * All processes: lists, process ids, groups and sessions.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/tty.h>

static MALLOC_DEFINE(M_PROC, "proc", "processes");
static MALLOC_DEFINE(M_PGRP, "pgrp", "process groups");
static MALLOC_DEFINE(M_SESSION, "session", "sessions");
static MALLOC_DEFINE(M_PARGS, "proc-args", "arguments of processes");

#define	PID_MAX		99999
#define	PID_WORDS	((PID_MAX + 64) / 64)
#define	PIDHASH_SIZE	128
#define	PIDHASH(pid)	(&pidhash[(pid) & (PIDHASH_SIZE - 1)])
#define	PGRPHASH(pgid)	(&pgrphash[(pgid) & (PIDHASH_SIZE - 1)])

/*
 * A number is free for a new process when no process, group or session has
 * it.
 */
enum pid_use { PID_PROC, PID_GROUP, PID_SESSION, PID_NUSES };

struct proclist allproc = LIST_HEAD_INITIALIZER(allproc);
struct proclist zombproc = LIST_HEAD_INITIALIZER(zombproc);
struct sx allproc_lock;
struct sx proctree_lock;
SX_SYSINIT(allproc_lock, &allproc_lock, "allproc");
SX_SYSINIT(proctree_lock, &proctree_lock, "proctree");

int nprocs = 1;
int maxproc = 4096;
SYSCTL_INT(_kern, KERN_MAXPROC, maxproc, CTLFLAG_RDTUN, &maxproc, 0,
    "Maximum number of processes");

static LIST_HEAD(, proc) pidhash[PIDHASH_SIZE];	/* allproc_lock */
static LIST_HEAD(, pgrp) pgrphash[PIDHASH_SIZE]; /* proctree_lock */

static struct mtx pid_mtx;
MTX_SYSINIT(pid_mtx, &pid_mtx, "pids", MTX_DEF);
static uint64_t pidmap[PID_NUSES][PID_WORDS];	/* pid_mtx */
static pid_t lastpid;				/* pid_mtx */

static void
pid_set(enum pid_use use, pid_t pid)
{

	mtx_lock(&pid_mtx);
	pidmap[use][pid / 64] |= 1UL << (pid % 64);
	mtx_unlock(&pid_mtx);
}

static void
pid_clear(enum pid_use use, pid_t pid)
{

	mtx_lock(&pid_mtx);
	pidmap[use][pid / 64] &= ~(1UL << (pid % 64));
	mtx_unlock(&pid_mtx);
}

/*
 * The first free number in [from, to], or -1.
 */
static pid_t
pid_scan(pid_t from, pid_t to)
{
	uint64_t free;
	pid_t pid;

	for (pid = from; pid <= to; pid = (pid | 63) + 1) {
		free = ~(pidmap[PID_PROC][pid / 64] |
		    pidmap[PID_GROUP][pid / 64] |
		    pidmap[PID_SESSION][pid / 64]);
		free &= ~0UL << (pid % 64);
		if (free != 0) {
			pid = (pid & ~63) + ffsl(free) - 1;
			return (pid <= to ? pid : -1);
		}
	}
	return (-1);
}

static pid_t
pid_alloc(void)
{
	pid_t pid;

	mtx_lock(&pid_mtx);
	pid = lastpid < PID_MAX ? pid_scan(lastpid + 1, PID_MAX) : -1;
	if (pid == -1)
		pid = pid_scan(2, MIN(lastpid, PID_MAX));
	if (pid != -1) {
		pidmap[PID_PROC][pid / 64] |= 1UL << (pid % 64);
		lastpid = pid;
	}
	mtx_unlock(&pid_mtx);
	return (pid);
}

EVENTHANDLER_LIST_DEFINE(process_init);
EVENTHANDLER_LIST_DEFINE(process_ctor);
EVENTHANDLER_LIST_DEFINE(process_dtor);

struct proc *
proc_alloc(void)
{
	struct proc *p;

	p = malloc(sizeof(*p), M_PROC, M_WAITOK | M_ZERO);
	mtx_init(&p->p_mtx, "process lock", NULL, MTX_DEF | MTX_DUPOK);
	TAILQ_INIT(&p->p_threads);
	LIST_INIT(&p->p_children);
	sigqueue_init(&p->p_sigqueue, p);
	callout_init_mtx(&p->p_itcallout, &p->p_mtx, 0);
	p->p_state = PRS_NEW;
	EVENTHANDLER_DIRECT_INVOKE(process_init, p);
	EVENTHANDLER_DIRECT_INVOKE(process_ctor, p);
	return (p);
}

void
proc_free(struct proc *p)
{

	EVENTHANDLER_DIRECT_INVOKE(process_dtor, p);
	sigqueue_flush(&p->p_sigqueue);
	callout_drain(&p->p_itcallout);
	mtx_destroy(&p->p_mtx);
	free(p, M_PROC);
}

int
proc_enter(struct proc *p)
{
	pid_t pid;

	sx_xlock(&allproc_lock);
	if (nprocs >= maxproc || (pid = pid_alloc()) == -1) {
		sx_xunlock(&allproc_lock);
		return (EAGAIN);
	}
	nprocs++;
	p->p_pid = pid;
	LIST_INSERT_HEAD(&allproc, p, p_list);
	LIST_INSERT_HEAD(PIDHASH(pid), p, p_hash);
	sx_xunlock(&allproc_lock);
	return (0);
}

void
proc_leave(struct proc *p)
{

	sx_xlock(&allproc_lock);
	LIST_REMOVE(p, p_list);
	LIST_REMOVE(p, p_hash);
	nprocs--;
	sx_xunlock(&allproc_lock);
	pid_clear(PID_PROC, p->p_pid);
}

struct proc *
pfind_any(pid_t pid)
{
	struct proc *p;

	sx_slock(&allproc_lock);
	LIST_FOREACH(p, PIDHASH(pid), p_hash) {
		if (p->p_pid != pid)
			continue;
		PROC_LOCK(p);
		if (p->p_state == PRS_NEW) {
			PROC_UNLOCK(p);
			p = NULL;
		}
		break;
	}
	sx_sunlock(&allproc_lock);
	return (p);
}

static struct proc *
pfind_state(pid_t pid, bool zombie)
{
	struct proc *p;

	p = pfind_any(pid);
	if (p != NULL && (p->p_state == PRS_ZOMBIE) != zombie) {
		PROC_UNLOCK(p);
		p = NULL;
	}
	return (p);
}

struct proc *
pfind(pid_t pid)
{

	return (pfind_state(pid, false));
}

struct proc *
zpfind(pid_t pid)
{

	return (pfind_state(pid, true));
}

struct pgrp *
pgfind(pid_t pgid)
{
	struct pgrp *pgrp;

	sx_assert(&proctree_lock, SX_LOCKED);
	LIST_FOREACH(pgrp, PGRPHASH(pgid), pg_hash) {
		if (pgrp->pg_id == pgid) {
			PGRP_LOCK(pgrp);
			return (pgrp);
		}
	}
	return (NULL);
}

struct pgrp *
pgrp_alloc(void)
{
	struct pgrp *pgrp;

	pgrp = malloc(sizeof(*pgrp), M_PGRP, M_WAITOK | M_ZERO);
	LIST_INIT(&pgrp->pg_members);
	mtx_init(&pgrp->pg_mtx, "process group", NULL, MTX_DEF | MTX_DUPOK);
	return (pgrp);
}

struct session *
sess_alloc(void)
{
	struct session *sess;

	sess = malloc(sizeof(*sess), M_SESSION, M_WAITOK | M_ZERO);
	refcount_init(&sess->s_count, 1);
	return (sess);
}

/*
 * Free what pgrp_alloc and sess_alloc made and nobody used; either may be
 * NULL.
 */
void
pgrp_unalloc(struct pgrp *pgrp, struct session *sess)
{

	if (pgrp != NULL) {
		mtx_destroy(&pgrp->pg_mtx);
		free(pgrp, M_PGRP);
	}
	free(sess, M_SESSION);
}

void
sess_hold(struct session *s)
{

	refcount_acquire(&s->s_count);
}

void
sess_release(struct session *s)
{

	if (!refcount_release(&s->s_count))
		return;
	if (s->s_ttyp != NULL) {
		tty_lock(s->s_ttyp);
		tty_rel_sess(s->s_ttyp, s);
	}
	pid_clear(PID_SESSION, s->s_sid);
	free(s, M_SESSION);
}

static void
pgdelete(struct pgrp *pgrp)
{
	struct session *sess;
	struct tty *tp;

	sx_assert(&proctree_lock, SX_XLOCKED);
	LIST_REMOVE(pgrp, pg_hash);
	sess = pgrp->pg_session;
	tp = sess->s_ttyp;
	if (tp != NULL) {
		tty_lock(tp);
		tty_rel_pgrp(tp, pgrp);
	}
	pid_clear(PID_GROUP, pgrp->pg_id);
	mtx_destroy(&pgrp->pg_mtx);
	free(pgrp, M_PGRP);
	sess_release(sess);
}

static bool
pgrp_has_outside_parent(struct pgrp *pgrp)
{
	struct pgrp *parent;
	struct proc *p;

	LIST_FOREACH(p, &pgrp->pg_members, p_pglist) {
		/* Process 0 has no parent. */
		if ((p->p_flag & P_WEXIT) != 0 || p->p_pptr == NULL ||
		    (p->p_pptr->p_flag & P_WEXIT) != 0)
			continue;
		parent = p->p_pptr->p_pgrp;
		if (parent != NULL && parent != pgrp &&
		    parent->pg_session == pgrp->pg_session)
			return (true);
	}
	return (false);
}

/*
 * A group that becomes orphaned while a member is stopped is told to hang
 * up and to go on, for nobody else will continue it (POSIX, _exit()).
 */
void
pgrp_update(struct pgrp *pgrp)
{
	struct proc *p;
	bool before;

	sx_assert(&proctree_lock, SX_XLOCKED);
	PGRP_LOCK(pgrp);
	before = pgrp->pg_orphaned;
	pgrp->pg_orphaned = !pgrp_has_outside_parent(pgrp);
	if (before || !pgrp->pg_orphaned)
		goto out;
	LIST_FOREACH(p, &pgrp->pg_members, p_pglist) {
		if ((p->p_flag & P_STOPPED_SIG) != 0)
			break;
	}
	if (p == NULL)
		goto out;
	LIST_FOREACH(p, &pgrp->pg_members, p_pglist) {
		PROC_LOCK(p);
		kern_psignal(p, SIGHUP);
		kern_psignal(p, SIGCONT);
		PROC_UNLOCK(p);
	}
out:
	PGRP_UNLOCK(pgrp);
}

static void
pgrp_move(struct proc *p, struct pgrp *pgrp)
{
	struct pgrp *done, *old;
	struct proc *q;

	sx_assert(&proctree_lock, SX_XLOCKED);
	old = p->p_pgrp;
	PGRP_LOCK(old);
	PROC_LOCK(p);
	LIST_REMOVE(p, p_pglist);
	p->p_pgrp = pgrp;
	PROC_UNLOCK(p);
	PGRP_UNLOCK(old);
	PGRP_LOCK(pgrp);
	LIST_INSERT_HEAD(&pgrp->pg_members, p, p_pglist);
	PGRP_UNLOCK(pgrp);
	pgrp_update(pgrp);
	done = pgrp;
	LIST_FOREACH(q, &p->p_children, p_sibling) {
		if (q->p_pgrp != NULL && q->p_pgrp != done)
			pgrp_update(done = q->p_pgrp);
	}
	if (LIST_EMPTY(&old->pg_members))
		pgdelete(old);
	else
		pgrp_update(old);
}

/*
 * Make a new group with p as its first member, in a new session led by p if
 * sess is given.  Consumes both.
 */
int
enterpgrp(struct proc *p, pid_t pgid, struct pgrp *pgrp, struct session *sess)
{

	sx_assert(&proctree_lock, SX_XLOCKED);
	if (sess != NULL) {
		sess->s_leader = p;
		sess->s_sid = p->p_pid;
		pid_set(PID_SESSION, sess->s_sid);
		memcpy(sess->s_login, p->p_session->s_login,
		    sizeof(sess->s_login));
		PROC_LOCK(p);
		p->p_flag &= ~P_CONTROLT;
		PROC_UNLOCK(p);
		pgrp->pg_session = sess;
	} else {
		pgrp->pg_session = p->p_session;
		sess_hold(pgrp->pg_session);
	}
	pgrp->pg_id = pgid;
	pid_set(PID_GROUP, pgid);
	LIST_INSERT_HEAD(PGRPHASH(pgid), pgrp, pg_hash);
	pgrp_move(p, pgrp);
	return (0);
}

int
enterthispgrp(struct proc *p, struct pgrp *pgrp)
{

	pgrp_move(p, pgrp);
	return (0);
}

int
leavepgrp(struct proc *p)
{
	struct pgrp *pgrp;

	sx_assert(&proctree_lock, SX_XLOCKED);
	pgrp = p->p_pgrp;
	PGRP_LOCK(pgrp);
	PROC_LOCK(p);
	LIST_REMOVE(p, p_pglist);
	p->p_pgrp = NULL;
	PROC_UNLOCK(p);
	PGRP_UNLOCK(pgrp);
	if (LIST_EMPTY(&pgrp->pg_members))
		pgdelete(pgrp);
	return (0);
}

/*
 * The terminal is hung up and free for another session.
 */
void
session_leader_exit(struct proc *p)
{
	struct session *sess;
	struct tty *tp;

	sx_assert(&proctree_lock, SX_XLOCKED);
	sess = p->p_session;
	sess->s_leader = NULL;
	tp = sess->s_ttyp;
	if (tp != NULL) {
		tty_lock(tp);
		tty_hangup_session(tp, sess);
	}
}

/*
 * Is p a descendant of the running process?  proctree_lock held.
 */
int
inferior(struct proc *p)
{

	sx_assert(&proctree_lock, SX_LOCKED);
	for (; p != curproc; p = p->p_pptr) {
		if (p->p_pid == 0 || p->p_pptr == NULL)
			return (0);
	}
	return (1);
}

void
proc_reparent(struct proc *child, struct proc *parent)
{

	sx_assert(&proctree_lock, SX_XLOCKED);
	if (child->p_pptr == parent)
		return;
	PROC_LOCK(child);
	LIST_REMOVE(child, p_sibling);
	LIST_INSERT_HEAD(&parent->p_children, child, p_sibling);
	child->p_pptr = parent;
	PROC_UNLOCK(child);
}

void
proc_reparent_to_init(struct proc *p)
{

	sx_xlock(&proctree_lock);
	proc_reparent(p, initproc);
	sx_xunlock(&proctree_lock);
}

struct pargs *
pargs_alloc(int len)
{
	struct pargs *pa;

	pa = malloc(sizeof(*pa) + len, M_PARGS, M_WAITOK);
	refcount_init(&pa->ar_ref, 1);
	pa->ar_length = len;
	return (pa);
}

struct pargs *
pargs_hold(struct pargs *pa)
{

	if (pa != NULL)
		refcount_acquire(&pa->ar_ref);
	return (pa);
}

void
pargs_drop(struct pargs *pa)
{

	if (pa != NULL && refcount_release(&pa->ar_ref))
		free(pa, M_PARGS);
}

/*
 * Group 0 of session 0, to which kernel processes belong.
 */
static struct pgrp pgrp0;
static struct session session0;

void
proc0_pgrp_init(void)
{

	mtx_init(&pgrp0.pg_mtx, "process group", NULL, MTX_DEF | MTX_DUPOK);
	refcount_init(&session0.s_count, 1);
	session0.s_leader = &proc0;
	pgrp0.pg_session = &session0;
	pgrp0.pg_orphaned = true;
	LIST_INSERT_HEAD(PGRPHASH(0), &pgrp0, pg_hash);
	LIST_INSERT_HEAD(&pgrp0.pg_members, &proc0, p_pglist);
	proc0.p_pgrp = &pgrp0;
	LIST_INSERT_HEAD(PIDHASH(0), &proc0, p_hash);
	pidmap[PID_PROC][0] |= 1;
}
