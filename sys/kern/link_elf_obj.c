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

#include <machine/vmparam.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>

#include "linker_if.h"
#include "link_elf_obj.h"

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

	for (i = eo->first; i != 0; i = s->next) {
		s = &eo->section[i];
		end = &eo->region[s->region].size;
		align = MAX(eo->shdr[i].sh_addralign, 1);
		s->offset = roundup2(*end, align);
		*end = s->offset + s->size;
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
	for (i = eo->first; i != 0; i = s->next) {
		s = &eo->section[i];
		s->addr = (char *)eo->base + eo->region[s->region].offset +
		    s->offset;
		if (eo->shdr[i].sh_type == SHT_NOBITS)
			continue;
		memset(end[s->region], 0, s->addr - end[s->region]);
		error = linker_image_read(img, lf->filename, s->addr,
		    eo->shdr[i].sh_offset, s->size);
		if (error != 0)
			return (error);
		end[s->region] = s->addr + s->size;
	}
	for (i = 0; i < REGION_COUNT; i++) {
		region = (char *)eo->base + eo->region[i].offset;
		memset(end[i], 0, region + round_page(eo->region[i].size) -
		    end[i]);
	}
	return (0);
}

/*
 * Relocations are used where they lie in the file: one view holds all of their
 * sections, which stand together or nearly so.
 */
static int
view_relocations(struct linker_file *lf, struct elf_obj *eo,
    struct linker_image *img)
{
	const Elf_Shdr *sh;
	struct elf_rela *er;
	uint64_t end, start;
	int error;

	if (eo->nrela == 0)
		return (0);
	start = img->size;
	end = 0;
	for (er = eo->rela; er < eo->rela + eo->nrela; er++) {
		sh = &eo->shdr[er->section];
		start = MIN(start, sh->sh_offset);
		end = MAX(end, sh->sh_offset + sh->sh_size);
	}
	error = linker_image_view(img, lf->filename, start, end - start,
	    &eo->relocs);
	if (error != 0)
		return (error);
	for (er = eo->rela; er < eo->rela + eo->nrela; er++)
		er->rela = (const Elf_Rela *)(const void *)(eo->relocs.mem +
		    (eo->shdr[er->section].sh_offset - start));
	return (0);
}

/* Where the value of symbol i counts from; ELF_NO_ADDRESS: it is not here. */
static Elf_Addr
symbol_base(const struct elf_obj *eo, size_t i)
{
	size_t shndx;

	shndx = eo->syms.sym[i].st_shndx;
	if (shndx >= SHN_LORESERVE) {
		if (shndx == SHN_ABS)
			return (0);
		if (shndx == SHN_COMMON)
			return (eo->base + eo->region[REGION_DATA].offset);
		shndx = eo->shndx[i];
	}
	/* Section 0, of undefined symbols, is none that is loaded. */
	return (eo->section[shndx].load ? (Elf_Addr)eo->section[shndx].addr :
	    ELF_NO_ADDRESS);
}

