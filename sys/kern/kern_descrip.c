/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptor tables, and the system calls on descriptors as such.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/capsicum.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/filio.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/resourcevar.h>
#include <sys/stat.h>
#include <sys/sx.h>
#include <sys/syscallsubr.h>
#include <sys/sysproto.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

static MALLOC_DEFINE(M_FILEDESC, "filedesc", "descriptor tables");

#define	FD_WORDS(n)	((n) / 64)

static bool
fd_isused(const struct filedesc *fdp, int fd)
{

	return ((fdp->fd_map[fd / 64] & (1UL << (fd % 64))) != 0);
}

static void
fd_used(struct filedesc *fdp, int fd)
{

	fdp->fd_map[fd / 64] |= 1UL << (fd % 64);
	if (fd > fdp->fd_lastfile)
		fdp->fd_lastfile = fd;
	if (fd == fdp->fd_freefile)
		fdp->fd_freefile = fd + 1;
}

static void
fd_unused(struct filedesc *fdp, int fd)
{

	fdp->fd_map[fd / 64] &= ~(1UL << (fd % 64));
	fdp->fd_ofiles[fd].fde_file = NULL;
	fdp->fd_ofiles[fd].fde_flags = 0;
	if (fd < fdp->fd_freefile)
		fdp->fd_freefile = fd;
	while (fdp->fd_lastfile >= 0 && !fd_isused(fdp, fdp->fd_lastfile))
		fdp->fd_lastfile--;
}

/*
 * The lowest free slot from minfd on; fd_nfiles if all are in use.
 */
static int
fd_first_free(const struct filedesc *fdp, int minfd)
{
	uint64_t free;
	int fd;

	for (fd = minfd; fd < fdp->fd_nfiles; fd = (fd | 63) + 1) {
		free = ~fdp->fd_map[fd / 64] & (~0UL << (fd % 64));
		if (free != 0)
			return ((fd & ~63) + ffsl(free) - 1);
	}
	return (MAX(minfd, fdp->fd_nfiles));
}

/*
 * Make room for at least nfd slots; fd_sx held exclusively.
 */
static void
fdgrowtable(struct filedesc *fdp, int nfd)
{
	struct filedescent *nfiles;
	uint64_t *nmap;
	int size;

	for (size = fdp->fd_nfiles; size < nfd; size *= 2)
		continue;
	if (size == fdp->fd_nfiles)
		return;
	nfiles = malloc(size * sizeof(*nfiles), M_FILEDESC, M_WAITOK | M_ZERO);
	nmap = malloc(FD_WORDS(size) * sizeof(*nmap), M_FILEDESC,
	    M_WAITOK | M_ZERO);
	memcpy(nfiles, fdp->fd_ofiles, fdp->fd_nfiles * sizeof(*nfiles));
	memcpy(nmap, fdp->fd_map, FD_WORDS(fdp->fd_nfiles) * sizeof(*nmap));
	if (fdp->fd_ofiles != fdp->fd_dfiles) {
		free(fdp->fd_ofiles, M_FILEDESC);
		free(fdp->fd_map, M_FILEDESC);
	}
	fdp->fd_ofiles = nfiles;
	fdp->fd_map = nmap;
	fdp->fd_nfiles = size;
}

static int
fd_limit(struct thread *td)
{

	return ((int)MIN(lim_cur(td, RLIMIT_NOFILE),
	    (rlim_t)maxfilesperproc));
}

int
fdalloc(struct thread *td, int minfd, int *result)
{
	struct filedesc *fdp;
	int fd;

	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK_ASSERT(fdp);
	fd = fd_first_free(fdp, MAX(minfd, fdp->fd_freefile));
	if (fd >= fd_limit(td))
		return (EMFILE);
	fdgrowtable(fdp, fd + 1);
	fd_used(fdp, fd);
	*result = fd;
	return (0);
}

/*
 * Enter a file; the table takes its own reference.
 */
