/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Relocation of ELF modules: the part that every machine does in its own way.
 */
#ifndef _MACHINE_ELF_RELOC_H_
#define	_MACHINE_ELF_RELOC_H_

#include <sys/elf.h>

/*
 * The st_value of a symbol that has no address: undefined, or in a section
 * that is not loaded.  No valid address looks like this one, which is not
 * canonical.
 */
#define	ELF_NO_ADDRESS	((Elf_Addr)1 << 63)

enum elf_reloc_status {
	ELF_RELOC_OK,
	ELF_RELOC_SYMBOL,	/* the symbol index is out of range */
	ELF_RELOC_NO_ADDRESS,	/* the symbol has no address */
	ELF_RELOC_OFFSET,	/* the place is outside the section */
	ELF_RELOC_OVERFLOW,	/* the value does not fit */
	ELF_RELOC_TYPE		/* the type is not known */
};

/*
 * Apply up to n relocations to the size bytes at base, with the values of
 * the nsym symbols; complete says that all of them have an address.  Returns how
 * many were applied; if that is not n, *status says what is wrong with the next
 * one.
 */
size_t	elf_relocate(const Elf_Rela *rela, size_t n, char *base, size_t size,
	    const Elf_Sym *sym, size_t nsym, bool complete,
	    enum elf_reloc_status *status);

/* The name of a relocation type, or NULL. */
const char *elf_reloc_name(uint32_t type);

#endif /* !_MACHINE_ELF_RELOC_H_ */
