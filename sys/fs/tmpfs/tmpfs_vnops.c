/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: vnode operations on names; those on one file are in
 * tmpfs_fileops.c.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/dirent.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/stat.h>
#include <sys/syslimits.h>
#include <sys/ucred.h>
#include <sys/uio.h>
#include <fs/tmpfs/tmpfs.h>
#include <fs/tmpfs/tmpfs_vnops.h>

#define	TMPFS_READDIR_BUF	PAGE_SIZE	/* records per turn, in bytes */

/*
 * Lookup
 */

/* "..": the parent's lock comes before that of dvp. */
static int
tmpfs_lookup_dotdot(struct vnode *dvp, struct vnode **vpp, int lkflags)
{
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(dvp), *parent;
	struct tmpfs_mount *tm = dnode->tn_mount;
	struct mount *mp = dvp->v_mount;
	int error, ltype;

	TMPFS_LOCK(tm);
	parent = tmpfs_dir_parent(dnode);
	if (parent != NULL)
		tmpfs_ref_node(parent);
	TMPFS_UNLOCK(tm);
	if (parent == NULL)
		return (ENOENT);
	vfs_ref(mp);
	ltype = VOP_ISLOCKED(dvp);
	VOP_UNLOCK(dvp);
	error = tmpfs_alloc_vp(mp, parent, lkflags, vpp);
	vn_lock(dvp, ltype | LK_RETRY);
	if (error == 0 && VN_IS_DOOMED(dvp)) {
		vput(*vpp);
		*vpp = NULL;
		error = ENOENT;
	}
	tmpfs_unref_node(parent);
	vfs_rel(mp);
	return (error);
}

/* The last name of an operation that changes dvp: may it? */
static int
tmpfs_lookup_change(struct vnode *dvp, const struct tmpfs_node *node,
    struct componentname *cnp)
{
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(dvp);
	int error;

	error = VOP_ACCESS(dvp, VWRITE, cnp->cn_cred, cnp->cn_thread);
	if (error != 0)
		return (error);
	if (node == NULL)
		return (dnode->tn_nlink == 0 ? ENOENT : EJUSTRETURN);
	/* In a sticky directory only owners remove or replace. */
	if ((dnode->tn_mode & S_ISTXT) != 0 &&
	    cnp->cn_cred->cr_uid != node->tn_uid &&
	    VOP_ACCESS(dvp, VADMIN, cnp->cn_cred, cnp->cn_thread) != 0)
		return (EPERM);
	return (0);
}

static int
tmpfs_lookup(struct vop_lookup_args *ap)
{
	struct vnode *dvp = ap->a_dvp;
	struct componentname *cnp = ap->a_cnp;
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(dvp), *node = NULL;
	struct tmpfs_mount *tm = dnode->tn_mount;
	struct tmpfs_dirent *de;
	u_long op = cnp->cn_nameiop;
	bool last = (cnp->cn_flags & ISLASTCN) != 0;
	int error = 0;

	*ap->a_vpp = NULL;
	if ((cnp->cn_flags & ISDOTDOT) != 0)
		return (tmpfs_lookup_dotdot(dvp, ap->a_vpp, cnp->cn_lkflags));
	TMPFS_LOCK(tm);
	de = tmpfs_dir_lookup(dnode, cnp->cn_nameptr, cnp->cn_namelen);
	if (de != NULL) {
		node = de->td_node;
		tmpfs_ref_node(node);
	}
	TMPFS_UNLOCK(tm);
	if (node == NULL) {
		if (!last || (op != CREATE && op != RENAME))
			return (ENOENT);
		return (tmpfs_lookup_change(dvp, NULL, cnp));
	}
	if (last && (op == DELETE || op == RENAME))
		error = tmpfs_lookup_change(dvp, node, cnp);
	if (error == 0)
		error = tmpfs_alloc_vp(dvp->v_mount, node, cnp->cn_lkflags,
		    ap->a_vpp);
	tmpfs_unref_node(node);
	return (error);
}

/*
 * Making
 */

