/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * namei(9): the walk along a path.
 *
 * Directories are locked from the root downwards, parent before child; only
 * "..", where the lock of the child is given up first, goes the other way.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

static MALLOC_DEFINE(M_NAMEI, "namei", "paths during lookup");

/* lookup() ended at a symbolic link that has to be followed. */
#define	NAMEI_SYMLINK	(-100)

void
NDINIT_ALL(struct nameidata *ndp, u_long op, u_int64_t flags,
    enum uio_seg segflg, const char *namep, int dirfd, struct vnode *startdir,
    struct thread *td)
{

	memset(ndp, 0, sizeof(*ndp));
	ndp->ni_cnd.cn_nameiop = op;
	ndp->ni_cnd.cn_flags = flags;
	ndp->ni_cnd.cn_thread = td;
	ndp->ni_segflg = segflg;
	ndp->ni_dirp = namep;
	ndp->ni_dirfd = dirfd;
	ndp->ni_startdir = startdir;
}

static void
namei_free_buffer(struct componentname *cnp)
{

	if ((cnp->cn_flags & HASBUF) != 0) {
		free(cnp->cn_pnbuf, M_NAMEI);
		cnp->cn_flags &= ~HASBUF;
		cnp->cn_pnbuf = NULL;
	}
}

/* Release a vnode of the result, unless no_put or no_rele ask not to. */
static void
namei_release(struct vnode *vp, bool locked, bool no_unlock, bool no_rele)
{

	if (vp == NULL)
		return;
	if (locked && !no_unlock)
		VOP_UNLOCK(vp);
	if (!no_rele)
		vrele(vp);
}

void
NDFREE(struct nameidata *ndp, const u_int flags)
{
	u_int64_t cnflags = ndp->ni_cnd.cn_flags;
	bool parent_locked;

	if ((flags & NDF_NO_FREE_PNBUF) == 0)
		namei_free_buffer(&ndp->ni_cnd);
	/* "." and ".." of the root: one lock for both, by LOCKLEAF. */
	parent_locked = (cnflags & LOCKPARENT) != 0 &&
	    ndp->ni_dvp != ndp->ni_vp;
	namei_release(ndp->ni_vp, (cnflags & LOCKLEAF) != 0,
	    (flags & NDF_NO_VP_UNLOCK) != 0, (flags & NDF_NO_VP_RELE) != 0);
	if ((cnflags & (LOCKPARENT | WANTPARENT)) != 0)
		namei_release(ndp->ni_dvp, parent_locked,
		    (flags & NDF_NO_DVP_UNLOCK) != 0,
		    (flags & NDF_NO_DVP_RELE) != 0);
}

/*
 * The start
 */

/* Copy the path in. */
static int
namei_copyin(struct nameidata *ndp)
{
	struct componentname *cnp = &ndp->ni_cnd;

	cnp->cn_pnbuf = malloc(MAXPATHLEN, M_NAMEI, M_WAITOK);
	cnp->cn_flags |= HASBUF;
	if (ndp->ni_segflg == UIO_SYSSPACE)
		return (copystr(ndp->ni_dirp, cnp->cn_pnbuf, MAXPATHLEN,
		    &ndp->ni_pathlen));
	return (copyinstr(ndp->ni_dirp, cnp->cn_pnbuf, MAXPATHLEN,
	    &ndp->ni_pathlen));
}

void
namei_thread_dirs(struct thread *td, struct vnode **rdirp,
    struct vnode **cdirp)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct vnode *cdir = NULL, *rdir = NULL;

	if (fdp != NULL) {
		FILEDESC_SLOCK(fdp);
		rdir = fdp->fd_rdir;
		cdir = fdp->fd_cdir;
	}
	/* A kernel process starts at the root of the system. */
	*rdirp = rdir != NULL ? rdir : rootvnode;
	if (*rdirp != NULL)
		vref(*rdirp);
	if (cdirp != NULL) {
		*cdirp = cdir != NULL ? cdir : rootvnode;
		if (*cdirp != NULL)
			vref(*cdirp);
	}
	if (fdp != NULL)
		FILEDESC_SUNLOCK(fdp);
}

