/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the parts of libelf share.
 */
#ifndef __LIBELF_H_
#define	__LIBELF_H_

#include <stdbool.h>

#include "gelf.h"

struct Elf_Scn {
	Elf_Data	data;		/* first, so that it leads here */
	bool		loaded;
	size_t		index;
	GElf_Shdr	shdr;
	Elf		*elf;
};

struct Elf {
	int		fd;
	Elf_Kind	kind;
	int		class;		/* ELFCLASS* */
	uint64_t	size;		/* of the file, bytes */
	GElf_Ehdr	ehdr;
	Elf_Scn		*scns;		/* NULL until they are read */
	size_t		nscns;
	size_t		shstrndx;
};

enum {
	ELF_E_NONE,
	ELF_E_VERSION,
	ELF_E_ARGUMENT,
	ELF_E_IO,
	ELF_E_MEMORY,
	ELF_E_NOTELF,
	ELF_E_HEADER,
	ELF_E_ENCODING,
	ELF_E_SECTIONS,
	ELF_E_RANGE,
	ELF_E_STRING,
	ELF_E_NUM
};

extern int libelf_error;
extern bool libelf_ready;

/* Record an error and return NULL. */
void	*libelf_fail(int error);
/* len bytes at off of the file into buf. */
bool	libelf_read(Elf *elf, void *buf, uint64_t off, size_t len);
/* The same into new memory. */
void	*libelf_load(Elf *elf, uint64_t off, size_t len);
/* Read the section headers, once. */
bool	libelf_sections(Elf *elf);

#endif /* !__LIBELF_H_ */
