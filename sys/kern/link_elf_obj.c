/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker class for relocatable ELF files (ET_REL), which is what modules
 * are on amd64: the kernel does the work of ld(1).
 *
 * Sections go into three regions by their protection, all in one piece of
 * module memory.  Until protect() it is writable and not executable, from
 * then on no page is both.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/libkern.h>

#include <machine/vmparam.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>

#include "linker_if.h"
#include "link_elf_obj.h"

static const vm_prot_t elf_region_prot[REGION_COUNT] = {
	[REGION_TEXT] = VM_PROT_READ | VM_PROT_EXECUTE,
	[REGION_RODATA] = VM_PROT_READ,
	[REGION_DATA] = VM_PROT_READ | VM_PROT_WRITE,
};

static bool
elf_obj_identify(const void *header, size_t len)
{

	/* Whatever else is wrong with it, check() says so. */
	return (len >= SELFMAG && memcmp(header, ELFMAG, SELFMAG) == 0);
}

/* Give every loaded section an offset in its region. */
static void
lay_out_sections(struct elf_obj *eo)
{
	struct elf_section *s;
	size_t align, i, *end;

	for (i = 0; i < eo->nsection; i++) {
		s = &eo->section[i];
		if (!s->load)
			continue;
		end = &eo->region[s->region].size;
		align = MAX(eo->shdr[i].sh_addralign, 1);
		s->offset = roundup2(*end, align);
		*end = s->offset + eo->shdr[i].sh_size;
	}
}

/*
 * Commons go behind the data; their st_value, an alignment, becomes the
 * offset in the region.
 */
static void
lay_out_commons(struct elf_obj *eo)
{
	Elf_Sym *s;
	size_t *end;

	if (!eo->has_commons)
		return;
	end = &eo->region[REGION_DATA].size;
	for (s = eo->syms.sym; s < eo->syms.sym + eo->syms.nsym; s++) {
		if (s->st_shndx != SHN_COMMON)
			continue;
		s->st_value = roundup2(*end, MAX(s->st_value, 1));
		*end = s->st_value + s->st_size;
	}
}

/*
 * Sizes were limited one by one; their sum is checked here, before it is
 * rounded up to pages.
 */
static int
lay_out(struct linker_file *lf, struct elf_obj *eo)
{
	size_t i;

	lay_out_sections(eo);
	lay_out_commons(eo);
	for (i = 0; i < REGION_COUNT; i++) {
		eo->region[i].offset = eo->size;
		if (eo->region[i].size > KLD_MAX_ADDRESS - KLD_MIN_ADDRESS)
			return (linker_error(ENOMEM, "%s: needs %zu bytes, "
			    "module memory has %zu", lf->filename,
			    eo->region[i].size,
			    (size_t)(KLD_MAX_ADDRESS - KLD_MIN_ADDRESS)));
		eo->size += round_page(eo->region[i].size);
	}
	if (eo->size == 0)
		return (linker_error(ENOEXEC, "%s: has nothing to load",
		    lf->filename));
	return (0);
}

static int
elf_obj_check(struct linker_file *lf, struct linker_image *img)
{
	struct elf_obj *eo;
	int error;

	lf->priv = eo = malloc(sizeof(*eo), M_LINKER, M_WAITOK | M_ZERO);
	error = elf_obj_check_header(lf, eo, img);
	if (error == 0)
		error = elf_obj_check_sections(lf, eo, img);
	if (error == 0)
		error = elf_obj_read_symbols(lf, eo, img);
	if (error == 0)
		error = lay_out(lf, eo);
	return (error);
}

