/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files that are vnodes: opening by path, transfers from inside the kernel,
 * and the operations of struct file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/filio.h>
#include <sys/limits.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/unistd.h>
#include <sys/vnode.h>
#include <vm/vm.h>
#include <vm/vm_extern.h>

/*
 * Opening
 */

/* open(2) with O_CREAT: ni_vp becomes the file, new or old. */
static int
vn_open_create(struct nameidata *ndp, int *fmodep, int cmode,
    struct ucred *cred)
{
	struct vnode *vp;
	struct vattr va;
	int error;

	ndp->ni_cnd.cn_nameiop = CREATE;
	ndp->ni_cnd.cn_flags &= ~FOLLOW;
	ndp->ni_cnd.cn_flags |= LOCKPARENT | LOCKLEAF | NOCACHE | SAVENAME;
	if ((*fmodep & (O_EXCL | O_NOFOLLOW)) == 0)
		ndp->ni_cnd.cn_flags |= FOLLOW;
	error = namei(ndp);
	if (error != 0)
		return (error);
	vp = ndp->ni_vp;
	if (vp == NULL) {
		VATTR_NULL(&va);
		va.va_type = VREG;
		va.va_mode = cmode;
		if ((*fmodep & O_EXCL) != 0)
			va.va_vaflags |= VA_EXCLUSIVE;
		error = VOP_CREATE(ndp->ni_dvp, &ndp->ni_vp, &ndp->ni_cnd,
		    &va);
		vput(ndp->ni_dvp);
		*fmodep &= ~O_TRUNC;
	} else {
		if (ndp->ni_dvp == vp)
			vrele(ndp->ni_dvp);
		else
			vput(ndp->ni_dvp);
		if ((*fmodep & O_EXCL) != 0)
			error = EEXIST;
		else if (vp->v_type == VDIR)
			error = EISDIR;
		if (error != 0)
			vput(vp);
		else
			*fmodep &= ~O_CREAT;
	}
	ndp->ni_dvp = NULL;
	return (error);
}

static int
vn_open_existing(struct nameidata *ndp, int fmode)
{

	ndp->ni_cnd.cn_nameiop = LOOKUP;
	ndp->ni_cnd.cn_flags &= ~FOLLOW;
	ndp->ni_cnd.cn_flags |= LOCKLEAF |
	    ((fmode & O_NOFOLLOW) != 0 ? NOFOLLOW : FOLLOW);
	if ((fmode & FWRITE) == 0)
		ndp->ni_cnd.cn_flags |= LOCKSHARED;
	return (namei(ndp));
}

/* May the file be opened in this way?  A new file's creator always may. */
static int
vn_open_check(struct vnode *vp, int fmode, struct ucred *cred,
    struct thread *td)
{
	accmode_t accmode = 0;

	if (vp->v_type == VLNK)
		return (EMLINK);
	if (vp->v_type == VSOCK)
		return (EOPNOTSUPP);
	if (vp->v_type != VDIR && (fmode & O_DIRECTORY) != 0)
		return (ENOTDIR);
	if ((fmode & O_CREAT) != 0)
		return (0);
	if ((fmode & (FWRITE | O_TRUNC)) != 0) {
		if (vp->v_type == VDIR)
			return (EISDIR);
		accmode |= VWRITE;
	}
	if ((fmode & FREAD) != 0)
		accmode |= VREAD;
	if ((fmode & FEXEC) != 0)
		accmode |= VEXEC;
	if ((fmode & (FWRITE | O_APPEND)) == (FWRITE | O_APPEND))
		accmode |= VAPPEND;
	return (accmode == 0 ? 0 : VOP_ACCESS(vp, accmode, cred, td));
}

int
vn_writechk(struct vnode *vp)
{

	return (VOP_IS_TEXT(vp) ? ETXTBSY : 0);
}

int
vn_open_vnode(struct vnode *vp, int fmode, struct ucred *cred,
    struct thread *td, struct file *fp)
{
	int error;

	error = vn_open_check(vp, fmode, cred, td);
	if (error == 0 && (fmode & (FWRITE | O_TRUNC)) != 0)
		error = vn_writechk(vp);
	if (error == 0)
		error = VOP_OPEN(vp, fmode, cred, td, fp);
	if (error != 0)
		return (error);
	if ((fmode & FWRITE) != 0) {
		error = VOP_ADD_WRITECOUNT(vp, 1);
		if (error != 0)
			VOP_CLOSE(vp, fmode & ~FWRITE, cred, td);
	}
	return (error);
}

