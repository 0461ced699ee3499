/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Between kern_conf.c and devfs: what a device is besides struct cdev, and
 * the tree of names.
 *
 * dev_lock() protects all of it; (c) marks what is constant.  There is one
 * tree, which every mount of devfs shows.
 */
#ifndef _FS_DEVFS_DEVFS_INT_H_
#define	_FS_DEVFS_DEVFS_INT_H_

#include <sys/param.h>
#include <sys/conf.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/vnode.h>

struct cdev_privdata;
struct devfs_dirent;

MALLOC_DECLARE(M_DEVFS);

extern struct mtx devmtx;		/* dev_lock() */

/* A device. */
struct cdev_priv {
	struct cdev	cdp_c;		/* what drivers see; first */
	LIST_ENTRY(cdev_priv) cdp_all;	/* that have a si_devsw */
	struct devfs_dirent *cdp_de;	/* its name, or NULL */
	ino_t		cdp_inode;	/* (c) number, in st_ino and st_rdev */
	u_int		cdp_flags;	/* CDP_* */
	u_int		cdp_dtrc;	/* destructors of open files running */
	LIST_HEAD(, cdev_privdata) cdp_fdpriv; /* data of open files */
	void		(*cdp_dtr_cb)(void *); /* after destroy_dev_sched */
	void		*cdp_dtr_cb_arg;
	TAILQ_ENTRY(cdev_priv) cdp_dtr_list; /* to be destroyed */
};

#define	CDP_SCHED_DTR	0x0001		/* destroy_dev_sched was called */

#define	cdev2priv(c)	__containerof((c), struct cdev_priv, cdp_c)

/* A name in the tree; it has a reference on its parent and its device. */
struct devfs_dirent {
	u_int		de_refs;	/* tree, children, vnodes, others */
	u_char		de_type;	/* (c) DT_CHR, DT_DIR or DT_LNK */
	u_char		de_flags;	/* DE_* */
	u_short		de_namelen;	/* (c) */
	struct devfs_dirent *de_parent;	/* (c) NULL: the root */
	LIST_ENTRY(devfs_dirent) de_hash; /* by parent and name */
	TAILQ_ENTRY(devfs_dirent) de_list; /* entries of de_parent */
	off_t		de_cookie;	/* ascends in de_entries */
	LIST_HEAD(, devfs_vnode) de_vnodes; /* one per mount */
	ino_t		de_inode;	/* (c) */
	mode_t		de_mode;
	uid_t		de_uid;
	gid_t		de_gid;
	nlink_t		de_links;
	struct timespec	de_atime;	/* of DT_CHR: in struct cdev */
	struct timespec	de_mtime;
	struct timespec	de_ctime;
	/* DT_DIR */
	TAILQ_HEAD(, devfs_dirent) de_entries;
	off_t		de_nextcookie;
	/* DT_CHR; DT_LNK that is an alias */
	struct cdev_priv *de_cdp;	/* (c) */
	/* DT_LNK */
	char		*de_symlink;	/* (c) */
	char		de_name[];	/* (c) NUL-terminated */
};

#define	DE_DOOMED	0x01		/* not in the tree any more */
#define	DE_USER		0x02		/* made by symlink(2) */
#define	DE_ROOT		0x04

/* A vnode of a name. */
struct devfs_vnode {
	LIST_ENTRY(devfs_vnode) dv_link; /* de_vnodes */
	struct devfs_dirent *dv_de;	/* (c) referenced */
	struct vnode	*dv_vp;		/* (c) */
	u_int		dv_opens;	/* VOP_OPENs without their VOP_CLOSE */
};

#define	VP_TO_DEVFS(vp)	((struct devfs_vnode *)(vp)->v_data)

extern struct devfs_dirent devfs_root_dirent;
extern struct vop_vector devfs_vnodeops;

/*
 * devfs_tree.c
 *
 * The path name, as a node of the device, or a symbolic link to target.
 * Directories on the way are made, and removed when they become empty.
 * flags are those of make_dev.  EEXIST; EINVAL; ENOMEM.
 */
int	devfs_create(struct cdev *dev, const char *name, const char *target,
	    int flags);
int	devfs_symlink_at(struct devfs_dirent *parent, const char *name,
	    size_t namelen, const char *target, struct ucred *cred,
	    struct devfs_dirent **dep);
/* Take a name out of the tree, with its reference; dev_lock is not held. */
void	devfs_remove(struct devfs_dirent *de);
struct devfs_dirent *devfs_find(struct devfs_dirent *parent,
	    const char *name, size_t namelen);
void	devfs_ref(struct devfs_dirent *de);
void	devfs_rele(struct devfs_dirent *de);	/* without dev_lock */
/* The path of a name below the root, with its NUL: bytes, 0 if too long. */
size_t	devfs_path(const struct devfs_dirent *parent, const char *name,
	    size_t namelen, char *buf, size_t buflen);
int	devfs_read_entries(struct devfs_dirent *dir, off_t *cookie, char *buf,
	    size_t buflen, size_t *filled);

/* devfs_vnops.c: the vnode of a name, referenced, locked by lkflags. */
int	devfs_allocv(struct devfs_dirent *de, struct mount *mp, int lkflags,
	    struct vnode **vpp);

/* devfs_devs.c: the device's file operations and its data of open files. */
extern const struct fileops devfs_ops_f;
void	devfs_timestamp(struct timespec *tsp);
void	devfs_destroy_fdprivs(struct cdev_priv *cdp);
void	devfs_fpdrop(struct file *fp);

#endif /* !_FS_DEVFS_DEVFS_INT_H_ */
