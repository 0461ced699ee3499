/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ktr(4): trace points.  This kernel records none; sources that have them
 * compile.
 */
#ifndef _SYS_KTR_H_
#define	_SYS_KTR_H_

#ifdef _KERNEL

#define	KTR_GEN		0x00000001	/* general */
#define	KTR_NET		0x00000002
#define	KTR_DEV		0x00000004
#define	KTR_LOCK	0x00000008
#define	KTR_SUBSYS	0x00000010
#define	KTR_SPARE1	0x00000020

#define	CTR0(m, format)				((void)0)
#define	CTR1(m, format, p1)			((void)0)
#define	CTR2(m, format, p1, p2)			((void)0)
#define	CTR3(m, format, p1, p2, p3)		((void)0)
#define	CTR4(m, format, p1, p2, p3, p4)		((void)0)
#define	CTR5(m, format, p1, p2, p3, p4, p5)	((void)0)
#define	CTR6(m, format, p1, p2, p3, p4, p5, p6)	((void)0)

#endif /* _KERNEL */

#endif /* !_SYS_KTR_H_ */
