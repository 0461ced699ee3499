/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Reading and checking a relocatable ELF file.
 *
 * This is the border: every index, offset and size of the file is checked
 * here, once, against what holds it, in arithmetic that cannot overflow.
 * Relocations are checked while they are applied.  System V ABI, edition
 * 4.1, chapter 4.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf_obj.h"

/* More than any module has, little enough to be added without overflow. */
#define	ELF_MAX_MEMORY	((uint64_t)1 << 30)

#define	BAD	ELF_BAD

/* What there is of each section, in one piece. */
static int
allocate_sections(struct linker_file *lf, struct elf_obj *eo)
{
	struct room {
		Elf_Shdr		shdr;
		struct elf_section	section;
		struct elf_rela		rela;
		size_t			bounded;
	} *room;

	room = linker_alloc(lf, eo->nsection, sizeof(*room));
	if (room == NULL)
		return (ENOMEM);
	eo->shdr = (Elf_Shdr *)room;
	eo->section = (struct elf_section *)(eo->shdr + eo->nsection);
	memset(eo->section, 0, eo->nsection * sizeof(*eo->section));
	eo->rela = (struct elf_rela *)(eo->section + eo->nsection);
	eo->bounded = (size_t *)(eo->rela + eo->nsection);
	/* A section is in one of both, and the other is filled from the end. */
	eo->array = eo->bounded + eo->nsection;
	return (0);
}

/*
 * A file that the boot loader placed comes with its headers beside it, and
 * with physical addresses instead of file offsets.
 */
static int
read_preloaded_headers(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	const Elf_Ehdr *eh;
	const Elf_Shdr *sh;
	uint64_t start;
	size_t i;
	int error;

	eh = (Elf_Ehdr *)preload_search_info(img->preload,
	    MODINFO_METADATA | MODINFOMD_ELFHDR);
	sh = (Elf_Shdr *)preload_search_info(img->preload,
	    MODINFO_METADATA | MODINFOMD_SHDR);
	if (eh == NULL || sh == NULL || eh->e_shnum == 0 ||
	    preload_info_size(img->preload, MODINFO_METADATA |
	    MODINFOMD_SHDR) / sizeof(*sh) < eh->e_shnum)
		return (BAD(lf, "the boot loader gave no section headers"));
	eo->ehdr = *eh;
	eo->nsection = eh->e_shnum;
	eo->shstrndx = eh->e_shstrndx;
	error = allocate_sections(lf, eo);
	if (error != 0)
		return (error);
	memcpy(eo->shdr, sh, eo->nsection * sizeof(*sh));
	start = *(uint64_t *)preload_search_info(img->preload, MODINFO_ADDR);
	for (i = 0; i < eo->nsection; i++) {
		if (eo->shdr[i].sh_addr != 0)
			eo->shdr[i].sh_offset = eo->shdr[i].sh_addr - start;
		eo->shdr[i].sh_addr = 0;
	}
	return (elf_check_ident(lf, &eo->ehdr, ET_REL));
}

static int
read_section_headers(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	int error;

	error = elf_count_sections(lf, img, &eo->ehdr, &eo->nsection,
	    &eo->shstrndx);
	if (error != 0)
		return (error);
	if (eo->nsection == 0)
		return (BAD(lf, "has no section headers"));
	error = allocate_sections(lf, eo);
	if (error != 0)
		return (error);
	return (linker_image_read(img, lf->filename, eo->shdr,
	    eo->ehdr.e_shoff, eo->nsection * sizeof(Elf_Shdr)));
}

int
elf_obj_check_header(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	int error;

	if (img->preload != NULL)
		return (read_preloaded_headers(lf, eo, img));
	if (img->size < sizeof(eo->ehdr))
		return (BAD(lf, "truncated: its %zu bytes cannot hold an ELF "
		    "header", img->size));
	error = linker_image_read(img, lf->filename, &eo->ehdr, 0,
	    sizeof(eo->ehdr));
	if (error == 0)
		error = elf_check_ident(lf, &eo->ehdr, ET_REL);
	if (error == 0)
		error = read_section_headers(lf, eo, img);
	return (error);
}

