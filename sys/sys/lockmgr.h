/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The request flags of vnode locks, with the names of lockmgr(9).
 */
#ifndef _SYS_LOCKMGR_H_
#define	_SYS_LOCKMGR_H_

#ifdef _KERNEL

/* What to do */
#define	LK_TYPE_MASK	0xff0000
#define	LK_DOWNGRADE	0x010000
#define	LK_EXCLOTHER	0x040000	/* VOP_ISLOCKED: another thread's */
#define	LK_EXCLUSIVE	0x080000
#define	LK_RELEASE	0x100000
#define	LK_SHARED	0x200000
#define	LK_UPGRADE	0x400000
#define	LK_TRYUPGRADE	0x800000

/* How */
#define	LK_INTERLOCK	0x000100	/* release the interlock, too */
#define	LK_NOWAIT	0x000200	/* EBUSY rather than sleep */
#define	LK_RETRY	0x000400	/* lock it even if it is gone */
#define	LK_CANRECURSE	0x000800	/* the thread may hold it already */

#endif /* _KERNEL */

#endif /* !_SYS_LOCKMGR_H_ */
