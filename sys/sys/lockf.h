/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Advisory locks on files: fcntl(2) F_SETLK and flock(2).
 */
#ifndef _SYS_LOCKF_H_
#define	_SYS_LOCKF_H_

#ifdef _KERNEL

#include <sys/types.h>

struct vnode;
struct vop_advlock_args;

/* VOP_ADVLOCK for any file system; the locks hang on the vnode. */
int	vop_stdadvlock(struct vop_advlock_args *ap);

/* Drop all locks of a vnode that goes away; nobody waits any more. */
void	lf_purgelocks(struct vnode *vp);

#endif /* _KERNEL */

#endif /* !_SYS_LOCKF_H_ */