static bool
is_loaded_type(Elf_Word type)
{

	switch (type) {
	case SHT_PROGBITS:
	case SHT_NOBITS:
	case SHT_X86_64_UNWIND:
	case SHT_INIT_ARRAY:
	case SHT_FINI_ARRAY:
		return (true);
	default:
		return (false);
	}
}

/* Section i has a C identifier for its name: it has bounds, or is a set. */
static int
note_bounded(struct linker_file *lf, struct elf_obj *eo, size_t i,
    const char *name)
{
	int id;

	eo->bounded[eo->nbounded++] = i;
	/* A call for each section would take much of a small file's time. */
	if (name[0] != 's' || name[1] != 'e' || name[2] != 't' ||
	    name[3] != '_')
		return (0);
	for (id = 0; id < LINKER_SETS; id++)
		if (name[4] == linker_set_names[id][0] &&
		    strcmp(name + 4, linker_set_names[id]) == 0)
			break;
	if (id == LINKER_SETS)
		return (0);
	if (eo->set[id] != 0)
		return (BAD(lf, "has two sections %s, which ld -r makes one "
		    "of without --unique", name));
	eo->set[id] = i;
	return (0);
}

static int
check_loaded_section(struct linker_file *lf, struct elf_obj *eo, size_t i)
{
	const Elf_Shdr *sh;
	const char *name;

	sh = &eo->shdr[i];
	name = elf_section_name(eo, i);
	if ((sh->sh_flags & (SHF_TLS | SHF_COMPRESSED)) != 0)
		return (BAD(lf, "section %s is %s, which the kernel cannot "
		    "load", name, (sh->sh_flags & SHF_TLS) != 0 ?
		    "thread-local" : "compressed"));
	if (sh->sh_addralign > PAGE_SIZE || !elf_is_alignment(sh->sh_addralign))
		return (BAD(lf, "section %s has alignment %ju, which is not a "
		    "power of 2 up to %d", name, (uintmax_t)sh->sh_addralign,
		    PAGE_SIZE));
	if ((sh->sh_flags & (SHF_WRITE | SHF_EXECINSTR)) ==
	    (SHF_WRITE | SHF_EXECINSTR))
		return (BAD(lf, "section %s is both writable and executable",
		    name));
	if (sh->sh_size > ELF_MAX_MEMORY)
		return (BAD(lf, "section %s of %ju bytes is too large", name,
		    (uintmax_t)sh->sh_size));
	eo->section[i].load = true;
	eo->section[i].size = sh->sh_size;
	if ((sh->sh_flags & SHF_EXECINSTR) != 0)
		eo->section[i].region = REGION_TEXT;
	else if ((sh->sh_flags & SHF_WRITE) != 0)
		eo->section[i].region = REGION_DATA;
	else
		eo->section[i].region = REGION_RODATA;
	if (name[0] != '.')
		return (note_bounded(lf, eo, i, name));
	if (elf_is_array(sh, name)) {
		*--eo->array = (uint64_t)elf_array_order(name) << 32 | i;
		eo->narray++;
	}
	return (0);
}

/* A row of sections, each behind the one before it; bytes of the file. */
struct row {
	uint64_t	start;
	uint64_t	end;
};

/* What is noted on the way through the section headers. */
struct noted {
	const Elf_Shdr	**contents;	/* sections that have any */
	size_t		ncontents;
	struct row	row[2];		/* them, and those that are tables */
	bool		mixed;		/* they are no such rows */
	size_t		rela;		/* section of relocations, or 0 */
};

/*
 * Most files have tables behind everything else, and both in the order of their
 * headers: then it takes no sorting to see that nothing overlaps.
 */
