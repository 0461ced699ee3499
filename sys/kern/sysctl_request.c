/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl requests: from programs and from the kernel, to a variable's
 * handler.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sbuf.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/sysproto.h>

#include "sysctl_if.h"

/*
 * Moving data.  The old value is counted even where there is no room for it,
 * so that a program can ask for its size.
 */
static size_t
room_for(struct sysctl_req *req, size_t len)
{
	size_t left;

	if (req->oldptr == NULL || req->oldidx >= req->oldlen)
		left = 0;
	else
		left = req->oldlen - req->oldidx;
	return (ulmin(left, len));
}

static int
old_kernel(struct sysctl_req *req, const void *p, size_t len)
{
	size_t n;

	n = room_for(req, len);
	if (n > 0)
		memcpy((char *)req->oldptr + req->oldidx, p, n);
	req->oldidx += len;
	return (req->oldptr != NULL && n < len ? ENOMEM : 0);
}

static int
old_user(struct sysctl_req *req, const void *p, size_t len)
{
	size_t n;
	int error = 0;

	n = room_for(req, len);
	if (n > 0)
		error = copyout(p, (char *)req->oldptr + req->oldidx, n);
	req->oldidx += len;
	if (error != 0)
		return (error);
	return (req->oldptr != NULL && n < len ? ENOMEM : 0);
}

static int
new_kernel(struct sysctl_req *req, void *p, size_t len)
{

	if (req->newptr == NULL)
		return (0);
	if (req->newlen - req->newidx < len)
		return (EINVAL);
	memcpy(p, (char *)req->newptr + req->newidx, len);
	req->newidx += len;
	return (0);
}

static int
new_user(struct sysctl_req *req, void *p, size_t len)
{
	int error;

	if (req->newptr == NULL)
		return (0);
	if (req->newlen - req->newidx < len)
		return (EINVAL);
	error = copyin((char *)req->newptr + req->newidx, p, len);
	req->newidx += len;
	return (error);
}

/* Programs' memory is not paged out: nothing to do. */
int
sysctl_wire_old_buffer(struct sysctl_req *req __unused, size_t len __unused)
{

	return (0);
}

/*
 * From numbers to the variable; *nindx: how many of them were needed.
 */
int
sysctl_find_oid(int *name, u_int namelen, struct sysctl_oid **noid,
    int *nindx, struct sysctl_req *req __unused)
{
	struct sysctl_oid_list *list = &sysctl__children;
	struct sysctl_oid *oid;
	u_int i;

	for (i = 0; i < namelen; ) {
		oid = sysctl_find_number(list, name[i]);
		if (oid == NULL ||
		    (oid->oid_kind & (CTLFLAG_DORMANT | CTLFLAG_DYING)) != 0)
			return (ENOENT);
		i++;
		if ((oid->oid_kind & CTLTYPE) != CTLTYPE_NODE) {
			if (i != namelen)
				return (ENOTDIR);
		} else if (oid->oid_handler == NULL && i != namelen) {
			list = SYSCTL_CHILDREN(oid);
			continue;
		}
		*noid = oid;
		if (nindx != NULL)
			*nindx = i;
		return (0);
	}
	return (ENOENT);
}

/* May the request do that? */
static int
check_access(struct sysctl_oid *oid, struct sysctl_req *req)
{
	int error, level;

	if (req->oldptr != NULL && (oid->oid_kind & CTLFLAG_RD) == 0)
		return (EPERM);
	if (req->newptr == NULL)
		return (0);
	if ((oid->oid_kind & CTLFLAG_WR) == 0)
		return (EPERM);
	if ((oid->oid_kind & CTLFLAG_SECURE) != 0) {
		level = (oid->oid_kind & CTLMASK_SECURE) >> CTLSHIFT_SECURE;
		error = securelevel_gt(req->td->td_ucred, level);
		if (error != 0)
			return (error);
	}
	if ((oid->oid_kind & CTLFLAG_ANYBODY) != 0)
		return (0);
	return (priv_check(req->td, PRIV_SYSCTL_WRITE));
}

/*
 * Call the handler without the lock; oid_running keeps the node there.
 * Called with the lock held in either way, and returns so.
 */
