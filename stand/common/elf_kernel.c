/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Placing the kernel: its segments where their physical addresses say, then
 * its symbol and string tables, each behind a 64-bit length.
 */
#include "elf.h"
#include <sys/linker.h>

#define	KERNBASE	0xffffffff80000000ul	/* physical address 0 */

static const char *
load_segment(struct boot *boot, const struct file *file, const Elf64_Phdr *ph)
{
	uint8_t *to;

	if (!elf_range(file, ph->p_offset, ph->p_filesz))
		return ("a segment lies beyond the end of the file");
	if (ph->p_filesz > ph->p_memsz)
		return ("a segment is larger in the file than in memory");
	if (ph->p_vaddr < KERNBASE || ph->p_vaddr - KERNBASE != ph->p_paddr)
		return ("a segment is not linked for where it is to lie");
	to = area_take_at(&boot->area, ph->p_paddr, ph->p_memsz);
	if (to == NULL)
		return ("a segment does not fit into the memory");
	memcpy(to, file->data + ph->p_offset, ph->p_filesz);
	memset(to + ph->p_filesz, 0, ph->p_memsz - ph->p_filesz);
	return (NULL);
}

static const char *
load_segments(struct boot *boot, const struct file *file, const Elf64_Ehdr *eh)
{
	const char *error;
	Elf64_Phdr ph;
	bool entry;
	unsigned i;

	if (eh->e_phentsize != sizeof(ph))
		return ("its program headers have an unknown size");
	if (!elf_range(file, eh->e_phoff, (uint64_t)eh->e_phnum * sizeof(ph)))
		return ("its program headers lie beyond the end of the file");
	entry = false;
	for (i = 0; i < eh->e_phnum; i++) {
		memcpy(&ph, file->data + eh->e_phoff + i * sizeof(ph),
		    sizeof(ph));
		if (ph.p_type != PT_LOAD || ph.p_memsz == 0)
			continue;
		error = load_segment(boot, file, &ph);
		if (error != NULL)
			return (error);
		if (eh->e_entry - ph.p_vaddr < ph.p_filesz)
			entry = true;
	}
	return (entry ? NULL : "its entry point lies in no segment");
}

/* One table behind its length; the next one begins on 8 bytes again. */
static const char *
load_table(struct boot *boot, const struct file *file, const Elf64_Shdr *sh,
    uint64_t *start)
{
	uint8_t *to;

	if (sh->sh_type == SHT_NOBITS ||
	    !elf_range(file, sh->sh_offset, sh->sh_size))
		return ("its symbols lie beyond the end of the file");
	to = area_take(&boot->area, sizeof(sh->sh_size), 8);
	if (to == NULL || area_take(&boot->area, sh->sh_size, 8) == NULL)
		return ("its symbols do not fit into the memory");
	memcpy(to, &sh->sh_size, sizeof(sh->sh_size));
	memcpy(to + sizeof(sh->sh_size), file->data + sh->sh_offset,
	    sh->sh_size);
	*start = area_pa(&boot->area, to);
	return (NULL);
}

static const char *
load_symbols(struct boot *boot, const struct file *file, const Elf64_Ehdr *eh,
    struct preload *kernel)
{
	uint64_t esym, ssym, strings;
	Elf64_Shdr sym, str;
	const char *error;
	unsigned i;

	error = elf_section_table(file, eh);
	if (error != NULL)
		return (error);
	for (i = 0; i < eh->e_shnum; i++) {
		elf_section(file, eh, i, &sym);
		if (sym.sh_type == SHT_SYMTAB)
			break;
	}
	if (i == eh->e_shnum || sym.sh_link >= eh->e_shnum)
		return ("it has no symbol table");
	elf_section(file, eh, sym.sh_link, &str);
	error = load_table(boot, file, &sym, &ssym);
	if (error == NULL)
		error = load_table(boot, file, &str, &strings);
	if (error != NULL)
		return (error);
	(void)area_take(&boot->area, 0, 8);
	esym = boot->area.pa + boot->area.used;
	preload_metadata(kernel, MODINFOMD_SSYM, &ssym, sizeof(ssym));
	preload_metadata(kernel, MODINFOMD_ESYM, &esym, sizeof(esym));
	return (NULL);
}

const char *
elf_check_kernel(const struct file *file)
{
	const char *error;
	Elf64_Ehdr eh;

	error = elf_header(file, &eh);
	if (error != NULL)
		return (error);
	if (eh.e_type != ET_EXEC)
		return ("not an executable ELF file");
	return (elf_section_table(file, &eh));
}

const char *
elf_load_kernel(struct boot *boot, const struct file *file)
{
	struct preload *kernel;
	const char *error;
	Elf64_Ehdr eh;

	error = elf_check_kernel(file);
	if (error != NULL)
		return (error);
	(void)elf_header(file, &eh);
	error = load_segments(boot, file, &eh);
	if (error != NULL)
		return (error);
	kernel = preload_add(&boot->files, file->path, "elf kernel",
	    boot->area.pa, boot->area.used);
	preload_metadata(kernel, MODINFOMD_ELFHDR, &eh, sizeof(eh));
	boot->kernel = kernel;
	boot->entry = eh.e_entry;
	return (load_symbols(boot, file, &eh, kernel));
}
