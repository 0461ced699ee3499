/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Structures that modules or programs are compiled with: their size, and the
 * place and size of a member, in bytes.  What does not hold does not compile.
 */
#ifndef _SYS__ABI_H_
#define	_SYS__ABI_H_

#define	__ABI_SIZE(type, size)						\
	_Static_assert(sizeof(type) == (size), "size of " #type)
#define	__ABI_MEMBER(type, member, offset, size)			\
	_Static_assert(__builtin_offsetof(type, member) == (offset) &&	\
	    sizeof(((type *)0)->member) == (size),			\
	    "place of " #member " in " #type)

#endif /* !_SYS__ABI_H_ */
