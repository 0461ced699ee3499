/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * poll(2) and select(2), and how drivers wake them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/sched.h>
#include <sys/select.h>
#include <sys/selinfo.h>
#include <sys/signalvar.h>
#include <sys/sleepqueue.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>

static MALLOC_DEFINE(M_SELECT, "select", "poll and select");

#define	POLL_SMALL	32	/* descriptors that fit on the stack */
#define	SELECT_SMALL	(FD_SETSIZE / NFDBITS)

/*
 * A waiting thread, on its stack (td_sel), and its interest in one event
 * source.  A file asks for at most two (reading and writing), which are
 * allocated before it is called, because it may hold a mutex then.
 */
struct selfd {
	TAILQ_ENTRY(selfd) sf_threads;	/* of the source */
	STAILQ_ENTRY(selfd) sf_link;	/* of the thread */
	struct selinfo	*sf_si;		/* NULL: woken already */
	struct seltd	*sf_td;
};

#define	SELFD_PER_FILE	2

struct seltd {
	STAILQ_HEAD(, selfd) st_used;
	STAILQ_HEAD(, selfd) st_free;
	u_int		st_nfree;
	bool		st_pending;	/* an event came */
};

/* Over the lists of all sources; a spin lock for interrupt handlers. */
static struct mtx sel_mtx;
MTX_SYSINIT(sel, &sel_mtx, "select", MTX_SPIN);

/* What select(2) asks of a file for each of its three sets. */
static const int select_flags[3] = {
	POLLRDNORM | POLLHUP | POLLERR,
	POLLWRNORM | POLLHUP | POLLERR,
	POLLRDBAND | POLLERR
};

int
poll_no_poll(int events)
{

	if ((events & ~POLLSTANDARD) != 0)
		return (POLLNVAL);
	return (events & (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM));
}

void
selrecord(struct thread *selector, struct selinfo *sip)
{
	struct selfd *sfp;
	struct seltd *stp;

	stp = selector->td_sel;
	if (stp == NULL)
		return;			/* it will not wait */
	sfp = STAILQ_FIRST(&stp->st_free);
	KASSERT(sfp != NULL, ("selrecord: called too often for a file"));
	STAILQ_REMOVE_HEAD(&stp->st_free, sf_link);
	stp->st_nfree--;
	STAILQ_INSERT_HEAD(&stp->st_used, sfp, sf_link);
	sfp->sf_td = stp;
	mtx_lock_spin(&sel_mtx);
	sfp->sf_si = sip;
	if (sip->si_mtx == NULL) {
		sip->si_mtx = &sel_mtx;
		TAILQ_INIT(&sip->si_tdlist);
	}
	TAILQ_INSERT_TAIL(&sip->si_tdlist, sfp, sf_threads);
	mtx_unlock_spin(&sel_mtx);
}

void
selwakeup(struct selinfo *sip)
{
	struct selfd *sfp;
	struct seltd *stp;

	if (sip->si_mtx == NULL)
		return;			/* nobody ever waited */
	mtx_lock_spin(&sel_mtx);
	while ((sfp = TAILQ_FIRST(&sip->si_tdlist)) != NULL) {
		TAILQ_REMOVE(&sip->si_tdlist, sfp, sf_threads);
		sfp->sf_si = NULL;
		stp = sfp->sf_td;
		stp->st_pending = true;
		wakeup(stp);
	}
	mtx_unlock_spin(&sel_mtx);
}

void
selwakeuppri(struct selinfo *sip, int pri __unused)
{

	selwakeup(sip);
}

void
seldrain(struct selinfo *sip)
{

	selwakeup(sip);
}

/*
 * Before a file is asked.
 */
static void
selfd_reserve(struct seltd *stp)
{
	struct selfd *sfp;

	while (stp->st_nfree < SELFD_PER_FILE) {
		sfp = malloc(sizeof(*sfp), M_SELECT, M_WAITOK);
		STAILQ_INSERT_HEAD(&stp->st_free, sfp, sf_link);
		stp->st_nfree++;
	}
}

/*
 * Forget all sources, to ask the files again.
 */
static void
seltd_clear(struct seltd *stp)
{
	struct selfd *sfp;

	mtx_lock_spin(&sel_mtx);
	while ((sfp = STAILQ_FIRST(&stp->st_used)) != NULL) {
		STAILQ_REMOVE_HEAD(&stp->st_used, sf_link);
		if (sfp->sf_si != NULL)
			TAILQ_REMOVE(&sfp->sf_si->si_tdlist, sfp, sf_threads);
		STAILQ_INSERT_HEAD(&stp->st_free, sfp, sf_link);
		stp->st_nfree++;
	}
	stp->st_pending = false;
	mtx_unlock_spin(&sel_mtx);
}

