/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Vnodes: what the kernel holds of an active file, whatever its file system.
 *
 * Locks, by the letter behind a member:
 * 	(c) constant while the vnode belongs to a file
 * 	(i) v_interlock		(l) the vnode lock
 * 	(m) the mount's mnt_mtx	(v) vnode_list_mtx
 * 	(a) atomic; the step to 0 under v_interlock
 */
#ifndef _SYS_VNODE_H_
#define	_SYS_VNODE_H_

#include <sys/cdefs.h>
#include <sys/types.h>

/* What a vnode is; VNON: nothing yet, VBAD: no longer anything. */
enum vtype {
	VNON, VREG, VDIR, VBLK, VCHR, VLNK, VSOCK, VFIFO, VBAD, VMARKER
};

#ifdef _KERNEL

#include <sys/param.h>
#include <sys/queue.h>
#include <sys/lock.h>
#include <sys/lockmgr.h>
#include <sys/mutex.h>
#include <sys/sx.h>
#include <sys/timespec.h>
#include <sys/_uio.h>

struct cdev;
struct componentname;
struct file;
struct flock;
struct iovec;
struct knote;
struct lockf;
struct mount;
struct nameidata;
struct pipe;
struct proc;
struct stat;
struct statfs;
struct sysctl_req;
struct thread;
struct ucred;
struct uio;
struct vattr;
struct vop_vector;

/*
 * A user of a vnode has a reference (v_usecount: vref, vget, vrele), which
 * keeps it open for business, or a hold (v_holdcnt: vhold, vdrop), which
 * only keeps the memory.  Without references it stays cached until its
 * file system or a shortage of vnodes takes it away (vgone: VN_IS_DOOMED).
 */
struct vnode {
	struct vop_vector *v_op;	/* (l) operations */
	void		*v_data;	/* (l) the file system's own */
	struct mount	*v_mount;	/* (l, i) mount it belongs to */
	TAILQ_ENTRY(vnode) v_nmntvnodes; /* (m) vnodes of v_mount */
	union {
		struct mount	*v_mountedhere;	/* (i) VDIR: mount on top */
		struct cdev	*v_rdev;	/* (i) VCHR, VBLK: device */
		struct pipe	*v_pipe;	/* VFIFO: while it is open */
	};
	TAILQ_ENTRY(vnode) v_vnodelist;	/* (v) unused, oldest first */
	LIST_HEAD(lockf_list, lockf) v_lockf; /* advisory locks; lockf_mtx */
	struct sx	v_lock;		/* the vnode lock */
	struct mtx	v_interlock;
	enum vtype	v_type:8;	/* (c) */
	u_int		v_irflag:16;	/* (l, i) VIRF_* */
	u_int		v_holdcnt;	/* (i) */
	u_int		v_usecount;	/* (i) */
	int		v_writecount;	/* (i) writers; < 0: executions */
	u_short		v_iflag;	/* (i) VI_* */
	u_short		v_vflag;	/* (l) VV_* */
};

/* v_irflag */
#define	VIRF_DOOMED	0x0001		/* vgone() has been called */

/* v_iflag */
#define	VI_OWEINACT	0x0001		/* VOP_INACTIVE is still to be called */
#define	VI_FREE		0x0002		/* on the list of unused vnodes */
#define	VI_MOUNT	0x0004		/* a mount or unmount is under way */
#define	VI_RESIDENT	0x0008		/* of the permanent pool */
#define	VI_IDLE		0x0010		/* VOP_INACTIVE would do nothing */

/* v_vflag */
#define	VV_ROOT		0x0001		/* root of its file system */

#define	VN_IS_DOOMED(vp)						\
	__predict_false(((vp)->v_irflag & VIRF_DOOMED) != 0)

#define	VI_LOCK(vp)	mtx_lock(&(vp)->v_interlock)
#define	VI_UNLOCK(vp)	mtx_unlock(&(vp)->v_interlock)
#define	VI_MTX(vp)	(&(vp)->v_interlock)