/* Where a relative path starts, referenced; cdir is used up. */
static int
namei_start(struct nameidata *ndp, struct vnode *cdir, struct vnode **dpp)
{
	struct vnode *dp = cdir;
	int error = 0;

	if (ndp->ni_startdir != NULL) {
		vrele(cdir);
		dp = ndp->ni_startdir;
		ndp->ni_startdir = NULL;
	} else if (ndp->ni_dirfd != AT_FDCWD) {
		vrele(cdir);
		dp = NULL;
		error = fgetvp(ndp->ni_cnd.cn_thread, ndp->ni_dirfd,
		    &cap_no_rights, &dp);
		/* A file that is no vnode is no directory either. */
		if (error == EINVAL)
			error = ENOTDIR;
	}
	if (error == 0 && dp->v_type != VDIR &&
	    (ndp->ni_pathlen > 1 ||
	    (ndp->ni_cnd.cn_flags & EMPTYPATH) == 0)) {
		vrele(dp);
		error = ENOTDIR;
	}
	*dpp = dp;
	return (error);
}

/*
 * The walk
 */

/* The lock for the next vnode: only the result may need an exclusive one. */
static int
namei_lkflags(const struct componentname *cnp, const struct mount *mp)
{

	if (mp == NULL || (mp->mnt_kern_flag & MNTK_LOOKUP_SHARED) == 0)
		return (LK_EXCLUSIVE);
	if ((cnp->cn_flags & (ISLASTCN | LOCKLEAF)) ==
	    (ISLASTCN | LOCKLEAF) && (cnp->cn_flags & LOCKSHARED) == 0)
		return (LK_EXCLUSIVE);
	return (LK_SHARED);
}

/*
 * Find the component that begins at cn_nameptr, and what follows it.
 */
static int
namei_next_component(struct nameidata *ndp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	char *cp = cnp->cn_nameptr;

	while (*cp != '/' && *cp != '\0')
		cp++;
	cnp->cn_namelen = cp - cnp->cn_nameptr;
	if (cnp->cn_namelen > NAME_MAX)
		return (ENAMETOOLONG);
	cnp->cn_flags &= ~(TRAILINGSLASH | ISLASTCN | ISDOTDOT);
	if (*cp == '/') {
		while (*cp == '/')
			cp++;
		if (*cp == '\0')
			cnp->cn_flags |= TRAILINGSLASH;
	}
	if (*cp == '\0')
		cnp->cn_flags |= ISLASTCN;
	if (cnp->cn_namelen == 2 && cnp->cn_nameptr[0] == '.' &&
	    cnp->cn_nameptr[1] == '.')
		cnp->cn_flags |= ISDOTDOT;
	ndp->ni_next = cp;
	return (0);
}

/* ".." does not lead out of the root, nor of a chroot. */
static bool
namei_at_top(const struct nameidata *ndp, const struct vnode *dp)
{

	return (dp == ndp->ni_rootdir || dp == ndp->ni_topdir ||
	    dp == rootvnode);
}

/*
 * "..": step from the root of a mount down to what it covers, as often as
 * needed.  *dpp, locked, is replaced.
 */
static int
namei_leave_mounts(struct nameidata *ndp, struct vnode **dpp)
{
	struct vnode *covered, *dp = *dpp;
	struct mount *mp;

	while ((dp->v_vflag & VV_ROOT) != 0 && !namei_at_top(ndp, dp)) {
		mp = dp->v_mount;
		if (mp == NULL || (covered = mp->mnt_vnodecovered) == NULL) {
			/* Forcibly unmounted under our feet. */
			vput(dp);
			*dpp = NULL;
			return (ENOENT);
		}
		vref(covered);
		vput(dp);
		dp = *dpp = covered;
		vn_lock(dp, namei_lkflags(&ndp->ni_cnd, dp->v_mount) |
		    LK_RETRY);
	}
	return (0);
}

