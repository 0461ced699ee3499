/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A module as the kernel would see it: sections at addresses, and pointers
 * that are relocated when they are read.
 *
 * In a relocatable object nothing has an address yet, so sections get some
 * here.  Nothing of the file is trusted: each address is looked up, each
 * piece is checked against the section that it lies in.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <gelf.h>
#include <libelf.h>

#include "kldxref.h"

/* The address of the first section of a relocatable object. */
#define	FIRST_ADDR	0x1000
/* No module is larger than the kernel's part of the address space. */
#define	SIZE_LIMIT	((uint64_t)1 << 31)

/* A section that takes up memory. */
struct region {
	uint64_t	addr;
	uint64_t	size;
	Elf_Scn		*scn;
	size_t		index;		/* of the section */
	const unsigned char *bytes;	/* once they are needed */
	unsigned char	*zeros;		/* if the file has none of them */
	GElf_Rela	*relocs;	/* by their addresses */
	size_t		nrelocs;
	bool		relocs_loaded;
	Elf_Data	*symbols;	/* that the relocations refer to */
	Elf_Data	*shndx;		/* more of their section indices, or NULL */
};

struct modfile {
	Elf		*elf;
	GElf_Ehdr	ehdr;
	size_t		nscns;
	size_t		shstrndx;
	struct region	*regions;	/* by address */
	size_t		nregions;
};

static char reason[256];

void *
modfile_fail(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(reason, sizeof(reason), fmt, ap);
	va_end(ap);
	return (NULL);
}

const char *
modfile_reason(void)
{

	return (reason);
}

static void *
elf_fails(void)
{
	const char *text;

	text = elf_errmsg(-1);
	return (modfile_fail("%s", text != NULL ? text : "damaged"));
}

static int
compare_regions(const void *a, const void *b)
{
	const struct region *ra = a, *rb = b;

	return (ra->addr < rb->addr ? -1 : ra->addr > rb->addr);
}

static int
compare_relocs(const void *a, const void *b)
{
	const GElf_Rela *ra = a, *rb = b;

	return (ra->r_offset < rb->r_offset ? -1 :
	    ra->r_offset > rb->r_offset);
}

/* What can be linked to the kernel of this system. */
static bool
check_header(struct modfile *mf)
{

	if (gelf_getehdr(mf->elf, &mf->ehdr) == NULL)
		elf_fails();
	else if (gelf_getclass(mf->elf) != ELFCLASS64 ||
	    mf->ehdr.e_machine != EM_X86_64)
		modfile_fail("is for another machine (ELF machine %d), not "
		    "for amd64", mf->ehdr.e_machine);
	else if (mf->ehdr.e_ident[EI_DATA] != ELFDATA2LSB)
		modfile_fail("is not little-endian");
	else if (mf->ehdr.e_type != ET_REL && mf->ehdr.e_type != ET_DYN &&
	    mf->ehdr.e_type != ET_EXEC)
		modfile_fail("is an ELF file of type %d, no kernel module",
		    mf->ehdr.e_type);
	else if (elf_getshdrnum(mf->elf, &mf->nscns) != 0 ||
	    elf_getshdrstrndx(mf->elf, &mf->shstrndx) != 0)
		elf_fails();
	else
		return (true);
	return (false);
}

static bool
add_region(struct modfile *mf, Elf_Scn *scn, uint64_t *next)
{
	struct region *r;
	GElf_Shdr sh;

	if (gelf_getshdr(scn, &sh) == NULL)
		return (elf_fails() != NULL);
	if ((sh.sh_flags & SHF_ALLOC) == 0 || (sh.sh_flags & SHF_TLS) != 0 ||
	    sh.sh_size == 0)
		return (true);
	if (sh.sh_size > SIZE_LIMIT)
		return (modfile_fail("section %zu has %ju bytes",
		    elf_ndxscn(scn), (uintmax_t)sh.sh_size) != NULL);
	r = &mf->regions[mf->nregions++];
	r->scn = scn;
	r->index = elf_ndxscn(scn);
	r->size = sh.sh_size;
	r->addr = sh.sh_addr;
	if (mf->ehdr.e_type == ET_REL) {
		r->addr = *next;
		/* The end of one section is not the start of another. */
		*next = (r->addr + r->size + 16) & ~(uint64_t)15;
	}
	return (true);
}

static bool
find_regions(struct modfile *mf)
{
	Elf_Scn *scn;
	uint64_t next;

	mf->regions = calloc(mf->nscns + 1, sizeof(*mf->regions));
	if (mf->regions == NULL)
		return (modfile_fail("out of memory") != NULL);
	next = FIRST_ADDR;
	for (scn = NULL; (scn = elf_nextscn(mf->elf, scn)) != NULL;)
		if (!add_region(mf, scn, &next))
			return (false);
	qsort(mf->regions, mf->nregions, sizeof(*mf->regions),
	    compare_regions);
	return (true);
}

