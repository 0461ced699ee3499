/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mounting and unmounting.
 *
 * While a mount is under way the covered vnode is marked (VI_MOUNT), and
 * during an unmount it is locked exclusively, so that a lookup that would
 * cross it waits.  Lock order: covered vnode, mountlist_mtx, mnt_mtx.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_MOUNT, "mount", "mounted file systems and their options");

struct mntlist mountlist = TAILQ_HEAD_INITIALIZER(mountlist);
struct mtx mountlist_mtx;
MTX_SYSINIT(mountlist, &mountlist_mtx, "mountlist", MTX_DEF);

static u_int mntid_base;		/* last fsid; under mountlist_mtx */

/*
 * struct mount
 */
struct mount *
vfs_mount_alloc(struct vnode *vp, struct vfsconf *vfsp, const char *fspath,
    struct ucred *cred)
{
	struct mount *mp;

	mp = malloc(sizeof(*mp), M_MOUNT, M_WAITOK | M_ZERO);
	mtx_init(&mp->mnt_mtx, "struct mount mtx", NULL, MTX_DEF);
	TAILQ_INIT(&mp->mnt_nvnodelist);
	mp->mnt_ref = 1;
	mp->mnt_op = vfsp->vfc_vfsops;
	mp->mnt_vfc = vfsp;
	mp->mnt_vnodecovered = vp;
	mp->mnt_cred = crhold(cred);
	mp->mnt_time = time_second;
	mp->mnt_iosize_max = DFLTPHYS;
	mp->mnt_stat.f_type = vfsp->vfc_typenum;
	mp->mnt_stat.f_owner = cred->cr_uid;
	mp->mnt_stat.f_iosize = PAGE_SIZE;
	mp->mnt_stat.f_bsize = DEV_BSIZE;
	strlcpy(mp->mnt_stat.f_fstypename, vfsp->vfc_name, MFSNAMELEN);
	strlcpy(mp->mnt_stat.f_mntonname, fspath, MNAMELEN);
	return (mp);
}

void
vfs_ref(struct mount *mp)
{

	MNT_ILOCK(mp);
	mp->mnt_ref++;
	MNT_IUNLOCK(mp);
}

void
vfs_rel(struct mount *mp)
{
	int ref;

	MNT_ILOCK(mp);
	ref = --mp->mnt_ref;
	MNT_IUNLOCK(mp);
	if (ref > 0)
		return;
	KASSERT(TAILQ_EMPTY(&mp->mnt_nvnodelist), ("vfs_rel: has vnodes"));
	vfs_freeopts(mp->mnt_opt);
	crfree(mp->mnt_cred);
	mtx_destroy(&mp->mnt_mtx);
	free(mp, M_MOUNT);
}

/* The mount is over, or never came to be. */
void
vfs_mount_destroy(struct mount *mp)
{

	vfs_conf_rele(mp->mnt_vfc);
	vfs_rel(mp);
}

int
vfs_busy(struct mount *mp, int flags __unused)
{
	int error = 0;

	MNT_ILOCK(mp);
	if ((mp->mnt_kern_flag & MNTK_UNMOUNT) != 0) {
		error = ENOENT;
	} else {
		mp->mnt_lockref++;
		mp->mnt_ref++;
	}
	MNT_IUNLOCK(mp);
	return (error);
}

void
vfs_unbusy(struct mount *mp)
{

	MNT_ILOCK(mp);
	if (--mp->mnt_lockref == 0 && (mp->mnt_kern_flag & MNTK_MWAIT) != 0) {
		mp->mnt_kern_flag &= ~MNTK_MWAIT;
		wakeup(&mp->mnt_lockref);
	}
	MNT_IUNLOCK(mp);
	vfs_rel(mp);
}

static struct mount *
vfs_find_locked(const fsid_t *fsid)
{
	struct mount *mp;

	mtx_assert(&mountlist_mtx, MA_OWNED);
	TAILQ_FOREACH(mp, &mountlist, mnt_list) {
		if (mp->mnt_stat.f_fsid.val[0] == fsid->val[0] &&
		    mp->mnt_stat.f_fsid.val[1] == fsid->val[1])
			return (mp);
	}
	return (NULL);
}

