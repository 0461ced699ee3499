/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The life of vnodes: allocation, references, reclamation.
 *
 * A permanent pool of desiredvnodes vnodes is set up at boot; a vnode of it
 * that nobody uses stays attached to its file, so that the next lookup finds
 * it, until the pool runs dry and the longest unused one is taken away.  When
 * all of the pool is in use, further vnodes come from malloc(9) and go back
 * as soon as their last user leaves.  So the memory in use does not depend
 * on which files were looked at before.
 *
 * Lock order: vnode lock, mnt_mtx, v_interlock, vnode_list_mtx.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/kernel.h>
#include <sys/lockf.h>
#include <sys/malloc.h>
#include <sys/mount.h>
#include <sys/proc.h>
#include <sys/sysctl.h>
#include <sys/ucred.h>
#include <sys/vnode.h>

MALLOC_DEFINE(M_VNODE, "vnodes", "vnodes");

struct vnode *rootvnode;
u_long desiredvnodes;
u_long numvnodes;			/* vnodes that belong to a file */

SYSCTL_ULONG(_kern, OID_AUTO, maxvnodes, CTLFLAG_RDTUN, &desiredvnodes, 0,
    "Vnodes in the permanent pool");
SYSCTL_ULONG(_vfs, OID_AUTO, numvnodes, CTLFLAG_RD, &numvnodes, 0,
    "Vnodes that belong to a file");

TAILQ_HEAD(vnodelst, vnode);

static struct mtx vnode_list_mtx;
static struct vnodelst vnode_unused;	/* held by nobody, oldest first */
static struct vnodelst vnode_spare;	/* of the pool, without a file */
static struct vnode *vnode_pool;
static u_long vnode_pool_fresh;		/* the rest was never used */

#define	VNODE_POOL_MIN	256
#define	VNODE_POOL_MAX	16384
#define	VNODE_RECYCLE_TRIES	8	/* candidates looked at per vnode */

static void
vntblinit(void *unused __unused)
{

	mtx_init(&vnode_list_mtx, "vnode list", NULL, MTX_DEF);
	TAILQ_INIT(&vnode_unused);
	TAILQ_INIT(&vnode_spare);
	desiredvnodes = physmem / 64;
	TUNABLE_ULONG_FETCH("kern.maxvnodes", &desiredvnodes);
	desiredvnodes = ulmin(ulmax(desiredvnodes, VNODE_POOL_MIN),
	    VNODE_POOL_MAX);
	vnode_pool = mallocarray(desiredvnodes, sizeof(struct vnode), M_VNODE,
	    M_WAITOK);
}
SYSINIT(vfs, SI_SUB_VFS, SI_ORDER_FIRST, vntblinit, NULL);

static void
vnode_construct(struct vnode *vp, u_short iflag)
{

	memset(vp, 0, sizeof(*vp));
	mtx_init(&vp->v_interlock, "vnode interlock", NULL, MTX_NEW);
	sx_init(&vp->v_lock, "vnode");
	vp->v_iflag = iflag;
}

/* A vnode of the pool that belongs to no file, or NULL. */
static struct vnode *
vnode_from_pool(void)
{
	struct vnode *vp;
	bool fresh = false;

	mtx_lock(&vnode_list_mtx);
	vp = TAILQ_FIRST(&vnode_spare);
	if (vp != NULL) {
		TAILQ_REMOVE(&vnode_spare, vp, v_vnodelist);
	} else if (vnode_pool_fresh < desiredvnodes) {
		vp = &vnode_pool[vnode_pool_fresh++];
		fresh = true;
	}
	mtx_unlock(&vnode_list_mtx);
	if (fresh)
		vnode_construct(vp, VI_RESIDENT);
	return (vp);
}

/* The longest unused vnode, held, with its interlock; or NULL. */
static struct vnode *
vnode_oldest_unused(void)
{
	struct vnode *vp;
	int tries = VNODE_RECYCLE_TRIES;

	mtx_lock(&vnode_list_mtx);
	TAILQ_FOREACH(vp, &vnode_unused, v_vnodelist) {
		if (tries-- == 0) {
			vp = NULL;
			break;
		}
		/* The usual order of these two locks is the other one. */
		if (mtx_trylock(&vp->v_interlock))
			break;
	}
	if (vp != NULL) {
		TAILQ_REMOVE(&vnode_unused, vp, v_vnodelist);
		vp->v_iflag &= ~VI_FREE;
		vp->v_holdcnt++;
	}
	mtx_unlock(&vnode_list_mtx);
	return (vp);
}

