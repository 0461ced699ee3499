/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Handlers of the simple types of sysctl variables.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/time.h>

/* So that nobody reads a string while it is being replaced. */
static struct sx	string_lock;
SX_SYSINIT(sysctl_string, &string_lock, "sysctl string");

/* A number of that size: the variable, or the constant arg2. */
static int
handle_number(void *arg1, intmax_t arg2, size_t size, struct sysctl_req *req)
{
	uint64_t value = 0;
	int error;

	if (arg1 != NULL)
		memcpy(&value, arg1, size);
	else
		value = arg2;
	error = SYSCTL_OUT(req, &value, size);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (arg1 == NULL)
		return (EPERM);
	error = SYSCTL_IN(req, &value, size);
	if (error == 0)
		memcpy(arg1, &value, size);
	return (error);
}

int
sysctl_handle_8(SYSCTL_HANDLER_ARGS)
{

	return (handle_number(arg1, arg2, sizeof(uint8_t), req));
}

int
sysctl_handle_16(SYSCTL_HANDLER_ARGS)
{

	return (handle_number(arg1, arg2, sizeof(uint16_t), req));
}

int
sysctl_handle_32(SYSCTL_HANDLER_ARGS)
{

	return (handle_number(arg1, arg2, sizeof(uint32_t), req));
}

int
sysctl_handle_64(SYSCTL_HANDLER_ARGS)
{

	return (handle_number(arg1, arg2, sizeof(uint64_t), req));
}

int
sysctl_handle_int(SYSCTL_HANDLER_ARGS)
{

	return (handle_number(arg1, arg2, sizeof(int), req));
}

int
sysctl_handle_long(SYSCTL_HANDLER_ARGS)
{

	return (handle_number(arg1, arg2, sizeof(long), req));
}

int
sysctl_handle_bool(SYSCTL_HANDLER_ARGS)
{
	uint8_t value;
	int error;

	value = arg1 != NULL ? *(bool *)arg1 : arg2 != 0;
	error = handle_number(&value, 0, sizeof(value), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (arg1 == NULL)
		return (EPERM);
	*(bool *)arg1 = value != 0;
	return (0);
}

static int
read_string(const char *s, size_t size, struct sysctl_req *req)
{
	char *copy;
	size_t len;
	int error;

	if (size == 0)
		return (SYSCTL_OUT_STR(req, s));
	copy = malloc(size, M_TEMP, M_WAITOK);
	sx_slock(&string_lock);
	len = strnlen(s, size - 1);
	memcpy(copy, s, len);
	sx_sunlock(&string_lock);
	copy[len] = '\0';
	error = SYSCTL_OUT(req, copy, len + 1);
	free(copy, M_TEMP);
	return (error);
}

/* arg2: bytes of the array; 0: a constant. */
int
sysctl_handle_string(SYSCTL_HANDLER_ARGS)
{
	size_t len, size = arg2;
	char *copy;
	int error;

	error = read_string(arg1, size, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (size == 0)
		return (EPERM);
	len = req->newlen - req->newidx;
	if (len >= size)
		return (EINVAL);
	copy = malloc(len + 1, M_TEMP, M_WAITOK);
	error = SYSCTL_IN(req, copy, len);
	if (error == 0) {
		copy[len] = '\0';
		sx_xlock(&string_lock);
		strlcpy(arg1, copy, size);
		sx_xunlock(&string_lock);
	}
	free(copy, M_TEMP);
	return (error);
}

int
sysctl_handle_opaque(SYSCTL_HANDLER_ARGS)
{
	int error;

	error = SYSCTL_OUT(req, arg1, arg2);
	if (error != 0 || req->newptr == NULL)
		return (error);
	return (SYSCTL_IN(req, arg1, arg2));
}

/* The variable has ticks; milliseconds are shown. */
int
sysctl_msec_to_ticks(SYSCTL_HANDLER_ARGS)
{
	int error, ms;

	ms = (int)((int64_t)*(int *)arg1 * 1000 / hz);
	error = sysctl_handle_int(oidp, &ms, 0, req);
	if (error == 0 && req->newptr != NULL)
		*(int *)arg1 = (int)((int64_t)ms * hz / 1000);
	return (error);
}

int
sysctl_sec_to_timeval(SYSCTL_HANDLER_ARGS)
{
	struct timeval *tv = arg1;
	int error, seconds;

	seconds = (int)tv->tv_sec;
	error = sysctl_handle_int(oidp, &seconds, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	if (seconds < 0)
		return (EINVAL);
	tv->tv_sec = seconds;
	tv->tv_usec = 0;
	return (0);
}

int
sysctl_usec_to_sbintime(SYSCTL_HANDLER_ARGS)
{
	int64_t us;
	int error;

	us = sbttous(*(sbintime_t *)arg1);
	error = sysctl_handle_64(oidp, &us, 0, req);
	if (error == 0 && req->newptr != NULL)
		*(sbintime_t *)arg1 = ustosbt(us);
	return (error);
}

int
sysctl_msec_to_sbintime(SYSCTL_HANDLER_ARGS)
{
	int64_t ms;
	int error;

	ms = sbttoms(*(sbintime_t *)arg1);
	error = sysctl_handle_64(oidp, &ms, 0, req);
	if (error == 0 && req->newptr != NULL)
		*(sbintime_t *)arg1 = mstosbt(ms);
	return (error);
}
