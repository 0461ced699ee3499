/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * tmpfs: vnode operations on one file.
 */
#ifndef _FS_TMPFS_TMPFS_VNOPS_H_
#define	_FS_TMPFS_TMPFS_VNOPS_H_

#include <sys/vnode.h>

vop_access_t	tmpfs_access;
vop_getattr_t	tmpfs_getattr;
vop_getpage_t	tmpfs_getpage;
vop_inactive_t	tmpfs_inactive;
vop_lendpages_t	tmpfs_lendpages;
vop_open_t	tmpfs_open;
vop_read_t	tmpfs_read;
vop_readlink_t	tmpfs_readlink;
vop_reclaim_t	tmpfs_reclaim;
vop_setattr_t	tmpfs_setattr;
vop_write_t	tmpfs_write;

#endif /* !_FS_TMPFS_TMPFS_VNOPS_H_ */
