/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: vnode operations on one file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/resourcevar.h>
#include <sys/signalvar.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <fs/tmpfs/tmpfs.h>
#include <fs/tmpfs/tmpfs_vnops.h>

int
tmpfs_open(struct vop_open_args *ap)
{

	switch (ap->a_vp->v_type) {
	case VCHR:
	case VBLK:
		return (ENXIO);		/* devices work in devfs only */
	case VFIFO:
		return (fifo_open(ap));
	default:
		return (0);
	}
}

int
tmpfs_access(struct vop_access_args *ap)
{
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(ap->a_vp);
	enum vtype type = ap->a_vp->v_type;

	if ((ap->a_accmode & VWRITE) != 0 &&
	    (type == VREG || type == VDIR || type == VLNK) &&
	    (ap->a_vp->v_mount->mnt_flag & MNT_RDONLY) != 0)
		return (EROFS);
	return (vaccess(type, node->tn_mode, node->tn_uid, node->tn_gid,
	    ap->a_accmode, ap->a_cred));
}

int
tmpfs_getattr(struct vop_getattr_args *ap)
{
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(ap->a_vp);
	struct vattr *vap = ap->a_vap;
	u_long pages = 0;

	vap->va_type = node->tn_type;
	vap->va_fsid = ap->a_vp->v_mount->mnt_stat.f_fsid.val[0];
	vap->va_fileid = node->tn_ino;
	vap->va_blocksize = PAGE_SIZE;
	vap->va_gen = 0;
	vap->va_flags = 0;
	vap->va_rdev = node->tn_type == VCHR || node->tn_type == VBLK ?
	    node->tn_rdev : (dev_t)VNOVAL;
	vap->va_filerev = 0;
	vap->va_vaflags = 0;
	TMPFS_LOCK(node->tn_mount);
	vap->va_mode = node->tn_mode;
	vap->va_nlink = node->tn_nlink;
	vap->va_uid = node->tn_uid;
	vap->va_gid = node->tn_gid;
	vap->va_atime = node->tn_atime;
	vap->va_mtime = node->tn_mtime;
	vap->va_ctime = node->tn_ctime;
	vap->va_birthtime = node->tn_birthtime;
	if (node->tn_type == VREG)
		pages = node->tn_reg.tp_count;
	TMPFS_UNLOCK(node->tn_mount);
	vap->va_size = node->tn_size;
	vap->va_bytes = ptoa(pages);
	return (0);
}

/*
 * Attributes
 */
static int
tmpfs_chmod(struct tmpfs_node *node, mode_t mode, struct ucred *cred)
{
	int error;

	error = vaccess_chmod(node->tn_type, mode, node->tn_uid, node->tn_gid,
	    cred);
	if (error != 0)
		return (error);
	TMPFS_LOCK(node->tn_mount);
	node->tn_mode = mode & ALLPERMS;
	tmpfs_touch(node, TMPFS_CTIME);
	TMPFS_UNLOCK(node->tn_mount);
	return (0);
}

static int
tmpfs_chown(struct tmpfs_node *node, uid_t uid, gid_t gid, struct ucred *cred)
{
	int error;

	error = vaccess_chown(node->tn_uid, node->tn_gid, uid, gid, cred);
	if (error != 0)
		return (error);
	TMPFS_LOCK(node->tn_mount);
	if (uid != (uid_t)VNOVAL)
		node->tn_uid = uid;
	if (gid != (gid_t)VNOVAL)
		node->tn_gid = gid;
	if (priv_check_cred(cred, PRIV_VFS_RETAINSUGID) != 0)
		node->tn_mode &= ~(S_ISUID | S_ISGID);
	tmpfs_touch(node, TMPFS_CTIME);
	TMPFS_UNLOCK(node->tn_mount);
	return (0);
}