/*
 * Enter de, whose node vp is new, into dvp; or fail, if dvp has been removed
 * or is full.
 */
static int
tmpfs_enter_new(struct tmpfs_node *dnode, struct tmpfs_dirent *de)
{
	struct tmpfs_node *node = de->td_node;
	struct tmpfs_mount *tm = dnode->tn_mount;
	int error = 0;

	TMPFS_LOCK(tm);
	if (dnode->tn_nlink == 0) {
		error = ENOENT;
	} else if (node->tn_type == VDIR && dnode->tn_nlink >= LINK_MAX) {
		error = EMLINK;
	} else {
		tmpfs_dir_attach(dnode, de);
		node->tn_nlink = 1;
		if (node->tn_type == VDIR) {
			node->tn_nlink++;
			dnode->tn_nlink++;
		}
		vn_set_idle(node->tn_vnode, true);
		tmpfs_touch(dnode, TMPFS_MTIME | TMPFS_CTIME);
	}
	TMPFS_UNLOCK(tm);
	return (error);
}

/* A new file of any type: *vpp, locked. */
static int
tmpfs_make(struct vnode *dvp, struct vnode **vpp, struct componentname *cnp,
    struct vattr *vap, const char *target)
{
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(dvp), *node;
	struct tmpfs_dirent *de;
	int error;

	/* As in any BSD a file gets the group of its directory. */
	error = tmpfs_alloc_node(dnode->tn_mount, vap, cnp->cn_cred->cr_uid,
	    dnode->tn_gid, target, &node);
	if (error != 0)
		return (error);
	if ((node->tn_mode & S_ISGID) != 0 &&
	    !groupmember(node->tn_gid, cnp->cn_cred))
		node->tn_mode &= ~S_ISGID;
	de = tmpfs_alloc_dirent(node, cnp->cn_nameptr, cnp->cn_namelen);
	error = tmpfs_alloc_vp(dvp->v_mount, node, LK_EXCLUSIVE, vpp);
	tmpfs_unref_node(node);		/* the name and vnode have theirs */
	if (error == 0) {
		error = tmpfs_enter_new(dnode, de);
		if (error != 0)
			vput(*vpp);
	}
	if (error != 0) {
		tmpfs_free_dirent(de);
		*vpp = NULL;
	}
	return (error);
}

static int
tmpfs_create(struct vop_create_args *ap)
{

	return (tmpfs_make(ap->a_dvp, ap->a_vpp, ap->a_cnp, ap->a_vap, NULL));
}

static int
tmpfs_mknod(struct vop_mknod_args *ap)
{

	switch (ap->a_vap->va_type) {
	case VCHR:
	case VBLK:
	case VFIFO:
	case VSOCK:
		return (tmpfs_make(ap->a_dvp, ap->a_vpp, ap->a_cnp, ap->a_vap,
		    NULL));
	default:
		return (EINVAL);
	}
}

static int
tmpfs_mkdir(struct vop_mkdir_args *ap)
{

	return (tmpfs_make(ap->a_dvp, ap->a_vpp, ap->a_cnp, ap->a_vap, NULL));
}

static int
tmpfs_symlink(struct vop_symlink_args *ap)
{

	ap->a_vap->va_type = VLNK;
	return (tmpfs_make(ap->a_dvp, ap->a_vpp, ap->a_cnp, ap->a_vap,
	    ap->a_target));
}

static int
tmpfs_link(struct vop_link_args *ap)
{
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(ap->a_tdvp);
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(ap->a_vp);
	struct tmpfs_mount *tm = dnode->tn_mount;
	struct tmpfs_dirent *de;
	int error = 0;

	de = tmpfs_alloc_dirent(node, ap->a_cnp->cn_nameptr,
	    ap->a_cnp->cn_namelen);
	TMPFS_LOCK(tm);
	if (dnode->tn_nlink == 0 || node->tn_nlink == 0) {
		error = ENOENT;
	} else if (node->tn_nlink >= LINK_MAX) {
		error = EMLINK;
	} else {
		tmpfs_dir_attach(dnode, de);
		node->tn_nlink++;
		tmpfs_touch(node, TMPFS_CTIME);
		tmpfs_touch(dnode, TMPFS_MTIME | TMPFS_CTIME);
	}
	TMPFS_UNLOCK(tm);
	if (error != 0)
		tmpfs_free_dirent(de);
	return (error);
}

