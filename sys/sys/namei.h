/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * namei(9): from a path to a vnode.
 */
#ifndef _SYS_NAMEI_H_
#define	_SYS_NAMEI_H_

#ifdef _KERNEL

#include <sys/types.h>
#include <sys/_uio.h>
#include <sys/fcntl.h>			/* AT_FDCWD */

struct thread;
struct ucred;
struct vnode;

/* One component of a path: what VOP_LOOKUP and its successors are given. */
struct componentname {
	u_long		cn_nameiop;	/* LOOKUP, CREATE, DELETE or RENAME */
	u_int64_t	cn_flags;
	struct thread	*cn_thread;
	struct ucred	*cn_cred;
	int		cn_lkflags;	/* lock wanted for the result */
	char		*cn_pnbuf;	/* the path, MAXPATHLEN bytes */
	char		*cn_nameptr;	/* this component, in cn_pnbuf */
	long		cn_namelen;	/* its length; no NUL behind it */
};

/* A lookup: arguments, results, and the state of the walk. */
struct nameidata {
	const char	*ni_dirp;	/* path */
	enum uio_seg	ni_segflg;	/* where it is */
	struct vnode	*ni_startdir;	/* start here; used up; or NULL */
	struct vnode	*ni_rootdir;	/* what "/" means */
	struct vnode	*ni_topdir;	/* ".." does not lead above it */
	int		ni_dirfd;	/* else start here, or AT_FDCWD */

	struct vnode	*ni_vp;		/* result, or NULL */
	struct vnode	*ni_dvp;	/* its directory, if wanted */

	size_t		ni_pathlen;	/* bytes left of the path, with NUL */
	char		*ni_next;	/* behind the present component */
	u_int		ni_loopcnt;	/* symbolic links followed */
	struct componentname ni_cnd;
};

/* cn_nameiop */
#define	LOOKUP		0
#define	CREATE		1		/* ENOENT at the end is no error */
#define	DELETE		2
#define	RENAME		3		/* as CREATE, for the target */
#define	OPMASK		3

/* cn_flags: the caller's */
#define	LOCKLEAF	0x0004		/* lock ni_vp */
#define	LOCKPARENT	0x0008		/* return ni_dvp, locked */
#define	WANTPARENT	0x0010		/* return ni_dvp, not locked */
#define	FOLLOW		0x0040		/* follow a last symbolic link */
#define	NOFOLLOW	0x0000
#define	LOCKSHARED	0x0100		/* a shared lock will do for ni_vp */
#define	NOCACHE		0x0200		/* accepted: no names are cached */
#define	EMPTYPATH	0x0400		/* "" is the starting point itself */
#define	SAVENAME	0x0800		/* keep cn_pnbuf on success */
#define	NOEXECCHECK	0x1000		/* the directory may be searched */
#define	WILLBEDIR	0x2000		/* a directory is to be created */
#define	AUDITVNODE1	0x0000		/* there is no auditing here */
#define	AUDITVNODE2	0x0000

/* cn_flags: the walk's, for the file system to see */
#define	RDONLY		0x00010000	/* the name is not to be changed */
#define	ISDOTDOT	0x00020000	/* this component is ".." */
#define	ISLASTCN	0x00080000	/* this is the last component */
#define	TRAILINGSLASH	0x00100000	/* the path ended in '/' */
#define	HASBUF		0x00200000	/* cn_pnbuf is allocated */

/* Arguments of a lookup; path (pathname in segflg) starts at dirfd or vp. */
#define	NDINIT(ndp, op, flags, segflg, namep, td)			\
	NDINIT_ALL(ndp, op, flags, segflg, namep, AT_FDCWD, NULL, td)
#define	NDINIT_AT(ndp, op, flags, segflg, namep, dirfd, td)		\
	NDINIT_ALL(ndp, op, flags, segflg, namep, dirfd, NULL, td)
#define	NDINIT_ATVP(ndp, op, flags, segflg, namep, vp, td)		\
	NDINIT_ALL(ndp, op, flags, segflg, namep, AT_FDCWD, vp, td)

void	NDINIT_ALL(struct nameidata *ndp, u_long op, u_int64_t flags,
	    enum uio_seg segflg, const char *namep, int dirfd,
	    struct vnode *startdir, struct thread *td);

/* What NDFREE leaves alone. */
#define	NDF_NO_DVP_RELE		0x00000001
#define	NDF_NO_DVP_UNLOCK	0x00000002
#define	NDF_NO_DVP_PUT		0x00000003
#define	NDF_NO_VP_RELE		0x00000004
#define	NDF_NO_VP_UNLOCK	0x00000008
#define	NDF_NO_VP_PUT		0x0000000c
#define	NDF_NO_FREE_PNBUF	0x00000020
#define	NDF_ONLY_PNBUF		(~NDF_NO_FREE_PNBUF)

/* Release what a successful namei() returned, except what flags names. */
void	NDFREE(struct nameidata *ndp, const u_int flags);

/*
 * Look up ni_dirp.  On success ni_vp is referenced (and locked if LOCKLEAF;
 * NULL if the name is free and the operation is CREATE or RENAME), ni_dvp
 * likewise by LOCKPARENT and WANTPARENT, and the caller owes NDFREE if
 * SAVENAME, or always to be safe.  On failure nothing is held.
 */
int	namei(struct nameidata *ndp);

/*
 * The root and (cdirp may be NULL) current directory of a thread,
 * referenced; NULL before there is a file system.
 */
void	namei_thread_dirs(struct thread *td, struct vnode **rdirp,
	    struct vnode **cdirp);

#endif /* _KERNEL */

#endif /* !_SYS_NAMEI_H_ */