struct modfile *
modfile_open(int fd, bool *notelf)
{
	struct modfile *mf;

	*notelf = false;
	mf = calloc(1, sizeof(*mf));
	if (mf == NULL)
		return (modfile_fail("out of memory"));
	mf->elf = elf_begin(fd, ELF_C_READ, NULL);
	if (mf->elf == NULL)
		elf_fails();
	else if (elf_kind(mf->elf) != ELF_K_ELF) {
		*notelf = true;
		modfile_fail("is not an ELF file");
	} else if (check_header(mf) && find_regions(mf))
		return (mf);
	modfile_close(mf);
	return (NULL);
}

void
modfile_close(struct modfile *mf)
{
	size_t i;

	for (i = 0; i < mf->nregions; i++) {
		free(mf->regions[i].relocs);
		free(mf->regions[i].zeros);
	}
	free(mf->regions);
	elf_end(mf->elf);
	free(mf);
}

/* The section that holds size bytes at addr. */
static struct region *
find_region(struct modfile *mf, uint64_t addr, uint64_t size)
{
	struct region *r;
	size_t high, low, middle;

	low = 0;
	high = mf->nregions;
	while (low < high) {
		middle = low + (high - low) / 2;
		if (mf->regions[middle].addr <= addr)
			low = middle + 1;
		else
			high = middle;
	}
	if (low > 0) {
		r = &mf->regions[low - 1];
		if (addr - r->addr <= r->size &&
		    size <= r->size - (addr - r->addr))
			return (r);
	}
	return (modfile_fail("its module metadata points outside the file"));
}

/* The section with that number, which takes up memory; or NULL. */
static const struct region *
find_section(const struct modfile *mf, size_t index)
{
	size_t i;

	for (i = 0; i < mf->nregions; i++)
		if (mf->regions[i].index == index)
			return (&mf->regions[i]);
	return (NULL);
}

bool
modfile_set(struct modfile *mf, const char *section, uint64_t *addr,
    uint64_t *size)
{
	const char *name;
	GElf_Shdr sh;
	size_t i;

	*addr = *size = 0;
	for (i = 0; i < mf->nregions; i++) {
		if (gelf_getshdr(mf->regions[i].scn, &sh) == NULL ||
		    (name = elf_strptr(mf->elf, mf->shstrndx,
		    sh.sh_name)) == NULL)
			return (elf_fails() != NULL);
		if (strcmp(name, section) == 0) {
			*addr = mf->regions[i].addr;
			*size = mf->regions[i].size;
			break;
		}
	}
	return (true);
}

/* What is all zeros, as a version 0 is, the compiler leaves out. */
static bool
load_zeros(struct region *r)
{

	r->bytes = r->zeros = calloc(1, r->size);
	return (r->bytes != NULL || modfile_fail("out of memory") != NULL);
}

static bool
load_bytes(struct region *r)
{
	Elf_Data *data;
	GElf_Shdr sh;

	if (r->bytes != NULL)
		return (true);
	if (gelf_getshdr(r->scn, &sh) == NULL)
		return (elf_fails() != NULL);
	if (sh.sh_type == SHT_NOBITS)
		return (load_zeros(r));
	data = elf_rawdata(r->scn, NULL);
	if (data == NULL)
		return (elf_fails() != NULL);
	if (data->d_buf == NULL || data->d_size < r->size)
		return (modfile_fail("its module metadata points to where the "
		    "file has no bytes") != NULL);
	r->bytes = data->d_buf;
	return (true);
}

const unsigned char *
modfile_bytes(struct modfile *mf, uint64_t addr, size_t size)
{
	struct region *r;

	r = find_region(mf, addr, size);
	if (r == NULL || !load_bytes(r))
		return (NULL);
	return (r->bytes + (addr - r->addr));
}

const char *
modfile_string(struct modfile *mf, uint64_t addr)
{
	struct region *r;
	uint64_t off;

	r = find_region(mf, addr, 1);
	if (r == NULL || !load_bytes(r))
		return (NULL);
	off = addr - r->addr;
	if (memchr(r->bytes + off, '\0', r->size - off) == NULL)
		return (modfile_fail("a name in its module metadata does not "
		    "end"));
	return ((const char *)r->bytes + off);
}

/*
 * Does this section have relocations for r?  In a relocatable object each
 * section has its own, otherwise they are for the whole file.
 */
static bool
relocates(const struct modfile *mf, const struct region *r,
    const GElf_Shdr *sh)
{

	if (sh->sh_type != SHT_RELA)
		return (false);
	return (mf->ehdr.e_type == ET_REL ? sh->sh_info == r->index :
	    (sh->sh_flags & SHF_ALLOC) != 0);
}

