/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sema(9): a number, a mutex, and a condition variable.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/mutex.h>
#include <sys/sema.h>

void
sema_init(struct sema *sema, int value, const char *description)
{

	KASSERT(value >= 0, ("a semaphore of %d", value));
	mtx_init(&sema->sema_mtx, description, "sema", MTX_DEF | MTX_NEW);
	cv_init(&sema->sema_cv, description);
	sema->sema_waiters = 0;
	sema->sema_value = value;
}

void
sema_destroy(struct sema *sema)
{

	KASSERT(sema->sema_waiters == 0, ("somebody waits for the semaphore"));
	mtx_destroy(&sema->sema_mtx);
	cv_destroy(&sema->sema_cv);
}

void
sema_post(struct sema *sema)
{

	mtx_lock(&sema->sema_mtx);
	sema->sema_value++;
	if (sema->sema_waiters > 0)
		cv_signal(&sema->sema_cv);
	mtx_unlock(&sema->sema_mtx);
}

/* timo 0: for ever. */
static int
take(struct sema *sema, int timo)
{
	sbintime_t end;
	int error;

	error = 0;
	end = getsbinuptime() + tick_sbt * timo;
	mtx_lock(&sema->sema_mtx);
	sema->sema_waiters++;
	while (sema->sema_value == 0 && error == 0) {
		if (timo > 0)
			error = cv_timedwait_sbt(&sema->sema_cv,
			    &sema->sema_mtx, end, 0, C_ABSOLUTE);
		else
			cv_wait(&sema->sema_cv, &sema->sema_mtx);
	}
	sema->sema_waiters--;
	/* A post may have come with the end of the time. */
	if (sema->sema_value > 0) {
		sema->sema_value--;
		error = 0;
	}
	mtx_unlock(&sema->sema_mtx);
	return (error);
}

void
sema_wait(struct sema *sema)
{

	(void)take(sema, 0);
}

int
sema_timedwait(struct sema *sema, int timo)
{

	return (take(sema, MAX(timo, 1)));
}

int
sema_trywait(struct sema *sema)
{
	int taken;

	mtx_lock(&sema->sema_mtx);
	taken = sema->sema_value > 0;
	sema->sema_value -= taken;
	mtx_unlock(&sema->sema_mtx);
	return (taken);
}

int
sema_value(struct sema *sema)
{
	int value;

	mtx_lock(&sema->sema_mtx);
	value = sema->sema_value;
	mtx_unlock(&sema->sema_mtx);
	return (value);
}
