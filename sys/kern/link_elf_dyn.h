/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A shared object (ET_DYN) while it is linked and while it is loaded.
 */
#ifndef _KERN_LINK_ELF_DYN_H_
#define	_KERN_LINK_ELF_DYN_H_

#include "link_elf.h"

/* A table in the image that the dynamic section names: address and bytes. */
struct dyn_table {
	Elf_Addr	addr;
	Elf_Size	size;
};

struct elf_file {
	Elf_Ehdr		ehdr;
	Elf_Phdr		*phdr;		/* ehdr.e_phnum of them */
	vm_offset_t		base;		/* of address 0 of the file */
	vm_size_t		size;		/* bytes, whole pages */
	struct elf_symbols	syms;		/* in the image */
	const uint32_t		*hash;		/* DT_HASH, or NULL */
	const uint32_t		*gnu_hash;	/* DT_GNU_HASH, or NULL */
	Elf_Addr		sysv_addr, gnu_addr; /* of these, or 0 */
	struct dyn_table	symtab, strtab;
	struct dyn_table	hashtab;	/* the one of both in use */
	struct dyn_table	dynamic;
	struct dyn_table	rela, jmprel;
	size_t			nresolver;	/* at most, of ifuncs */
	Elf_Addr		init, fini;	/* functions, or 0 */
	struct dyn_table	init_array, fini_array;
	struct dyn_table	relro;		/* constant once relocated */
	struct elf_sections	sections;	/* none, if that is stripped */
	struct elf_symbols	debug;		/* .symtab, for names; or empty */
};

/* [addr, addr + size) lies in the image. */
static inline bool
elf_in_image(const struct elf_file *ef, Elf_Addr addr, Elf_Size size)
{

	return (addr <= ef->size && size <= ef->size - addr);
}

/* Does addr, that the file gives, lie in an executable segment? */
static inline bool
elf_is_text(const struct elf_file *ef, Elf_Addr addr)
{
	const Elf_Phdr *ph;

	for (ph = ef->phdr; ph < ef->phdr + ef->ehdr.e_phnum; ph++)
		if (ph->p_type == PT_LOAD && (ph->p_flags & PF_X) != 0 &&
		    addr >= ph->p_vaddr && addr - ph->p_vaddr < ph->p_memsz)
			return (true);
	return (false);
}

/*
 * link_elf_dynamic.c: read the dynamic section, and check all that it leads to.
 * The image has been read, and is not relocated.
 */
int	elf_check_dynamic(struct linker_file *lf, struct elf_file *ef);

/*
 * link_elf_named.c: read and check the section headers, if the file has any, and
 * the symbols that are meant for people.  Then find a set by its name, without
 * set_; false if there is none.
 */
int	elf_read_names(struct linker_file *lf, struct elf_file *ef,
	    struct linker_image *img);
bool	elf_find_set(const struct elf_file *ef, const char *name,
	    struct linker_set *set);

/*
 * link_elf_hash.c: check the symbol hash table at an address, and learn from it
 * how many symbols there are; find one by its name, NULL if there is none.
 */
int	elf_check_sysv_hash(struct linker_file *lf, struct elf_file *ef,
	    Elf_Addr addr);
int	elf_check_gnu_hash(struct linker_file *lf, struct elf_file *ef,
	    Elf_Addr addr);
const Elf_Sym *elf_hash_lookup(const struct elf_file *ef, const char *name);

#endif /* !_KERN_LINK_ELF_DYN_H_ */