/* Turn the values of the symbols that the file defines into addresses. */
static void
place_symbols(struct elf_obj *eo)
{
	Elf_Addr base;
	Elf_Sym *s;
	size_t i;

	for (i = 0; i < eo->syms.nsym; i++) {
		s = &eo->syms.sym[i];
		base = symbol_base(eo, i);
		s->st_value = base != ELF_NO_ADDRESS ? base + s->st_value :
		    ELF_NO_ADDRESS;
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
	eo->base = elf_allocate(lf, eo->size);
	if (eo->base == 0)
		return (ENOMEM);
	error = place_sections(lf, eo, img);
	if (error == 0)
		error = view_relocations(lf, eo, img);
	if (error != 0)
		return (error);
	place_symbols(eo);
	return (0);
}

/* The section of that name, which has bounds; or 0. */
static size_t
find_bounded(const struct elf_obj *eo, const char *name)
{
	size_t high, low, middle;

	low = 0;
	high = eo->nbounded;
	/* So many have been sorted. */
	while (high - low > ELF_FEW_BOUNDED) {
		middle = low + (high - low) / 2;
		if (strcmp(elf_section_name(eo, eo->bounded[middle]),
		    name) < 0)
			low = middle + 1;
		else
			high = middle + 1;
	}
	for (; low < high; low++)
		if (strcmp(elf_section_name(eo, eo->bounded[low]), name) == 0)
			return (eo->bounded[low]);
	return (0);
}

/* The section that begins or ends with __start_NAME or __stop_NAME. */
static bool
section_bound(const struct elf_obj *eo, const char *name, Elf_Addr *value)
{
	const struct elf_section *section;
	size_t i;
	bool stop;

	name = elf_bound_section(name, &stop);
	i = name != NULL ? find_bounded(eo, name) : 0;
	if (i == 0)
		return (false);
	section = &eo->section[i];
	*value = (Elf_Addr)section->addr + (stop ? section->size : 0);
	return (true);
}

static int
relocate_section(struct linker_file *lf, struct elf_obj *eo,
    const struct elf_rela *er, size_t done, size_t *left)
{
	struct elf_target target;

	target.name = elf_section_name(eo, er->target);
	target.base = eo->section[er->target].addr;
	target.size = eo->section[er->target].size;
	return (elf_apply(lf, &eo->syms, er->rela + done, er->count - done,
	    &target, left));
}

/*
 * Relocate section i as far as the file's own symbols go.  It is done once a
 * section, and asked for with each pointer: so it is no part of the asking.
 */
static __noinline int
relocate_target(struct linker_file *lf, struct elf_obj *eo, size_t i)
{
	struct elf_rela *er;
	int error;

	eo->section[i].early = true;
	for (er = eo->rela; er < eo->rela + eo->nrela; er++) {
		if (er->target != i)
			continue;
		error = relocate_section(lf, eo, er, 0, &er->done);
		if (error != 0)
			return (error);
	}
	return (0);
}

static inline bool
section_holds(const struct elf_obj *eo, size_t i, const char *addr)
{

	return ((size_t)(addr - eo->section[i].addr) < eo->section[i].size);
}

/* The loaded section that holds addr, or 0; section 0 is empty. */
static size_t
find_section(const struct elf_obj *eo, const char *addr)
{
	size_t i;

	for (i = eo->first; i != 0; i = eo->section[i].next)
		if (section_holds(eo, i, addr))
			break;
	return (i);
}

static inline int
reach_in(struct linker_file *lf, struct elf_obj *eo, size_t i, const char *p,
    size_t *room)
{

	*room = eo->section[i].size - (size_t)(p - eo->section[i].addr);
	if (eo->section[i].early || eo->relocated)
		return (0);
	return (relocate_target(lf, eo, i));
}

static __noinline int
reach_elsewhere(struct linker_file *lf, struct elf_obj *eo, const char *p,
    size_t *room)
{
	size_t i;

	i = find_section(eo, p);
	if (i != 0) {
		eo->reached[1] = eo->reached[0];
		eo->reached[0] = i;
		return (reach_in(lf, eo, i, p, room));
	}
	*room = 0;
	return (0);
}

/*
 * Nearly always it is one of the last two sections: metadata points from data
 * to strings and back.
 */
static int
elf_obj_reach(struct linker_file *lf, const void *p, size_t *room)
{
	struct elf_obj *eo;

	eo = lf->priv;
	if (section_holds(eo, eo->reached[0], p))
		return (reach_in(lf, eo, eo->reached[0], p, room));
	if (section_holds(eo, eo->reached[1], p))
		return (reach_in(lf, eo, eo->reached[1], p, room));
	return (reach_elsewhere(lf, eo, p, room));
}

/*
 * Dependencies are known from the metadata, and other files' symbols only
 * from the dependencies: so the metadata is relocated first, by itself.
 */
static int
elf_obj_relocate_metadata(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	if (eo->set[LINKER_SET_METADATA] == 0)
		return (0);
	return (relocate_target(lf, eo, eo->set[LINKER_SET_METADATA]));
}

static const char *
elf_obj_undefined(struct linker_file *lf, size_t i, bool *weak)
{
	struct elf_obj *eo;

	eo = lf->priv;
	return (elf_undefined(&eo->syms, i, weak));
}

/*
 * What was applied with the metadata is right already, if no symbol's address
 * has changed since.
 */
static int
relocate_all(struct linker_file *lf, struct elf_obj *eo)
{
	struct elf_rela *er;
	size_t done;
	int error;

	error = 0;
	for (er = eo->rela; er < eo->rela + eo->nrela && error == 0; er++) {
		done = eo->syms.has_ifuncs ? 0 : er->done;
		if (done < er->count)
			error = relocate_section(lf, eo, er, done, NULL);
	}
	return (error);
}

static int
protect_region(struct linker_file *lf, struct elf_obj *eo,
    enum elf_region region, vm_prot_t prot)
{
	const vm_offset_t start = eo->base + eo->region[region].offset;

	return (elf_protect(lf, start,
	    start + round_page(eo->region[region].size), prot));
}

static void
call_resolvers(const struct elf_symbols *syms)
{
	Elf_Sym *s;

	for (s = syms->sym; s < syms->sym + syms->nsym; s++)
		if (elf_is_ifunc(s))
			s->st_value = elf_call_resolver(s->st_value);
}

static int
resolve_ifuncs(struct linker_file *lf, struct elf_obj *eo)
{
	int error;

	error = relocate_all(lf, eo);
	if (error == 0)
		error = protect_region(lf, eo, REGION_TEXT,
		    VM_PROT_READ | VM_PROT_EXECUTE);
	if (error != 0)
		return (error);
	if (!linker_is_plan(lf))
		call_resolvers(&eo->syms);
	return (protect_region(lf, eo, REGION_TEXT,
	    VM_PROT_READ | VM_PROT_WRITE));
}

static void
resolve_symbols(struct linker_file *lf, struct elf_obj *eo)
{
	Elf_Sym *end, *s;

	linker_symtab_scope(lf);
	eo->syms.complete = true;
	end = eo->syms.sym + eo->syms.nsym;
	for (s = eo->syms.sym + 1; s < end; s++) {
		if (s->st_value != ELF_NO_ADDRESS)
			continue;
		if (s->st_shndx != SHN_UNDEF || (!section_bound(eo,
		    eo->syms.str + s->st_name, &s->st_value) &&
		    !elf_resolve(&eo->syms, s)))
			eo->syms.complete = false;
	}
}

static int
elf_obj_relocate(struct linker_file *lf)
{
	struct elf_obj *eo;
	int error;

	eo = lf->priv;
	resolve_symbols(lf, eo);
	error = 0;
	if (eo->syms.has_ifuncs)
		error = resolve_ifuncs(lf, eo);
	if (error == 0)
		error = relocate_all(lf, eo);
	eo->relocated = true;
	linker_view_close(&eo->relocs);
	return (error);
}

static int
elf_obj_export(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	return (elf_export(lf, &eo->syms));
}

/* e_entry counts from the text, as the file has no addresses. */
static vm_offset_t
elf_obj_entry(struct linker_file *lf)
{
	struct elf_obj *eo;

	eo = lf->priv;
	return (eo->ehdr.e_entry != 0 ? eo->base +
	    eo->region[REGION_TEXT].offset + eo->ehdr.e_entry : 0);
}

static bool
elf_obj_executable(struct linker_file *lf, vm_offset_t addr)
{
	struct elf_obj *eo;
	size_t i;

	eo = lf->priv;
	i = find_section(eo, (const char *)addr);
	return (i != 0 && eo->section[i].region == REGION_TEXT);
}

/* The data have had their protection from the beginning. */
static int
elf_obj_protect(struct linker_file *lf)
{
	struct elf_obj *eo;
	int error;

	eo = lf->priv;
	error = protect_region(lf, eo, REGION_TEXT,
	    VM_PROT_READ | VM_PROT_EXECUTE);
	if (error == 0)
		error = protect_region(lf, eo, REGION_RODATA, VM_PROT_READ);
	return (error);
}

static void
call_arrays(struct elf_obj *eo, bool start)
{
	size_t i, n, section;

	for (n = 0; n < eo->narray; n++) {
		i = start ? n : eo->narray - 1 - n;
		section = (uint32_t)eo->array[i];
		elf_call_section(&eo->shdr[section],
		    elf_section_name(eo, section), eo->section[section].addr,
		    start);
	}
}

static void
elf_obj_construct(struct linker_file *lf)
{

	call_arrays(lf->priv, true);
}

static void
elf_obj_destruct(struct linker_file *lf)
{

	call_arrays(lf->priv, false);
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
	linker_view_close(&eo->relocs);
	if (eo->base != 0)
		kmem_free_kld(eo->base, eo->size);
	free(eo->shndx, M_LINKER);
	elf_free_symbols(&eo->syms);
	free(eo->shstr, M_LINKER);
	free(eo->shdr, M_LINKER);	/* and what is with them */
	free(eo, M_LINKER);
	lf->priv = NULL;
}

static bool
elf_obj_set(struct linker_file *lf, enum linker_set_id id,
    struct linker_set *set)
{
	const struct elf_section *section;
	struct elf_obj *eo;

	eo = lf->priv;
	if (eo->set[id] == 0)
		return (false);
	section = &eo->section[eo->set[id]];
	set->start = (void **)(void *)section->addr;
	set->count = section->size / sizeof(void *);
	return (true);
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
	.undefined = elf_obj_undefined,
	.relocate = elf_obj_relocate,
	.export = elf_obj_export,
	.entry = elf_obj_entry,
	.executable = elf_obj_executable,
	.protect = elf_obj_protect,
	.construct = elf_obj_construct,
	.destruct = elf_obj_destruct,
	.discard = elf_obj_discard,
	.set = elf_obj_set,
	.symbol_at = elf_obj_symbol_at,
};
