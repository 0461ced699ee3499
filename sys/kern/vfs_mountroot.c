/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The root file system: a tmpfs with the files of the archive that the boot
 * loader brought (a preloaded file of type "mfs_root"), and devfs on /dev.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

#include "vfs_ustar.h"

/* Mount a tmpfs as the root: it covers nothing. */
static int
mount_root_tmpfs(struct thread *td)
{
	struct vfsconf *vfsp;
	struct mount *mp;
	int error;

	vfsp = vfs_conf_hold("tmpfs", td, &error);
	if (vfsp == NULL)
		return (error);
	mp = vfs_mount_alloc(NULL, vfsp, "/", td->td_ucred);
	mp->mnt_flag = MNT_ROOTFS;
	mp->mnt_opt = malloc(sizeof(*mp->mnt_opt), M_MOUNT, M_WAITOK);
	TAILQ_INIT(mp->mnt_opt);
	mp->mnt_optnew = mp->mnt_opt;
	error = VFS_MOUNT(mp);
	mp->mnt_optnew = NULL;
	if (error == 0)
		error = VFS_ROOT(mp, LK_EXCLUSIVE, &rootvnode);
	if (error != 0) {
		vfs_mount_destroy(mp);
		return (error);
	}
	VOP_UNLOCK(rootvnode);
	VFS_STATFS(mp, &mp->mnt_stat);
	mtx_lock(&mountlist_mtx);
	TAILQ_INSERT_TAIL(&mountlist, mp, mnt_list);
	mtx_unlock(&mountlist_mtx);
	pwd_set_rootvnode();
	return (0);
}

/* Unpack the preloaded archives, and give their memory back. */
static void
unpack_root(void)
{
	bool found = false;
	caddr_t mod;
	void *archive;

	while ((mod = preload_search_by_type("mfs_root")) != NULL) {
		archive = preload_fetch_addr(mod);
		if (archive != NULL)
			(void)vfs_ustar_unpack(archive,
			    preload_fetch_size(mod));
		preload_release(mod);
		found = true;
	}
	if (!found)
		printf("The boot loader brought no root archive (mfs_root): "
		    "the root is empty\n");
}

static int
make_dev_dir(struct thread *td)
{
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT(&nd, CREATE, LOCKPARENT | SAVENAME | WILLBEDIR, UIO_SYSSPACE,
	    "/dev", td);
	error = namei(&nd);
	if (error != 0)
		return (error);
	if (nd.ni_vp == NULL) {
		VATTR_NULL(&va);
		va.va_type = VDIR;
		va.va_mode = 0755;
		error = VOP_MKDIR(nd.ni_dvp, &nd.ni_vp, &nd.ni_cnd, &va);
		if (error == 0)
			VOP_UNLOCK(nd.ni_vp);
	}
	NDFREE(&nd, NDF_ONLY_PNBUF);
	vput(nd.ni_dvp);
	if (nd.ni_vp != NULL)
		vrele(nd.ni_vp);
	return (error);
}

static int
mount_devfs(struct thread *td)
{
	struct mntarg *ma = NULL;
	int error;

	error = make_dev_dir(td);
	if (error != 0)
		return (error);
	ma = mount_arg(ma, "fstype", "devfs", -1);
	ma = mount_arg(ma, "fspath", "/dev", -1);
	ma = mount_arg(ma, "from", "devfs", -1);
	return (kernel_mount(ma, 0));
}

static void
vfs_mountroot(void *unused __unused)
{
	struct thread *td = curthread;
	int error;

	error = mount_root_tmpfs(td);
	if (error != 0)
		panic("cannot mount the root file system: %s", errname(error));
	unpack_root();
	error = mount_devfs(td);
	if (error != 0)
		panic("cannot mount devfs on /dev: %s", errname(error));
	EVENTHANDLER_INVOKE(mountroot);
}
SYSINIT(mountroot, SI_SUB_ROOT_CONF, SI_ORDER_SECOND, vfs_mountroot, NULL);
