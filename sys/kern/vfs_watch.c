/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Has a file that was looked at by its path changed since, or its directory?
 * To know that costs two VOP_GETATTR(9) and no walk along the path.
 *
 * A path leads elsewhere only when a name on the way is removed or renamed, or
 * something is mounted: a generation number counts those that are not plain
 * files.  Names in the directory itself are seen by its modification time.
 * Both count from when that time has passed, as two changes can have the same.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/fcntl.h>
#include <sys/filedesc.h>
#include <sys/mount.h>
#include <sys/namei.h>
#include <sys/proc.h>
#include <sys/ucred.h>
#include <sys/vnode.h>
#include <machine/atomic.h>

static u_int path_generation;

void
vfs_path_changed(void)
{

	atomic_add_int(&path_generation, 1);
}

/* Paths mean the same to all threads that have the root of the system. */
static bool
has_system_root(const struct thread *td)
{
	const struct filedesc *fdp = td->td_proc->p_fd;

	return (fdp == NULL || fdp->fd_rdir == NULL ||
	    fdp->fd_rdir == rootvnode);
}

/*
 * The vnode at the end of a path from dvp, held; NULL if there is none of that
 * type.
 */
static struct vnode *
find(struct vnode *dvp, const char *path, enum vtype type)
{
	struct nameidata nd;
	struct vnode *vp;

	if (dvp != NULL)
		vref(dvp);	/* namei() uses it up */
	NDINIT_ATVP(&nd, LOOKUP, FOLLOW | LOCKLEAF, UIO_SYSSPACE, path, dvp,
	    curthread);
	if (namei(&nd) != 0)
		return (NULL);
	vp = NULL;
	if (nd.ni_vp->v_type == type) {
		vp = nd.ni_vp;
		vhold(vp);
	}
	vput(nd.ni_vp);
	return (vp);
}

static bool
get_mtime(struct vnode *vp, struct timespec *mtime)
{
	struct vattr va;
	int error;

	if (vn_lock(vp, LK_SHARED) != 0)
		return (false);
	error = VOP_GETATTR(vp, &va, curthread->td_ucred);
	VOP_UNLOCK(vp);
	*mtime = va.va_mtime;
	return (error == 0);
}

void
vfs_watch_start(struct vfs_watch *w, const char *dir, const char *name)
{
	struct timespec now;

	memset(w, 0, sizeof(*w));
	w->vw_generation = path_generation;
	if (*dir != '/' || !has_system_root(curthread))
		return;
	w->vw_dvp = find(NULL, dir, VDIR);
	if (w->vw_dvp != NULL)
		w->vw_vp = find(w->vw_dvp, name, VREG);
	if (w->vw_vp != NULL && get_mtime(w->vw_dvp, &w->vw_dmtime) &&
	    get_mtime(w->vw_vp, &w->vw_mtime)) {
		vfs_timestamp(&now);
		if (timespeccmp(&w->vw_dmtime, &now, <) &&
		    timespeccmp(&w->vw_mtime, &now, <))
			return;
	}
	vfs_watch_end(w);
}

bool
vfs_watch_same(const struct vfs_watch *w)
{
	struct timespec dmtime, mtime;

	return (w->vw_vp != NULL && w->vw_generation == path_generation &&
	    has_system_root(curthread) && get_mtime(w->vw_dvp, &dmtime) &&
	    get_mtime(w->vw_vp, &mtime) &&
	    timespeccmp(&dmtime, &w->vw_dmtime, ==) &&
	    timespeccmp(&mtime, &w->vw_mtime, ==));
}

void
vfs_watch_end(struct vfs_watch *w)
{

	if (w->vw_dvp != NULL)
		vdrop(w->vw_dvp);
	if (w->vw_vp != NULL)
		vdrop(w->vw_vp);
	memset(w, 0, sizeof(*w));
}
