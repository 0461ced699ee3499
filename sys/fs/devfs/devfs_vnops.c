/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * devfs: vnode operations.
 *
 * A vnode goes as soon as nobody uses it; its name stays in the tree.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/dirent.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <fs/devfs/devfs_int.h>

#define	VP_TO_DE(vp)	(VP_TO_DEVFS(vp)->dv_de)

EVENTHANDLER_LIST_DEFINE(dev_clone);

/*
 * Vnodes
 */

/* The vnode of de in mp; dev_lock is held. */
static struct vnode *
devfs_find_vnode(struct devfs_dirent *de, struct mount *mp)
{
	struct devfs_vnode *dv;

	mtx_assert(&devmtx, MA_OWNED);
	LIST_FOREACH(dv, &de->de_vnodes, dv_link) {
		if (dv->dv_vp->v_mount == mp)
			return (dv->dv_vp);
	}
	return (NULL);
}

/* A fresh vnode, exclusively locked; *vpp NULL: another was faster. */
static int
devfs_new_vnode(struct devfs_dirent *de, struct mount *mp,
    struct vnode **vpp)
{
	struct devfs_vnode *dv;
	struct vnode *vp;
	int error;

	*vpp = NULL;
	error = getnewvnode("devfs", mp, &devfs_vnodeops, &vp);
	if (error != 0)
		return (error);
	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	vp->v_type = IFTOVT(DTTOIF(de->de_type));
	if ((de->de_flags & DE_ROOT) != 0)
		vp->v_vflag |= VV_ROOT;
	error = insmntque(vp, mp);
	if (error != 0)
		return (error);
	dv = malloc(sizeof(*dv), M_DEVFS, M_WAITOK | M_ZERO);
	dv->dv_de = de;
	dv->dv_vp = vp;
	dev_lock();
	if (devfs_find_vnode(de, mp) != NULL) {
		dev_unlock();
		free(dv, M_DEVFS);
		vgone(vp);
		vput(vp);
		return (0);
	}
	devfs_ref(de);
	LIST_INSERT_HEAD(&de->de_vnodes, dv, dv_link);
	vp->v_data = dv;
	if (de->de_type == DT_CHR) {
		vp->v_rdev = &de->de_cdp->cdp_c;
		vp->v_rdev->si_refcount++;
	}
	dev_unlock();
	*vpp = vp;
	return (0);
}

int
devfs_allocv(struct devfs_dirent *de, struct mount *mp, int lkflags,
    struct vnode **vpp)
{
	struct vnode *vp;
	int error;

	do {
		dev_lock();
		vp = devfs_find_vnode(de, mp);
		if (vp != NULL)
			vref(vp);
		dev_unlock();
		if (vp != NULL) {
			error = vget_finish(vp, lkflags);
			if (error == ENOENT)
				continue;	/* it was being reclaimed */
			*vpp = vp;
			return (error);
		}
		error = devfs_new_vnode(de, mp, &vp);
		if (error != 0)
			return (error);
	} while (vp == NULL || error == ENOENT);
	if ((lkflags & LK_TYPE_MASK) == 0)
		VOP_UNLOCK(vp);
	else if ((lkflags & LK_TYPE_MASK) == LK_SHARED)
		vn_lock(vp, LK_DOWNGRADE);
	*vpp = vp;
	return (0);
}

static int
devfs_inactive(struct vop_inactive_args *ap)
{

	vrecycle(ap->a_vp);
	return (0);
}

static int
devfs_reclaim(struct vop_reclaim_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct devfs_vnode *dv = VP_TO_DEVFS(vp);
	struct cdev *dev = NULL;

	if (dv == NULL)
		return (0);
	dev_lock();
	LIST_REMOVE(dv, dv_link);
	if (vp->v_type == VCHR) {
		dev = vp->v_rdev;
		vp->v_rdev = NULL;
	}
	vp->v_data = NULL;
	dev_unlock();
	if (dev != NULL)
		dev_rel(dev);
	devfs_rele(dv->dv_de);
	free(dv, M_DEVFS);
	return (0);
}

/*
 * Names
 */

