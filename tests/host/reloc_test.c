/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * elf_relocate(): every type with values at the limits of its range, and
 * random runs of relocations compared with a model that is written as the
 * supplement for AMD64 of the System V ABI has it, in wider arithmetic.
 */
#include <elf.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <atf-c.h>

/* <machine/elf_reloc.h>, whose types are the host's here. */
enum elf_reloc_status {
	OK, SYMBOL, NO_ADDRESS, OFFSET, OVERFLOW, TYPE
};
size_t	elf_relocate(const Elf64_Rela *rela, size_t n, char *base, size_t size,
	    const Elf64_Sym *sym, size_t nsym, bool complete,
	    enum elf_reloc_status *status);

#define	ABSENT	((uint64_t)1 << 63)	/* ELF_NO_ADDRESS */

#define	SIZE	64
static char memory[SIZE], wanted[SIZE];
#define	PLACE	((uint64_t)(uintptr_t)memory)

static bool
fits(__int128 value, __int128 min, __int128 max)
{

	return (value >= min && value <= max);
}

/* One relocation by the book, in memory that is thought to lie at PLACE. */
static enum elf_reloc_status
model(const Elf64_Rela *r, char *base, size_t size, const Elf64_Sym *sym,
    size_t nsym)
{
	const uint32_t type = ELF64_R_TYPE(r->r_info);
	__int128 value;
	uint64_t word;
	size_t width;

	if (ELF64_R_SYM(r->r_info) >= nsym)
		return (SYMBOL);
	if (type == R_X86_64_NONE)
		return (OK);
	if (sym[ELF64_R_SYM(r->r_info)].st_value == ABSENT)
		return (NO_ADDRESS);
	/* Addresses wrap around at 64 bits, and are signed. */
	word = sym[ELF64_R_SYM(r->r_info)].st_value + r->r_addend;
	if (type == R_X86_64_PC32 || type == R_X86_64_PLT32 ||
	    type == R_X86_64_PC64)
		word -= PLACE + r->r_offset;
	value = type == R_X86_64_32 ? (__int128)word : (int64_t)word;
	width = 4;
	switch (type) {
	case R_X86_64_64:
	case R_X86_64_GLOB_DAT:
	case R_X86_64_JUMP_SLOT:
	case R_X86_64_RELATIVE:
	case R_X86_64_IRELATIVE:
	case R_X86_64_PC64:
		width = 8;
		break;
	case R_X86_64_PC32:
	case R_X86_64_PLT32:
	case R_X86_64_32S:
		if (!fits(value, INT32_MIN, INT32_MAX))
			return (OVERFLOW);
		break;
	case R_X86_64_32:
		if (!fits(value, 0, UINT32_MAX))
			return (OVERFLOW);
		break;
	default:
		return (TYPE);
	}
	if ((__int128)r->r_offset + width > size)
		return (OFFSET);
	memcpy(base + r->r_offset, &word, width);
	return (OK);
}

static void
compare(const Elf64_Rela *r, size_t n, const Elf64_Sym *sym, size_t nsym,
    size_t size)
{
	enum elf_reloc_status status, expected;
	bool complete;
	size_t done, i;

	complete = true;
	for (i = 0; i < nsym; i++)
		complete = complete && sym[i].st_value != ABSENT;
	memset(memory, 0x5a, sizeof(memory));
	memset(wanted, 0x5a, sizeof(wanted));
	expected = OK;
	for (i = 0; i < n; i++) {
		expected = model(&r[i], wanted, size, sym, nsym);
		if (expected != OK)
			break;
	}
	done = elf_relocate(r, n, memory, size, sym, nsym, complete, &status);
	ATF_REQUIRE_EQ_MSG(status, expected, "status %d, not %d, type %lu",
	    status, expected, i < n ? ELF64_R_TYPE(r[i].r_info) : 0);
	ATF_REQUIRE_EQ(done, i);
	if (expected == OK)
		ATF_REQUIRE(memcmp(memory, wanted, sizeof(memory)) == 0);
}

static const uint32_t types[] = {
	R_X86_64_NONE, R_X86_64_64, R_X86_64_PC32, R_X86_64_PLT32,
	R_X86_64_GLOB_DAT, R_X86_64_JUMP_SLOT, R_X86_64_RELATIVE, R_X86_64_32,
	R_X86_64_32S, R_X86_64_PC64, R_X86_64_IRELATIVE,
};
#define	NTYPES	(sizeof(types) / sizeof(types[0]))

