/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ELF constants that do not depend on the word size; System V ABI, edition
 * 4.1, chapters 4 and 5, and the x86-64 supplement.
 */
#ifndef _SYS_ELF_COMMON_H_
#define	_SYS_ELF_COMMON_H_

/* e_ident */
#define	EI_MAG0		0
#define	EI_MAG1		1
#define	EI_MAG2		2
#define	EI_MAG3		3
#define	EI_CLASS	4
#define	EI_DATA		5
#define	EI_VERSION	6
#define	EI_OSABI	7
#define	EI_ABIVERSION	8
#define	EI_NIDENT	16

#define	ELFMAG0		0x7f
#define	ELFMAG1		'E'
#define	ELFMAG2		'L'
#define	ELFMAG3		'F'
#define	ELFMAG		"\177ELF"
#define	SELFMAG		4

#define	ELFCLASSNONE	0
#define	ELFCLASS32	1
#define	ELFCLASS64	2
#define	ELFDATANONE	0
#define	ELFDATA2LSB	1
#define	ELFDATA2MSB	2
#define	EV_NONE		0
#define	EV_CURRENT	1

#define	ELFOSABI_NONE	0
#define	ELFOSABI_LINUX	3
#define	ELFOSABI_FREEBSD 9

/* e_type */
#define	ET_NONE		0
#define	ET_REL		1
#define	ET_EXEC		2
#define	ET_DYN		3
#define	ET_CORE		4

/* e_machine */
#define	EM_NONE		0
#define	EM_386		3
#define	EM_X86_64	62
#define	EM_AARCH64	183

/* Section indexes */
#define	SHN_UNDEF	0
#define	SHN_LORESERVE	0xff00
#define	SHN_ABS		0xfff1
#define	SHN_COMMON	0xfff2
#define	SHN_XINDEX	0xffff

/* sh_type */
#define	SHT_NULL	0
#define	SHT_PROGBITS	1
#define	SHT_SYMTAB	2
#define	SHT_STRTAB	3
#define	SHT_RELA	4
#define	SHT_HASH	5
#define	SHT_DYNAMIC	6
#define	SHT_NOTE	7
#define	SHT_NOBITS	8
#define	SHT_REL		9
#define	SHT_DYNSYM	11
#define	SHT_INIT_ARRAY	14
#define	SHT_FINI_ARRAY	15
#define	SHT_PREINIT_ARRAY 16
#define	SHT_GROUP	17
#define	SHT_SYMTAB_SHNDX 18
#define	SHT_X86_64_UNWIND 0x70000001

/* sh_flags */
#define	SHF_WRITE	0x1
#define	SHF_ALLOC	0x2
#define	SHF_EXECINSTR	0x4
#define	SHF_MERGE	0x10
#define	SHF_STRINGS	0x20
#define	SHF_INFO_LINK	0x40
#define	SHF_TLS		0x400
#define	SHF_COMPRESSED	0x800

/* p_type */
#define	PT_NULL		0
#define	PT_LOAD		1
#define	PT_DYNAMIC	2
#define	PT_INTERP	3
#define	PT_NOTE		4
#define	PT_PHDR		6
#define	PT_TLS		7
#define	PT_GNU_STACK	0x6474e551
#define	PT_GNU_RELRO	0x6474e552

/* p_flags */
#define	PF_X		0x1
#define	PF_W		0x2
#define	PF_R		0x4

/* Symbol binding, type and visibility */
#define	STB_LOCAL	0
#define	STB_GLOBAL	1
#define	STB_WEAK	2
#define	STT_NOTYPE	0
#define	STT_OBJECT	1
#define	STT_FUNC	2
#define	STT_SECTION	3
#define	STT_FILE	4
#define	STT_COMMON	5
#define	STT_TLS		6
#define	STT_GNU_IFUNC	10
#define	STV_DEFAULT	0
#define	STV_INTERNAL	1
#define	STV_HIDDEN	2
#define	STV_PROTECTED	3
#define	STN_UNDEF	0

