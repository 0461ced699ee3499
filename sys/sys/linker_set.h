/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Linker sets: arrays that the link editor gathers from all object files.
 *
 * A set NAME is the section set_NAME, which holds one pointer per element.
 * The link editor (for the kernel) or the kernel linker (for a module)
 * defines __start_set_NAME and __stop_set_NAME as its bounds.
 */
#ifndef _SYS_LINKER_SET_H_
#define	_SYS_LINKER_SET_H_

#include <sys/cdefs.h>

/* The weak references make an empty set legal: both bounds are then NULL. */
#define	__MAKE_SET(set, sym)						\
	__asm__(".weak __start_set_" #set);				\
	__asm__(".weak __stop_set_" #set);				\
	static void const * const __set_##set##_sym_##sym		\
	    __section("set_" #set) __used = &(sym)

#define	TEXT_SET(set, sym)	__MAKE_SET(set, sym)
#define	DATA_SET(set, sym)	__MAKE_SET(set, sym)

#define	SET_DECLARE(set, ptype)						\
	extern ptype __weak_symbol *__CONCAT(__start_set_, set)[];	\
	extern ptype __weak_symbol *__CONCAT(__stop_set_, set)[]

#define	SET_BEGIN(set)	(__CONCAT(__start_set_, set))
#define	SET_LIMIT(set)	(__CONCAT(__stop_set_, set))
#define	SET_COUNT(set)	((int)(SET_LIMIT(set) - SET_BEGIN(set)))
#define	SET_ITEM(set, i)	((SET_BEGIN(set))[i])

/* Visit every element; pvar is a pointer to the set's pointer type. */
#define	SET_FOREACH(pvar, set)						\
	for ((pvar) = SET_BEGIN(set); (pvar) < SET_LIMIT(set); (pvar)++)

#endif /* !_SYS_LINKER_SET_H_ */