static int
call_handler(struct sysctl_oid *oid, void *arg1, intmax_t arg2,
    struct sysctl_req *req, bool exclusive)
{
	int error;

	atomic_add_int(&oid->oid_running, 1);
	sx_unlock(&sysctl_lock);
	if ((oid->oid_kind & CTLFLAG_NEEDGIANT) != 0)
		mtx_lock(&Giant);
	error = oid->oid_handler(oid, arg1, arg2, req);
	if ((oid->oid_kind & CTLFLAG_NEEDGIANT) != 0)
		mtx_unlock(&Giant);
	if (exclusive)
		sx_xlock(&sysctl_lock);
	else
		sx_slock(&sysctl_lock);
	if (atomic_fetchadd_int(&oid->oid_running, -1) == 1 &&
	    (oid->oid_kind & CTLFLAG_DYING) != 0)
		wakeup(&oid->oid_running);
	return (error);
}

static int
sysctl_root(int *name, u_int namelen, struct sysctl_req *req)
{
	struct sysctl_oid *oid;
	int error, indx;

	sx_slock(&sysctl_lock);
	error = sysctl_find_oid(name, namelen, &oid, &indx, req);
	if (error != 0)
		goto out;
	if (oid->oid_handler == NULL) {
		error = (oid->oid_kind & CTLTYPE) == CTLTYPE_NODE ? EISDIR :
		    EINVAL;
		goto out;
	}
	error = check_access(oid, req);
	if (error != 0)
		goto out;
	if ((oid->oid_kind & CTLTYPE) == CTLTYPE_NODE)
		error = call_handler(oid, name + indx, namelen - indx, req,
		    false);
	else
		error = call_handler(oid, oid->oid_arg1, oid->oid_arg2, req,
		    false);
out:
	sx_sunlock(&sysctl_lock);
	return (error);
}

/* As long as the handler wants to be asked again. */
static int
sysctl_run(int *name, u_int namelen, struct sysctl_req *req)
{
	int error;

	for (;;) {
		req->oldidx = req->newidx = 0;
		error = sysctl_root(name, namelen, req);
		if (error != EAGAIN)
			return (error);
		kern_yield(PRI_USER);
	}
}

int
kernel_sysctl(struct thread *td, int *name, u_int namelen, void *old,
    size_t *oldlenp, const void *new, size_t newlen, size_t *retval, int flags)
{
	struct sysctl_req req = {
		.td = td,
		.lock = REQ_UNWIRED,
		.oldptr = old,
		.oldfunc = old_kernel,
		.newptr = __DECONST(void *, new),
		.newlen = newlen,
		.newfunc = new_kernel,
		.flags = flags,
	};
	int error;

	if (oldlenp != NULL)
		req.oldlen = req.validlen = *oldlenp;
	error = sysctl_run(name, namelen, &req);
	if (error != 0 && error != ENOMEM)
		return (error);
	if (retval != NULL)
		*retval = req.oldptr != NULL ?
		    ulmin(req.oldidx, req.oldlen) : req.oldidx;
	return (error);
}

int
kernel_sysctlbyname(struct thread *td, const char *name, void *old,
    size_t *oldlenp, const void *new, size_t newlen, size_t *retval, int flags)
{
	int oid[CTL_MAXNAME];
	u_int len;
	int error;

	error = sysctl_name2oid(name, oid, &len);
	if (error != 0)
		return (error);
	return (kernel_sysctl(td, oid, len, old, oldlenp, new, newlen, retval,
	    flags));
}

int
userland_sysctl(struct thread *td, int *name, u_int namelen, void *old,
    size_t *oldlenp, int inkernel, const void *new, size_t newlen,
    size_t *retval, int flags)
{
	struct sysctl_req req = {
		.td = td,
		.lock = REQ_UNWIRED,
		.oldptr = old,
		.oldfunc = old_user,
		.newptr = __DECONST(void *, new),
		.newlen = newlen,
		.newfunc = new_user,
		.flags = flags,
	};
	int error;

	if (oldlenp != NULL) {
		if (inkernel)
			req.oldlen = *oldlenp;
		else {
			error = copyin(oldlenp, &req.oldlen,
			    sizeof(req.oldlen));
			if (error != 0)
				return (error);
		}
	}
	req.validlen = req.oldlen;
	error = sysctl_run(name, namelen, &req);
	if (error != 0 && error != ENOMEM)
		return (error);
	*retval = req.oldptr != NULL ? ulmin(req.oldidx, req.oldlen) :
	    req.oldidx;
	return (error);
}

