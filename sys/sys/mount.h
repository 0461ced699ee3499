/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Mounted file systems, file system types, and mount options.
 */
#ifndef _SYS_MOUNT_H_
#define	_SYS_MOUNT_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#ifndef _FSID_T_DECLARED
typedef struct fsid { int val[2]; } fsid_t;
#define	_FSID_T_DECLARED
#endif

#define	MFSNAMELEN	16		/* name of a type, with the NUL */
#define	MNAMELEN	1024		/* mounted from, mounted on */
#define	STATFS_VERSION	0x20140518

/* What statfs(2) says about a mount. */
struct statfs {
	u_int32_t	f_version;	/* STATFS_VERSION */
	u_int32_t	f_type;		/* vfc_typenum */
	u_int64_t	f_flags;	/* MNT_* of MNT_VISFLAGMASK */
	u_int64_t	f_bsize;	/* unit of the next three */
	u_int64_t	f_iosize;	/* best size of a transfer */
	u_int64_t	f_blocks;
	u_int64_t	f_bfree;
	__INT64_TYPE__	f_bavail;	/* free for everybody */
	u_int64_t	f_files;	/* files that can be */
	__INT64_TYPE__	f_ffree;
	u_int64_t	f_syncwrites;
	u_int64_t	f_asyncwrites;
	u_int64_t	f_syncreads;
	u_int64_t	f_asyncreads;
	u_int64_t	f_spare[10];
	u_int32_t	f_namemax;	/* longest file name */
	uid_t		f_owner;	/* who mounted it */
	fsid_t		f_fsid;
	char		f_charspare[80];
	char		f_fstypename[MFSNAMELEN];
	char		f_mntfromname[MNAMELEN];
	char		f_mntonname[MNAMELEN];
};
_Static_assert(sizeof(struct statfs) == 2344,
    "struct statfs is system call ABI");

/* Flags of a mount that users see and set. */
#define	MNT_RDONLY	0x0000000000000001ULL
#define	MNT_SYNCHRONOUS	0x0000000000000002ULL
#define	MNT_NOEXEC	0x0000000000000004ULL
#define	MNT_NOSUID	0x0000000000000008ULL
#define	MNT_UNION	0x0000000000000020ULL
#define	MNT_ASYNC	0x0000000000000040ULL
#define	MNT_LOCAL	0x0000000000001000ULL
#define	MNT_ROOTFS	0x0000000000004000ULL
#define	MNT_USER	0x0000000000008000ULL
#define	MNT_NOSYMFOLLOW	0x0000000000400000ULL
#define	MNT_IGNORE	0x0000000000800000ULL
#define	MNT_NOATIME	0x0000000010000000ULL
#define	MNT_NOCLUSTERR	0x0000000040000000ULL
#define	MNT_NOCLUSTERW	0x0000000080000000ULL
#define	MNT_AUTOMOUNTED	0x0000000200000000ULL

#define	MNT_VISFLAGMASK							\
	(MNT_RDONLY | MNT_SYNCHRONOUS | MNT_NOEXEC | MNT_NOSUID |	\
	MNT_UNION | MNT_ASYNC | MNT_LOCAL | MNT_ROOTFS | MNT_USER |	\
	MNT_NOSYMFOLLOW | MNT_IGNORE | MNT_NOATIME | MNT_NOCLUSTERR |	\
	MNT_NOCLUSTERW | MNT_AUTOMOUNTED)

/* Those that MNT_UPDATE may change. */
#define	MNT_UPDATEMASK							\
	(MNT_RDONLY | MNT_SYNCHRONOUS | MNT_NOEXEC | MNT_NOSUID |	\
	MNT_UNION | MNT_ASYNC | MNT_NOSYMFOLLOW | MNT_IGNORE |		\
	MNT_NOATIME | MNT_NOCLUSTERR | MNT_NOCLUSTERW | MNT_AUTOMOUNTED)

/* Flags of the mount and unmount calls. */
#define	MNT_UPDATE	0x0000000000010000ULL	/* change a mount's flags */
#define	MNT_RELOAD	0x0000000000040000ULL
#define	MNT_FORCE	0x0000000000080000ULL	/* unmount although in use */
#define	MNT_BYFSID	0x0000000008000000ULL	/* unmount "FSID:%d:%d" */
#define	MNT_CMDFLAGS	(MNT_UPDATE | MNT_RELOAD | MNT_FORCE | MNT_BYFSID)

/* waitfor of VFS_SYNC and VOP_FSYNC, mode of getfsstat(2). */
#define	MNT_WAIT	1
#define	MNT_NOWAIT	2
#define	MNT_LAZY	3
#define	MNT_SUSPEND	4

