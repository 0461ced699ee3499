/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading ustar archives (POSIX pax(1), with GNU long names and the path
 * records of pax) that lie in memory.  The boot loader uses this, too.
 */
#ifndef _SYS_USTAR_H_
#define	_SYS_USTAR_H_

#include <sys/types.h>

#define	USTAR_BLOCK	512
#define	USTAR_PATH_MAX	1024		/* bytes of a path, with its NUL */

/* Types of entries. */
#define	USTAR_REG	'0'
#define	USTAR_OLDREG	'\0'
#define	USTAR_LINK	'1'
#define	USTAR_SYMLINK	'2'
#define	USTAR_CHR	'3'
#define	USTAR_BLK	'4'
#define	USTAR_DIR	'5'
#define	USTAR_FIFO	'6'
#define	USTAR_CONT	'7'		/* a regular file */
#define	USTAR_PAX	'x'		/* records about the next entry */
#define	USTAR_PAXGLOBAL	'g'
#define	USTAR_LONGNAME	'L'		/* GNU: path of the next entry */
#define	USTAR_LONGLINK	'K'		/* GNU: its link */

/* What is read, len bytes; pos is where the next header stands. */
struct ustar {
	const char	*base;
	size_t		len;
	size_t		pos;
};

struct ustar_entry {
	const char	*data;		/* its contents, size bytes */
	size_t		size;
	u_int		mode;
	u_int		uid;
	u_int		gid;
	time_t		mtime;
	char		type;
	char		path[USTAR_PATH_MAX];
	char		link[USTAR_PATH_MAX];
};

enum ustar_result {
	USTAR_ENTRY,
	USTAR_END,
	USTAR_BAD_HEADER,		/* at pos */
	USTAR_CUT_OFF			/* the contents of the entry at pos */
};

/*
 * The next entry.  Blocks of zeros end an archive; another may be appended
 * behind them, so they are passed over.
 */
enum ustar_result ustar_next(struct ustar *u, struct ustar_entry *e);

/*
 * Leave out of a path what does not matter below the root, "." and slashes;
 * false if it has "..", and may lead out of the root.
 */
bool	ustar_clean_path(char *path);

#endif /* !_SYS_USTAR_H_ */
