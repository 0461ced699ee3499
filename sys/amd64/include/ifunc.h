/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * DEFINE_IFUNC(9): a function whose implementation is chosen when it is
 * linked.  The body of the resolver follows the macro and returns a pointer
 * to a function of that type.
 */
#ifndef _MACHINE_IFUNC_H_
#define	_MACHINE_IFUNC_H_

#include <sys/cdefs.h>

#define	DEFINE_IFUNC(qual, ret_type, name, args)			\
	static ret_type (*name##_resolver(void))args __used;		\
	qual ret_type name args						\
	    __attribute__((__ifunc__(#name "_resolver")));		\
	static ret_type (*name##_resolver(void))args

#endif /* !_MACHINE_IFUNC_H_ */