/* Fill the regions; what no section covers is zero. */
static int
place_sections(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	struct elf_section *s;
	char *end[REGION_COUNT], *region;
	size_t i;
	int error;

	for (i = 0; i < REGION_COUNT; i++)
		end[i] = (char *)eo->base + eo->region[i].offset;
	for (i = 0; i < eo->nsection; i++) {
		s = &eo->section[i];
		if (!s->load)
			continue;
		s->addr = (char *)eo->base + eo->region[s->region].offset +
		    s->offset;
		if (eo->shdr[i].sh_type == SHT_NOBITS)
			continue;
		memset(end[s->region], 0, s->addr - end[s->region]);
		error = linker_image_read(img, lf->filename, s->addr,
		    eo->shdr[i].sh_offset, eo->shdr[i].sh_size);
		if (error != 0)
			return (error);
		end[s->region] = s->addr + eo->shdr[i].sh_size;
	}
	for (i = 0; i < REGION_COUNT; i++) {
		region = (char *)eo->base + eo->region[i].offset;
		memset(end[i], 0, region + round_page(eo->region[i].size) -
		    end[i]);
	}
	return (0);
}

static int
read_relocations(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	struct elf_rela *er;
	Elf_Rela *r;
	size_t n;
	int error;

	n = 0;
	for (er = eo->rela; er < eo->rela + eo->nrela; er++)
		n += er->count;
	if (n == 0)
		return (0);
	eo->relocs = r = linker_alloc(lf, n, sizeof(Elf_Rela));
	if (r == NULL)
		return (ENOMEM);
	for (er = eo->rela; er < eo->rela + eo->nrela; er++) {
		er->rela = r;
		r += er->count;
		error = linker_image_read(img, lf->filename, er->rela,
		    eo->shdr[er->section].sh_offset,
		    er->count * sizeof(Elf_Rela));
		if (error != 0)
			return (error);
	}
	return (0);
}

/* Turn the values of the symbols that the file defines into addresses. */
static void
place_symbols(struct elf_obj *eo)
{
	struct elf_section *section;
	Elf_Sym *s;
	char *data;

	data = (char *)eo->base + eo->region[REGION_DATA].offset;
	for (s = eo->syms.sym; s < eo->syms.sym + eo->syms.nsym; s++) {
		if (s->st_shndx == SHN_ABS)
			continue;
		if (s->st_shndx == SHN_COMMON) {
			s->st_value += (Elf_Addr)data;
			continue;
		}
		section = &eo->section[s->st_shndx];
		if (s->st_shndx != SHN_UNDEF && section->load)
			s->st_value += (Elf_Addr)section->addr;
		else
			s->st_value = ELF_NO_ADDRESS;
	}
	/* Relocations without a symbol use the first one, whose value is 0. */
	eo->syms.sym[0].st_value = 0;
}

static int
elf_obj_place(struct linker_file *lf, struct linker_image *img)
{
	struct elf_obj *eo;
	int error;

	eo = lf->priv;
	eo->base = kmem_alloc_kld(eo->size, M_NOWAIT);
	if (eo->base == 0)
		return (linker_error(ENOMEM, "%s: no %zu bytes of module "
		    "memory", lf->filename, eo->size));
	lf->address = (caddr_t)eo->base;
	lf->size = eo->size;
	error = place_sections(lf, eo, img);
	if (error == 0)
		error = read_relocations(lf, eo, img);
	if (error != 0)
		return (error);
	place_symbols(eo);
	return (0);
}

/* The section that begins or ends with __start_NAME or __stop_NAME. */
static bool
section_bound(const struct elf_obj *eo, const char *name, Elf_Addr *value)
{
	size_t i, size;
	bool stop;

	name = elf_bound_section(name, &stop);
	if (name == NULL)
		return (false);
	for (i = 0; i < eo->nset; i++) {
		if (strcmp(elf_section_name(eo, eo->set[i]), name) != 0)
			continue;
		size = eo->shdr[eo->set[i]].sh_size;
		*value = (Elf_Addr)eo->section[eo->set[i]].addr +
		    (stop ? size : 0);
		return (true);
	}
	return (false);
}

static int
relocate_section(struct linker_file *lf, struct elf_obj *eo,
    struct elf_rela *er, bool partial)
{
	struct elf_target target;

	target.name = elf_section_name(eo, er->target);
	target.base = eo->section[er->target].addr;
	target.size = eo->shdr[er->target].sh_size;
	return (elf_apply(lf, &eo->syms, er->rela, er->count, &target,
	    partial));
}

