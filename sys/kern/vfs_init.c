/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * File system types: registration, by the kernel and by modules, and the
 * completion of their vnode operations.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/mount.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/vnode.h>

struct vfsconfhead vfsconf = TAILQ_HEAD_INITIALIZER(vfsconf);
struct sx vfsconf_sx;
SX_SYSINIT(vfsconf, &vfsconf_sx, "vfsconf");

static int maxvfsconf = 1;		/* next type number */

/* Give the NULL members of a vector those of its default. */
static void
vop_vector_inherit(struct vop_vector *vops, const struct vop_vector *from)
{

#define	VOP_INHERIT(up, low, ...)					\
	if (vops->vop_ ## low == NULL)					\
		vops->vop_ ## low = from->vop_ ## low;
	VNODE_OPERATIONS(VOP_INHERIT, VOP_INHERIT, VOP_INHERIT, VOP_INHERIT,
	    VOP_INHERIT, VOP_INHERIT)
#undef VOP_INHERIT
}

void
vfs_vector_op_register(struct vop_vector *vops)
{

	if (vops->registered)
		return;
	if (vops->vop_default != NULL) {
		vfs_vector_op_register(vops->vop_default);
		vop_vector_inherit(vops, vops->vop_default);
	}
	vops->registered = true;
}

static struct vfsconf *
vfs_byname_locked(const char *name)
{
	struct vfsconf *vfsp;

	sx_assert(&vfsconf_sx, SA_LOCKED);
	/* The name by which BSD knew its first file system. */
	if (strcmp(name, "ffs") == 0)
		name = "ufs";
	TAILQ_FOREACH(vfsp, &vfsconf, vfc_list) {
		if (strcmp(name, vfsp->vfc_name) == 0)
			return (vfsp);
	}
	return (NULL);
}

struct vfsconf *
vfs_byname(const char *name)
{
	struct vfsconf *vfsp;

	sx_slock(&vfsconf_sx);
	vfsp = vfs_byname_locked(name);
	sx_sunlock(&vfsconf_sx);
	return (vfsp);
}

static struct vfsconf *
vfs_conf_hold_loaded(const char *name)
{
	struct vfsconf *vfsp;

	sx_xlock(&vfsconf_sx);
	vfsp = vfs_byname_locked(name);
	if (vfsp != NULL)
		vfsp->vfc_refcount++;
	sx_xunlock(&vfsconf_sx);
	return (vfsp);
}

struct vfsconf *
vfs_conf_hold(const char *name, struct thread *td, int *error)
{
	struct vfsconf *vfsp;
	int fileid;

	*error = 0;
	vfsp = vfs_conf_hold_loaded(name);
	if (vfsp != NULL)
		return (vfsp);
	*error = ENODEV;
	/* Only a plain name, never a path, may come from a mount call. */
	if (strchr(name, '/') != NULL ||
	    kern_kldload(td, name, &fileid) != 0)
		return (NULL);
	vfsp = vfs_conf_hold_loaded(name);
	if (vfsp == NULL)
		kern_kldunload(td, fileid, LINKER_UNLOAD_NORMAL);
	else
		*error = 0;
	return (vfsp);
}

void
vfs_conf_rele(struct vfsconf *vfsp)
{

	sx_xlock(&vfsconf_sx);
	vfsp->vfc_refcount--;
	sx_xunlock(&vfsconf_sx);
}

static void
vfs_complete_ops(struct vfsops *vfsops)
{

	if (vfsops->vfs_statfs == NULL)
		vfsops->vfs_statfs = vfs_stdstatfs;
	if (vfsops->vfs_sync == NULL)
		vfsops->vfs_sync = vfs_stdsync;
	if (vfsops->vfs_vget == NULL)
		vfsops->vfs_vget = vfs_stdvget;
	if (vfsops->vfs_init == NULL)
		vfsops->vfs_init = vfs_stdinit;
	if (vfsops->vfs_uninit == NULL)
		vfsops->vfs_uninit = vfs_stduninit;
}

int
vfs_register(struct vfsconf *vfc)
{
	struct vfsops *vfsops = vfc->vfc_vfsops;
	int error;

	if (vfc->vfc_version != VFS_VERSION) {
		printf("%s: made for another version of the file system "
		    "interface (%#x, here %#x)\n", vfc->vfc_name,
		    vfc->vfc_version, VFS_VERSION);
		return (EINVAL);
	}
	if (vfsops->vfs_mount == NULL || vfsops->vfs_unmount == NULL ||
	    vfsops->vfs_root == NULL) {
		printf("%s: has no mount, unmount or root operation\n",
		    vfc->vfc_name);
		return (EINVAL);
	}
	sx_xlock(&vfsconf_sx);
	if (vfs_byname_locked(vfc->vfc_name) != NULL) {
		sx_xunlock(&vfsconf_sx);
		return (EEXIST);
	}
	if (vfc->vfc_typenum == -1)
		vfc->vfc_typenum = maxvfsconf++;
	else if (vfc->vfc_typenum >= maxvfsconf)
		maxvfsconf = vfc->vfc_typenum + 1;
	vfc->vfc_refcount = 0;
	vfs_complete_ops(vfsops);
	error = vfsops->vfs_init(vfc);
	if (error == 0)
		TAILQ_INSERT_TAIL(&vfsconf, vfc, vfc_list);
	sx_xunlock(&vfsconf_sx);
	return (error);
}

int
vfs_unregister(struct vfsconf *vfc)
{
	struct vfsconf *vfsp;
	int error;

	sx_xlock(&vfsconf_sx);
	vfsp = vfs_byname_locked(vfc->vfc_name);
	if (vfsp == NULL)
		error = EINVAL;
	else if (vfsp->vfc_refcount != 0)
		error = EBUSY;
	else
		error = vfsp->vfc_vfsops->vfs_uninit(vfsp);
	if (error == 0)
		TAILQ_REMOVE(&vfsconf, vfsp, vfc_list);
	sx_xunlock(&vfsconf_sx);
	return (error);
}

int
vfs_modevent(module_t mod __unused, int type, void *data)
{
	struct vfsconf *vfc = data;

	switch (type) {
	case MOD_LOAD:
		return (vfc != NULL ? vfs_register(vfc) : 0);
	case MOD_UNLOAD:
		return (vfc != NULL ? vfs_unregister(vfc) : 0);
	case MOD_QUIESCE:
		return (vfc != NULL && vfc->vfc_refcount != 0 ? EBUSY : 0);
	default:
		return (EOPNOTSUPP);
	}
}

static int
sysctl_vfs_conflist(SYSCTL_HANDLER_ARGS)
{
	struct vfsconf *vfsp;
	struct xvfsconf xvfsp;
	int error = 0;

	sx_slock(&vfsconf_sx);
	TAILQ_FOREACH(vfsp, &vfsconf, vfc_list) {
		memset(&xvfsp, 0, sizeof(xvfsp));
		strlcpy(xvfsp.vfc_name, vfsp->vfc_name,
		    sizeof(xvfsp.vfc_name));
		xvfsp.vfc_typenum = vfsp->vfc_typenum;
		xvfsp.vfc_refcount = vfsp->vfc_refcount;
		xvfsp.vfc_flags = vfsp->vfc_flags;
		error = SYSCTL_OUT(req, &xvfsp, sizeof(xvfsp));
		if (error != 0)
			break;
	}
	sx_sunlock(&vfsconf_sx);
	return (error);
}
SYSCTL_PROC(_vfs, OID_AUTO, conflist, CTLTYPE_OPAQUE | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, sysctl_vfs_conflist, "S,xvfsconf",
    "File system types");
