/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Advisory locks on ranges of files: fcntl(2) F_SETLK (owner: a process) and
 * flock(2) (owner: an open file, the whole range).
 *
 * The locks of a vnode hang on v_lockf; one mutex protects all locks and all
 * waiters.  A waiter sleeps on the vnode and looks again when a lock of it
 * goes.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/limits.h>
#include <sys/lockf.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

static MALLOC_DEFINE(M_LOCKF, "lockf", "advisory locks");

struct lockf {
	LIST_ENTRY(lockf) lf_link;	/* v_lockf */
	void		*lf_id;		/* owner */
	int		lf_flags;	/* F_POSIX or F_FLOCK */
	int		lf_type;	/* F_RDLCK or F_WRLCK */
	off_t		lf_start;
	off_t		lf_end;		/* last byte */
};

/* An owner that waits for another; on the waiter's stack. */
struct lockf_waiter {
	LIST_ENTRY(lockf_waiter) lw_link;
	const void	*lw_id;
	const void	*lw_blocker;
};

static struct mtx lockf_mtx;
MTX_SYSINIT(lockf, &lockf_mtx, "lockf", MTX_DEF);

static LIST_HEAD(, lockf_waiter) lockf_waiters =
    LIST_HEAD_INITIALIZER(lockf_waiters);

static bool
lf_overlaps(const struct lockf *a, const struct lockf *b)
{

	return (a->lf_start <= b->lf_end && b->lf_start <= a->lf_end);
}

/* The first lock of another owner that forbids this one. */
static struct lockf *
lf_conflict(struct vnode *vp, const struct lockf *lock)
{
	struct lockf *lf;

	LIST_FOREACH(lf, &vp->v_lockf, lf_link) {
		if (lf->lf_id != lock->lf_id && lf_overlaps(lf, lock) &&
		    (lf->lf_type == F_WRLCK || lock->lf_type == F_WRLCK))
			return (lf);
	}
	return (NULL);
}

/* Would id wait for itself if it waited for blocker? */
static bool
lf_deadlock(const void *id, const void *blocker)
{
	struct lockf_waiter *lw;

	while (blocker != id) {
		LIST_FOREACH(lw, &lockf_waiters, lw_link) {
			if (lw->lw_id == blocker)
				break;
		}
		if (lw == NULL)
			return (false);
		blocker = lw->lw_blocker;
	}
	return (true);
}

/*
 * Take the range of lock out of what its owner has.  *spare is used if that
 * cuts a lock in two.
 */
static void
lf_clear(struct vnode *vp, const struct lockf *lock, struct lockf **spare)
{
	struct lockf *lf, *next;

	LIST_FOREACH_SAFE(lf, &vp->v_lockf, lf_link, next) {
		if (lf->lf_id != lock->lf_id || !lf_overlaps(lf, lock))
			continue;
		if (lf->lf_start < lock->lf_start &&
		    lf->lf_end > lock->lf_end) {
			**spare = *lf;
			(*spare)->lf_start = lock->lf_end + 1;
			lf->lf_end = lock->lf_start - 1;
			LIST_INSERT_AFTER(lf, *spare, lf_link);
			*spare = NULL;
			return;
		}
		if (lf->lf_start < lock->lf_start) {
			lf->lf_end = lock->lf_start - 1;
		} else if (lf->lf_end > lock->lf_end) {
			lf->lf_start = lock->lf_end + 1;
		} else {
			LIST_REMOVE(lf, lf_link);
			free(lf, M_LOCKF);
		}
	}
}

/* Enter lock, and join it with its owner's neighbours of the same type. */
static void
lf_insert(struct vnode *vp, struct lockf *lock)
{
	struct lockf *lf, *next;

	LIST_FOREACH_SAFE(lf, &vp->v_lockf, lf_link, next) {
		if (lf->lf_id != lock->lf_id || lf->lf_type != lock->lf_type)
			continue;
		if (lf->lf_end == lock->lf_start - 1)
			lock->lf_start = lf->lf_start;
		else if (lock->lf_end != OFF_MAX &&
		    lf->lf_start == lock->lf_end + 1)
			lock->lf_end = lf->lf_end;
		else
			continue;
		LIST_REMOVE(lf, lf_link);
		free(lf, M_LOCKF);
	}
	LIST_INSERT_HEAD(&vp->v_lockf, lock, lf_link);
}

/* Wait until nothing forbids the lock; lockf_mtx is held. */
static int
lf_wait(struct vnode *vp, const struct lockf *lock, int flags)
{
	struct lockf_waiter waiter;
	struct lockf *lf;
	int error;

	while ((lf = lf_conflict(vp, lock)) != NULL) {
		if ((flags & F_WAIT) == 0)
			return (EAGAIN);
		if ((flags & F_POSIX) != 0 &&
		    lf_deadlock(lock->lf_id, lf->lf_id))
			return (EDEADLK);
		waiter.lw_id = lock->lf_id;
		waiter.lw_blocker = lf->lf_id;
		LIST_INSERT_HEAD(&lockf_waiters, &waiter, lw_link);
		error = msleep(&vp->v_lockf, &lockf_mtx, PCATCH | PLOCK,
		    "lockf", 0);
		LIST_REMOVE(&waiter, lw_link);
		if (error != 0)
			return (error);
		if (VN_IS_DOOMED(vp))
			return (EBADF);
	}
	return (0);
}