/* Relocate section i as far as the file's own symbols go. */
static int
relocate_target(struct linker_file *lf, struct elf_obj *eo, size_t i)
{
	size_t j;
	int error;

	/* Those that are gone have been applied in full. */
	if (eo->section[i].early || eo->relocs == NULL)
		return (0);
	eo->section[i].early = true;
	for (j = 0; j < eo->nrela; j++) {
		if (eo->rela[j].target != i)
			continue;
		error = relocate_section(lf, eo, &eo->rela[j], true);
		if (error != 0)
			return (error);
	}
	return (0);
}

static inline bool
section_holds(const struct elf_obj *eo, size_t i, const char *addr)
{

	return (eo->section[i].load && addr >= eo->section[i].addr &&
	    (size_t)(addr - eo->section[i].addr) < eo->shdr[i].sh_size);
}

/*
 * The loaded section that holds addr, or 0.  Every other time it is the one
 * of the time before.
 */
static size_t
section_of(struct elf_obj *eo, const char *addr)
{
	size_t i;

	if (section_holds(eo, eo->reached, addr))
		return (eo->reached);
	for (i = 1; i < eo->nsection && !section_holds(eo, i, addr); i++)
		continue;
	if (i == eo->nsection)
		return (0);
	eo->reached = i;
	return (i);
}

static int
elf_obj_reach(struct linker_file *lf, const void *p, size_t *room)
{
	struct elf_obj *eo;
	size_t i;

	eo = lf->priv;
	i = section_of(eo, p);
	if (i == 0) {
		*room = 0;
		return (0);
	}
	*room = eo->shdr[i].sh_size -
	    (size_t)((const char *)p - eo->section[i].addr);
	return (relocate_target(lf, eo, i));
}

/*
 * Dependencies are known from the metadata, and other files' symbols only
 * from the dependencies: so the metadata is relocated first, by itself.
 */
static int
elf_obj_relocate_metadata(struct linker_file *lf)
{
	struct elf_obj *eo;
	size_t i;
	int error;

	eo = lf->priv;
	for (i = 0; i < eo->nset; i++) {
		if (strcmp(elf_section_name(eo, eo->set[i]),
		    "set_" MDT_SETNAME) != 0)
			continue;
		error = relocate_target(lf, eo, eo->set[i]);
		if (error != 0)
			return (error);
	}
	return (0);
}

static int
relocate_all(struct linker_file *lf, struct elf_obj *eo, bool partial)
{
	size_t i;
	int error;

	error = 0;
	for (i = 0; i < eo->nrela && error == 0; i++)
		error = relocate_section(lf, eo, &eo->rela[i], partial);
	return (error);
}

static int
protect_region(struct linker_file *lf, struct elf_obj *eo,
    enum elf_region region, vm_prot_t prot)
{
	int error;

	if (eo->region[region].size == 0)
		return (0);
	error = kmem_protect(eo->base + eo->region[region].offset,
	    round_page(eo->region[region].size), prot);
	if (error != 0)
		return (linker_error(error, "%s: its memory cannot be "
		    "protected (%s)", lf->filename, errname(error)));
	return (0);
}

static int
resolve_ifuncs(struct linker_file *lf, struct elf_obj *eo)
{
	int error;

	error = relocate_all(lf, eo, true);
	if (error == 0)
		error = protect_region(lf, eo, REGION_TEXT,
		    elf_region_prot[REGION_TEXT]);
	if (error != 0)
		return (error);
	elf_call_resolvers(&eo->syms);
	return (protect_region(lf, eo, REGION_TEXT,
	    VM_PROT_READ | VM_PROT_WRITE));
}