int
finstall(struct thread *td, struct file *fp, int *fd, int flags,
    struct filecaps *fcaps __unused)
{
	struct filedesc *fdp;
	int error;

	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK(fdp);
	error = fdalloc(td, 0, fd);
	if (error == 0) {
		fhold(fp);
		fdp->fd_ofiles[*fd].fde_file = fp;
		fdp->fd_ofiles[*fd].fde_flags =
		    (flags & O_CLOEXEC) != 0 ? UF_EXCLOSE : 0;
	}
	FILEDESC_XUNLOCK(fdp);
	return (error);
}

int
falloc_caps(struct thread *td, struct file **resultfp, int *resultfd,
    int flags, struct filecaps *fcaps)
{
	struct file *fp;
	int error, fd;

	error = falloc_noinstall(td, &fp);
	if (error != 0)
		return (error);
	error = finstall(td, fp, &fd, flags, fcaps);
	if (error != 0) {
		fdrop(fp, td);
		return (error);
	}
	*resultfp = fp;
	*resultfd = fd;
	return (0);
}

int
falloc(struct thread *td, struct file **resultfp, int *resultfd, int flags)
{

	return (falloc_caps(td, resultfp, resultfd, flags, NULL));
}

void
fdclose(struct thread *td, struct file *fp, int idx)
{
	struct filedesc *fdp;

	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK(fdp);
	if (fdp->fd_ofiles[idx].fde_file == fp) {
		fd_unused(fdp, idx);
		FILEDESC_XUNLOCK(fdp);
		fdrop(fp, td);
	} else
		FILEDESC_XUNLOCK(fdp);
}

struct file *
fget_unlocked(struct filedesc *fdp, int fd)
{
	struct file *fp;

	fp = NULL;
	FILEDESC_SLOCK(fdp);
	if (fd >= 0 && fd <= fdp->fd_lastfile) {
		fp = fdp->fd_ofiles[fd].fde_file;
		if (fp != NULL)
			fhold(fp);
	}
	FILEDESC_SUNLOCK(fdp);
	return (fp);
}

static int
fget_flags(struct thread *td, int fd, u_int flags, struct file **fpp)
{
	struct file *fp;

	fp = fget_unlocked(td->td_proc->p_fd, fd);
	if (fp == NULL)
		return (EBADF);
	if (fp->f_ops == &badfileops || (fp->f_flag & flags) != flags) {
		fdrop(fp, td);
		return (EBADF);
	}
	*fpp = fp;
	return (0);
}

int
fget(struct thread *td, int fd, cap_rights_t *rightsp __unused,
    struct file **fpp)
{

	return (fget_flags(td, fd, 0, fpp));
}

int
fget_read(struct thread *td, int fd, cap_rights_t *rightsp __unused,
    struct file **fpp)
{

	return (fget_flags(td, fd, FREAD, fpp));
}

int
fget_write(struct thread *td, int fd, cap_rights_t *rightsp __unused,
    struct file **fpp)
{

	return (fget_flags(td, fd, FWRITE, fpp));
}

static int
fgetvp_flags(struct thread *td, int fd, u_int flags, struct vnode **vpp)
{
	struct file *fp;
	int error;

	error = fget_flags(td, fd, flags, &fp);
	if (error != 0)
		return (error);
	if (fp->f_vnode == NULL)
		error = EINVAL;
	else {
		*vpp = fp->f_vnode;
		vref(*vpp);
	}
	fdrop(fp, td);
	return (error);
}

int
fgetvp(struct thread *td, int fd, cap_rights_t *rightsp __unused,
    struct vnode **vpp)
{

	return (fgetvp_flags(td, fd, 0, vpp));
}

int
fgetvp_read(struct thread *td, int fd, cap_rights_t *rightsp __unused,
    struct vnode **vpp)
{

	return (fgetvp_flags(td, fd, FREAD, vpp));
}

/*
 * A descriptor of the process is closed: its fcntl(2) locks on the file go
 * with it, whatever other descriptors it has (POSIX, fcntl()).
 */
