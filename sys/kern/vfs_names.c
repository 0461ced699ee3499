/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The names in a directory, for the kernel's own use.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/fcntl.h>
#include <sys/malloc.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

#define	BLOCK	PAGE_SIZE

/* Read entries from *off on, which moves behind them: how many bytes, or 0. */
static size_t
read_block(struct vnode *vp, char *buf, off_t *off)
{
	struct iovec iov = { buf, BLOCK };
	struct uio uio;
	int eof, error;

	uio.uio_iov = &iov;
	uio.uio_iovcnt = 1;
	uio.uio_offset = *off;
	uio.uio_resid = BLOCK;
	uio.uio_segflg = UIO_SYSSPACE;
	uio.uio_rw = UIO_READ;
	uio.uio_td = curthread;
	if (vn_lock(vp, LK_SHARED) != 0)
		return (0);
	eof = 0;
	error = vp->v_type == VDIR ? VOP_READDIR(vp, &uio, curthread->td_ucred,
	    &eof, NULL, NULL) : ENOTDIR;
	VOP_UNLOCK(vp);
	*off = uio.uio_offset;
	return (error == 0 ? BLOCK - uio.uio_resid : 0);
}

bool
vfs_each_name(const char *dir, bool (*func)(const char *name, void *arg),
    void *arg)
{
	const struct dirent *d;
	struct nameidata nd;
	char *buf;
	size_t n, pos;
	off_t off;
	bool found;

	NDINIT(&nd, LOOKUP, FOLLOW, UIO_SYSSPACE, dir, curthread);
	if (namei(&nd) != 0)
		return (false);
	buf = malloc(BLOCK, M_TEMP, M_WAITOK);
	found = false;
	off = 0;
	while (!found && (n = read_block(nd.ni_vp, buf, &off)) > 0) {
		for (pos = 0; pos < n && !found; pos += d->d_reclen) {
			d = (const struct dirent *)(const void *)(buf + pos);
			found = func(d->d_name, arg);
		}
	}
	free(buf, M_TEMP);
	vrele(nd.ni_vp);
	return (found);
}