/* Take the longest unused vnode of the pool from its file. */
static void
vnode_reclaim_one(void)
{
	struct vnode *vp;

	vp = vnode_oldest_unused();
	if (vp == NULL)
		return;
	VI_UNLOCK(vp);
	/* The caller may hold vnode locks: never wait for one here. */
	if (vn_lock(vp, LK_EXCLUSIVE | LK_NOWAIT) == 0) {
		vrecycle(vp);
		VOP_UNLOCK(vp);
	}
	vdrop(vp);
}

int
getnewvnode(const char *tag __unused, struct mount *mp __unused,
    struct vop_vector *vops, struct vnode **vpp)
{
	struct vnode *vp;

	KASSERT(vops->registered, ("getnewvnode: %s not registered", tag));
	vp = vnode_from_pool();
	if (vp == NULL) {
		vnode_reclaim_one();
		vp = vnode_from_pool();
	}
	if (vp == NULL) {
		vp = malloc(sizeof(*vp), M_VNODE, M_WAITOK);
		vnode_construct(vp, 0);
	}
	atomic_add_long(&numvnodes, 1);
	vp->v_op = vops;
	vp->v_data = NULL;
	vp->v_mount = NULL;
	vp->v_rdev = NULL;
	LIST_INIT(&vp->v_lockf);
	vp->v_type = VNON;
	vp->v_irflag = 0;
	vp->v_vflag = 0;
	vp->v_writecount = 0;
	vp->v_usecount = 1;
	vp->v_holdcnt = 1;
	*vpp = vp;
	return (0);
}

/* Nobody knows the vnode any more. */
static void
vnode_free(struct vnode *vp)
{

	atomic_subtract_long(&numvnodes, 1);
	if ((vp->v_iflag & VI_RESIDENT) == 0) {
		sx_destroy(&vp->v_lock);
		mtx_destroy(&vp->v_interlock);
		free(vp, M_VNODE);
		return;
	}
	vp->v_iflag = VI_RESIDENT;
	mtx_lock(&vnode_list_mtx);
	TAILQ_INSERT_HEAD(&vnode_spare, vp, v_vnodelist);
	mtx_unlock(&vnode_list_mtx);
}

static void
vholdl(struct vnode *vp)
{

	mtx_assert(VI_MTX(vp), MA_OWNED);
	if (vp->v_holdcnt++ == 0 && (vp->v_iflag & VI_FREE) != 0) {
		mtx_lock(&vnode_list_mtx);
		TAILQ_REMOVE(&vnode_unused, vp, v_vnodelist);
		mtx_unlock(&vnode_list_mtx);
		vp->v_iflag &= ~VI_FREE;
	}
}

void
vhold(struct vnode *vp)
{

	VI_LOCK(vp);
	vholdl(vp);
	VI_UNLOCK(vp);
}

/* Drop a hold; the interlock is held, and released. */
static void
vdropl(struct vnode *vp)
{
	bool gone;

	mtx_assert(VI_MTX(vp), MA_OWNED);
	KASSERT(vp->v_holdcnt > 0, ("vdrop: not held"));
	if (--vp->v_holdcnt > 0) {
		VI_UNLOCK(vp);
		return;
	}
	gone = VN_IS_DOOMED(vp);
	if (!gone) {
		mtx_lock(&vnode_list_mtx);
		TAILQ_INSERT_TAIL(&vnode_unused, vp, v_vnodelist);
		mtx_unlock(&vnode_list_mtx);
		vp->v_iflag |= VI_FREE;
	}
	VI_UNLOCK(vp);
	if (gone)
		vnode_free(vp);
}

void
vdrop(struct vnode *vp)
{

	VI_LOCK(vp);
	vdropl(vp);
}

void
vref(struct vnode *vp)
{

	VI_LOCK(vp);
	if (vp->v_usecount++ == 0)
		vholdl(vp);
	VI_UNLOCK(vp);
}

int
vrefcnt(struct vnode *vp)
{

	return (vp->v_usecount);
}