/* Step from a covered directory up to the root mounted on it. */
static int
namei_enter_mounts(struct componentname *cnp, struct vnode **vpp)
{
	struct vnode *root, *vp = *vpp;
	struct mount *mp;
	int error;

	while (vp->v_type == VDIR && (mp = vp->v_mountedhere) != NULL) {
		error = vfs_busy(mp, 0);
		if (error != 0)
			break;		/* it is just being unmounted */
		vput(vp);
		error = VFS_ROOT(mp, namei_lkflags(cnp, mp), &root);
		vfs_unbusy(mp);
		if (error != 0) {
			*vpp = NULL;
			return (error);
		}
		vp = *vpp = root;
	}
	return (0);
}

static bool
namei_readonly(const struct vnode *dp, const struct componentname *cnp)
{

	return ((cnp->cn_flags & RDONLY) != 0 ||
	    (dp->v_mount != NULL && (dp->v_mount->mnt_flag & MNT_RDONLY) != 0));
}

/*
 * Look the component up in dp, which is locked and stays so.  *vpp: the
 * vnode, referenced and locked, dp itself for ".", or NULL with
 * EJUSTRETURN if the name is free and may be created.
 */
static int
namei_component(struct nameidata *ndp, struct vnode *dp, struct vnode **vpp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	int error;

	*vpp = NULL;
	if (dp->v_type != VDIR)
		return (ENOTDIR);
	if ((cnp->cn_flags & NOEXECCHECK) == 0) {
		error = VOP_ACCESS(dp, VEXEC, cnp->cn_cred, cnp->cn_thread);
		if (error != 0)
			return (error);
	}
	cnp->cn_flags &= ~NOEXECCHECK;
	if ((cnp->cn_namelen == 1 && cnp->cn_nameptr[0] == '.') ||
	    ((cnp->cn_flags & ISDOTDOT) != 0 && namei_at_top(ndp, dp))) {
		vref(dp);
		*vpp = dp;
		return (0);
	}
	cnp->cn_lkflags = namei_lkflags(cnp, dp->v_mount);
	error = VOP_LOOKUP(dp, vpp, cnp);
	if (error == EJUSTRETURN) {
		if (namei_readonly(dp, cnp))
			error = EROFS;
		else if ((cnp->cn_flags & TRAILINGSLASH) != 0 &&
		    (cnp->cn_flags & WILLBEDIR) == 0)
			error = ENOENT;
	}
	return (error);
}

/*
 * The last component was found (vp) or is free (vp NULL): leave dp and vp
 * as the caller of namei wants them.  Uses both up if it fails.
 */
static int
namei_finish(struct nameidata *ndp, struct vnode *dp, struct vnode *vp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	bool same = vp == dp;
	int error = 0;

	if (vp != NULL && (cnp->cn_flags & TRAILINGSLASH) != 0 &&
	    vp->v_type != VDIR)
		error = ENOTDIR;
	else if (vp != NULL && (cnp->cn_nameiop == DELETE ||
	    cnp->cn_nameiop == RENAME) && namei_readonly(dp, cnp))
		error = EROFS;
	if (error != 0) {
		if (same)
			vrele(vp);
		else
			vput(vp);
		vput(dp);
		return (error);
	}
	/* For "." the one lock of both may have to become exclusive. */
	if (same && namei_lkflags(cnp, vp->v_mount) == LK_EXCLUSIVE &&
	    (cnp->cn_flags & LOCKLEAF) != 0)
		vn_lock(vp, LK_UPGRADE | LK_RETRY);
	ndp->ni_vp = vp;
	ndp->ni_dvp = (cnp->cn_flags & (LOCKPARENT | WANTPARENT)) != 0 ?
	    dp : NULL;
	if (vp != NULL && !same && (cnp->cn_flags & LOCKLEAF) == 0)
		VOP_UNLOCK(vp);
	if ((cnp->cn_flags & (same ? LOCKLEAF : LOCKPARENT)) == 0)
		VOP_UNLOCK(dp);
	if (ndp->ni_dvp == NULL)
		vrele(dp);
	return (0);
}

