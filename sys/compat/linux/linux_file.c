/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux calls on descriptors: open, fcntl, pipes, directories.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/fcntl.h>
#include <sys/file.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/pipe.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallsubr.h>
#include <sys/ttycom.h>
#include <sys/vnode.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

/* fcntl(2) commands */
#define	LINUX_F_DUPFD		0
#define	LINUX_F_GETFD		1
#define	LINUX_F_SETFD		2
#define	LINUX_F_GETFL		3
#define	LINUX_F_SETFL		4
#define	LINUX_F_GETLK		5
#define	LINUX_F_SETLK		6
#define	LINUX_F_SETLKW		7
#define	LINUX_F_SETOWN		8
#define	LINUX_F_GETOWN		9
#define	LINUX_F_DUPFD_CLOEXEC	1030

#define	LINUX_F_RDLCK	0
#define	LINUX_F_WRLCK	1
#define	LINUX_F_UNLCK	2

/* Most bytes of directory entries in one getdents64(2). */
#define	LINUX_GETDENTS_MAX	(64 * 1024)

static const struct {
	int	linux_flag;
	int	bsd_flag;
} open_flags[] = {
	{ LINUX_O_CREAT,	O_CREAT },
	{ LINUX_O_EXCL,		O_EXCL },
	{ LINUX_O_NOCTTY,	O_NOCTTY },
	{ LINUX_O_TRUNC,	O_TRUNC },
	{ LINUX_O_APPEND,	O_APPEND },
	{ LINUX_O_NONBLOCK,	O_NONBLOCK },
	{ LINUX_O_DSYNC,	O_DSYNC },
	{ LINUX_O_ASYNC,	O_ASYNC },
	{ LINUX_O_DIRECT,	O_DIRECT },
	{ LINUX_O_DIRECTORY,	O_DIRECTORY },
	{ LINUX_O_NOFOLLOW,	O_NOFOLLOW },
	{ LINUX_O_CLOEXEC,	O_CLOEXEC },
	{ LINUX_O_SYNC,		O_SYNC },
	{ LINUX_O_PATH,		O_PATH },
};

static int
linux_to_bsd_oflags(int lflags)
{
	size_t i;
	int flags;

	flags = lflags & LINUX_O_ACCMODE;
	for (i = 0; i < nitems(open_flags); i++)
		if ((lflags & open_flags[i].linux_flag) ==
		    open_flags[i].linux_flag)
			flags |= open_flags[i].bsd_flag;
	return (flags);
}

static int
bsd_to_linux_oflags(int flags)
{
	size_t i;
	int lflags;

	lflags = (flags & O_ACCMODE) | LINUX_O_LARGEFILE;
	for (i = 0; i < nitems(open_flags); i++)
		if ((flags & open_flags[i].bsd_flag) != 0)
			lflags |= open_flags[i].linux_flag;
	return (lflags);
}

int
linux_check_fd(struct thread *td, int fd)
{
	struct file *fp;
	int error;

	error = fget(td, fd, &cap_no_rights, &fp);
	if (error == 0)
		fdrop(fp, td);
	return (error);
}

/*
 * In Linux, opening a terminal is enough for a session leader without one to
 * get it as the controlling terminal.
 */
static void
linux_acquire_ctty(struct thread *td, int fd)
{
	struct file *fp;
	struct proc *p;
	bool candidate;

	p = td->td_proc;
	PROC_LOCK(p);
	candidate = SESS_LEADER(p) && (p->p_flag & P_CONTROLT) == 0;
	PROC_UNLOCK(p);
	if (!candidate || fget(td, fd, &cap_no_rights, &fp) != 0)
		return;
	if (fp->f_type == DTYPE_VNODE && fp->f_vnode->v_type == VCHR)
		(void)fo_ioctl(fp, TIOCSCTTY, NULL, td->td_ucred, td);
	fdrop(fp, td);
}

static int
linux_open_common(struct thread *td, int dfd, const char *path, int lflags,
    mode_t mode)
{
	int error;

	if ((lflags & LINUX_O_TMPFILE) != 0)
		return (EOPNOTSUPP);
	error = kern_openat(td, dfd, path, UIO_USERSPACE,
	    linux_to_bsd_oflags(lflags), mode);
	/* The last component is a symbolic link, with O_NOFOLLOW. */
	if (error == EMLINK)
		error = ELOOP;
	if (error == 0 && (lflags & (LINUX_O_NOCTTY | LINUX_O_PATH)) == 0)
		linux_acquire_ctty(td, td->td_retval[0]);
	return (error);
}