/* Ask for a device that is made on demand: its name, referenced, or NULL. */
static struct devfs_dirent *
devfs_clone(struct vnode *dvp, struct componentname *cnp)
{
	struct devfs_dirent *de = NULL;
	struct cdev *dev = NULL;
	size_t len;
	char *name;
	int ltype;

	name = malloc(MAXPATHLEN, M_TEMP, M_WAITOK);
	dev_lock();
	len = devfs_path(VP_TO_DE(dvp), cnp->cn_nameptr, cnp->cn_namelen,
	    name, MAXPATHLEN);
	dev_unlock();
	if (len != 0) {
		/* A handler may load a module, and so look up other paths. */
		ltype = VOP_ISLOCKED(dvp);
		VOP_UNLOCK(dvp);
		EVENTHANDLER_INVOKE(dev_clone, cnp->cn_cred, name,
		    (int)len - 1, &dev);
		vn_lock(dvp, ltype | LK_RETRY);
	}
	free(name, M_TEMP);
	if (dev != NULL) {
		dev_lock();
		de = cdev2priv(dev)->cdp_de;
		if (de != NULL)
			devfs_ref(de);
		dev_unlock();
		dev_rel(dev);
	}
	return (de);
}

static int
devfs_lookup_dotdot(struct vnode *dvp, struct vnode **vpp, int lkflags)
{
	struct devfs_dirent *parent;
	struct mount *mp = dvp->v_mount;
	int error, ltype;

	parent = VP_TO_DE(dvp)->de_parent;
	if (parent == NULL)
		return (ENOENT);
	dev_lock();
	devfs_ref(parent);
	dev_unlock();
	vfs_ref(mp);
	ltype = VOP_ISLOCKED(dvp);
	VOP_UNLOCK(dvp);
	error = devfs_allocv(parent, mp, lkflags, vpp);
	vn_lock(dvp, ltype | LK_RETRY);
	if (error == 0 && VN_IS_DOOMED(dvp)) {
		vput(*vpp);
		*vpp = NULL;
		error = ENOENT;
	}
	devfs_rele(parent);
	vfs_rel(mp);
	return (error);
}

static int
devfs_lookup(struct vop_lookup_args *ap)
{
	struct vnode *dvp = ap->a_dvp;
	struct componentname *cnp = ap->a_cnp;
	struct devfs_dirent *de;
	u_long op = cnp->cn_nameiop;
	bool last = (cnp->cn_flags & ISLASTCN) != 0;
	int error = 0;

	*ap->a_vpp = NULL;
	if ((cnp->cn_flags & ISDOTDOT) != 0)
		return (devfs_lookup_dotdot(dvp, ap->a_vpp, cnp->cn_lkflags));
	dev_lock();
	de = devfs_find(VP_TO_DE(dvp), cnp->cn_nameptr, cnp->cn_namelen);
	if (de != NULL)
		devfs_ref(de);
	dev_unlock();
	if (de == NULL && (op == LOOKUP || (op == CREATE && last)))
		de = devfs_clone(dvp, cnp);
	if (VN_IS_DOOMED(dvp))
		error = ENOENT;
	else if (last && (op == DELETE || op == RENAME ||
	    (op == CREATE && de == NULL)))
		error = VOP_ACCESS(dvp, VWRITE, cnp->cn_cred, cnp->cn_thread);
	if (error == 0 && de == NULL)
		error = last && (op == CREATE || op == RENAME) ? EJUSTRETURN :
		    ENOENT;
	if (error == 0)
		error = devfs_allocv(de, dvp->v_mount, cnp->cn_lkflags,
		    ap->a_vpp);
	if (de != NULL)
		devfs_rele(de);
	return (error);
}

static int
devfs_symlink(struct vop_symlink_args *ap)
{
	struct componentname *cnp = ap->a_cnp;
	struct devfs_dirent *de;
	int error;

	error = priv_check(curthread, PRIV_DEVFS_SYMLINK);
	if (error != 0)
		return (error);
	error = devfs_symlink_at(VP_TO_DE(ap->a_dvp), cnp->cn_nameptr,
	    cnp->cn_namelen, ap->a_target, cnp->cn_cred, &de);
	if (error != 0)
		return (error);
	error = devfs_allocv(de, ap->a_dvp->v_mount, LK_EXCLUSIVE, ap->a_vpp);
	devfs_rele(de);
	return (error);
}

/* Only what symlink(2) made can be removed; devices belong to drivers. */
static int
devfs_remove_vop(struct vop_remove_args *ap)
{
	struct devfs_dirent *de = VP_TO_DE(ap->a_vp);

	if ((de->de_flags & DE_USER) == 0)
		return (EPERM);
	if ((de->de_flags & DE_DOOMED) != 0)
		return (ENOENT);
	devfs_remove(de);
	return (0);
}