/*
 * Removing
 */

/*
 * Take the name de out of its directory, and its node out of the links if
 * it is a directory.  tm_lock is held.
 */
static void
tmpfs_remove_dirent(struct tmpfs_dirent *de)
{
	struct tmpfs_node *dnode = de->td_dir, *node = de->td_node;

	tmpfs_dir_detach(de);
	if (node->tn_type == VDIR) {
		node->tn_nlink = 0;
		dnode->tn_nlink--;
	} else {
		node->tn_nlink--;
	}
	if (node->tn_nlink == 0 && node->tn_vnode != NULL)
		vn_set_idle(node->tn_vnode, false);
	tmpfs_touch(node, TMPFS_CTIME);
	tmpfs_touch(dnode, TMPFS_MTIME | TMPFS_CTIME);
}

/* Remove the name cnp of vp from dvp; of a directory only if it is empty. */
static int
tmpfs_remove_name(struct vnode *dvp, struct vnode *vp,
    struct componentname *cnp)
{
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(dvp);
	struct tmpfs_node *node = VP_TO_TMPFS_NODE(vp);
	struct tmpfs_mount *tm = dnode->tn_mount;
	struct tmpfs_dirent *de;
	int error = 0;

	TMPFS_LOCK(tm);
	de = tmpfs_dir_lookup(dnode, cnp->cn_nameptr, cnp->cn_namelen);
	if (de == NULL || de->td_node != node)
		error = ENOENT;		/* renamed since it was looked up */
	else if (node->tn_type == VDIR && !TAILQ_EMPTY(&node->tn_dir.entries))
		error = ENOTEMPTY;
	else
		tmpfs_remove_dirent(de);
	TMPFS_UNLOCK(tm);
	if (error == 0)
		tmpfs_free_dirent(de);
	return (error);
}

static int
tmpfs_remove(struct vop_remove_args *ap)
{

	return (tmpfs_remove_name(ap->a_dvp, ap->a_vp, ap->a_cnp));
}

static int
tmpfs_rmdir(struct vop_rmdir_args *ap)
{

	return (tmpfs_remove_name(ap->a_dvp, ap->a_vp, ap->a_cnp));
}

/*
 * Renaming
 */

/* May node move from fdnode to tdnode?  tm_lock is held. */
static int
tmpfs_rename_check(struct tmpfs_node *fdnode, struct tmpfs_node *node,
    struct tmpfs_node *tdnode, struct tmpfs_dirent *tde,
    struct ucred *cred)
{
	int error;

	if (tdnode->tn_nlink == 0)
		return (ENOENT);
	if (tde != NULL && tde->td_node->tn_type == VDIR &&
	    !TAILQ_EMPTY(&tde->td_node->tn_dir.entries))
		return (ENOTEMPTY);
	if (node->tn_type != VDIR || fdnode == tdnode)
		return (0);
	if (tmpfs_dir_below(tdnode, node))
		return (EINVAL);
	if (tdnode->tn_nlink >= LINK_MAX)
		return (EMLINK);
	/* Its ".." changes. */
	error = vaccess(VDIR, node->tn_mode, node->tn_uid, node->tn_gid,
	    VWRITE, cred);
	return (error);
}

/*
 * Move fde to tdnode as the name de, in the place of tde or of nothing.
 * tm_lock is held.
 */
static void
tmpfs_rename_move(struct tmpfs_dirent *fde, struct tmpfs_node *tdnode,
    struct tmpfs_dirent *de, struct tmpfs_dirent *tde)
{
	struct tmpfs_node *fdnode = fde->td_dir, *node = fde->td_node;