int
linux_open(struct thread *td, struct linux_open_args *uap)
{

	return (linux_open_common(td, AT_FDCWD, uap->path, uap->flags,
	    uap->mode));
}

int
linux_openat(struct thread *td, struct linux_openat_args *uap)
{

	return (linux_open_common(td, uap->dfd, uap->path, uap->flags,
	    uap->mode));
}

int
linux_creat(struct thread *td, struct linux_creat_args *uap)
{

	return (linux_open_common(td, AT_FDCWD, uap->path,
	    LINUX_O_CREAT | LINUX_O_TRUNC | O_WRONLY, uap->mode));
}

int
linux_dup3(struct thread *td, struct linux_dup3_args *uap)
{

	if (uap->oldfd == uap->newfd || (uap->flags & ~LINUX_O_CLOEXEC) != 0)
		return (EINVAL);
	return (kern_dup(td, FDDUP_FIXED,
	    (uap->flags & LINUX_O_CLOEXEC) != 0 ? FDDUP_FLAG_CLOEXEC : 0,
	    uap->oldfd, uap->newfd));
}

static int
linux_pipe_common(struct thread *td, int *ufds, int lflags)
{
	int error, fds[2];

	if ((lflags & ~(LINUX_O_NONBLOCK | LINUX_O_CLOEXEC |
	    LINUX_O_DIRECT)) != 0)
		return (EINVAL);
	error = kern_pipe(td, fds, linux_to_bsd_oflags(lflags) &
	    (O_NONBLOCK | O_CLOEXEC), NULL, NULL);
	if (error != 0)
		return (error);
	error = copyout(fds, ufds, sizeof(fds));
	if (error != 0) {
		(void)kern_close(td, fds[0]);
		(void)kern_close(td, fds[1]);
	}
	td->td_retval[0] = 0;
	return (error);
}

int
linux_pipe(struct thread *td, struct linux_pipe_args *uap)
{

	return (linux_pipe_common(td, uap->fds, 0));
}

int
linux_pipe2(struct thread *td, struct linux_pipe2_args *uap)
{

	return (linux_pipe_common(td, uap->fds, uap->flags));
}

static int
linux_to_bsd_flock(const struct l_flock *lfl, struct flock *fl)
{

	switch (lfl->l_type) {
	case LINUX_F_RDLCK:
		fl->l_type = F_RDLCK;
		break;
	case LINUX_F_WRLCK:
		fl->l_type = F_WRLCK;
		break;
	case LINUX_F_UNLCK:
		fl->l_type = F_UNLCK;
		break;
	default:
		return (EINVAL);
	}
	fl->l_whence = lfl->l_whence;
	fl->l_start = lfl->l_start;
	fl->l_len = lfl->l_len;
	fl->l_pid = lfl->l_pid;
	fl->l_sysid = 0;
	return (0);
}

static void
bsd_to_linux_flock(const struct flock *fl, struct l_flock *lfl)
{

	memset(lfl, 0, sizeof(*lfl));
	lfl->l_type = fl->l_type == F_RDLCK ? LINUX_F_RDLCK :
	    fl->l_type == F_WRLCK ? LINUX_F_WRLCK : LINUX_F_UNLCK;
	lfl->l_whence = fl->l_whence;
	lfl->l_start = fl->l_start;
	lfl->l_len = fl->l_len;
	lfl->l_pid = fl->l_pid;
}

static int
linux_fcntl_lock(struct thread *td, int fd, int cmd, l_uintptr_t arg)
{
	struct l_flock lfl;
	struct flock fl;
	int error;

	error = copyin((void *)arg, &lfl, sizeof(lfl));
	if (error == 0)
		error = linux_to_bsd_flock(&lfl, &fl);
	if (error == 0)
		error = kern_fcntl(td, fd, cmd, (intptr_t)&fl);
	if (error == 0 && cmd == F_GETLK) {
		bsd_to_linux_flock(&fl, &lfl);
		error = copyout(&lfl, (void *)arg, sizeof(lfl));
	}
	return (error);
}