struct mount *
vfs_getvfs(fsid_t *fsid)
{
	struct mount *mp;

	mtx_lock(&mountlist_mtx);
	mp = vfs_find_locked(fsid);
	if (mp != NULL)
		vfs_ref(mp);
	mtx_unlock(&mountlist_mtx);
	return (mp);
}

struct mount *
vfs_busyfs(fsid_t *fsid)
{
	struct mount *mp;

	mtx_lock(&mountlist_mtx);
	mp = vfs_find_locked(fsid);
	if (mp != NULL && vfs_busy(mp, MBF_NOWAIT) != 0)
		mp = NULL;
	mtx_unlock(&mountlist_mtx);
	return (mp);
}

void
vfs_getnewfsid(struct mount *mp)
{
	fsid_t fsid;

	mtx_lock(&mountlist_mtx);
	do {
		fsid.val[0] = ++mntid_base;
		fsid.val[1] = mp->mnt_vfc->vfc_typenum;
	} while (vfs_find_locked(&fsid) != NULL);
	mp->mnt_stat.f_fsid = fsid;
	mtx_unlock(&mountlist_mtx);
}

void
vfs_mountedfrom(struct mount *mp, const char *from)
{

	strlcpy(mp->mnt_stat.f_mntfromname, from, MNAMELEN);
}

void
vfs_timestamp(struct timespec *tsp)
{

	getnanotime(tsp);
}

int
__vfs_statfs(struct mount *mp, struct statfs *sbp)
{

	if (sbp != &mp->mnt_stat)
		*sbp = mp->mnt_stat;
	sbp->f_version = STATFS_VERSION;
	sbp->f_namemax = NAME_MAX;
	sbp->f_flags = mp->mnt_flag & MNT_VISFLAGMASK;
	return (mp->mnt_op->vfs_statfs(mp, sbp));
}

/*
 * Mounting
 */

/* Mark the directory that is to be covered; vp is locked. */
static int
vfs_claim_vnode(struct vnode *vp)
{
	int error = 0;

	if (vp->v_type != VDIR)
		return (ENOTDIR);
	VI_LOCK(vp);
	if ((vp->v_iflag & VI_MOUNT) != 0 || vp->v_mountedhere != NULL)
		error = EBUSY;
	else
		vp->v_iflag |= VI_MOUNT;
	VI_UNLOCK(vp);
	return (error);
}

static void
vfs_unclaim_vnode(struct vnode *vp)
{

	VI_LOCK(vp);
	vp->v_iflag &= ~VI_MOUNT;
	VI_UNLOCK(vp);
}

/*
 * A new mount on vp, which is locked and claimed, and whose reference goes
 * to the mount.  On failure all of that is undone, and the options stay the
 * caller's.
 */
static int
vfs_domount_first(struct thread *td, struct vfsconf *vfsp,
    const char *fspath, struct vnode *vp, u_int64_t fsflags,
    struct vfsoptlist *opts)
{
	struct vnode *newdp;
	struct mount *mp;
	int error;

	VOP_UNLOCK(vp);
	mp = vfs_mount_alloc(vp, vfsp, fspath, td->td_ucred);
	mp->mnt_optnew = opts;
	mp->mnt_flag = fsflags & (MNT_UPDATEMASK | MNT_ROOTFS);
	error = VFS_MOUNT(mp);
	if (error != 0)
		goto fail;
	error = VFS_ROOT(mp, LK_EXCLUSIVE, &newdp);
	if (error != 0)
		goto unmount;
	VOP_UNLOCK(newdp);
	VFS_STATFS(mp, &mp->mnt_stat);
	mp->mnt_opt = opts;
	mp->mnt_optnew = NULL;

	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	if (VN_IS_DOOMED(vp)) {
		VOP_UNLOCK(vp);
		vrele(newdp);
		mp->mnt_opt = NULL;
		error = ENOENT;
		goto unmount;
	}
	VI_LOCK(vp);
	vp->v_iflag &= ~VI_MOUNT;
	vp->v_mountedhere = mp;
	VI_UNLOCK(vp);
	mtx_lock(&mountlist_mtx);
	TAILQ_INSERT_TAIL(&mountlist, mp, mnt_list);
	mtx_unlock(&mountlist_mtx);
	VOP_UNLOCK(vp);
	mountcheckdirs(vp, newdp);
	vrele(newdp);
	vfs_path_changed();
	return (0);
unmount:
	mp->mnt_kern_flag |= MNTK_UNMOUNT | MNTK_UNMOUNTF;
	VFS_UNMOUNT(mp, MNT_FORCE);
fail:
	vfs_unclaim_vnode(vp);
	vfs_mount_destroy(mp);
	vrele(vp);
	return (error);
}

