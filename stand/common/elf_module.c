/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Placing a module: the file as it is, on a page boundary, for the kernel to
 * link.  For ET_REL the section headers go along, with sh_addr saying where
 * the contents of each section lie.
 */
#include "elf.h"
#include <sys/linker.h>

/* What the section's contents need to be aligned to; at most a page. */
static bool
section_aligned(const Elf64_Shdr *sh)
{
	uint64_t align;

	align = sh->sh_addralign;
	if ((align & (align - 1)) != 0)
		return (false);
	if (align > STAND_PAGE_SIZE)
		align = STAND_PAGE_SIZE;
	return (align == 0 || (sh->sh_offset & (align - 1)) == 0);
}

static const char *
check_sections(const struct file *file, const Elf64_Ehdr *eh)
{
	const char *error;
	Elf64_Shdr sh;
	unsigned i;

	error = elf_section_table(file, eh);
	if (error != NULL)
		return (error);
	for (i = 0; i < eh->e_shnum; i++) {
		elf_section(file, eh, i, &sh);
		if (sh.sh_type == SHT_NULL || sh.sh_type == SHT_NOBITS)
			continue;
		if (!elf_range(file, sh.sh_offset, sh.sh_size))
			return ("a section lies beyond the end of the file");
		if (!section_aligned(&sh))
			return ("a section is not aligned in the file");
	}
	return (NULL);
}

static void
pass_sections(const struct file *file, const Elf64_Ehdr *eh,
    struct preload *module)
{
	Elf64_Shdr *sh;
	unsigned i;

	sh = preload_metadata(module, MODINFOMD_SHDR,
	    file->data + eh->e_shoff, eh->e_shnum * sizeof(*sh));
	for (i = 0; i < eh->e_shnum; i++)
		sh[i].sh_addr = sh[i].sh_type == SHT_NULL ||
		    sh[i].sh_type == SHT_NOBITS || sh[i].sh_size == 0 ? 0 :
		    module->addr + sh[i].sh_offset;
}

const char *
elf_check_module(const struct file *file, const char **type)
{
	const char *error;
	Elf64_Ehdr eh;

	error = elf_header(file, &eh);
	if (error != NULL)
		return (error);
	if (eh.e_type != ET_REL && eh.e_type != ET_DYN)
		return ("not a kernel module");
	*type = eh.e_type == ET_REL ? "elf obj module" : "elf module";
	return (eh.e_type == ET_REL ? check_sections(file, &eh) : NULL);
}

const char *
elf_load_module(struct boot *boot, const struct file *file)
{
	struct preload *module;
	const char *error, *type;
	Elf64_Ehdr eh;

	error = elf_check_module(file, &type);
	if (error != NULL)
		return (error);
	(void)elf_header(file, &eh);
	module = preload_file(boot, file, type);
	if (module == NULL)
		return ("it does not fit into the memory");
	preload_metadata(module, MODINFOMD_ELFHDR, &eh, sizeof(eh));
	if (eh.e_type == ET_REL)
		pass_sections(file, &eh, module);
	return (NULL);
}