/* Attributes of a file; VNOVAL in a member says "not given". */
struct vattr {
	enum vtype	va_type;
	u_short		va_mode;	/* permissions and set-id bits */
	u_short		va_padding0;
	uid_t		va_uid;
	gid_t		va_gid;
	nlink_t		va_nlink;
	dev_t		va_fsid;
	ino_t		va_fileid;
	u_quad_t	va_size;	/* bytes */
	long		va_blocksize;	/* best size of a transfer */
	struct timespec	va_atime;
	struct timespec	va_mtime;
	struct timespec	va_ctime;
	struct timespec	va_birthtime;
	u_long		va_gen;
	u_long		va_flags;	/* file flags */
	dev_t		va_rdev;
	u_quad_t	va_bytes;	/* storage used */
	u_quad_t	va_filerev;
	u_int		va_vaflags;	/* VA_* */
	long		va_spare;
};

#define	VNOVAL		(-1)

#define	VA_UTIMES_NULL	0x01		/* times are "now": writers may too */
#define	VA_EXCLUSIVE	0x02		/* create exclusively */

/* Permissions, as VOP_ACCESS takes them (accmode_t) and as mode bits. */
#define	VEXEC		000000000100
#define	VWRITE		000000000200
#define	VREAD		000000000400
#define	VSVTX		000000001000
#define	VSGID		000000002000
#define	VSUID		000000004000
#define	VADMIN		000000010000	/* be the owner */
#define	VSTAT		000000020000
#define	VAPPEND		000000040000	/* write at the end only */
#define	VNOTVNODE	(-1)

/* ioflag of VOP_READ and VOP_WRITE */
#define	IO_UNIT		0x0001		/* all or nothing */
#define	IO_APPEND	0x0002
#define	IO_NDELAY	0x0004
#define	IO_NODELOCKED	0x0008		/* vn_rdwr: the vnode is locked */
#define	IO_SYNC		0x0080
#define	IO_DIRECT	0x0100

/* vflush() */
#define	SKIPSYSTEM	0x0001
#define	FORCECLOSE	0x0002		/* take open files away */
#define	WRITECLOSE	0x0004		/* only files open for writing */
#define	DOCLOSE		0x0008

#define	REVOKEALL	0x0001		/* VOP_REVOKE: all vnodes of the file */

#define	NULLVP	((struct vnode *)NULL)

extern const enum vtype iftovt_tab[];
extern const int vttoif_tab[];
#define	IFTOVT(mode)	(iftovt_tab[((mode) & 0170000) >> 12])
#define	VTTOIF(indx)	(vttoif_tab[(int)(indx)])
#define	MAKEIMODE(indx, mode)	(int)(VTTOIF(indx) | (mode))

extern struct vnode *rootvnode;		/* "/" of the system, referenced */
extern u_long desiredvnodes;		/* vnodes in the permanent pool */
extern u_long numvnodes;

#include <sys/malloc.h>
MALLOC_DECLARE(M_VNODE);

#include <sys/vnode_if.h>

/* Clear *vap to VNOVAL throughout. */
void	vattr_null(struct vattr *vap);
#define	VATTR_NULL(vap)	vattr_null(vap)

/*
 * Life of a vnode.
 *
 * getnewvnode: a fresh vnode, referenced, not locked and not on any mount.
 * insmntque: put it on a mount, with the vnode lock held exclusively; on
 * failure (the mount goes away: EBUSY) the vnode is gone.
 * vget: reference a vnode that is held or whose file system keeps it in
 * place, and lock it by flags (LK_*, 0: not); ENOENT if it is doomed and
 * LK_RETRY is not given.
 * vref: one more reference beside the caller's.
 * vget_finish: the second half of vget, after a vref that was made under the
 * file system's own lock; undoes it on failure.
 * vput: unlock and drop a reference.  vrele: drop one; vunref: drop one
 * and keep the lock.
 * vgone: cut the vnode from its file; locked exclusively.  vrecycle: the
 * same if nobody uses it.  Returns whether it did.
 */
int	getnewvnode(const char *tag, struct mount *mp, struct vop_vector *vops,
	    struct vnode **vpp);
