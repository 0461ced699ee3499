/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Relocations of x86-64: System V ABI, AMD64 supplement, section 4.4.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include <machine/elf_reloc.h>

/*
 * One more than the last offset at which width bytes fit into size, so that
 * one unsigned comparison checks a place.
 */
static inline size_t
offset_limit(size_t size, size_t width)
{

	return (size >= width ? size - width + 1 : 0);
}

/*
 * Nearly all relocations of code are 32 bits wide and relative to their place.
 * Apply them up to the first that is of another kind or wrong in any way,
 * which is returned.
 */
static const Elf_Rela *
relocate_relative(const Elf_Rela *r, const Elf_Rela *end, char *base,
    size_t limit, const Elf_Sym *sym, size_t nsym)
{
	Elf_Addr value;

	for (; r < end; r++) {
		if ((ELF_R_TYPE(r->r_info) != R_X86_64_PLT32 &&
		    ELF_R_TYPE(r->r_info) != R_X86_64_PC32) ||
		    ELF_R_SYM(r->r_info) >= nsym || r->r_offset >= limit)
			break;
		value = sym[ELF_R_SYM(r->r_info)].st_value;
		if (value == ELF_NO_ADDRESS)
			break;
		value += r->r_addend - ((Elf_Addr)base + r->r_offset);
		if (value != (Elf_Addr)(int32_t)value)
			break;
		*(uint32_t *)(base + r->r_offset) = value;
	}
	return (r);
}

size_t
elf_relocate(const Elf_Rela *rela, size_t n, char *base, size_t size,
    const Elf_Sym *sym, size_t nsym, enum elf_reloc_status *status)
{
	const size_t limit4 = offset_limit(size, 4);
	const size_t limit8 = offset_limit(size, 8);
	const Elf_Rela *r, *end;
	Elf_Addr value;

	*status = ELF_RELOC_OK;
	end = rela + n;
	for (r = rela; (r = relocate_relative(r, end, base, limit4, sym,
	    nsym)) < end; r++) {
		if (ELF_R_SYM(r->r_info) >= nsym) {
			*status = ELF_RELOC_SYMBOL;
			break;
		}
		value = sym[ELF_R_SYM(r->r_info)].st_value;
		if (value == ELF_NO_ADDRESS &&
		    ELF_R_TYPE(r->r_info) != R_X86_64_NONE) {
			*status = ELF_RELOC_NO_ADDRESS;
			break;
		}
		value += r->r_addend;
		switch (ELF_R_TYPE(r->r_info)) {
		case R_X86_64_NONE:
			continue;
		case R_X86_64_PC32:
		case R_X86_64_PLT32:	/* no PLT in the kernel */
			if (r->r_offset >= limit4)
				goto offset;
			value -= (Elf_Addr)base + r->r_offset;
			if (value != (Elf_Addr)(int32_t)value)
				goto overflow;
			*(uint32_t *)(base + r->r_offset) = value;
			continue;
		case R_X86_64_64:
		case R_X86_64_GLOB_DAT:
		case R_X86_64_JUMP_SLOT:
		case R_X86_64_IRELATIVE: /* the resolver has run */
		case R_X86_64_RELATIVE:	/* symbol 0 is where the file begins */
			if (r->r_offset >= limit8)
				goto offset;
			*(uint64_t *)(base + r->r_offset) = value;
			continue;
		case R_X86_64_PC64:
			if (r->r_offset >= limit8)
				goto offset;
			*(uint64_t *)(base + r->r_offset) = value -
			    ((Elf_Addr)base + r->r_offset);
			continue;
		case R_X86_64_32S:
			if (r->r_offset >= limit4)
				goto offset;
			if (value != (Elf_Addr)(int32_t)value)
				goto overflow;
			*(uint32_t *)(base + r->r_offset) = value;
			continue;
		case R_X86_64_32:
			if (r->r_offset >= limit4)
				goto offset;
			if (value != (uint32_t)value)
				goto overflow;
			*(uint32_t *)(base + r->r_offset) = value;
			continue;
		default:
			*status = ELF_RELOC_TYPE;
			goto out;
		}
	}
	goto out;
offset:
	*status = ELF_RELOC_OFFSET;
	goto out;
overflow:
	*status = ELF_RELOC_OVERFLOW;
out:
	return (r - rela);
}

const char *
elf_reloc_name(uint32_t type)
{
#define	NAME(t)	[t] = #t
	static const char * const names[] = {
		NAME(R_X86_64_NONE), NAME(R_X86_64_64), NAME(R_X86_64_PC32),
		NAME(R_X86_64_GOT32), NAME(R_X86_64_PLT32),
		NAME(R_X86_64_COPY), NAME(R_X86_64_GLOB_DAT),
		NAME(R_X86_64_JUMP_SLOT), NAME(R_X86_64_RELATIVE),
		NAME(R_X86_64_GOTPCREL), NAME(R_X86_64_32),
		NAME(R_X86_64_32S), NAME(R_X86_64_16), NAME(R_X86_64_PC16),
		NAME(R_X86_64_8), NAME(R_X86_64_PC8),
		NAME(R_X86_64_DTPMOD64), NAME(R_X86_64_DTPOFF64),
		NAME(R_X86_64_TPOFF64), NAME(R_X86_64_PC64),
		NAME(R_X86_64_IRELATIVE), NAME(R_X86_64_GOTPCRELX),
		NAME(R_X86_64_REX_GOTPCRELX),
	};
#undef NAME

	return (type < nitems(names) ? names[type] : NULL);
}
