/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker class for shared objects (ET_DYN): ld(1) has laid the file out,
 * and the kernel does the work of ld.so.  System V ABI, edition 4.1, chapter 5.
 *
 * The file's segments are read to where they belong in one piece of module
 * memory.  All that the dynamic section points to lies in there.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include <machine/vmparam.h>

#include <vm/vm_extern.h>

#include "linker_if.h"
#include "link_elf_dyn.h"

static bool
elf_file_identify(const void *header, size_t len)
{
	const Elf_Ehdr *eh = header;

	return (len >= sizeof(*eh) &&
	    memcmp(eh->e_ident, ELFMAG, SELFMAG) == 0 && eh->e_type == ET_DYN);
}

static int
check_load_segment(struct linker_file *lf, struct elf_file *ef,
    struct linker_image *img, const Elf_Phdr *ph, Elf_Addr *end)
{

	if ((ph->p_flags & PF_W) != 0 && (ph->p_flags & PF_X) != 0)
		return (ELF_BAD(lf, "the segment at 0x%jx is both writable "
		    "and executable", (uintmax_t)ph->p_vaddr));
	if (ph->p_filesz > ph->p_memsz)
		return (ELF_BAD(lf, "the segment at 0x%jx has %ju bytes in the "
		    "file and %ju in memory", (uintmax_t)ph->p_vaddr,
		    (uintmax_t)ph->p_filesz, (uintmax_t)ph->p_memsz));
	if (!linker_image_holds(img, ph->p_offset, ph->p_filesz))
		return (ELF_BAD(lf, "truncated: the segment at %ju with %ju "
		    "bytes lies behind its end at %zu",
		    (uintmax_t)ph->p_offset, (uintmax_t)ph->p_filesz,
		    img->size));
	if (ph->p_vaddr > KLD_MAX_ADDRESS - KLD_MIN_ADDRESS ||
	    ph->p_memsz > KLD_MAX_ADDRESS - KLD_MIN_ADDRESS - ph->p_vaddr)
		return (ELF_BAD(lf, "the segment at 0x%jx with %ju bytes is "
		    "too large", (uintmax_t)ph->p_vaddr,
		    (uintmax_t)ph->p_memsz));
	if (ph->p_align > PAGE_SIZE || !elf_is_alignment(ph->p_align))
		return (ELF_BAD(lf, "the segment at 0x%jx has alignment %ju, "
		    "which is not a power of 2 up to %d",
		    (uintmax_t)ph->p_vaddr, (uintmax_t)ph->p_align,
		    PAGE_SIZE));
	/* Pages have one protection each: no segment begins in another's. */
	if (*end != 0 ? trunc_page(ph->p_vaddr) < round_page(*end) :
	    trunc_page(ph->p_vaddr) != 0)
		return (ELF_BAD(lf, "the segment at 0x%jx %s",
		    (uintmax_t)ph->p_vaddr, *end != 0 ?
		    "shares a page with the one before" :
		    "is the first, and does not begin at 0"));
	*end = MAX(ph->p_vaddr + ph->p_memsz, 1);
	ef->size = round_page(*end);
	return (0);
}

static int
read_program_headers(struct linker_file *lf, struct elf_file *ef,
    struct linker_image *img)
{
	size_t size;

	if (ef->ehdr.e_phentsize != sizeof(Elf_Phdr) || ef->ehdr.e_phnum == 0)
		return (ELF_BAD(lf, "has %d program headers of %d bytes, some "
		    "of %zu are needed", ef->ehdr.e_phnum,
		    ef->ehdr.e_phentsize, sizeof(Elf_Phdr)));
	size = ef->ehdr.e_phnum * sizeof(Elf_Phdr);
	if (!linker_image_holds(img, ef->ehdr.e_phoff, size))
		return (ELF_BAD(lf, "truncated: its program headers at %ju "
		    "lie behind its end at %zu",
		    (uintmax_t)ef->ehdr.e_phoff, img->size));
	ef->phdr = linker_alloc(lf, ef->ehdr.e_phnum, sizeof(Elf_Phdr));
	if (ef->phdr == NULL)
		return (ENOMEM);
	return (linker_image_read(img, lf->filename, ef->phdr,
	    ef->ehdr.e_phoff, size));
}

static int
check_segments(struct linker_file *lf, struct elf_file *ef,
    struct linker_image *img)
{
	const Elf_Phdr *ph;
	Elf_Addr end;
	int error;