int
linux_fcntl(struct thread *td, struct linux_fcntl_args *uap)
{
	int error, fd;

	fd = uap->fd;
	switch (uap->cmd) {
	case LINUX_F_DUPFD:
		return (kern_fcntl(td, fd, F_DUPFD, (int)uap->arg));
	case LINUX_F_DUPFD_CLOEXEC:
		return (kern_fcntl(td, fd, F_DUPFD_CLOEXEC, (int)uap->arg));
	case LINUX_F_GETFD:
		return (kern_fcntl(td, fd, F_GETFD, 0));
	case LINUX_F_SETFD:
		return (kern_fcntl(td, fd, F_SETFD, uap->arg & FD_CLOEXEC));
	case LINUX_F_GETFL:
		error = kern_fcntl(td, fd, F_GETFL, 0);
		if (error == 0)
			td->td_retval[0] =
			    bsd_to_linux_oflags(td->td_retval[0]);
		return (error);
	case LINUX_F_SETFL:
		return (kern_fcntl(td, fd, F_SETFL,
		    linux_to_bsd_oflags(uap->arg)));
	case LINUX_F_GETLK:
		return (linux_fcntl_lock(td, fd, F_GETLK, uap->arg));
	case LINUX_F_SETLK:
		return (linux_fcntl_lock(td, fd, F_SETLK, uap->arg));
	case LINUX_F_SETLKW:
		return (linux_fcntl_lock(td, fd, F_SETLKW, uap->arg));
	case LINUX_F_SETOWN:
		return (kern_fcntl(td, fd, F_SETOWN, (int)uap->arg));
	case LINUX_F_GETOWN:
		return (kern_fcntl(td, fd, F_GETOWN, 0));
	default:
		return (EINVAL);
	}
}

/*
 * Turn native directory entries into Linux's, in place: each gets smaller,
 * never larger.  Returns the bytes that are left.
 */
static size_t
linux_convert_dirents(char *buf, size_t len)
{
	struct dirent *dp;
	struct l_dirent64 *lde;
	uint64_t ino;
	int64_t off;
	size_t in, namlen, out, reclen;
	uint8_t type;

	out = 0;
	for (in = 0; in < len; in += reclen) {
		dp = (struct dirent *)(buf + in);
		reclen = dp->d_reclen;
		if (dp->d_fileno == 0)
			continue;
		ino = dp->d_fileno;
		off = dp->d_off;
		type = dp->d_type;
		namlen = dp->d_namlen;
		lde = (struct l_dirent64 *)(buf + out);
		memmove(lde->d_name, dp->d_name, namlen + 1);
		lde->d_ino = ino;
		lde->d_off = off;
		lde->d_type = type;
		lde->d_reclen = roundup2(
		    __offsetof(struct l_dirent64, d_name) + namlen + 1,
		    sizeof(uint64_t));
		out += lde->d_reclen;
	}
	return (out);
}
_Static_assert(__offsetof(struct l_dirent64, d_name) <=
    __offsetof(struct dirent, d_name), "entries shrink");

int
linux_getdents64(struct thread *td, struct linux_getdents64_args *uap)
{
	struct stat sb;
	char *buf;
	off_t base;
	size_t count, len;
	ssize_t resid;
	int error;

	count = MIN(uap->count, LINUX_GETDENTS_MAX);
	buf = malloc(count, M_LINUX, M_WAITOK);
	do {
		error = kern_getdirentries(td, uap->fd, buf, count, &base,
		    &resid, UIO_SYSSPACE);
		len = count - resid;
		/* Nothing left of a full buffer: all entries were free. */
	} while (error == 0 && len > 0 &&
	    (len = linux_convert_dirents(buf, len)) == 0);
	if (error == 0) {
		td->td_retval[0] = len;
		error = copyout(buf, uap->buf, len);
	}
	free(buf, M_LINUX);
	/* We say EINVAL of any file that is no directory. */
	if (error == EINVAL && kern_fstat(td, uap->fd, &sb) == 0 &&
	    !S_ISDIR(sb.st_mode))
		error = ENOTDIR;
	return (error);
}

/* Programs copy by read(2) and write(2) when this fails. */
int
linux_sendfile(struct thread *td __unused,
    struct linux_sendfile_args *uap __unused)
{

	return (EINVAL);
}

/* Advice is not needed, but a bad descriptor is an error. */
int
linux_fadvise64(struct thread *td, struct linux_fadvise64_args *uap)
{
	struct file *fp;
	int error;

	error = fget(td, uap->fd, &cap_no_rights, &fp);
	if (error != 0)
		return (error);
	if (fp->f_type == DTYPE_PIPE)
		error = ESPIPE;
	fdrop(fp, td);
	return (error);
}

/* The C libraries write zeroes instead. */
int
linux_fallocate(struct thread *td __unused,
    struct linux_fallocate_args *uap __unused)
{

	return (EOPNOTSUPP);
}