int
vn_open_cred(struct nameidata *ndp, int *flagp, int cmode,
    u_int vn_open_flags __unused, struct ucred *cred, struct file *fp)
{
	struct thread *td = ndp->ni_cnd.cn_thread;
	int error, fmode = *flagp;

	if ((fmode & (O_CREAT | O_EXCL | O_DIRECTORY)) ==
	    (O_CREAT | O_EXCL | O_DIRECTORY) ||
	    (fmode & (O_CREAT | O_DIRECTORY)) == (O_CREAT | O_DIRECTORY))
		return (EINVAL);
	if ((fmode & O_CREAT) != 0)
		error = vn_open_create(ndp, &fmode, cmode, cred);
	else
		error = vn_open_existing(ndp, fmode);
	if (error == 0) {
		error = vn_open_vnode(ndp->ni_vp, fmode, cred, td, fp);
		if (error != 0)
			vput(ndp->ni_vp);
	}
	if (error != 0) {
		NDFREE(ndp, NDF_ONLY_PNBUF);
		ndp->ni_vp = NULL;
	}
	*flagp = fmode;
	return (error);
}

int
vn_open(struct nameidata *ndp, int *flagp, int cmode, struct file *fp)
{

	return (vn_open_cred(ndp, flagp, cmode, 0,
	    ndp->ni_cnd.cn_thread->td_ucred, fp));
}

int
vn_close(struct vnode *vp, int flags, struct ucred *cred, struct thread *td)
{
	int error;

	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	if ((flags & FWRITE) != 0)
		VOP_ADD_WRITECOUNT(vp, -1);
	error = VOP_CLOSE(vp, flags, cred, td);
	vput(vp);
	return (error);
}

/*
 * Transfers
 */
int
vn_rdwr(enum uio_rw rw, struct vnode *vp, void *base, int len, off_t offset,
    enum uio_seg segflg, int ioflg, struct ucred *active_cred,
    struct ucred *file_cred, ssize_t *aresid, struct thread *td)
{
	struct iovec iov = { .iov_base = base, .iov_len = len };
	struct uio uio = {
		.uio_iov = &iov,
		.uio_iovcnt = 1,
		.uio_offset = offset,
		.uio_resid = len,
		.uio_segflg = segflg,
		.uio_rw = rw,
		.uio_td = td
	};
	struct ucred *cred = file_cred != NULL ? file_cred : active_cred;
	int error;

	if (offset < 0 || len < 0)
		return (EINVAL);
	if ((ioflg & IO_NODELOCKED) == 0) {
		error = vn_lock(vp, rw == UIO_READ ? LK_SHARED :
		    LK_EXCLUSIVE);
		if (error != 0)
			return (error);
	}
	if (rw == UIO_READ)
		error = VOP_READ(vp, &uio, ioflg, cred);
	else
		error = VOP_WRITE(vp, &uio, ioflg, cred);
	if ((ioflg & IO_NODELOCKED) == 0)
		VOP_UNLOCK(vp);
	if (aresid != NULL)
		*aresid = uio.uio_resid;
	else if (error == 0 && uio.uio_resid != 0)
		error = EIO;
	return (error);
}

int
vn_stat(struct vnode *vp, struct stat *sb, struct ucred *active_cred,
    struct ucred *file_cred __unused, struct thread *td __unused)
{
	struct vattr va;
	int error;

	memset(&va, 0, sizeof(va));
	error = VOP_GETATTR(vp, &va, active_cred);
	if (error != 0)
		return (error);
	memset(sb, 0, sizeof(*sb));
	sb->st_dev = va.va_fsid;
	sb->st_ino = va.va_fileid;
	sb->st_mode = va.va_mode | VTTOIF(vp->v_type);
	sb->st_nlink = va.va_nlink;
	sb->st_uid = va.va_uid;
	sb->st_gid = va.va_gid;
	sb->st_rdev = va.va_rdev;
	if (va.va_size > OFF_MAX)
		return (EOVERFLOW);
	sb->st_size = va.va_size;
	sb->st_atim = va.va_atime;
	sb->st_mtim = va.va_mtime;
	sb->st_ctim = va.va_ctime;
	sb->st_birthtim = va.va_birthtime;
	sb->st_blksize = va.va_blocksize > 0 ? va.va_blocksize : PAGE_SIZE;
	sb->st_flags = va.va_flags;
	sb->st_blocks = va.va_bytes / S_BLKSIZE;
	sb->st_gen = va.va_gen;
	return (0);
}

