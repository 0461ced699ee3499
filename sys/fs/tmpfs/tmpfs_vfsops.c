/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: mounting.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <fs/tmpfs/tmpfs.h>

MALLOC_DEFINE(M_TMPFSMNT, "tmpfs mount", "tmpfs mounts");

#define	TMPFS_HASH_MIN	16
#define	TMPFS_HASH_MAX	8192
#define	TMPFS_ROOTINO	2

static const char *tmpfs_opts[] = { "from", "size", "maxfilesize", "inodes",
    "uid", "gid", "mode", "export", NULL };
static const char *tmpfs_updateopts[] = { "from", "size", "maxfilesize",
    "inodes", NULL };

/* The limits that the options give; a limit that is not given stays. */
static int
tmpfs_limits(struct mount *mp, struct tmpfs_mount *tm)
{
	off_t inodes = 0, maxfilesize = 0, size = 0;
	int error;

	error = vfs_getopt_size(mp->mnt_optnew, "size", &size);
	if (error == 0 || error == ENOENT)
		error = vfs_getopt_size(mp->mnt_optnew, "maxfilesize",
		    &maxfilesize);
	if (error == 0 || error == ENOENT)
		error = vfs_getopt_size(mp->mnt_optnew, "inodes", &inodes);
	if (error != 0 && error != ENOENT) {
		vfs_mount_error(mp, "size, maxfilesize and inodes are "
		    "numbers, with k, m, g or t behind them or not");
		return (error);
	}
	if (size != 0)
		tm->tm_pages_max = howmany(size, PAGE_SIZE);
	if (inodes != 0)
		tm->tm_nodes_max = inodes;
	else if (size != 0)
		tm->tm_nodes_max = ulmax(tm->tm_pages_max, 64);
	if (maxfilesize != 0)
		tm->tm_maxfilesize = maxfilesize;
	return (0);
}

/* Owner and mode of the root directory: by option, or as what it covers. */
static int
tmpfs_root_attributes(struct mount *mp, struct vattr *vap)
{
	struct vnode *covered = mp->mnt_vnodecovered;
	int mode, error = 0;
	int gid, uid;

	VATTR_NULL(vap);
	vap->va_uid = mp->mnt_cred->cr_uid;
	vap->va_gid = mp->mnt_cred->cr_gid;
	vap->va_mode = 0755;
	if (covered != NULL) {
		vn_lock(covered, LK_SHARED | LK_RETRY);
		error = VOP_GETATTR(covered, vap, mp->mnt_cred);
		VOP_UNLOCK(covered);
	}
	if (vfs_scanopt(mp->mnt_optnew, "uid", "%d", &uid) == 1)
		vap->va_uid = uid;
	if (vfs_scanopt(mp->mnt_optnew, "gid", "%d", &gid) == 1)
		vap->va_gid = gid;
	if (vfs_scanopt(mp->mnt_optnew, "mode", "%o", &mode) == 1)
		vap->va_mode = mode & ALLPERMS;
	vap->va_type = VDIR;
	return (error);
}

static int
tmpfs_mount_update(struct mount *mp)
{
	int error;

	error = vfs_filteropt(mp->mnt_optnew, tmpfs_updateopts);
	return (error != 0 ? error : tmpfs_limits(mp, VFS_TO_TMPFS(mp)));
}

