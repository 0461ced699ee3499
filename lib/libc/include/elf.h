/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ELF files, in the native class.
 */
#ifndef _ELF_H_
#define	_ELF_H_

#include <sys/elf.h>

#endif /* !_ELF_H_ */