static int
tmpfs_chtimes(struct vnode *vp, const struct vattr *vap, struct ucred *cred)
{
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);
	int error;

	error = VOP_ACCESS(vp, VADMIN, cred, curthread);
	if (error != 0 && (vap->va_vaflags & VA_UTIMES_NULL) != 0)
		error = VOP_ACCESS(vp, VWRITE, cred, curthread);
	if (error != 0)
		return (error);
	TMPFS_LOCK(node->tn_mount);
	if (vap->va_atime.tv_nsec != VNOVAL)
		node->tn_atime = vap->va_atime;
	if (vap->va_mtime.tv_nsec != VNOVAL)
		node->tn_mtime = vap->va_mtime;
	tmpfs_touch(node, TMPFS_CTIME);
	TMPFS_UNLOCK(node->tn_mount);
	return (0);
}

static int
tmpfs_chsize(struct vnode *vp, u_quad_t size)
{
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);

	switch (vp->v_type) {
	case VDIR:
		return (EISDIR);
	case VREG:
		break;
	default:
		return (0);		/* devices and pipes have no length */
	}
	if (size > (u_quad_t)node->tn_mount->tm_maxfilesize)
		return (EFBIG);
	if ((off_t)size != node->tn_size)
		tmpfs_file_resize(node, size);
	TMPFS_LOCK(node->tn_mount);
	tmpfs_touch(node, TMPFS_MTIME | TMPFS_CTIME);
	TMPFS_UNLOCK(node->tn_mount);
	return (0);
}

int
tmpfs_setattr(struct vop_setattr_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct vattr *vap = ap->a_vap;
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);
	int error = 0;

	if (vap->va_type != VNON || vap->va_nlink != (nlink_t)VNOVAL ||
	    vap->va_fsid != (dev_t)VNOVAL ||
	    vap->va_fileid != (ino_t)VNOVAL || vap->va_blocksize != VNOVAL ||
	    vap->va_gen != (u_long)VNOVAL || vap->va_rdev != (dev_t)VNOVAL ||
	    vap->va_bytes != (u_quad_t)VNOVAL)
		return (EINVAL);
	if ((vp->v_mount->mnt_flag & MNT_RDONLY) != 0)
		return (EROFS);
	if (vap->va_flags != (u_long)VNOVAL)
		error = EOPNOTSUPP;
	if (error == 0 && vap->va_size != (u_quad_t)VNOVAL)
		error = tmpfs_chsize(vp, vap->va_size);
	if (error == 0 && (vap->va_uid != (uid_t)VNOVAL ||
	    vap->va_gid != (gid_t)VNOVAL))
		error = tmpfs_chown(node, vap->va_uid, vap->va_gid,
		    ap->a_cred);
	if (error == 0 && vap->va_mode != (u_short)VNOVAL)
		error = tmpfs_chmod(node, vap->va_mode, ap->a_cred);
	if (error == 0 && (vap->va_atime.tv_nsec != VNOVAL ||
	    vap->va_mtime.tv_nsec != VNOVAL))
		error = tmpfs_chtimes(vp, vap, ap->a_cred);
	return (error);
}

/*
 * Contents
 */
int
tmpfs_read(struct vop_read_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);
	int error;

	if (vp->v_type != VREG)
		return (vp->v_type == VDIR ? EISDIR : EINVAL);
	if (ap->a_uio->uio_offset < 0)
		return (EINVAL);
	error = tmpfs_file_read(node, ap->a_uio);
	if ((vp->v_mount->mnt_flag & (MNT_NOATIME | MNT_RDONLY)) == 0) {
		TMPFS_LOCK(node->tn_mount);
		tmpfs_touch(node, TMPFS_ATIME);
		TMPFS_UNLOCK(node->tn_mount);
	}
	return (error);
}

/* Is there a limit that the write goes beyond? */
static int
tmpfs_write_limits(const struct tmpfs_node *node, const struct uio *uio)
{
	struct thread *td = uio->uio_td;
	off_t end;

	if (__builtin_add_overflow(uio->uio_offset, uio->uio_resid, &end) ||
	    end > node->tn_mount->tm_maxfilesize)
		return (EFBIG);
	if (td == NULL || (td->td_pflags & TDP_KTHREAD) != 0 ||
	    (rlim_t)end <= lim_cur(td, RLIMIT_FSIZE))
		return (0);
	PROC_LOCK(td->td_proc);
	kern_psignal(td->td_proc, SIGXFSZ);
	PROC_UNLOCK(td->td_proc);
	return (EFBIG);
}

