/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux's poll(2) and select(2).  The structures and the events that
 * programs use are the native ones; Linux also reports the time that is left.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/select.h>
#include <sys/syscallsubr.h>
#include <sys/time.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

int
linux_poll(struct thread *td, struct linux_poll_args *uap)
{
	struct timespec ts;

	if (uap->timeout >= 0) {
		ts.tv_sec = uap->timeout / 1000;
		ts.tv_nsec = uap->timeout % 1000 * 1000000;
	}
	return (kern_poll(td, uap->fds, uap->nfds,
	    uap->timeout >= 0 ? &ts : NULL, NULL));
}

/* What is left at time now of *tsp, which was set at time start. */
static void
linux_time_left(struct timespec *tsp, const struct timespec *start)
{
	struct timespec now;

	nanouptime(&now);
	timespecsub(&now, start, &now);
	if (timespeccmp(tsp, &now, <=))
		timespecclear(tsp);
	else
		timespecsub(tsp, &now, tsp);
}

int
linux_ppoll(struct thread *td, struct linux_ppoll_args *uap)
{
	struct timespec start, ts;
	sigset_t set;
	int error;

	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &ts, sizeof(ts));
		if (error != 0)
			return (error);
		if (!timespecvalid_interval(&ts))
			return (EINVAL);
		nanouptime(&start);
	}
	if (uap->set != NULL) {
		error = linux_copyin_sigset(uap->set, uap->setsize, &set);
		if (error != 0)
			return (error);
	}
	error = kern_poll(td, uap->fds, uap->nfds,
	    uap->timeout != NULL ? &ts : NULL,
	    uap->set != NULL ? &set : NULL);
	if (uap->timeout != NULL && (error == 0 || error == EINTR)) {
		linux_time_left(&ts, &start);
		(void)copyout(&ts, uap->timeout, sizeof(ts));
	}
	return (error);
}

int
linux_select(struct thread *td, struct linux_select_args *uap)
{
	struct timespec left, start;
	struct timeval tv, *tvp;
	int error;

	tvp = NULL;
	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &tv, sizeof(tv));
		if (error != 0)
			return (error);
		tvp = &tv;
		left.tv_sec = tv.tv_sec;
		left.tv_nsec = tv.tv_usec * 1000;
		nanouptime(&start);
	}
	error = kern_select(td, uap->nfds, uap->in, uap->out, uap->ex, tvp,
	    NFDBITS);
	if (tvp != NULL && (error == 0 || error == EINTR)) {
		linux_time_left(&left, &start);
		tv.tv_sec = left.tv_sec;
		tv.tv_usec = left.tv_nsec / 1000;
		(void)copyout(&tv, uap->timeout, sizeof(tv));
	}
	return (error);
}

int
linux_pselect6(struct thread *td, struct linux_pselect6_args *uap)
{
	struct l_sigset_argpack pack;
	struct timespec start, ts;
	struct timeval tv, *tvp;
	sigset_t set, *setp;
	int error;

	setp = NULL;
	if (uap->sig != NULL) {
		error = copyin(uap->sig, &pack, sizeof(pack));
		if (error == 0 && pack.ss != 0) {
			error = linux_copyin_sigset((l_sigset_t *)pack.ss,
			    pack.ss_len, &set);
			setp = &set;
		}
		if (error != 0)
			return (error);
	}
	tvp = NULL;
	if (uap->timeout != NULL) {
		error = copyin(uap->timeout, &ts, sizeof(ts));
		if (error != 0)
			return (error);
		if (!timespecvalid_interval(&ts))
			return (EINVAL);
		/* Never sleep shorter than asked. */
		tv.tv_sec = ts.tv_sec;
		tv.tv_usec = howmany(ts.tv_nsec, 1000);
		if (tv.tv_usec == 1000000) {
			tv.tv_sec++;
			tv.tv_usec = 0;
		}
		tvp = &tv;
		nanouptime(&start);
	}
	error = kern_pselect(td, uap->nfds, uap->in, uap->out, uap->ex, tvp,
	    setp, NFDBITS);
	if (tvp != NULL && (error == 0 || error == EINTR)) {
		linux_time_left(&ts, &start);
		(void)copyout(&ts, uap->timeout, sizeof(ts));
	}
	return (error);
}
