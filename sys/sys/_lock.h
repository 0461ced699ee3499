/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What all locks have in common: a name, flags and, at offset 24, the word
 * that is the lock.  The layout is module ABI.
 */
#ifndef _SYS__LOCK_H_
#define	_SYS__LOCK_H_

struct lock_object {
	const char	*lo_name;	/* for messages; not copied */
	unsigned int	lo_flags;	/* LO_*, and the lock's class */
	unsigned int	lo_data;	/* recursions of the owner */
	struct witness	*lo_witness;	/* reserved for lock order checks */
};
_Static_assert(sizeof(struct lock_object) == 24,
    "struct lock_object is module ABI");

#endif /* !_SYS__LOCK_H_ */
