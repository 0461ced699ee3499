/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The lock of a vnode: lockmgr(9)'s requests on a shared/exclusive lock.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/vnode.h>

#include "shlock.h"

/* Turn the shared lock into an exclusive one, letting others in between. */
static int
vn_upgrade(struct vnode *vp, int flags)
{

	if (sx_xlocked(&vp->v_lock) || sx_try_upgrade(&vp->v_lock))
		return (0);
	if ((flags & LK_NOWAIT) != 0)
		return (EBUSY);
	sx_sunlock(&vp->v_lock);
	sx_xlock(&vp->v_lock);
	return (0);
}

static int
vn_lock_request(struct vnode *vp, int flags)
{
	struct sx *sx = &vp->v_lock;

	switch (flags & LK_TYPE_MASK) {
	case LK_EXCLUSIVE:
		if ((flags & LK_NOWAIT) != 0)
			return (sx_try_xlock(sx) ? 0 : EBUSY);
		sx_xlock(sx);
		return (0);
	case LK_SHARED:
		if ((flags & LK_NOWAIT) != 0)
			return (sx_try_slock(sx) ? 0 : EBUSY);
		sx_slock(sx);
		return (0);
	case LK_UPGRADE:
		return (vn_upgrade(vp, flags));
	case LK_DOWNGRADE:
		if (sx_xlocked(sx))
			sx_downgrade(sx);
		return (0);
	default:
		panic("vn_lock: flags %#x", flags);
	}
}

int
vn_lock(struct vnode *vp, int flags)
{
	int error;

	KASSERT(vp->v_holdcnt > 0 || (flags & LK_INTERLOCK) != 0,
	    ("vn_lock: vnode %p is not held", vp));
	if ((flags & LK_INTERLOCK) != 0)
		VI_UNLOCK(vp);
	error = vn_lock_request(vp, flags);
	if (error == 0 && VN_IS_DOOMED(vp) && (flags & LK_RETRY) == 0 &&
	    (flags & LK_TYPE_MASK) != LK_DOWNGRADE) {
		VOP_UNLOCK(vp);
		error = ENOENT;
	}
	return (error);
}

void
VOP_UNLOCK(struct vnode *vp)
{

	sx_unlock(&vp->v_lock);
}

int
VOP_ISLOCKED(struct vnode *vp)
{
	struct sx *sx = &vp->v_lock;

	if (sx_xlocked(sx))
		return (LK_EXCLUSIVE);
	if (sx_xholder(sx) != NULL)
		return (LK_EXCLOTHER);
	return ((sx->sx_lock & ~(uintptr_t)SHL_FLAGS) != 0 ? LK_SHARED : 0);
}