/* The range of fl, whose l_whence is SEEK_SET or SEEK_END. */
static int
lf_range(struct vnode *vp, const struct flock *fl, struct lockf *lock)
{
	off_t end, start = fl->l_start;
	struct vattr va;
	int error;

	switch (fl->l_whence) {
	case SEEK_SET:
	case SEEK_CUR:			/* made absolute by the caller */
		break;
	case SEEK_END:
		vn_lock(vp, LK_SHARED | LK_RETRY);
		error = VOP_GETATTR(vp, &va, curthread->td_ucred);
		VOP_UNLOCK(vp);
		if (error != 0)
			return (error);
		if (__builtin_add_overflow(start, (off_t)va.va_size, &start))
			return (EOVERFLOW);
		break;
	default:
		return (EINVAL);
	}
	end = OFF_MAX;
	if (fl->l_len < 0) {
		end = start - 1;
		if (__builtin_add_overflow(start, fl->l_len, &start))
			return (EINVAL);
	} else if (fl->l_len > 0 &&
	    __builtin_add_overflow(start, fl->l_len - 1, &end)) {
		return (EOVERFLOW);
	}
	if (start < 0)
		return (EINVAL);
	lock->lf_start = start;
	lock->lf_end = end;
	return (0);
}

/* F_GETLK: the lock that is in the way of this one, or F_UNLCK. */
static int
lf_get(struct vnode *vp, const struct lockf *lock, struct flock *fl)
{
	struct lockf *lf;

	mtx_lock(&lockf_mtx);
	lf = lf_conflict(vp, lock);
	if (lf == NULL) {
		fl->l_type = F_UNLCK;
	} else {
		fl->l_type = lf->lf_type;
		fl->l_whence = SEEK_SET;
		fl->l_start = lf->lf_start;
		fl->l_len = lf->lf_end == OFF_MAX ? 0 :
		    lf->lf_end - lf->lf_start + 1;
		fl->l_pid = (lf->lf_flags & F_POSIX) != 0 ?
		    ((struct proc *)lf->lf_id)->p_pid : -1;
		fl->l_sysid = 0;
	}
	mtx_unlock(&lockf_mtx);
	return (0);
}

/* F_SETLK and F_UNLCK. */
static int
lf_set(struct vnode *vp, const struct lockf *want, int flags)
{
	struct lockf *lock, *spare;
	int error = 0;

	lock = malloc(sizeof(*lock), M_LOCKF, M_WAITOK);
	spare = malloc(sizeof(*spare), M_LOCKF, M_WAITOK);
	*lock = *want;
	mtx_lock(&lockf_mtx);
	if (lock->lf_type != F_UNLCK)
		error = lf_wait(vp, lock, flags);
	if (error == 0) {
		lf_clear(vp, lock, &spare);
		if (lock->lf_type != F_UNLCK) {
			lf_insert(vp, lock);
			lock = NULL;
		}
		/* Also a lock that became shared lets others go on. */
		wakeup(&vp->v_lockf);
	}
	mtx_unlock(&lockf_mtx);
	free(lock, M_LOCKF);
	free(spare, M_LOCKF);
	return (error);
}

int
vop_stdadvlock(struct vop_advlock_args *ap)
{
	struct lockf lock = {
		.lf_id = ap->a_id,
		.lf_flags = ap->a_flags & (F_POSIX | F_FLOCK),
		.lf_type = ap->a_fl->l_type
	};
	int error;

	/* Mostly a close: no lock, nothing to do. */
	if (ap->a_op == F_UNLCK && LIST_EMPTY(&ap->a_vp->v_lockf))
		return (0);
	error = lf_range(ap->a_vp, ap->a_fl, &lock);
	if (error != 0)
		return (error);
	switch (ap->a_op) {
	case F_GETLK:
		return (lf_get(ap->a_vp, &lock, ap->a_fl));
	case F_UNLCK:
		lock.lf_type = F_UNLCK;
		/* FALLTHROUGH */
	case F_SETLK:
		return (lf_set(ap->a_vp, &lock, ap->a_flags));
	default:
		return (EINVAL);
	}
}

void
lf_purgelocks(struct vnode *vp)
{
	struct lockf *lf;

	if (LIST_EMPTY(&vp->v_lockf))
		return;
	mtx_lock(&lockf_mtx);
	while ((lf = LIST_FIRST(&vp->v_lockf)) != NULL) {
		LIST_REMOVE(lf, lf_link);
		free(lf, M_LOCKF);
	}
	wakeup(&vp->v_lockf);
	mtx_unlock(&lockf_mtx);
}
