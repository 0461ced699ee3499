/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linux calls on paths.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syscallsubr.h>
#include <sys/time.h>
#include <sys/vnode.h>

#include <compat/linux/linux.h>
#include <compat/linux/linux_proto.h>
#include <compat/linux/linux_util.h>

#define	LINUX_UTIME_NOW		0x3fffffff
#define	LINUX_UTIME_OMIT	0x3ffffffe

static const char self_exe[] = "/proc/self/exe";

int
linux_to_bsd_atflags(int lflags, int allowed, int *flags)
{

	if ((lflags & ~allowed) != 0)
		return (EINVAL);
	*flags = 0;
	if ((lflags & LINUX_AT_SYMLINK_NOFOLLOW) != 0)
		*flags |= AT_SYMLINK_NOFOLLOW;
	if ((lflags & LINUX_AT_SYMLINK_FOLLOW) != 0)
		*flags |= AT_SYMLINK_FOLLOW;
	if ((lflags & LINUX_AT_EMPTY_PATH) != 0)
		*flags |= AT_EMPTY_PATH;
	return (0);
}

bool
linux_path_is_self_exe(const char *upath)
{
	char path[sizeof(self_exe)];

	return (copyinstr(upath, path, sizeof(path), NULL) == 0 &&
	    strcmp(path, self_exe) == 0);
}

int
linux_self_exe(struct thread *td, char **path, char **freebuf)
{

	if (td->td_proc->p_textvp == NULL)
		return (ENOENT);
	return (vn_fullpath(td->td_proc->p_textvp, path, freebuf));
}

static int
linux_access_common(struct thread *td, int dfd, const char *path, int mode,
    int lflags)
{
	int error, flags;

	error = linux_to_bsd_atflags(lflags, LINUX_AT_SYMLINK_NOFOLLOW |
	    LINUX_AT_EACCESS | LINUX_AT_EMPTY_PATH, &flags);
	if (error != 0)
		return (error);
	if ((lflags & LINUX_AT_EACCESS) != 0)
		flags |= AT_EACCESS;
	return (kern_accessat(td, dfd, path, UIO_USERSPACE, flags, mode));
}

int
linux_access(struct thread *td, struct linux_access_args *uap)
{

	return (linux_access_common(td, AT_FDCWD, uap->path, uap->mode, 0));
}

int
linux_faccessat(struct thread *td, struct linux_faccessat_args *uap)
{

	return (linux_access_common(td, uap->dfd, uap->path, uap->mode, 0));
}

int
linux_faccessat2(struct thread *td, struct linux_faccessat2_args *uap)
{

	return (linux_access_common(td, uap->dfd, uap->path, uap->mode,
	    uap->flags));
}

/* Linux says EISDIR where we say EPERM. */
static int
linux_unlink_common(struct thread *td, int dfd, const char *path)
{
	struct stat sb;
	int error;

	error = kern_funlinkat(td, dfd, path, FD_NONE, UIO_USERSPACE, 0, 0);
	if (error == EPERM && kern_statat(td, AT_SYMLINK_NOFOLLOW, dfd, path,
	    UIO_USERSPACE, &sb, NULL) == 0 && S_ISDIR(sb.st_mode))
		error = EISDIR;
	return (error);
}

int
linux_unlink(struct thread *td, struct linux_unlink_args *uap)
{

	return (linux_unlink_common(td, AT_FDCWD, uap->path));
}

int
linux_unlinkat(struct thread *td, struct linux_unlinkat_args *uap)
{

	if ((uap->flag & ~LINUX_AT_REMOVEDIR) != 0)
		return (EINVAL);
	if ((uap->flag & LINUX_AT_REMOVEDIR) != 0)
		return (kern_frmdirat(td, uap->dfd, uap->path, FD_NONE,
		    UIO_USERSPACE, 0));
	return (linux_unlink_common(td, uap->dfd, uap->path));
}

