/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Functions in assembler.
 */
#ifndef _MACHINE_ASMACROS_H_
#define	_MACHINE_ASMACROS_H_

#define	ENTRY(name)							\
	.text; .p2align 4,0x90; .globl name; .type name,@function; name:

#define	END(name)	.size name, . - name

#endif /* !_MACHINE_ASMACROS_H_ */
