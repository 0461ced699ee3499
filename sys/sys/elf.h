/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The native ELF class under names without a word size.
 */
#ifndef _SYS_ELF_H_
#define	_SYS_ELF_H_

#include <sys/elf64.h>

typedef Elf64_Addr	Elf_Addr;
typedef Elf64_Off	Elf_Off;
typedef Elf64_Half	Elf_Half;
typedef Elf64_Word	Elf_Word;
typedef Elf64_Xword	Elf_Size;
typedef Elf64_Ehdr	Elf_Ehdr;
typedef Elf64_Shdr	Elf_Shdr;
typedef Elf64_Phdr	Elf_Phdr;
typedef Elf64_Sym	Elf_Sym;
typedef Elf64_Rela	Elf_Rela;
typedef Elf64_Dyn	Elf_Dyn;
typedef Elf64_Nhdr	Elf_Nhdr;
typedef Elf64_Auxinfo	Elf_Auxinfo;

#define	ELF_R_SYM		ELF64_R_SYM
#define	ELF_R_TYPE		ELF64_R_TYPE
#define	ELF_ST_BIND		ELF64_ST_BIND
#define	ELF_ST_TYPE		ELF64_ST_TYPE
#define	ELF_ST_VISIBILITY	ELF64_ST_VISIBILITY

#define	ELF_TARG_CLASS		ELFCLASS64
#define	ELF_TARG_DATA		ELFDATA2LSB
#define	ELF_TARG_MACH		EM_X86_64

#endif /* !_SYS_ELF_H_ */