	end = 0;
	for (ph = ef->phdr; ph < ef->phdr + ef->ehdr.e_phnum; ph++) {
		switch (ph->p_type) {
		case PT_LOAD:
			error = check_load_segment(lf, ef, img, ph, &end);
			if (error != 0)
				return (error);
			break;
		case PT_DYNAMIC:
			ef->dynamic.addr = ph->p_vaddr;
			ef->dynamic.size = ph->p_memsz;
			break;
		case PT_GNU_RELRO:
			ef->relro.addr = ph->p_vaddr;
			ef->relro.size = ph->p_memsz;
			break;
		case PT_TLS:
			return (ELF_BAD(lf, "has thread-local data, which the "
			    "kernel cannot load"));
		}
	}
	if (ef->size == 0)
		return (ELF_BAD(lf, "has nothing to load"));
	if (ef->dynamic.size == 0 ||
	    !elf_in_image(ef, ef->dynamic.addr, ef->dynamic.size))
		return (ELF_BAD(lf, "has no dynamic section, or one outside "
		    "its segments"));
	if (!elf_in_image(ef, ef->relro.addr, ef->relro.size))
		return (ELF_BAD(lf, "its constants to be protected lie outside "
		    "its segments"));
	return (0);
}

static int
elf_file_check(struct linker_file *lf, struct linker_image *img)
{
	struct elf_file *ef;
	int error;

	lf->priv = ef = malloc(sizeof(*ef), M_LINKER, M_WAITOK | M_ZERO);
	error = linker_image_read(img, lf->filename, &ef->ehdr, 0,
	    sizeof(ef->ehdr));
	if (error == 0)
		error = elf_check_ident(lf, &ef->ehdr, ET_DYN);
	if (error == 0)
		error = read_program_headers(lf, ef, img);
	if (error == 0)
		error = check_segments(lf, ef, img);
	return (error);
}

/* Read the segments; what none of them covers is zero. */
static int
read_segments(struct linker_file *lf, struct elf_file *ef,
    struct linker_image *img)
{
	const Elf_Phdr *ph;
	char *end, *start;
	int error;

	end = (char *)ef->base;
	for (ph = ef->phdr; ph < ef->phdr + ef->ehdr.e_phnum; ph++) {
		if (ph->p_type != PT_LOAD)
			continue;
		start = (char *)ef->base + ph->p_vaddr;
		memset(end, 0, start - end);
		error = linker_image_read(img, lf->filename, start,
		    ph->p_offset, ph->p_filesz);
		if (error != 0)
			return (error);
		end = start + ph->p_filesz;
	}
	memset(end, 0, (char *)ef->base + ef->size - end);
	return (0);
}

/* Turn the values of the symbols that the file defines into addresses. */
static void
place_symbols(struct elf_file *ef)
{
	Elf_Sym *s;

	for (s = ef->syms.sym; s < ef->syms.sym + ef->syms.nsym; s++) {
		if (s->st_shndx == SHN_UNDEF)
			s->st_value = ELF_NO_ADDRESS;
		else if (s->st_shndx != SHN_ABS)
			s->st_value += ef->base;
	}
	/* RELATIVE uses the first one: the value is where the file begins. */
	ef->syms.sym[0].st_value = ef->base;
}

static int
elf_file_place(struct linker_file *lf, struct linker_image *img)
{
	struct elf_file *ef;
	int error;

	ef = lf->priv;
	ef->base = elf_allocate(lf, ef->size);
	if (ef->base == 0)
		return (ENOMEM);
	error = read_segments(lf, ef, img);
	if (error == 0)
		error = elf_check_dynamic(lf, ef);
	if (error == 0)
		error = elf_read_names(lf, ef, img);
	if (error == 0)
		place_symbols(ef);
	return (error);
}

static int
relocate(struct linker_file *lf, size_t *left)
{
	struct elf_file *ef;
	struct elf_target target;
	int error;

	ef = lf->priv;
	target.name = "image";
	target.base = (char *)ef->base;
	target.size = ef->size;
	error = elf_apply(lf, &ef->syms,
	    (const Elf_Rela *)(ef->base + ef->rela.addr),
	    ef->rela.size / sizeof(Elf_Rela), &target, left);
	if (error == 0)
		error = elf_apply(lf, &ef->syms,
		    (const Elf_Rela *)(ef->base + ef->jmprel.addr),
		    ef->jmprel.size / sizeof(Elf_Rela), &target, left);
	return (error);
}

