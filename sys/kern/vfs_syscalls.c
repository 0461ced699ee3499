/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls that open files, walk directories, and make, remove and move
 * names.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/vnode.h>

/* Give the result of a lookup with LOCKPARENT back, ni_vp not locked. */
static void
release_parent(struct nameidata *nd)
{

	NDFREE(nd, NDF_ONLY_PNBUF);
	if (nd->ni_vp == nd->ni_dvp)
		vrele(nd->ni_dvp);
	else
		vput(nd->ni_dvp);
	if (nd->ni_vp != NULL)
		vrele(nd->ni_vp);
}

/*
 * open
 */

/* The access mode of open(2) as flags of struct file. */
static int
open_flags(int *flags)
{

	if ((*flags & O_EXEC) != 0) {
		if ((*flags & O_ACCMODE) != 0)
			return (EINVAL);
	} else if ((*flags & O_ACCMODE) == O_ACCMODE) {
		return (EINVAL);
	} else {
		*flags = FFLAGS(*flags);
	}
	return (0);
}

/* O_EXLOCK, O_SHLOCK: also flock(2) the file. */
static int
open_lock(struct file *fp, int flags)
{
	struct flock lf = {
		.l_whence = SEEK_SET,
		.l_type = (flags & O_EXLOCK) != 0 ? F_WRLCK : F_RDLCK
	};
	int error;

	if ((flags & (O_EXLOCK | O_SHLOCK)) == 0)
		return (0);
	error = VOP_ADVLOCK(fp->f_vnode, fp, F_SETLK, &lf,
	    F_FLOCK | ((flags & FNONBLOCK) != 0 ? 0 : F_WAIT));
	if (error == 0)
		atomic_set_int(&fp->f_flag, FHASLOCK);
	return (error);
}

int
kern_openat(struct thread *td, int fd, const char *path, enum uio_seg pathseg,
    int flags, int mode)
{
	struct filedesc *fdp = td->td_proc->p_fd;
	struct nameidata nd;
	struct file *fp;
	int cmode, error, indx;

	error = open_flags(&flags);
	if (error != 0)
		return (error);
	error = falloc_noinstall(td, &fp);
	if (error != 0)
		return (error);
	/* A driver's open looks at it, and may give the file operations. */
	fp->f_flag = flags & FMASK;
	cmode = (mode & ~fdp->fd_cmask) & ALLPERMS & ~S_ISTXT;
	NDINIT_AT(&nd, LOOKUP, FOLLOW, pathseg, path, fd, td);
	error = vn_open(&nd, &flags, cmode, fp);
	if (error != 0)
		goto out;
	NDFREE(&nd, NDF_ONLY_PNBUF);
	fp->f_vnode = nd.ni_vp;
	if (fp->f_ops == &badfileops)
		finit(fp, flags & FMASK, DTYPE_VNODE, nd.ni_vp, &vnops);
	VOP_UNLOCK(nd.ni_vp);
	error = open_lock(fp, flags);
	if (error == 0 && (flags & O_TRUNC) != 0)
		error = fo_truncate(fp, 0, td->td_ucred, td);
	if (error == 0)
		error = finstall(td, fp, &indx, flags, NULL);
	if (error == 0)
		td->td_retval[0] = indx;
out:
	fdrop(fp, td);
	return (error);
}

int
sys_open(struct thread *td, struct open_args *uap)
{

	return (kern_openat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->flags, uap->mode));
}

int
sys_openat(struct thread *td, struct openat_args *uap)
{

	return (kern_openat(td, uap->fd, uap->path, UIO_USERSPACE, uap->flag,
	    uap->mode));
}

