/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Constants of unistd.h that the kernel knows.
 */
#ifndef _SYS_UNISTD_H_
#define	_SYS_UNISTD_H_

#define	F_OK		0
#define	X_OK		0x01
#define	W_OK		0x02
#define	R_OK		0x04

#ifndef SEEK_SET
#define	SEEK_SET	0
#define	SEEK_CUR	1
#define	SEEK_END	2
#endif
#define	SEEK_DATA	3
#define	SEEK_HOLE	4
#define	L_SET		SEEK_SET
#define	L_INCR		SEEK_CUR
#define	L_XTND		SEEK_END

/* pathconf(2) */
#define	_PC_LINK_MAX		1
#define	_PC_MAX_CANON		2
#define	_PC_MAX_INPUT		3
#define	_PC_NAME_MAX		4
#define	_PC_PATH_MAX		5
#define	_PC_PIPE_BUF		6
#define	_PC_CHOWN_RESTRICTED	7
#define	_PC_NO_TRUNC		8
#define	_PC_VDISABLE		9
#define	_PC_ASYNC_IO		53
#define	_PC_PRIO_IO		54
#define	_PC_SYNC_IO		55
#define	_PC_SYMLINK_MAX		18
#define	_PC_FILESIZEBITS	12

/* fork1(9) */
#define	RFPROC		(1 << 4)	/* a new process */
#define	RFFDG		(1 << 2)	/* copy the descriptor table */
#define	RFMEM		(1 << 5)	/* share the address space */
#define	RFNOWAIT	(1 << 6)	/* the child leaves no zombie */
#define	RFSIGSHARE	(1 << 14)	/* share signal dispositions */
#define	RFPPWAIT	(1U << 31)	/* wait for exec or exit, as vfork */
#define	RFSTOPPED	(1 << 17)	/* do not start the child */
#define	RFHIGHPID	(1 << 18)	/* accepted; ids are not that scarce */

#endif /* !_SYS_UNISTD_H_ */
