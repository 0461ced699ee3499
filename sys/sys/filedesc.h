/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Descriptor tables.
 */
#ifndef _SYS_FILEDESC_H_
#define	_SYS_FILEDESC_H_

#include <sys/types.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/file.h>

#ifdef _KERNEL

struct uio;
struct vnode;

struct filedescent {
	struct file	*fde_file;	/* NULL: free */
	uint8_t		fde_flags;	/* UF_* */
};

#define	UF_EXCLOSE	0x01	/* close on exec */

#define	NDFILE		64	/* slots of a new table */

/*
 * The open files, directories and umask of a process.  fd_sx protects all;
 * fd_refcnt counts the processes that share it.
 */
struct filedesc {
	struct sx	fd_sx;
	struct filedescent *fd_ofiles;
	uint64_t	*fd_map;	/* bit set: in use */
	int		fd_nfiles;	/* slots in fd_ofiles, a multiple of 64 */
	int		fd_freefile;	/* every lower slot is in use */
	int		fd_lastfile;	/* highest slot in use, or -1 */
	u_int		fd_refcnt;
	struct vnode	*fd_cdir;	/* current directory, referenced */
	struct vnode	*fd_rdir;	/* root directory, referenced */
	u_short		fd_cmask;	/* umask(2) */
	struct filedescent fd_dfiles[NDFILE]; /* the first table */
	uint64_t	fd_dmap[1];
};

#define	FILEDESC_SLOCK(fdp)	sx_slock(&(fdp)->fd_sx)
#define	FILEDESC_SUNLOCK(fdp)	sx_sunlock(&(fdp)->fd_sx)
#define	FILEDESC_XLOCK(fdp)	sx_xlock(&(fdp)->fd_sx)
#define	FILEDESC_XUNLOCK(fdp)	sx_xunlock(&(fdp)->fd_sx)
#define	FILEDESC_LOCK_ASSERT(fdp)	sx_assert(&(fdp)->fd_sx, SX_LOCKED)
#define	FILEDESC_XLOCK_ASSERT(fdp)	sx_assert(&(fdp)->fd_sx, SX_XLOCKED)

/* kern_dup modes and flags */
enum {
	FDDUP_NORMAL,		/* dup(2), fcntl(F_DUPFD): lowest >= new */
	FDDUP_FIXED,		/* dup2(2) */
	FDDUP_MUSTREPLACE
};
#define	FDDUP_FLAG_CLOEXEC	0x1

/*
 * Allocate a file and a descriptor for it.  falloc returns the file with
 * one reference for the table and one for the caller; flags is O_CLOEXEC or
 * 0.  falloc_noinstall makes the file alone, for finstall later.
 */
struct filecaps;
int	falloc(struct thread *td, struct file **resultfp, int *resultfd,
	    int flags);
int	falloc_caps(struct thread *td, struct file **resultfp, int *resultfd,
	    int flags, struct filecaps *fcaps);
int	falloc_noinstall(struct thread *td, struct file **resultfp);
int	finstall(struct thread *td, struct file *fp, int *fd, int flags,
	    struct filecaps *fcaps);
/* Lowest free descriptor >= minfd, marked used; fd_sx exclusively held. */
int	fdalloc(struct thread *td, int minfd, int *result);
/* Undo an falloc whose set-up failed, unless another thread closed it. */
void	fdclose(struct thread *td, struct file *fp, int idx);
int	kern_close(struct thread *td, int fd);
int	kern_dup(struct thread *td, u_int mode, int flags, int old, int new);
int	kern_fcntl(struct thread *td, int fd, int cmd, intptr_t arg);
int	closef(struct file *fp, struct thread *td);
int	closef_nothread(struct file *fp);
/* The file of a descriptor, referenced, or NULL. */
struct file *fget_unlocked(struct filedesc *fdp, int fd);

/* A table without open files; NULL directories. */
struct filedesc *fdinit(void);
struct filedesc *fdcopy(struct filedesc *fdp);
struct filedesc *fdshare(struct filedesc *fdp);
void	fdunshare(struct thread *td);
/* Close what execve(2) closes. */
void	fdcloseexec(struct thread *td);
/* Give up the process's table at exit. */
void	fdescfree(struct thread *td);
/* Open /dev/null on 0-2 if closed, before a set-id program runs. */
int	fdcheckstd(struct thread *td);

/* Change directories; consume the reference to vp. */
void	pwd_chdir(struct thread *td, struct vnode *vp);
/* Take their own reference. ENOTDIR and so on are the caller's business. */
int	pwd_chroot(struct thread *td, struct vnode *vp);
void	pwd_set_rootvnode(void);
/* Replace olddp by newdp in every table, after a mount over it. */
void	mountcheckdirs(struct vnode *olddp, struct vnode *newdp);

#endif /* _KERNEL */

#endif /* !_SYS_FILEDESC_H_ */