/* What a symbol table has of section indices above 65,279; NULL is nothing. */
static Elf_Data *
section_indices(struct modfile *mf, size_t symtab)
{
	GElf_Shdr sh;
	Elf_Scn *scn;

	if (mf->nscns < SHN_LORESERVE)
		return (NULL);
	for (scn = NULL; (scn = elf_nextscn(mf->elf, scn)) != NULL;)
		if (gelf_getshdr(scn, &sh) != NULL &&
		    sh.sh_type == SHT_SYMTAB_SHNDX && sh.sh_link == symtab)
			return (elf_getdata(scn, NULL));
	return (NULL);
}

/* Add the relocations of one section to those of r. */
static bool
add_relocs(struct modfile *mf, struct region *r, Elf_Scn *scn,
    const GElf_Shdr *sh)
{
	Elf_Data *data;
	GElf_Rela *relocs;
	size_t i, n;

	r->symbols = elf_getdata(elf_getscn(mf->elf, sh->sh_link), NULL);
	r->shndx = section_indices(mf, sh->sh_link);
	data = elf_getdata(scn, NULL);
	if (data == NULL)
		return (elf_fails() != NULL);
	n = data->d_size / sizeof(GElf_Rela);
	relocs = reallocarray(r->relocs, r->nrelocs + n + 1, sizeof(*relocs));
	if (relocs == NULL)
		return (modfile_fail("out of memory") != NULL);
	r->relocs = relocs;
	relocs += r->nrelocs;
	for (i = 0; i < n; i++) {
		if (gelf_getrela(data, i, &relocs[i]) == NULL)
			return (elf_fails() != NULL);
		if (mf->ehdr.e_type == ET_REL)
			relocs[i].r_offset += r->addr;
	}
	r->nrelocs += n;
	return (true);
}

static bool
load_relocs(struct modfile *mf, struct region *r)
{
	GElf_Shdr sh;
	Elf_Scn *scn;
	size_t i;

	if (r->relocs_loaded)
		return (true);
	for (scn = NULL; (scn = elf_nextscn(mf->elf, scn)) != NULL;) {
		if (gelf_getshdr(scn, &sh) == NULL)
			return (elf_fails() != NULL);
		if (relocates(mf, r, &sh) && !add_relocs(mf, r, scn, &sh))
			return (false);
	}
	for (i = 1; i < r->nrelocs; i++)
		if (r->relocs[i - 1].r_offset > r->relocs[i].r_offset)
			break;
	/* Link editors write them in order. */
	if (i < r->nrelocs)
		qsort(r->relocs, r->nrelocs, sizeof(*r->relocs),
		    compare_relocs);
	r->relocs_loaded = true;
	return (true);
}

/* The address of a symbol, 0 if another file has it. */
static bool
symbol_address(struct modfile *mf, const struct region *r, uint64_t number,
    uint64_t *value)
{
	const struct region *in;
	GElf_Sym sym;
	Elf32_Word shndx;

	*value = 0;
	if (r->symbols == NULL || number > INT32_MAX ||
	    gelf_getsymshndx(r->symbols, r->shndx, (int)number, &sym,
	    &shndx) == NULL)
		return (modfile_fail("a relocation of its module metadata has "
		    "no symbol") != NULL);
	if (sym.st_shndx == SHN_UNDEF)
		return (true);
	*value = sym.st_value;
	if (mf->ehdr.e_type == ET_REL && sym.st_shndx != SHN_ABS) {
		in = find_section(mf, sym.st_shndx == SHN_XINDEX ? shndx :
		    sym.st_shndx);
		if (in == NULL || sym.st_value > in->size)
			return (modfile_fail("a symbol of its module metadata "
			    "lies outside the file") != NULL);
		*value += in->addr;
	}
	return (true);
}

bool
modfile_pointer(struct modfile *mf, uint64_t addr, uint64_t *value)
{
	const unsigned char *bytes;
	const GElf_Rela *rela;
	GElf_Rela key;
	struct region *r;

	bytes = modfile_bytes(mf, addr, 8);
	if (bytes == NULL)
		return (false);
	r = find_region(mf, addr, 8);
	if (mf->ehdr.e_type != ET_EXEC && !load_relocs(mf, r))
		return (false);
	key.r_offset = addr;
	rela = r->nrelocs == 0 ? NULL : bsearch(&key, r->relocs, r->nrelocs,
	    sizeof(key), compare_relocs);
	if (rela == NULL) {
		/* What is not relocated means nothing in such an object. */
		*value = mf->ehdr.e_type == ET_REL ? 0 : get64(bytes);
		return (true);
	}
	switch (GELF_R_TYPE(rela->r_info)) {
	case R_X86_64_RELATIVE:
		*value = 0;
		break;
	case R_X86_64_64:
	case R_X86_64_GLOB_DAT:
		if (!symbol_address(mf, r, GELF_R_SYM(rela->r_info), value))
			return (false);
		break;
	default:
		return (modfile_fail("its module metadata has a relocation of "
		    "type %d", (int)GELF_R_TYPE(rela->r_info)) != NULL);
	}
	*value += rela->r_addend;
	return (true);
}
