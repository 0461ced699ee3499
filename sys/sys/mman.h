/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mmap(2) and its relatives; user ABI.
 */
#ifndef _SYS_MMAN_H_
#define	_SYS_MMAN_H_

#include <sys/cdefs.h>
#include <sys/types.h>

#define	PROT_NONE	0x00
#define	PROT_READ	0x01
#define	PROT_WRITE	0x02
#define	PROT_EXEC	0x04
#define	_PROT_ALL	(PROT_READ | PROT_WRITE | PROT_EXEC)

#define	MAP_SHARED	0x0001
#define	MAP_PRIVATE	0x0002
#define	MAP_FIXED	0x0010		/* exactly there */
#define	MAP_STACK	0x0400		/* grows down */
#define	MAP_NOSYNC	0x0800
#define	MAP_ANON	0x1000		/* no file */
#define	MAP_ANONYMOUS	MAP_ANON
#define	MAP_GUARD	0x00002000	/* keep the range free */
#define	MAP_EXCL	0x00004000	/* with MAP_FIXED: replace nothing */
#define	MAP_NOCORE	0x00020000
#define	MAP_PREFAULT_READ 0x00040000
#define	MAP_32BIT	0x00080000	/* in the low 2 GiB */
#define	MAP_ALIGNED(n)	((n) << 24)
#define	MAP_ALIGNMENT_SHIFT 24
#define	MAP_ALIGNMENT_MASK MAP_ALIGNED(0xff)
#define	MAP_FAILED	((void *)-1)

#define	MS_SYNC		0x0000
#define	MS_ASYNC	0x0001
#define	MS_INVALIDATE	0x0002

#define	MADV_NORMAL	0
#define	MADV_RANDOM	1
#define	MADV_SEQUENTIAL	2
#define	MADV_WILLNEED	3
#define	MADV_DONTNEED	4
#define	MADV_FREE	5
#define	MADV_NOSYNC	6
#define	MADV_AUTOSYNC	7
#define	MADV_NOCORE	8
#define	MADV_CORE	9
#define	MADV_PROTECT	10
#define	POSIX_MADV_RANDOM	MADV_RANDOM
#define	POSIX_MADV_SEQUENTIAL	MADV_SEQUENTIAL
#define	POSIX_MADV_WILLNEED	MADV_WILLNEED
#define	POSIX_MADV_DONTNEED	MADV_DONTNEED

#ifndef _KERNEL
__BEGIN_DECLS
void	*mmap(void *, size_t, int, int, int, off_t);
int	munmap(void *, size_t);
int	mprotect(void *, size_t, int);
int	madvise(void *, size_t, int);
int	msync(void *, size_t, int);
__END_DECLS
#endif

#endif /* !_SYS_MMAN_H_ */