/* The path names the starting point itself: "/", or "". */
static int
namei_degenerate(struct nameidata *ndp, struct vnode *dp)
{
	struct componentname *cnp = &ndp->ni_cnd;

	if (cnp->cn_nameiop != LOOKUP) {
		vrele(dp);
		return (EISDIR);
	}
	cnp->cn_flags |= ISLASTCN;
	vn_lock(dp, namei_lkflags(cnp, dp->v_mount) | LK_RETRY);
	if (VN_IS_DOOMED(dp)) {
		vput(dp);
		return (ENOENT);
	}
	vref(dp);
	return (namei_finish(ndp, dp, dp));
}

static bool
namei_must_follow(const struct componentname *cnp, const struct vnode *vp)
{

	return (vp->v_type == VLNK && ((cnp->cn_flags & (FOLLOW |
	    TRAILINGSLASH)) != 0 || (cnp->cn_flags & ISLASTCN) == 0));
}

/*
 * One component: from dp, locked and used up, to *nextp, locked; or to the
 * end of the walk: *nextp NULL, with the result in ndp or an error.
 */
static int
namei_step(struct nameidata *ndp, struct vnode *dp, struct vnode **nextp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	struct vnode *vp = NULL;
	int error;

	*nextp = NULL;
	error = namei_next_component(ndp);
	if (error == 0 && (cnp->cn_flags & (ISDOTDOT | ISLASTCN)) ==
	    (ISDOTDOT | ISLASTCN) && (cnp->cn_nameiop == DELETE ||
	    cnp->cn_nameiop == RENAME))
		error = EINVAL;
	if (error == 0 && (cnp->cn_flags & ISDOTDOT) != 0) {
		error = namei_leave_mounts(ndp, &dp);
		if (dp == NULL)
			return (error);
	}
	if (error == 0 && (cnp->cn_flags & (LOCKPARENT | ISLASTCN)) ==
	    (LOCKPARENT | ISLASTCN))
		vn_lock(dp, LK_UPGRADE | LK_RETRY);
	if (error == 0 && VN_IS_DOOMED(dp))
		error = ENOENT;
	if (error == 0)
		error = namei_component(ndp, dp, &vp);
	if (error == EJUSTRETURN)
		return (namei_finish(ndp, dp, NULL));
	if (error == 0 && vp != dp) {
		error = namei_enter_mounts(cnp, &vp);
		KASSERT(error != 0 || vp != NULL, ("namei: no vnode"));
	}
	if (error != 0) {
		vput(dp);
		return (error);
	}
	if (namei_must_follow(cnp, vp)) {
		ndp->ni_vp = vp;	/* locked */
		VOP_UNLOCK(dp);
		ndp->ni_dvp = dp;
		return (NAMEI_SYMLINK);
	}
	if ((cnp->cn_flags & ISLASTCN) != 0)
		return (namei_finish(ndp, dp, vp));
	if (vp == dp)
		vrele(dp);
	else
		vput(dp);
	*nextp = vp;
	return (0);
}

/* Walk along the path from dp, which is used up. */
static int
namei_walk(struct nameidata *ndp, struct vnode *dp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	int error;

	while (*cnp->cn_nameptr == '/') {
		cnp->cn_nameptr++;
		ndp->ni_pathlen--;
	}
	if (*cnp->cn_nameptr == '\0')
		return (namei_degenerate(ndp, dp));
	vn_lock(dp, namei_lkflags(cnp, dp->v_mount) | LK_RETRY);
	for (;;) {
		error = namei_step(ndp, dp, &dp);
		if (dp == NULL)
			return (error);
		ndp->ni_pathlen -= ndp->ni_next - cnp->cn_nameptr;
		cnp->cn_nameptr = ndp->ni_next;
	}
}

/*
 * Symbolic links
 */

/*
 * Put the contents of the link ni_vp, which is locked and used up, before
 * the rest of the path.
 */
