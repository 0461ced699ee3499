/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The inner parts of system calls, for the calls themselves and for other
 * system call ABIs.  Pathnames and buffers lie where the segment flag behind
 * them says; results that are numbers go to td_retval, as in the call.
 */
#ifndef _SYS_SYSCALLSUBR_H_
#define	_SYS_SYSCALLSUBR_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/_uio.h>
#include <sys/select.h>
#include <sys/signal.h>

struct flock;
struct itimerval;
struct mbuf;
struct msghdr;
struct pollfd;
struct rlimit;
struct rusage;
struct sigaction;
struct stat;
struct statfs;
struct thread;
struct timespec;
struct timeval;
struct timezone;
struct uio;
struct vnode;

/*
 * File systems.  fd is the directory where a relative path starts, or
 * AT_FDCWD.
 */
int	kern___getcwd(struct thread *td, char *buf, enum uio_seg bufseg,
	    size_t buflen, size_t path_max);
int	kern_accessat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, int flags, int mode);
int	kern_chdir(struct thread *td, const char *path, enum uio_seg pathseg);
int	kern_fchmodat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, mode_t mode, int flag);
int	kern_fchownat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, int uid, int gid, int flag);
int	kern_fpathconf(struct thread *td, int fd, int name, long *valuep);
int	kern_fstat(struct thread *td, int fd, struct stat *sbp);
int	kern_fstatfs(struct thread *td, int fd, struct statfs *buf);
int	kern_fsync(struct thread *td, int fd, bool fullsync);
int	kern_ftruncate(struct thread *td, int fd, off_t length);
int	kern_futimens(struct thread *td, int fd, struct timespec *tptr,
	    enum uio_seg tptrseg);
int	kern_futimes(struct thread *td, int fd, struct timeval *tptr,
	    enum uio_seg tptrseg);
int	kern_getdirentries(struct thread *td, int fd, char *buf, size_t count,
	    off_t *basep, ssize_t *residp, enum uio_seg bufseg);
int	kern_getfsstat(struct thread *td, struct statfs **buf, size_t bufsize,
	    size_t *countp, enum uio_seg bufseg, int mode);
int	kern_linkat(struct thread *td, int fd1, int fd2, const char *path1,
	    const char *path2, enum uio_seg segflg, int flag);
int	kern_lseek(struct thread *td, int fd, off_t offset, int whence);
int	kern_lutimes(struct thread *td, const char *path,
	    enum uio_seg pathseg, struct timeval *tptr, enum uio_seg tptrseg);
int	kern_mkdirat(struct thread *td, int fd, const char *path,
	    enum uio_seg segflg, int mode);
int	kern_mkfifoat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, int mode);
int	kern_mknodat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, int mode, dev_t dev);
int	kern_openat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, int flags, int mode);
int	kern_pathconf(struct thread *td, const char *path,
	    enum uio_seg pathseg, int name, u_long flags, long *valuep);
int	kern_readlinkat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, char *buf, enum uio_seg bufseg,
	    size_t count);
int	kern_renameat(struct thread *td, int oldfd, const char *old,
	    int newfd, const char *new, enum uio_seg pathseg);
int	kern_frmdirat(struct thread *td, int dfd, const char *path, int fd,
	    enum uio_seg pathseg, int flag);
int	kern_statat(struct thread *td, int flag, int fd, const char *path,
	    enum uio_seg pathseg, struct stat *sbp,
	    void (*hook)(struct vnode *vp, struct stat *sbp));
int	kern_statfs(struct thread *td, const char *path,
	    enum uio_seg pathseg, struct statfs *buf);
int	kern_symlinkat(struct thread *td, const char *path1, int fd,
	    const char *path2, enum uio_seg segflg);
int	kern_sync(struct thread *td);
int	kern_truncate(struct thread *td, const char *path,
	    enum uio_seg pathseg, off_t length);
int	kern_funlinkat(struct thread *td, int dfd, const char *path, int fd,
	    enum uio_seg pathseg, int flag, ino_t oldinum);
int	kern_utimensat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, struct timespec *tptr,
	    enum uio_seg tptrseg, int flag);
int	kern_utimesat(struct thread *td, int fd, const char *path,
	    enum uio_seg pathseg, struct timeval *tptr, enum uio_seg tptrseg);

/*
 * Descriptors.  data is in the kernel and as long as com says; fds and the
 * sets are the caller's, timeouts and signal sets in the kernel or NULL.
 */
int	kern_readv(struct thread *td, int fd, struct uio *auio);
int	kern_writev(struct thread *td, int fd, struct uio *auio);
int	kern_preadv(struct thread *td, int fd, struct uio *auio, off_t offset);
int	kern_pwritev(struct thread *td, int fd, struct uio *auio, off_t offset);
int	kern_ioctl(struct thread *td, int fd, u_long com, caddr_t data);
int	kern_poll(struct thread *td, struct pollfd *fds, u_int nfds,
	    struct timespec *tsp, sigset_t *uset);
int	kern_pselect(struct thread *td, int nd, fd_set *in, fd_set *ou,
	    fd_set *ex, struct timeval *tvp, sigset_t *uset, int abi_nfdbits);
int	kern_select(struct thread *td, int nd, fd_set *fd_in, fd_set *fd_ou,
	    fd_set *fd_ex, struct timeval *tvp, int abi_nfdbits);

/* Time; everything in the kernel. */
int	kern_clock_getres(struct thread *td, clockid_t clock_id,
	    struct timespec *ts);
int	kern_clock_gettime(struct thread *td, clockid_t clock_id,
	    struct timespec *ats);
int	kern_clock_nanosleep(struct thread *td, clockid_t clock_id, int flags,
	    const struct timespec *rqtp, struct timespec *rmtp);
int	kern_clock_settime(struct thread *td, clockid_t clock_id,
	    struct timespec *ats);
int	kern_nanosleep(struct thread *td, struct timespec *rqt,
	    struct timespec *rmt);
int	kern_settimeofday(struct thread *td, struct timeval *tv,
	    struct timezone *tzp);
int	kern_getitimer(struct thread *td, u_int which, struct itimerval *aitv);
int	kern_setitimer(struct thread *td, u_int which, struct itimerval *aitv,
	    struct itimerval *oitv);
/* The uptime at which a (valid) interval that begins now is over. */
sbintime_t timespec_deadline(const struct timespec *ts);

int	kern_getpriority(struct thread *td, int which, int who);
int	kern_setpriority(struct thread *td, int which, int who, int prio);

#endif /* _KERNEL */

#endif /* !_SYS_SYSCALLSUBR_H_ */
