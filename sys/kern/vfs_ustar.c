/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unpacking a ustar archive from memory into the root file system.
 *
 * Archives may follow one another; a later entry replaces an earlier file of
 * that name.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/limits.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <sys/ustar.h>
#include <sys/vnode.h>

#include "vfs_ustar.h"

/* The work. */
struct unpacking {
	struct ustar	archive;
	struct ustar_entry entry;
	struct thread	*td;
	struct vnode	*dvp;		/* directory of the last entry */
	char		dir[MAXPATHLEN];	/* path of dvp */
};

/* The directory path, made if it is missing; *vpp referenced. */
static int
ustar_find_dir(struct unpacking *u, const char *path, struct vnode **vpp)
{
	struct nameidata nd;
	struct vattr va;
	int error;

	NDINIT_ATVP(&nd, CREATE, LOCKPARENT | FOLLOW | SAVENAME | WILLBEDIR,
	    UIO_SYSSPACE, path, rootvnode, u->td);
	vref(rootvnode);
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
	*vpp = nd.ni_vp;
	return (error);
}

/* Make dvp the directory dir, with all that leads to it. */
static int
ustar_enter_dir(struct unpacking *u, const char *dir)
{
	char *slash;
	int error = 0;

	if (u->dvp != NULL && strcmp(dir, u->dir) == 0)
		return (0);
	if (u->dvp != NULL)
		vrele(u->dvp);
	u->dvp = rootvnode;
	vref(u->dvp);
	strlcpy(u->dir, dir, sizeof(u->dir));
	if (u->dir[0] == '\0')
		return (0);
	for (slash = strchr(u->dir, '/'); error == 0; ) {
		if (slash != NULL)
			*slash = '\0';
		vrele(u->dvp);
		u->dvp = NULL;
		error = ustar_find_dir(u, u->dir, &u->dvp);
		if (slash == NULL)
			break;
		*slash = '/';
		slash = strchr(slash + 1, '/');
	}
	if (error != 0)
		u->dir[0] = '\0';
	return (error);
}

static int
ustar_set_attributes(const struct ustar_entry *e, struct vnode *vp,
    struct ucred *cred)
{
	struct vattr va;

	VATTR_NULL(&va);
	if (vp->v_type != VLNK)
		va.va_mode = e->mode;
	if (e->uid != cred->cr_uid || e->gid != cred->cr_gid) {
		va.va_uid = e->uid;
		va.va_gid = e->gid;
	}
	va.va_mtime.tv_sec = e->mtime;
	va.va_mtime.tv_nsec = 0;
	return (VOP_SETATTR(vp, &va, cred));
}

static int
ustar_write(struct unpacking *u, struct vnode *vp)
{
	const struct ustar_entry *e = &u->entry;
	size_t done, n;
	int error = 0;

	for (done = 0; done < e->size && error == 0; done += n) {
		n = ulmin(e->size - done, INT_MAX & ~PAGE_MASK);
		error = vn_rdwr(UIO_WRITE, vp,
		    __DECONST(char *, e->data + done), (int)n, done,
		    UIO_SYSSPACE, IO_NODELOCKED, u->td->td_ucred, NOCRED,
		    NULL, u->td);
	}
	return (error);
}

/* A hard link to an earlier entry; the parent is locked. */
static int
ustar_link(struct unpacking *u, struct nameidata *nd)
{
	struct nameidata target;
	int error;

	if (!ustar_clean_path(u->entry.link))
		return (EFTYPE);
	NDINIT_ATVP(&target, LOOKUP, NOFOLLOW, UIO_SYSSPACE, u->entry.link,
	    rootvnode, u->td);
	vref(rootvnode);
	/* The walk may come through the parent: it must not be locked. */
	VOP_UNLOCK(nd->ni_dvp);
	error = namei(&target);
	vn_lock(nd->ni_dvp, LK_EXCLUSIVE | LK_RETRY);
	if (error != 0)
		return (error);
	vn_lock(target.ni_vp, LK_EXCLUSIVE | LK_RETRY);
	error = VOP_LINK(nd->ni_dvp, target.ni_vp, &nd->ni_cnd);
	vput(target.ni_vp);
	return (error);
}

