/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the kernel's and the modules' ELF files have in common.
 */
#ifndef _STAND_ELF_H_
#define	_STAND_ELF_H_

#include "stand.h"
#include <sys/elf64.h>

/*
 * elf.c.  Both copy from the file and give NULL, or a sentence that says
 * what is wrong: with the file's own header, with entry `i' of a table.
 */
const char *elf_header(const struct file *file, Elf64_Ehdr *eh);
const char *elf_section_table(const struct file *file, const Elf64_Ehdr *eh);

/* Whether len bytes at off lie within the file. */
bool	elf_range(const struct file *file, uint64_t off, uint64_t len);

/* Entry i of a table that has been checked. */
void	elf_section(const struct file *file, const Elf64_Ehdr *eh, unsigned i,
	    Elf64_Shdr *sh);

#endif /* !_STAND_ELF_H_ */
