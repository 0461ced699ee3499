/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysarch(2): machine-dependent requests of programs.
 */
#ifndef _MACHINE_SYSARCH_H_
#define	_MACHINE_SYSARCH_H_

#define	AMD64_GET_FSBASE	128
#define	AMD64_SET_FSBASE	129
#define	AMD64_GET_GSBASE	130
#define	AMD64_SET_GSBASE	131

#endif /* !_MACHINE_SYSARCH_H_ */
