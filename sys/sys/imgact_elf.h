/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * ELF image activation: brands and auxiliary vectors.
 */
#ifndef _SYS_IMGACT_ELF_H_
#define	_SYS_IMGACT_ELF_H_

#include <sys/elf.h>
#include <sys/types.h>

#ifdef _KERNEL

struct image_params;
struct proc;
struct sysentvec;

#define	MAX_BRANDS	8

/* Append one entry to an auxiliary vector. */
#define	AUXARGS_ENTRY(pos, id, val) do {				\
	(pos)->a_type = (id);						\
	(pos)->a_un.a_val = (long)(val);				\
	(pos)++;							\
} while (0)
#define	AUXARGS_ENTRY_PTR(pos, id, ptr) do {				\
	(pos)->a_type = (id);						\
	(pos)->a_un.a_ptr = (ptr);					\
	(pos)++;							\
} while (0)

#define	ELF_AUXV_MAX	32	/* entries in a vector */

/* What the activator tells sv_copyout_auxargs. */
typedef struct {
	Elf_Size	execfd;
	Elf_Size	phdr;		/* user address of the headers */
	Elf_Size	phent;
	Elf_Size	phnum;
	Elf_Size	pagesz;
	Elf_Size	base;		/* of the interpreter, or 0 */
	Elf_Size	flags;
	Elf_Size	entry;
	Elf_Word	hdr_eflags;
} Elf64_Auxargs;
#define	Elf_Auxargs	Elf64_Auxargs

/* Recognises a note that marks the ABI, such as NT_FREEBSD_ABI_TAG. */
typedef struct {
	Elf_Nhdr	hdr;
	const char	*vendor;
	int		flags;		/* BN_* */
	bool		(*trans_osrel)(const Elf_Nhdr *, int32_t *);
} Elf_Brandnote;
#define	BN_CAN_FETCH_OSREL	0x0001
#define	BN_TRANSLATE_OSREL	0x0002

/* An ABI that ELF files can be of. */
typedef struct {
	int		brand;		/* EI_OSABI */
	int		machine;	/* e_machine */
	const char	*compat_3_brand; /* old-style name in e_ident, or NULL */
	const char	*emul_path;	/* prefix of interpreters, or NULL */
	const char	*interp_path;	/* PT_INTERP that marks the brand */
	struct sysentvec *sysvec;
	const char	*interp_newpath; /* used instead of interp_path */
	int		flags;		/* BI_* */
	Elf_Brandnote	*brand_note;
	bool		(*header_supported)(struct image_params *, int32_t *,
			    uint32_t *);
} Elf64_Brandinfo;
#define	Elf_Brandinfo	Elf64_Brandinfo

#define	BI_CAN_EXEC_DYN		0x0001	/* ET_DYN files can be executed */
#define	BI_BRAND_NOTE		0x0002	/* brand_note identifies the brand */
#define	BI_BRAND_NOTE_MANDATORY	0x0004
#define	BI_BRAND_ONLY_STATIC	0x0008	/* only files without PT_INTERP */

/* 0, EINVAL when full; removal: EINVAL if unknown, EBUSY while in use. */
int	elf64_insert_brand_entry(Elf64_Brandinfo *entry);
int	elf64_remove_brand_entry(Elf64_Brandinfo *entry);
int	elf64_brand_inuse(Elf64_Brandinfo *entry);
#define	elf_insert_brand_entry	elf64_insert_brand_entry
#define	elf_remove_brand_entry	elf64_remove_brand_entry
#define	elf_brand_inuse		elf64_brand_inuse

/* sv_fixup and sv_copyout_auxargs of the native ABI. */
int	elf64_freebsd_fixup(uintptr_t *stack_base, struct image_params *imgp);
int	elf64_freebsd_copyout_auxargs(struct image_params *imgp,
	    uintptr_t base);

#endif /* _KERNEL */

#endif /* !_SYS_IMGACT_ELF_H_ */
