/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The dynamic section of a shared object, and the tables that it names.
 *
 * This is the border: all of them are checked here, once, against the image, in
 * arithmetic that cannot overflow.  Relocations are checked while they are
 * applied.  System V ABI, edition 4.1, chapter 5.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf_dyn.h"

/* Where the values go; each of them has 64 bits. */
static const struct {
	int64_t	tag;
	size_t	field;
} dyn_fields[] = {
#define	FIELD(tag, name)	{ tag, offsetof(struct elf_file, name) }
	FIELD(DT_SYMTAB, symtab.addr),
	FIELD(DT_STRTAB, strtab.addr),
	FIELD(DT_STRSZ, strtab.size),
	FIELD(DT_HASH, sysv_addr),
	FIELD(DT_GNU_HASH, gnu_addr),
	FIELD(DT_RELA, rela.addr),
	FIELD(DT_RELASZ, rela.size),
	FIELD(DT_JMPREL, jmprel.addr),
	FIELD(DT_PLTRELSZ, jmprel.size),
	FIELD(DT_INIT, init),
	FIELD(DT_FINI, fini),
	FIELD(DT_INIT_ARRAY, init_array.addr),
	FIELD(DT_INIT_ARRAYSZ, init_array.size),
	FIELD(DT_FINI_ARRAY, fini_array.addr),
	FIELD(DT_FINI_ARRAYSZ, fini_array.size),
#undef FIELD
};

/* What would change the meaning of a table is refused. */
static int
check_tag(struct linker_file *lf, const Elf_Dyn *d)
{
	const uint64_t value = d->d_un.d_val;

	switch (d->d_tag) {
	case DT_SYMENT:
		if (value != sizeof(Elf_Sym))
			return (ELF_BAD(lf, "its symbols have %ju bytes each, "
			    "%zu are needed", (uintmax_t)value,
			    sizeof(Elf_Sym)));
		return (0);
	case DT_RELAENT:
		if (value != sizeof(Elf_Rela))
			return (ELF_BAD(lf, "its relocations have %ju bytes "
			    "each, %zu are needed", (uintmax_t)value,
			    sizeof(Elf_Rela)));
		return (0);
	case DT_PLTREL:
		if (value == DT_RELA)
			return (0);
		/* FALLTHROUGH */
	case DT_REL:
		return (ELF_BAD(lf, "has relocations without addends, "
		    "x86-64 needs them"));
	case DT_RELR:
		return (ELF_BAD(lf, "has packed relative relocations "
		    "(DT_RELR), which are not supported"));
	case DT_FLAGS_1:
		if ((value & DF_1_PIE) != 0)
			return (ELF_BAD(lf, "is a program, not a module"));
		return (0);
	default:
		return (0);
	}
}

/*
 * Sort what the dynamic section says; the end is DT_NULL, or its size.  What has
 * no field and is not refused does not matter.
 */
static int
parse_dynamic(struct linker_file *lf, struct elf_file *ef)
{
	const Elf_Dyn *d, *end;
	size_t i;
	int error;

	d = (const Elf_Dyn *)(ef->base + ef->dynamic.addr);
	end = d + ef->dynamic.size / sizeof(*d);
	for (; d < end && d->d_tag != DT_NULL; d++) {
		error = check_tag(lf, d);
		if (error != 0)
			return (error);
		for (i = 0; i < nitems(dyn_fields); i++)
			if (dyn_fields[i].tag == d->d_tag)
				*(uint64_t *)((char *)ef +
				    dyn_fields[i].field) = d->d_un.d_val;
	}
	return (0);
}

static int
check_table(struct linker_file *lf, struct elf_file *ef,
    const struct dyn_table *table, size_t entsize, const char *what)
{

	if (table->size % entsize == 0 &&
	    elf_in_image(ef, table->addr, table->size))
		return (0);
	return (ELF_BAD(lf, "its %s at 0x%jx with %ju bytes lie outside its "
	    "segments, or are no multiple of %zu", what,
	    (uintmax_t)table->addr, (uintmax_t)table->size, entsize));
}

