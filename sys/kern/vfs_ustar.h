/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Unpacking the root archive.
 */
#ifndef _KERN_VFS_USTAR_H_
#define	_KERN_VFS_USTAR_H_

#include <sys/types.h>

/*
 * Make the files of an archive of len bytes below the root.  What cannot be
 * made is named on the console and left out; returns the last error.
 */
int	vfs_ustar_unpack(const void *archive, size_t len);

#endif /* !_KERN_VFS_USTAR_H_ */