static void
closef_locks(struct file *fp, struct thread *td)
{
	struct flock lf;
	struct proc *p;

	p = td->td_proc;
	if (fp->f_type != DTYPE_VNODE || (p->p_flag & P_ADVLOCK) == 0)
		return;
	memset(&lf, 0, sizeof(lf));
	lf.l_whence = SEEK_SET;
	lf.l_type = F_UNLCK;
	(void)VOP_ADVLOCK(fp->f_vnode, p, F_UNLCK, &lf, F_POSIX);
}

int
closef(struct file *fp, struct thread *td)
{

	closef_locks(fp, td);
	return (fdrop(fp, td));
}

int
closef_nothread(struct file *fp)
{

	return (fdrop(fp, NULL));
}

int
kern_close(struct thread *td, int fd)
{
	struct filedesc *fdp;
	struct file *fp;

	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK(fdp);
	if (fd < 0 || fd > fdp->fd_lastfile ||
	    (fp = fdp->fd_ofiles[fd].fde_file) == NULL) {
		FILEDESC_XUNLOCK(fdp);
		return (EBADF);
	}
	fd_unused(fdp, fd);
	FILEDESC_XUNLOCK(fdp);
	return (closef(fp, td));
}

int
sys_close(struct thread *td, struct close_args *uap)
{

	return (kern_close(td, uap->fd));
}

int
sys_getdtablesize(struct thread *td, struct getdtablesize_args *uap __unused)
{

	td->td_retval[0] = fd_limit(td);
	return (0);
}

/*
 * Duplicate; the old file of a replaced descriptor comes back in *delfp.
 */
static int
dup_locked(struct thread *td, u_int mode, int flags, int old, int new,
    struct file **delfp)
{
	struct filedesc *fdp;
	struct file *fp;
	int error;

	fdp = td->td_proc->p_fd;
	if (old > fdp->fd_lastfile ||
	    (fp = fdp->fd_ofiles[old].fde_file) == NULL)
		return (EBADF);
	if (mode == FDDUP_NORMAL) {
		error = fdalloc(td, new, &new);
		if (error != 0)
			return (error);
	} else if (old == new) {
		td->td_retval[0] = new;
		if ((flags & FDDUP_FLAG_CLOEXEC) != 0)
			fdp->fd_ofiles[new].fde_flags |= UF_EXCLOSE;
		return (0);
	} else {
		fdgrowtable(fdp, new + 1);
		*delfp = fdp->fd_ofiles[new].fde_file;
		if (mode == FDDUP_MUSTREPLACE && *delfp == NULL)
			return (EBADF);
		if (*delfp == NULL)
			fd_used(fdp, new);
	}
	fhold(fp);
	fdp->fd_ofiles[new].fde_file = fp;
	fdp->fd_ofiles[new].fde_flags =
	    (flags & FDDUP_FLAG_CLOEXEC) != 0 ? UF_EXCLOSE : 0;
	td->td_retval[0] = new;
	return (0);
}

int
kern_dup(struct thread *td, u_int mode, int flags, int old, int new)
{
	struct filedesc *fdp;
	struct file *delfp;
	int error;

	if (old < 0)
		return (EBADF);
	if (new < 0 || new >= fd_limit(td))
		return (mode == FDDUP_NORMAL ? EINVAL : EBADF);
	fdp = td->td_proc->p_fd;
	delfp = NULL;
	FILEDESC_XLOCK(fdp);
	error = dup_locked(td, mode, flags, old, new, &delfp);
	FILEDESC_XUNLOCK(fdp);
	if (error == 0 && delfp != NULL)
		(void)closef(delfp, td);
	return (error);
}

int
sys_dup(struct thread *td, struct dup_args *uap)
{

	return (kern_dup(td, FDDUP_NORMAL, 0, (int)uap->fd, 0));
}

int
sys_dup2(struct thread *td, struct dup2_args *uap)
{

	return (kern_dup(td, FDDUP_FIXED, 0, (int)uap->from, (int)uap->to));
}

/*
 * F_SETFL: tell the file when bits changed that it has to know; many have
 * no use for them.
 */