static void
seltd_init(struct seltd *stp)
{

	STAILQ_INIT(&stp->st_used);
	STAILQ_INIT(&stp->st_free);
	stp->st_nfree = 0;
	stp->st_pending = false;
}

static void
seltd_fini(struct seltd *stp)
{
	struct selfd *sfp;

	seltd_clear(stp);
	while ((sfp = STAILQ_FIRST(&stp->st_free)) != NULL) {
		STAILQ_REMOVE_HEAD(&stp->st_free, sf_link);
		free(sfp, M_SELECT);
	}
}

/*
 * Sleep until an event, a signal, or the deadline (-1: none).  selwakeup
 * sets st_pending before it wakes, and the queue is locked here, so that no
 * event is missed.
 */
static int
seltd_wait(struct seltd *stp, sbintime_t deadline)
{

	sleepq_lock(stp);
	if (stp->st_pending) {
		sleepq_release(stp);
		return (0);
	}
	sleepq_add(stp, NULL, "select", SLEEPQ_SLEEP | SLEEPQ_INTERRUPTIBLE,
	    0);
	if (deadline == -1)
		return (sleepq_wait_sig(stp, PSOCK));
	sleepq_set_timeout_sbt(stp, deadline, 0, C_ABSOLUTE);
	return (sleepq_timedwait_sig(stp, PSOCK));
}

/*
 * A scan asks every file once and counts those that are ready, or fails.
 */
typedef int	sel_scan_t(struct thread *td, struct seltd *stp, void *arg,
		    int *ready);

/*
 * Scan until something is ready or the time is over.
 */
static int
sel_loop(struct thread *td, sel_scan_t *scan, void *arg, sbintime_t deadline,
    int *ready)
{
	struct seltd st;
	int error;
	bool wait;

	seltd_init(&st);
	wait = deadline == -1 || deadline > sbinuptime();
	for (;;) {
		td->td_sel = wait ? &st : NULL;
		error = scan(td, &st, arg, ready);
		td->td_sel = NULL;
		if (error != 0 || *ready != 0 || !wait)
			break;
		error = seltd_wait(&st, deadline);
		seltd_clear(&st);
		if (error == EWOULDBLOCK)
			wait = false;	/* one last look */
		else if (error != 0)
			break;
	}
	seltd_fini(&st);
	return (error == ERESTART ? EINTR : error);
}

/*
 * ppoll and pselect: the mask counts while we wait; ast() restores it, or
 * the return from a handler.
 */
static int
sel_set_mask(struct thread *td, sigset_t *uset)
{
	int error;

	if (uset == NULL)
		return (0);
	error = kern_sigprocmask(td, SIG_SETMASK, uset, &td->td_oldsigmask,
	    0);
	if (error != 0)
		return (error);
	td->td_pflags |= TDP_OLDMASK;
	thread_lock(td);
	td->td_flags |= TDF_ASTPENDING;
	thread_unlock(td);
	return (0);
}

struct poll_scan {
	struct pollfd	*fds;
	u_int		nfds;
};

static int
poll_scan(struct thread *td, struct seltd *stp, void *arg, int *ready)
{
	struct poll_scan *ps;
	struct pollfd *pfd;
	struct file *fp;

	ps = arg;
	*ready = 0;
	for (pfd = ps->fds; pfd < ps->fds + ps->nfds; pfd++) {
		pfd->revents = 0;
		if (pfd->fd < 0)
			continue;
		fp = fget_unlocked(td->td_proc->p_fd, pfd->fd);
		if (fp == NULL)
			pfd->revents = POLLNVAL;
		else {
			selfd_reserve(stp);
			pfd->revents = fo_poll(fp, pfd->events, td->td_ucred,
			    td);
			fdrop(fp, td);
			/* POSIX: they exclude each other. */
			if ((pfd->revents & POLLHUP) != 0)
				pfd->revents &= ~POLLOUT;
		}
		if (pfd->revents != 0) {
			(*ready)++;
			td->td_sel = NULL;
		}
	}
	return (0);
}