static int
devfs_readdir(struct vop_readdir_args *ap)
{
	struct devfs_dirent *dir = VP_TO_DE(ap->a_vp);
	struct uio *uio = ap->a_uio;
	size_t filled = 0;
	off_t cookie;
	char *buf;
	int error;
	bool some = false;

	if (ap->a_vp->v_type != VDIR)
		return (ENOTDIR);
	if (uio->uio_offset < 0 || ap->a_ncookies != NULL)
		return (EINVAL);
	buf = malloc(PAGE_SIZE, M_TEMP, M_WAITOK);
	for (;;) {
		cookie = uio->uio_offset;
		dev_lock();
		error = devfs_read_entries(dir, &cookie, buf,
		    ulmin(uio->uio_resid, PAGE_SIZE), &filled);
		if (!some)
			devfs_timestamp(&dir->de_atime);
		dev_unlock();
		if (error != 0 || filled == 0)
			break;
		error = uiomove(buf, filled, uio);
		if (error != 0)
			break;
		uio->uio_offset = cookie;
		some = true;
	}
	free(buf, M_TEMP);
	if (ap->a_eofflag != NULL)
		*ap->a_eofflag = error == 0 && filled == 0;
	return (error == EINVAL && some ? 0 : error);
}

static int
devfs_readlink(struct vop_readlink_args *ap)
{
	struct devfs_dirent *de = VP_TO_DE(ap->a_vp);

	return (uiomove_frombuf(de->de_symlink, strlen(de->de_symlink),
	    ap->a_uio));
}

static int
devfs_vptocnp(struct vop_vptocnp_args *ap)
{
	struct devfs_dirent *de = NULL, *parent = NULL;
	struct mount *mp = ap->a_vp->v_mount;
	int error = ENOENT;

	/* The vnode is not locked: only dev_lock keeps v_data. */
	dev_lock();
	if (ap->a_vp->v_data != NULL && mp != NULL)
		de = VP_TO_DE(ap->a_vp);
	if (de != NULL && (de->de_flags & (DE_ROOT | DE_DOOMED)) == 0) {
		if (de->de_namelen > *ap->a_buflen) {
			error = ENOMEM;
		} else {
			*ap->a_buflen -= de->de_namelen;
			memcpy(ap->a_buf + *ap->a_buflen, de->de_name,
			    de->de_namelen);
			parent = de->de_parent;
			devfs_ref(parent);
		}
	}
	dev_unlock();
	if (parent != NULL) {
		error = devfs_allocv(parent, mp, 0, ap->a_vpp);
		devfs_rele(parent);
	}
	return (error);
}

/*
 * Attributes
 */
static int
devfs_access(struct vop_access_args *ap)
{
	struct devfs_dirent *de = VP_TO_DE(ap->a_vp);

	return (vaccess(ap->a_vp->v_type, de->de_mode, de->de_uid, de->de_gid,
	    ap->a_accmode, ap->a_cred));
}

/*
 * The time of what happened before the clock was set is that of the boot.
 */
static void
devfs_fix_time(struct timespec *tsp)
{
	struct timeval boottime;

	if (tsp->tv_sec <= 3600) {
		getboottime(&boottime);
		tsp->tv_sec = boottime.tv_sec;
	}
}

static int
devfs_getattr(struct vop_getattr_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct devfs_dirent *de = VP_TO_DE(vp);
	struct vattr *vap = ap->a_vap;
	struct cdev *dev;

	memset(vap, 0, sizeof(*vap));
	dev_lock();
	vap->va_type = vp->v_type;
	vap->va_mode = de->de_mode;
	vap->va_uid = de->de_uid;
	vap->va_gid = de->de_gid;
	vap->va_nlink = de->de_links;
	vap->va_fileid = de->de_inode;
	vap->va_fsid = vp->v_mount->mnt_stat.f_fsid.val[0];
	vap->va_blocksize = PAGE_SIZE;
	vap->va_rdev = NODEV;
	vap->va_birthtime = de->de_ctime;
	if (vp->v_type == VCHR) {
		dev = vp->v_rdev;
		vap->va_rdev = cdev2priv(dev)->cdp_inode;
		vap->va_atime = dev->si_atime;
		vap->va_mtime = dev->si_mtime;
		vap->va_ctime = dev->si_ctime;
	} else {
		vap->va_atime = de->de_atime;
		vap->va_mtime = de->de_mtime;
		vap->va_ctime = de->de_ctime;
		if (vp->v_type == VLNK)
			vap->va_size = strlen(de->de_symlink);
	}
	dev_unlock();
	devfs_fix_time(&vap->va_atime);
	devfs_fix_time(&vap->va_mtime);
	devfs_fix_time(&vap->va_ctime);
	devfs_fix_time(&vap->va_birthtime);
	return (0);
}