int
vget_finish(struct vnode *vp, int flags)
{
	int error;

	if ((flags & LK_TYPE_MASK) == 0)
		return (0);
	error = vn_lock(vp, flags & ~LK_RETRY);
	if (error != 0)
		vrele(vp);
	return (error);
}

int
vget(struct vnode *vp, int flags)
{

	vref(vp);
	return (vget_finish(vp, flags));
}

void
vn_set_idle(struct vnode *vp, bool idle)
{

	VI_LOCK(vp);
	if (idle)
		vp->v_iflag |= VI_IDLE;
	else
		vp->v_iflag &= ~VI_IDLE;
	VI_UNLOCK(vp);
}

/*
 * The last reference has gone: let the file system do what it put off.  The
 * vnode is locked exclusively and held.
 */
static void
vinactive(struct vnode *vp)
{

	VI_LOCK(vp);
	if ((vp->v_iflag & VI_OWEINACT) == 0 || vp->v_usecount != 0 ||
	    VN_IS_DOOMED(vp)) {
		VI_UNLOCK(vp);
		return;
	}
	vp->v_iflag &= ~VI_OWEINACT;
	VI_UNLOCK(vp);
	VOP_INACTIVE(vp);
	if ((vp->v_iflag & VI_RESIDENT) == 0)
		vrecycle(vp);
}

/*
 * Drop a reference.  locked: the caller has the vnode lock; keep: and wants
 * to have it (exclusively) afterwards.
 *
 * Waiting for the lock of a vnode without references cannot deadlock: only
 * reclamation and other threads at this very place hold such a lock, and
 * they wait for no further vnode.
 */
static void
vput_final(struct vnode *vp, bool locked, bool keep)
{

	VI_LOCK(vp);
	KASSERT(vp->v_usecount > 0, ("vrele: no reference"));
	if (--vp->v_usecount > 0) {
		VI_UNLOCK(vp);
		if (locked && !keep)
			VOP_UNLOCK(vp);
		return;
	}
	/* Mostly there is nothing to do but to keep it for the next time. */
	if ((vp->v_iflag & (VI_IDLE | VI_RESIDENT)) ==
	    (VI_IDLE | VI_RESIDENT) && !keep) {
		if (locked)
			VOP_UNLOCK(vp);
		vdropl(vp);
		return;
	}
	vp->v_iflag |= VI_OWEINACT;
	VI_UNLOCK(vp);
	if (!locked)
		vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
	else if (VOP_ISLOCKED(vp) != LK_EXCLUSIVE)
		vn_lock(vp, LK_UPGRADE | LK_RETRY);
	vinactive(vp);
	if (!keep)
		VOP_UNLOCK(vp);
	vdrop(vp);
}

void
vrele(struct vnode *vp)
{

	vput_final(vp, false, false);
}

void
vput(struct vnode *vp)
{

	vput_final(vp, true, false);
}

void
vunref(struct vnode *vp)
{

	vput_final(vp, true, true);
}

/*
 * Mounts and their vnodes
 */
int
insmntque(struct vnode *vp, struct mount *mp)
{

	ASSERT_VOP_ELOCKED(vp, "insmntque");
	MNT_ILOCK(mp);
	if ((mp->mnt_kern_flag & MNTK_UNMOUNT) != 0) {
		MNT_IUNLOCK(mp);
		/* The file system has not got hold of it yet. */
		vp->v_data = NULL;
		vp->v_op = &dead_vnodeops;
		vgone(vp);
		vput(vp);
		return (EBUSY);
	}
	vp->v_mount = mp;
	mp->mnt_ref++;
	mp->mnt_nvnodelistsize++;
	TAILQ_INSERT_TAIL(&mp->mnt_nvnodelist, vp, v_nmntvnodes);
	MNT_IUNLOCK(mp);
	return (0);
}

static void
delmntque(struct vnode *vp)
{
	struct mount *mp = vp->v_mount;

	if (mp == NULL)
		return;
	MNT_ILOCK(mp);
	VI_LOCK(vp);
	vp->v_mount = NULL;
	VI_UNLOCK(vp);
	TAILQ_REMOVE(&mp->mnt_nvnodelist, vp, v_nmntvnodes);
	mp->mnt_nvnodelistsize--;
	MNT_IUNLOCK(mp);
	vfs_rel(mp);
}