/*
 * MNT_UPDATE: change the flags of the mount whose root vp is.  vp is locked
 * and used up; the options become the mount's if it succeeds.
 */
static int
vfs_domount_update(struct vnode *vp, u_int64_t fsflags,
    struct vfsoptlist *opts)
{
	struct vfsoptlist *oldopts;
	struct mount *mp = vp->v_mount;
	u_int64_t oldflag;
	int error;

	error = (vp->v_vflag & VV_ROOT) == 0 ? EINVAL : vfs_busy(mp, 0);
	vput(vp);
	if (error != 0)
		return (error);
	MNT_ILOCK(mp);
	oldflag = mp->mnt_flag;
	if ((oldflag & MNT_UPDATE) != 0) {
		MNT_IUNLOCK(mp);
		error = EBUSY;
		goto out;
	}
	mp->mnt_flag = (oldflag & ~MNT_UPDATEMASK) | MNT_UPDATE |
	    (fsflags & MNT_UPDATEMASK);
	MNT_IUNLOCK(mp);
	/* Read-only from now on: unless somebody writes. */
	if ((fsflags & MNT_RDONLY) != 0 && (oldflag & MNT_RDONLY) == 0)
		error = vflush(mp, 0, WRITECLOSE |
		    ((fsflags & MNT_FORCE) != 0 ? FORCECLOSE : 0), curthread);
	if (error == 0) {
		mp->mnt_optnew = opts;
		error = VFS_MOUNT(mp);
	}
	MNT_ILOCK(mp);
	mp->mnt_optnew = NULL;
	oldopts = mp->mnt_opt;
	if (error != 0)
		mp->mnt_flag = oldflag;
	else
		mp->mnt_opt = opts;
	mp->mnt_flag &= ~MNT_UPDATE;
	MNT_IUNLOCK(mp);
	if (error == 0)
		vfs_freeopts(oldopts);
out:
	vfs_unbusy(mp);
	return (error);
}

/* Consumes opts if it succeeds. */
static int
vfs_domount(struct thread *td, const char *fstype, const char *fspath,
    u_int64_t fsflags, struct vfsoptlist *opts)
{
	struct vfsconf *vfsp = NULL;
	struct nameidata nd;
	int error;

	error = priv_check(td, PRIV_VFS_MOUNT);
	if (error != 0)
		return (error);
	if ((fsflags & MNT_UPDATE) == 0) {
		vfsp = vfs_conf_hold(fstype, td, &error);
		if (vfsp == NULL)
			return (error);
	}
	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_SYSSPACE, fspath, td);
	error = namei(&nd);
	if (error != 0)
		goto fail;
	NDFREE(&nd, NDF_ONLY_PNBUF);
	if ((fsflags & MNT_UPDATE) != 0)
		return (vfs_domount_update(nd.ni_vp, fsflags, opts));
	error = vfs_claim_vnode(nd.ni_vp);
	if (error != 0) {
		vput(nd.ni_vp);
		goto fail;
	}
	return (vfs_domount_first(td, vfsp, fspath, nd.ni_vp, fsflags, opts));
fail:
	if (vfsp != NULL)
		vfs_conf_rele(vfsp);
	return (error);
}

/* Options that stand for flags of the mount; "no" before it negates. */
static const struct {
	const char	*name;
	u_int64_t	set, clear;
} mount_flag_options[] = {
	{ "update",	MNT_UPDATE,		0 },
	{ "force",	MNT_FORCE,		0 },
	{ "async",	MNT_ASYNC,		0 },
	{ "noasync",	0,			MNT_ASYNC },
	{ "sync",	MNT_SYNCHRONOUS,	0 },
	{ "noatime",	MNT_NOATIME,		0 },
	{ "atime",	0,			MNT_NOATIME },
	{ "noclusterr",	MNT_NOCLUSTERR,		0 },
	{ "clusterr",	0,			MNT_NOCLUSTERR },
	{ "noclusterw",	MNT_NOCLUSTERW,		0 },
	{ "clusterw",	0,			MNT_NOCLUSTERW },
	{ "noexec",	MNT_NOEXEC,		0 },
	{ "exec",	0,			MNT_NOEXEC },
	{ "nosuid",	MNT_NOSUID,		0 },
	{ "suid",	0,			MNT_NOSUID },
	{ "nosymfollow", MNT_NOSYMFOLLOW,	0 },
	{ "symfollow",	0,			MNT_NOSYMFOLLOW },
	{ "ro",		MNT_RDONLY,		0 },
	{ "rdonly",	MNT_RDONLY,		0 },
	{ "noro",	0,			MNT_RDONLY },
	{ "rw",		0,			MNT_RDONLY },
	{ "union",	MNT_UNION,		0 },
	{ "automounted", MNT_AUTOMOUNTED,	0 },
};