/* d_tag */
#define	DT_NULL		0
#define	DT_NEEDED	1
#define	DT_PLTRELSZ	2
#define	DT_PLTGOT	3
#define	DT_HASH		4
#define	DT_STRTAB	5
#define	DT_SYMTAB	6
#define	DT_RELA		7
#define	DT_RELASZ	8
#define	DT_RELAENT	9
#define	DT_STRSZ	10
#define	DT_SYMENT	11
#define	DT_INIT		12
#define	DT_FINI		13
#define	DT_SONAME	14
#define	DT_REL		17
#define	DT_PLTREL	20
#define	DT_JMPREL	23
#define	DT_INIT_ARRAY	25
#define	DT_FINI_ARRAY	26
#define	DT_INIT_ARRAYSZ	27
#define	DT_FINI_ARRAYSZ	28
#define	DT_FLAGS	30
#define	DT_RELR		36
#define	DT_GNU_HASH	0x6ffffef5
#define	DT_FLAGS_1	0x6ffffffb

/* d_val of DT_FLAGS_1 */
#define	DF_1_PIE	0x08000000

/* Relocation types of the x86-64 supplement, table 4.10 */
#define	R_X86_64_NONE		0
#define	R_X86_64_64		1
#define	R_X86_64_PC32		2
#define	R_X86_64_GOT32		3
#define	R_X86_64_PLT32		4
#define	R_X86_64_COPY		5
#define	R_X86_64_GLOB_DAT	6
#define	R_X86_64_JUMP_SLOT	7
#define	R_X86_64_RELATIVE	8
#define	R_X86_64_GOTPCREL	9
#define	R_X86_64_32		10
#define	R_X86_64_32S		11
#define	R_X86_64_16		12
#define	R_X86_64_PC16		13
#define	R_X86_64_8		14
#define	R_X86_64_PC8		15
#define	R_X86_64_DTPMOD64	16
#define	R_X86_64_DTPOFF64	17
#define	R_X86_64_TPOFF64	18
#define	R_X86_64_TLSGD		19
#define	R_X86_64_TLSLD		20
#define	R_X86_64_DTPOFF32	21
#define	R_X86_64_GOTTPOFF	22
#define	R_X86_64_TPOFF32	23
#define	R_X86_64_PC64		24
#define	R_X86_64_GOTOFF64	25
#define	R_X86_64_GOTPC32	26
#define	R_X86_64_GOT64		27
#define	R_X86_64_GOTPCREL64	28
#define	R_X86_64_GOTPC64	29
#define	R_X86_64_GOTPLT64	30
#define	R_X86_64_PLTOFF64	31
#define	R_X86_64_SIZE32		32
#define	R_X86_64_SIZE64		33
#define	R_X86_64_GOTPC32_TLSDESC 34
#define	R_X86_64_TLSDESC_CALL	35
#define	R_X86_64_TLSDESC	36
#define	R_X86_64_IRELATIVE	37
#define	R_X86_64_RELATIVE64	38
#define	R_X86_64_GOTPCRELX	41
#define	R_X86_64_REX_GOTPCRELX	42

/* Auxiliary vector tags (FreeBSD's numbers; the first ten are common) */
#define	AT_NULL		0
#define	AT_IGNORE	1
#define	AT_EXECFD	2
#define	AT_PHDR		3
#define	AT_PHENT	4
#define	AT_PHNUM	5
#define	AT_PAGESZ	6
#define	AT_BASE		7
#define	AT_FLAGS	8
#define	AT_ENTRY	9
#define	AT_EXECPATH	15
#define	AT_CANARY	16
#define	AT_CANARYLEN	17
#define	AT_OSRELDATE	18
#define	AT_NCPUS	19
#define	AT_PAGESIZES	20
#define	AT_PAGESIZESLEN	21
#define	AT_STACKPROT	23
#define	AT_EHDRFLAGS	24
#define	AT_HWCAP	25
#define	AT_ARGC		28
#define	AT_ARGV		29
#define	AT_ENVC		30
#define	AT_ENVV		31
#define	AT_COUNT	33

#endif /* !_SYS_ELF_COMMON_H_ */