int	insmntque(struct vnode *vp, struct mount *mp);
int	vget(struct vnode *vp, int flags);
int	vget_finish(struct vnode *vp, int flags);
void	vref(struct vnode *vp);
#define	VREF(vp)	vref(vp)
void	vrele(struct vnode *vp);
void	vput(struct vnode *vp);
void	vunref(struct vnode *vp);
void	vhold(struct vnode *vp);
void	vdrop(struct vnode *vp);
void	vgone(struct vnode *vp);
int	vrecycle(struct vnode *vp);
int	vrefcnt(struct vnode *vp);

/*
 * A file system that has nothing to do when a vnode becomes inactive says so;
 * as long as it is true, the last vrele is cheap.
 */
void	vn_set_idle(struct vnode *vp, bool idle);

/*
 * Take all vnodes of a mount away; rootrefs is how many references on its
 * root the caller knows of.  EBUSY if some are in use and no FORCECLOSE.
 */
int	vflush(struct mount *mp, int rootrefs, int flags, struct thread *td);

/* Make a vnode's operations complete with those of vop_default. */
void	vfs_vector_op_register(struct vop_vector *vops);

/*
 * The vnode lock.  vn_lock: ENOENT when the vnode is doomed, unless
 * LK_RETRY; EBUSY with LK_NOWAIT.  VOP_ISLOCKED: LK_EXCLUSIVE, LK_SHARED,
 * LK_EXCLOTHER or 0.
 */
int	vn_lock(struct vnode *vp, int flags);
void	VOP_UNLOCK(struct vnode *vp);
int	VOP_ISLOCKED(struct vnode *vp);

#ifdef INVARIANTS
#define	ASSERT_VOP_LOCKED(vp, str)	sx_assert(&(vp)->v_lock, SA_LOCKED)
#define	ASSERT_VOP_ELOCKED(vp, str)	sx_assert(&(vp)->v_lock, SA_XLOCKED)
#else
#define	ASSERT_VOP_LOCKED(vp, str)	((void)0)
#define	ASSERT_VOP_ELOCKED(vp, str)	((void)0)
#endif

/* May a file of this type, mode and owner be used so?  EACCES or EPERM. */
int	vaccess(enum vtype type, mode_t file_mode, uid_t file_uid,
	    gid_t file_gid, accmode_t accmode, struct ucred *cred);

/*
 * May cred give such a file a new mode; a new owner and group?  newuid and
 * newgid may be VNOVAL.  EPERM, or EFTYPE for a sticky bit on a plain file.
 */
int	vaccess_chmod(enum vtype type, mode_t newmode, uid_t uid, gid_t gid,
	    struct ucred *cred);
int	vaccess_chown(uid_t uid, gid_t gid, uid_t newuid, gid_t newgid,
	    struct ucred *cred);

/*
 * Files by path.  vn_open: *flagp is FREAD, FWRITE, O_CREAT…; the vnode
 * comes back open, referenced and exclusively locked, in ni_vp; the caller
 * owes NDFREE(NDF_ONLY_PNBUF).  vn_close drops it; not locked.
 */
int	vn_open(struct nameidata *ndp, int *flagp, int cmode, struct file *fp);
int	vn_open_cred(struct nameidata *ndp, int *flagp, int cmode,
	    u_int vn_open_flags, struct ucred *cred, struct file *fp);
int	vn_open_vnode(struct vnode *vp, int fmode, struct ucred *cred,
	    struct thread *td, struct file *fp);
int	vn_close(struct vnode *vp, int flags, struct ucred *cred,
	    struct thread *td);

/*
 * Read or write len bytes at offset between base (in segflg) and a vnode,
 * locking it unless IO_NODELOCKED.  What remains goes to *aresid; without
 * aresid a short transfer is EIO.
 */
int	vn_rdwr(enum uio_rw rw, struct vnode *vp, void *base, int len,
	    off_t offset, enum uio_seg segflg, int ioflg,
	    struct ucred *active_cred, struct ucred *file_cred,
	    ssize_t *aresid, struct thread *td);

/* stat(2) of a locked vnode. */
int	vn_stat(struct vnode *vp, struct stat *sb, struct ucred *active_cred,
	    struct ucred *file_cred, struct thread *td);
