/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What of a shared object is found by a name that no relocation uses: linker
 * sets, and symbols for people.  Section headers tell both; a file can do
 * without them if its dynamic symbols tell of the sets.
 */
#include <sys/param.h>
#include <sys/systm.h>

#include "linker_if.h"
#include "link_elf_dyn.h"

#define	FIRST_BOUND	"__start_set_" MDT_SETNAME

/* What is said to lie in memory lies in the image. */
static int
check_sections(struct linker_file *lf, const struct elf_file *ef)
{
	const Elf_Shdr *sh;
	size_t i;

	for (i = 0; i < ef->sections.n; i++) {
		sh = &ef->sections.shdr[i];
		if ((sh->sh_flags & SHF_ALLOC) != 0 &&
		    !elf_in_image(ef, sh->sh_addr, sh->sh_size))
			return (ELF_BAD(lf, "section %s at 0x%jx with %ju "
			    "bytes lies outside its segments",
			    ef->sections.str + sh->sh_name,
			    (uintmax_t)sh->sh_addr, (uintmax_t)sh->sh_size));
	}
	return (0);
}

int
elf_read_names(struct linker_file *lf, struct elf_file *ef,
    struct linker_image *img)
{
	int error;

	error = elf_read_sections(lf, img, &ef->ehdr, &ef->sections);
	if (error == 0)
		error = check_sections(lf, ef);
	if (error == 0 && ef->sections.n == 0 &&
	    elf_hash_lookup(ef, FIRST_BOUND) == NULL)
		error = ELF_BAD(lf, "has no section headers and does not "
		    "export " FIRST_BOUND ", so its linker sets cannot be "
		    "found");
	if (error == 0)
		error = elf_read_debug_symbols(lf, img, &ef->sections,
		    SHT_SYMTAB, ef->base, &ef->debug);
	return (error);
}

/* The section set_NAME. */
static bool
section_set(const struct elf_file *ef, const char *name,
    struct linker_set *set)
{
	const char prefix[] = "set_";
	const Elf_Shdr *sh;
	const char *section;
	size_t i;

	for (i = 0; i < ef->sections.n; i++) {
		sh = &ef->sections.shdr[i];
		section = ef->sections.str + sh->sh_name;
		if ((sh->sh_flags & SHF_ALLOC) == 0 ||
		    strncmp(section, prefix, sizeof(prefix) - 1) != 0 ||
		    strcmp(section + sizeof(prefix) - 1, name) != 0)
			continue;
		set->start = (void **)(ef->base + sh->sh_addr);
		set->count = sh->sh_size / sizeof(void *);
		return (true);
	}
	return (false);
}

/* What lies between the symbols __start_set_NAME and __stop_set_NAME. */
static bool
bounded_set(const struct elf_file *ef, const char *name,
    struct linker_set *set)
{
	char bound[64];
	const Elf_Sym *start, *stop;

	snprintf(bound, sizeof(bound), "__start_set_%s", name);
	start = elf_hash_lookup(ef, bound);
	snprintf(bound, sizeof(bound), "__stop_set_%s", name);
	stop = elf_hash_lookup(ef, bound);
	if (start == NULL || stop == NULL || stop->st_value < start->st_value)
		return (false);
	set->start = (void **)start->st_value;
	set->count = (stop->st_value - start->st_value) / sizeof(void *);
	return (true);
}

bool
elf_find_set(const struct elf_file *ef, const char *name,
    struct linker_set *set)
{

	return (ef->sections.n > 0 ? section_set(ef, name, set) :
	    bounded_set(ef, name, set));
}