static int
check_tables(struct linker_file *lf, struct elf_file *ef)
{
	int error;

	error = check_table(lf, ef, &ef->rela, sizeof(Elf_Rela),
	    "relocations");
	if (error == 0)
		error = check_table(lf, ef, &ef->jmprel, sizeof(Elf_Rela),
		    "PLT relocations");
	if (error == 0)
		error = check_table(lf, ef, &ef->init_array, sizeof(void *),
		    "constructors");
	if (error == 0)
		error = check_table(lf, ef, &ef->fini_array, sizeof(void *),
		    "destructors");
	if (error == 0 && ((ef->init != 0 && !elf_is_text(ef, ef->init)) ||
	    (ef->fini != 0 && !elf_is_text(ef, ef->fini))))
		error = ELF_BAD(lf, "its DT_INIT or DT_FINI function is not "
		    "executable");
	return (error);
}

/*
 * DT_GNU_HASH counts the symbols that the file defines; those that it only uses
 * stand before them, or, if it defines none, anywhere.
 */
static void
count_used_symbols(struct elf_file *ef, const struct dyn_table *table)
{
	const Elf_Rela *end, *r;
	size_t nsym;

	r = (const Elf_Rela *)(ef->base + table->addr);
	for (end = r + table->size / sizeof(*r); r < end; r++) {
		nsym = (size_t)ELF_R_SYM(r->r_info) + 1;
		/* What lies outside is refused with the relocation. */
		if (nsym > ef->syms.nsym && elf_in_image(ef, ef->symtab.addr,
		    nsym * sizeof(Elf_Sym)))
			ef->syms.nsym = nsym;
	}
}

/* Find the symbols and their names; how many the hash table says. */
static int
find_symbols(struct linker_file *lf, struct elf_file *ef)
{

	ef->symtab.size = ef->syms.nsym * sizeof(Elf_Sym);
	if (ef->symtab.addr == 0 || ef->symtab.size == 0 ||
	    !elf_in_image(ef, ef->symtab.addr, ef->symtab.size))
		return (ELF_BAD(lf, "its symbol table at 0x%jx with %zu "
		    "symbols lies outside its segments",
		    (uintmax_t)ef->symtab.addr, ef->syms.nsym));
	if (ef->strtab.size == 0 ||
	    !elf_in_image(ef, ef->strtab.addr, ef->strtab.size) ||
	    ((char *)ef->base)[ef->strtab.addr + ef->strtab.size - 1] != '\0')
		return (ELF_BAD(lf, "its symbol names at 0x%jx with %ju bytes "
		    "lie outside its segments, or do not end with a NUL",
		    (uintmax_t)ef->strtab.addr, (uintmax_t)ef->strtab.size));
	ef->syms.sym = (Elf_Sym *)(ef->base + ef->symtab.addr);
	ef->syms.str = (char *)ef->base + ef->strtab.addr;
	ef->syms.strsize = ef->strtab.size;
	return (0);
}

static int
check_symbols(struct linker_file *lf, struct elf_file *ef)
{
	const Elf_Sym *s;
	size_t i;
	int error;

	for (i = 0; i < ef->syms.nsym; i++) {
		s = &ef->syms.sym[i];
		error = elf_check_symbol(lf, &ef->syms, i);
		if (error != 0)
			return (error);
		if (s->st_shndx == SHN_UNDEF || s->st_shndx == SHN_ABS)
			continue;
		if (ELF_ST_TYPE(s->st_info) == STT_GNU_IFUNC &&
		    !elf_is_text(ef, s->st_value))
			return (ELF_BAD(lf, "the resolver of indirect function "
			    "%s is not executable",
			    ef->syms.str + s->st_name));
		ef->nresolver += ELF_ST_TYPE(s->st_info) == STT_GNU_IFUNC;
		if (!elf_in_image(ef, s->st_value, s->st_size))
			return (ELF_BAD(lf, "symbol %s at 0x%jx with %ju bytes "
			    "lies outside the file's segments",
			    ef->syms.str + s->st_name, (uintmax_t)s->st_value,
			    (uintmax_t)s->st_size));
	}
	return (0);
}

