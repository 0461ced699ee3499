/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Walking a file hierarchy: fts(3).
 */
#ifndef _FTS_H_
#define	_FTS_H_

#include <sys/cdefs.h>
#include <sys/types.h>
#include <sys/stat.h>

typedef struct _fts FTS;

typedef struct _ftsent {
	struct _ftsent	*fts_cycle;	/* FTS_DC: the directory above */
	struct _ftsent	*fts_parent;
	struct _ftsent	*fts_link;	/* the next entry beside this one */
	long		fts_number;	/* the program's */
	void		*fts_pointer;	/* the program's */
	char		*fts_accpath;	/* path to reach the file by */
	char		*fts_path;	/* path from the root of the walk */
	size_t		fts_pathlen;
	size_t		fts_namelen;
	int		fts_errno;	/* FTS_DNR, FTS_ERR, FTS_NS */
	short		fts_level;	/* FTS_ROOTLEVEL and up */
	unsigned short	fts_info;	/* FTS_D ... */
	unsigned short	fts_instr;	/* set by fts_set */
	ino_t		fts_ino;
	dev_t		fts_dev;
	nlink_t		fts_nlink;
	struct stat	*fts_statp;
	FTS		*fts_fts;
	char		*fts_name;
} FTSENT;

/* Options of fts_open. */
#define	FTS_COMFOLLOW	0x001	/* follow links that are arguments */
#define	FTS_LOGICAL	0x002	/* follow all links */
#define	FTS_NOCHDIR	0x004	/* never change directory (it never does) */
#define	FTS_NOSTAT	0x008	/* fts_statp is not needed */
#define	FTS_PHYSICAL	0x010	/* follow no links */
#define	FTS_SEEDOT	0x020	/* return "." and ".." too */
#define	FTS_XDEV	0x040	/* stay in one file system */
#define	FTS_OPTIONMASK	0x0ff

#define	FTS_ROOTPARENTLEVEL	(-1)
#define	FTS_ROOTLEVEL		0

/* fts_info */
#define	FTS_D		1	/* directory, before its contents */
#define	FTS_DC		2	/* directory that is its own ancestor */
#define	FTS_DEFAULT	3	/* none of the others */
#define	FTS_DNR		4	/* directory that cannot be read */
#define	FTS_DOT		5	/* "." or ".." */
#define	FTS_DP		6	/* directory, after its contents */
#define	FTS_ERR		7	/* error, see fts_errno */
#define	FTS_F		8	/* regular file */
#define	FTS_INIT	9	/* internal: nothing read yet */
#define	FTS_NS		10	/* stat failed */
#define	FTS_NSOK	11	/* stat was not asked for */
#define	FTS_SL		12	/* symbolic link */
#define	FTS_SLNONE	13	/* symbolic link to nothing */

/* fts_set */
#define	FTS_NOINSTR	0
#define	FTS_AGAIN	1	/* return the entry again */
#define	FTS_FOLLOW	2	/* follow this link */
#define	FTS_SKIP	4	/* leave out what is below */

__BEGIN_DECLS
FTSENT	*fts_children(FTS *, int);
int	fts_close(FTS *);
FTS	*fts_open(char *const *, int,
	    int (*)(const FTSENT *const *, const FTSENT *const *));
FTSENT	*fts_read(FTS *);
int	fts_set(FTS *, FTSENT *, int);
__END_DECLS

#endif /* !_FTS_H_ */
