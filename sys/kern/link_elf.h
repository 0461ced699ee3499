/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the linker classes for ELF files share: link_elf_array.c,
 * link_elf_section.c and link_elf_subr.c.
 */
#ifndef _KERN_LINK_ELF_H_
#define	_KERN_LINK_ELF_H_

#include <sys/elf.h>

#include <vm/vm.h>
#include <vm/vm_extern.h>
#include <machine/elf_reloc.h>

/* A symbol table with its names; users check every st_name first. */
struct elf_symbols {
	Elf_Sym		*sym;
	size_t		nsym;
	char		*str;
	size_t		strsize;
	bool		complete;	/* every symbol has an address */
	bool		has_ifuncs;	/* some are indirect functions */
	size_t		nglobal;	/* that the file defines, not local */
};

/* The section headers of a file, with their names; or none. */
struct elf_sections {
	Elf_Shdr	*shdr;
	size_t		n;
	char		*str;
	size_t		strsize;
};

/* Memory that relocations change, and how a person calls it. */
struct elf_target {
	const char	*name;
	char		*base;		/* r_offset counts from here */
	size_t		size;
};

/* Refuse a file with a sentence that begins with its name. */
#define	ELF_BAD(lf, fmt, ...)						\
	linker_error(ENOEXEC, "%s: " fmt, (lf)->filename, ##__VA_ARGS__)

/* Is this an ELF file of that type for this machine? */
int	elf_check_ident(struct linker_file *lf, const Elf_Ehdr *eh, int type);

/*
 * Module memory for the file, whole pages that can be written and not executed;
 * 0 if there is none.
 */
vm_offset_t elf_allocate(struct linker_file *lf, size_t size);

/* Say that the memory of the file could not be protected, and why. */
int	elf_cannot_protect(struct linker_file *lf, int error);

/* Protect whole pages; none if start is not below end. */
static inline int
elf_protect(struct linker_file *lf, vm_offset_t start, vm_offset_t end,
    vm_prot_t prot)
{
	int error;

	error = start < end ? kmem_protect(start, end - start, prot) : 0;
	return (error == 0 ? 0 : elf_cannot_protect(lf, error));
}

static inline bool
elf_has_contents(const Elf_Shdr *sh)
{

	return (sh->sh_type != SHT_NULL && sh->sh_type != SHT_NOBITS &&
	    sh->sh_size > 0);
}

/* The second half of elf_check_section(): what is wrong with section i. */
int	elf_bad_section(struct linker_file *lf, struct linker_image *img,
	    const Elf_Shdr *sh, size_t i, const char *str, size_t strsize);

/* What has to hold for every section: it has a name, and its bytes. */
static inline int
elf_check_section(struct linker_file *lf, struct linker_image *img,
    const Elf_Shdr *sh, size_t i, const char *str, size_t strsize)
{

	if (sh->sh_name < strsize && (!elf_has_contents(sh) ||
	    linker_image_holds(img, sh->sh_offset, sh->sh_size)))
		return (0);
	return (elf_bad_section(lf, img, sh, i, str, strsize));
}

/*
 * How many section headers eh tells of, which may be none, and where their
 * names are; all of them lie in the file.
 */
int	elf_count_sections(struct linker_file *lf, struct linker_image *img,
	    const Elf_Ehdr *eh, size_t *n, size_t *shstrndx);

/*
 * Read section i of n, a string table that holds what, or a symbol table with
 * its names.  The caller frees all memory, of an attempt that failed, too.
 */
int	elf_read_strings(struct linker_file *lf, struct linker_image *img,
	    const Elf_Shdr *shdr, size_t n, size_t i, const char *what,
	    char **strp, size_t *sizep);
int	elf_read_symbols(struct linker_file *lf, struct linker_image *img,
	    const Elf_Shdr *shdr, size_t n, size_t i,
	    struct elf_symbols *syms);

/* Read and check all section headers, and their names. */
int	elf_read_sections(struct linker_file *lf, struct linker_image *img,
	    const Elf_Ehdr *eh, struct elf_sections *sections);

/*
 * Read the symbols of the first section of a type, SHT_SYMTAB or SHT_DYNSYM,
 * and add base to their values; *syms stays empty if there is none.
 */
int	elf_read_debug_symbols(struct linker_file *lf,
	    struct linker_image *img, const struct elf_sections *sections,
	    Elf_Word type, vm_offset_t base, struct elf_symbols *syms);

/* Free what was read, all or some of it. */
void	elf_free_sections(struct elf_sections *sections);
void	elf_free_symbols(struct elf_symbols *syms);

/*
 * 0 or a power of 2.  The bits in which one of these differs from the number
 * before are all up to its own; of another number, only some below its highest.
 */
static inline bool
elf_is_alignment(uint64_t n)
{

	return ((n ^ (n - 1)) >= n);
}

/*
 * The NAME of __start_NAME or __stop_NAME, the bounds of a section of that
 * name; NULL if it is neither.
 */
static inline const char *
elf_bound_section(const char *name, bool *stop)
{

	if (name[0] != '_' || name[1] != '_' || name[2] != 's' ||
	    name[3] != 't')
		return (NULL);
	*stop = name[4] == 'o';
	if (*stop)
		return (name[5] == 'p' && name[6] == '_' ? name + 7 : NULL);
	return (name[4] == 'a' && name[5] == 'r' && name[6] == 't' &&
	    name[7] == '_' ? name + 8 : NULL);
}

/*
 * Give an undefined symbol its address from the files in scope.  0 if it is
 * weak and none has it; else it keeps ELF_NO_ADDRESS, and false.
 */
static inline bool
elf_resolve(const struct elf_symbols *syms, Elf_Sym *s)
{
	const struct linker_symbol *found;

	found = linker_symtab_lookup(syms->str + s->st_name);
	if (found != NULL)
		s->st_value = found->value;
	else if (ELF_ST_BIND(s->st_info) == STB_WEAK)
		s->st_value = 0;
	else
		return (false);
	return (true);
}

/* The undefined operation of a linker class. */
const char *elf_undefined(const struct elf_symbols *syms, size_t i,
	    bool *weak);

/* The second half of elf_check_symbol(): symbol i is out of the ordinary. */
int	elf_check_odd_symbol(struct linker_file *lf, struct elf_symbols *syms,
	    size_t i);

/* What has to hold for symbol i in every file, wherever it lies. */
static inline int
elf_check_symbol(struct linker_file *lf, struct elf_symbols *syms, size_t i)
{
	const Elf_Sym *s;

	s = &syms->sym[i];
	if (s->st_shndx != SHN_UNDEF && ELF_ST_BIND(s->st_info) != STB_LOCAL)
		syms->nglobal++;
	if (s->st_name < syms->strsize && i != 0 &&
	    ELF_ST_TYPE(s->st_info) < STT_TLS)
		return (0);
	return (elf_check_odd_symbol(lf, syms, i));
}

/*
 * Apply n relocations.  Where other files' symbols are not known yet, left
 * is not NULL: their places are left alone, and *left becomes the first of
 * these relocations, or n.
 */
int	elf_apply(struct linker_file *lf, const struct elf_symbols *syms,
	    const Elf_Rela *rela, size_t n, const struct elf_target *target,
	    size_t *left);

/*
 * An indirect function: its address is what its resolver returns, a function of
 * the file.  A file that has any is relocated, its text made executable for a
 * moment for the resolvers to run, and relocated again with what they returned.
 */
static inline bool
elf_is_ifunc(const Elf_Sym *s)
{

	return (s->st_shndx != SHN_UNDEF && s->st_value != ELF_NO_ADDRESS &&
	    ELF_ST_TYPE(s->st_info) == STT_GNU_IFUNC);
}

/* Call the resolver at an address. */
static inline Elf_Addr
elf_call_resolver(Elf_Addr addr)
{

	return (((Elf_Addr (*)(void))addr)());
}

/* May other files use the symbol? */
bool	elf_is_exported(const struct elf_symbols *syms, const Elf_Sym *s);

/* Fill lf->symbols with what other files may use. */
int	elf_export(struct linker_file *lf, const struct elf_symbols *syms);

/* The nearest symbol at or below addr, or NULL; takes no lock. */
const char *elf_symbol_at(const struct elf_symbols *syms, vm_offset_t addr,
	    u_long *off);

/* link_elf_array.c: a section .ctors or .dtors, perhaps with a number? */
static inline bool
elf_is_ctors(const char *name)
{

	return ((name[1] == 'c' || name[1] == 'd') && name[2] == 't' &&
	    strncmp(name + 3, "ors", 3) == 0 &&
	    (name[6] == '\0' || name[6] == '.'));
}

/* Is it a section of constructors or destructors? */
static inline bool
elf_is_array(const Elf_Shdr *sh, const char *name)
{

	return (sh->sh_type == SHT_INIT_ARRAY ||
	    sh->sh_type == SHT_FINI_ARRAY || elf_is_ctors(name));
}

/* Constructors of a lower order run first. */
u_int	elf_array_order(const char *name);

/* Call n functions of an array, forwards or backwards. */
void	elf_call_array(void *array, size_t n, bool backwards);

/* Call those of a section at addr that are constructors, or destructors. */
void	elf_call_section(const Elf_Shdr *sh, const char *name, void *addr,
	    bool start);

#endif /* !_KERN_LINK_ELF_H_ */
