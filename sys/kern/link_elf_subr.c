/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the linker classes for ELF files share: symbols and relocations, and
 * the sentences about them.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf.h"

int
elf_check_ident(struct linker_file *lf, const Elf_Ehdr *eh, int type)
{

	if (memcmp(eh->e_ident, ELFMAG, SELFMAG) != 0)
		return (ELF_BAD(lf, "is not an ELF file"));
	if (eh->e_ident[EI_CLASS] != ELF_TARG_CLASS)
		return (ELF_BAD(lf, "is a %s ELF file, a 64-bit one is needed",
		    eh->e_ident[EI_CLASS] == ELFCLASS32 ? "32-bit" :
		    "strange-class"));
	if (eh->e_ident[EI_DATA] != ELF_TARG_DATA)
		return (ELF_BAD(lf, "has %s byte order, little-endian is needed",
		    eh->e_ident[EI_DATA] == ELFDATA2MSB ? "big-endian" :
		    "an unknown"));
	if (eh->e_ident[EI_VERSION] != EV_CURRENT ||
	    eh->e_version != EV_CURRENT)
		return (ELF_BAD(lf, "has ELF version %u, 1 is needed",
		    (u_int)eh->e_version));
	if (eh->e_machine != ELF_TARG_MACH)
		return (ELF_BAD(lf, "is for machine %d, %d (x86-64) is needed",
		    eh->e_machine, ELF_TARG_MACH));
	if (eh->e_type != type)
		return (ELF_BAD(lf, "has ELF type %d, a relocatable file (1) or "
		    "a shared object (3) is needed", eh->e_type));
	return (0);
}

vm_offset_t
elf_allocate(struct linker_file *lf, size_t size)
{
	vm_offset_t base;

	base = kmem_alloc_kld(size, M_NOWAIT);
	if (base == 0) {
		(void)linker_error(ENOMEM, "%s: no %zu bytes of module "
		    "memory", lf->filename, size);
		return (0);
	}
	lf->address = (caddr_t)base;
	lf->size = size;
	return (base);
}

int
elf_cannot_protect(struct linker_file *lf, int error)
{

	return (linker_error(error, "%s: its memory cannot be protected (%s)",
	    lf->filename, errname(error)));
}

const char *
elf_undefined(const struct elf_symbols *syms, size_t i, bool *weak)
{
	const Elf_Sym *s;
	const char *name;
	bool stop;

	if (i >= syms->nsym)
		return (NULL);
	s = &syms->sym[i];
	name = syms->str + s->st_name;
	*weak = ELF_ST_BIND(s->st_info) == STB_WEAK;
	/* Symbol 0 is none, and bounds are those of the file's own sections. */
	if (i == 0 || s->st_shndx != SHN_UNDEF ||
	    elf_bound_section(name, &stop) != NULL)
		return ("");
	return (name);
}

/* Another file, called where, has the symbol: what it takes to use it. */
static int
undeclared(struct linker_file *lf, const char *symbol, const char *where,
    const char *note, const char *module, int version)
{
	char self[MAXMODNAME], *dot;

	if (module == NULL || version == 0)
		return (ELF_BAD(lf, "symbol %s is undefined; %s%s defines it, "
		    "but tells no MODULE_VERSION to depend on", symbol, where,
		    note));
	strlcpy(self, lf->nprovisions > 0 ? lf->provisions[0].name :
	    lf->filename, sizeof(self));
	dot = strchr(self, '.');
	if (dot != NULL)
		*dot = '\0';
	return (ELF_BAD(lf, "symbol %s is undefined; %s%s defines it, so "
	    "declare MODULE_DEPEND(%s, %s, %d, %d, %d)", symbol, where, note,
	    self, module, version, version, version));
}

/* No loaded file has the symbol; one that could be loaded may have it. */
static int
not_loaded(struct linker_file *lf, const char *symbol)
{
	char module[MAXMODNAME], *path;
	int error, version;
	bool found;

	path = linker_findable(lf, symbol);
	if (path == NULL)
		return (ELF_BAD(lf, "symbol %s is undefined", symbol));
	found = linker_examine(lf->txn, path, module, &version);
	error = undeclared(lf, symbol, path, ", which is not loaded,",
	    found ? module : NULL, version);
	free(path, M_LINKER);
	return (error);
}

/* Symbols of sections have no names. */
static const char *
symbol_name(const struct elf_symbols *syms, const Elf_Sym *s)
{

	return (s->st_name != 0 ? syms->str + s->st_name : "without a name");
}

/* Say why a symbol has no address, and what to do about it. */
static int
no_address(struct linker_file *lf, const char *name, const Elf_Sym *s)
{
	const struct linker_symbol *other;
	const struct linker_provision *p;

	if (s->st_shndx != SHN_UNDEF)
		return (ELF_BAD(lf, "symbol %s is in a section that is not "
		    "loaded", name));
	other = linker_symtab_any(name, NULL);
	if (other == NULL)
		return (not_loaded(lf, name));
	p = other->file->nprovisions > 0 ? &other->file->provisions[0] : NULL;
	return (undeclared(lf, name, other->file->filename, "",
	    p != NULL ? p->name : NULL, p != NULL ? p->version : 0));
}

/* Say what is wrong with one relocation. */
static int
relocation_error(struct linker_file *lf, const struct elf_symbols *syms,
    const Elf_Rela *rela, const struct elf_target *target,
    enum elf_reloc_status status)
{
	const Elf_Rela copy = *(const volatile Elf_Rela *)rela, *r = &copy;
	const char *symbol, *type;
	const Elf_Sym *s;