static inline void
note_contents(struct noted *noted, const Elf_Shdr *sh)
{
	struct row *row;

	row = &noted->row[sh->sh_type >= SHT_SYMTAB && sh->sh_type <= SHT_RELA];
	if (sh->sh_offset < row->end)
		noted->mixed = true;
	if (row->end == 0)
		row->start = sh->sh_offset;
	row->end = sh->sh_offset + sh->sh_size;
	noted->contents[noted->ncontents++] = sh;
}

static int
check_section(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img, size_t i, struct noted *noted)
{
	const Elf_Shdr *sh;
	int error;

	sh = &eo->shdr[i];
	if (sh->sh_type == SHT_NULL)
		return (0);
	error = elf_check_section(lf, img, sh, i, eo->shstr, eo->shstrsize);
	if (error != 0)
		return (error);
	if (elf_has_contents(sh))
		note_contents(noted, sh);
	if (sh->sh_type == SHT_SYMTAB) {
		if (eo->symtab != 0)
			return (BAD(lf, "has two symbol tables"));
		eo->symtab = i;
	}
	if (sh->sh_type == SHT_SYMTAB_SHNDX)
		eo->symtab_shndx = i;
	if ((sh->sh_flags & SHF_ALLOC) != 0 && is_loaded_type(sh->sh_type))
		return (check_loaded_section(lf, eo, i));
	return (0);
}

/*
 * Go through the sections.  Those that are loaded are chained, and so are those
 * of relocations: of these the first goes to noted.
 */
static int
check_each_section(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img, struct noted *noted)
{
	size_t i, *next, *nextrela;
	Elf_Word type;
	int error;

	/* Its number stands for none, also where sections are chained. */
	if (eo->shdr[0].sh_type != SHT_NULL)
		return (BAD(lf, "section 0 is not empty"));
	next = &eo->first;
	nextrela = &noted->rela;
	for (i = 1; i < eo->nsection; i++) {
		error = check_section(lf, eo, img, i, noted);
		if (error != 0)
			return (error);
		type = eo->shdr[i].sh_type;
		if (eo->section[i].load) {
			*next = i;
			next = &eo->section[i].next;
		} else if (type == SHT_RELA || type == SHT_REL) {
			*nextrela = i;
			nextrela = &eo->section[i].next;
		}
	}
	return (0);
}

/* Count the relocation sections that change loaded ones, and check them. */
static int
check_rela(struct linker_file *lf, struct elf_obj *eo, size_t i)
{
	const Elf_Shdr *sh;
	const char *name;

	sh = &eo->shdr[i];
	name = elf_section_name(eo, i);
	if (sh->sh_info == 0 || sh->sh_info >= eo->nsection)
		return (BAD(lf, "relocation section %s applies to section %u, "
		    "there are %zu", name, sh->sh_info, eo->nsection));
	if (!eo->section[sh->sh_info].load || sh->sh_size == 0)
		return (0);
	if (sh->sh_type == SHT_REL)
		return (BAD(lf, "relocation section %s has no addends, which "
		    "x86-64 needs", name));
	if (sh->sh_link != eo->symtab)
		return (BAD(lf, "relocation section %s uses section %u as its "
		    "symbol table, which is section %zu", name, sh->sh_link,
		    eo->symtab));
	if (sh->sh_entsize != sizeof(Elf_Rela) ||
	    sh->sh_size % sizeof(Elf_Rela) != 0)
		return (BAD(lf, "relocation section %s has %ju bytes of "
		    "entries of %ju, %zu are needed", name,
		    (uintmax_t)sh->sh_size, (uintmax_t)sh->sh_entsize,
		    sizeof(Elf_Rela)));
	if (sh->sh_offset % _Alignof(Elf_Rela) != 0)
		return (BAD(lf, "relocation section %s at %ju is not aligned",
		    name, (uintmax_t)sh->sh_offset));
	if (eo->shdr[sh->sh_info].sh_type == SHT_NOBITS)
		return (BAD(lf, "relocation section %s applies to %s, which "
		    "has no contents", name,
		    elf_section_name(eo, sh->sh_info)));
	eo->rela[eo->nrela].section = i;
	eo->rela[eo->nrela].target = sh->sh_info;
	eo->rela[eo->nrela].count = sh->sh_size / sizeof(Elf_Rela);
	eo->rela[eo->nrela].done = 0;
	eo->nrela++;
	return (0);
}

