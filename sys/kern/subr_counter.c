/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * counter(9).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/counter.h>
#include <sys/kernel.h>
#include <sys/sysctl.h>

static MALLOC_DEFINE(M_COUNTER, "counter", "counters");

uint64_t	counter_u64_early;

counter_u64_t
counter_u64_alloc(int flags)
{

	return (malloc(sizeof(uint64_t), M_COUNTER, flags | M_ZERO));
}

void
counter_u64_free(counter_u64_t c)
{

	free(c, M_COUNTER);
}

uint64_t
counter_u64_fetch(counter_u64_t c)
{

	return (atomic_load_64(c));
}

void
counter_u64_zero(counter_u64_t c)
{

	atomic_store_64(c, 0);
}

void
counter_u64_sysinit(void *arg)
{
	counter_u64_t *c = arg;

	*c = counter_u64_alloc(M_WAITOK);
}

void
counter_u64_sysuninit(void *arg)
{
	counter_u64_t *c = arg;

	counter_u64_free(*c);
	*c = EARLY_COUNTER;
}

int64_t
counter_ratecheck(struct counter_rate *cr, int64_t limit)
{
	int64_t events, result;
	int now;

	now = ticks;
	result = 0;
	if ((u_int)(now - cr->cr_ticks) >= (u_int)hz &&
	    atomic_cmpset_acq_int((volatile u_int *)&cr->cr_lock, 0, 1)) {
		if (cr->cr_over)
			result = counter_u64_fetch(cr->cr_rate);
		counter_u64_zero(cr->cr_rate);
		cr->cr_over = 0;
		cr->cr_ticks = now;
		atomic_store_rel_int((volatile u_int *)&cr->cr_lock, 0);
	}
	counter_u64_add(cr->cr_rate, 1);
	events = counter_u64_fetch(cr->cr_rate);
	if (events <= limit)
		return (result);
	cr->cr_over = 1;
	return (-1);
}

/* arg1: an array of arg2 counters.  Any new value clears them. */
int
sysctl_handle_counter_u64_array(SYSCTL_HANDLER_ARGS)
{
	counter_u64_t *array = arg1;
	uint64_t value;
	intmax_t i;
	int error;

	for (i = 0; i < arg2; i++) {
		value = counter_u64_fetch(array[i]);
		error = SYSCTL_OUT(req, &value, sizeof(value));
		if (error != 0)
			return (error);
	}
	if (req->newptr != NULL)
		COUNTER_ARRAY_ZERO(array, arg2);
	return (0);
}

int
sysctl_handle_counter_u64(SYSCTL_HANDLER_ARGS)
{

	return (sysctl_handle_counter_u64_array(oidp, arg1, 1, req));
}
