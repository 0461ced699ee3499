/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker class for shared objects (ET_DYN): ld(1) has laid the file out,
 * and the kernel does the work of ld.so.  System V ABI, edition 4.1, chapter 5.
 *
 * The file's segments are read to where they belong in one piece of module
 * memory.  All that the dynamic section points to lies in there, and is
 * checked against its size.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include <machine/vmparam.h>

#include <vm/vm_extern.h>

#include "linker_if.h"
#include "link_elf.h"

/* A table in the image that the dynamic section names: address and bytes. */
struct dyn_table {
	Elf_Addr	addr;
	Elf_Size	size;
};

struct elf_file {
	Elf_Ehdr		ehdr;
	Elf_Phdr		*phdr;		/* ehdr.e_phnum of them */
	vm_offset_t		base;		/* of address 0 of the file */
	vm_size_t		size;		/* bytes, whole pages */
	struct elf_symbols	syms;		/* in the image */
	const uint32_t		*hash;		/* DT_HASH, or NULL */
	const uint32_t		*gnu_hash;	/* DT_GNU_HASH, or NULL */
	struct dyn_table	symtab, strtab;
	struct dyn_table	hashtab;	/* the one of both in use */
	struct dyn_table	dynamic;
	struct dyn_table	rela, jmprel;
	struct dyn_table	init_array, fini_array;
	struct dyn_table	relro;		/* constant once relocated */
	struct elf_symbols	debug;		/* .symtab, for names; or empty */
	bool			started;	/* its constructors have run */
};

static bool
elf_file_identify(const void *header, size_t len)
{
	const Elf_Ehdr *eh = header;

	return (len >= sizeof(*eh) &&
	    memcmp(eh->e_ident, ELFMAG, SELFMAG) == 0 && eh->e_type == ET_DYN);
}

/* [addr, addr + size) lies in the image. */
static bool
in_image(const struct elf_file *ef, Elf_Addr addr, Elf_Size size)
{

	return (addr <= ef->size && size <= ef->size - addr);
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
	if (!elf_in_file(img, ph->p_offset, ph->p_filesz))
		return (ELF_BAD(lf, "truncated: the segment at %ju with %ju "
		    "bytes lies behind its end at %zu",
		    (uintmax_t)ph->p_offset, (uintmax_t)ph->p_filesz,
		    img->size));
	if (ph->p_vaddr > KLD_MAX_ADDRESS - KLD_MIN_ADDRESS ||
	    ph->p_memsz > KLD_MAX_ADDRESS - KLD_MIN_ADDRESS - ph->p_vaddr)
		return (ELF_BAD(lf, "the segment at 0x%jx with %ju bytes is "
		    "too large", (uintmax_t)ph->p_vaddr,
		    (uintmax_t)ph->p_memsz));
	if (ph->p_align > PAGE_SIZE || (ph->p_align & (ph->p_align - 1)) != 0)
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
	if (!elf_in_file(img, ef->ehdr.e_phoff, size))
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
	    !in_image(ef, ef->dynamic.addr, ef->dynamic.size))
		return (ELF_BAD(lf, "has no dynamic section, or one outside "
		    "its segments"));
	if (!in_image(ef, ef->relro.addr, ef->relro.size))
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

/*
 * Sort what the dynamic section says; the end is DT_NULL, or its size.  What
 * would change the meaning of a table is refused, the rest does not matter.
 */
