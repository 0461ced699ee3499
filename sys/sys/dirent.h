/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Directory entries as getdirentries(2) gives them (64-bit inode numbers).
 */
#ifndef _SYS_DIRENT_H_
#define	_SYS_DIRENT_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#define	MAXNAMLEN	255

/*
 * Entries are packed: each begins at a multiple of 8, d_reclen apart from
 * the one before.  d_off is the position that continues behind the entry.
 */
struct dirent {
	ino_t		d_fileno;	/* file number */
	off_t		d_off;		/* cookie of the next entry */
	u_int16_t	d_reclen;	/* bytes of this record */
	u_int8_t	d_type;		/* DT_* */
	u_int8_t	d_pad0;
	u_int16_t	d_namlen;	/* bytes of d_name, without the NUL */
	u_int16_t	d_pad1;
	char		d_name[MAXNAMLEN + 1]; /* NUL-terminated */
};
_Static_assert(__builtin_offsetof(struct dirent, d_name) == 24 &&
    sizeof(struct dirent) == 280, "struct dirent is system call ABI");

#define	d_ino		d_fileno

/* d_type */
#define	DT_UNKNOWN	0
#define	DT_FIFO		1
#define	DT_CHR		2
#define	DT_DIR		4
#define	DT_BLK		6
#define	DT_REG		8
#define	DT_LNK		10
#define	DT_SOCK		12
#define	DT_WHT		14

#define	IFTODT(mode)	(((mode) & 0170000) >> 12)
#define	DTTOIF(dirtype)	((dirtype) << 12)

/* Bytes of a record whose name has namlen bytes. */
#define	_GENERIC_DIRLEN(namlen)						\
	((__builtin_offsetof(struct dirent, d_name) + (namlen) + 1 + 7) & \
	    ~(size_t)7)
#define	_GENERIC_DIRSIZ(dp)	_GENERIC_DIRLEN((dp)->d_namlen)
#define	_GENERIC_MINDIRSIZ	_GENERIC_DIRLEN(1)

#ifdef _KERNEL
#define	GENERIC_DIRSIZ(dp)	_GENERIC_DIRSIZ(dp)
#define	GENERIC_MINDIRSIZ	_GENERIC_MINDIRSIZ

#include <sys/systm.h>

/* Zero the padding and the bytes behind the name, before it goes out. */
static __inline void
dirent_terminate(struct dirent *dp)
{

	dp->d_pad0 = 0;
	dp->d_pad1 = 0;
	memset(dp->d_name + dp->d_namlen, 0,
	    dp->d_reclen - (__builtin_offsetof(struct dirent, d_name) +
	    dp->d_namlen));
}

/*
 * Append a record to buf, of which *filled bytes are used, if there is room;
 * next is the cookie behind it.
 */
static __inline bool
dirent_put(char *buf, size_t buflen, size_t *filled, ino_t ino, u_char type,
    const char *name, u_int namelen, off_t next)
{
	struct dirent *dp = (struct dirent *)(void *)(buf + *filled);
	size_t reclen = _GENERIC_DIRLEN(namelen);

	if (buflen - *filled < reclen)
		return (false);
	dp->d_fileno = ino;
	dp->d_off = next;
	dp->d_reclen = reclen;
	dp->d_type = type;
	dp->d_namlen = namelen;
	memcpy(dp->d_name, name, namelen);
	dirent_terminate(dp);
	*filled += reclen;
	return (true);
}
#endif /* _KERNEL */

#endif /* !_SYS_DIRENT_H_ */