/* Where ranges end. */
static const uint64_t limits[] = {
	0, INT32_MAX, (uint64_t)INT32_MIN, UINT32_MAX, INT64_MAX,
	(uint64_t)INT64_MIN
};
#define	NLIMITS	(sizeof(limits) / sizeof(limits[0]))

/* A relocation at offset whose value, if relative, lies there. */
static Elf64_Rela
relocation(uint32_t type, uint32_t sym, const Elf64_Sym *syms, uint64_t offset,
    uint64_t value)
{
	Elf64_Rela r;

	r.r_info = ELF64_R_INFO(sym, type);
	r.r_offset = offset;
	r.r_addend = value - syms[sym].st_value;
	if (type == R_X86_64_PC32 || type == R_X86_64_PLT32 ||
	    type == R_X86_64_PC64)
		r.r_addend += PLACE + offset;
	return (r);
}

/* All types in turn; then 256 numbers, most of which are no types. */
ATF_TC_WITHOUT_HEAD(limits);
ATF_TC_BODY(limits, tc)
{
	const Elf64_Sym syms[2] = {
		{ .st_value = 0 }, { .st_value = 0xffffffffa0001000 }
	};
	Elf64_Rela r;
	size_t i, j, sym;
	int near;

	for (i = 0; i < NTYPES + 256; i++)
		for (j = 0; j < NLIMITS; j++)
			for (near = -9; near <= 9; near++)
				for (sym = 0; sym < 2; sym++) {
					r = relocation(i < NTYPES ? types[i] :
					    i - NTYPES, sym, syms, 8,
					    limits[j] + near);
					compare(&r, 1, syms, 2, SIZE);
				}
}

/* Places at both ends of the section, and far outside. */
ATF_TC_WITHOUT_HEAD(places);
ATF_TC_BODY(places, tc)
{
	const Elf64_Sym syms[1] = { { .st_value = 0 } };
	Elf64_Rela r;
	size_t i, size;
	int near;

	for (i = 0; i < NTYPES; i++)
		for (size = 0; size <= 16; size++)
			for (near = -20; near <= 20; near++) {
				r = relocation(types[i], 0, syms, near, 1);
				compare(&r, 1, syms, 1, size);
				r = relocation(types[i], 0, syms,
				    ((uint64_t)1 << 32) + near, 1);
				compare(&r, 1, syms, 1, size);
			}
}

static uint64_t
rnd(uint64_t n)
{
	static uint64_t x = 88172645463325252;

	x ^= x << 13;
	x ^= x >> 7;
	x ^= x << 17;
	return (x % n);
}

static uint32_t
random_type(void)
{

	/* Most are of code, which is applied in steps. */
	return (rnd(20) != 0 ? rnd(2) != 0 ? R_X86_64_PC32 : R_X86_64_PLT32 :
	    types[rnd(NTYPES)]);
}

/*
 * Long runs.  Now and then a value is at a limit, a place outside, a symbol
 * out of range or without an address.
 */
ATF_TC_WITHOUT_HEAD(runs);
ATF_TC_BODY(runs, tc)
{
	Elf64_Sym syms[7];	/* the last two are not the file's */
	Elf64_Rela r[40];
	size_t i, n;
	int round;

	memset(syms, 0, sizeof(syms));
	syms[5].st_value = syms[6].st_value = PLACE;
	for (round = 0; round < 200000; round++) {
		for (i = 1; i < 4; i++)
			syms[i].st_value = PLACE + rnd(1 << 20);
		syms[4].st_value = rnd(2) != 0 ? ABSENT : PLACE;
		n = rnd(40);
		for (i = 0; i < n; i++) {
			r[i] = relocation(random_type(),
			    rnd(100) == 0 ? 4 : rnd(4), syms, rnd(SIZE - 8),
			    rnd(100) == 0 ? limits[rnd(NLIMITS)] + rnd(3) - 1 :
			    rnd(1000));
			if (rnd(100) == 0)
				r[i].r_offset = SIZE - rnd(9);
			if (rnd(500) == 0)
				r[i].r_info = ELF64_R_INFO(5 + rnd(2),
				    R_X86_64_PC32);
		}
		compare(r, n, syms, 5, SIZE);
	}
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, limits);
	ATF_TP_ADD_TC(tp, places);
	ATF_TP_ADD_TC(tp, runs);
	return (atf_no_error());
}
