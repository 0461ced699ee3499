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
 * Relocations may lie in pages of a file that somebody changes: what was
 * checked is what is used.
 */
static inline uint64_t
fetch(const uint64_t *field)
{

	return (*(const volatile uint64_t *)field);
}

/* Keep the compiler from computing a value twice, in two ways. */
static inline uint64_t
as_it_is(uint64_t value)
{

	__asm__("" : "+r" (value));
	return (value);
}

/*
 * One relocation of code: 32 bits, relative to their place.  It is not applied,
 * and false, if it is of another kind, or its symbol or place is out of bounds.
 * Whether values fit is seen in the end: bits 32 to 63 of *fits stay set as long
 * as all did.
 */
static inline bool
relocate_code(const Elf_Rela *r, char *base, size_t limit, const Elf_Sym *sym,
    size_t nsym, uint64_t *fits)
{
	/* PC32 is 2 and PLT32 is 4: less 2, they differ in one bit. */
	const uint64_t pc32 = (uint64_t)R_X86_64_PC32 << 32;
	const uint64_t either = (uint64_t)(R_X86_64_PLT32 - R_X86_64_PC32) << 32;
	const uint64_t info = fetch(&r->r_info), offset = fetch(&r->r_offset);
	uint64_t i, value;

	/* The type above the symbol: one comparison checks both. */
	i = ((info << 32 | info >> 32) - as_it_is(pc32)) & ~either;
	if (i >= nsym || offset >= limit)
		return (false);
	value = as_it_is(sym[i].st_value + r->r_addend - offset -
	    (Elf_Addr)base);
	*fits &= value - ((uint64_t)1 << 31);
	*(uint32_t *)(base + offset) = value;
	return (true);
}

#define	TEXT_STEP	8

/*
 * Nearly all relocations are of code.  Apply a run of them, a step at a time, up
 * to the last ones or the first that is something else, which is returned; NULL
 * if a value did not fit, and all are to be looked at one by one.
 */
static __noinline const Elf_Rela *
relocate_text(const Elf_Rela *r, size_t n, char *base, size_t limit,
    const Elf_Sym *sym, size_t nsym)
{
	const Elf_Rela * const end = r + n / TEXT_STEP * TEXT_STEP;
	uint64_t fits;
	int i;

	for (fits = ~(uint64_t)0; r < end; r += TEXT_STEP) {
#pragma clang loop unroll(full)
		for (i = 0; i < TEXT_STEP; i++)
			if (!relocate_code(r + i, base, limit, sym, nsym,
			    &fits))
				return (fits >> 32 == UINT32_MAX ? r + i : NULL);
	}
	return (fits >> 32 == UINT32_MAX ? r : NULL);
}

static inline enum elf_reloc_status
store32(char *base, size_t size, uint64_t offset, uint64_t value, bool fits)
{

	if (!fits)
		return (ELF_RELOC_OVERFLOW);
	if (offset >= offset_limit(size, sizeof(uint32_t)))
		return (ELF_RELOC_OFFSET);
	*(uint32_t *)(base + offset) = value;
	return (ELF_RELOC_OK);
}

static inline enum elf_reloc_status
store64(char *base, size_t size, uint64_t offset, uint64_t value)
{

	if (offset >= offset_limit(size, sizeof(uint64_t)))
		return (ELF_RELOC_OFFSET);
	*(uint64_t *)(base + offset) = value;
	return (ELF_RELOC_OK);
}

