/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls on the attributes and the length of files.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

/* The vnode of a path with AT_* flags, referenced, locked by lkflags. */
static int
lookup_at(struct thread *td, int fd, const char *path, enum uio_seg pathseg,
    int flag, u_int64_t lkflags, struct vnode **vpp)
{
	struct nameidata nd;
	int error;

	NDINIT_AT(&nd, LOOKUP, lkflags |
	    ((flag & AT_SYMLINK_NOFOLLOW) != 0 ? NOFOLLOW : FOLLOW) |
	    ((flag & AT_EMPTY_PATH) != 0 ? EMPTYPATH : 0), pathseg, path, fd,
	    td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	*vpp = nd.ni_vp;
	return (0);
}

/*
 * stat
 */

/* With AT_EMPTY_PATH: is the path empty? */
static bool
path_is_empty(const char *path, enum uio_seg pathseg)
{

	return (pathseg == UIO_SYSSPACE ? *path == '\0' : fubyte(path) == 0);
}

int
kern_statat(struct thread *td, int flag, int fd, const char *path,
    enum uio_seg pathseg, struct stat *sbp,
    void (*hook)(struct vnode *vp, struct stat *sbp))
{
	struct vnode *vp;
	int error;

	if ((flag & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
		return (EINVAL);
	/* A descriptor of any kind, also one that is no vnode. */
	if ((flag & AT_EMPTY_PATH) != 0 && fd != AT_FDCWD &&
	    path_is_empty(path, pathseg))
		return (kern_fstat(td, fd, sbp));
	error = lookup_at(td, fd, path, pathseg, flag, LOCKSHARED | LOCKLEAF,
	    &vp);
	if (error != 0)
		return (error);
	error = vn_stat(vp, sbp, td->td_ucred, NOCRED, td);
	if (error == 0 && hook != NULL)
		hook(vp, sbp);
	vput(vp);
	return (error);
}

int
sys_fstatat(struct thread *td, struct fstatat_args *uap)
{
	struct stat sb;
	int error;

	error = kern_statat(td, uap->flag, uap->fd, uap->path, UIO_USERSPACE,
	    &sb, NULL);
	if (error == 0)
		error = copyout(&sb, uap->buf, sizeof(sb));
	return (error);
}

int
kern_fstat(struct thread *td, int fd, struct stat *sbp)
{
	struct file *fp;
	int error;

	error = fget(td, fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	error = fo_stat(fp, sbp, td->td_ucred, td);
	fdrop(fp, td);
	return (error);
}

int
sys_fstat(struct thread *td, struct fstat_args *uap)
{
	struct stat sb;
	int error;

	error = kern_fstat(td, uap->fd, &sb);
	if (error == 0)
		error = copyout(&sb, uap->sb, sizeof(sb));
	return (error);
}

/*
 * access
 */

/* May cred use vp, which is locked, as mode (R_OK ...) says? */
static int
vn_access(struct vnode *vp, int mode, struct ucred *cred, struct thread *td)
{
	accmode_t accmode = 0;

	if ((mode & R_OK) != 0)
		accmode |= VREAD;
	if ((mode & W_OK) != 0)
		accmode |= VWRITE;
	if ((mode & X_OK) != 0)
		accmode |= VEXEC;
	if (accmode == 0)
		return (0);
	if ((accmode & VWRITE) != 0 && vn_writechk(vp) != 0)
		return (ETXTBSY);
	return (VOP_ACCESS(vp, accmode, cred, td));
}

/* Credentials whose effective ids are the real ones, for access(2). */
static struct ucred *
real_cred(struct ucred *cred)
{
	struct ucred *usecred;

	if (cred->cr_uid == cred->cr_ruid && cred->cr_rgid == cred->cr_gid)
		return (crhold(cred));
	usecred = crdup(cred);
	usecred->cr_uid = cred->cr_ruid;
	usecred->cr_groups[0] = cred->cr_rgid;
	return (usecred);
}

int
kern_accessat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, int flags, int mode)
{
	struct ucred *cred = td->td_ucred, *usecred;
	struct vnode *vp;
	int error;

	if ((flags & ~(AT_EACCESS | AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) !=
	    0)
		return (EINVAL);
	if (mode != F_OK && (mode & ~(R_OK | W_OK | X_OK)) != 0)
		return (EINVAL);
	usecred = (flags & AT_EACCESS) != 0 ? crhold(cred) : real_cred(cred);
	/* The directories on the way are searched with them, too. */
	td->td_ucred = usecred;
	error = lookup_at(td, fd, path, pathseg, flags, LOCKSHARED | LOCKLEAF,
	    &vp);
	if (error == 0) {
		error = vn_access(vp, mode, usecred, td);
		vput(vp);
	}
	td->td_ucred = cred;
	crfree(usecred);
	return (error);
}

int
sys_access(struct thread *td, struct access_args *uap)
{

	return (kern_accessat(td, AT_FDCWD, uap->path, UIO_USERSPACE, 0,
	    uap->amode));
}

int
sys_faccessat(struct thread *td, struct faccessat_args *uap)
{

	return (kern_accessat(td, uap->fd, uap->path, UIO_USERSPACE,
	    uap->flag, uap->amode));
}

int
sys_eaccess(struct thread *td, struct eaccess_args *uap)
{

	return (kern_accessat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    AT_EACCESS, uap->amode));
}

/*
 * Changing attributes
 */

/* Apply vap to the file of a path. */
static int
setattr_at(struct thread *td, int fd, const char *path, enum uio_seg pathseg,
    int flag, struct vattr *vap)
{
	struct vnode *vp;
	int error;

	error = lookup_at(td, fd, path, pathseg, flag, LOCKLEAF, &vp);
	if (error != 0)
		return (error);
	error = VOP_SETATTR(vp, vap, td->td_ucred);
	vput(vp);
	return (error);
}

int
kern_fchmodat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, mode_t mode, int flag)
{
	struct vattr va;

	if ((flag & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
		return (EINVAL);
	VATTR_NULL(&va);
	va.va_mode = mode & ALLPERMS;
	return (setattr_at(td, fd, path, pathseg, flag, &va));
}

int
sys_chmod(struct thread *td, struct chmod_args *uap)
{

	return (kern_fchmodat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->mode, 0));
}

int
sys_fchmodat(struct thread *td, struct fchmodat_args *uap)
{

	return (kern_fchmodat(td, uap->fd, uap->path, UIO_USERSPACE,
	    uap->mode, uap->flag));
}

int
sys_fchmod(struct thread *td, struct fchmod_args *uap)
{
	struct file *fp;
	int error;

	error = fget(td, uap->fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	error = fo_chmod(fp, uap->mode, td->td_ucred, td);
	fdrop(fp, td);
	return (error);
}

int
kern_fchownat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, int uid, int gid, int flag)
{
	struct vattr va;

	if ((flag & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
		return (EINVAL);
	VATTR_NULL(&va);
	va.va_uid = uid;
	va.va_gid = gid;
	return (setattr_at(td, fd, path, pathseg, flag, &va));
}

int
sys_chown(struct thread *td, struct chown_args *uap)
{

	return (kern_fchownat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->uid, uap->gid, 0));
}

int
sys_lchown(struct thread *td, struct lchown_args *uap)
{

	return (kern_fchownat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->uid, uap->gid, AT_SYMLINK_NOFOLLOW));
}

int
sys_fchownat(struct thread *td, struct fchownat_args *uap)
{

	return (kern_fchownat(td, uap->fd, uap->path, UIO_USERSPACE,
	    uap->uid, uap->gid, uap->flag));
}

int
sys_fchown(struct thread *td, struct fchown_args *uap)
{
	struct file *fp;
	int error;

	error = fget(td, uap->fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	error = fo_chown(fp, uap->uid, uap->gid, td->td_ucred, td);
	fdrop(fp, td);
	return (error);
}

/*
 * Times
 */

/* Attributes that set the times to tv[0] and tv[1], or to now. */
static int
getutimes(const struct timeval *usrtvp, enum uio_seg tvpseg,
    struct vattr *vap)
{
	struct timeval tv[2];
	int error;

	VATTR_NULL(vap);
	if (usrtvp == NULL) {
		vfs_timestamp(&vap->va_atime);
		vap->va_mtime = vap->va_atime;
		vap->va_vaflags |= VA_UTIMES_NULL;
		return (0);
	}
	if (tvpseg == UIO_SYSSPACE) {
		memcpy(tv, usrtvp, sizeof(tv));
	} else {
		error = copyin(usrtvp, tv, sizeof(tv));
		if (error != 0)
			return (error);
	}
	if (tv[0].tv_usec < 0 || tv[0].tv_usec >= 1000000 ||
	    tv[1].tv_usec < 0 || tv[1].tv_usec >= 1000000)
		return (EINVAL);
	TIMEVAL_TO_TIMESPEC(&tv[0], &vap->va_atime);
	TIMEVAL_TO_TIMESPEC(&tv[1], &vap->va_mtime);
	return (0);
}

/* One time of utimensat(2); *now is what the clock says. */
static int
getutimens_one(struct timespec *ts, const struct timespec *now)
{

	if (ts->tv_nsec == UTIME_NOW)
		*ts = *now;
	else if (ts->tv_nsec == UTIME_OMIT)
		ts->tv_sec = ts->tv_nsec = VNOVAL;
	else if (ts->tv_nsec < 0 || ts->tv_nsec >= 1000000000)
		return (EINVAL);
	return (0);
}

static int
getutimens(const struct timespec *usrtsp, enum uio_seg tspseg,
    struct vattr *vap)
{
	struct timespec now, ts[2];
	int error;

	VATTR_NULL(vap);
	vfs_timestamp(&now);
	if (usrtsp == NULL) {
		vap->va_atime = vap->va_mtime = now;
		vap->va_vaflags |= VA_UTIMES_NULL;
		return (0);
	}
	if (tspseg == UIO_SYSSPACE) {
		memcpy(ts, usrtsp, sizeof(ts));
	} else {
		error = copyin(usrtsp, ts, sizeof(ts));
		if (error != 0)
			return (error);
	}
	if (ts[0].tv_nsec == UTIME_NOW && ts[1].tv_nsec == UTIME_NOW)
		vap->va_vaflags |= VA_UTIMES_NULL;
	error = getutimens_one(&ts[0], &now);
	if (error == 0)
		error = getutimens_one(&ts[1], &now);
	vap->va_atime = ts[0];
	vap->va_mtime = ts[1];
	return (error);
}

/* Apply vap to an open file. */
static int
setattr_fd(struct thread *td, int fd, struct vattr *vap)
{
	struct vnode *vp;
	int error;

	error = fgetvp(td, fd, &cap_no_rights, &vp);
	if (error != 0)
		return (error);
	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	error = VOP_SETATTR(vp, vap, td->td_ucred);
	vput(vp);
	return (error);
}

int
kern_utimesat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, struct timeval *tptr, enum uio_seg tptrseg)
{
	struct vattr va;
	int error;

	error = getutimes(tptr, tptrseg, &va);
	if (error != 0)
		return (error);
	return (setattr_at(td, fd, path, pathseg, 0, &va));
}

int
sys_utimes(struct thread *td, struct utimes_args *uap)
{

	return (kern_utimesat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    __DECONST(struct timeval *, uap->tptr), UIO_USERSPACE));
}

int
kern_lutimes(struct thread *td, const char *path, enum uio_seg pathseg,
    struct timeval *tptr, enum uio_seg tptrseg)
{
	struct vattr va;
	int error;

	error = getutimes(tptr, tptrseg, &va);
	if (error != 0)
		return (error);
	return (setattr_at(td, AT_FDCWD, path, pathseg, AT_SYMLINK_NOFOLLOW,
	    &va));
}

int
sys_lutimes(struct thread *td, struct lutimes_args *uap)
{

	return (kern_lutimes(td, uap->path, UIO_USERSPACE,
	    __DECONST(struct timeval *, uap->tptr), UIO_USERSPACE));
}

int
kern_futimes(struct thread *td, int fd, struct timeval *tptr,
    enum uio_seg tptrseg)
{
	struct vattr va;
	int error;

	error = getutimes(tptr, tptrseg, &va);
	return (error != 0 ? error : setattr_fd(td, fd, &va));
}

int
sys_futimes(struct thread *td, struct futimes_args *uap)
{

	return (kern_futimes(td, uap->fd,
	    __DECONST(struct timeval *, uap->tptr), UIO_USERSPACE));
}

int
kern_utimensat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, struct timespec *tptr, enum uio_seg tptrseg,
    int flag)
{
	struct vattr va;
	int error;

	if ((flag & ~(AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH)) != 0)
		return (EINVAL);
	error = getutimens(tptr, tptrseg, &va);
	if (error != 0)
		return (error);
	return (setattr_at(td, fd, path, pathseg, flag, &va));
}

int
sys_utimensat(struct thread *td, struct utimensat_args *uap)
{

	return (kern_utimensat(td, uap->fd, uap->path, UIO_USERSPACE,
	    __DECONST(struct timespec *, uap->times), UIO_USERSPACE,
	    uap->flag));
}

int
kern_futimens(struct thread *td, int fd, struct timespec *tptr,
    enum uio_seg tptrseg)
{
	struct vattr va;
	int error;

	error = getutimens(tptr, tptrseg, &va);
	return (error != 0 ? error : setattr_fd(td, fd, &va));
}

int
sys_futimens(struct thread *td, struct futimens_args *uap)
{

	return (kern_futimens(td, uap->fd,
	    __DECONST(struct timespec *, uap->times), UIO_USERSPACE));
}

/*
 * Length
 */
int
kern_truncate(struct thread *td, const char *path, enum uio_seg pathseg,
    off_t length)
{
	struct vnode *vp;
	int error;

	if (length < 0)
		return (EINVAL);
	error = lookup_at(td, AT_FDCWD, path, pathseg, 0, LOCKLEAF, &vp);
	if (error != 0)
		return (error);
	if (vp->v_type == VDIR)
		error = EISDIR;
	else
		error = VOP_ACCESS(vp, VWRITE, td->td_ucred, td);
	if (error == 0)
		error = vn_truncate_locked(vp, length, false, td->td_ucred);
	vput(vp);
	return (error);
}

int
sys_truncate(struct thread *td, struct truncate_args *uap)
{

	return (kern_truncate(td, uap->path, UIO_USERSPACE, uap->length));
}

int
kern_ftruncate(struct thread *td, int fd, off_t length)
{
	struct file *fp;
	int error;

	if (length < 0)
		return (EINVAL);
	error = fget(td, fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	if ((fp->f_flag & FWRITE) == 0)
		error = EINVAL;
	else
		error = fo_truncate(fp, length, td->td_ucred, td);
	fdrop(fp, td);
	return (error);
}

int
sys_ftruncate(struct thread *td, struct ftruncate_args *uap)
{

	return (kern_ftruncate(td, uap->fd, uap->length));
}

/*
 * Contents of symbolic links, limits, and the way to the disk
 */
int
kern_readlinkat(struct thread *td, int fd, const char *path,
    enum uio_seg pathseg, char *buf, enum uio_seg bufseg, size_t count)
{
	struct iovec iov = { .iov_base = buf, .iov_len = count };
	struct vnode *vp;
	struct uio uio;
	int error;

	if (count > IOSIZE_MAX)
		return (EINVAL);
	error = lookup_at(td, fd, path, pathseg,
	    AT_SYMLINK_NOFOLLOW | AT_EMPTY_PATH, LOCKSHARED | LOCKLEAF, &vp);
	if (error != 0)
		return (error);
	if (vp->v_type != VLNK) {
		vput(vp);
		return (EINVAL);
	}
	uio.uio_iov = &iov;
	uio.uio_iovcnt = 1;
	uio.uio_offset = 0;
	uio.uio_rw = UIO_READ;
	uio.uio_segflg = bufseg;
	uio.uio_td = td;
	uio.uio_resid = count;
	error = VOP_READLINK(vp, &uio, td->td_ucred);
	vput(vp);
	td->td_retval[0] = count - uio.uio_resid;
	return (error);
}

int
sys_readlink(struct thread *td, struct readlink_args *uap)
{

	return (kern_readlinkat(td, AT_FDCWD, uap->path, UIO_USERSPACE,
	    uap->buf, UIO_USERSPACE, uap->count));
}

int
sys_readlinkat(struct thread *td, struct readlinkat_args *uap)
{

	return (kern_readlinkat(td, uap->fd, uap->path, UIO_USERSPACE,
	    uap->buf, UIO_USERSPACE, uap->bufsize));
}

int
kern_pathconf(struct thread *td, const char *path, enum uio_seg pathseg,
    int name, u_long flags, long *valuep)
{
	struct vnode *vp;
	int error;

	error = lookup_at(td, AT_FDCWD, path, pathseg,
	    (flags & FOLLOW) != 0 ? 0 : AT_SYMLINK_NOFOLLOW,
	    LOCKSHARED | LOCKLEAF, &vp);
	if (error != 0)
		return (error);
	error = VOP_PATHCONF(vp, name, valuep);
	vput(vp);
	return (error);
}

int
sys_pathconf(struct thread *td, struct pathconf_args *uap)
{
	long value;
	int error;

	error = kern_pathconf(td, uap->path, UIO_USERSPACE, uap->name, FOLLOW,
	    &value);
	if (error == 0)
		td->td_retval[0] = value;
	return (error);
}

int
kern_fpathconf(struct thread *td, int fd, int name, long *valuep)
{
	struct file *fp;
	int error;

	error = fget(td, fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	if (fp->f_vnode != NULL) {
		vn_lock(fp->f_vnode, LK_SHARED | LK_RETRY);
		error = VOP_PATHCONF(fp->f_vnode, name, valuep);
		VOP_UNLOCK(fp->f_vnode);
	} else if (name == _PC_PIPE_BUF && (fp->f_type == DTYPE_PIPE ||
	    fp->f_type == DTYPE_SOCKET)) {
		*valuep = PIPE_BUF;
	} else {
		error = EINVAL;
	}
	fdrop(fp, td);
	return (error);
}

int
sys_fpathconf(struct thread *td, struct fpathconf_args *uap)
{
	long value;
	int error;

	error = kern_fpathconf(td, uap->fd, uap->name, &value);
	if (error == 0)
		td->td_retval[0] = value;
	return (error);
}

int
kern_fsync(struct thread *td, int fd, bool fullsync __unused)
{
	struct vnode *vp;
	int error;

	error = fgetvp(td, fd, &cap_no_rights, &vp);
	if (error != 0)
		return (error);
	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	error = VOP_FSYNC(vp, MNT_WAIT, td);
	vput(vp);
	return (error);
}

int
sys_fsync(struct thread *td, struct fsync_args *uap)
{

	return (kern_fsync(td, uap->fd, true));
}