	/* It may have changed since; elf_relocate() says where it can lie. */
	if (status == ELF_RELOC_SYMBOL || ELF_R_SYM(r->r_info) >= syms->nsym)
		return (ELF_BAD(lf, "relocation at %s+0x%jx uses symbol %u, "
		    "there are %zu", target->name, (uintmax_t)r->r_offset,
		    ELF_R_SYM(r->r_info), syms->nsym));
	s = &syms->sym[ELF_R_SYM(r->r_info)];
	symbol = symbol_name(syms, s);
	type = elf_reloc_name(ELF_R_TYPE(r->r_info));
	switch (status) {
	case ELF_RELOC_NO_ADDRESS:
		return (no_address(lf, symbol, s));
	case ELF_RELOC_OFFSET:
		return (ELF_BAD(lf, "relocation at %s+0x%jx lies outside the "
		    "section of %zu bytes", target->name,
		    (uintmax_t)r->r_offset, target->size));
	case ELF_RELOC_OVERFLOW:
		return (ELF_BAD(lf, "relocation %s at %s+0x%jx: symbol %s is "
		    "out of its range", type, target->name,
		    (uintmax_t)r->r_offset, symbol));
	default:
		return (ELF_BAD(lf, "relocation at %s+0x%jx has type %u (%s), "
		    "which is not supported", target->name,
		    (uintmax_t)r->r_offset, ELF_R_TYPE(r->r_info),
		    type != NULL ? type : "unknown"));
	}
}

int
elf_apply(struct linker_file *lf, const struct elf_symbols *syms,
    const Elf_Rela *rela, size_t n, const struct elf_target *target,
    size_t *left)
{
	enum elf_reloc_status status;
	size_t done;

	if (left != NULL)
		*left = n;
	done = 0;
	for (;;) {
		done += elf_relocate(rela + done, n - done, target->base,
		    target->size, syms->sym, syms->nsym, syms->complete,
		    &status);
		if (status == ELF_RELOC_OK)
			return (0);
		if (left == NULL || status != ELF_RELOC_NO_ADDRESS)
			return (relocation_error(lf, syms, rela + done, target,
			    status));
		*left = MIN(*left, done);
		done++;
	}
}

int
elf_check_odd_symbol(struct linker_file *lf, struct elf_symbols *syms,
    size_t i)
{
	const Elf_Sym *s;

	s = &syms->sym[i];
	if (s->st_name >= syms->strsize)
		return (ELF_BAD(lf, "symbol %zu has its name at %u, the names "
		    "have %zu bytes", i, s->st_name, syms->strsize));
	if (i == 0 && (s->st_shndx != SHN_UNDEF || s->st_info != 0))
		return (ELF_BAD(lf, "symbol 0 is not empty"));
	if (s->st_shndx == SHN_UNDEF)
		return (0);
	if (ELF_ST_TYPE(s->st_info) == STT_TLS)
		return (ELF_BAD(lf, "symbol %s is thread-local, which the "
		    "kernel cannot load", syms->str + s->st_name));
	if (ELF_ST_TYPE(s->st_info) != STT_GNU_IFUNC)
		return (0);
	if (s->st_shndx == SHN_ABS || s->st_shndx == SHN_COMMON)
		return (ELF_BAD(lf, "the resolver of indirect function %s is "
		    "not in the file", syms->str + s->st_name));
	syms->has_ifuncs = true;
	return (0);
}

/* Bounds of sections belong to their file alone. */
bool
elf_is_exported(const struct elf_symbols *syms, const Elf_Sym *s)
{
	bool stop;

	return (s->st_shndx != SHN_UNDEF && s->st_value != ELF_NO_ADDRESS &&
	    ELF_ST_BIND(s->st_info) != STB_LOCAL &&
	    (ELF_ST_VISIBILITY(s->st_other) == STV_DEFAULT ||
	    ELF_ST_VISIBILITY(s->st_other) == STV_PROTECTED) &&
	    elf_bound_section(syms->str + s->st_name, &stop) == NULL);
}

int
elf_export(struct linker_file *lf, const struct elf_symbols *syms)
{
	struct linker_symbol *out;
	const Elf_Sym *end, *s;

	if (syms->nglobal == 0)
		return (0);
	lf->symbols = linker_alloc(lf, syms->nglobal, sizeof(*lf->symbols));
	if (lf->symbols == NULL)
		return (ENOMEM);
	out = lf->symbols;
	end = syms->sym + syms->nsym;
	for (s = syms->sym; s < end; s++) {
		if (!elf_is_exported(syms, s))
			continue;
		out->file = lf;
		out->value = s->st_value;
		out->size = s->st_size;
		linker_symbol_set_name(out, syms->str + s->st_name);
		out++;
	}
	lf->nsymbols = out - lf->symbols;
	return (0);
}

/* For people, so a scan will do. */
const char *
elf_symbol_at(const struct elf_symbols *syms, vm_offset_t addr, u_long *off)
{
	const Elf_Sym *best, *s;

	best = NULL;
	for (s = syms->sym; s < syms->sym + syms->nsym; s++) {
		if (s->st_shndx == SHN_UNDEF || s->st_name == 0 ||
		    s->st_value > addr ||
		    ELF_ST_TYPE(s->st_info) == STT_FILE ||
		    ELF_ST_TYPE(s->st_info) == STT_SECTION)
			continue;
		if (best == NULL || s->st_value > best->st_value)
			best = s;
	}
	if (best == NULL)
		return (NULL);
	*off = addr - best->st_value;
	return (syms->str + best->st_name);
}