int
linux_renameat(struct thread *td, struct linux_renameat_args *uap)
{

	return (kern_renameat(td, uap->oldfd, uap->old, uap->newfd, uap->new,
	    UIO_USERSPACE));
}

int
linux_renameat2(struct thread *td, struct linux_renameat2_args *uap)
{

	if (uap->flags != 0)
		return (EINVAL);
	return (kern_renameat(td, uap->oldfd, uap->old, uap->newfd, uap->new,
	    UIO_USERSPACE));
}

/* Unlike ours, Linux's link(2) does not follow a symbolic link. */
int
linux_link(struct thread *td, struct linux_link_args *uap)
{

	return (kern_linkat(td, AT_FDCWD, AT_FDCWD, uap->path, uap->to,
	    UIO_USERSPACE, 0));
}

int
linux_linkat(struct thread *td, struct linux_linkat_args *uap)
{

	if ((uap->flag & ~LINUX_AT_SYMLINK_FOLLOW) != 0)
		return (EINVAL);
	return (kern_linkat(td, uap->oldfd, uap->newfd, uap->old, uap->new,
	    UIO_USERSPACE, (uap->flag & LINUX_AT_SYMLINK_FOLLOW) != 0 ?
	    AT_SYMLINK_FOLLOW : 0));
}

int
linux_symlinkat(struct thread *td, struct linux_symlinkat_args *uap)
{

	return (kern_symlinkat(td, uap->target, uap->dfd, uap->path,
	    UIO_USERSPACE));
}

/*
 * /proc/self/exe is the one file of Linux's /proc that the C library and
 * busybox need; it exists even without /proc.
 */
static int
linux_readlink_self_exe(struct thread *td, char *buf, size_t count)
{
	char *freebuf, *path;
	size_t len;
	int error;

	error = linux_self_exe(td, &path, &freebuf);
	if (error != 0)
		return (error);
	len = MIN(strlen(path), count);
	error = copyout(path, buf, len);
	free(freebuf, M_TEMP);
	td->td_retval[0] = len;
	return (error);
}

static int
linux_readlink_common(struct thread *td, int dfd, const char *path, char *buf,
    int count)
{

	if (count <= 0)
		return (EINVAL);
	if (linux_path_is_self_exe(path))
		return (linux_readlink_self_exe(td, buf, count));
	return (kern_readlinkat(td, dfd, path, UIO_USERSPACE, buf,
	    UIO_USERSPACE, count));
}

int
linux_readlink(struct thread *td, struct linux_readlink_args *uap)
{

	return (linux_readlink_common(td, AT_FDCWD, uap->path, uap->buf,
	    uap->count));
}

int
linux_readlinkat(struct thread *td, struct linux_readlinkat_args *uap)
{

	return (linux_readlink_common(td, uap->dfd, uap->path, uap->buf,
	    uap->count));
}

int
linux_mkdirat(struct thread *td, struct linux_mkdirat_args *uap)
{

	return (kern_mkdirat(td, uap->dfd, uap->path, UIO_USERSPACE,
	    uap->mode));
}

static int
linux_mknod_common(struct thread *td, int dfd, const char *path, mode_t mode,
    u_int ldev)
{
	int error;

	switch (mode & S_IFMT) {
	case S_IFIFO:
		return (kern_mkfifoat(td, dfd, path, UIO_USERSPACE,
		    mode & ALLPERMS));
	case S_IFCHR:
	case S_IFBLK:
		return (kern_mknodat(td, dfd, path, UIO_USERSPACE, mode,
		    linux_to_bsd_dev(ldev)));
	case 0:
	case S_IFREG:
		error = kern_openat(td, dfd, path, UIO_USERSPACE,
		    O_WRONLY | O_CREAT | O_EXCL, mode & ALLPERMS);
		if (error == 0)
			error = kern_close(td, td->td_retval[0]);
		td->td_retval[0] = 0;
		return (error);
	default:
		return (EINVAL);
	}
}

int
linux_mknod(struct thread *td, struct linux_mknod_args *uap)
{

	return (linux_mknod_common(td, AT_FDCWD, uap->path, uap->mode,
	    uap->dev));
}

