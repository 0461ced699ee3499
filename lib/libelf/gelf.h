/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading ELF files of either class, gelf(3): the structures are those of the
 * wide class.
 */
#ifndef _GELF_H_
#define	_GELF_H_

#include <libelf.h>

typedef Elf64_Ehdr	GElf_Ehdr;
typedef Elf64_Shdr	GElf_Shdr;
typedef Elf64_Sym	GElf_Sym;
typedef Elf64_Rela	GElf_Rela;

#define	GELF_R_SYM(info)	ELF64_R_SYM(info)
#define	GELF_R_TYPE(info)	ELF64_R_TYPE(info)

__BEGIN_DECLS
int		gelf_getclass(Elf *);
GElf_Ehdr	*gelf_getehdr(Elf *, GElf_Ehdr *);
GElf_Shdr	*gelf_getshdr(Elf_Scn *, GElf_Shdr *);
GElf_Rela	*gelf_getrela(Elf_Data *, int, GElf_Rela *);
GElf_Sym	*gelf_getsym(Elf_Data *, int, GElf_Sym *);
/* Also the section index that st_shndx cannot hold, or 0, from SHT_SYMTAB_SHNDX. */
GElf_Sym	*gelf_getsymshndx(Elf_Data *, Elf_Data *, int, GElf_Sym *,
		    Elf32_Word *);
__END_DECLS

#endif /* !_GELF_H_ */