/* Turn such options into flags, and take them off the list. */
static void
vfs_flag_options(struct vfsoptlist *opts, u_int64_t *fsflags)
{
	struct vfsopt *opt, *next;
	size_t i;

	TAILQ_FOREACH_SAFE(opt, opts, link, next) {
		for (i = 0; i < nitems(mount_flag_options); i++) {
			if (strcmp(opt->name, mount_flag_options[i].name) != 0)
				continue;
			*fsflags |= mount_flag_options[i].set;
			*fsflags &= ~mount_flag_options[i].clear;
			vfs_freeopt(opts, opt);
			break;
		}
	}
}

/* Give the error sentence back through the caller's buffer. */
static void
vfs_return_errmsg(struct vfsoptlist *opts, struct uio *uio)
{
	struct iovec *iov;
	char *errmsg;
	int len, pos;

	pos = vfs_getopt_pos(opts, "errmsg");
	if (pos < 0 || vfs_getopt(opts, "errmsg", (void **)&errmsg,
	    &len) != 0 || len == 0)
		return;
	errmsg[len - 1] = '\0';
	iov = &uio->uio_iov[2 * pos + 1];
	if (uio->uio_segflg == UIO_SYSSPACE)
		strlcpy(iov->iov_base, errmsg, iov->iov_len);
	else
		(void)copyout(errmsg, iov->iov_base, strlen(errmsg) + 1);
}

int
vfs_donmount(struct thread *td, u_int64_t fsflags, struct uio *uio)
{
	struct vfsoptlist *opts;
	char *errmsg, *fspath, *fstype;
	int error, len;

	error = vfs_buildopts(uio, &opts);
	if (error != 0)
		return (error);
	if (vfs_getopt(opts, "errmsg", (void **)&errmsg, &len) == 0 &&
	    len > 0)
		errmsg[0] = '\0';
	fstype = vfs_getopts(opts, "fstype", &error);
	if (error == 0)
		fspath = vfs_getopts(opts, "fspath", &error);
	if (error != 0) {
		error = EINVAL;
		vfs_opterror(opts, "fstype and fspath must be given");
	} else if (strlen(fstype) >= MFSNAMELEN ||
	    strlen(fspath) >= MNAMELEN) {
		error = ENAMETOOLONG;
	} else {
		fsflags &= MNT_UPDATEMASK | MNT_UPDATE | MNT_FORCE;
		vfs_flag_options(opts, &fsflags);
		error = vfs_domount(td, fstype, fspath, fsflags, opts);
	}
	if (error != 0) {
		vfs_return_errmsg(opts, uio);
		vfs_freeopts(opts);
	}
	return (error);
}

/*
 * Unmounting
 */

/* Is another file system mounted on a directory of this one? */
static bool
vfs_has_children(struct mount *mp)
{
	struct mount *child;

	mtx_lock(&mountlist_mtx);
	TAILQ_FOREACH(child, &mountlist, mnt_list) {
		if (child->mnt_vnodecovered != NULL &&
		    child->mnt_vnodecovered->v_mount == mp)
			break;
	}
	mtx_unlock(&mountlist_mtx);
	return (child != NULL);
}

