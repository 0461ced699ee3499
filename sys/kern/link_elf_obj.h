/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A relocatable ELF file (ET_REL) while it is linked and while it is loaded.
 */
#ifndef _KERN_LINK_ELF_OBJ_H_
#define	_KERN_LINK_ELF_OBJ_H_

#include "link_elf.h"

/* Sections go where their protection is; each region begins a page. */
enum elf_region {
	REGION_TEXT,		/* read, execute */
	REGION_RODATA,		/* read */
	REGION_DATA,		/* read, write */
	REGION_COUNT
};

/* A relocation section that applies to a loaded section. */
struct elf_rela {
	const Elf_Rela	*rela;		/* in the view of them */
	size_t		count;
	size_t		section;	/* index of the section itself */
	size_t		target;		/* index of the section it changes */
	size_t		done;		/* applied with the metadata */
};

/* One section; addr stays NULL for those that are not loaded. */
struct elf_section {
	caddr_t		addr;		/* where it lies in memory */
	size_t		size;		/* bytes */
	size_t		next;		/* loaded section, or 0 */
	size_t		offset;		/* from the start of its region */
	enum elf_region	region;
	bool		load;		/* it will be, or is, in memory */
	bool		early;		/* relocated with the metadata */
};

/* Up to so many names are compared one by one. */
#define	ELF_FEW_BOUNDED	((size_t)8)

struct elf_obj {
	Elf_Ehdr		ehdr;
	Elf_Shdr		*shdr;		/* nsection of them */
	struct elf_section	*section;
	size_t			first;		/* loaded section */
	size_t			nsection;
	size_t			shstrndx;	/* index of the names' table */
	char			*shstr;		/* names of sections */
	size_t			shstrsize;
	size_t			symtab;		/* index of the symbol table */
	size_t			symtab_shndx;	/* of its section indices, or 0 */
	uint32_t		*shndx;		/* those, for SHN_XINDEX; NULL */
	struct elf_symbols	syms;		/* values become addresses */
	struct elf_rela		*rela;
	size_t			nrela;
	struct linker_view	relocs;		/* holds all of them */
	bool			relocated;
	size_t			*bounded;	/* sections called like C identifiers */
	size_t			nbounded;	/* more than a few are sorted by it */
	size_t			set[LINKER_SETS]; /* those of them, or 0 */
	size_t			*array;		/* constructors' and destructors' */
	size_t			narray;		/* order << 32 | section */
	size_t			reached[2];	/* sections that were found last */
	bool			has_commons;	/* among the symbols */
	struct {
		size_t		offset;		/* from base, page-aligned */
		size_t		size;		/* bytes in use */
	}			region[REGION_COUNT];
	vm_offset_t		base;		/* module memory, 0 until placed */
	vm_size_t		size;		/* bytes, whole pages */
};

/* link_elf_check.c: read and check; nothing of the file is trusted before. */
int	elf_obj_check_header(struct linker_file *lf, struct elf_obj *eo,
	    struct linker_image *img);
int	elf_obj_check_sections(struct linker_file *lf, struct elf_obj *eo,
	    struct linker_image *img);
int	elf_obj_read_symbols(struct linker_file *lf, struct elf_obj *eo,
	    struct linker_image *img);

/* The name of section i; i is in range. */
static inline const char *
elf_section_name(const struct elf_obj *eo, size_t i)
{

	return (eo->shstr + eo->shdr[i].sh_name);
}

#endif /* !_KERN_LINK_ELF_OBJ_H_ */