/*
 * struct file
 */
static int
vn_read(struct file *fp, struct uio *uio, struct ucred *active_cred,
    int flags, struct thread *td __unused)
{
	struct vnode *vp = fp->f_vnode;
	int error, ioflag = 0;

	if ((fp->f_flag & FNONBLOCK) != 0)
		ioflag |= IO_NDELAY;
	if ((fp->f_flag & O_DIRECT) != 0)
		ioflag |= IO_DIRECT;
	foffset_lock_uio(fp, uio, flags);
	vn_lock(vp, LK_SHARED | LK_RETRY);
	error = VOP_READ(vp, uio, ioflag, active_cred);
	VOP_UNLOCK(vp);
	foffset_unlock_uio(fp, uio, flags);
	return (error);
}

static int
vn_write(struct file *fp, struct uio *uio, struct ucred *active_cred,
    int flags, struct thread *td __unused)
{
	struct vnode *vp = fp->f_vnode;
	int error, ioflag = IO_UNIT;

	if (vp->v_type == VREG && (fp->f_flag & O_APPEND) != 0)
		ioflag |= IO_APPEND;
	if ((fp->f_flag & FNONBLOCK) != 0)
		ioflag |= IO_NDELAY;
	if ((fp->f_flag & O_DIRECT) != 0)
		ioflag |= IO_DIRECT;
	if ((fp->f_flag & O_FSYNC) != 0)
		ioflag |= IO_SYNC;
	foffset_lock_uio(fp, uio, flags);
	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	error = VOP_WRITE(vp, uio, ioflag, active_cred);
	VOP_UNLOCK(vp);
	foffset_unlock_uio(fp, uio, flags);
	return (error);
}

int
vn_truncate_locked(struct vnode *vp, off_t length, bool sync,
    struct ucred *cred)
{
	struct vattr va;
	int error;

	error = vn_writechk(vp);
	if (error != 0)
		return (error);
	VATTR_NULL(&va);
	va.va_size = length;
	error = VOP_SETATTR(vp, &va, cred);
	if (error == 0 && sync)
		error = VOP_FSYNC(vp, MNT_WAIT, curthread);
	return (error);
}

static int
vn_truncate(struct file *fp, off_t length, struct ucred *active_cred,
    struct thread *td __unused)
{
	struct vnode *vp = fp->f_vnode;
	int error;

	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	if (vp->v_type == VDIR)
		error = EISDIR;
	else
		error = vn_truncate_locked(vp, length,
		    (fp->f_flag & O_FSYNC) != 0, active_cred);
	VOP_UNLOCK(vp);
	return (error);
}

static int
vn_statfile(struct file *fp, struct stat *sb, struct ucred *active_cred,
    struct thread *td)
{
	struct vnode *vp = fp->f_vnode;
	int error;

	vn_lock(vp, LK_SHARED | LK_RETRY);
	error = vn_stat(vp, sb, active_cred, fp->f_cred, td);
	VOP_UNLOCK(vp);
	return (error);
}

static int
vn_ioctl(struct file *fp, u_long com, void *data, struct ucred *active_cred,
    struct thread *td)
{
	struct vnode *vp = fp->f_vnode;
	struct vattr va;
	int error;

	if (vp->v_type == VREG || vp->v_type == VDIR) {
		switch (com) {
		case FIONREAD:
			vn_lock(vp, LK_SHARED | LK_RETRY);
			error = VOP_GETATTR(vp, &va, active_cred);
			VOP_UNLOCK(vp);
			if (error == 0)
				*(int *)data = va.va_size - fp->f_offset;
			return (error);
		case FIONBIO:
		case FIOASYNC:
			return (0);
		}
	}
	return (VOP_IOCTL(vp, com, data, fp->f_flag, active_cred, td));
}

static int
vn_poll(struct file *fp, int events, struct ucred *active_cred __unused,
    struct thread *td)
{

	return (VOP_POLL(fp->f_vnode, events, fp->f_cred, td));
}

