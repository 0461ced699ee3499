/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Flags of open(2), fcntl(2) and the *at(2) calls, as FreeBSD 13 has them.
 */
#ifndef _SYS_FCNTL_H_
#define	_SYS_FCNTL_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#define	O_RDONLY	0x00000000
#define	O_WRONLY	0x00000001
#define	O_RDWR		0x00000002
#define	O_ACCMODE	0x00000003

#ifdef _KERNEL
/* In the kernel the access mode is a pair of bits. */
#define	FREAD		0x00000001
#define	FWRITE		0x00000002
#endif
#define	O_NONBLOCK	0x00000004
#define	O_NDELAY	O_NONBLOCK
#define	O_APPEND	0x00000008
#define	O_SHLOCK	0x00000010
#define	O_EXLOCK	0x00000020
#define	O_ASYNC		0x00000040
#define	O_FSYNC		0x00000080
#define	O_SYNC		0x00000080
#define	O_NOFOLLOW	0x00000100
#define	O_CREAT		0x00000200
#define	O_TRUNC		0x00000400
#define	O_EXCL		0x00000800
#define	O_NOCTTY	0x00008000
#define	O_DIRECT	0x00010000
#define	O_DIRECTORY	0x00020000
#define	O_EXEC		0x00040000
#define	O_SEARCH	O_EXEC
#define	O_TTY_INIT	0x00080000
#define	O_CLOEXEC	0x00100000
#define	O_VERIFY	0x00200000
#define	O_PATH		0x00400000
#define	O_RESOLVE_BENEATH 0x00800000
#define	O_DSYNC		0x01000000

#ifdef _KERNEL
#define	FHASLOCK	0x00004000	/* holds an flock(2) lock */
#define	FEXEC		O_EXEC
/* Between the flags of open(2) and those of struct file. */
#define	FFLAGS(oflags)	((oflags) & O_EXEC ? (oflags) : (oflags) + 1)
#define	OFLAGS(fflags)	((fflags) & O_EXEC ? (fflags) : (fflags) - 1)
/* Kept in f_flag after open. */
#define	FMASK	(FREAD | FWRITE | FAPPEND | FASYNC | FFSYNC | FDSYNC |	\
	FNONBLOCK | O_DIRECT | FEXEC | O_PATH)
/* Settable by fcntl(F_SETFL). */
#define	FCNTLFLAGS	(FAPPEND | FASYNC | FFSYNC | FDSYNC | FNONBLOCK | O_DIRECT)
#endif

#define	FAPPEND		O_APPEND
#define	FASYNC		O_ASYNC
#define	FFSYNC		O_FSYNC
#define	FDSYNC		O_DSYNC
#define	FNONBLOCK	O_NONBLOCK
#define	FNDELAY		O_NONBLOCK

#define	AT_FDCWD		(-100)
#define	AT_EACCESS		0x0100
#define	AT_SYMLINK_NOFOLLOW	0x0200
#define	AT_SYMLINK_FOLLOW	0x0400
#define	AT_REMOVEDIR		0x0800
#define	AT_RESOLVE_BENEATH	0x2000
#define	AT_EMPTY_PATH		0x4000

/* funlinkat(2): the file need not be a particular one */
#define	FD_NONE			(-200)

#define	F_DUPFD		0
#define	F_GETFD		1
#define	F_SETFD		2
#define	F_GETFL		3
#define	F_SETFL		4
#define	F_GETOWN	5
#define	F_SETOWN	6
#define	F_DUP2FD	10
#define	F_GETLK		11
#define	F_SETLK		12
#define	F_SETLKW	13
#define	F_DUPFD_CLOEXEC	17
#define	F_DUP2FD_CLOEXEC 18

#define	FD_CLOEXEC	1

#define	F_RDLCK		1
#define	F_UNLCK		2
#define	F_WRLCK		3
#ifdef _KERNEL
/* flags of VOP_ADVLOCK */
#define	F_WAIT		0x010	/* wait until the lock is granted */
#define	F_FLOCK		0x020	/* of flock(2): the id is a struct file */
#define	F_POSIX		0x040	/* of fcntl(2): the id is a struct proc */
#endif

struct flock {
	off_t	l_start;
	off_t	l_len;		/* 0: to the end of the file */
	pid_t	l_pid;
	short	l_type;		/* F_RDLCK ... */
	short	l_whence;	/* SEEK_SET ... */
	int	l_sysid;
};

#define	LOCK_SH		0x01
#define	LOCK_EX		0x02
#define	LOCK_NB		0x04
#define	LOCK_UN		0x08

#ifndef _KERNEL
__BEGIN_DECLS
int	open(const char *, int, ...);
int	openat(int, const char *, int, ...);
int	creat(const char *, mode_t);
int	fcntl(int, int, ...);
int	flock(int, int);
__END_DECLS
#endif

#endif /* !_SYS_FCNTL_H_ */