static bool
overlaps(const struct dyn_table *a, const struct dyn_table *b)
{

	return (a->addr < b->addr + b->size && b->addr < a->addr + a->size);
}

/*
 * No relocation of table changes one of the bytes from start to end, and
 * resolvers of indirect functions can be called.
 */
static int
check_relocations(struct linker_file *lf, struct elf_file *ef,
    const struct dyn_table *table, Elf_Addr start, Elf_Addr end)
{
	const Elf_Addr width = sizeof(uint64_t);
	const Elf_Rela *last, *r;

	r = (const Elf_Rela *)(ef->base + table->addr);
	for (last = r + table->size / sizeof(*r); r < last; r++) {
		if (r->r_offset + width - 1 - start < end - start + width - 1 &&
		    ELF_R_TYPE(r->r_info) != R_X86_64_NONE)
			return (ELF_BAD(lf, "relocation at image+0x%jx changes "
			    "the symbol tables or the relocations",
			    (uintmax_t)r->r_offset));
		if (ELF_R_TYPE(r->r_info) != R_X86_64_IRELATIVE)
			continue;
		if (!elf_is_text(ef, r->r_addend))
			return (ELF_BAD(lf, "the resolver at 0x%jx is not "
			    "executable", (uintmax_t)r->r_addend));
		ef->nresolver++;
	}
	return (0);
}

/*
 * The tables have been checked, so nothing may change them from now on.  The
 * linker sets the values of symbols, and relocates the rest of the image.
 */
static int
check_apart(struct linker_file *lf, struct elf_file *ef)
{
	const struct dyn_table * const tables[] = { &ef->symtab, &ef->strtab,
	    &ef->hashtab, &ef->rela, &ef->jmprel };
	Elf_Addr end, start;
	size_t i;
	int error;

	start = ef->symtab.addr;
	end = start + ef->symtab.size;
	for (i = 1; i < nitems(tables); i++) {
		if (tables[i]->size == 0)
			continue;
		if (overlaps(&ef->symtab, tables[i]))
			return (ELF_BAD(lf, "its symbol table at 0x%jx "
			    "overlaps the table at 0x%jx",
			    (uintmax_t)ef->symtab.addr,
			    (uintmax_t)tables[i]->addr));
		start = MIN(start, tables[i]->addr);
		end = MAX(end, tables[i]->addr + tables[i]->size);
	}
	error = check_relocations(lf, ef, &ef->rela, start, end);
	if (error == 0)
		error = check_relocations(lf, ef, &ef->jmprel, start, end);
	return (error);
}

int
elf_check_dynamic(struct linker_file *lf, struct elf_file *ef)
{
	int error;

	error = parse_dynamic(lf, ef);
	if (error == 0)
		error = check_tables(lf, ef);
	if (error != 0)
		return (error);
	if (ef->sysv_addr != 0)
		error = elf_check_sysv_hash(lf, ef, ef->sysv_addr);
	else if (ef->gnu_addr != 0)
		error = elf_check_gnu_hash(lf, ef, ef->gnu_addr);
	else
		error = ELF_BAD(lf, "has no symbol hash table");
	if (error == 0 && ef->sysv_addr == 0) {
		count_used_symbols(ef, &ef->rela);
		count_used_symbols(ef, &ef->jmprel);
	}
	if (error == 0)
		error = find_symbols(lf, ef);
	if (error == 0)
		error = check_symbols(lf, ef);
	if (error == 0)
		error = check_apart(lf, ef);
	return (error);
}
