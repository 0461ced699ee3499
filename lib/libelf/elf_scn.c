/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Sections, what is in them, and strings.
 */
#include <stdlib.h>
#include <string.h>

#include "_libelf.h"

/* Header i of those in raw, in the wide form. */
static void
widen_shdr(const Elf *elf, const char *raw, size_t i, GElf_Shdr *sh)
{
	Elf32_Shdr sh32;

	if (elf->class == ELFCLASS64) {
		memcpy(sh, raw + i * sizeof(*sh), sizeof(*sh));
		return;
	}
	memcpy(&sh32, raw + i * sizeof(sh32), sizeof(sh32));
	sh->sh_name = sh32.sh_name;
	sh->sh_type = sh32.sh_type;
	sh->sh_flags = sh32.sh_flags;
	sh->sh_addr = sh32.sh_addr;
	sh->sh_offset = sh32.sh_offset;
	sh->sh_size = sh32.sh_size;
	sh->sh_link = sh32.sh_link;
	sh->sh_info = sh32.sh_info;
	sh->sh_addralign = sh32.sh_addralign;
	sh->sh_entsize = sh32.sh_entsize;
}

/*
 * How many sections there are, and which one has their names: where the
 * header has no room for the numbers, the first section has them.
 */
static bool
count_sections(Elf *elf, size_t entsize)
{
	GElf_Shdr first;
	char *raw;

	elf->nscns = elf->ehdr.e_shnum;
	elf->shstrndx = elf->ehdr.e_shstrndx;
	if (elf->ehdr.e_shoff == 0) {
		elf->nscns = 0;
		return (true);
	}
	if (elf->nscns != 0 && elf->shstrndx != SHN_XINDEX)
		return (true);
	raw = libelf_load(elf, elf->ehdr.e_shoff, entsize);
	if (raw == NULL)
		return (false);
	widen_shdr(elf, raw, 0, &first);
	free(raw);
	if (elf->nscns == 0)
		elf->nscns = first.sh_size;
	if (elf->shstrndx == SHN_XINDEX)
		elf->shstrndx = first.sh_link;
	return (true);
}

bool
libelf_sections(Elf *elf)
{
	size_t entsize, i;
	char *raw;

	if (elf->scns != NULL)
		return (true);
	entsize = elf->class == ELFCLASS64 ? sizeof(Elf64_Shdr) :
	    sizeof(Elf32_Shdr);
	if (elf->ehdr.e_shoff != 0 && elf->ehdr.e_shentsize != entsize) {
		libelf_fail(ELF_E_SECTIONS);
		return (false);
	}
	if (!count_sections(elf, entsize))
		return (false);
	if (elf->nscns > elf->size / entsize) {
		libelf_fail(ELF_E_RANGE);
		return (false);
	}
	raw = libelf_load(elf, elf->ehdr.e_shoff, elf->nscns * entsize);
	if (raw == NULL)
		return (false);
	/* One more, so that no sections are not taken for not read. */
	elf->scns = calloc(elf->nscns + 1, sizeof(*elf->scns));
	if (elf->scns == NULL)
		libelf_fail(ELF_E_MEMORY);
	for (i = 0; elf->scns != NULL && i < elf->nscns; i++) {
		elf->scns[i].elf = elf;
		elf->scns[i].index = i;
		widen_shdr(elf, raw, i, &elf->scns[i].shdr);
	}
	free(raw);
	return (elf->scns != NULL);
}

int
elf_getshdrnum(Elf *elf, size_t *n)
{

	if (elf_kind(elf) != ELF_K_ELF || !libelf_sections(elf))
		return (-1);
	*n = elf->nscns;
	return (0);
}

int
elf_getshdrstrndx(Elf *elf, size_t *index)
{

	if (elf_kind(elf) != ELF_K_ELF || !libelf_sections(elf))
		return (-1);
	*index = elf->shstrndx;
	return (0);
}

Elf_Scn *
elf_getscn(Elf *elf, size_t index)
{

	if (elf_kind(elf) != ELF_K_ELF || !libelf_sections(elf))
		return (NULL);
	if (index >= elf->nscns)
		return (libelf_fail(ELF_E_ARGUMENT));
	return (&elf->scns[index]);
}

/* The section behind scn, or the first one that counts for NULL. */
Elf_Scn *
elf_nextscn(Elf *elf, Elf_Scn *scn)
{
	size_t next;

	next = scn == NULL ? 1 : scn->index + 1;
	if (elf_kind(elf) != ELF_K_ELF || !libelf_sections(elf) ||
	    next >= elf->nscns)
		return (NULL);
	return (&elf->scns[next]);
}

size_t
elf_ndxscn(Elf_Scn *scn)
{

	return (scn != NULL ? scn->index : SHN_UNDEF);
}