/* Flags of a type. */
#define	VFCF_STATIC	0x00010000	/* always there, part of the kernel */
#define	VFCF_NETWORK	0x00020000
#define	VFCF_READONLY	0x00040000
#define	VFCF_SYNTHETIC	0x00080000	/* holds no user data */
#define	VFCF_LOOPBACK	0x00100000
#define	VFCF_UNICODE	0x00200000
#define	VFCF_JAIL	0x00400000
#define	VFCF_DELEGADMIN	0x00800000
#define	VFCF_SBDRY	0x01000000

/* A type as the sysctl vfs.conflist lists it. */
struct vfsops;
struct xvfsconf {
	struct vfsops	*vfc_vfsops;	/* no meaning outside the kernel */
	char		vfc_name[MFSNAMELEN];
	int		vfc_typenum;
	int		vfc_refcount;	/* mounts */
	int		vfc_flags;	/* VFCF_* */
	struct vfsconf	*vfc_next;	/* no meaning outside the kernel */
};

#ifdef _KERNEL

#include <sys/param.h>
#include <sys/_abi.h>
#include <sys/lock.h>
#include <sys/lockmgr.h>
#include <sys/module.h>
#include <sys/mutex.h>
#include <sys/queue.h>

struct iovec;
struct mntarg;
struct mount;
struct thread;
struct ucred;
struct uio;
struct vnode;

#define	VFS_VERSION	0x20180504

/* An option of nmount(2): a name and len bytes of value. */
struct vfsopt {
	TAILQ_ENTRY(vfsopt) link;
	char		*name;
	void		*value;
	int		len;
	int		pos;		/* its place in the call, or -1 */
	int		seen;		/* the file system asked for it */
};
TAILQ_HEAD(vfsoptlist, vfsopt);

struct vfsconf;
TAILQ_HEAD(vfsconfhead, vfsconf);

/* A type of file system.  Locks: vfsconf_sx. */
struct vfsconf {
	u_int		vfc_version;	/* VFS_VERSION */
	char		vfc_name[MFSNAMELEN];
	struct vfsops	*vfc_vfsops;
	struct vfsops	*vfc_vfsops_sd;
	int		vfc_typenum;	/* -1: assign one */
	int		vfc_refcount;	/* mounts; > 0 keeps the module */
	int		vfc_flags;	/* VFCF_* */
	int		vfc_prison_flag;
	struct vfsoptdecl *vfc_opts;
	TAILQ_ENTRY(vfsconf) vfc_list;
};
__ABI_SIZE(struct vfsconf, 80);
__ABI_MEMBER(struct vfsconf, vfc_version, 0, 4);
__ABI_MEMBER(struct vfsconf, vfc_name, 4, 16);
__ABI_MEMBER(struct vfsconf, vfc_vfsops, 24, 8);
__ABI_MEMBER(struct vfsconf, vfc_typenum, 40, 4);
__ABI_MEMBER(struct vfsconf, vfc_refcount, 44, 4);
__ABI_MEMBER(struct vfsconf, vfc_flags, 48, 4);

/*
 * A mounted file system.
 *
 * Locks: (c) constant while mounted, (i) mnt_mtx, (m) mountlist_mtx,
 * (v) the lock of the covered vnode.
 * mnt_ref keeps the structure; mnt_lockref (vfs_busy) keeps it mounted.
 */
struct mount {
	TAILQ_ENTRY(mount) mnt_list;	/* (m) */
	struct mtx	mnt_mtx;
	struct vfsops	*mnt_op;	/* (c) */
	struct vfsconf	*mnt_vfc;	/* (c) */
	struct vnode	*mnt_vnodecovered; /* (m) referenced; NULL: root */
	TAILQ_HEAD(, vnode) mnt_nvnodelist; /* (i) its vnodes */
	int		mnt_nvnodelistsize; /* (i) */
	int		mnt_ref;	/* (i) */
	int		mnt_lockref;	/* (i) */
	u_int		mnt_kern_flag;	/* (i) MNTK_* */
	u_int64_t	mnt_flag;	/* (i) MNT_* */
	struct vfsoptlist *mnt_opt;	/* (v) options it has */
	struct vfsoptlist *mnt_optnew;	/* (v) options of the present call */
	struct statfs	mnt_stat;	/* cached */
	struct ucred	*mnt_cred;	/* (c) who mounted it */
	void		*mnt_data;	/* (c) the file system's own */
	time_t		mnt_time;	/* when it was mounted */
	int		mnt_iosize_max;
};

