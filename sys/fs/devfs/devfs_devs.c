/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * devfs: open files of devices, straight to the driver; and what a driver
 * keeps for each of them.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filio.h>
#include <sys/limits.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <fs/devfs/devfs_int.h>

static MALLOC_DEFINE(M_CDEVPDATA, "cdevpriv", "data of open devices");

/* Most bytes that one read or write of a device asks for. */
#define	DEVFS_IOSIZE_MAX	INT_MAX

void
devfs_timestamp(struct timespec *tsp)
{

	vfs_timestamp(tsp);
}

/*
 * Data of open files
 */
struct cdev_privdata {
	LIST_ENTRY(cdev_privdata) cpd_list; /* cdp_fdpriv */
	struct file	*cpd_fp;
	struct cdev_priv *cpd_cdp;
	void		*cpd_data;
	d_priv_dtor_t	*cpd_dtor;
};

static struct mtx cdevpriv_mtx;		/* f_cdevpriv and cdp_fdpriv */
MTX_SYSINIT(cdevpriv, &cdevpriv_mtx, "cdevpriv", MTX_DEF);

int
devfs_get_cdevpriv(void **datap)
{
	struct cdev_privdata *p;
	struct file *fp = curthread->td_fpop;
	int error = ENOENT;

	if (fp == NULL)
		return (EBADF);
	mtx_lock(&cdevpriv_mtx);
	p = fp->f_cdevpriv;
	if (p != NULL) {
		*datap = p->cpd_data;
		error = 0;
	}
	mtx_unlock(&cdevpriv_mtx);
	return (error);
}

int
devfs_set_cdevpriv(void *priv, d_priv_dtor_t *dtor)
{
	struct file *fp = curthread->td_fpop;
	struct cdev_privdata *p;
	int error = EBUSY;

	if (fp == NULL)
		return (ENOENT);
	p = malloc(sizeof(*p), M_CDEVPDATA, M_WAITOK);
	p->cpd_fp = fp;
	p->cpd_cdp = cdev2priv((struct cdev *)fp->f_data);
	p->cpd_data = priv;
	p->cpd_dtor = dtor;
	mtx_lock(&cdevpriv_mtx);
	if (fp->f_cdevpriv == NULL) {
		fp->f_cdevpriv = p;
		LIST_INSERT_HEAD(&p->cpd_cdp->cdp_fdpriv, p, cpd_list);
		error = 0;
	}
	mtx_unlock(&cdevpriv_mtx);
	if (error != 0)
		free(p, M_CDEVPDATA);
	return (error);
}

int
devfs_foreach_cdevpriv(struct cdev *dev, int (*cb)(void *data, void *arg),
    void *arg)
{
	struct cdev_privdata *p;
	int error = 0;

	mtx_lock(&cdevpriv_mtx);
	LIST_FOREACH(p, &cdev2priv(dev)->cdp_fdpriv, cpd_list) {
		error = cb(p->cpd_data, arg);
		if (error != 0)
			break;
	}
	mtx_unlock(&cdevpriv_mtx);
	return (error);
}

/* Call the destructor; cdevpriv_mtx is held, and dropped meanwhile. */
static void
cdevpriv_destroy(struct cdev_privdata *p)
{
	struct cdev_priv *cdp = p->cpd_cdp;

	mtx_assert(&cdevpriv_mtx, MA_OWNED);
	p->cpd_fp->f_cdevpriv = NULL;
	LIST_REMOVE(p, cpd_list);
	cdp->cdp_dtrc++;
	mtx_unlock(&cdevpriv_mtx);
	if (p->cpd_dtor != NULL)
		p->cpd_dtor(p->cpd_data);
	free(p, M_CDEVPDATA);
	mtx_lock(&cdevpriv_mtx);
	if (--cdp->cdp_dtrc == 0)
		wakeup(&cdp->cdp_dtrc);
}