/* A new file of the entry's type; ni_vp, locked, unless it is a link. */
static int
ustar_create(struct unpacking *u, struct nameidata *nd)
{
	const struct ustar_entry *e = &u->entry;
	struct vattr va;

	VATTR_NULL(&va);
	va.va_mode = e->mode;
	switch (e->type) {
	case USTAR_REG:
	case USTAR_OLDREG:
	case USTAR_CONT:
		va.va_type = VREG;
		return (VOP_CREATE(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va));
	case USTAR_DIR:
		va.va_type = VDIR;
		return (VOP_MKDIR(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va));
	case USTAR_SYMLINK:
		va.va_type = VLNK;
		va.va_mode = 0755;
		return (VOP_SYMLINK(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va,
		    u->entry.link));
	case USTAR_FIFO:
		va.va_type = VFIFO;
		return (VOP_MKNOD(nd->ni_dvp, &nd->ni_vp, &nd->ni_cnd, &va));
	case USTAR_LINK:
		return (ustar_link(u, nd));
	default:
		return (EOPNOTSUPP);
	}
}

/* Get what has the name out of the way, except a directory that stays. */
static int
ustar_replace(const struct ustar_entry *e, struct nameidata *nd)
{
	int error;

	if (nd->ni_vp == NULL)
		return (0);
	if (nd->ni_vp->v_type == VDIR)
		return (e->type == USTAR_DIR ? 0 : EISDIR);
	error = VOP_REMOVE(nd->ni_dvp, nd->ni_vp, &nd->ni_cnd);
	vfs_path_changed();
	vput(nd->ni_vp);
	nd->ni_vp = NULL;
	return (error);
}

static int
ustar_make(struct unpacking *u, const char *name)
{
	const struct ustar_entry *e = &u->entry;
	struct nameidata nd;
	int error;

	NDINIT_ATVP(&nd, CREATE, LOCKPARENT | LOCKLEAF | NOFOLLOW | SAVENAME |
	    WILLBEDIR, UIO_SYSSPACE, name, u->dvp, u->td);
	vref(u->dvp);
	error = namei(&nd);
	if (error != 0)
		return (error);
	error = ustar_replace(e, &nd);
	if (error == 0 && nd.ni_vp == NULL)
		error = ustar_create(u, &nd);
	if (error == 0 && nd.ni_vp != NULL && nd.ni_vp->v_type == VREG)
		error = ustar_write(u, nd.ni_vp);
	if (error == 0 && nd.ni_vp != NULL)
		error = ustar_set_attributes(e, nd.ni_vp, u->td->td_ucred);
	NDFREE(&nd, NDF_ONLY_PNBUF);
	if (nd.ni_vp != NULL)
		vput(nd.ni_vp);
	vput(nd.ni_dvp);
	return (error);
}

static int
ustar_extract(struct unpacking *u)
{
	struct ustar_entry *e = &u->entry;
	char *slash;
	int error;

	if (!ustar_clean_path(e->path))
		return (EFTYPE);
	if (e->path[0] == '\0') {
		vn_lock(rootvnode, LK_EXCLUSIVE | LK_RETRY);
		error = ustar_set_attributes(e, rootvnode, u->td->td_ucred);
		VOP_UNLOCK(rootvnode);
		return (error);
	}
	slash = strrchr(e->path, '/');
	if (slash == NULL) {
		error = ustar_enter_dir(u, "");
		return (error != 0 ? error : ustar_make(u, e->path));
	}
	*slash = '\0';
	error = ustar_enter_dir(u, e->path);
	*slash = '/';
	return (error != 0 ? error : ustar_make(u, slash + 1));
}

int
vfs_ustar_unpack(const void *archive, size_t len)
{
	enum ustar_result found;
	struct unpacking *u;
	int error, result = 0;

	u = malloc(sizeof(*u), M_TEMP, M_WAITOK | M_ZERO);
	u->archive.base = archive;
	u->archive.len = len;
	u->td = curthread;
	while ((found = ustar_next(&u->archive, &u->entry)) == USTAR_ENTRY) {
		error = ustar_extract(u);
		if (error != 0) {
			printf("root archive: %s: %s\n", u->entry.path,
			    errname(error));
			result = error;
		}
	}
	if (found != USTAR_END) {
		printf("root archive: %s at offset %zu\n",
		    found == USTAR_CUT_OFF ? "cut off in the file" :
		    "bad header", u->archive.pos);
		result = EFTYPE;
	}
	if (u->dvp != NULL)
		vrele(u->dvp);
	free(u, M_TEMP);
	return (result);
}
