/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * rmlock(9): a rwlock, or an sx, and a list of its readers for assertions.
 * A reader may read again: both locks let a thread in that holds a lock.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/rmlock.h>

static bool
is_sleepable(const struct rmlock *rm)
{

	return ((rm->rm_flags & RM_SLEEPABLE) != 0);
}

void
rm_init_flags(struct rmlock *rm, const char *name, int opts)
{

	if ((opts & RM_SLEEPABLE) != 0)
		sx_init_flags(&rm->rm_sx, name,
		    (opts & RM_NEW) != 0 ? SX_NEW : 0);
	else
		rw_init_flags(&rm->rm_rw, name,
		    (opts & RM_NEW) != 0 ? RW_NEW : 0);
	rm->rm_flags = opts;
	mtx_init(&rm->rm_mtx, name, "rmlock readers", MTX_DEF | MTX_NEW);
	LIST_INIT(&rm->rm_readers);
}

void
rm_init(struct rmlock *rm, const char *name)
{

	rm_init_flags(rm, name, 0);
}

void
rm_sysinit(void *arg)
{
	const struct rm_args *ra = arg;

	rm_init_flags(ra->ra_rm, ra->ra_desc, ra->ra_flags);
}

void
rm_destroy(struct rmlock *rm)
{

	KASSERT(LIST_EMPTY(&rm->rm_readers), ("destroyed while it is read"));
	mtx_destroy(&rm->rm_mtx);
	if (is_sleepable(rm))
		sx_destroy(&rm->rm_sx);
	else
		rw_destroy(&rm->rm_rw);
}

static void
join(struct rmlock *rm, struct rm_priotracker *tracker)
{

	tracker->rmp_thread = curthread;
	mtx_lock(&rm->rm_mtx);
	LIST_INSERT_HEAD(&rm->rm_readers, tracker, rmp_link);
	mtx_unlock(&rm->rm_mtx);
}

void
rm_rlock(struct rmlock *rm, struct rm_priotracker *tracker)
{

	if (is_sleepable(rm)) {
		sx_slock(&rm->rm_sx);
		THREAD_NO_SLEEPING();
	} else
		rw_rlock(&rm->rm_rw);
	join(rm, tracker);
}

int
rm_try_rlock(struct rmlock *rm, struct rm_priotracker *tracker)
{

	if (is_sleepable(rm)) {
		if (!sx_try_slock(&rm->rm_sx))
			return (0);
		THREAD_NO_SLEEPING();
	} else if (!rw_try_rlock(&rm->rm_rw))
		return (0);
	join(rm, tracker);
	return (1);
}

void
rm_runlock(struct rmlock *rm, struct rm_priotracker *tracker)
{

	KASSERT(tracker->rmp_thread == curthread, ("another reader's lock"));
	mtx_lock(&rm->rm_mtx);
	LIST_REMOVE(tracker, rmp_link);
	mtx_unlock(&rm->rm_mtx);
	if (is_sleepable(rm)) {
		THREAD_SLEEPING_OK();
		sx_sunlock(&rm->rm_sx);
	} else
		rw_runlock(&rm->rm_rw);
}

void
rm_wlock(struct rmlock *rm)
{

	if (is_sleepable(rm))
		sx_xlock(&rm->rm_sx);
	else
		rw_wlock(&rm->rm_rw);
}

void
rm_wunlock(struct rmlock *rm)
{

	if (is_sleepable(rm))
		sx_xunlock(&rm->rm_sx);
	else
		rw_wunlock(&rm->rm_rw);
}

int
rm_wowned(const struct rmlock *rm)
{

	return (is_sleepable(rm) ? sx_xlocked_by_me(&rm->rm_sx) :
	    rw_wowned(&rm->rm_rw));
}

/* How often the thread reads it. */
static int
depth(struct rmlock *rm)
{
	struct rm_priotracker *t;
	int n;

	n = 0;
	mtx_lock(&rm->rm_mtx);
	LIST_FOREACH(t, &rm->rm_readers, rmp_link)
		n += t->rmp_thread == curthread;
	mtx_unlock(&rm->rm_mtx);
	return (n);
}

/* Unlike its locks, this one knows which threads read it. */
void
_rm_assert(const struct rmlock *rm, int what, const char *file, int line)
{
	bool wowned;
	int n;

	if (SCHEDULER_STOPPED())
		return;
	wowned = rm_wowned(rm);
	n = depth(__DECONST(struct rmlock *, rm));
	if ((what & RA_LOCKED) != 0 && n == 0 && !wowned)
		panic("%s not locked at %s:%d", rm->lock_object.lo_name, file,
		    line);
	if ((what & RA_RLOCKED) != 0 && n == 0)
		panic("%s not read-locked at %s:%d", rm->lock_object.lo_name,
		    file, line);
	if ((what & RA_WLOCKED) != 0 && !wowned)
		panic("%s not write-locked at %s:%d", rm->lock_object.lo_name,
		    file, line);
	if (what == RA_UNLOCKED && (n > 0 || wowned))
		panic("%s locked at %s:%d", rm->lock_object.lo_name, file,
		    line);
	if ((what & RA_RECURSED) != 0 && n < 2)
		panic("%s not recursed at %s:%d", rm->lock_object.lo_name,
		    file, line);
	if ((what & RA_NOTRECURSED) != 0 && n > 1)
		panic("%s recursed at %s:%d", rm->lock_object.lo_name, file,
		    line);
}