static int
elf_file_relocate_metadata(struct linker_file *lf)
{
	size_t left;

	return (relocate(lf, &left));
}

static int
elf_file_reach(struct linker_file *lf, const void *p, size_t *room)
{
	struct elf_file *ef;
	vm_offset_t addr;

	ef = lf->priv;
	addr = (vm_offset_t)p;
	*room = addr >= ef->base && addr - ef->base < ef->size ?
	    ef->size - (addr - ef->base) : 0;
	return (0);
}

static const char *
elf_file_undefined(struct linker_file *lf, size_t i, bool *weak)
{
	struct elf_file *ef;

	ef = lf->priv;
	return (elf_undefined(&ef->syms, i, weak));
}

static vm_prot_t
segment_prot(const Elf_Phdr *ph)
{

	return (VM_PROT_READ | ((ph->p_flags & PF_W) != 0 ? VM_PROT_WRITE : 0) |
	    ((ph->p_flags & PF_X) != 0 ? VM_PROT_EXECUTE : 0));
}

/*
 * Protect the segments with one of the flags: as they say, or, so that they
 * can be relocated, writable.
 */
static int
protect_segments(struct linker_file *lf, Elf_Word flags, bool writable)
{
	struct elf_file *ef;
	const Elf_Phdr *ph;
	int error;

	ef = lf->priv;
	error = 0;
	for (ph = ef->phdr; ph < ef->phdr + ef->ehdr.e_phnum && error == 0;
	    ph++)
		if (ph->p_type == PT_LOAD && (ph->p_flags & flags) != 0)
			error = elf_protect(lf,
			    ef->base + trunc_page(ph->p_vaddr),
			    ef->base + round_page(ph->p_vaddr + ph->p_memsz),
			    writable ? VM_PROT_READ | VM_PROT_WRITE :
			    segment_prot(ph));
	return (error);
}

/*
 * A resolver, and what it returned.  The tables that this goes to can lie in one
 * segment with the text, and cannot be written while that is executable.
 */
struct resolver {
	Elf_Addr	addr;
	Elf_Addr	*place;		/* of the result, */
	Elf_Addr	base;		/* counted from here */
};

/*
 * IRELATIVE names a resolver by its addend.  From when it is known, it is
 * RELATIVE, and the addend what the resolver returns.
 */
static struct resolver *
find_irelative(struct elf_file *ef, const struct dyn_table *table,
    struct resolver *next)
{
	Elf_Rela *end, *r;

	r = (Elf_Rela *)(ef->base + table->addr);
	for (end = r + table->size / sizeof(*r); r < end; r++) {
		if (ELF_R_TYPE(r->r_info) != R_X86_64_IRELATIVE)
			continue;
		r->r_info = R_X86_64_RELATIVE;
		next->addr = ef->base + r->r_addend;
		next->place = (Elf_Addr *)&r->r_addend;
		next->base = ef->base;
		next++;
	}
	return (next);
}

/* List all resolvers; returns the end. */
static struct resolver *
find_resolvers(struct elf_file *ef, struct resolver *next)
{
	Elf_Sym *s;

	for (s = ef->syms.sym; s < ef->syms.sym + ef->syms.nsym; s++) {
		if (!elf_is_ifunc(s))
			continue;
		next->addr = s->st_value;
		next->place = &s->st_value;
		next->base = 0;
		next++;
	}
	next = find_irelative(ef, &ef->rela, next);
	return (find_irelative(ef, &ef->jmprel, next));
}

static int
call_resolvers(struct linker_file *lf, struct resolver *first,
    struct resolver *end)
{
	struct resolver *r;
	int error;

	error = protect_segments(lf, PF_X, false);
	if (error != 0)
		return (error);
	for (r = first; r < end; r++)
		r->addr = elf_call_resolver(r->addr);
	error = protect_segments(lf, PF_X, true);
	if (error != 0)
		return (error);
	for (r = first; r < end; r++)
		*r->place = r->addr - r->base;
	return (0);
}

static int
resolve_ifuncs(struct linker_file *lf, struct elf_file *ef)
{
	struct resolver *resolvers;
	int error;

	error = relocate(lf, NULL);
	if (error != 0 || linker_is_plan(lf))
		return (error);
	resolvers = linker_alloc(lf, ef->nresolver, sizeof(*resolvers));
	if (resolvers == NULL)
		return (ENOMEM);
	error = call_resolvers(lf, resolvers, find_resolvers(ef, resolvers));
	free(resolvers, M_LINKER);
	return (error);
}