int
sys___sysctl(struct thread *td, struct __sysctl_args *uap)
{
	int name[CTL_MAXNAME];
	size_t len;
	int error, error2;

	if (uap->namelen < 2 || uap->namelen > CTL_MAXNAME)
		return (EINVAL);
	error = copyin(uap->name, name, uap->namelen * sizeof(int));
	if (error != 0)
		return (error);
	error = userland_sysctl(td, name, uap->namelen, uap->old,
	    uap->oldlenp, 0, uap->new, uap->newlen, &len, 0);
	if ((error == 0 || error == ENOMEM) && uap->oldlenp != NULL) {
		error2 = copyout(&len, uap->oldlenp, sizeof(len));
		if (error2 != 0)
			error = error2;
	}
	return (error);
}

/*
 * Tunables.
 */
static void
full_name(const struct sysctl_oid *oid, char *buf, size_t size)
{
	const struct sysctl_oid *levels[CTL_MAXNAME];
	u_int n = 0;

	for (; oid != NULL && n < nitems(levels);
	    oid = SYSCTL_PARENT(oid))
		levels[n++] = oid;
	buf[0] = '\0';
	while (n-- > 0) {
		strlcat(buf, levels[n]->oid_name, size);
		if (n > 0)
			strlcat(buf, ".", size);
	}
}

/* Bytes of a number of that type, or 0. */
static size_t
number_size(u_int kind)
{

	switch (kind & CTLTYPE) {
	case CTLTYPE_U8:
	case CTLTYPE_S8:
		return (1);
	case CTLTYPE_U16:
	case CTLTYPE_S16:
		return (2);
	case CTLTYPE_INT:
	case CTLTYPE_UINT:
	case CTLTYPE_S32:
	case CTLTYPE_U32:
		return (4);
	case CTLTYPE_LONG:
	case CTLTYPE_ULONG:
	case CTLTYPE_S64:
	case CTLTYPE_U64:
		return (8);
	default:
		return (0);
	}
}

void
sysctl_load_tunable(struct sysctl_oid *oid)
{
	struct sysctl_req req = {
		.td = curthread,
		.lock = REQ_UNWIRED,
		.oldfunc = old_kernel,
		.newfunc = new_kernel,
	};
	char name[96];
	char *value;
	uint64_t number;
	int error;

	full_name(oid, name, sizeof(name));
	value = kern_getenv(name);
	if (value == NULL)
		return;
	error = 0;
	if ((oid->oid_kind & CTLTYPE) == CTLTYPE_STRING) {
		req.newptr = value;
		req.newlen = strlen(value);
	} else {
		/* The least significant bytes come first. */
		req.newptr = &number;
		req.newlen = number_size(oid->oid_kind);
		if (req.newlen == 0 || getenv_uint64(name, &number) == 0)
			error = EINVAL;
	}
	if (error == 0)
		error = call_handler(oid, oid->oid_arg1, oid->oid_arg2, &req,
		    true);
	if (error != 0)
		printf("%s=%s in the kernel environment is no valid value "
		    "(%s)\n", name, value, errname(error));
	freeenv(value);
}

/*
 * Strings that grow, as a variable's value.
 */
static int
sbuf_sysctl_drain(void *arg, const char *data, int len)
{
	struct sysctl_req *req = arg;
	int error;

	error = SYSCTL_OUT(req, data, len);
	return (error == 0 ? len : -error);
}

struct sbuf *
sbuf_new_for_sysctl(struct sbuf *s, char *buf, int length,
    struct sysctl_req *req)
{

	s = sbuf_new(s, buf, length, SBUF_FIXEDLEN | SBUF_INCLUDENUL);
	sbuf_set_drain(s, sbuf_sysctl_drain, req);
	return (s);
}