int
kern_poll(struct thread *td, struct pollfd *ufds, u_int nfds,
    struct timespec *tsp, sigset_t *uset)
{
	struct pollfd small[POLL_SMALL];
	struct poll_scan ps;
	sbintime_t deadline;
	int error, ready;

	deadline = -1;
	if (tsp != NULL) {
		if (!timespecvalid_interval(tsp))
			return (EINVAL);
		deadline = timespecisset(tsp) ? timespec_deadline(tsp) : 0;
	}
	if (nfds > (u_int)maxfilesperproc && nfds > FD_SETSIZE)
		return (EINVAL);
	ps.nfds = nfds;
	ps.fds = small;
	if (nfds > POLL_SMALL)
		ps.fds = mallocarray(nfds, sizeof(*ps.fds), M_TEMP, M_WAITOK);
	error = copyin(ufds, ps.fds, nfds * sizeof(*ps.fds));
	if (error == 0)
		error = sel_set_mask(td, uset);
	if (error == 0)
		error = sel_loop(td, poll_scan, &ps, deadline, &ready);
	if (error == 0) {
		td->td_retval[0] = ready;
		error = copyout(ps.fds, ufds, nfds * sizeof(*ps.fds));
	}
	if (ps.fds != small)
		free(ps.fds, M_TEMP);
	return (error);
}

int
sys_poll(struct thread *td, struct poll_args *uap)
{
	struct timespec ts;

	if (uap->timeout != INFTIM) {
		if (uap->timeout < 0)
			return (EINVAL);
		ts.tv_sec = uap->timeout / 1000;
		ts.tv_nsec = uap->timeout % 1000 * 1000000L;
	}
	return (kern_poll(td, uap->fds, uap->nfds,
	    uap->timeout != INFTIM ? &ts : NULL, NULL));
}

int
sys_ppoll(struct thread *td, struct ppoll_args *uap)
{
	struct timespec ts;
	sigset_t set;
	int error;

	if (uap->ts != NULL) {
		error = copyin(uap->ts, &ts, sizeof(ts));
		if (error != 0)
			return (error);
	}
	if (uap->set != NULL) {
		error = copyin(uap->set, &set, sizeof(set));
		if (error != 0)
			return (error);
	}
	return (kern_poll(td, uap->fds, uap->nfds,
	    uap->ts != NULL ? &ts : NULL, uap->set != NULL ? &set : NULL));
}

struct select_scan {
	int		nd;
	fd_mask		*in[3];		/* what is asked, NULL: nothing */
	fd_mask		*out[3];	/* what is found */
};

/*
 * Ask one file what the sets want to know of it.
 */
static int
select_file(struct thread *td, struct seltd *stp, struct select_scan *ss,
    int fd, int *ready)
{
	struct file *fp;
	fd_mask bit;
	int events, i, revents;

	bit = (fd_mask)1 << (fd % NFDBITS);
	events = 0;
	for (i = 0; i < 3; i++)
		if (ss->in[i] != NULL && (ss->in[i][fd / NFDBITS] & bit) != 0)
			events |= select_flags[i];
	if (events == 0)
		return (0);
	fp = fget_unlocked(td->td_proc->p_fd, fd);
	if (fp == NULL)
		return (EBADF);
	selfd_reserve(stp);
	revents = fo_poll(fp, events, td->td_ucred, td);
	fdrop(fp, td);
	for (i = 0; i < 3; i++) {
		if (ss->in[i] == NULL ||
		    (ss->in[i][fd / NFDBITS] & bit) == 0 ||
		    (revents & select_flags[i]) == 0)
			continue;
		ss->out[i][fd / NFDBITS] |= bit;
		(*ready)++;
		td->td_sel = NULL;
	}
	return (0);
}

static int
select_scan(struct thread *td, struct seltd *stp, void *arg, int *ready)
{
	struct select_scan *ss;
	fd_mask any;
	int error, fd, i, words;

	ss = arg;
	*ready = 0;
	words = howmany(ss->nd, NFDBITS);
	for (i = 0; i < 3; i++)
		if (ss->out[i] != NULL)
			memset(ss->out[i], 0, words * sizeof(fd_mask));
	for (fd = 0; fd < ss->nd; fd++) {
		if (fd % NFDBITS == 0) {
			any = 0;
			for (i = 0; i < 3; i++)
				if (ss->in[i] != NULL)
					any |= ss->in[i][fd / NFDBITS];
			if (any == 0) {
				fd += NFDBITS - 1;
				continue;
			}
		}
		error = select_file(td, stp, ss, fd, ready);
		if (error != 0)
			return (error);
	}
	return (0);
}

