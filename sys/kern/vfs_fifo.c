/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * FIFOs, mkfifo(2): a file system stores the name, open files share a pipe.
 *
 * The vnode has the pipe in v_pipe while at least one file is open; fifo_sx
 * protects that, and the pipe's counts of ends from going to 0.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/kernel.h>
#include <sys/mount.h>
#include <sys/pipe.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/vnode.h>

static struct sx fifo_sx;
SX_SYSINIT(fifo, &fifo_sx, "fifo");

/*
 * Close ends.  The last one takes the pipe with what is still in it; fifo_sx
 * is held.
 */
static void
fifo_close_ends(struct vnode *vp, struct pipe *p, int fflag)
{

	sx_assert(&fifo_sx, SA_XLOCKED);
	if (!pipe_close_ends(p, fflag))
		return;
	/* A vnode that was taken away has forgotten it. */
	if (vp->v_type == VFIFO)
		vp->v_pipe = NULL;
	pipe_free(p);
}

static int
fifo_closefile(struct file *fp, struct thread *td)
{

	sx_xlock(&fifo_sx);
	fifo_close_ends(fp->f_vnode, fp->f_data, fp->f_flag);
	sx_xunlock(&fifo_sx);
	return (vnops.fo_close(fp, td));
}

static int
fifo_statfile(struct file *fp, struct stat *sb, struct ucred *active_cred,
    struct thread *td)
{

	return (vnops.fo_stat(fp, sb, active_cred, td));
}

static int
fifo_truncate(struct file *fp __unused, off_t length __unused,
    struct ucred *active_cred __unused, struct thread *td __unused)
{

	return (0);		/* open(2) with O_TRUNC */
}

static const struct fileops fifo_ops = {
	.fo_read = pipe_read,
	.fo_write = pipe_write,
	.fo_truncate = fifo_truncate,
	.fo_ioctl = pipe_ioctl,
	.fo_poll = pipe_poll,
	.fo_kqfilter = invfo_kqfilter,
	.fo_stat = fifo_statfile,
	.fo_close = fifo_closefile,
	.fo_chmod = vn_chmod,
	.fo_chown = vn_chown,
	.fo_sendfile = invfo_sendfile,
	.fo_flags = DFLAG_PASSABLE
};

/*
 * Wait for the other side.  A side that came and went meanwhile counts, as
 * its generation tells.
 */
static int
fifo_wait(struct pipe *p, int mode)
{
	u_int rgen = p->p_rgen, wgen = p->p_wgen;
	int error = 0;

	sx_assert(&fifo_sx, SA_XLOCKED);
	if ((mode & (FREAD | FWRITE)) == FREAD) {
		while (error == 0 && p->p_writers == 0 && p->p_wgen == wgen)
			error = _sleep(&p->p_wgen, &fifo_sx.lock_object,
			    PSOCK | PCATCH, "fifoor", 0, 0, 0);
	} else if ((mode & (FREAD | FWRITE)) == FWRITE) {
		while (error == 0 && p->p_readers == 0 && p->p_rgen == rgen)
			error = _sleep(&p->p_rgen, &fifo_sx.lock_object,
			    PSOCK | PCATCH, "fifoow", 0, 0, 0);
	}
	return (error);
}

int
fifo_open(struct vop_open_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct file *fp = ap->a_fp;
	int error = 0, ltype, mode = ap->a_mode;
	struct pipe *p;

	if (fp == NULL || (mode & (FREAD | FWRITE)) == 0)
		return (EINVAL);
	ltype = VOP_ISLOCKED(vp);
	VOP_UNLOCK(vp);
	sx_xlock(&fifo_sx);
	p = vp->v_type == VFIFO ? vp->v_pipe : NULL;
	if (vp->v_type != VFIFO)
		error = ENXIO;		/* forcibly unmounted */
	else if ((mode & (FREAD | FWRITE | FNONBLOCK)) ==
	    (FWRITE | FNONBLOCK) && (p == NULL || p->p_readers == 0))
		error = ENXIO;
	if (error != 0)
		goto out;
	if (p == NULL)
		p = vp->v_pipe = pipe_create();
	pipe_open_ends(p, mode);
	if ((mode & FREAD) != 0) {
		p->p_rgen++;
		wakeup(&p->p_rgen);
	}
	if ((mode & FWRITE) != 0) {
		p->p_wgen++;
		wakeup(&p->p_wgen);
	}
	if ((mode & FNONBLOCK) == 0)
		error = fifo_wait(p, mode);
	if (error != 0)
		fifo_close_ends(vp, p, mode);
	else
		finit(fp, fp->f_flag, DTYPE_FIFO, p, &fifo_ops);
out:
	sx_xunlock(&fifo_sx);
	vn_lock(vp, ltype | LK_RETRY);
	return (error);
}