static int
fcntl_setfl(struct thread *td, struct file *fp, int arg)
{
	u_int newflag, oldflag;
	int error, on;

	do {
		oldflag = fp->f_flag;
		newflag = (oldflag & ~FCNTLFLAGS) | (arg & FCNTLFLAGS);
	} while (atomic_cmpset_int(&fp->f_flag, oldflag, newflag) == 0);
	error = 0;
	if (((oldflag ^ newflag) & FNONBLOCK) != 0) {
		on = (newflag & FNONBLOCK) != 0;
		error = fo_ioctl(fp, FIONBIO, &on, td->td_ucred, td);
	}
	if (error == 0 && ((oldflag ^ newflag) & FASYNC) != 0) {
		on = (newflag & FASYNC) != 0;
		error = fo_ioctl(fp, FIOASYNC, &on, td->td_ucred, td);
	}
	return (error == ENOTTY || error == ENODEV ? 0 : error);
}

/*
 * The start of a lock, which may be relative to the offset.
 */
static int
flock_base(struct file *fp, struct flock *flp)
{

	if (flp->l_whence != SEEK_CUR)
		return (0);
	if (flp->l_start > 0 &&
	    foffset_get(fp) > INT64_MAX - flp->l_start)
		return (EOVERFLOW);
	flp->l_start += foffset_get(fp);
	flp->l_whence = SEEK_SET;
	return (0);
}

static int
fcntl_lock(struct thread *td, struct file *fp, int cmd, struct flock *flp)
{
	struct proc *p;
	int error, flags;

	if (fp->f_type != DTYPE_VNODE)
		return (EBADF);
	error = flock_base(fp, flp);
	if (error != 0)
		return (error);
	p = td->td_proc;
	if (cmd == F_GETLK) {
		if (flp->l_type != F_RDLCK && flp->l_type != F_WRLCK &&
		    flp->l_type != F_UNLCK)
			return (EINVAL);
		return (VOP_ADVLOCK(fp->f_vnode, p, F_GETLK, flp, F_POSIX));
	}
	flags = F_POSIX | (cmd == F_SETLKW ? F_WAIT : 0);
	switch (flp->l_type) {
	case F_RDLCK:
	case F_WRLCK:
		if ((fp->f_flag & (flp->l_type == F_RDLCK ? FREAD :
		    FWRITE)) == 0)
			return (EBADF);
		PROC_LOCK(p);
		p->p_flag |= P_ADVLOCK;
		PROC_UNLOCK(p);
		return (VOP_ADVLOCK(fp->f_vnode, p, F_SETLK, flp, flags));
	case F_UNLCK:
		return (VOP_ADVLOCK(fp->f_vnode, p, F_UNLCK, flp, F_POSIX));
	default:
		return (EINVAL);
	}
}

/*
 * F_GETFD and F_SETFD.
 */
static int
fcntl_fdflags(struct thread *td, int fd, int cmd, int arg)
{
	struct filedesc *fdp;
	struct filedescent *fde;
	int error;

	error = EBADF;
	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK(fdp);
	if (fd >= 0 && fd <= fdp->fd_lastfile &&
	    fdp->fd_ofiles[fd].fde_file != NULL) {
		fde = &fdp->fd_ofiles[fd];
		if (cmd == F_GETFD)
			td->td_retval[0] = (fde->fde_flags & UF_EXCLOSE) != 0 ?
			    FD_CLOEXEC : 0;
		else
			fde->fde_flags = (arg & FD_CLOEXEC) != 0 ?
			    UF_EXCLOSE : 0;
		error = 0;
	}
	FILEDESC_XUNLOCK(fdp);
	return (error);
}

static int
fcntl_file(struct thread *td, struct file *fp, int cmd, intptr_t arg)
{
	int error, tmp;

	switch (cmd) {
	case F_GETFL:
		td->td_retval[0] = OFLAGS(fp->f_flag & FMASK);
		return (0);
	case F_SETFL:
		return (fcntl_setfl(td, fp, (int)arg));
	case F_GETOWN:
		error = fo_ioctl(fp, FIOGETOWN, &tmp, td->td_ucred, td);
		if (error == 0)
			td->td_retval[0] = tmp;
		return (error);
	case F_SETOWN:
		tmp = (int)arg;
		return (fo_ioctl(fp, FIOSETOWN, &tmp, td->td_ucred, td));
	case F_GETLK:
	case F_SETLK:
	case F_SETLKW:
		return (fcntl_lock(td, fp, cmd, (struct flock *)arg));
	default:
		return (EINVAL);
	}
}