GElf_Shdr *
gelf_getshdr(Elf_Scn *scn, GElf_Shdr *sh)
{

	if (scn == NULL || sh == NULL)
		return (libelf_fail(ELF_E_ARGUMENT));
	*sh = scn->shdr;
	return (sh);
}

static Elf_Type
data_type(const GElf_Shdr *sh)
{

	switch (sh->sh_type) {
	case SHT_RELA:
		return (ELF_T_RELA);
	case SHT_SYMTAB:
	case SHT_DYNSYM:
		return (ELF_T_SYM);
	case SHT_SYMTAB_SHNDX:
		return (ELF_T_WORD);
	default:
		return (ELF_T_BYTE);
	}
}

Elf_Data *
elf_getdata(Elf_Scn *scn, Elf_Data *previous)
{
	const GElf_Shdr *sh;

	if (scn == NULL || previous != NULL)
		return (NULL);
	if (scn->loaded)
		return (&scn->data);
	sh = &scn->shdr;
	if (sh->sh_type != SHT_NOBITS && sh->sh_type != SHT_NULL &&
	    sh->sh_size > 0) {
		scn->data.d_buf = libelf_load(scn->elf, sh->sh_offset,
		    sh->sh_size);
		if (scn->data.d_buf == NULL)
			return (NULL);
	}
	scn->data.d_type = data_type(sh);
	scn->data.d_version = EV_CURRENT;
	scn->data.d_size = sh->sh_size;
	scn->data.d_align = sh->sh_addralign;
	scn->loaded = true;
	return (&scn->data);
}

/* Files have the byte order of the machine, so the bytes are the data. */
Elf_Data *
elf_rawdata(Elf_Scn *scn, Elf_Data *previous)
{

	return (elf_getdata(scn, previous));
}

char *
elf_strptr(Elf *elf, size_t index, size_t off)
{
	Elf_Data *data;
	Elf_Scn *scn;

	scn = elf_getscn(elf, index);
	if (scn == NULL)
		return (NULL);
	if (scn->shdr.sh_type != SHT_STRTAB)
		return (libelf_fail(ELF_E_STRING));
	data = elf_getdata(scn, NULL);
	if (data == NULL)
		return (NULL);
	if (off >= data->d_size || memchr((char *)data->d_buf + off, '\0',
	    data->d_size - off) == NULL)
		return (libelf_fail(ELF_E_STRING));
	return ((char *)data->d_buf + off);
}

/* Item i of size bytes of a section, or NULL. */
static const void *
item(Elf_Data *data, Elf_Type type, int i, size_t size)
{

	if (data == NULL || data->d_type != type || data->d_buf == NULL ||
	    i < 0 || (size_t)i >= data->d_size / size)
		return (libelf_fail(ELF_E_ARGUMENT));
	return ((char *)data->d_buf + (size_t)i * size);
}

static bool
is_wide(const Elf_Data *data)
{

	return (((const Elf_Scn *)data)->elf->class == ELFCLASS64);
}

GElf_Rela *
gelf_getrela(Elf_Data *data, int i, GElf_Rela *rela)
{
	const Elf32_Rela *r32;
	const void *p;

	p = item(data, ELF_T_RELA, i, data == NULL || is_wide(data) ?
	    sizeof(*rela) : sizeof(*r32));
	if (p == NULL)
		return (NULL);
	if (is_wide(data)) {
		memcpy(rela, p, sizeof(*rela));
		return (rela);
	}
	r32 = p;
	rela->r_offset = r32->r_offset;
	rela->r_info = ELF64_R_INFO(ELF32_R_SYM(r32->r_info),
	    ELF32_R_TYPE(r32->r_info));
	rela->r_addend = r32->r_addend;
	return (rela);
}

GElf_Sym *
gelf_getsym(Elf_Data *data, int i, GElf_Sym *sym)
{
	const Elf32_Sym *s32;
	const void *p;

	p = item(data, ELF_T_SYM, i, data == NULL || is_wide(data) ?
	    sizeof(*sym) : sizeof(*s32));
	if (p == NULL)
		return (NULL);
	if (is_wide(data)) {
		memcpy(sym, p, sizeof(*sym));
		return (sym);
	}
	s32 = p;
	sym->st_name = s32->st_name;
	sym->st_info = s32->st_info;
	sym->st_other = s32->st_other;
	sym->st_shndx = s32->st_shndx;
	sym->st_value = s32->st_value;
	sym->st_size = s32->st_size;
	return (sym);
}

GElf_Sym *
gelf_getsymshndx(Elf_Data *data, Elf_Data *shndx, int i, GElf_Sym *sym,
    Elf32_Word *xshndx)
{
	const void *p;

	*xshndx = 0;
	if (shndx != NULL) {
		p = item(shndx, ELF_T_WORD, i, sizeof(*xshndx));
		if (p == NULL)
			return (NULL);
		memcpy(xshndx, p, sizeof(*xshndx));
	}
	return (gelf_getsym(data, i, sym));
}
