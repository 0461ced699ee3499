/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * uio(9): moving data along scatter/gather lists.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/uio.h>

#include <vm/vm_extern.h>

MALLOC_DEFINE(M_IOV, "iov", "large iovec arrays");

/* Move cnt bytes between cp and one buffer. */
static int
uiomove_iovec(char *cp, void *base, size_t cnt, const struct uio *uio)
{

	switch (uio->uio_segflg) {
	case UIO_USERSPACE:
		if (uio->uio_rw == UIO_READ)
			return (copyout(cp, base, cnt));
		return (copyin(base, cp, cnt));
	case UIO_SYSSPACE:
		if (uio->uio_rw == UIO_READ)
			memcpy(base, cp, cnt);
		else
			memcpy(cp, base, cnt);
		return (0);
	case UIO_NOCOPY:
		break;
	}
	return (0);
}

int
uiomove(void *cp, int n, struct uio *uio)
{
	struct iovec *iov;
	size_t cnt, left;
	int error;

	left = n < 0 ? 0 : n;
	while (left > 0 && uio->uio_resid > 0) {
		iov = uio->uio_iov;
		if (iov->iov_len == 0) {
			uio->uio_iov++;
			uio->uio_iovcnt--;
			continue;
		}
		cnt = ulmin(iov->iov_len, left);
		error = uiomove_iovec(cp, iov->iov_base, cnt, uio);
		if (error != 0)
			return (error);
		iov->iov_base = (char *)iov->iov_base + cnt;
		iov->iov_len -= cnt;
		uio->uio_resid -= cnt;
		uio->uio_offset += cnt;
		cp = (char *)cp + cnt;
		left -= cnt;
	}
	return (0);
}

int
uiomove_nofault(void *cp, int n, struct uio *uio)
{
	int error, saved;

	saved = vm_fault_disable_pagefaults();
	error = uiomove(cp, n, uio);
	vm_fault_enable_pagefaults(saved);
	return (error);
}

int
uiomove_frombuf(void *buf, int buflen, struct uio *uio)
{
	size_t offset, n;

	if (uio->uio_offset < 0 || uio->uio_resid < 0 || buflen < 0)
		return (EINVAL);
	if (buflen == 0 || uio->uio_offset >= buflen)
		return (0);
	offset = uio->uio_offset;
	n = ulmin((size_t)buflen - offset, uio->uio_resid);
	return (uiomove((char *)buf + offset, n, uio));
}

int
copyiniov(const struct iovec *iovp, u_int iovcnt, struct iovec **iov,
    int error)
{
	size_t iovlen;

	*iov = NULL;
	if (iovcnt > UIO_MAXIOV)
		return (error);
	iovlen = iovcnt * sizeof(struct iovec);
	*iov = malloc(iovlen, M_IOV, M_WAITOK);
	error = copyin(iovp, *iov, iovlen);
	if (error != 0) {
		free(*iov, M_IOV);
		*iov = NULL;
	}
	return (error);
}

int
copyinuio(const struct iovec *iovp, u_int iovcnt, struct uio **uiop)
{
	struct iovec *iov;
	struct uio *uio;
	size_t iovlen;
	u_int i;
	int error;

	*uiop = NULL;
	if (iovcnt > UIO_MAXIOV)
		return (EINVAL);
	iovlen = iovcnt * sizeof(struct iovec);
	uio = malloc(iovlen + sizeof(*uio), M_IOV, M_WAITOK);
	iov = (struct iovec *)(uio + 1);
	error = copyin(iovp, iov, iovlen);
	if (error != 0)
		goto fail;
	uio->uio_iov = iov;
	uio->uio_iovcnt = iovcnt;
	uio->uio_segflg = UIO_USERSPACE;
	uio->uio_offset = -1;
	uio->uio_resid = 0;
	uio->uio_td = curthread;
	for (i = 0; i < iovcnt; i++) {
		if (iov[i].iov_len > (size_t)(IOSIZE_MAX - uio->uio_resid)) {
			error = EINVAL;
			goto fail;
		}
		uio->uio_resid += iov[i].iov_len;
	}
	*uiop = uio;
	return (0);
fail:
	free(uio, M_IOV);
	return (error);
}

struct uio *
cloneuio(struct uio *uiop)
{
	struct uio *uio;
	size_t iovlen;

	iovlen = uiop->uio_iovcnt * sizeof(struct iovec);
	uio = malloc(iovlen + sizeof(*uio), M_IOV, M_WAITOK);
	*uio = *uiop;
	uio->uio_iov = (struct iovec *)(uio + 1);
	memcpy(uio->uio_iov, uiop->uio_iov, iovlen);
	return (uio);
}
