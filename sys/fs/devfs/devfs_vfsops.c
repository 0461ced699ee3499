/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * devfs: mounting.  Every mount shows the same tree.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <fs/devfs/devfs_int.h>

static const char *devfs_opts[] = { "from", "export", NULL };

static int
devfs_mount(struct mount *mp)
{
	int error;

	error = vfs_filteropt(mp->mnt_optnew, devfs_opts);
	if (error != 0 || (mp->mnt_flag & MNT_UPDATE) != 0)
		return (error);
	MNT_ILOCK(mp);
	mp->mnt_flag |= MNT_LOCAL;
	mp->mnt_kern_flag |= MNTK_LOOKUP_SHARED;
	MNT_IUNLOCK(mp);
	vfs_getnewfsid(mp);
	vfs_mountedfrom(mp, "devfs");
	return (0);
}

static int
devfs_unmount(struct mount *mp, int mntflags)
{

	return (vflush(mp, 0, (mntflags & MNT_FORCE) != 0 ? FORCECLOSE : 0,
	    curthread));
}

static int
devfs_root(struct mount *mp, int flags, struct vnode **vpp)
{

	return (devfs_allocv(&devfs_root_dirent, mp, flags, vpp));
}

static int
devfs_statfs(struct mount *mp __unused, struct statfs *sbp)
{

	sbp->f_bsize = DEV_BSIZE;
	sbp->f_iosize = PAGE_SIZE;
	sbp->f_blocks = 2;		/* df(1) divides by it */
	sbp->f_bfree = 0;
	sbp->f_bavail = 0;
	sbp->f_files = 0;
	sbp->f_ffree = 0;
	return (0);
}

static struct vfsops devfs_vfsops = {
	.vfs_mount = devfs_mount,
	.vfs_unmount = devfs_unmount,
	.vfs_root = devfs_root,
	.vfs_statfs = devfs_statfs,
};
VFS_SET(devfs_vfsops, devfs, VFCF_STATIC | VFCF_SYNTHETIC);
