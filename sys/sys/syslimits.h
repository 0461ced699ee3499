/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * POSIX limits of this system; the values are FreeBSD 13's.
 */
#ifndef _SYS_SYSLIMITS_H_
#define	_SYS_SYSLIMITS_H_

#undef ARG_MAX			/* a C library may bring smaller ones */
#undef CHILD_MAX
#undef OPEN_MAX

#define	ARG_MAX		(2 * 256 * 1024) /* bytes of arguments and environment */
#define	CHILD_MAX	40		/* processes of a user, at least */
#define	OPEN_MAX	64		/* open files of a process, at least */
#define	LINK_MAX	32767		/* links of a file */
#define	MAX_CANON	255		/* bytes of a line on a terminal */
#define	MAX_INPUT	255		/* bytes of terminal input */
#define	NAME_MAX	255		/* bytes of a file name */
#define	NGROUPS_MAX	1023		/* supplementary groups */
#define	PATH_MAX	1024		/* bytes of a path with its NUL */
#define	PIPE_BUF	512		/* bytes written to a pipe in one piece */
#define	IOV_MAX		1024		/* elements of an iovec array */

#endif /* !_SYS_SYSLIMITS_H_ */
