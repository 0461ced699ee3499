/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Alignment of anything that has a type.
 */
#ifndef _MACHINE__ALIGN_H_
#define	_MACHINE__ALIGN_H_

#define	_ALIGNBYTES	(sizeof(long) - 1)
#define	_ALIGN(p)	(((unsigned long)(p) + _ALIGNBYTES) & ~_ALIGNBYTES)

#endif /* !_MACHINE__ALIGN_H_ */