/*
 * arg of the lock commands is a struct flock in the kernel.
 */
int
kern_fcntl(struct thread *td, int fd, int cmd, intptr_t arg)
{
	struct file *fp;
	int error;

	switch (cmd) {
	case F_DUPFD:
		return (kern_dup(td, FDDUP_NORMAL, 0, fd, (int)arg));
	case F_DUPFD_CLOEXEC:
		return (kern_dup(td, FDDUP_NORMAL, FDDUP_FLAG_CLOEXEC, fd,
		    (int)arg));
	case F_DUP2FD:
		return (kern_dup(td, FDDUP_FIXED, 0, fd, (int)arg));
	case F_DUP2FD_CLOEXEC:
		return (kern_dup(td, FDDUP_FIXED, FDDUP_FLAG_CLOEXEC, fd,
		    (int)arg));
	case F_GETFD:
	case F_SETFD:
		return (fcntl_fdflags(td, fd, cmd, (int)arg));
	default:
		break;
	}
	error = fget(td, fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	error = fcntl_file(td, fp, cmd, arg);
	fdrop(fp, td);
	return (error);
}

int
sys_fcntl(struct thread *td, struct fcntl_args *uap)
{
	struct flock fl;
	int error;

	if (uap->cmd != F_GETLK && uap->cmd != F_SETLK &&
	    uap->cmd != F_SETLKW)
		return (kern_fcntl(td, uap->fd, uap->cmd, uap->arg));
	error = copyin((void *)uap->arg, &fl, sizeof(fl));
	if (error == 0)
		error = kern_fcntl(td, uap->fd, uap->cmd, (intptr_t)&fl);
	if (error == 0 && uap->cmd == F_GETLK)
		error = copyout(&fl, (void *)uap->arg, sizeof(fl));
	return (error);
}

/*
 * Locks of the open file, shared by its descriptors.
 */
int
sys_flock(struct thread *td, struct flock_args *uap)
{
	struct flock lf;
	struct file *fp;
	int error;

	error = fget(td, uap->fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	if (fp->f_type != DTYPE_VNODE) {
		fdrop(fp, td);
		return (EOPNOTSUPP);
	}
	memset(&lf, 0, sizeof(lf));
	lf.l_whence = SEEK_SET;
	if ((uap->how & LOCK_UN) != 0) {
		lf.l_type = F_UNLCK;
		fp->f_flag &= ~FHASLOCK;
		error = VOP_ADVLOCK(fp->f_vnode, fp, F_UNLCK, &lf, F_FLOCK);
	} else if ((uap->how & (LOCK_EX | LOCK_SH)) == 0)
		error = EBADF;
	else {
		lf.l_type = (uap->how & LOCK_EX) != 0 ? F_WRLCK : F_RDLCK;
		fp->f_flag |= FHASLOCK;
		error = VOP_ADVLOCK(fp->f_vnode, fp, F_SETLK, &lf,
		    (uap->how & LOCK_NB) != 0 ? F_FLOCK : F_FLOCK | F_WAIT);
	}
	fdrop(fp, td);
	return (error);
}

struct filedesc *
fdinit(void)
{
	struct filedesc *fdp;

	fdp = malloc(sizeof(*fdp), M_FILEDESC, M_WAITOK | M_ZERO);
	sx_init(&fdp->fd_sx, "descriptors");
	refcount_init(&fdp->fd_refcnt, 1);
	fdp->fd_ofiles = fdp->fd_dfiles;
	fdp->fd_map = fdp->fd_dmap;
	fdp->fd_nfiles = NDFILE;
	fdp->fd_lastfile = -1;
	fdp->fd_cmask = CMASK;
	return (fdp);
}

/*
 * A copy for fork(2): the same files and directories.
 */
struct filedesc *
fdcopy(struct filedesc *fdp)
{
	struct filedesc *newfdp;
	struct file *fp;
	int fd;

	newfdp = fdinit();
	FILEDESC_SLOCK(fdp);
	fdgrowtable(newfdp, fdp->fd_lastfile + 1);
	for (fd = 0; fd <= fdp->fd_lastfile; fd++) {
		fp = fdp->fd_ofiles[fd].fde_file;
		if (fp == NULL || fp->f_ops == &badfileops ||
		    (fp->f_ops->fo_flags & DFLAG_PASSABLE) == 0)
			continue;
		fhold(fp);
		newfdp->fd_ofiles[fd] = fdp->fd_ofiles[fd];
		fd_used(newfdp, fd);
	}
	newfdp->fd_cmask = fdp->fd_cmask;
	newfdp->fd_cdir = fdp->fd_cdir;
	if (newfdp->fd_cdir != NULL)
		vref(newfdp->fd_cdir);
	newfdp->fd_rdir = fdp->fd_rdir;
	if (newfdp->fd_rdir != NULL)
		vref(newfdp->fd_rdir);
	FILEDESC_SUNLOCK(fdp);
	newfdp->fd_freefile = fd_first_free(newfdp, 0);
	return (newfdp);
}

struct filedesc *
fdshare(struct filedesc *fdp)
{

	refcount_acquire(&fdp->fd_refcnt);
	return (fdp);
}

static void
fddrop(struct filedesc *fdp, struct thread *td)
{
	struct file *fp;
	int fd;

	if (!refcount_release(&fdp->fd_refcnt))
		return;
	for (fd = 0; fd <= fdp->fd_lastfile; fd++) {
		fp = fdp->fd_ofiles[fd].fde_file;
		if (fp != NULL)
			(void)closef(fp, td);
	}
	if (fdp->fd_cdir != NULL)
		vrele(fdp->fd_cdir);
	if (fdp->fd_rdir != NULL)
		vrele(fdp->fd_rdir);
	if (fdp->fd_ofiles != fdp->fd_dfiles) {
		free(fdp->fd_ofiles, M_FILEDESC);
		free(fdp->fd_map, M_FILEDESC);
	}
	sx_destroy(&fdp->fd_sx);
	free(fdp, M_FILEDESC);
}

/*
 * The process needs a table of its own.
 */
void
fdunshare(struct thread *td)
{
	struct filedesc *fdp, *newfdp;
	struct proc *p;

	p = td->td_proc;
	fdp = p->p_fd;
	if (refcount_load(&fdp->fd_refcnt) == 1)
		return;
	newfdp = fdcopy(fdp);
	PROC_LOCK(p);
	p->p_fd = newfdp;
	PROC_UNLOCK(p);
	fddrop(fdp, td);
}

void
fdcloseexec(struct thread *td)
{
	struct filedesc *fdp;
	struct file *fp;
	int fd;

	fdp = td->td_proc->p_fd;
	for (fd = 0; fd <= fdp->fd_lastfile; fd++) {
		fp = fdp->fd_ofiles[fd].fde_file;
		if (fp == NULL ||
		    (fdp->fd_ofiles[fd].fde_flags & UF_EXCLOSE) == 0)
			continue;
		FILEDESC_XLOCK(fdp);
		fd_unused(fdp, fd);
		FILEDESC_XUNLOCK(fdp);
		(void)closef(fp, td);
	}
}

void
fdescfree(struct thread *td)
{
	struct filedesc *fdp;
	struct proc *p;

	p = td->td_proc;
	fdp = p->p_fd;
	PROC_LOCK(p);
	p->p_fd = NULL;
	PROC_UNLOCK(p);
	if (fdp != NULL)
		fddrop(fdp, td);
}

int
fdcheckstd(struct thread *td)
{
	struct filedesc *fdp;
	register_t save;
	int error, fd;

	error = 0;
	fdp = td->td_proc->p_fd;
	save = td->td_retval[0];
	for (fd = 0; fd < 3 && error == 0; fd++) {
		if (fdp->fd_ofiles[fd].fde_file == NULL)
			error = kern_openat(td, AT_FDCWD, "/dev/null",
			    UIO_SYSSPACE, O_RDWR, 0);
	}
	td->td_retval[0] = save;
	return (error);
}

void
pwd_chdir(struct thread *td, struct vnode *vp)
{
	struct filedesc *fdp;
	struct vnode *oldvp;

	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK(fdp);
	oldvp = fdp->fd_cdir;
	fdp->fd_cdir = vp;
	FILEDESC_XUNLOCK(fdp);
	if (oldvp != NULL)
		vrele(oldvp);
}

int
pwd_chroot(struct thread *td, struct vnode *vp)
{
	struct filedesc *fdp;
	struct vnode *oldvp;

	vref(vp);
	fdp = td->td_proc->p_fd;
	FILEDESC_XLOCK(fdp);
	oldvp = fdp->fd_rdir;
	fdp->fd_rdir = vp;
	FILEDESC_XUNLOCK(fdp);
	if (oldvp != NULL)
		vrele(oldvp);
	return (0);
}

void
pwd_set_rootvnode(void)
{

	vref(rootvnode);
	pwd_chdir(curthread, rootvnode);
	(void)pwd_chroot(curthread, rootvnode);
}

static int
replace_dir(struct vnode **dirp, struct vnode *olddp, struct vnode *newdp)
{

	if (*dirp != olddp)
		return (0);
	vref(newdp);
	*dirp = newdp;
	return (1);
}

/* The process for whose open files func says yes, or -1. */
static pid_t
find_filedesc(bool (*func)(struct filedesc *, void *), void *arg)
{
	struct filedesc *fdp;
	struct proc *p;
	pid_t pid;

	pid = -1;
	sx_slock(&allproc_lock);
	FOREACH_PROC_IN_SYSTEM(p) {
		PROC_LOCK(p);
		fdp = p->p_fd != NULL ? fdshare(p->p_fd) : NULL;
		PROC_UNLOCK(p);
		if (fdp == NULL)
			continue;
		if (func(fdp, arg))
			pid = p->p_pid;
		fddrop(fdp, curthread);
		if (pid != -1)
			break;
	}
	sx_sunlock(&allproc_lock);
	return (pid);
}

struct range {
	vm_offset_t	start;
	vm_size_t	size;
};

static bool
has_ops_within(struct filedesc *fdp, void *arg)
{
	const struct range *range = arg;
	const struct file *fp;
	int fd;

	FILEDESC_SLOCK(fdp);
	for (fd = 0; fd < fdp->fd_nfiles; fd++) {
		fp = fdp->fd_ofiles[fd].fde_file;
		if (fp != NULL && (vm_offset_t)fp->f_ops >= range->start &&
		    (vm_offset_t)fp->f_ops - range->start < range->size)
			break;
	}
	FILEDESC_SUNLOCK(fdp);
	return (fd < fdp->fd_nfiles);
}

pid_t
file_ops_within(vm_offset_t start, vm_size_t size)
{
	struct range range = { start, size };

	return (find_filedesc(has_ops_within, &range));
}

struct replacement {
	struct vnode	*old;
	struct vnode	*new;
	int		count;
};

static bool
replace_dirs(struct filedesc *fdp, void *arg)
{
	struct replacement *r = arg;

	FILEDESC_XLOCK(fdp);
	r->count += replace_dir(&fdp->fd_cdir, r->old, r->new);
	r->count += replace_dir(&fdp->fd_rdir, r->old, r->new);
	FILEDESC_XUNLOCK(fdp);
	return (false);
}

void
mountcheckdirs(struct vnode *olddp, struct vnode *newdp)
{
	struct replacement r = { olddp, newdp, 0 };

	if (vrefcnt(olddp) == 1)
		return;
	(void)find_filedesc(replace_dirs, &r);
	while (r.count-- > 0)
		vrele(olddp);
}
