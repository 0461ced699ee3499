/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The sizes and addresses of the machine, for the virtual memory system.
 */
#ifndef _VM_VM_PARAM_H_
#define	_VM_VM_PARAM_H_

#include <machine/param.h>
#include <machine/vmparam.h>

/* Results of vm_map functions, where they are not errno values. */
#define	KERN_SUCCESS		0
#define	KERN_INVALID_ADDRESS	1
#define	KERN_PROTECTION_FAILURE	2
#define	KERN_NO_SPACE		3
#define	KERN_INVALID_ARGUMENT	4
#define	KERN_FAILURE		5
#define	KERN_RESOURCE_SHORTAGE	6
#define	KERN_OUT_OF_BOUNDS	7

#endif /* !_VM_VM_PARAM_H_ */