static int
elf_obj_relocate(struct linker_file *lf)
{
	struct elf_obj *eo;
	Elf_Sym *s;
	size_t i;
	int error;

	eo = lf->priv;
	linker_symtab_scope(lf);
	for (i = 1; i < eo->syms.nsym; i++) {
		s = &eo->syms.sym[i];
		if (s->st_shndx == SHN_UNDEF && !section_bound(eo,
		    eo->syms.str + s->st_name, &s->st_value))
			elf_resolve(lf, &eo->syms, s);
	}
	error = 0;
	if (elf_has_ifuncs(&eo->syms))
		error = resolve_ifuncs(lf, eo);
	if (error == 0)
		error = relocate_all(lf, eo, false);
	free(eo->relocs, M_LINKER);
	eo->relocs = NULL;
	return (error);
}

static int
elf_obj_export(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	return (elf_export(lf, &eo->syms));
}

static int
elf_obj_protect(struct linker_file *lf)
{
	struct elf_obj *eo;
	int error, i;

	eo = lf->priv;
	error = 0;
	for (i = 0; i < REGION_COUNT && error == 0; i++)
		error = protect_region(lf, eo, i, elf_region_prot[i]);
	return (error);
}

/*
 * Call the functions that sections of pointers list.  Those of .ctors are called
 * from the last to the first, as compilers expect who use it.
 */
static void
call_sections(struct elf_obj *eo, Elf_Word type, const char *name)
{
	bool backwards, match;
	size_t i;

	for (i = 0; i < eo->nsection; i++) {
		if (!eo->section[i].load)
			continue;
		match = strcmp(elf_section_name(eo, i), name) == 0;
		if (!match && eo->shdr[i].sh_type != type)
			continue;
		backwards = match == (type == SHT_INIT_ARRAY);
		elf_call_array(eo->section[i].addr,
		    eo->shdr[i].sh_size / sizeof(void *), backwards);
	}
}

static void
elf_obj_construct(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	call_sections(eo, SHT_INIT_ARRAY, ".ctors");
	eo->started = true;
}

static void
elf_obj_destruct(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	if (eo->started)
		call_sections(eo, SHT_FINI_ARRAY, ".dtors");
	eo->started = false;
}

static void
elf_obj_discard(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	if (eo == NULL)
		return;
	free(lf->symbols, M_LINKER);
	lf->symbols = NULL;
	free(eo->relocs, M_LINKER);
	if (eo->base != 0)
		kmem_free_kld(eo->base, eo->size);
	free(eo->rela, M_LINKER);
	free(eo->syms.sym, M_LINKER);
	free(eo->syms.str, M_LINKER);
	free(eo->set, M_LINKER);
	free(eo->section, M_LINKER);
	free(eo->shstr, M_LINKER);
	free(eo->shdr, M_LINKER);
	free(eo, M_LINKER);
	lf->priv = NULL;
}

static bool
elf_obj_set(struct linker_file *lf, const char *name, struct linker_set *set)
{
	struct elf_obj *eo;
	const char *section;
	size_t i;

	eo = lf->priv;
	for (i = 0; i < eo->nset; i++) {
		section = elf_section_name(eo, eo->set[i]);
		if (section[0] != 's' || section[1] != 'e' ||
		    section[2] != 't' || section[3] != '_' ||
		    strcmp(section + 4, name) != 0)
			continue;
		set->start = (void **)(void *)eo->section[eo->set[i]].addr;
		set->count = eo->shdr[eo->set[i]].sh_size / sizeof(void *);
		return (true);
	}
	return (false);
}

static const char *
elf_obj_symbol_at(struct linker_file *lf, vm_offset_t addr, u_long *off)
{
	struct elf_obj *eo;

	eo = lf->priv;
	return (elf_symbol_at(&eo->syms, addr, off));
}

const struct linker_class link_elf_obj_class = {
	.name = "elf obj",
	.identify = elf_obj_identify,
	.check = elf_obj_check,
	.place = elf_obj_place,
	.relocate_metadata = elf_obj_relocate_metadata,
	.reach = elf_obj_reach,
	.relocate = elf_obj_relocate,
	.export = elf_obj_export,
	.protect = elf_obj_protect,
	.construct = elf_obj_construct,
	.destruct = elf_obj_destruct,
	.discard = elf_obj_discard,
	.set = elf_obj_set,
	.symbol_at = elf_obj_symbol_at,
};