void
devfs_fpdrop(struct file *fp)
{

	mtx_lock(&cdevpriv_mtx);
	if (fp->f_cdevpriv != NULL)
		cdevpriv_destroy(fp->f_cdevpriv);
	mtx_unlock(&cdevpriv_mtx);
}

void
devfs_clear_cdevpriv(void)
{
	struct file *fp = curthread->td_fpop;

	if (fp != NULL)
		devfs_fpdrop(fp);
}

/* The device goes: no open file keeps data, and no destructor runs. */
void
devfs_destroy_fdprivs(struct cdev_priv *cdp)
{
	struct cdev_privdata *p;

	mtx_lock(&cdevpriv_mtx);
	while ((p = LIST_FIRST(&cdp->cdp_fdpriv)) != NULL)
		cdevpriv_destroy(p);
	while (cdp->cdp_dtrc != 0)
		msleep(&cdp->cdp_dtrc, &cdevpriv_mtx, PRIBIO, "cdpdtr", 0);
	mtx_unlock(&cdevpriv_mtx);
}

/*
 * File operations
 */

/* A thread's stay in a driver on behalf of an open file. */
struct devfs_call {
	struct cdev	*dev;
	struct cdevsw	*csw;
	struct file	*outer;		/* td_fpop before */
	int		ref;
};

static int
devfs_enter(struct file *fp, struct thread *td, struct devfs_call *call)
{

	call->csw = devvn_refthread(fp->f_vnode, &call->dev, &call->ref);
	if (call->csw == NULL)
		return (ENXIO);
	KASSERT(call->dev == fp->f_data, ("devfs: not the device opened"));
	call->outer = td->td_fpop;
	td->td_fpop = fp;
	return (0);
}

static void
devfs_leave(struct thread *td, struct devfs_call *call)
{

	td->td_fpop = call->outer;
	dev_relthread(call->dev, call->ref);
}

static int
devfs_read_f(struct file *fp, struct uio *uio, struct ucred *cred __unused,
    int flags, struct thread *td)
{
	ssize_t resid = uio->uio_resid;
	struct devfs_call call;
	int error;

	if (resid > DEVFS_IOSIZE_MAX)
		return (EINVAL);
	error = devfs_enter(fp, td, &call);
	if (error != 0)
		return (error);
	/* Two may read at a time: the offset means nothing to most. */
	foffset_lock_uio(fp, uio, flags | FOF_NOLOCK);
	dev_lock_giant(call.csw);
	error = call.csw->d_read(call.dev, uio,
	    fp->f_flag & (O_NONBLOCK | O_DIRECT));
	dev_unlock_giant(call.csw);
	if (uio->uio_resid != resid)
		devfs_timestamp(&call.dev->si_atime);
	foffset_unlock_uio(fp, uio, flags | FOF_NOLOCK | FOF_NEXTOFF);
	devfs_leave(td, &call);
	return (error);
}

static int
devfs_write_f(struct file *fp, struct uio *uio, struct ucred *cred __unused,
    int flags, struct thread *td)
{
	ssize_t resid = uio->uio_resid;
	struct devfs_call call;
	int error;

	if (resid > DEVFS_IOSIZE_MAX)
		return (EINVAL);
	error = devfs_enter(fp, td, &call);
	if (error != 0)
		return (error);
	foffset_lock_uio(fp, uio, flags | FOF_NOLOCK);
	dev_lock_giant(call.csw);
	error = call.csw->d_write(call.dev, uio,
	    fp->f_flag & (O_NONBLOCK | O_DIRECT | O_FSYNC));
	dev_unlock_giant(call.csw);
	if (uio->uio_resid != resid) {
		devfs_timestamp(&call.dev->si_mtime);
		call.dev->si_ctime = call.dev->si_mtime;
	}
	foffset_unlock_uio(fp, uio, flags | FOF_NOLOCK | FOF_NEXTOFF);
	devfs_leave(td, &call);
	return (error);
}