static int
parse_dynamic(struct linker_file *lf, struct elf_file *ef, Elf_Addr *hash,
    Elf_Addr *gnu_hash)
{
	const Elf_Dyn *d, *end;

	d = (const Elf_Dyn *)(ef->base + ef->dynamic.addr);
	end = d + ef->dynamic.size / sizeof(*d);
	for (; d < end && d->d_tag != DT_NULL; d++) {
		switch (d->d_tag) {
		case DT_SYMTAB:
			ef->symtab.addr = d->d_un.d_ptr;
			break;
		case DT_STRTAB:
			ef->strtab.addr = d->d_un.d_ptr;
			break;
		case DT_STRSZ:
			ef->strtab.size = d->d_un.d_val;
			break;
		case DT_HASH:
			*hash = d->d_un.d_ptr;
			break;
		case DT_GNU_HASH:
			*gnu_hash = d->d_un.d_ptr;
			break;
		case DT_RELA:
			ef->rela.addr = d->d_un.d_ptr;
			break;
		case DT_RELASZ:
			ef->rela.size = d->d_un.d_val;
			break;
		case DT_JMPREL:
			ef->jmprel.addr = d->d_un.d_ptr;
			break;
		case DT_PLTRELSZ:
			ef->jmprel.size = d->d_un.d_val;
			break;
		case DT_INIT_ARRAY:
			ef->init_array.addr = d->d_un.d_ptr;
			break;
		case DT_INIT_ARRAYSZ:
			ef->init_array.size = d->d_un.d_val;
			break;
		case DT_FINI_ARRAY:
			ef->fini_array.addr = d->d_un.d_ptr;
			break;
		case DT_FINI_ARRAYSZ:
			ef->fini_array.size = d->d_un.d_val;
			break;
		case DT_SYMENT:
		case DT_RELAENT:
			if (d->d_un.d_val != sizeof(Elf_Sym))
				return (ELF_BAD(lf, "its symbols or "
				    "relocations have %ju bytes each, %zu are "
				    "needed", (uintmax_t)d->d_un.d_val,
				    sizeof(Elf_Sym)));
			break;
		case DT_PLTREL:
			if (d->d_un.d_val == DT_RELA)
				break;
			/* FALLTHROUGH */
		case DT_REL:
		case DT_RELR:
			return (ELF_BAD(lf, "has relocations without addends, "
			    "x86-64 needs them"));
		}
	}
	return (0);
}
_Static_assert(sizeof(Elf_Sym) == sizeof(Elf_Rela), "one entry size");

static int
bad_hash(struct linker_file *lf)
{

	return (ELF_BAD(lf, "its symbol hash table lies outside its segments, "
	    "or is empty"));
}

/* No chain leads out of the table, and none comes back to itself. */
static int
check_chains(struct linker_file *lf, const uint32_t *h)
{
	const uint32_t *bucket, *chain;
	uint32_t i, j, steps;

	bucket = h + 2;
	chain = bucket + h[0];
	steps = 0;
	for (i = 0; i < h[0]; i++) {
		for (j = bucket[i]; j != STN_UNDEF; j = chain[j]) {
			if (j >= h[1])
				return (ELF_BAD(lf, "its symbol hash table "
				    "names symbol %u, there are %u", j, h[1]));
			if (++steps >= h[1])
				return (ELF_BAD(lf, "its symbol hash table has "
				    "a chain that loops"));
		}
	}
	return (0);
}

/* DT_HASH: nbucket, nchain, buckets, chains; one chain for each symbol. */
static int
check_hash(struct linker_file *lf, struct elf_file *ef, Elf_Addr addr)
{
	const uint32_t *h;

	h = (const uint32_t *)(ef->base + addr);
	if (!in_image(ef, addr, 2 * sizeof(*h)) || h[0] == 0 ||
	    !in_image(ef, addr, (2 + (uint64_t)h[0] + h[1]) * sizeof(*h)))
		return (bad_hash(lf));
	ef->hash = h;
	ef->hashtab.addr = addr;
	ef->hashtab.size = (2 + (uint64_t)h[0] + h[1]) * sizeof(*h);
	ef->syms.nsym = h[1];
	return (check_chains(lf, h));
}

/*
 * DT_GNU_HASH: nbucket, the first symbol that is hashed, words of the Bloom
 * filter (64 bits), shift, filter, buckets, and a chain of hash values, whose
 * lowest bit ends each bucket's part.  The last chain tells how many symbols
 * there are.
 */
static int
check_gnu_hash(struct linker_file *lf, struct elf_file *ef, Elf_Addr addr)
{
	const uint32_t *bucket, *chain, *h;
	uint64_t head, nsym;
	uint32_t i, last;

	h = (const uint32_t *)(ef->base + addr);
	if (!in_image(ef, addr, 4 * sizeof(*h)) || h[0] == 0)
		return (bad_hash(lf));
	if (h[2] == 0 || (h[2] & (h[2] - 1)) != 0)
		return (ELF_BAD(lf, "its symbol hash table has a Bloom filter "
		    "of %u words, which is not a power of 2", h[2]));
	head = (4 + 2 * (uint64_t)h[2] + h[0]) * sizeof(*h);
	if (!in_image(ef, addr, head))
		return (bad_hash(lf));
	bucket = h + 4 + 2 * (size_t)h[2];
	chain = bucket + h[0];
	last = 0;
	for (i = 0; i < h[0]; i++) {
		if (bucket[i] != 0 && bucket[i] < h[1])
			return (ELF_BAD(lf, "its symbol hash table names "
			    "symbol %u, the first one in it is %u", bucket[i],
			    h[1]));
		last = MAX(last, bucket[i]);
	}
	nsym = MAX(last, h[1]);
	while (last != 0) {
		if (!in_image(ef, addr, head + (nsym - h[1] + 1) * sizeof(*h)))
			return (bad_hash(lf));
		if ((chain[nsym++ - h[1]] & 1) != 0)
			break;
	}
	ef->gnu_hash = h;
	ef->hashtab.addr = addr;
	ef->hashtab.size = head + (nsym - h[1]) * sizeof(*h);
	ef->syms.nsym = nsym;
	return (0);
}

