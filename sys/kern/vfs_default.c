/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Operations that file systems share: the defaults for those they do not
 * have, and those of vnodes that have lost their file.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/conf.h>
#include <sys/fcntl.h>
#include <sys/lockf.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/poll.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/unistd.h>
#include <sys/vnode.h>

int
vop_eopnotsupp(void *ap __unused)
{

	return (EOPNOTSUPP);
}

int
vop_ebadf(void *ap __unused)
{

	return (EBADF);
}

int
vop_einval(void *ap __unused)
{

	return (EINVAL);
}

int
vop_enotty(void *ap __unused)
{

	return (ENOTTY);
}

int
vop_null(void *ap __unused)
{

	return (0);
}

int
vop_panic(void *ap __unused)
{

	panic("vnode operation that the file system does not have");
}

static int
vop_eio(void *ap __unused)
{

	return (EIO);
}

static int
vop_enxio(void *ap __unused)
{

	return (ENXIO);
}

static int
vop_nolookup(struct vop_lookup_args *ap)
{

	*ap->a_vpp = NULL;
	return (ENOTDIR);
}

int
vop_stdaccess(struct vop_access_args *ap)
{
	struct vattr va;
	int error;

	error = VOP_GETATTR(ap->a_vp, &va, ap->a_cred);
	if (error != 0)
		return (error);
	return (vaccess(ap->a_vp->v_type, va.va_mode, va.va_uid, va.va_gid,
	    ap->a_accmode, ap->a_cred));
}

/* Like any rename, it uses its vnodes up. */
static int
vop_norename(struct vop_rename_args *ap)
{

	if (ap->a_tvp != NULL)
		vput(ap->a_tvp);
	if (ap->a_tdvp == ap->a_tvp)
		vrele(ap->a_tdvp);
	else
		vput(ap->a_tdvp);
	vrele(ap->a_fdvp);
	vrele(ap->a_fvp);
	return (EOPNOTSUPP);
}

/* A file can always be read and written without waiting. */
static int
vop_nopoll(struct vop_poll_args *ap)
{

	return (ap->a_events &
	    (POLLIN | POLLOUT | POLLRDNORM | POLLWRNORM));
}

static int
dead_poll(struct vop_poll_args *ap)
{

	return (ap->a_events & (POLLIN | POLLRDNORM | POLLOUT | POLLWRNORM)) |
	    POLLHUP;
}

int
vop_stdpathconf(struct vop_pathconf_args *ap)
{

	switch (ap->a_name) {
	case _PC_NAME_MAX:
		*ap->a_retval = NAME_MAX;
		return (0);
	case _PC_PATH_MAX:
	case _PC_SYMLINK_MAX:
		*ap->a_retval = PATH_MAX;
		return (0);
	case _PC_LINK_MAX:
		*ap->a_retval = LINK_MAX;
		return (0);
	case _PC_FILESIZEBITS:
		*ap->a_retval = 64;
		return (0);
	case _PC_MAX_CANON:
		*ap->a_retval = MAX_CANON;
		return (0);
	case _PC_MAX_INPUT:
		*ap->a_retval = MAX_INPUT;
		return (0);
	case _PC_PIPE_BUF:
		*ap->a_retval = PIPE_BUF;
		return (0);
	case _PC_CHOWN_RESTRICTED:
	case _PC_NO_TRUNC:
	case _PC_SYNC_IO:
		*ap->a_retval = 1;
		return (0);
	case _PC_VDISABLE:
		*ap->a_retval = 0xff;
		return (0);
	case _PC_ASYNC_IO:
	case _PC_PRIO_IO:
		*ap->a_retval = 0;
		return (0);
	default:
		return (EINVAL);
	}
}

/* A file system that cannot tell the name of a vnode has none for it. */
int
vop_stdvptocnp(struct vop_vptocnp_args *ap __unused)
{

	return (ENOENT);
}

static int
vop_stdrevoke(struct vop_revoke_args *ap)
{
	struct vnode *vp = ap->a_vp;

	vgone(vp);
	return (0);
}

struct vop_vector default_vnodeops = {
	.vop_default =		NULL,
	.vop_lookup =		vop_nolookup,
	.vop_create =		VOP_EOPNOTSUPP,
	.vop_mknod =		VOP_EOPNOTSUPP,
	.vop_open =		VOP_NULL,
	.vop_close =		VOP_NULL,
	.vop_access =		vop_stdaccess,
	.vop_getattr =		VOP_EOPNOTSUPP,
	.vop_setattr =		VOP_EOPNOTSUPP,
	.vop_read =		VOP_EOPNOTSUPP,
	.vop_write =		VOP_EOPNOTSUPP,
	.vop_ioctl =		VOP_ENOTTY,
	.vop_poll =		vop_nopoll,
	.vop_revoke =		vop_stdrevoke,
	.vop_fsync =		VOP_NULL,
	.vop_remove =		VOP_EOPNOTSUPP,
	.vop_link =		VOP_EOPNOTSUPP,
	.vop_rename =		vop_norename,
	.vop_mkdir =		VOP_EOPNOTSUPP,
	.vop_rmdir =		VOP_EOPNOTSUPP,
	.vop_symlink =		VOP_EOPNOTSUPP,
	.vop_readdir =		VOP_EOPNOTSUPP,
	.vop_readlink =		VOP_EINVAL,
	.vop_inactive =		VOP_NULL,
	.vop_reclaim =		VOP_NULL,
	.vop_pathconf =		vop_stdpathconf,
	.vop_advlock =		vop_stdadvlock,
	.vop_getpage =		VOP_EOPNOTSUPP,
	.vop_lendpages =	VOP_EOPNOTSUPP,
	.vop_vptocnp =		vop_stdvptocnp,
};
VFS_VOP_VECTOR_REGISTER(default_vnodeops);

struct vop_vector dead_vnodeops = {
	.vop_default =		&default_vnodeops,
	.vop_access =		VOP_EBADF,
	.vop_create =		VOP_EBADF,
	.vop_getattr =		VOP_EBADF,
	.vop_getpage =		(vop_getpage_t *)(void *)vop_eio,
	.vop_ioctl =		VOP_EBADF,
	.vop_open =		(vop_open_t *)(void *)vop_enxio,
	.vop_poll =		dead_poll,
	.vop_read =		(vop_read_t *)(void *)vop_eio,
	.vop_readdir =		VOP_EBADF,
	.vop_readlink =		VOP_EBADF,
	.vop_setattr =		VOP_EBADF,
	.vop_write =		(vop_write_t *)(void *)vop_eio,
	.vop_advlock =		VOP_EBADF,
};
VFS_VOP_VECTOR_REGISTER(dead_vnodeops);

/*
 * Default operations of file system types
 */
int
vfs_stdstatfs(struct mount *mp __unused, struct statfs *sbp __unused)
{

	return (0);
}

int
vfs_stdsync(struct mount *mp __unused, int waitfor __unused)
{

	return (0);
}

int
vfs_stdvget(struct mount *mp __unused, ino_t ino __unused, int flags __unused,
    struct vnode **vpp __unused)
{

	return (EOPNOTSUPP);
}

int
vfs_stdinit(struct vfsconf *vfc __unused)
{

	return (0);
}

int
vfs_stduninit(struct vfsconf *vfc __unused)
{

	return (0);
}