/* Owner, group and mode; dev_lock is held. */
static int
devfs_chperm(struct devfs_dirent *de, const struct vattr *vap,
    enum vtype type, struct ucred *cred)
{
	int error = 0;

	if (vap->va_uid != (uid_t)VNOVAL || vap->va_gid != (gid_t)VNOVAL) {
		error = vaccess_chown(de->de_uid, de->de_gid, vap->va_uid,
		    vap->va_gid, cred);
		if (error != 0)
			return (error);
		if (vap->va_uid != (uid_t)VNOVAL)
			de->de_uid = vap->va_uid;
		if (vap->va_gid != (gid_t)VNOVAL)
			de->de_gid = vap->va_gid;
		devfs_timestamp(&de->de_ctime);
	}
	if (vap->va_mode != (u_short)VNOVAL) {
		error = vaccess_chmod(type, vap->va_mode, de->de_uid,
		    de->de_gid, cred);
		if (error != 0)
			return (error);
		de->de_mode = vap->va_mode & ALLPERMS;
		devfs_timestamp(&de->de_ctime);
	}
	return (0);
}

static int
devfs_chtimes(struct vnode *vp, const struct vattr *vap, struct ucred *cred)
{
	struct devfs_dirent *de = VP_TO_DE(vp);
	struct timespec *atime = &de->de_atime, *mtime = &de->de_mtime;
	accmode_t accmode;
	int error;

	accmode = (vap->va_vaflags & VA_UTIMES_NULL) != 0 ? VWRITE : VADMIN;
	error = VOP_ACCESS(vp, accmode, cred, curthread);
	if (error != 0)
		return (error);
	dev_lock();
	if (vp->v_type == VCHR) {
		atime = &vp->v_rdev->si_atime;
		mtime = &vp->v_rdev->si_mtime;
	}
	if (vap->va_atime.tv_nsec != VNOVAL)
		*atime = vap->va_atime;
	if (vap->va_mtime.tv_nsec != VNOVAL)
		*mtime = vap->va_mtime;
	dev_unlock();
	return (0);
}

static int
devfs_setattr(struct vop_setattr_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct vattr *vap = ap->a_vap;
	int error;

	if (vap->va_type != VNON || vap->va_nlink != (nlink_t)VNOVAL ||
	    vap->va_flags != (u_long)VNOVAL ||
	    vap->va_rdev != (dev_t)VNOVAL)
		return (EINVAL);
	if (vap->va_size != (u_quad_t)VNOVAL && vp->v_type == VDIR)
		return (EISDIR);
	dev_lock();
	error = devfs_chperm(VP_TO_DE(vp), vap, vp->v_type, ap->a_cred);
	dev_unlock();
	if (error == 0 && (vap->va_atime.tv_nsec != VNOVAL ||
	    vap->va_mtime.tv_nsec != VNOVAL))
		error = devfs_chtimes(vp, vap, ap->a_cred);
	return (error);
}

/*
 * Opening and closing devices.  The driver is called without the vnode lock,
 * as it may sleep as long as it likes.
 */

/* One more open file, or one less; of a doomed vnode all that it had. */
static u_long
devfs_count_open(struct vnode *vp, int delta)
{
	struct devfs_vnode *dv = VP_TO_DEVFS(vp);
	struct cdev *dev = vp->v_rdev;
	u_long left;

	dev_lock();
	if (delta > 0) {
		dv->dv_opens++;
		dev->si_usecount++;
	} else {
		delta = VN_IS_DOOMED(vp) ? dv->dv_opens :
		    ulmin(dv->dv_opens, 1);
		dv->dv_opens -= delta;
		dev->si_usecount -= delta;
	}
	left = dev->si_usecount;
	dev_unlock();
	return (left);
}

