/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * System-wide constants: the compatibility level, limits, rounding macros.
 */
#ifndef _SYS_PARAM_H_
#define	_SYS_PARAM_H_

#include <sys/_null.h>

#define	BSD	199506
#define	BSD4_3	1
#define	BSD4_4	1

/*
 * The release of FreeBSD whose kernel interfaces this kernel follows; also
 * the version of module "kernel" that MODULE_DEPEND checks.
 */
#undef __FreeBSD_version
#define	__FreeBSD_version	1300139
/* Modules of this branch run on this kernel: the last version of the branch. */
#define	__FreeBSD_version_max	1399999

#include <sys/types.h>
#include <sys/syslimits.h>

#define	MAXCOMLEN	19		/* command name, without the NUL */
#define	MAXINTERP	PATH_MAX	/* interpreter's path */
#define	MAXLOGNAME	33		/* login name with the NUL */
#define	MAXUPRC		CHILD_MAX
#define	NCARGS		ARG_MAX
#define	NGROUPS		(NGROUPS_MAX + 1)
#define	NOFILE		OPEN_MAX
#define	NOGROUP		65535
#define	MAXHOSTNAMELEN	256
#define	SPECNAMELEN	255		/* name of a device, without the NUL */
#define	MAXPATHLEN	PATH_MAX
#ifndef MAXSYMLINKS
#define	MAXSYMLINKS	32
#endif

#include <sys/errno.h>
#ifdef _KERNEL
#include <sys/time.h>
#include <sys/priority.h>
#endif

#ifndef FALSE
#define	FALSE	0
#endif
#ifndef TRUE
#define	TRUE	1
#endif

#ifdef _KERNEL
#include <machine/param.h>

#define	NBPW		sizeof(int)
#define	CMASK		022		/* first file creation mask */
#define	NODEV		((dev_t)-1)
#define	DEV_BSIZE	512
#define	DEV_BSHIFT	9
#define	BLKDEV_IOSIZE	PAGE_SIZE
#define	DFLTPHYS	(64 * 1024)
#define	MAXPHYS		(128 * 1024)
#define	MAXBSIZE	65536

#define	btodb(bytes)	((daddr_t)((bytes) >> DEV_BSHIFT))
#define	dbtob(db)	((off_t)(db) << DEV_BSHIFT)
#define	ctob(x)		((x) << PAGE_SHIFT)
#define	btoc(x)		(((vm_offset_t)(x) + PAGE_MASK) >> PAGE_SHIFT)
#endif /* _KERNEL */

#define	FSHIFT	11			/* fraction bits of a load average */
#define	FSCALE	(1 << FSHIFT)

#define	NBBY	8			/* bits in a byte */

/* Bit maps held in byte arrays. */
#define	setbit(a, i)	(((unsigned char *)(a))[(i) / NBBY] |= 1 << ((i) % NBBY))
#define	clrbit(a, i)	(((unsigned char *)(a))[(i) / NBBY] &= ~(1 << ((i) % NBBY)))
#define	isset(a, i)							\
	(((const unsigned char *)(a))[(i) / NBBY] & (1 << ((i) % NBBY)))
#define	isclr(a, i)							\
	((((const unsigned char *)(a))[(i) / NBBY] & (1 << ((i) % NBBY))) == 0)

#ifndef howmany
#define	howmany(x, y)	(((x) + ((y) - 1)) / (y))
#endif
#define	rounddown(x, y)	(((x) / (y)) * (y))
#define	rounddown2(x, y) ((x) & ~((__typeof__(x))(y) - 1)) /* y: power of two */
#define	roundup(x, y)	((((x) + ((y) - 1)) / (y)) * (y))
#define	roundup2(x, y)	(((x) + ((y) - 1)) & (~((__typeof__(x))(y) - 1)))
#define	powerof2(x)	((((x) - 1) & (x)) == 0)

#ifndef MIN
#define	MIN(a, b)	(((a) < (b)) ? (a) : (b))
#define	MAX(a, b)	(((a) > (b)) ? (a) : (b))
#endif

#define	member2struct(s, m, x)						\
	((struct s *)(void *)((char *)(x) - __offsetof(struct s, m)))

#endif /* !_SYS_PARAM_H_ */