/* The last descriptor of the file goes, and with it its flock(2) lock. */
static int
vn_closefile(struct file *fp, struct thread *td)
{
	struct flock lf = {
		.l_whence = SEEK_SET,
		.l_type = F_UNLCK
	};

	fp->f_ops = &badfileops;
	if ((fp->f_flag & FHASLOCK) != 0)
		(void)VOP_ADVLOCK(fp->f_vnode, fp, F_UNLCK, &lf, F_FLOCK);
	return (vn_close(fp->f_vnode, fp->f_flag, fp->f_cred, td));
}

/* Change attributes of an open file. */
static int
vn_setattr_file(struct file *fp, struct vattr *vap, struct ucred *cred)
{
	struct vnode *vp = fp->f_vnode;
	int error;

	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	error = VOP_SETATTR(vp, vap, cred);
	VOP_UNLOCK(vp);
	return (error);
}

int
vn_chmod(struct file *fp, mode_t mode, struct ucred *active_cred,
    struct thread *td __unused)
{
	struct vattr va;

	VATTR_NULL(&va);
	va.va_mode = mode & ALLPERMS;
	return (vn_setattr_file(fp, &va, active_cred));
}

int
vn_chown(struct file *fp, uid_t uid, gid_t gid, struct ucred *active_cred,
    struct thread *td __unused)
{
	struct vattr va;

	VATTR_NULL(&va);
	va.va_uid = uid;
	va.va_gid = gid;
	return (vn_setattr_file(fp, &va, active_cred));
}

int
vn_seek(struct file *fp, off_t offset, int whence, struct thread *td)
{
	struct vattr va;
	off_t foffset;
	int error = 0;

	foffset = foffset_lock(fp, 0);
	switch (whence) {
	case SEEK_SET:
		break;
	case SEEK_CUR:
		if (__builtin_add_overflow(offset, foffset, &offset))
			error = EOVERFLOW;
		break;
	case SEEK_END:
		vn_lock(fp->f_vnode, LK_SHARED | LK_RETRY);
		error = VOP_GETATTR(fp->f_vnode, &va, td->td_ucred);
		VOP_UNLOCK(fp->f_vnode);
		if (error == 0 && __builtin_add_overflow(offset,
		    (off_t)va.va_size, &offset))
			error = EOVERFLOW;
		break;
	default:
		error = EINVAL;
	}
	if (error == 0 && offset < 0)
		error = EINVAL;
	if (error == 0)
		*(off_t *)td->td_retval = offset;
	foffset_unlock(fp, error == 0 ? offset : foffset,
	    error == 0 ? 0 : FOF_NOUPDATE);
	return (error);
}

static int
vn_mmap(struct file *fp, struct vm_map *map, vm_offset_t *addr,
    vm_size_t size, vm_prot_t prot, vm_prot_t cap_maxprot, int flags,
    vm_ooffset_t foff, struct thread *td __unused)
{
	struct vnode *vp = fp->f_vnode;
	struct mount *mp = vp->v_mount;
	vm_prot_t maxprot;

	if (vp->v_type != VREG)
		return (ENODEV);
	maxprot = VM_PROT_EXECUTE;
	if (mp != NULL && (mp->mnt_flag & MNT_NOEXEC) != 0)
		maxprot = VM_PROT_NONE;
	if ((fp->f_flag & FREAD) != 0)
		maxprot |= VM_PROT_READ;
	/* A private mapping never writes to the file. */
	if ((flags & MAP_SHARED) == 0 || (fp->f_flag & FWRITE) != 0)
		maxprot |= VM_PROT_WRITE;
	maxprot &= cap_maxprot;
	if ((prot & ~maxprot) != 0 || (maxprot & VM_PROT_READ) == 0)
		return (EACCES);
	return (vm_mmap(map, addr, size, prot, maxprot, flags, OBJT_VNODE,
	    vp, foff));
}

const struct fileops vnops = {
	.fo_read = vn_read,
	.fo_write = vn_write,
	.fo_truncate = vn_truncate,
	.fo_ioctl = vn_ioctl,
	.fo_poll = vn_poll,
	.fo_kqfilter = invfo_kqfilter,
	.fo_stat = vn_statfile,
	.fo_close = vn_closefile,
	.fo_chmod = vn_chmod,
	.fo_chown = vn_chown,
	.fo_sendfile = invfo_sendfile,
	.fo_seek = vn_seek,
	.fo_mmap = vn_mmap,
	.fo_flags = DFLAG_PASSABLE | DFLAG_SEEKABLE
};
