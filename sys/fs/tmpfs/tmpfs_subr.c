/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: nodes and their vnodes.
 *
 * A node lives as long as it has references: one by each name, one by its
 * vnode, one by the mount for the root, and passing ones.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/refcount.h>
#include <sys/time.h>
#include <fs/tmpfs/tmpfs.h>

MALLOC_DEFINE(M_TMPFSNODE, "tmpfs node", "tmpfs files");

void
tmpfs_touch(struct tmpfs_node *node, int which)
{
	struct timespec now;

	TMPFS_ASSERT_LOCKED(node->tn_mount);
	vfs_timestamp(&now);
	if ((which & TMPFS_ATIME) != 0)
		node->tn_atime = now;
	if ((which & TMPFS_MTIME) != 0)
		node->tn_mtime = now;
	if ((which & TMPFS_CTIME) != 0)
		node->tn_ctime = now;
}

/* What belongs to the node's type only. */
static void
tmpfs_init_type(struct tmpfs_node *node, const struct vattr *vap,
    const char *target)
{

	switch (node->tn_type) {
	case VDIR:
		TAILQ_INIT(&node->tn_dir.entries);
		node->tn_dir.nextcookie = TMPFS_COOKIE_FIRST;
		break;
	case VLNK:
		node->tn_size = strlen(target);
		node->tn_link = malloc(ulmax(node->tn_size, 1), M_TMPFSNODE,
		    M_WAITOK);
		memcpy(node->tn_link, target, node->tn_size);
		break;
	case VCHR:
	case VBLK:
		node->tn_rdev = vap->va_rdev;
		break;
	default:
		break;
	}
}

int
tmpfs_alloc_node(struct tmpfs_mount *tm, const struct vattr *vap, uid_t uid,
    gid_t gid, const char *target, struct tmpfs_node **nodep)
{
	struct tmpfs_node *node;

	node = malloc(sizeof(*node), M_TMPFSNODE, M_WAITOK | M_ZERO);
	TMPFS_LOCK(tm);
	if (tm->tm_nodes >= tm->tm_nodes_max) {
		TMPFS_UNLOCK(tm);
		free(node, M_TMPFSNODE);
		return (ENOSPC);
	}
	tm->tm_nodes++;
	node->tn_ino = tm->tm_nextino++;
	TMPFS_UNLOCK(tm);
	refcount_acquire(&tm->tm_ref);
	node->tn_mount = tm;
	refcount_init(&node->tn_ref, 1);
	node->tn_type = vap->va_type;
	node->tn_mode = vap->va_mode;
	node->tn_uid = uid;
	node->tn_gid = gid;
	mtx_init(&node->tn_lock, "tmpfs node", NULL, MTX_DEF);
	LIST_INIT(&node->tn_names);
	vfs_timestamp(&node->tn_birthtime);
	node->tn_atime = node->tn_mtime = node->tn_ctime = node->tn_birthtime;
	tmpfs_init_type(node, vap, target);
	*nodep = node;
	return (0);
}

void
tmpfs_ref_node(struct tmpfs_node *node)
{

	refcount_acquire(&node->tn_ref);
}

void
tmpfs_unref_node(struct tmpfs_node *node)
{
	struct tmpfs_mount *tm = node->tn_mount;

	if (!refcount_release(&node->tn_ref))
		return;
	KASSERT(LIST_EMPTY(&node->tn_names), ("tmpfs: node has a name"));
	KASSERT(node->tn_vnode == NULL, ("tmpfs: node has a vnode"));
	if (node->tn_type == VREG)
		tmpfs_file_destroy(node);
	else if (node->tn_type == VLNK)
		free(node->tn_link, M_TMPFSNODE);
	mtx_destroy(&node->tn_lock);
	free(node, M_TMPFSNODE);
	TMPFS_LOCK(tm);
	tm->tm_nodes--;
	TMPFS_UNLOCK(tm);
	tmpfs_rele_mount(tm);
}

void
tmpfs_rele_mount(struct tmpfs_mount *tm)
{

	if (!refcount_release(&tm->tm_ref))
		return;
	hashdestroy(tm->tm_names, M_TMPFSMNT, tm->tm_hashmask);
	mtx_destroy(&tm->tm_lock);
	free(tm, M_TMPFSMNT);
}

struct tmpfs_node *
tmpfs_vnode_node(struct vnode *vp)
{
	struct tmpfs_node *node;

	VI_LOCK(vp);
	node = VP_TO_TMPFS_NODE(vp);
	if (node != NULL)
		tmpfs_ref_node(node);
	VI_UNLOCK(vp);
	return (node);
}

/*
 * A fresh vnode for the node, exclusively locked.  *vpp NULL without an
 * error: another thread was faster.
 */
static int
tmpfs_new_vnode(struct mount *mp, struct tmpfs_node *node,
    struct vnode **vpp)
{
	struct tmpfs_mount *tm = node->tn_mount;
	struct vnode *vp;
	int error;

	*vpp = NULL;
	error = getnewvnode("tmpfs", mp, &tmpfs_vnodeop_entries, &vp);
	if (error != 0)
		return (error);
	vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	vp->v_type = node->tn_type;
	if (node == tm->tm_root)
		vp->v_vflag |= VV_ROOT;
	error = insmntque(vp, mp);
	if (error != 0)
		return (error);
	TMPFS_LOCK(tm);
	if (node->tn_vnode != NULL) {
		TMPFS_UNLOCK(tm);
		vgone(vp);
		vput(vp);
		return (0);
	}
	tmpfs_ref_node(node);
	vp->v_data = node;
	node->tn_vnode = vp;
	if (node->tn_nlink != 0)
		vn_set_idle(vp, true);
	TMPFS_UNLOCK(tm);
	*vpp = vp;
	return (0);
}

int
tmpfs_alloc_vp(struct mount *mp, struct tmpfs_node *node, int lkflags,
    struct vnode **vpp)
{
	struct tmpfs_mount *tm = node->tn_mount;
	struct vnode *vp;
	int error;

	do {
		TMPFS_LOCK(tm);
		vp = node->tn_vnode;
		if (vp != NULL) {
			vref(vp);
			TMPFS_UNLOCK(tm);
			error = vget_finish(vp, lkflags);
			/* It was being reclaimed; now it is. */
			if (error == ENOENT)
				continue;
			*vpp = vp;
			return (error);
		}
		TMPFS_UNLOCK(tm);
		error = tmpfs_new_vnode(mp, node, &vp);
		if (error != 0)
			return (error);
	} while (vp == NULL || error == ENOENT);
	if ((lkflags & LK_TYPE_MASK) == 0)
		VOP_UNLOCK(vp);
	else if ((lkflags & LK_TYPE_MASK) == LK_SHARED)
		vn_lock(vp, LK_DOWNGRADE);
	*vpp = vp;
	return (0);
}