/* Apply one relocation, whatever it is. */
static inline enum elf_reloc_status
relocate_one(const Elf_Rela *r, char *base, size_t size, const Elf_Sym *sym,
    size_t nsym)
{
	const uint64_t info = fetch(&r->r_info), offset = fetch(&r->r_offset);
	const Elf_Addr place = (Elf_Addr)base + offset;
	Elf_Addr value;

	if (ELF_R_SYM(info) >= nsym)
		return (ELF_RELOC_SYMBOL);
	if (ELF_R_TYPE(info) == R_X86_64_NONE)
		return (ELF_RELOC_OK);
	value = sym[ELF_R_SYM(info)].st_value;
	if (value == ELF_NO_ADDRESS)
		return (ELF_RELOC_NO_ADDRESS);
	value += r->r_addend;
	switch (ELF_R_TYPE(info)) {
	case R_X86_64_64:
	case R_X86_64_GLOB_DAT:
	case R_X86_64_JUMP_SLOT:
	case R_X86_64_IRELATIVE: /* the resolver has run */
	case R_X86_64_RELATIVE:	/* symbol 0 is where the file begins */
		return (store64(base, size, offset, value));
	case R_X86_64_PC64:
		return (store64(base, size, offset, value - place));
	case R_X86_64_PC32:
	case R_X86_64_PLT32:	/* no PLT in the kernel */
		value -= place;
		/* FALLTHROUGH */
	case R_X86_64_32S:
		return (store32(base, size, offset, value,
		    value == (Elf_Addr)(int32_t)value));
	case R_X86_64_32:
		return (store32(base, size, offset, value,
		    value == (uint32_t)value));
	default:
		return (ELF_RELOC_TYPE);
	}
}

size_t
elf_relocate(const Elf_Rela *rela, size_t n, char *base, size_t size,
    const Elf_Sym *sym, size_t nsym, bool complete,
    enum elf_reloc_status *status)
{
	const Elf_Rela *r, *end, *next;
	enum elf_reloc_status s;

	s = ELF_RELOC_OK;
	end = rela + n;
	for (r = rela; r < end; r++) {
		if (complete && end - r >= TEXT_STEP) {
			next = relocate_text(r, end - r, base,
			    offset_limit(size, sizeof(uint32_t)), sym, nsym);
			complete = next != NULL;
			if (next != NULL)
				r = next;
			if (r == end)
				break;
		}
		s = relocate_one(r, base, size, sym, nsym);
		if (s != ELF_RELOC_OK)
			break;
	}
	*status = s;
	return (r - rela);
}

const char *
elf_reloc_name(uint32_t type)
{
#define	NAME(t)	[t] = #t
	static const char * const names[] = {
		NAME(R_X86_64_NONE), NAME(R_X86_64_64), NAME(R_X86_64_PC32),
		NAME(R_X86_64_GOT32), NAME(R_X86_64_PLT32), NAME(R_X86_64_COPY),
		NAME(R_X86_64_GLOB_DAT), NAME(R_X86_64_JUMP_SLOT),
		NAME(R_X86_64_RELATIVE), NAME(R_X86_64_GOTPCREL),
		NAME(R_X86_64_32), NAME(R_X86_64_32S), NAME(R_X86_64_16),
		NAME(R_X86_64_PC16), NAME(R_X86_64_8), NAME(R_X86_64_PC8),
		NAME(R_X86_64_DTPMOD64), NAME(R_X86_64_DTPOFF64),
		NAME(R_X86_64_TPOFF64), NAME(R_X86_64_TLSGD),
		NAME(R_X86_64_TLSLD), NAME(R_X86_64_DTPOFF32),
		NAME(R_X86_64_GOTTPOFF), NAME(R_X86_64_TPOFF32),
		NAME(R_X86_64_PC64), NAME(R_X86_64_GOTOFF64),
		NAME(R_X86_64_GOTPC32), NAME(R_X86_64_GOT64),
		NAME(R_X86_64_GOTPCREL64), NAME(R_X86_64_GOTPC64),
		NAME(R_X86_64_GOTPLT64), NAME(R_X86_64_PLTOFF64),
		NAME(R_X86_64_SIZE32), NAME(R_X86_64_SIZE64),
		NAME(R_X86_64_GOTPC32_TLSDESC), NAME(R_X86_64_TLSDESC_CALL),
		NAME(R_X86_64_TLSDESC), NAME(R_X86_64_IRELATIVE),
		NAME(R_X86_64_RELATIVE64), NAME(R_X86_64_GOTPCRELX),
		NAME(R_X86_64_REX_GOTPCRELX),
	};
#undef NAME

	return (type < nitems(names) ? names[type] : NULL);
}
