/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: files that live in memory pages.
 *
 * Locks, by the letter behind a member:
 *	(c) constant		(a) atomic
 *	(m) tm_lock		(n) tn_lock
 *	(v) the vnode lock, exclusively to change
 *
 * tm_lock alone protects the names: VOP_RENAME changes directories whose
 * vnodes it does not lock.  Lock order: vnode, tm_lock, tn_lock,
 * v_interlock.
 */
#ifndef _FS_TMPFS_TMPFS_H_
#define	_FS_TMPFS_TMPFS_H_

#include <sys/param.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/mutex.h>
#include <sys/queue.h>
#include <sys/timespec.h>
#include <sys/vnode.h>
#include <vm/vm.h>
#include <vm/vm_page.h>

struct componentname;
struct tmpfs_mount;
struct tmpfs_node;
struct ucred;

MALLOC_DECLARE(M_TMPFSMNT);
MALLOC_DECLARE(M_TMPFSNODE);
MALLOC_DECLARE(M_TMPFSNAME);
MALLOC_DECLARE(M_TMPFSPAGES);

/* A name in a directory.  It has a reference on td_node. */
struct tmpfs_dirent {
	LIST_ENTRY(tmpfs_dirent) td_hash; /* (m) tm_names chain */
	TAILQ_ENTRY(tmpfs_dirent) td_entries; /* (m) entries of td_dir */
	LIST_ENTRY(tmpfs_dirent) td_links; /* (m) names of td_node */
	struct tmpfs_node *td_node;	/* (c) what it names */
	struct tmpfs_node *td_dir;	/* (m) where it is */
	off_t		td_cookie;	/* (m) ascends in td_entries */
	u_int		td_hashval;	/* (m) */
	u_int		td_namelen;	/* (c) */
	char		td_name[];	/* (c) no NUL behind it */
};

/*
 * The pages of a file: a tree of 64-way nodes, height levels of them.  With
 * height 0 root is the one page, number 0.
 */
struct tmpfs_pages {
	void		*tp_root;
	u_int		tp_height;
	u_long		tp_count;	/* pages */
};

/* A file. */
struct tmpfs_node {
	u_int		tn_ref;		/* (a) names, vnode, others */
	enum vtype	tn_type;	/* (c) */
	struct tmpfs_mount *tn_mount;	/* (c) */
	struct vnode	*tn_vnode;	/* (m) its vnode, or NULL */
	LIST_HEAD(, tmpfs_dirent) tn_names; /* (m) */
	ino_t		tn_ino;		/* (c) */
	nlink_t		tn_nlink;	/* (m) 0: removed */
	mode_t		tn_mode;	/* (v, m) */
	uid_t		tn_uid;		/* (v, m) */
	gid_t		tn_gid;		/* (v, m) */
	off_t		tn_size;	/* (v, n) bytes */
	struct timespec	tn_atime;	/* (m) */
	struct timespec	tn_mtime;	/* (m) */
	struct timespec	tn_ctime;	/* (m) */
	struct timespec	tn_birthtime;	/* (c) */
	struct mtx	tn_lock;
	union {
		struct {		/* VDIR */
			TAILQ_HEAD(, tmpfs_dirent) entries; /* (m) */
			off_t	nextcookie;	/* (m) of the next entry */
			struct tmpfs_dirent *cursor; /* (m) readdir goes on */
		}	tn_dir;
		struct tmpfs_pages tn_reg;	/* (n) VREG */
		char	*tn_link;		/* (c) VLNK: tn_size bytes */
		dev_t	tn_rdev;		/* (c) VCHR, VBLK */
	};
};

struct tmpfs_mount {
	u_int		tm_ref;		/* (a) nodes and the mount */
	struct mtx	tm_lock;
	struct mount	*tm_mount;	/* (c) */
	struct tmpfs_node *tm_root;	/* (c) referenced */
	LIST_HEAD(tmpfs_namelist, tmpfs_dirent) *tm_names; /* (m) hashed */
	u_long		tm_hashmask;	/* (c) */
	ino_t		tm_nextino;	/* (m) */
	u_long		tm_nodes;	/* (m) files in use */
	u_long		tm_nodes_max;	/* (m) */
	u_long		tm_pages;	/* (a) pages in use */
	u_long		tm_pages_max;	/* (m) */
	off_t		tm_maxfilesize;	/* (m) bytes */
};

