/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Page size and the sizes of machine-dependent things.
 */
#ifndef _MACHINE_PARAM_H_
#define	_MACHINE_PARAM_H_

#include <machine/_align.h>

#define	MACHINE		"amd64"
#define	MACHINE_ARCH	"amd64"
#define	MID_MACHINE	0

#define	MAXCPU		1

#define	ALIGNBYTES	_ALIGNBYTES
#define	ALIGN(p)	_ALIGN(p)
#define	ALIGNED_POINTER(p, t)	1

#define	CACHE_LINE_SHIFT 6
#define	CACHE_LINE_SIZE	(1 << CACHE_LINE_SHIFT)

#define	PAGE_SHIFT	12
#define	PAGE_SIZE	(1 << PAGE_SHIFT)
#define	PAGE_MASK	(PAGE_SIZE - 1)
#define	NPTEPG		512		/* entries in a page table page */

#define	PDRSHIFT	21		/* what a page directory entry maps */
#define	NBPDR		(1 << PDRSHIFT)
#define	PDRMASK		(NBPDR - 1)
#define	PDPSHIFT	30
#define	NBPDP		(1UL << PDPSHIFT)
#define	PML4SHIFT	39
#define	NBPML4		(1UL << PML4SHIFT)

#define	KSTACK_PAGES	4		/* kernel stack, without the guard */
#define	KSTACK_GUARD_PAGES 1

#define	trunc_page(x)	((unsigned long)(x) & ~(unsigned long)PAGE_MASK)
#define	round_page(x)	(((unsigned long)(x) + PAGE_MASK) & ~(unsigned long)PAGE_MASK)
#define	trunc_2mpage(x)	((unsigned long)(x) & ~(unsigned long)PDRMASK)
#define	round_2mpage(x)	(((unsigned long)(x) + PDRMASK) & ~(unsigned long)PDRMASK)

#define	atop(x)		((unsigned long)(x) >> PAGE_SHIFT)
#define	ptoa(x)		((unsigned long)(x) << PAGE_SHIFT)
#define	amd64_btop(x)	atop(x)
#define	amd64_ptob(x)	ptoa(x)
#define	pgtok(x)	((unsigned long)(x) * (PAGE_SIZE / 1024))

#endif /* !_MACHINE_PARAM_H_ */
