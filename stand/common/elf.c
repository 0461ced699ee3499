/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Checks of ELF headers and tables against the file that they came in.
 */
#include "elf.h"

bool
elf_range(const struct file *file, uint64_t off, uint64_t len)
{
	return (off <= file->size && len <= file->size - off);
}

const char *
elf_header(const struct file *file, Elf64_Ehdr *eh)
{
	if (file->error != NULL)
		return (file->error);
	if (file->size < SELFMAG || memcmp(file->data, ELFMAG, SELFMAG) != 0)
		return ("not an ELF file");
	if (file->size < sizeof(*eh))
		return ("the ELF header is truncated");
	memcpy(eh, file->data, sizeof(*eh));
	if (eh->e_ident[EI_CLASS] != ELFCLASS64)
		return ("not a 64-bit ELF file");
	if (eh->e_ident[EI_DATA] != ELFDATA2LSB)
		return ("not a little-endian ELF file");
	if (eh->e_ident[EI_VERSION] != EV_CURRENT ||
	    eh->e_version != EV_CURRENT)
		return ("unknown ELF version");
	if (eh->e_machine != EM_X86_64)
		return ("not built for amd64");
	return (NULL);
}

const char *
elf_section_table(const struct file *file, const Elf64_Ehdr *eh)
{
	if (eh->e_shnum == 0)
		return (eh->e_shoff == 0 ? "it has no section headers" :
		    "it has no section headers, or more than 65,279");
	if (eh->e_shentsize != sizeof(Elf64_Shdr))
		return ("its section headers have an unknown size");
	if (!elf_range(file, eh->e_shoff,
	    (uint64_t)eh->e_shnum * sizeof(Elf64_Shdr)))
		return ("its section headers lie beyond the end of the file");
	return (NULL);
}

void
elf_section(const struct file *file, const Elf64_Ehdr *eh, unsigned i,
    Elf64_Shdr *sh)
{
	memcpy(sh, file->data + eh->e_shoff + i * sizeof(*sh), sizeof(*sh));
}
