/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What stat(2) says about a file, and the bits of a file's mode.
 */
#ifndef _SYS_STAT_H_
#define	_SYS_STAT_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/timespec.h>

struct stat {
	dev_t		st_dev;		/* file system that holds the file */
	ino_t		st_ino;		/* file number, unique in st_dev */
	nlink_t		st_nlink;	/* hard links */
	mode_t		st_mode;	/* S_I* */
	__INT16_TYPE__	st_padding0;
	uid_t		st_uid;
	gid_t		st_gid;
	__INT32_TYPE__	st_padding1;
	dev_t		st_rdev;	/* number of a device */
	struct timespec	st_atim;	/* last read */
	struct timespec	st_mtim;	/* last write */
	struct timespec	st_ctim;	/* last change of anything */
	struct timespec	st_birthtim;	/* creation */
	off_t		st_size;	/* bytes */
	blkcnt_t	st_blocks;	/* storage, in units of 512 bytes */
	blksize_t	st_blksize;	/* best size of a transfer */
	fflags_t	st_flags;	/* file flags */
	u_int64_t	st_gen;		/* generation of st_ino */
	u_int64_t	st_spare[10];
};
_Static_assert(sizeof(struct stat) == 224, "struct stat is system call ABI");

#define	st_atime	st_atim.tv_sec
#define	st_mtime	st_mtim.tv_sec
#define	st_ctime	st_ctim.tv_sec
#define	st_birthtime	st_birthtim.tv_sec
#define	st_atimespec	st_atim
#define	st_mtimespec	st_mtim
#define	st_ctimespec	st_ctim
#define	st_birthtimespec st_birthtim

#define	S_ISUID	0004000		/* set user id on execution */
#define	S_ISGID	0002000		/* set group id on execution */
#define	S_ISTXT	0001000		/* sticky: only owners remove entries */
#define	S_ISVTX	S_ISTXT

#define	S_IRWXU	0000700
#define	S_IRUSR	0000400
#define	S_IWUSR	0000200
#define	S_IXUSR	0000100
#define	S_IRWXG	0000070
#define	S_IRGRP	0000040
#define	S_IWGRP	0000020
#define	S_IXGRP	0000010
#define	S_IRWXO	0000007
#define	S_IROTH	0000004
#define	S_IWOTH	0000002
#define	S_IXOTH	0000001
#define	S_IREAD		S_IRUSR
#define	S_IWRITE	S_IWUSR
#define	S_IEXEC		S_IXUSR

#define	S_IFMT	 0170000	/* type of file */
#define	S_IFIFO	 0010000
#define	S_IFCHR	 0020000
#define	S_IFDIR	 0040000
#define	S_IFBLK	 0060000
#define	S_IFREG	 0100000
#define	S_IFLNK	 0120000
#define	S_IFSOCK 0140000
#define	S_IFWHT	 0160000

#define	S_ISDIR(m)	(((m) & S_IFMT) == S_IFDIR)
#define	S_ISCHR(m)	(((m) & S_IFMT) == S_IFCHR)
#define	S_ISBLK(m)	(((m) & S_IFMT) == S_IFBLK)
#define	S_ISREG(m)	(((m) & S_IFMT) == S_IFREG)
#define	S_ISFIFO(m)	(((m) & S_IFMT) == S_IFIFO)
#define	S_ISLNK(m)	(((m) & S_IFMT) == S_IFLNK)
#define	S_ISSOCK(m)	(((m) & S_IFMT) == S_IFSOCK)
#define	S_ISWHT(m)	(((m) & S_IFMT) == S_IFWHT)

#define	ACCESSPERMS	(S_IRWXU | S_IRWXG | S_IRWXO)
#define	ALLPERMS	(S_ISUID | S_ISGID | S_ISTXT | ACCESSPERMS)
#define	DEFFILEMODE							\
	(S_IRUSR | S_IWUSR | S_IRGRP | S_IWGRP | S_IROTH | S_IWOTH)

#define	S_BLKSIZE	512		/* unit of st_blocks */

/* tv_nsec values of utimensat(2) */
#define	UTIME_NOW	-1
#define	UTIME_OMIT	-2

#ifndef _KERNEL
__BEGIN_DECLS
int	chmod(const char *, mode_t);
int	fchmod(int, mode_t);
int	fchmodat(int, const char *, mode_t, int);
int	fstat(int, struct stat *);
int	fstatat(int, const char *, struct stat *, int);
int	futimens(int, const struct timespec [2]);
int	lchmod(const char *, mode_t);
int	lstat(const char *, struct stat *);
int	mkdir(const char *, mode_t);
int	mkdirat(int, const char *, mode_t);
int	mkfifo(const char *, mode_t);
int	mkfifoat(int, const char *, mode_t);
int	mknod(const char *, mode_t, dev_t);
int	mknodat(int, const char *, mode_t, dev_t);
int	stat(const char *, struct stat *);
mode_t	umask(mode_t);
int	utimensat(int, const char *, const struct timespec [2], int);
__END_DECLS
#endif /* !_KERNEL */

#endif /* !_SYS_STAT_H_ */