/* Does addr lie in an executable segment? */
static bool
is_text(const struct elf_file *ef, Elf_Addr addr)
{
	const Elf_Phdr *ph;

	for (ph = ef->phdr; ph < ef->phdr + ef->ehdr.e_phnum; ph++)
		if (ph->p_type == PT_LOAD && (ph->p_flags & PF_X) != 0 &&
		    addr >= ph->p_vaddr && addr - ph->p_vaddr < ph->p_memsz)
			return (true);
	return (false);
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
		    !is_text(ef, s->st_value))
			return (ELF_BAD(lf, "the resolver of indirect function "
			    "%s is not executable",
			    ef->syms.str + s->st_name));
		if (!in_image(ef, s->st_value, s->st_size))
			return (ELF_BAD(lf, "symbol %s at 0x%jx with %ju bytes "
			    "lies outside the file's segments",
			    ef->syms.str + s->st_name, (uintmax_t)s->st_value,
			    (uintmax_t)s->st_size));
	}
	return (0);
}

static int
check_table(struct linker_file *lf, struct elf_file *ef,
    const struct dyn_table *table, size_t entsize, const char *what)
{

	if (table->size % entsize == 0 &&
	    in_image(ef, table->addr, table->size))
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
	return (error);
}

static bool
overlaps(const struct dyn_table *a, const struct dyn_table *b)
{

	return (a->addr < b->addr + b->size && b->addr < a->addr + a->size);
}

/* No relocation of table changes one of the bytes from start to end. */
static int
check_places(struct linker_file *lf, const struct elf_file *ef,
    const struct dyn_table *table, Elf_Addr start, Elf_Addr end)
{
	const Elf_Addr width = sizeof(uint64_t);
	const Elf_Rela *last, *r;

	r = (const Elf_Rela *)(ef->base + table->addr);
	for (last = r + table->size / sizeof(*r); r < last; r++)
		if (r->r_offset + width - 1 - start < end - start + width - 1 &&
		    ELF_R_TYPE(r->r_info) != R_X86_64_NONE)
			return (ELF_BAD(lf, "relocation at image+0x%jx changes "
			    "the symbol tables or the relocations",
			    (uintmax_t)r->r_offset));
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
	error = check_places(lf, ef, &ef->rela, start, end);
	if (error == 0)
		error = check_places(lf, ef, &ef->jmprel, start, end);
	return (error);
}

/* Find the symbols and their names; how many the hash table says. */
static int
find_symbols(struct linker_file *lf, struct elf_file *ef)
{

	ef->symtab.size = ef->syms.nsym * sizeof(Elf_Sym);
	if (ef->symtab.addr == 0 || ef->symtab.size == 0 ||
	    !in_image(ef, ef->symtab.addr, ef->symtab.size))
		return (ELF_BAD(lf, "its symbol table at 0x%jx with %zu "
		    "symbols lies outside its segments",
		    (uintmax_t)ef->symtab.addr, ef->syms.nsym));
	if (ef->strtab.size == 0 ||
	    !in_image(ef, ef->strtab.addr, ef->strtab.size) ||
	    ((char *)ef->base)[ef->strtab.addr + ef->strtab.size - 1] != '\0')
		return (ELF_BAD(lf, "its symbol names at 0x%jx with %ju bytes "
		    "lie outside its segments, or do not end with a NUL",
		    (uintmax_t)ef->strtab.addr, (uintmax_t)ef->strtab.size));
	ef->syms.sym = (Elf_Sym *)(ef->base + ef->symtab.addr);
	ef->syms.str = (char *)ef->base + ef->strtab.addr;
	ef->syms.strsize = ef->strtab.size;
	return (0);
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
		if (nsym > ef->syms.nsym && in_image(ef, ef->symtab.addr,
		    nsym * sizeof(Elf_Sym)))
			ef->syms.nsym = nsym;
	}
}