static int
devfs_open(struct vop_open_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct thread *td = ap->a_td;
	struct file *fp = ap->a_fp, *outer;
	struct cdevsw *csw;
	struct cdev *dev;
	int error, ltype, ref;

	if (vp->v_type != VCHR)
		return (0);
	csw = devvn_refthread(vp, &dev, &ref);
	if (csw == NULL)
		return (ENXIO);
	if (fp == NULL && csw->d_fdopen != NULL) {
		dev_relthread(dev, ref);
		return (ENXIO);
	}
	devfs_count_open(vp, 1);
	ltype = VOP_ISLOCKED(vp);
	VOP_UNLOCK(vp);
	outer = td->td_fpop;
	td->td_fpop = fp;
	if (fp != NULL) {
		fp->f_data = dev;
		fp->f_vnode = vp;
	}
	dev_lock_giant(csw);
	if (csw->d_fdopen != NULL)
		error = csw->d_fdopen(dev, ap->a_mode, td, fp);
	else
		error = csw->d_open(dev, ap->a_mode, S_IFCHR, td);
	dev_unlock_giant(csw);
	if (error != 0)
		devfs_clear_cdevpriv();
	td->td_fpop = outer;
	vn_lock(vp, ltype | LK_RETRY);
	dev_relthread(dev, ref);
	/* If the vnode was taken away meanwhile, so was this open. */
	if (VN_IS_DOOMED(vp)) {
		if (fp != NULL && error == 0)
			devfs_fpdrop(fp);
		error = ENXIO;
	} else if (error != 0) {
		devfs_count_open(vp, -1);
	}
	if (fp == NULL || error != 0) {
		if (fp != NULL && fp->f_ops == &badfileops) {
			fp->f_data = NULL;
			fp->f_vnode = NULL;
		}
		return (error);
	}
	if (fp->f_ops == &badfileops)
		finit(fp, fp->f_flag, DTYPE_VNODE, dev, &devfs_ops_f);
	return (0);
}

static int
devfs_close(struct vop_close_args *ap)
{
	struct vnode *vp = ap->a_vp;
	struct cdevsw *csw;
	struct cdev *dev;
	int error = 0, ltype, ref;
	bool last;

	if (vp->v_type != VCHR || VP_TO_DEVFS(vp) == NULL ||
	    VP_TO_DEVFS(vp)->dv_opens == 0)
		return (0);
	last = devfs_count_open(vp, -1) == 0;
	csw = devvn_refthread(vp, &dev, &ref);
	if (csw == NULL)
		return (0);		/* the device is gone: nothing to do */
	if (last || (csw->d_flags & D_TRACKCLOSE) != 0) {
		ltype = VOP_ISLOCKED(vp);
		VOP_UNLOCK(vp);
		dev_lock_giant(csw);
		error = csw->d_close(dev, ap->a_fflag, S_IFCHR, ap->a_td);
		dev_unlock_giant(csw);
		vn_lock(vp, ltype | LK_RETRY);
	}
	dev_relthread(dev, ref);
	return (error);
}

/* Take a device away from all who have it open, in every mount. */
static int
devfs_revoke(struct vop_revoke_args *ap)
{
	struct vnode *vp = ap->a_vp, *other;
	struct devfs_dirent *de = VP_TO_DE(vp);
	struct devfs_vnode *dv;

	dev_lock();
	devfs_ref(de);
	dev_unlock();
	vgone(vp);
	for (;;) {
		dev_lock();
		dv = LIST_FIRST(&de->de_vnodes);
		other = dv != NULL ? dv->dv_vp : NULL;
		if (other != NULL)
			vhold(other);
		dev_unlock();
		if (other == NULL)
			break;
		vn_lock(other, LK_EXCLUSIVE | LK_RETRY);
		vgone(other);
		VOP_UNLOCK(other);
		vdrop(other);
	}
	devfs_rele(de);
	return (0);
}

struct vop_vector devfs_vnodeops = {
	.vop_default =		&default_vnodeops,
	.vop_access =		devfs_access,
	.vop_close =		devfs_close,
	.vop_getattr =		devfs_getattr,
	.vop_inactive =		devfs_inactive,
	.vop_lookup =		devfs_lookup,
	.vop_open =		devfs_open,
	.vop_readdir =		devfs_readdir,
	.vop_readlink =		devfs_readlink,
	.vop_reclaim =		devfs_reclaim,
	.vop_remove =		devfs_remove_vop,
	.vop_revoke =		devfs_revoke,
	.vop_setattr =		devfs_setattr,
	.vop_symlink =		devfs_symlink,
	.vop_vptocnp =		devfs_vptocnp,
};
VFS_VOP_VECTOR_REGISTER(devfs_vnodeops);