static int
compare_offsets(const void *a, const void *b)
{
	const Elf_Shdr *x = *(Elf_Shdr * const *)a, *y = *(Elf_Shdr * const *)b;

	return (x->sh_offset < y->sh_offset ? -1 :
	    x->sh_offset > y->sh_offset);
}

/* No two sections share bytes of the file. */
static int
check_overlap(struct linker_file *lf, struct elf_obj *eo,
    const struct noted *noted)
{
	const Elf_Shdr *prev, *next;
	size_t i;

	if (!noted->mixed && noted->row[0].end <= noted->row[1].start)
		return (0);
	qsort(noted->contents, noted->ncontents, sizeof(noted->contents[0]),
	    compare_offsets);
	for (i = 1; i < noted->ncontents; i++) {
		prev = noted->contents[i - 1];
		next = noted->contents[i];
		if (prev->sh_offset + prev->sh_size > next->sh_offset)
			return (BAD(lf, "sections %s and %s overlap at %ju",
			    eo->shstr + prev->sh_name,
			    eo->shstr + next->sh_name,
			    (uintmax_t)next->sh_offset));
	}
	return (0);
}

static int
compare_names(void *arg, const void *a, const void *b)
{
	const struct elf_obj *eo = arg;
	const size_t x = *(const size_t *)a, y = *(const size_t *)b;
	int order;

	order = strcmp(elf_section_name(eo, x), elf_section_name(eo, y));
	return (order != 0 ? order : x < y ? -1 : x > y);
}

static int
compare_arrays(const void *a, const void *b)
{
	const size_t x = *(const size_t *)a, y = *(const size_t *)b;

	return (x < y ? -1 : x > y);
}

int
elf_obj_check_sections(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	struct noted noted;
	size_t i;
	int error;

	error = elf_read_strings(lf, img, eo->shdr, eo->nsection, eo->shstrndx,
	    "section names", &eo->shstr, &eo->shstrsize);
	if (error != 0)
		return (error);
	/* There is room for them where nothing is yet. */
	memset(&noted, 0, sizeof(noted));
	noted.contents = (const Elf_Shdr **)(void *)eo->rela;
	error = check_each_section(lf, eo, img, &noted);
	if (eo->narray > 1)
		qsort(eo->array, eo->narray, sizeof(*eo->array),
		    compare_arrays);
	if (eo->nbounded > ELF_FEW_BOUNDED)
		qsort_r(eo->bounded, eo->nbounded, sizeof(*eo->bounded), eo,
		    compare_names);
	if (error == 0)
		error = check_overlap(lf, eo, &noted);
	if (error != 0)
		return (error);
	if (eo->symtab == 0)
		return (BAD(lf, "has no symbol table (was it stripped?)"));
	for (i = noted.rela; i != 0 && error == 0; i = eo->section[i].next)
		error = check_rela(lf, eo, i);
	return (error);
}

/* A common symbol's value is its alignment. */
static int
check_common(struct linker_file *lf, struct elf_obj *eo, const Elf_Sym *s)
{

	if (s->st_value > PAGE_SIZE || !elf_is_alignment(s->st_value) ||
	    s->st_size > ELF_MAX_MEMORY)
		return (BAD(lf, "common symbol %s has size %ju and alignment "
		    "%ju", eo->syms.str + s->st_name, (uintmax_t)s->st_size,
		    (uintmax_t)s->st_value));
	eo->has_commons = true;
	return (0);
}