static int
elf_file_relocate(struct linker_file *lf)
{
	struct elf_file *ef;
	size_t i;
	int error;

	ef = lf->priv;
	linker_symtab_scope(lf);
	ef->syms.complete = true;
	for (i = 1; i < ef->syms.nsym; i++)
		if (ef->syms.sym[i].st_shndx == SHN_UNDEF &&
		    !elf_resolve(&ef->syms, &ef->syms.sym[i]))
			ef->syms.complete = false;
	error = 0;
	if (ef->nresolver > 0)
		error = resolve_ifuncs(lf, ef);
	if (error == 0)
		error = relocate(lf, NULL);
	return (error);
}

static int
elf_file_export(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	return (elf_export(lf, &ef->syms));
}

static vm_offset_t
elf_file_entry(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	return (ef->ehdr.e_entry != 0 ? ef->base + ef->ehdr.e_entry : 0);
}

static bool
elf_file_executable(struct linker_file *lf, vm_offset_t addr)
{
	struct elf_file *ef;

	ef = lf->priv;
	return (elf_is_text(ef, addr - ef->base));
}

static int
elf_file_protect(struct linker_file *lf)
{
	struct elf_file *ef;
	int error;

	ef = lf->priv;
	error = protect_segments(lf, PF_R | PF_W | PF_X, false);
	/* Only whole pages: what shares one with other data stays writable. */
	if (error == 0)
		error = elf_protect(lf, ef->base + round_page(ef->relro.addr),
		    ef->base + trunc_page(ef->relro.addr + ef->relro.size),
		    VM_PROT_READ);
	return (error);
}

/* What the dynamic section has no tags for. */
static void
call_sections(const struct elf_file *ef, bool start)
{
	const Elf_Shdr *sh;
	const char *name;
	size_t i;

	for (i = 0; i < ef->sections.n; i++) {
		sh = &ef->sections.shdr[i];
		name = ef->sections.str + sh->sh_name;
		if ((sh->sh_flags & SHF_ALLOC) != 0 && name[0] == '.' &&
		    elf_is_ctors(name))
			elf_call_section(sh, name,
			    (void *)(ef->base + sh->sh_addr), start);
	}
}

static void
call_function(const struct elf_file *ef, Elf_Addr addr)
{

	if (addr != 0)
		((void (*)(void))(ef->base + addr))();
}

static void
elf_file_construct(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	call_function(ef, ef->init);
	elf_call_array((void *)(ef->base + ef->init_array.addr),
	    ef->init_array.size / sizeof(void *), false);
	call_sections(ef, true);
}

static void
elf_file_destruct(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	call_sections(ef, false);
	elf_call_array((void *)(ef->base + ef->fini_array.addr),
	    ef->fini_array.size / sizeof(void *), true);
	call_function(ef, ef->fini);
}

static void
elf_file_discard(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	if (ef == NULL)
		return;
	free(lf->symbols, M_LINKER);
	lf->symbols = NULL;
	if (ef->base != 0)
		kmem_free_kld(ef->base, ef->size);
	elf_free_symbols(&ef->debug);
	elf_free_sections(&ef->sections);
	free(ef->phdr, M_LINKER);
	free(ef, M_LINKER);
	lf->priv = NULL;
}

static bool
elf_file_set(struct linker_file *lf, enum linker_set_id id,
    struct linker_set *set)
{

	return (elf_find_set(lf->priv, linker_set_names[id], set));
}

static const char *
elf_file_symbol_at(struct linker_file *lf, vm_offset_t addr, u_long *off)
{
	struct elf_file *ef;

	ef = lf->priv;
	return (elf_symbol_at(ef->debug.nsym > 0 ? &ef->debug : &ef->syms,
	    addr, off));
}

const struct linker_class link_elf_class = {
	.name = "elf",
	.identify = elf_file_identify,
	.check = elf_file_check,
	.place = elf_file_place,
	.relocate_metadata = elf_file_relocate_metadata,
	.reach = elf_file_reach,
	.undefined = elf_file_undefined,
	.relocate = elf_file_relocate,
	.export = elf_file_export,
	.entry = elf_file_entry,
	.executable = elf_file_executable,
	.protect = elf_file_protect,
	.construct = elf_file_construct,
	.destruct = elf_file_destruct,
	.discard = elf_file_discard,
	.set = elf_file_set,
	.symbol_at = elf_file_symbol_at,
};