#define	TMPFS_LOCK(tm)		mtx_lock(&(tm)->tm_lock)
#define	TMPFS_UNLOCK(tm)	mtx_unlock(&(tm)->tm_lock)
#define	TMPFS_ASSERT_LOCKED(tm)	mtx_assert(&(tm)->tm_lock, MA_OWNED)

#define	VFS_TO_TMPFS(mp)	((struct tmpfs_mount *)(mp)->mnt_data)
#define	VP_TO_TMPFS_NODE(vp)	((struct tmpfs_node *)(vp)->v_data)
#define	VP_TO_TMPFS_DIR(vp)	VP_TO_TMPFS_NODE(vp)

/* Cookies of "." and ".."; entries begin behind. */
#define	TMPFS_COOKIE_DOT	0
#define	TMPFS_COOKIE_DOTDOT	1
#define	TMPFS_COOKIE_FIRST	2

/* tmpfs_touch() */
#define	TMPFS_ATIME	0x1
#define	TMPFS_MTIME	0x2
#define	TMPFS_CTIME	0x4

extern struct vop_vector tmpfs_vnodeop_entries;

/*
 * tmpfs_subr.c
 *
 * A new node without names, with one reference: ENOSPC if there are too
 * many.  target: of a symbolic link, else NULL.
 */
int	tmpfs_alloc_node(struct tmpfs_mount *tm, const struct vattr *vap,
	    uid_t uid, gid_t gid, const char *target,
	    struct tmpfs_node **nodep);
void	tmpfs_ref_node(struct tmpfs_node *node);
void	tmpfs_unref_node(struct tmpfs_node *node);
void	tmpfs_rele_mount(struct tmpfs_mount *tm);

/* The node of a vnode that is not locked, referenced; NULL: it is gone. */
struct tmpfs_node *tmpfs_vnode_node(struct vnode *vp);

/* The vnode of a node, referenced, locked by lkflags (0: not). */
int	tmpfs_alloc_vp(struct mount *mp, struct tmpfs_node *node, int lkflags,
	    struct vnode **vpp);

/* Set times to now; tm_lock is held. */
void	tmpfs_touch(struct tmpfs_node *node, int which);

/*
 * tmpfs_names.c
 *
 * Names.  All but alloc and free want tm_lock.
 */
struct tmpfs_dirent *tmpfs_alloc_dirent(struct tmpfs_node *node,
	    const char *name, u_int len);
void	tmpfs_free_dirent(struct tmpfs_dirent *de);
struct tmpfs_dirent *tmpfs_dir_lookup(struct tmpfs_node *dnode,
	    const char *name, u_int len);
void	tmpfs_dir_attach(struct tmpfs_node *dnode, struct tmpfs_dirent *de);
void	tmpfs_dir_detach(struct tmpfs_dirent *de);
struct tmpfs_node *tmpfs_dir_parent(struct tmpfs_node *dnode);
bool	tmpfs_dir_below(struct tmpfs_node *dnode, struct tmpfs_node *top);
int	tmpfs_dir_read(struct tmpfs_node *dnode, off_t *cookie, char *buf,
	    size_t buflen, size_t *filled);

/*
 * tmpfs_pages.c
 *
 * The contents of a file.  tmpfs_file_resize wants the vnode lock
 * exclusively, _read and _write want it; EFAULT, ENOSPC.
 */
int	tmpfs_file_getpage(struct tmpfs_node *node, vm_pindex_t idx,
	    vm_page_t *mp);
int	tmpfs_file_lendpages(struct tmpfs_node *node, vm_pindex_t idx,
	    vm_page_t *ma, int count);
void	tmpfs_file_resize(struct tmpfs_node *node, off_t size);
int	tmpfs_file_read(struct tmpfs_node *node, struct uio *uio);
int	tmpfs_file_write(struct tmpfs_node *node, struct uio *uio);
void	tmpfs_file_destroy(struct tmpfs_node *node);

#endif /* !_FS_TMPFS_TMPFS_H_ */
