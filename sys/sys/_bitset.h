/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * bitset(9): the structures; sys/bitset.h has the operations.
 */
#ifndef _SYS__BITSET_H_
#define	_SYS__BITSET_H_

#define	_BITSET_BITS		(sizeof(long) * 8)
#define	__bitset_words(_s)	(((_s) + _BITSET_BITS - 1) / _BITSET_BITS)

#define	BITSET_DEFINE(t, _s)						\
struct t {								\
	long	__bits[__bitset_words((_s))];				\
}

#endif /* !_SYS__BITSET_H_ */