/*
 * Copy the sets in; each has bytes bytes in user space, whatever the size
 * of the words that the program sees.
 */
static int
select_copyin(struct select_scan *ss, fd_set *user[3], fd_mask *buf,
    size_t words, size_t bytes)
{
	fd_mask spare;
	int error, i;

	for (i = 0; i < 3; i++) {
		ss->in[i] = ss->out[i] = NULL;
		if (user[i] == NULL)
			continue;
		ss->in[i] = buf;
		ss->out[i] = buf + words;
		buf += 2 * words;
		if (words == 0)
			continue;
		ss->in[i][words - 1] = 0;
		error = copyin(user[i], ss->in[i], bytes);
		if (error != 0)
			return (error);
		/* Bits from nd on have no meaning. */
		if (ss->nd % NFDBITS != 0) {
			spare = ~(fd_mask)0 << (ss->nd % NFDBITS);
			ss->in[i][words - 1] &= ~spare;
		}
	}
	return (0);
}

int
kern_pselect(struct thread *td, int nd, fd_set *in, fd_set *ou, fd_set *ex,
    struct timeval *tvp, sigset_t *uset, int abi_nfdbits)
{
	fd_set *user[3] = { in, ou, ex };
	fd_mask small[6 * SELECT_SMALL], *buf;
	struct select_scan ss;
	struct timespec ts;
	sbintime_t deadline;
	size_t bytes, words;
	int error, i, ready;

	if (nd < 0 || nd > maxfilesperproc)
		return (EINVAL);
	deadline = -1;
	if (tvp != NULL) {
		TIMEVAL_TO_TIMESPEC(tvp, &ts);
		if (!timespecvalid_interval(&ts))
			return (EINVAL);
		deadline = timespecisset(&ts) ? timespec_deadline(&ts) : 0;
	}
	ss.nd = nd;
	words = howmany(ss.nd, NFDBITS);
	bytes = howmany(ss.nd, abi_nfdbits) * (abi_nfdbits / NBBY);
	buf = small;
	if (words > SELECT_SMALL)
		buf = mallocarray(6 * words, sizeof(*buf), M_SELECT, M_WAITOK);
	error = select_copyin(&ss, user, buf, words, bytes);
	if (error == 0)
		error = sel_set_mask(td, uset);
	if (error == 0)
		error = sel_loop(td, select_scan, &ss, deadline, &ready);
	for (i = 0; i < 3 && error == 0; i++)
		if (user[i] != NULL)
			error = copyout(ss.out[i], user[i], bytes);
	if (error == 0)
		td->td_retval[0] = ready;
	if (buf != small)
		free(buf, M_SELECT);
	return (error);
}

int
kern_select(struct thread *td, int nd, fd_set *in, fd_set *ou, fd_set *ex,
    struct timeval *tvp, int abi_nfdbits)
{

	return (kern_pselect(td, nd, in, ou, ex, tvp, NULL, abi_nfdbits));
}

int
sys_select(struct thread *td, struct select_args *uap)
{
	struct timeval tv;
	int error;

	if (uap->tv != NULL) {
		error = copyin(uap->tv, &tv, sizeof(tv));
		if (error != 0)
			return (error);
		if (tv.tv_usec < 0 || tv.tv_usec >= 1000000)
			return (EINVAL);
	}
	return (kern_select(td, uap->nd, uap->in, uap->ou, uap->ex,
	    uap->tv != NULL ? &tv : NULL, NFDBITS));
}

int
sys_pselect(struct thread *td, struct pselect_args *uap)
{
	struct timespec ts;
	struct timeval tv;
	sigset_t set;
	int error;

	if (uap->ts != NULL) {
		error = copyin(uap->ts, &ts, sizeof(ts));
		if (error != 0)
			return (error);
		if (!timespecvalid_interval(&ts))
			return (EINVAL);
		tv.tv_sec = ts.tv_sec;
		tv.tv_usec = howmany(ts.tv_nsec, 1000);
	}
	if (uap->sm != NULL) {
		error = copyin(uap->sm, &set, sizeof(set));
		if (error != 0)
			return (error);
	}
	return (kern_pselect(td, uap->nd, uap->in, uap->ou, uap->ex,
	    uap->ts != NULL ? &tv : NULL, uap->sm != NULL ? &set : NULL,
	    NFDBITS));
}