int	vn_chmod(struct file *fp, mode_t mode, struct ucred *active_cred,
	    struct thread *td);
int	vn_chown(struct file *fp, uid_t uid, gid_t gid,
	    struct ucred *active_cred, struct thread *td);
int	vn_seek(struct file *fp, off_t offset, int whence, struct thread *td);
int	vn_truncate_locked(struct vnode *vp, off_t length, bool sync,
	    struct ucred *cred);

/* May the vnode be written at all?  ETXTBSY while it is executed. */
int	vn_writechk(struct vnode *vp);

/*
 * Absolute path of a vnode below the thread's root; *retbuf points into
 * *freebuf, to be freed with M_TEMP.  ENOENT: it has no name any more.
 */
int	vn_fullpath(struct vnode *vp, char **retbuf, char **freebuf);
int	vn_fullpath_global(struct vnode *vp, char **retbuf, char **freebuf);

/*
 * Call func for each name in a directory, "." and ".." among them, until it
 * returns true: did it?  It may sleep, and func may open files there.
 */
bool	vfs_each_name(const char *dir, bool (*func)(const char *name,
	    void *arg), void *arg);

/*
 * Has the file of that name in dir, an absolute path, changed since, or any name
 * in dir?  vfs_watch_start() sets *w; vfs_watch_same() is true if nothing has
 * changed, and false also where that is not known.  They may sleep; the caller
 * sees to it that *w is used by one thread at a time.
 */
struct vfs_watch {
	struct vnode	*vw_dvp;	/* held, or NULL: nothing is known */
	struct vnode	*vw_vp;
	u_int		vw_generation;	/* of all paths */
	struct timespec	vw_dmtime;
	struct timespec	vw_mtime;
};
void	vfs_watch_start(struct vfs_watch *w, const char *dir,
	    const char *name);
bool	vfs_watch_same(const struct vfs_watch *w);
void	vfs_watch_end(struct vfs_watch *w);
/*
 * A path may lead elsewhere: a directory, a symbolic link or a mount has been
 * renamed or removed, or something has been mounted.
 */
void	vfs_path_changed(void);

/*
 * Execution and writing exclude each other: ETXTBSY.  VOP_SET_TEXT counts
 * one execution, VOP_ADD_WRITECOUNT inc (1 or -1) writers.
 */
int	VOP_SET_TEXT(struct vnode *vp);
void	VOP_UNSET_TEXT(struct vnode *vp);
int	VOP_IS_TEXT(struct vnode *vp);
int	VOP_ADD_WRITECOUNT(struct vnode *vp, int inc);

/* Operations that serve many file systems. */
extern struct vop_vector default_vnodeops;
extern struct vop_vector dead_vnodeops;

int	vop_eopnotsupp(void *ap);
int	vop_ebadf(void *ap);
int	vop_einval(void *ap);
int	vop_enotty(void *ap);
int	vop_null(void *ap);
int	vop_panic(void *ap) __dead2;
/* VOP_OPEN of any VFIFO. */
int	fifo_open(struct vop_open_args *);

int	vop_stdaccess(struct vop_access_args *);
int	vop_stdpathconf(struct vop_pathconf_args *);
int	vop_stdvptocnp(struct vop_vptocnp_args *);
#define	VOP_EBADF	((void *)(uintptr_t)vop_ebadf)
#define	VOP_EINVAL	((void *)(uintptr_t)vop_einval)
#define	VOP_ENOTTY	((void *)(uintptr_t)vop_enotty)
#define	VOP_EOPNOTSUPP	((void *)(uintptr_t)vop_eopnotsupp)
#define	VOP_NULL	((void *)(uintptr_t)vop_null)
#define	VOP_PANIC	((void *)(uintptr_t)vop_panic)

/* Register the operations of a file system that is loaded or built in. */
#define	VFS_VOP_VECTOR_REGISTER(vops)					\
	SYSINIT(vfs_vector_ ## vops ## _f, SI_SUB_VFS, SI_ORDER_ANY,	\
	    vfs_vector_op_register, &(vops))

#endif /* _KERNEL */

#endif /* !_SYS_VNODE_H_ */