static int
devfs_ioctl_f(struct file *fp, u_long com, void *data,
    struct ucred *cred __unused, struct thread *td)
{
	struct devfs_call call;
	int error;

	error = devfs_enter(fp, td, &call);
	if (error != 0)
		return (error);
	switch (com) {
	case FIODTYPE:
		*(int *)data = call.csw->d_flags & D_TYPEMASK;
		break;
	default:
		dev_lock_giant(call.csw);
		error = call.csw->d_ioctl(call.dev, com, data, fp->f_flag,
		    td);
		dev_unlock_giant(call.csw);
		if (error == ENOIOCTL)
			error = ENOTTY;
		break;
	}
	devfs_leave(td, &call);
	return (error);
}

static int
devfs_poll_f(struct file *fp, int events, struct ucred *cred __unused,
    struct thread *td)
{
	struct devfs_call call;
	int revents;

	if (devfs_enter(fp, td, &call) != 0)
		return ((events & (POLLIN | POLLRDNORM)) | POLLHUP);
	dev_lock_giant(call.csw);
	revents = call.csw->d_poll(call.dev, events, td);
	dev_unlock_giant(call.csw);
	devfs_leave(td, &call);
	return (revents);
}

static int
devfs_mmap_f(struct file *fp, struct vm_map *map, vm_offset_t *addr,
    vm_size_t size, vm_prot_t prot, vm_prot_t cap_maxprot, int flags,
    vm_ooffset_t foff, struct thread *td)
{
	vm_prot_t maxprot = VM_PROT_NONE;
	struct devfs_call call;
	int error;

	if ((fp->f_flag & FREAD) != 0)
		maxprot |= VM_PROT_READ;
	if ((flags & MAP_SHARED) == 0 || (fp->f_flag & FWRITE) != 0)
		maxprot |= VM_PROT_WRITE;
	maxprot &= cap_maxprot;
	if ((prot & ~maxprot) != 0)
		return (EACCES);
	error = devfs_enter(fp, td, &call);
	if (error != 0)
		return (error);
	if ((call.csw->d_flags & D_MMAP_ANON) != 0)
		error = vm_mmap(map, addr, size, prot, maxprot,
		    flags | MAP_ANON, OBJT_DEFAULT, NULL, 0);
	else
		error = vm_mmap(map, addr, size, prot, maxprot, flags,
		    OBJT_DEVICE, call.dev, foff);
	devfs_leave(td, &call);
	return (error);
}

static int
devfs_truncate_f(struct file *fp __unused, off_t length __unused,
    struct ucred *cred __unused, struct thread *td __unused)
{

	return (0);		/* open(2) with O_TRUNC */
}

static int
devfs_stat_f(struct file *fp, struct stat *sb, struct ucred *cred,
    struct thread *td)
{

	return (vnops.fo_stat(fp, sb, cred, td));
}

static int
devfs_close_f(struct file *fp, struct thread *td)
{
	struct file *outer = td->td_fpop;
	int error;

	/* The driver may ask for its data in d_close, too. */
	td->td_fpop = fp;
	error = vnops.fo_close(fp, td);
	td->td_fpop = outer;
	devfs_fpdrop(fp);
	return (error);
}

const struct fileops devfs_ops_f = {
	.fo_read = devfs_read_f,
	.fo_write = devfs_write_f,
	.fo_truncate = devfs_truncate_f,
	.fo_ioctl = devfs_ioctl_f,
	.fo_poll = devfs_poll_f,
	.fo_kqfilter = invfo_kqfilter,
	.fo_stat = devfs_stat_f,
	.fo_close = devfs_close_f,
	.fo_chmod = vn_chmod,
	.fo_chown = vn_chown,
	.fo_sendfile = invfo_sendfile,
	.fo_seek = vn_seek,
	.fo_mmap = devfs_mmap_f,
	.fo_flags = DFLAG_PASSABLE | DFLAG_SEEKABLE
};