int
kern_lseek(struct thread *td, int fd, off_t offset, int whence)
{
	struct file *fp;
	int error;

	error = fget(td, fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	error = fo_seek(fp, offset, whence, td);
	fdrop(fp, td);
	return (error);
}

int
sys_lseek(struct thread *td, struct lseek_args *uap)
{

	return (kern_lseek(td, uap->fd, uap->offset, uap->whence));
}

/*
 * Directories
 */
int
kern_getdirentries(struct thread *td, int fd, char *buf, size_t count,
    off_t *basep, ssize_t *residp, enum uio_seg bufseg)
{
	struct iovec iov = { .iov_base = buf, .iov_len = count };
	struct vnode *vp;
	struct file *fp;
	struct uio uio;
	off_t base;
	int eofflag, error;

	if (count > IOSIZE_MAX)
		return (EINVAL);
	error = fget_read(td, fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	vp = fp->f_vnode;
	if (vp == NULL || vp->v_type != VDIR) {
		fdrop(fp, td);
		return (EINVAL);
	}
	base = foffset_lock(fp, 0);
	uio.uio_iov = &iov;
	uio.uio_iovcnt = 1;
	uio.uio_rw = UIO_READ;
	uio.uio_segflg = bufseg;
	uio.uio_td = td;
	uio.uio_resid = count;
	uio.uio_offset = base;
	vn_lock(vp, LK_SHARED | LK_RETRY);
	error = VOP_READDIR(vp, &uio, fp->f_cred, &eofflag, NULL, NULL);
	VOP_UNLOCK(vp);
	foffset_unlock(fp, uio.uio_offset, 0);
	fdrop(fp, td);
	if (error != 0)
		return (error);
	*basep = base;
	if (residp != NULL)
		*residp = uio.uio_resid;
	td->td_retval[0] = count - uio.uio_resid;
	return (0);
}

int
sys_getdirentries(struct thread *td, struct getdirentries_args *uap)
{
	off_t base;
	int error;

	error = kern_getdirentries(td, uap->fd, uap->buf, uap->count, &base,
	    NULL, UIO_USERSPACE);
	if (error == 0 && uap->basep != NULL)
		error = copyout(&base, uap->basep, sizeof(off_t));
	return (error);
}

/* May the process go into vp, which is locked? */
static int
change_dir(struct vnode *vp, struct thread *td)
{

	if (vp->v_type != VDIR)
		return (ENOTDIR);
	return (VOP_ACCESS(vp, VEXEC, td->td_ucred, td));
}

/* The directory of a path, referenced, if the process may go into it. */
static int
lookup_dir(struct thread *td, const char *path, enum uio_seg pathseg,
    struct vnode **vpp)
{
	struct nameidata nd;
	int error;

	NDINIT(&nd, LOOKUP, FOLLOW | LOCKSHARED | LOCKLEAF, pathseg, path, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	error = change_dir(nd.ni_vp, td);
	if (error != 0) {
		vput(nd.ni_vp);
		return (error);
	}
	VOP_UNLOCK(nd.ni_vp);
	*vpp = nd.ni_vp;
	return (0);
}

int
kern_chdir(struct thread *td, const char *path, enum uio_seg pathseg)
{
	struct vnode *vp;
	int error;

	error = lookup_dir(td, path, pathseg, &vp);
	if (error == 0)
		pwd_chdir(td, vp);
	return (error);
}

int
sys_chdir(struct thread *td, struct chdir_args *uap)
{

	return (kern_chdir(td, uap->path, UIO_USERSPACE));
}

/* The root that is mounted on vp; vp is referenced and used up. */
static int
cross_mounts(struct vnode **vpp)
{
	struct vnode *root, *vp = *vpp;
	struct mount *mp;
	int error = 0;

	vn_lock(vp, LK_SHARED | LK_RETRY);
	while (vp->v_type == VDIR && (mp = vp->v_mountedhere) != NULL) {
		if (vfs_busy(mp, 0) != 0)
			break;
		vput(vp);
		error = VFS_ROOT(mp, LK_SHARED, &root);
		vfs_unbusy(mp);
		if (error != 0)
			return (error);
		vp = root;
	}
	VOP_UNLOCK(vp);
	*vpp = vp;
	return (error);
}

int
sys_fchdir(struct thread *td, struct fchdir_args *uap)
{
	struct vnode *vp;
	int error;

	error = fgetvp(td, uap->fd, &cap_no_rights, &vp);
	if (error != 0)
		return (error == EINVAL ? ENOTDIR : error);
	error = cross_mounts(&vp);
	if (error != 0)
		return (error);
	vn_lock(vp, LK_SHARED | LK_RETRY);
	error = change_dir(vp, td);
	VOP_UNLOCK(vp);
	if (error != 0)
		vrele(vp);
	else
		pwd_chdir(td, vp);
	return (error);
}

int
sys_chroot(struct thread *td, struct chroot_args *uap)
{
	struct vnode *vp;
	int error;

	error = priv_check(td, PRIV_VFS_CHROOT);
	if (error != 0)
		return (error);
	error = lookup_dir(td, uap->path, UIO_USERSPACE, &vp);
	if (error != 0)
		return (error);
	error = pwd_chroot(td, vp);
	vrele(vp);
	return (error);
}

int
sys_umask(struct thread *td, struct umask_args *uap)
{
	struct filedesc *fdp = td->td_proc->p_fd;

	FILEDESC_XLOCK(fdp);
	td->td_retval[0] = fdp->fd_cmask;
	fdp->fd_cmask = uap->newmask & ALLPERMS;
	FILEDESC_XUNLOCK(fdp);
	return (0);
}

/*
 * Making names
 */
int
kern_mkdirat(struct thread *td, int fd, const char *path,
    enum uio_seg segflg, int mode)
{
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT_AT(&nd, CREATE, LOCKPARENT | SAVENAME | WILLBEDIR, segflg,
	    path, fd, td);
	error = namei(&nd);
	if (error != 0)
		return (error == EISDIR ? EEXIST : error);
	if (nd.ni_vp != NULL) {
		release_parent(&nd);
		return (EEXIST);
	}
	VATTR_NULL(&va);
	va.va_type = VDIR;
	va.va_mode = (mode & ACCESSPERMS) & ~td->td_proc->p_fd->fd_cmask;
	error = VOP_MKDIR(nd.ni_dvp, &nd.ni_vp, &nd.ni_cnd, &va);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vput(nd.ni_dvp);
	if (error == 0)
		vput(nd.ni_vp);
	return (error);
}

int
sys_mkdir(struct thread *td, struct mkdir_args *uap)
{

	return (kern_mkdirat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->mode));
}

int
sys_mkdirat(struct thread *td, struct mkdirat_args *uap)
{

	return (kern_mkdirat(td, uap->fd, uap->path, UIO_USERSPACE,
	    uap->mode));
}

/* A file of a type other than a directory or symbolic link. */
static int
make_node(struct thread *td, int fd, const char *path, enum uio_seg pathseg,
    enum vtype type, int mode, dev_t dev)
{
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT_AT(&nd, CREATE, LOCKPARENT | SAVENAME, pathseg, path, fd, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	if (nd.ni_vp != NULL) {
		release_parent(&nd);
		return (EEXIST);
	}
	VATTR_NULL(&va);
	va.va_type = type;
	va.va_mode = (mode & ALLPERMS) & ~td->td_proc->p_fd->fd_cmask;
	va.va_rdev = dev;
	error = VOP_MKNOD(nd.ni_dvp, &nd.ni_vp, &nd.ni_cnd, &va);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vput(nd.ni_dvp);
	if (error == 0)
		vput(nd.ni_vp);
	return (error);
}

int
kern_mkfifoat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, int mode)
{

	return (make_node(td, fd, path, pathseg, VFIFO, mode, VNOVAL));
}

int
kern_mknodat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, int mode, dev_t dev)
{
	int error;

	switch (mode & S_IFMT) {
	case S_IFIFO:
		if (dev != 0)
			return (EINVAL);
		return (kern_mkfifoat(td, fd, path, pathseg, mode));
	case S_IFCHR:
	case S_IFBLK:
		error = priv_check(td, PRIV_VFS_MKNOD_DEV);
		if (error != 0)
			return (error);
		return (make_node(td, fd, path, pathseg, IFTOVT(mode), mode,
		    dev));
	default:
		return (EINVAL);
	}
}

int
sys_mkfifo(struct thread *td, struct mkfifo_args *uap)
{

	return (kern_mkfifoat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->mode));
}