int
tmpfs_write(struct vop_write_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);
	struct uio *uio = ap->a_uio;
	ssize_t resid = uio->uio_resid;
	off_t oldsize = node->tn_size;
	int error;

	if (vp->v_type != VREG)
		return (vp->v_type == VDIR ? EISDIR : EINVAL);
	if (uio->uio_offset < 0)
		return (EINVAL);
	if (resid == 0)
		return (0);
	if ((ap->a_ioflag & IO_APPEND) != 0)
		uio->uio_offset = node->tn_size;
	error = tmpfs_write_limits(node, uio);
	if (error != 0)
		return (error);
	error = tmpfs_file_write(node, uio);
	if (error != 0 && (ap->a_ioflag & IO_UNIT) != 0) {
		if (oldsize < node->tn_size)
			tmpfs_file_resize(node, oldsize);
		uio->uio_offset -= resid - uio->uio_resid;
		uio->uio_resid = resid;
	}
	TMPFS_LOCK(node->tn_mount);
	/* Who writes to a program does not get its owner's rights. */
	if ((node->tn_mode & (S_ISUID | S_ISGID)) != 0 &&
	    ap->a_cred != NOCRED &&
	    priv_check_cred(ap->a_cred, PRIV_VFS_RETAINSUGID) != 0)
		node->tn_mode &= ~(S_ISUID | S_ISGID);
	tmpfs_touch(node, TMPFS_MTIME | TMPFS_CTIME);
	TMPFS_UNLOCK(node->tn_mount);
	return (error);
}

int
tmpfs_readlink(struct vop_readlink_args *ap)
{
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(ap->a_vp);

	if (node->tn_type != VLNK)
		return (EINVAL);
	return (uiomove_frombuf(node->tn_link, node->tn_size, ap->a_uio));
}

/* The file behind a vnode, which is not locked; it keeps its node meanwhile. */
static int
tmpfs_page_node(struct vnode *vp, struct tmpfs_node **nodep)
{
	struct tmpfs_node *node;

	node = tmpfs_vnode_node(vp);
	if (node == NULL)
		return (EIO);
	if (node->tn_type != VREG) {
		tmpfs_unref_node(node);
		return (EINVAL);
	}
	*nodep = node;
	return (0);
}

int
tmpfs_getpage(struct vop_getpage_args *ap)
{
	struct tmpfs_node *node;
	int error;

	error = tmpfs_page_node(ap->a_vp, &node);
	if (error != 0)
		return (error);
	error = tmpfs_file_getpage(node, ap->a_pindex, ap->a_mp);
	tmpfs_unref_node(node);
	return (error);
}

int
tmpfs_lendpages(struct vop_lendpages_args *ap)
{
	struct tmpfs_node *node;
	int error;

	error = tmpfs_page_node(ap->a_vp, &node);
	if (error != 0)
		return (error);
	error = tmpfs_file_lendpages(node, ap->a_pindex, ap->a_ma,
	    ap->a_count);
	tmpfs_unref_node(node);
	return (error);
}

/*
 * The end of a vnode
 */
int
tmpfs_inactive(struct vop_inactive_args *ap)
{
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(ap->a_vp);

	if (node == NULL || node->tn_nlink == 0)
		vrecycle(ap->a_vp);
	return (0);
}

int
tmpfs_reclaim(struct vop_reclaim_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);

	if (node == NULL)
		return (0);
	TMPFS_LOCK(node->tn_mount);
	node->tn_vnode = NULL;
	VI_LOCK(vp);
	vp->v_data = NULL;
	VI_UNLOCK(vp);
	TMPFS_UNLOCK(node->tn_mount);
	tmpfs_unref_node(node);
	return (0);
}
