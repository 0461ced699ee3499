/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linprocfs: mounting.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/mount.h>
#include <sys/proc.h>

#include <compat/linprocfs/linprocfs.h>

static int
linprocfs_mount(struct mount *mp)
{

	if ((mp->mnt_flag & MNT_UPDATE) != 0)
		return (EOPNOTSUPP);
	vfs_getnewfsid(mp);
	vfs_mountedfrom(mp, "linprocfs");
	return (0);
}

static int
linprocfs_unmount(struct mount *mp, int mntflags)
{

	return (vflush(mp, 0, (mntflags & MNT_FORCE) != 0 ? FORCECLOSE : 0,
	    curthread));
}

static int
linprocfs_root(struct mount *mp, int flags __unused, struct vnode **vpp)
{
	int error;

	error = linprocfs_vnode(mp, 0, NULL, vpp);
	if (error == 0)
		(*vpp)->v_vflag |= VV_ROOT;
	return (error);
}

static int
linprocfs_statfs(struct mount *mp __unused, struct statfs *sbp)
{

	sbp->f_bsize = PAGE_SIZE;
	sbp->f_iosize = PAGE_SIZE;
	sbp->f_namemax = NAME_MAX;
	return (0);
}

static struct vfsops linprocfs_vfsops = {
	.vfs_mount = linprocfs_mount,
	.vfs_unmount = linprocfs_unmount,
	.vfs_root = linprocfs_root,
	.vfs_statfs = linprocfs_statfs,
};

VFS_SET(linprocfs_vfsops, linprocfs, VFCF_SYNTHETIC | VFCF_READONLY);
MODULE_VERSION(linprocfs, 1);