/* mnt_kern_flag */
#define	MNTK_UNMOUNT	0x00000001	/* unmount under way */
#define	MNTK_UNMOUNTF	0x00000002	/* with force */
#define	MNTK_MWAIT	0x00000004	/* somebody waits for mnt_lockref */
#define	MNTK_LOOKUP_SHARED	0x40000000 /* lookup works with shared locks */

#define	MNT_ILOCK(mp)	mtx_lock(&(mp)->mnt_mtx)
#define	MNT_IUNLOCK(mp)	mtx_unlock(&(mp)->mnt_mtx)
#define	MNT_MTX(mp)	(&(mp)->mnt_mtx)

typedef int	vfs_mount_t(struct mount *mp);
typedef int	vfs_cmount_t(struct mntarg *ma, void *data, u_int64_t flags);
typedef int	vfs_unmount_t(struct mount *mp, int mntflags);
typedef int	vfs_root_t(struct mount *mp, int flags, struct vnode **vpp);
typedef int	vfs_statfs_t(struct mount *mp, struct statfs *sbp);
typedef int	vfs_sync_t(struct mount *mp, int waitfor);
typedef int	vfs_vget_t(struct mount *mp, ino_t ino, int flags,
		    struct vnode **vpp);
typedef int	vfs_init_t(struct vfsconf *vfc);
typedef int	vfs_uninit_t(struct vfsconf *vfc);

/*
 * A type's functions.  vfs_mount, vfs_unmount and vfs_root are required.
 * vfs_mount finds its options with vfs_getopt() in mnt_optnew; vfs_root
 * returns the root referenced and locked by flags (LK_*).
 */
struct vfsops {
	vfs_mount_t	*vfs_mount;
	vfs_cmount_t	*vfs_cmount;	/* mount(2): data to options */
	vfs_unmount_t	*vfs_unmount;
	vfs_root_t	*vfs_root;
	vfs_statfs_t	*vfs_statfs;
	vfs_sync_t	*vfs_sync;
	vfs_vget_t	*vfs_vget;
	vfs_init_t	*vfs_init;	/* the type is registered */
	vfs_uninit_t	*vfs_uninit;	/* the type goes */
};

#define	VFS_MOUNT(mp)		((mp)->mnt_op->vfs_mount(mp))
#define	VFS_UNMOUNT(mp, flags)	((mp)->mnt_op->vfs_unmount((mp), (flags)))
#define	VFS_ROOT(mp, flags, vpp)					\
	((mp)->mnt_op->vfs_root((mp), (flags), (vpp)))
#define	VFS_STATFS(mp, sbp)	__vfs_statfs((mp), (sbp))
#define	VFS_SYNC(mp, wait)	((mp)->mnt_op->vfs_sync((mp), (wait)))
#define	VFS_VGET(mp, ino, flags, vpp)					\
	((mp)->mnt_op->vfs_vget((mp), (ino), (flags), (vpp)))

