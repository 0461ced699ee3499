/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls on mounted file systems.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_STATFS, "statfs", "results of statfs");

/*
 * mount, unmount
 */
int
sys_nmount(struct thread *td, struct nmount_args *uap)
{
	struct uio *auio;
	int error;

	/* Pairs of name and value: at least the type and the path. */
	if ((uap->iovcnt & 1) != 0 || uap->iovcnt < 4)
		return (EINVAL);
	error = copyinuio(uap->iovp, uap->iovcnt, &auio);
	if (error != 0)
		return (error);
	error = vfs_donmount(td, (u_int)uap->flags, auio);
	free(auio, M_IOV);
	return (error);
}

/*
 * mount(2): a type that takes data translates it into options; without data
 * any type can be mounted.
 */
int
sys_mount(struct thread *td, struct mount_args *uap)
{
	struct mntarg *ma = NULL;
	struct vfsconf *vfsp;
	char fstype[MFSNAMELEN];
	u_int64_t flags = (u_int)uap->flags;
	int error;

	error = priv_check(td, PRIV_VFS_MOUNT);
	if (error == 0)
		error = copyinstr(uap->type, fstype, sizeof(fstype), NULL);
	if (error != 0)
		return (error);
	vfsp = vfs_conf_hold(fstype, td, &error);
	if (vfsp == NULL)
		return (error);
	if (uap->data != NULL && vfsp->vfc_vfsops->vfs_cmount == NULL) {
		error = EOPNOTSUPP;
		goto out;
	}
	ma = mount_argsu(ma, "fstype", uap->type, MFSNAMELEN);
	ma = mount_argsu(ma, "fspath", uap->path, MNAMELEN);
	if (uap->data != NULL)
		error = vfsp->vfc_vfsops->vfs_cmount(ma, uap->data, flags);
	else
		error = kernel_mount(ma, flags);
out:
	vfs_conf_rele(vfsp);
	return (error);
}

int
sys_unmount(struct thread *td, struct unmount_args *uap)
{

	return (kern_unmount(td, uap->path, uap->flags));
}

/*
 * statfs
 */
static int
kern_do_statfs(struct mount *mp, struct statfs *buf)
{
	int error;

	if (mp == NULL)
		return (EBADF);
	error = vfs_busy(mp, 0);
	vfs_rel(mp);
	if (error != 0)
		return (error);
	error = VFS_STATFS(mp, buf);
	vfs_unbusy(mp);
	return (error);
}

int
kern_statfs(struct thread *td, const char *path, enum uio_seg pathseg,
    struct statfs *buf)
{
	struct nameidata nd;
	struct mount *mp;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW | LOCKSHARED | LOCKLEAF, pathseg, path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	mp = nd.ni_vp->v_mount;
	vfs_ref(mp);
	vput(nd.ni_vp);
	return (kern_do_statfs(mp, buf));
}

int
kern_fstatfs(struct thread *td, int fd, struct statfs *buf)
{
	struct vnode *vp;
	struct mount *mp;
	int error;

	error = fgetvp(td, fd, &cap_no_rights, &vp);
	if (error != 0)
		return (error);
	vn_lock(vp, LK_SHARED | LK_RETRY);
	mp = vp->v_mount;
	if (mp != NULL)
		vfs_ref(mp);
	vput(vp);
	return (kern_do_statfs(mp, buf));
}

int
sys_statfs(struct thread *td, struct statfs_args *uap)
{
	struct statfs *sfp;
	int error;

	sfp = malloc(sizeof(*sfp), M_STATFS, M_WAITOK);
	error = kern_statfs(td, uap->path, UIO_USERSPACE, sfp);
	if (error == 0)
		error = copyout(sfp, uap->buf, sizeof(*sfp));
	free(sfp, M_STATFS);
	return (error);
}

int
sys_fstatfs(struct thread *td, struct fstatfs_args *uap)
{
	struct statfs *sfp;
	int error;

	sfp = malloc(sizeof(*sfp), M_STATFS, M_WAITOK);
	error = kern_fstatfs(td, uap->fd, sfp);
	if (error == 0)
		error = copyout(sfp, uap->buf, sizeof(*sfp));
	free(sfp, M_STATFS);
	return (error);
}