struct vnode *
vfs_mount_next_vnode(struct mount *mp, struct vnode *marker)
{
	struct vnode *vp;

	MNT_ILOCK(mp);
	if (marker->v_type != VMARKER) {
		memset(marker, 0, sizeof(*marker));
		marker->v_type = VMARKER;
		vp = TAILQ_FIRST(&mp->mnt_nvnodelist);
	} else {
		vp = TAILQ_NEXT(marker, v_nmntvnodes);
		TAILQ_REMOVE(&mp->mnt_nvnodelist, marker, v_nmntvnodes);
	}
	while (vp != NULL && vp->v_type == VMARKER)
		vp = TAILQ_NEXT(vp, v_nmntvnodes);
	if (vp != NULL) {
		TAILQ_INSERT_AFTER(&mp->mnt_nvnodelist, vp, marker,
		    v_nmntvnodes);
		vhold(vp);
	} else {
		marker->v_type = VNON;
	}
	MNT_IUNLOCK(mp);
	return (vp);
}

void
vgone(struct vnode *vp)
{
	bool active;

	ASSERT_VOP_ELOCKED(vp, "vgone");
	VI_LOCK(vp);
	if (VN_IS_DOOMED(vp)) {
		VI_UNLOCK(vp);
		return;
	}
	vp->v_irflag |= VIRF_DOOMED;
	active = vp->v_usecount > 0;
	vp->v_iflag &= ~VI_OWEINACT;
	VI_UNLOCK(vp);
	if (active) {
		VOP_CLOSE(vp, FNONBLOCK, NOCRED, curthread);
		VOP_INACTIVE(vp);
	}
	lf_purgelocks(vp);
	VOP_RECLAIM(vp);
	delmntque(vp);
	VI_LOCK(vp);
	vp->v_op = &dead_vnodeops;
	vp->v_data = NULL;
	vp->v_type = VBAD;
	VI_UNLOCK(vp);
}

int
vrecycle(struct vnode *vp)
{

	ASSERT_VOP_ELOCKED(vp, "vrecycle");
	if (vp->v_usecount != 0)
		return (0);
	vgone(vp);
	return (1);
}

/* Is the vnode, which is locked, one that vflush() has to leave alone? */
static bool
vflush_busy(struct vnode *vp, int rootrefs, int flags)
{
	u_int allowed;

	allowed = (vp->v_vflag & VV_ROOT) != 0 ? rootrefs : 0;
	return (vp->v_usecount > allowed && (flags & FORCECLOSE) == 0);
}

int
vflush(struct mount *mp, int rootrefs, int flags, struct thread *td __unused)
{
	struct vnode marker, *vp;
	int busy = 0;

	marker.v_type = VNON;
	while ((vp = vfs_mount_next_vnode(mp, &marker)) != NULL) {
		vn_lock(vp, LK_EXCLUSIVE | LK_RETRY);
		if (!VN_IS_DOOMED(vp) && ((flags & WRITECLOSE) == 0 ||
		    vp->v_writecount > 0)) {
			if (vflush_busy(vp, rootrefs, flags))
				busy++;
			else
				vgone(vp);
		}
		VOP_UNLOCK(vp);
		vdrop(vp);
	}
	return (busy != 0 ? EBUSY : 0);
}

/*
 * Execution and writing exclude each other.
 */
int
VOP_SET_TEXT(struct vnode *vp)
{
	int error = 0;

	VI_LOCK(vp);
	if (vp->v_writecount > 0)
		error = ETXTBSY;
	else
		vp->v_writecount--;
	VI_UNLOCK(vp);
	return (error);
}

void
VOP_UNSET_TEXT(struct vnode *vp)
{

	VI_LOCK(vp);
	KASSERT(vp->v_writecount < 0, ("VOP_UNSET_TEXT: not executed"));
	vp->v_writecount++;
	VI_UNLOCK(vp);
}

int
VOP_IS_TEXT(struct vnode *vp)
{

	return (vp->v_writecount < 0);
}

int
VOP_ADD_WRITECOUNT(struct vnode *vp, int inc)
{
	int error = 0;

	VI_LOCK(vp);
	if (vp->v_writecount < 0)
		error = ETXTBSY;
	else
		vp->v_writecount += inc;
	VI_UNLOCK(vp);
	return (error);
}