/* Declare the type fsname with its functions as a module of that name. */
#define	VFS_SET(vfsops, fsname, flags)					\
	static struct vfsconf fsname ## _vfsconf = {			\
		.vfc_version = VFS_VERSION,				\
		.vfc_name = #fsname,					\
		.vfc_vfsops = &vfsops,					\
		.vfc_typenum = -1,					\
		.vfc_flags = flags,					\
	};								\
	static moduledata_t fsname ## _mod = {				\
		#fsname, vfs_modevent, &fsname ## _vfsconf		\
	};								\
	DECLARE_MODULE(fsname, fsname ## _mod, SI_SUB_VFS, SI_ORDER_MIDDLE)

#include <sys/malloc.h>
MALLOC_DECLARE(M_MOUNT);
MALLOC_DECLARE(M_STATFS);

TAILQ_HEAD(mntlist, mount);
extern struct mntlist mountlist;	/* in the order they were mounted */
extern struct mtx mountlist_mtx;
extern struct vfsconfhead vfsconf;
extern struct sx vfsconf_sx;

/*
 * Types.  vfs_conf_hold also loads the module of that name, and counts a
 * reference, which keeps the type, until vfs_conf_rele; ENODEV.
 * vfs_register: EEXIST; EINVAL if it does not fit this kernel.
 * vfs_unregister: EBUSY while there are references.
 */
int	vfs_modevent(module_t mod, int type, void *data);
int	vfs_register(struct vfsconf *vfc);
int	vfs_unregister(struct vfsconf *vfc);
struct vfsconf *vfs_byname(const char *name);
struct vfsconf *vfs_conf_hold(const char *name, struct thread *td,
	    int *error);
void	vfs_conf_rele(struct vfsconf *vfc);

/*
 * Keep mp mounted until vfs_unbusy(); ENOENT when it is being unmounted.
 * Never sleeps.
 */
#define	MBF_NOWAIT	0x01
int	vfs_busy(struct mount *mp, int flags);
void	vfs_unbusy(struct mount *mp);

/* Keep the structure only. */
void	vfs_ref(struct mount *mp);
void	vfs_rel(struct mount *mp);

/*
 * Visit every vnode of a mount: the next one, held, or NULL at the end, to
 * which the visit has to go on.  marker is the caller's, first with v_type
 * VNON.
 */
struct vnode *vfs_mount_next_vnode(struct mount *mp, struct vnode *marker);

struct mount *vfs_getvfs(fsid_t *fsid);		/* referenced, or NULL */
struct mount *vfs_busyfs(fsid_t *fsid);		/* busied, or NULL */
void	vfs_getnewfsid(struct mount *mp);
void	vfs_timestamp(struct timespec *tsp);
void	vfs_mountedfrom(struct mount *mp, const char *from);
int	__vfs_statfs(struct mount *mp, struct statfs *sbp);

/* Mount points: the covering mount's machinery in vfs_mount.c. */
struct mount *vfs_mount_alloc(struct vnode *vp, struct vfsconf *vfsp,
	    const char *fspath, struct ucred *cred);
void	vfs_mount_destroy(struct mount *mp);
int	vfs_donmount(struct thread *td, u_int64_t fsflags, struct uio *uio);
int	dounmount(struct mount *mp, u_int64_t flags, struct thread *td);
int	kern_unmount(struct thread *td, const char *path, int flags);

/* nmount(2) from inside the kernel: collect arguments, then mount. */
struct mntarg *mount_arg(struct mntarg *ma, const char *name,
	    const void *val, int len);
struct mntarg *mount_argb(struct mntarg *ma, int flag, const char *name);
struct mntarg *mount_argf(struct mntarg *ma, const char *name,
	    const char *fmt, ...) __printflike(3, 4);
struct mntarg *mount_argsu(struct mntarg *ma, const char *name,
	    const void *val, int len);
int	kernel_mount(struct mntarg *ma, u_int64_t flags);

/*
 * Options, for vfs_mount functions.  vfs_getopt: ENOENT if not given.
 * vfs_getopts: a string, NULL and *error if not given or not terminated.
 * vfs_flagopt: is it given; sets or clears val in *w.  vfs_scanopt: number
 * of conversions.  vfs_filteropt: EINVAL for one that legal does not name.
 */
int	vfs_getopt(struct vfsoptlist *opts, const char *name, void **buf,
	    int *len);
int	vfs_getopt_pos(struct vfsoptlist *opts, const char *name);
int	vfs_getopt_size(struct vfsoptlist *opts, const char *name,
	    off_t *value);
char	*vfs_getopts(struct vfsoptlist *opts, const char *name, int *error);
int	vfs_copyopt(struct vfsoptlist *opts, const char *name, void *dest,
	    int len);
int	vfs_flagopt(struct vfsoptlist *opts, const char *name, u_int64_t *w,
	    u_int64_t val);
int	vfs_scanopt(struct vfsoptlist *opts, const char *name,
	    const char *fmt, ...);
int	vfs_setopt(struct vfsoptlist *opts, const char *name, void *value,
	    int len);
void	vfs_deleteopt(struct vfsoptlist *opts, const char *name);
int	vfs_filteropt(struct vfsoptlist *opts, const char **legal);
void	vfs_freeopts(struct vfsoptlist *opts);
void	vfs_freeopt(struct vfsoptlist *opts, struct vfsopt *opt);
int	vfs_buildopts(struct uio *auio, struct vfsoptlist **options);

/* A sentence about a failing mount, into the option "errmsg". */
void	vfs_mount_error(struct mount *mp, const char *fmt, ...)
	    __printflike(2, 3);
void	vfs_opterror(struct vfsoptlist *opts, const char *fmt, ...)
	    __printflike(2, 3);

/* Default functions of a type. */
vfs_statfs_t	vfs_stdstatfs;
vfs_sync_t	vfs_stdsync;
vfs_vget_t	vfs_stdvget;
vfs_init_t	vfs_stdinit;
vfs_uninit_t	vfs_stduninit;

#else /* !_KERNEL */

struct iovec;

__BEGIN_DECLS
int	fstatfs(int, struct statfs *);
int	getfsstat(struct statfs *, long, int);
int	getmntinfo(struct statfs **, int);
int	mount(const char *, const char *, int, void *);
int	nmount(struct iovec *, unsigned int, int);
int	statfs(const char *, struct statfs *);
int	unmount(const char *, int);
__END_DECLS

#endif /* _KERNEL */

#endif /* !_SYS_MOUNT_H_ */