/* Keep everybody out; wait for those who are inside. */
static int
vfs_begin_unmount(struct mount *mp, u_int64_t flags)
{

	MNT_ILOCK(mp);
	if ((mp->mnt_kern_flag & MNTK_UNMOUNT) != 0 ||
	    (mp->mnt_flag & MNT_UPDATE) != 0) {
		MNT_IUNLOCK(mp);
		return (EBUSY);
	}
	mp->mnt_kern_flag |= MNTK_UNMOUNT;
	if ((flags & MNT_FORCE) != 0)
		mp->mnt_kern_flag |= MNTK_UNMOUNTF;
	while (mp->mnt_lockref > 0) {
		mp->mnt_kern_flag |= MNTK_MWAIT;
		msleep(&mp->mnt_lockref, MNT_MTX(mp), PVFS, "mntdrn", 0);
	}
	MNT_IUNLOCK(mp);
	return (0);
}

static void
vfs_abort_unmount(struct mount *mp)
{

	MNT_ILOCK(mp);
	mp->mnt_kern_flag &= ~(MNTK_UNMOUNT | MNTK_UNMOUNTF);
	MNT_IUNLOCK(mp);
}

/* The directory that mp covers, held; NULL for the root, or when unmounted. */
static struct vnode *
vfs_hold_covered(struct mount *mp)
{
	struct vnode *vp;

	mtx_lock(&mountlist_mtx);
	vp = mp->mnt_vnodecovered;
	if (vp != NULL)
		vhold(vp);
	mtx_unlock(&mountlist_mtx);
	return (vp);
}

int
dounmount(struct mount *mp, u_int64_t flags, struct thread *td __unused)
{
	struct vnode *coveredvp;
	int error;

	coveredvp = vfs_hold_covered(mp);
	if (coveredvp == NULL)
		return (EINVAL);
	vn_lock(coveredvp, LK_EXCLUSIVE | LK_RETRY);
	/* Somebody else was faster: then it covers nothing any more. */
	error = coveredvp->v_mountedhere != mp ? ENOENT :
	    vfs_begin_unmount(mp, flags);
	if (error != 0)
		goto out;
	if (vfs_has_children(mp)) {
		error = EBUSY;
	} else {
		if ((mp->mnt_flag & MNT_RDONLY) == 0)
			VFS_SYNC(mp, MNT_WAIT);
		error = VFS_UNMOUNT(mp, (int)flags);
	}
	if (error != 0) {
		vfs_abort_unmount(mp);
		goto out;
	}
	mtx_lock(&mountlist_mtx);
	TAILQ_REMOVE(&mountlist, mp, mnt_list);
	mp->mnt_vnodecovered = NULL;
	mtx_unlock(&mountlist_mtx);
	VI_LOCK(coveredvp);
	coveredvp->v_mountedhere = NULL;
	VI_UNLOCK(coveredvp);
	VOP_UNLOCK(coveredvp);
	vrele(coveredvp);		/* the mount's */
	vdrop(coveredvp);
	vfs_mount_destroy(mp);
	vfs_path_changed();
	return (0);
out:
	VOP_UNLOCK(coveredvp);
	vdrop(coveredvp);
	return (error);
}

/* The mount whose root path is, referenced. */
static int
vfs_mount_of_path(struct thread *td, const char *path, struct mount **mpp)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_SYSSPACE, path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	if ((nd.ni_vp->v_vflag & VV_ROOT) == 0) {
		error = EINVAL;
	} else {
		*mpp = nd.ni_vp->v_mount;
		vfs_ref(*mpp);
	}
	vput(nd.ni_vp);
	return (error);
}

int
kern_unmount(struct thread *td, const char *path, int flags)
{
	struct mount *mp;
	char *pathbuf;
	fsid_t fsid;
	int error;

	error = priv_check(td, PRIV_VFS_UNMOUNT);
	if (error != 0)
		return (error);
	pathbuf = malloc(MNAMELEN, M_TEMP, M_WAITOK);
	error = copyinstr(path, pathbuf, MNAMELEN, NULL);
	if (error != 0)
		goto out;
	if ((flags & MNT_BYFSID) != 0) {
		if (sscanf(pathbuf, "FSID:%d:%d", &fsid.val[0],
		    &fsid.val[1]) != 2)
			error = EINVAL;
		else if ((mp = vfs_getvfs(&fsid)) == NULL)
			error = ENOENT;
	} else {
		error = vfs_mount_of_path(td, pathbuf, &mp);
	}
	if (error == 0) {
		error = dounmount(mp, flags, td);
		vfs_rel(mp);
	}
out:
	free(pathbuf, M_TEMP);
	return (error);
}