static size_t
mount_count(void)
{
	struct mount *mp;
	size_t n = 0;

	mtx_lock(&mountlist_mtx);
	TAILQ_FOREACH(mp, &mountlist, mnt_list)
		n++;
	mtx_unlock(&mountlist_mtx);
	return (n);
}

/*
 * Visit all mounts: the one behind mp, which was busied, or the first one;
 * busied, so that it stays on the list until the next call.
 */
static struct mount *
mount_next(struct mount *mp)
{
	struct mount *prev = mp;

	mtx_lock(&mountlist_mtx);
	do {
		mp = mp != NULL ? TAILQ_NEXT(mp, mnt_list) :
		    TAILQ_FIRST(&mountlist);
	} while (mp != NULL && vfs_busy(mp, MBF_NOWAIT) != 0);
	mtx_unlock(&mountlist_mtx);
	if (prev != NULL)
		vfs_unbusy(prev);
	return (mp);
}

/*
 * One mount's record, at *sfsp in bufseg; sp is scratch memory.  Whoever
 * does not want to wait gets what was known last.
 */
static int
getfsstat_one(struct mount *mp, struct statfs *sfsp, enum uio_seg bufseg,
    int mode, struct statfs *sp)
{
	int error;

	*sp = mp->mnt_stat;
	sp->f_version = STATFS_VERSION;
	sp->f_namemax = NAME_MAX;
	sp->f_flags = mp->mnt_flag & MNT_VISFLAGMASK;
	if (mode != MNT_NOWAIT) {
		error = VFS_STATFS(mp, sp);
		if (error != 0)
			return (error);
	}
	if (bufseg == UIO_SYSSPACE) {
		*sfsp = *sp;
		return (0);
	}
	return (copyout(sp, sfsp, sizeof(*sp)));
}

/*
 * The records of all mounts: as many as fit go to *buf, which is allocated
 * (M_STATFS) for UIO_SYSSPACE; *countp is the number of mounts.
 */
int
kern_getfsstat(struct thread *td __unused, struct statfs **buf, size_t bufsize,
    size_t *countp, enum uio_seg bufseg, int mode)
{
	struct mount *mp = NULL;
	struct statfs *sfsp, *sp;
	size_t count = 0, maxcount;
	int error = 0;

	if (mode != MNT_WAIT && mode != MNT_NOWAIT)
		return (EINVAL);
	maxcount = bufsize / sizeof(struct statfs);
	if (bufseg == UIO_SYSSPACE) {
		maxcount = ulmin(maxcount, mount_count());
		*buf = malloc(maxcount * sizeof(struct statfs), M_STATFS,
		    M_WAITOK);
	}
	sfsp = *buf;
	sp = malloc(sizeof(*sp), M_STATFS, M_WAITOK);
	while ((mp = mount_next(mp)) != NULL) {
		if (error == 0 && sfsp != NULL && count < maxcount)
			error = getfsstat_one(mp, &sfsp[count], bufseg, mode,
			    sp);
		if (error == 0)
			count++;
	}
	free(sp, M_STATFS);
	*countp = sfsp != NULL && count > maxcount ? maxcount : count;
	if (error != 0 && bufseg == UIO_SYSSPACE) {
		free(*buf, M_STATFS);
		*buf = NULL;
	}
	return (error);
}

int
sys_getfsstat(struct thread *td, struct getfsstat_args *uap)
{
	size_t count;
	int error;

	if (uap->bufsize < 0)
		return (EINVAL);
	error = kern_getfsstat(td, &uap->buf, uap->bufsize, &count,
	    UIO_USERSPACE, uap->mode);
	if (error == 0)
		td->td_retval[0] = count;
	return (error);
}

int
kern_sync(struct thread *td __unused)
{
	struct mount *mp = NULL;

	while ((mp = mount_next(mp)) != NULL) {
		if ((mp->mnt_flag & MNT_RDONLY) == 0)
			VFS_SYNC(mp, MNT_NOWAIT);
	}
	return (0);
}

int
sys_sync(struct thread *td, struct sync_args *uap __unused)
{

	return (kern_sync(td));
}