	if (tde != NULL)
		tmpfs_remove_dirent(tde);
	tmpfs_dir_detach(fde);
	tmpfs_dir_attach(tdnode, de);
	if (node->tn_type == VDIR) {
		fdnode->tn_nlink--;
		tdnode->tn_nlink++;
	}
	tmpfs_touch(node, TMPFS_CTIME);
	tmpfs_touch(fdnode, TMPFS_MTIME | TMPFS_CTIME);
	tmpfs_touch(tdnode, TMPFS_MTIME | TMPFS_CTIME);
}

/*
 * The source is not locked, so it is looked up once more under tm_lock, which
 * is all that names need.
 */
static int
tmpfs_rename_names(struct vop_rename_args *ap)
{
	struct tmpfs_node *fdnode, *node, *tdnode;
	struct tmpfs_dirent *de, *fde, *tde;
	struct componentname *fcnp = ap->a_fcnp, *tcnp = ap->a_tcnp;
	struct tmpfs_mount *tm;
	int error;

	tdnode = VP_TO_TMPFS_DIR(ap->a_tdvp);
	tm = tdnode->tn_mount;
	fdnode = tmpfs_vnode_node(ap->a_fdvp);
	node = tmpfs_vnode_node(ap->a_fvp);
	if (fdnode == NULL || node == NULL) {
		error = ENOENT;		/* forcibly unmounted */
		goto out;
	}
	de = tmpfs_alloc_dirent(node, tcnp->cn_nameptr, tcnp->cn_namelen);
	TMPFS_LOCK(tm);
	fde = tmpfs_dir_lookup(fdnode, fcnp->cn_nameptr, fcnp->cn_namelen);
	tde = tmpfs_dir_lookup(tdnode, tcnp->cn_nameptr, tcnp->cn_namelen);
	if (fde == NULL || fde->td_node != node)
		error = ENOENT;
	else if (tde != NULL && (ap->a_tvp == NULL ||
	    tde->td_node != VP_TO_TMPFS_NODE(ap->a_tvp)))
		error = ENOENT;
	else
		error = tmpfs_rename_check(fdnode, node, tdnode, tde,
		    tcnp->cn_cred);
	if (error == 0)
		tmpfs_rename_move(fde, tdnode, de, tde);
	TMPFS_UNLOCK(tm);
	if (error != 0) {
		tmpfs_free_dirent(de);
	} else {
		tmpfs_free_dirent(fde);
		if (tde != NULL)
			tmpfs_free_dirent(tde);
	}
out:
	if (fdnode != NULL)
		tmpfs_unref_node(fdnode);
	if (node != NULL)
		tmpfs_unref_node(node);
	return (error);
}

static int
tmpfs_rename(struct vop_rename_args *ap)
{
	int error;

	error = tmpfs_rename_names(ap);
	if (ap->a_tvp != NULL)
		vput(ap->a_tvp);
	vput(ap->a_tdvp);
	vrele(ap->a_fvp);
	vrele(ap->a_fdvp);
	return (error);
}

/*
 * Reading directories
 */

/* The cookies behind each of the records in buf, for whoever asks. */
static void
tmpfs_readdir_cookies(const char *buf, size_t len, u_long *cookies,
    int *ncookies)
{
	const struct dirent *dp;
	size_t pos;

	for (pos = 0; pos < len; pos += dp->d_reclen) {
		dp = (const struct dirent *)(buf + pos);
		cookies[(*ncookies)++] = dp->d_off;
	}
}