static int
tmpfs_mount(struct mount *mp)
{
	struct tmpfs_mount *tm;
	struct tmpfs_node *root;
	struct vattr va;
	int error;

	if ((mp->mnt_flag & MNT_UPDATE) != 0)
		return (tmpfs_mount_update(mp));
	error = vfs_filteropt(mp->mnt_optnew, tmpfs_opts);
	if (error == 0)
		error = tmpfs_root_attributes(mp, &va);
	if (error != 0)
		return (error);
	tm = malloc(sizeof(*tm), M_TMPFSMNT, M_WAITOK | M_ZERO);
	mtx_init(&tm->tm_lock, "tmpfs", NULL, MTX_DEF);
	refcount_init(&tm->tm_ref, 1);
	tm->tm_mount = mp;
	tm->tm_nextino = TMPFS_ROOTINO;
	/* There is no swap space: half of the memory is what it may have. */
	tm->tm_pages_max = vm_page_count_total / 2;
	tm->tm_nodes_max = tm->tm_pages_max;
	tm->tm_maxfilesize = INT64_MAX - PAGE_SIZE;
	error = tmpfs_limits(mp, tm);
	tm->tm_names = hashinit(ulmax(TMPFS_HASH_MIN, ulmin(TMPFS_HASH_MAX,
	    tm->tm_pages_max / 8)), M_TMPFSMNT, &tm->tm_hashmask);
	if (error == 0)
		error = tmpfs_alloc_node(tm, &va, va.va_uid, va.va_gid, NULL,
		    &root);
	if (error != 0) {
		tmpfs_rele_mount(tm);
		return (error);
	}
	root->tn_nlink = 2;
	tm->tm_root = root;
	mp->mnt_data = tm;
	MNT_ILOCK(mp);
	mp->mnt_flag |= MNT_LOCAL;
	mp->mnt_kern_flag |= MNTK_LOOKUP_SHARED;
	MNT_IUNLOCK(mp);
	vfs_getnewfsid(mp);
	vfs_mountedfrom(mp, "tmpfs");
	return (0);
}

/*
 * Drop all names; with them, and the vnodes, the nodes go.  A name's removal
 * looks at its directory, so none is freed before all are removed.
 */
static void
tmpfs_remove_names(struct tmpfs_mount *tm)
{
	struct tmpfs_namelist removed = LIST_HEAD_INITIALIZER(removed);
	struct tmpfs_dirent *de;
	u_long i;

	TMPFS_LOCK(tm);
	for (i = 0; i <= tm->tm_hashmask; i++) {
		while ((de = LIST_FIRST(&tm->tm_names[i])) != NULL) {
			tmpfs_dir_detach(de);
			LIST_INSERT_HEAD(&removed, de, td_hash);
		}
	}
	TMPFS_UNLOCK(tm);
	while ((de = LIST_FIRST(&removed)) != NULL) {
		LIST_REMOVE(de, td_hash);
		tmpfs_free_dirent(de);
	}
}

static int
tmpfs_unmount(struct mount *mp, int mntflags)
{
	struct tmpfs_mount *tm = VFS_TO_TMPFS(mp);
	int error;

	error = vflush(mp, 0, (mntflags & MNT_FORCE) != 0 ? FORCECLOSE : 0,
	    curthread);
	if (error != 0)
		return (error);
	tmpfs_remove_names(tm);
	tmpfs_unref_node(tm->tm_root);
	mp->mnt_data = NULL;
	tmpfs_rele_mount(tm);
	return (0);
}

static int
tmpfs_root(struct mount *mp, int flags, struct vnode **vpp)
{

	return (tmpfs_alloc_vp(mp, VFS_TO_TMPFS(mp)->tm_root, flags, vpp));
}

static int
tmpfs_statfs(struct mount *mp, struct statfs *sbp)
{
	struct tmpfs_mount *tm = VFS_TO_TMPFS(mp);
	u_long used;

	sbp->f_iosize = PAGE_SIZE;
	sbp->f_bsize = PAGE_SIZE;
	TMPFS_LOCK(tm);
	used = ulmin(tm->tm_pages, tm->tm_pages_max);
	sbp->f_blocks = tm->tm_pages_max;
	sbp->f_bfree = ulmin(tm->tm_pages_max - used, vm_page_count_free);
	sbp->f_bavail = sbp->f_bfree;
	sbp->f_files = tm->tm_nodes_max;
	sbp->f_ffree = tm->tm_nodes_max - ulmin(tm->tm_nodes,
	    tm->tm_nodes_max);
	TMPFS_UNLOCK(tm);
	return (0);
}

static struct vfsops tmpfs_vfsops = {
	.vfs_mount = tmpfs_mount,
	.vfs_unmount = tmpfs_unmount,
	.vfs_root = tmpfs_root,
	.vfs_statfs = tmpfs_statfs,
};
VFS_SET(tmpfs_vfsops, tmpfs, VFCF_STATIC);
