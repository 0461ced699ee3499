/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Section headers of ELF files, and the tables of names and symbols that they
 * lead to.  Every size is checked before memory is allocated for it.  System V
 * ABI, edition 4.1, chapter 4.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf.h"

/*
 * Numbers of sections that do not fit into the ELF header stand in section
 * header 0.
 */
static int
extended_numbers(struct linker_file *lf, struct linker_image *img,
    const Elf_Ehdr *eh, size_t *n, size_t *shstrndx)
{
	Elf_Shdr first;
	int error;

	if (eh->e_shoff == 0 || (eh->e_shnum != 0 &&
	    eh->e_shstrndx != SHN_XINDEX))
		return (0);
	error = linker_image_read(img, lf->filename, &first, eh->e_shoff,
	    sizeof(first));
	if (error != 0)
		return (error);
	if (eh->e_shnum == 0)
		*n = first.sh_size;
	if (eh->e_shstrndx == SHN_XINDEX)
		*shstrndx = first.sh_link;
	return (0);
}

int
elf_count_sections(struct linker_file *lf, struct linker_image *img,
    const Elf_Ehdr *eh, size_t *n, size_t *shstrndx)
{
	int error;

	if (eh->e_shentsize != sizeof(Elf_Shdr))
		return (ELF_BAD(lf, "has section headers of %d bytes, %zu are "
		    "needed", eh->e_shentsize, sizeof(Elf_Shdr)));
	*n = eh->e_shnum;
	*shstrndx = eh->e_shstrndx;
	error = extended_numbers(lf, img, eh, n, shstrndx);
	if (error != 0)
		return (error);
	if (eh->e_shoff > img->size ||
	    *n > (img->size - eh->e_shoff) / sizeof(Elf_Shdr))
		return (ELF_BAD(lf, "truncated: its section headers, %zu from "
		    "%ju on, lie behind its end at %zu", *n,
		    (uintmax_t)eh->e_shoff, img->size));
	return (0);
}

int
elf_bad_section(struct linker_file *lf, struct linker_image *img,
    const Elf_Shdr *sh, size_t i, const char *str, size_t strsize)
{

	if (sh->sh_name >= strsize)
		return (ELF_BAD(lf, "section %zu has its name at %u, the names "
		    "have %zu bytes", i, sh->sh_name, strsize));
	return (ELF_BAD(lf, "truncated: section %s at %ju with %ju bytes lies "
	    "behind its end at %zu", str + sh->sh_name,
	    (uintmax_t)sh->sh_offset, (uintmax_t)sh->sh_size, img->size));
}

int
elf_read_strings(struct linker_file *lf, struct linker_image *img,
    const Elf_Shdr *shdr, size_t n, size_t i, const char *what, char **strp,
    size_t *sizep)
{
	const Elf_Shdr *sh;
	int error;

	if (i == 0 || i >= n)
		return (ELF_BAD(lf, "%s: section index %zu is out of range, "
		    "there are %zu", what, i, n));
	sh = &shdr[i];
	if (sh->sh_type != SHT_STRTAB)
		return (ELF_BAD(lf, "%s: section %zu is not a string table",
		    what, i));
	/* The names of sections are read before these are checked. */
	if (sh->sh_size == 0 ||
	    !linker_image_holds(img, sh->sh_offset, sh->sh_size))
		return (ELF_BAD(lf, "%s: section %zu of %ju bytes at %ju is "
		    "empty or truncated", what, i, (uintmax_t)sh->sh_size,
		    (uintmax_t)sh->sh_offset));
	*strp = linker_alloc(lf, sh->sh_size, 1);
	if (*strp == NULL)
		return (ENOMEM);
	*sizep = sh->sh_size;
	error = linker_image_read(img, lf->filename, *strp, sh->sh_offset,
	    sh->sh_size);
	if (error == 0 && (*strp)[sh->sh_size - 1] != '\0')
		error = ELF_BAD(lf, "%s: section %zu does not end with a NUL",
		    what, i);
	return (error);
}

int
elf_read_symbols(struct linker_file *lf, struct linker_image *img,
    const Elf_Shdr *shdr, size_t n, size_t i, struct elf_symbols *syms)
{
	const Elf_Shdr *sh;
	int error;

	sh = &shdr[i];
	if (sh->sh_entsize != sizeof(Elf_Sym) || sh->sh_size == 0 ||
	    sh->sh_size % sizeof(Elf_Sym) != 0)
		return (ELF_BAD(lf, "its symbol table has %ju bytes of entries "
		    "of %ju, %zu are needed", (uintmax_t)sh->sh_size,
		    (uintmax_t)sh->sh_entsize, sizeof(Elf_Sym)));
	error = elf_read_strings(lf, img, shdr, n, sh->sh_link, "symbol names",
	    &syms->str, &syms->strsize);
	if (error != 0)
		return (error);
	syms->nsym = sh->sh_size / sizeof(Elf_Sym);
	syms->sym = linker_alloc(lf, syms->nsym, sizeof(*syms->sym));
	if (syms->sym == NULL)
		return (ENOMEM);
	return (linker_image_read(img, lf->filename, syms->sym, sh->sh_offset,
	    sh->sh_size));
}

int
elf_read_sections(struct linker_file *lf, struct linker_image *img,
    const Elf_Ehdr *eh, struct elf_sections *sections)
{
	size_t i, n, shstrndx;
	int error;

	if (eh->e_shoff == 0)
		return (0);
	error = elf_count_sections(lf, img, eh, &n, &shstrndx);
	if (error != 0)
		return (error);
	sections->shdr = linker_alloc(lf, n, sizeof(Elf_Shdr));
	if (sections->shdr == NULL)
		return (ENOMEM);
	error = linker_image_read(img, lf->filename, sections->shdr,
	    eh->e_shoff, n * sizeof(Elf_Shdr));
	if (error == 0)
		error = elf_read_strings(lf, img, sections->shdr, n, shstrndx,
		    "section names", &sections->str, &sections->strsize);
	for (i = 0; i < n && error == 0; i++)
		error = elf_check_section(lf, img, &sections->shdr[i], i,
		    sections->str, sections->strsize);
	sections->n = n;
	return (error);
}

void
elf_free_sections(struct elf_sections *sections)
{

	free(sections->shdr, M_LINKER);
	free(sections->str, M_LINKER);
}

int
elf_read_debug_symbols(struct linker_file *lf, struct linker_image *img,
    const struct elf_sections *sections, Elf_Word type, vm_offset_t base,
    struct elf_symbols *syms)
{
	Elf_Sym *s;
	size_t i;
	int error;

	for (i = 0; i < sections->n; i++)
		if (sections->shdr[i].sh_type == type)
			break;
	if (i == sections->n)
		return (0);
	error = elf_read_symbols(lf, img, sections->shdr, sections->n, i,
	    syms);
	if (error != 0)
		return (error);
	for (i = 0; i < syms->nsym; i++) {
		s = &syms->sym[i];
		if (s->st_name >= syms->strsize)
			return (ELF_BAD(lf, "symbol %zu has its name at %u, "
			    "the names have %zu bytes", i, s->st_name,
			    syms->strsize));
		if (s->st_shndx != SHN_UNDEF && s->st_shndx != SHN_ABS)
			s->st_value += base;
	}
	return (0);
}

void
elf_free_symbols(struct elf_symbols *syms)
{

	free(syms->sym, M_LINKER);
	free(syms->str, M_LINKER);
}