static __noinline int
no_section(struct linker_file *lf, struct elf_obj *eo, const Elf_Sym *s,
    size_t shndx)
{

	return (BAD(lf, "symbol %s is in section %zu, there are %zu",
	    eo->syms.str + s->st_name, shndx, eo->nsection));
}

static __always_inline int
check_in_section(struct linker_file *lf, struct elf_obj *eo, const Elf_Sym *s,
    size_t shndx)
{
	const struct elf_section *section;

	if (shndx >= eo->nsection)
		return (no_section(lf, eo, s, shndx));
	section = &eo->section[shndx];
	if (!section->load)
		return (0);
	if (ELF_ST_TYPE(s->st_info) == STT_GNU_IFUNC &&
	    (section->region != REGION_TEXT || s->st_value >= section->size))
		return (BAD(lf, "the resolver of indirect function %s lies in "
		    "%s, which is not executable", eo->syms.str + s->st_name,
		    elf_section_name(eo, shndx)));
	if (s->st_value > section->size ||
	    s->st_size > section->size - s->st_value)
		return (BAD(lf, "symbol %s at %ju with %ju bytes lies outside "
		    "its section %s", eo->syms.str + s->st_name,
		    (uintmax_t)s->st_value, (uintmax_t)s->st_size,
		    elf_section_name(eo, shndx)));
	return (0);
}

/* The numbers of sections from SHN_LORESERVE on mean something else. */
static __noinline int
check_reserved(struct linker_file *lf, struct elf_obj *eo, size_t i)
{
	const Elf_Sym *s;

	s = &eo->syms.sym[i];
	if (s->st_shndx == SHN_ABS)
		return (0);
	if (s->st_shndx == SHN_COMMON)
		return (check_common(lf, eo, s));
	if (s->st_shndx == SHN_XINDEX && eo->shndx != NULL &&
	    eo->shndx[i] != SHN_UNDEF)
		return (check_in_section(lf, eo, s, eo->shndx[i]));
	return (no_section(lf, eo, s, s->st_shndx));
}

static inline int
check_symbol(struct linker_file *lf, struct elf_obj *eo, size_t i)
{
	const Elf_Sym *s;
	int error;

	error = elf_check_symbol(lf, &eo->syms, i);
	if (error != 0)
		return (error);
	s = &eo->syms.sym[i];
	if (s->st_shndx == SHN_UNDEF)
		return (0);
	if (s->st_shndx >= SHN_LORESERVE)
		return (check_reserved(lf, eo, i));
	return (check_in_section(lf, eo, s, s->st_shndx));
}

/* The indices of the sections that symbols are in, a word for each symbol. */
static int
read_shndx(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	const Elf_Shdr *sh;

	if (eo->symtab_shndx == 0)
		return (0);
	sh = &eo->shdr[eo->symtab_shndx];
	if (sh->sh_link != eo->symtab ||
	    sh->sh_size / sizeof(*eo->shndx) != eo->syms.nsym)
		return (BAD(lf, "section %s of %ju bytes does not fit its "
		    "symbol table, which has %zu symbols",
		    elf_section_name(eo, eo->symtab_shndx),
		    (uintmax_t)sh->sh_size, eo->syms.nsym));
	eo->shndx = linker_alloc(lf, eo->syms.nsym, sizeof(*eo->shndx));
	if (eo->shndx == NULL)
		return (ENOMEM);
	return (linker_image_read(img, lf->filename, eo->shndx, sh->sh_offset,
	    eo->syms.nsym * sizeof(*eo->shndx)));
}

int
elf_obj_read_symbols(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	size_t i;
	int error;

	error = elf_read_symbols(lf, img, eo->shdr, eo->nsection, eo->symtab,
	    &eo->syms);
	if (error == 0)
		error = read_shndx(lf, eo, img);
	for (i = 0; i < eo->syms.nsym && error == 0; i++)
		error = check_symbol(lf, eo, i);
	return (error);
}