static int
check_dynamic(struct linker_file *lf, struct elf_file *ef)
{
	Elf_Addr gnu_hash, hash;
	int error;

	gnu_hash = hash = 0;
	error = parse_dynamic(lf, ef, &hash, &gnu_hash);
	if (error == 0)
		error = check_tables(lf, ef);
	if (error != 0)
		return (error);
	if (hash != 0)
		error = check_hash(lf, ef, hash);
	else if (gnu_hash != 0)
		error = check_gnu_hash(lf, ef, gnu_hash);
	else
		error = ELF_BAD(lf, "has no symbol hash table");
	if (error == 0 && hash == 0) {
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
	ef->base = kmem_alloc_kld(ef->size, M_NOWAIT);
	if (ef->base == 0)
		return (linker_error(ENOMEM, "%s: no %zu bytes of module "
		    "memory", lf->filename, ef->size));
	lf->address = (caddr_t)ef->base;
	lf->size = ef->size;
	error = read_segments(lf, ef, img);
	if (error == 0)
		error = check_dynamic(lf, ef);
	if (error == 0)
		error = elf_read_debug_symbols(lf, img, &ef->ehdr, ef->base,
		    &ef->debug);
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

static vm_prot_t
segment_prot(const Elf_Phdr *ph)
{

	return (VM_PROT_READ | ((ph->p_flags & PF_W) != 0 ? VM_PROT_WRITE : 0) |
	    ((ph->p_flags & PF_X) != 0 ? VM_PROT_EXECUTE : 0));
}

static int
protect(struct linker_file *lf, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot)
{
	struct elf_file *ef;
	int error;

	ef = lf->priv;
	error = end > start ? kmem_protect(ef->base + start, end - start,
	    prot) : 0;
	if (error != 0)
		return (linker_error(error, "%s: its memory cannot be "
		    "protected (%s)", lf->filename, errname(error)));
	return (0);
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
			error = protect(lf, trunc_page(ph->p_vaddr),
			    round_page(ph->p_vaddr + ph->p_memsz), writable ?
			    VM_PROT_READ | VM_PROT_WRITE : segment_prot(ph));
	return (error);
}

/*
 * IRELATIVE names a resolver by its addend.  From when it has run, the addend
 * is what it returned, as in RELATIVE.
 */
static int
call_irelative(struct linker_file *lf, struct elf_file *ef,
    const struct dyn_table *table)
{
	Elf_Rela *end, *r;

	r = (Elf_Rela *)(ef->base + table->addr);
	for (end = r + table->size / sizeof(*r); r < end; r++) {
		if (ELF_R_TYPE(r->r_info) != R_X86_64_IRELATIVE)
			continue;
		if (!is_text(ef, r->r_addend))
			return (ELF_BAD(lf, "the resolver at 0x%jx is not "
			    "executable", (uintmax_t)r->r_addend));
		if (!linker_is_plan(lf))
			r->r_addend = ((Elf_Addr (*)(void))(ef->base +
			    r->r_addend))() - ef->base;
	}
	return (0);
}

static bool
has_irelative(const struct elf_file *ef, const struct dyn_table *table)
{
	const Elf_Rela *end, *r;

	r = (const Elf_Rela *)(ef->base + table->addr);
	for (end = r + table->size / sizeof(*r); r < end; r++)
		if (ELF_R_TYPE(r->r_info) == R_X86_64_IRELATIVE)
			return (true);
	return (false);
}

static int
resolve_ifuncs(struct linker_file *lf, struct elf_file *ef)
{
	size_t left;
	int error;

	error = relocate(lf, &left);
	if (error == 0)
		error = protect_segments(lf, PF_X, false);
	if (error != 0)
		return (error);
	if (!linker_is_plan(lf))
		elf_call_resolvers(&ef->syms);
	error = call_irelative(lf, ef, &ef->rela);
	if (error == 0)
		error = call_irelative(lf, ef, &ef->jmprel);
	if (error == 0)
		error = protect_segments(lf, PF_X, true);
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
		    !elf_resolve(lf, &ef->syms, &ef->syms.sym[i]))
			ef->syms.complete = false;
	error = 0;
	if (ef->syms.has_ifuncs || has_irelative(ef, &ef->rela) ||
	    has_irelative(ef, &ef->jmprel))
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
	return (is_text(ef, addr - ef->base));
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
		error = protect(lf, round_page(ef->relro.addr),
		    trunc_page(ef->relro.addr + ef->relro.size), VM_PROT_READ);
	return (error);
}

static void
elf_file_construct(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	elf_call_array((void *)(ef->base + ef->init_array.addr),
	    ef->init_array.size / sizeof(void *), false);
	ef->started = true;
}

static void
elf_file_destruct(struct linker_file *lf)
{
	struct elf_file *ef;

	ef = lf->priv;
	if (ef->started)
		elf_call_array((void *)(ef->base + ef->fini_array.addr),
		    ef->fini_array.size / sizeof(void *), true);
	ef->started = false;
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
	free(ef->debug.sym, M_LINKER);
	free(ef->debug.str, M_LINKER);
	free(ef->phdr, M_LINKER);
	free(ef, M_LINKER);
	lf->priv = NULL;
}

/* The hash function of DT_GNU_HASH. */
static uint32_t
gnu_hash(const char *name)
{
	const unsigned char *s;
	uint32_t h;

	h = 5381;
	for (s = (const unsigned char *)name; *s != '\0'; s++)
		h = h * 33 + *s;
	return (h);
}

/* Find a symbol by the file's own GNU hash table. */
static const Elf_Sym *
gnu_lookup(const struct elf_file *ef, const char *name)
{
	const uint32_t *bucket, *chain, *h;
	uint32_t hash, i;

	h = ef->gnu_hash;
	hash = gnu_hash(name);
	bucket = h + 4 + 2 * (size_t)h[2];
	chain = bucket + h[0];
	i = bucket[hash % h[0]];
	if (i < h[1])
		return (NULL);
	for (; i < ef->syms.nsym; i++) {
		if ((chain[i - h[1]] | 1) == (hash | 1) &&
		    strcmp(ef->syms.str + ef->syms.sym[i].st_name, name) == 0)
			return (&ef->syms.sym[i]);
		if ((chain[i - h[1]] & 1) != 0)
			break;
	}
	return (NULL);
}

/* The hash function of DT_HASH; figure 5-13. */
static uint32_t
sysv_hash(const char *name)
{
	uint32_t g, h;

	for (h = 0; *name != '\0'; name++) {
		h = (h << 4) + (unsigned char)*name;
		g = h & 0xf0000000;
		h ^= g >> 24;
		h &= ~g;
	}
	return (h);
}

/* The same by DT_HASH. */
static const Elf_Sym *
sysv_lookup(const struct elf_file *ef, const char *name)
{
	const uint32_t *bucket, *chain;
	uint32_t i;

	bucket = ef->hash + 2;
	chain = bucket + ef->hash[0];
	for (i = bucket[sysv_hash(name) % ef->hash[0]]; i != STN_UNDEF;
	    i = chain[i])
		if (strcmp(ef->syms.str + ef->syms.sym[i].st_name, name) == 0)
			return (&ef->syms.sym[i]);
	return (NULL);
}

/* A symbol that lies in the image. */
static const Elf_Sym *
lookup(const struct elf_file *ef, const char *name)
{
	const Elf_Sym *s;

	s = ef->gnu_hash != NULL ? gnu_lookup(ef, name) :
	    sysv_lookup(ef, name);
	return (s != NULL && s->st_shndx != SHN_UNDEF &&
	    s->st_shndx != SHN_ABS ? s : NULL);
}

/* A set lies between the symbols __start_set_NAME and __stop_set_NAME. */
static bool
elf_file_set(struct linker_file *lf, enum linker_set_id id,
    struct linker_set *set)
{
	char bound[64];
	struct elf_file *ef;
	const Elf_Sym *start, *stop;

	ef = lf->priv;
	snprintf(bound, sizeof(bound), "__start_set_%s", linker_set_names[id]);
	start = lookup(ef, bound);
	snprintf(bound, sizeof(bound), "__stop_set_%s", linker_set_names[id]);
	stop = lookup(ef, bound);
	if (start == NULL || stop == NULL || stop->st_value < start->st_value)
		return (false);
	set->start = (void **)start->st_value;
	set->count = (stop->st_value - start->st_value) / sizeof(void *);
	return (true);
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