int
sys_mkfifoat(struct thread *td, struct mkfifoat_args *uap)
{

	return (kern_mkfifoat(td, uap->fd, uap->path, UIO_USERSPACE,
	    uap->mode));
}

int
sys_mknodat(struct thread *td, struct mknodat_args *uap)
{

	return (kern_mknodat(td, uap->fd, uap->path, UIO_USERSPACE, uap->mode,
	    uap->dev));
}

int
kern_symlinkat(struct thread *td, const char *path1, int fd,
    const char *path2, enum uio_seg segflg)
{
	struct nameidata nd;
	struct vattr va;
	char *target;
	int error;

	target = malloc(MAXPATHLEN, M_TEMP, M_WAITOK);
	if (segflg == UIO_SYSSPACE)
		error = copystr(path1, target, MAXPATHLEN, NULL);
	else
		error = copyinstr(path1, target, MAXPATHLEN, NULL);
	if (error != 0)
		goto out;
	NDINIT_AT(&nd, CREATE, LOCKPARENT | SAVENAME, segflg, path2, fd, td);
	error = namei(&nd);
	if (error != 0)
		goto out;
	if (nd.ni_vp != NULL) {
		release_parent(&nd);
		error = EEXIST;
		goto out;
	}
	VATTR_NULL(&va);
	va.va_type = VLNK;
	va.va_mode = ACCESSPERMS & ~td->td_proc->p_fd->fd_cmask;
	error = VOP_SYMLINK(nd.ni_dvp, &nd.ni_vp, &nd.ni_cnd, &va, target);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vput(nd.ni_dvp);
	if (error == 0)
		vput(nd.ni_vp);
out:
	free(target, M_TEMP);
	return (error);
}