int
linux_mknodat(struct thread *td, struct linux_mknodat_args *uap)
{

	return (linux_mknod_common(td, uap->dfd, uap->path, uap->mode,
	    uap->dev));
}

int
linux_fchmodat(struct thread *td, struct linux_fchmodat_args *uap)
{

	return (kern_fchmodat(td, uap->dfd, uap->path, UIO_USERSPACE,
	    uap->mode, 0));
}

int
linux_fchownat(struct thread *td, struct linux_fchownat_args *uap)
{
	int error, flags;

	error = linux_to_bsd_atflags(uap->flag, LINUX_AT_SYMLINK_NOFOLLOW |
	    LINUX_AT_EMPTY_PATH, &flags);
	if (error != 0)
		return (error);
	return (kern_fchownat(td, uap->dfd, uap->path, UIO_USERSPACE,
	    uap->uid, uap->gid, flags));
}

static int
linux_to_bsd_utimes(const struct timespec *utimes, struct timespec ts[2])
{
	int error, i;

	error = copyin(utimes, ts, 2 * sizeof(ts[0]));
	if (error != 0)
		return (error);
	for (i = 0; i < 2; i++) {
		if (ts[i].tv_nsec == LINUX_UTIME_NOW)
			ts[i].tv_nsec = UTIME_NOW;
		else if (ts[i].tv_nsec == LINUX_UTIME_OMIT)
			ts[i].tv_nsec = UTIME_OMIT;
		else if (ts[i].tv_nsec < 0 || ts[i].tv_nsec >= 1000000000)
			return (EINVAL);
	}
	return (0);
}

int
linux_utimensat(struct thread *td, struct linux_utimensat_args *uap)
{
	struct timespec ts[2], *tsp;
	int error, flags;

	error = linux_to_bsd_atflags(uap->flag, LINUX_AT_SYMLINK_NOFOLLOW |
	    LINUX_AT_EMPTY_PATH, &flags);
	if (error != 0)
		return (error);
	tsp = NULL;
	if (uap->times != NULL) {
		error = linux_to_bsd_utimes(uap->times, ts);
		if (error != 0)
			return (error);
		tsp = ts;
	}
	/* Without a path: the descriptor's file. */
	if (uap->path == NULL)
		return (kern_futimens(td, uap->dfd, tsp, UIO_SYSSPACE));
	return (kern_utimensat(td, uap->dfd, uap->path, UIO_USERSPACE, tsp,
	    UIO_SYSSPACE, flags));
}

int
linux_utime(struct thread *td, struct linux_utime_args *uap)
{
	struct timespec ts[2], *tsp;
	l_long times[2];
	int error;

	tsp = NULL;
	if (uap->times != NULL) {
		error = copyin(uap->times, times, sizeof(times));
		if (error != 0)
			return (error);
		ts[0].tv_sec = times[0];
		ts[1].tv_sec = times[1];
		ts[0].tv_nsec = ts[1].tv_nsec = 0;
		tsp = ts;
	}
	return (kern_utimensat(td, AT_FDCWD, uap->path, UIO_USERSPACE, tsp,
	    UIO_SYSSPACE, 0));
}

/* Returns the length, with the NUL, that the C libraries rely on. */
int
linux_getcwd(struct thread *td, struct linux_getcwd_args *uap)
{
	char *buf;
	size_t len;
	int error;

	len = MIN(uap->size, MAXPATHLEN);
	if (len == 0)
		return (ERANGE);
	buf = malloc(len, M_TEMP, M_WAITOK);
	error = kern___getcwd(td, buf, UIO_SYSSPACE, len, MAXPATHLEN);
	if (error == 0) {
		len = strlen(buf) + 1;
		error = copyout(buf, uap->buf, len);
	} else if (error == ENOMEM)
		error = ERANGE;
	free(buf, M_TEMP);
	if (error == 0)
		td->td_retval[0] = len;
	return (error);
}
