/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System calls for callers in the kernel: arguments are kernel addresses
 * unless a segment (enum uio_seg) says where they are.
 *
 * Those about signals are in sys/signalvar.h, descriptors in sys/filedesc.h,
 * limits in sys/resourcevar.h, execve(2) in sys/imgact.h.
 */
#ifndef _SYS_SYSCALLSUBR_H_
#define	_SYS_SYSCALLSUBR_H_

#include <sys/types.h>
#include <sys/_uio.h>

#ifdef _KERNEL

struct fd_set;
struct itimerval;
struct pollfd;
struct thread;
struct timespec;
struct timeval;
struct timezone;
struct uio;
struct __sigset;

/* Descriptors; the result is in td_retval[0]. */
int	kern_readv(struct thread *td, int fd, struct uio *auio);
int	kern_writev(struct thread *td, int fd, struct uio *auio);
int	kern_preadv(struct thread *td, int fd, struct uio *auio, off_t offset);
int	kern_pwritev(struct thread *td, int fd, struct uio *auio, off_t offset);
/* data is a kernel buffer of IOCPARM_LEN(com) bytes. */
int	kern_ioctl(struct thread *td, int fd, u_long com, caddr_t data);
/* fds in user space; tsp NULL: for ever; uset replaces the mask meanwhile. */
int	kern_poll(struct thread *td, struct pollfd *fds, u_int nfds,
	    struct timespec *tsp, struct __sigset *uset);
/* Sets in user space, of words that have abi_nfdbits bits. */
int	kern_select(struct thread *td, int nd, struct fd_set *in,
	    struct fd_set *ou, struct fd_set *ex, struct timeval *tvp,
	    int abi_nfdbits);
int	kern_pselect(struct thread *td, int nd, struct fd_set *in,
	    struct fd_set *ou, struct fd_set *ex, struct timeval *tvp,
	    struct __sigset *uset, int abi_nfdbits);

/* Time.  rmt gets what is left after EINTR. */
int	kern_nanosleep(struct thread *td, struct timespec *rqt,
	    struct timespec *rmt);
int	kern_clock_nanosleep(struct thread *td, clockid_t clock_id, int flags,
	    const struct timespec *rqt, struct timespec *rmt);
int	kern_clock_gettime(struct thread *td, clockid_t clock_id,
	    struct timespec *ats);
int	kern_clock_settime(struct thread *td, clockid_t clock_id,
	    struct timespec *ats);
int	kern_clock_getres(struct thread *td, clockid_t clock_id,
	    struct timespec *ts);
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