int
sys_symlink(struct thread *td, struct symlink_args *uap)
{

	return (kern_symlinkat(td, uap->path, AT_FDCWD, uap->link,
	    UIO_USERSPACE));
}

int
sys_symlinkat(struct thread *td, struct symlinkat_args *uap)
{

	return (kern_symlinkat(td, uap->path1, uap->fd, uap->path2,
	    UIO_USERSPACE));
}

/* One more name, path in fd, for the file vp. */
static int
link_vnode(struct thread *td, struct vnode *vp, int fd, const char *path,
    enum uio_seg segflg)
{
	struct nameidata nd;
	int error;

	if (vp->v_type == VDIR)
		return (EPERM);
	NDINIT_AT(&nd, CREATE, LOCKPARENT | SAVENAME, segflg, path, fd, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	if (nd.ni_vp != NULL) {
		release_parent(&nd);
		return (EEXIST);
	}
	if (nd.ni_dvp->v_mount != vp->v_mount)
		error = EXDEV;
	else
		error = vn_lock(vp, LK_EXCLUSIVE);
	if (error == 0) {
		error = VOP_LINK(nd.ni_dvp, vp, &nd.ni_cnd);
		VOP_UNLOCK(vp);
	}
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vput(nd.ni_dvp);
	return (error);
}

int
kern_linkat(struct thread *td, int fd1, int fd2, const char *path1,
    const char *path2, enum uio_seg segflg, int flag)
{
	struct nameidata nd;
	int error;

	NDINIT_AT(&nd, LOOKUP, (flag & AT_SYMLINK_FOLLOW) != 0 ? FOLLOW :
	    NOFOLLOW, segflg, path1, fd1, td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = link_vnode(td, nd.ni_vp, fd2, path2, segflg);
	vrele(nd.ni_vp);
	return (error);
}

int
sys_link(struct thread *td, struct link_args *uap)
{

	return (kern_linkat(td, AT_FDCWD, AT_FDCWD, uap->path, uap->link,
	    UIO_USERSPACE, AT_SYMLINK_FOLLOW));
}

int
sys_linkat(struct thread *td, struct linkat_args *uap)
{

	if ((uap->flag & ~AT_SYMLINK_FOLLOW) != 0)
		return (EINVAL);
	return (kern_linkat(td, uap->fd1, uap->fd2, uap->path1, uap->path2,
	    UIO_USERSPACE, uap->flag));
}

/*
 * Removing names
 */

/* Is the file open as fd the one that is to be removed?  EDEADLK if not. */
static int
check_same_file(struct thread *td, int fd, const struct vnode *vp)
{
	struct vnode *fvp;
	int error;

	if (fd == FD_NONE)
		return (0);
	error = fgetvp(td, fd, &cap_no_rights, &fvp);
	if (error != 0)
		return (error);
	error = fvp == vp ? 0 : EDEADLK;
	vrele(fvp);
	return (error);
}

/* Release what a lookup with LOCKPARENT | LOCKLEAF returned. */
static void
release_removed(struct nameidata *nd)
{

	NDFREE(nd, NDF_ONLY_PNBUF);
	vput(nd->ni_vp);
	if (nd->ni_vp == nd->ni_dvp)
		vrele(nd->ni_dvp);
	else
		vput(nd->ni_dvp);
}

int
kern_funlinkat(struct thread *td, int dfd, const char *path, int fd,
    enum uio_seg pathseg, int flag __unused, ino_t oldinum)
{
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT_AT(&nd, DELETE, LOCKPARENT | LOCKLEAF | SAVENAME, pathseg,
	    path, dfd, td);
	error = namei(&nd);
	if (error != 0)
		return (error == EINVAL || error == EISDIR ? EPERM : error);
	error = check_same_file(td, fd, nd.ni_vp);
	if (error == 0 && oldinum != 0) {
		error = VOP_GETATTR(nd.ni_vp, &va, td->td_ucred);
		if (error == 0 && va.va_fileid != oldinum)
			error = EIDRM;
	}
	if (error == 0 && nd.ni_vp->v_type == VDIR)
		error = EPERM;
	if (error == 0)
		error = VOP_REMOVE(nd.ni_dvp, nd.ni_vp, &nd.ni_cnd);
	if (error == 0 && nd.ni_vp->v_type == VLNK)
		vfs_path_changed();
	release_removed(&nd);
	return (error);
}

int
kern_frmdirat(struct thread *td, int dfd, const char *path, int fd,
    enum uio_seg pathseg, int flag __unused)
{
	struct nameidata nd;
	int error;

	NDINIT_AT(&nd, DELETE, LOCKPARENT | LOCKLEAF | SAVENAME, pathseg,
	    path, dfd, td);
	error = namei(&nd);
	if (error != 0)
		return (error == EISDIR ? EBUSY : error);
	error = check_same_file(td, fd, nd.ni_vp);
	if (error != 0)
		;
	else if (nd.ni_vp->v_type != VDIR)
		error = ENOTDIR;
	else if (nd.ni_dvp == nd.ni_vp)
		error = EINVAL;		/* "." */
	else if ((nd.ni_vp->v_vflag & VV_ROOT) != 0)
		error = EBUSY;
	else
		error = VOP_RMDIR(nd.ni_dvp, nd.ni_vp, &nd.ni_cnd);
	if (error == 0)
		vfs_path_changed();
	release_removed(&nd);
	return (error);
}

int
sys_unlink(struct thread *td, struct unlink_args *uap)
{

	return (kern_funlinkat(td, AT_FDCWD, uap->path, FD_NONE,
	    UIO_USERSPACE, 0, 0));
}

int
sys_unlinkat(struct thread *td, struct unlinkat_args *uap)
{

	if ((uap->flag & ~AT_REMOVEDIR) != 0)
		return (EINVAL);
	if ((uap->flag & AT_REMOVEDIR) != 0)
		return (kern_frmdirat(td, uap->fd, uap->path, FD_NONE,
		    UIO_USERSPACE, 0));
	return (kern_funlinkat(td, uap->fd, uap->path, FD_NONE, UIO_USERSPACE,
	    0, 0));
}

int
sys_rmdir(struct thread *td, struct rmdir_args *uap)
{

	return (kern_frmdirat(td, AT_FDCWD, uap->path, FD_NONE, UIO_USERSPACE,
	    0));
}

/*
 * Moving names
 */

/* What no file system has to be asked for; -1: there is nothing to do. */
static int
rename_check(const struct nameidata *from, const struct nameidata *to)
{
	struct vnode *fvp = from->ni_vp, *tvp = to->ni_vp;

	if (tvp != NULL && fvp->v_type == VDIR && tvp->v_type != VDIR)
		return (ENOTDIR);
	if (tvp != NULL && fvp->v_type != VDIR && tvp->v_type == VDIR)
		return (EISDIR);
	if (from->ni_dvp == fvp || to->ni_dvp == tvp || fvp == to->ni_dvp)
		return (EINVAL);	/* ".", or into itself */
	if (from->ni_dvp->v_mount != fvp->v_mount ||
	    (tvp != NULL && to->ni_dvp->v_mount != tvp->v_mount))
		return (EBUSY);		/* mounted on */
	if (fvp->v_mount != to->ni_dvp->v_mount)
		return (EXDEV);
	return (fvp == tvp ? -1 : 0);
}

static int
rename_lookup(struct thread *td, struct nameidata *from,
    struct nameidata *to, int oldfd, const char *old, int newfd,
    const char *new, enum uio_seg pathseg)
{
	bool isdir;
	int error;

	NDINIT_AT(from, DELETE, WANTPARENT | SAVENAME, pathseg, old, oldfd,
	    td);
	error = namei(from);
	if (error != 0)
		return (error == EISDIR ? EBUSY : error);
	isdir = from->ni_vp->v_type == VDIR;
	NDINIT_AT(to, RENAME, LOCKPARENT | LOCKLEAF | NOCACHE | SAVENAME |
	    (isdir ? WILLBEDIR : 0), pathseg, new, newfd, td);
	error = namei(to);
	if (error != 0) {
		NDFREE(from, NDF_ONLY_PNBUF);
		vrele(from->ni_dvp);
		vrele(from->ni_vp);
		/* A directory cannot take the place of "/". */
		if (error == EISDIR && isdir)
			error = EINVAL;
	}
	return (error);
}

int
kern_renameat(struct thread *td, int oldfd, const char *old, int newfd,
    const char *new, enum uio_seg pathseg)
{
	struct nameidata from, to;
	int error;

	error = rename_lookup(td, &from, &to, oldfd, old, newfd, new, pathseg);
	if (error != 0)
		return (error);
	error = rename_check(&from, &to);
	if (error == 0) {
		/* It uses all four vnodes up. */
		error = VOP_RENAME(from.ni_dvp, from.ni_vp, &from.ni_cnd,
		    to.ni_dvp, to.ni_vp, &to.ni_cnd);
		NDFREE(&from, NDF_ONLY_PNBUF);
		NDFREE(&to, NDF_ONLY_PNBUF);
		vfs_path_changed();
		return (error);
	}
	NDFREE(&from, NDF_ONLY_PNBUF);
	NDFREE(&to, NDF_ONLY_PNBUF);
	if (to.ni_vp != NULL)
		vput(to.ni_vp);
	if (to.ni_vp == to.ni_dvp)
		vrele(to.ni_dvp);
	else
		vput(to.ni_dvp);
	vrele(from.ni_dvp);
	vrele(from.ni_vp);
	return (error == -1 ? 0 : error);
}

int
sys_rename(struct thread *td, struct rename_args *uap)
{

	return (kern_renameat(td, AT_FDCWD, uap->from, AT_FDCWD, uap->to,
	    UIO_USERSPACE));
}

int
sys_renameat(struct thread *td, struct renameat_args *uap)
{

	return (kern_renameat(td, uap->oldfd, uap->old, uap->newfd, uap->new,
	    UIO_USERSPACE));
}