static int
tmpfs_readdir(struct vop_readdir_args *ap)
{
	struct tmpfs_node *dnode = VP_TO_TMPFS_DIR(ap->a_vp);
	struct tmpfs_mount *tm = dnode->tn_mount;
	struct uio *uio = ap->a_uio;
	u_long *cookies = NULL;
	size_t filled;
	off_t cookie;
	char *buf;
	int error, ncookies = 0;
	bool eof = false, some = false;

	if (ap->a_vp->v_type != VDIR)
		return (ENOTDIR);
	if (uio->uio_offset < 0)
		return (EINVAL);
	if (ap->a_ncookies != NULL)
		cookies = mallocarray(uio->uio_resid / _GENERIC_MINDIRSIZ + 1,
		    sizeof(*cookies), M_TEMP, M_WAITOK);
	buf = malloc(TMPFS_READDIR_BUF, M_TEMP, M_WAITOK);
	for (;;) {
		cookie = uio->uio_offset;
		TMPFS_LOCK(tm);
		error = tmpfs_dir_read(dnode, &cookie, buf,
		    ulmin(uio->uio_resid, TMPFS_READDIR_BUF), &filled);
		if (!some)
			tmpfs_touch(dnode, TMPFS_ATIME);
		TMPFS_UNLOCK(tm);
		eof = error == 0 && filled == 0;
		if (error != 0 || eof)
			break;
		if (cookies != NULL)
			tmpfs_readdir_cookies(buf, filled, cookies, &ncookies);
		error = uiomove(buf, filled, uio);
		if (error != 0)
			break;
		uio->uio_offset = cookie;
		some = true;
	}
	free(buf, M_TEMP);
	/* That there is no room is only an error for the first one. */
	if (error == EINVAL && some)
		error = 0;
	if (ap->a_eofflag != NULL)
		*ap->a_eofflag = eof;
	if (cookies != NULL) {
		*ap->a_ncookies = ncookies;
		*ap->a_cookies = cookies;
	}
	return (error);
}

/*
 * VOP_VPTOCNP, without the vnode lock: names need none.
 */
static int
tmpfs_vptocnp(struct vop_vptocnp_args *ap)
{
	struct tmpfs_node *dnode = NULL, *node;
	struct mount *mp = ap->a_vp->v_mount;
	struct tmpfs_dirent *de;
	int error = 0;

	node = tmpfs_vnode_node(ap->a_vp);
	if (node == NULL || mp == NULL)
		return (ENOENT);
	TMPFS_LOCK(node->tn_mount);
	de = LIST_FIRST(&node->tn_names);
	if (de == NULL) {
		error = ENOENT;
	} else if (de->td_namelen > *ap->a_buflen) {
		error = ENOMEM;
	} else {
		*ap->a_buflen -= de->td_namelen;
		memcpy(ap->a_buf + *ap->a_buflen, de->td_name,
		    de->td_namelen);
		dnode = de->td_dir;
		tmpfs_ref_node(dnode);
	}
	TMPFS_UNLOCK(node->tn_mount);
	if (error == 0) {
		error = tmpfs_alloc_vp(mp, dnode, 0, ap->a_vpp);
		tmpfs_unref_node(dnode);
	}
	tmpfs_unref_node(node);
	return (error);
}

struct vop_vector tmpfs_vnodeop_entries = {
	.vop_default =		&default_vnodeops,
	.vop_lookup =		tmpfs_lookup,
	.vop_create =		tmpfs_create,
	.vop_mknod =		tmpfs_mknod,
	.vop_open =		tmpfs_open,
	.vop_access =		tmpfs_access,
	.vop_getattr =		tmpfs_getattr,
	.vop_setattr =		tmpfs_setattr,
	.vop_read =		tmpfs_read,
	.vop_write =		tmpfs_write,
	.vop_remove =		tmpfs_remove,
	.vop_link =		tmpfs_link,
	.vop_rename =		tmpfs_rename,
	.vop_mkdir =		tmpfs_mkdir,
	.vop_rmdir =		tmpfs_rmdir,
	.vop_symlink =		tmpfs_symlink,
	.vop_readdir =		tmpfs_readdir,
	.vop_readlink =		tmpfs_readlink,
	.vop_inactive =		tmpfs_inactive,
	.vop_reclaim =		tmpfs_reclaim,
	.vop_getpage =		tmpfs_getpage,
	.vop_lendpages =	tmpfs_lendpages,
	.vop_vptocnp =		tmpfs_vptocnp,
};
VFS_VOP_VECTOR_REGISTER(tmpfs_vnodeop_entries);