static int
namei_read_link(struct nameidata *ndp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	struct vnode *vp = ndp->ni_vp;
	struct iovec iov;
	struct uio uio;
	size_t len, rest;
	char *buf;
	int error;

	buf = malloc(MAXPATHLEN, M_NAMEI, M_WAITOK);
	iov.iov_base = buf;
	iov.iov_len = MAXPATHLEN;
	uio.uio_iov = &iov;
	uio.uio_iovcnt = 1;
	uio.uio_offset = 0;
	uio.uio_rw = UIO_READ;
	uio.uio_segflg = UIO_SYSSPACE;
	uio.uio_td = cnp->cn_thread;
	uio.uio_resid = MAXPATHLEN;
	if (ndp->ni_loopcnt++ >= MAXSYMLINKS)
		error = ELOOP;
	else if (vp->v_mount != NULL &&
	    (vp->v_mount->mnt_flag & MNT_NOSYMFOLLOW) != 0)
		error = EACCES;
	else
		error = VOP_READLINK(vp, &uio, cnp->cn_cred);
	vput(vp);
	ndp->ni_vp = NULL;
	if (error != 0)
		goto out;
	len = MAXPATHLEN - uio.uio_resid;
	/* What follows the link, with the slash before it and the NUL. */
	cnp->cn_nameptr += cnp->cn_namelen;
	rest = strlen(cnp->cn_nameptr) + 1;
	if (len == 0) {
		error = ENOENT;
	} else if (len + rest > MAXPATHLEN) {
		error = ENAMETOOLONG;
	} else {
		memcpy(buf + len, cnp->cn_nameptr, rest);
		ndp->ni_pathlen = len + rest;
		free(cnp->cn_pnbuf, M_NAMEI);
		cnp->cn_pnbuf = cnp->cn_nameptr = buf;
		return (0);
	}
out:
	free(buf, M_NAMEI);
	return (error);
}

/* Follow the link at which the walk ended; *dpp is where to go on. */
static int
namei_follow(struct nameidata *ndp, struct vnode **dpp)
{
	struct vnode *dp = ndp->ni_dvp;
	int error;

	ndp->ni_dvp = NULL;
	error = namei_read_link(ndp);
	if (error == 0 && *ndp->ni_cnd.cn_nameptr == '/') {
		vrele(dp);
		dp = ndp->ni_rootdir;
		vref(dp);
	}
	if (error != 0)
		vrele(dp);
	*dpp = dp;
	return (error);
}

/* The walk with all its links; the start is relative or the root. */
static int
namei_resolve(struct nameidata *ndp, struct vnode *cdir)
{
	struct componentname *cnp = &ndp->ni_cnd;
	struct vnode *dp;
	int error;

	if (*cnp->cn_pnbuf == '\0' && (cnp->cn_flags & EMPTYPATH) == 0) {
		vrele(cdir);
		return (ENOENT);
	}
	if (*cnp->cn_pnbuf == '/') {
		vrele(cdir);
		dp = ndp->ni_rootdir;
		vref(dp);
	} else {
		error = namei_start(ndp, cdir, &dp);
		if (error != 0)
			return (error);
	}
	cnp->cn_nameptr = cnp->cn_pnbuf;
	for (;;) {
		error = namei_walk(ndp, dp);
		if (error != NAMEI_SYMLINK)
			return (error);
		error = namei_follow(ndp, &dp);
		if (error != 0)
			return (error);
	}
}

int
namei(struct nameidata *ndp)
{
	struct componentname *cnp = &ndp->ni_cnd;
	struct vnode *cdir, *startdir = ndp->ni_startdir;
	int error;

	cnp->cn_cred = cnp->cn_thread->td_ucred;
	ndp->ni_vp = ndp->ni_dvp = NULL;
	ndp->ni_loopcnt = 0;
	error = namei_copyin(ndp);
	namei_thread_dirs(cnp->cn_thread, &ndp->ni_rootdir, &cdir);
	if (ndp->ni_rootdir == NULL && startdir == NULL)
		error = ENOENT;		/* no file system yet */
	if (error == 0)
		error = namei_resolve(ndp, cdir);
	else if (cdir != NULL)
		vrele(cdir);
	if (ndp->ni_rootdir != NULL)
		vrele(ndp->ni_rootdir);
	/* An absolute path, or an error, has left it untouched. */
	if (startdir != NULL && ndp->ni_startdir != NULL) {
		vrele(startdir);
		ndp->ni_startdir = NULL;
	}
	if (error != 0 || (cnp->cn_flags & SAVENAME) == 0)
		namei_free_buffer(cnp);
	return (error);
}
