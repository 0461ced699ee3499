/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a file says about its modules: MODULE_VERSION and MODULE_DEPEND, read
 * from the linker set modmetadata_set of a relocatable file (ET_REL), of a
 * shared object or of the kernel.
 *
 * A place in the file is a section and an offset in it.  The pointers of a
 * file that is not linked yet are in its relocations.
 */
#include "elf.h"
#include <sys/module.h>

#define	SET_NAME	"set_modmetadata_set"
#define	NAME_LEN_MAX	255
#define	BYTES_MAX	24		/* of one record */
#define	SCAN_MAX	(4u << 20)	/* sections and relocations, in all */
#define	MODMETA_MAX	4096		/* of a file */

struct mod_file {
	const struct file *file;
	Elf64_Ehdr	eh;
	const uint8_t	*shstr;		/* section names, a NUL at the end */
	uint64_t	shstrsize;
	unsigned	scanned;	/* so that no file takes for ever */
	unsigned	count;		/* metadata that are kept */
};

struct place {
	unsigned	section;
	uint64_t	offset;
};

/* The record as a module has it: struct mod_metadata of sys/module.h. */
struct metadata_record {
	int32_t		version;
	int32_t		type;
	uint64_t	data;
	uint64_t	cval;
};
_Static_assert(sizeof(struct metadata_record) == BYTES_MAX,
    "struct mod_metadata");
_Static_assert(sizeof(Elf64_Sym) <= BYTES_MAX, "Elf64_Sym");

static const char *
section_name(const struct mod_file *mf, const Elf64_Shdr *sh)
{
	return (sh->sh_name >= mf->shstrsize ? "" :
	    (const char *)mf->shstr + sh->sh_name);
}

/* Section i, if there is one and its contents are where it says. */
static bool
section_valid(const struct mod_file *mf, unsigned i, Elf64_Shdr *sh)
{
	if (i == SHN_UNDEF || i >= mf->eh.e_shnum)
		return (false);
	elf_section(mf->file, &mf->eh, i, sh);
	return (sh->sh_type == SHT_NOBITS || (sh->sh_type != SHT_NULL &&
	    elf_range(mf->file, sh->sh_offset, sh->sh_size)));
}

/* Section i, if it has contents in the file. */
static bool
section_contents(const struct mod_file *mf, unsigned i, Elf64_Shdr *sh)
{
	return (section_valid(mf, i, sh) && sh->sh_type != SHT_NOBITS);
}

/*
 * The bytes at a place, or NULL if there are fewer than len.  Those of a
 * section without contents are zeros, up to BYTES_MAX at once.
 */
static const uint8_t *
place_bytes(const struct mod_file *mf, struct place place, uint64_t len)
{
	static const uint8_t zeros[BYTES_MAX];
	Elf64_Shdr sh;

	if (!section_valid(mf, place.section, &sh) ||
	    place.offset > sh.sh_size || len > sh.sh_size - place.offset)
		return (NULL);
	if (sh.sh_type == SHT_NOBITS)
		return (len <= sizeof(zeros) ? zeros : NULL);
	return (mf->file->data + sh.sh_offset + place.offset);
}

/* The string at a place, if it ends within the section. */
static const char *
place_string(const struct mod_file *mf, struct place place)
{
	const uint8_t *p;
	uint64_t len;

	for (len = 0; len < NAME_LEN_MAX; len++) {
		p = place_bytes(mf, place, len + 1);
		if (p == NULL)
			return (NULL);
		if (p[len] == '\0')
			return (string_dup((const char *)p, len));
	}
	return (NULL);
}

/* Where a virtual address lies, in a linked file. */
static bool
place_of_address(struct mod_file *mf, uint64_t va, struct place *place)
{
	Elf64_Shdr sh;
	unsigned i;

	for (i = 1; i < mf->eh.e_shnum && mf->scanned++ < SCAN_MAX; i++) {
		elf_section(mf->file, &mf->eh, i, &sh);
		if ((sh.sh_flags & SHF_ALLOC) != 0 && va >= sh.sh_addr &&
		    va - sh.sh_addr < sh.sh_size) {
			*place = (struct place){ i, va - sh.sh_addr };
			return (true);
		}
	}
	return (false);
}

static void
read_rela(const struct mod_file *mf, const Elf64_Shdr *sh, uint64_t i,
    Elf64_Rela *r)
{
	memcpy(r, mf->file->data + sh->sh_offset + i * sizeof(*r), sizeof(*r));
}

/*
 * The relocation at an offset.  Linkers write them in order of offsets; where
 * they are not, each is looked at.
 */
static bool
find_rela(struct mod_file *mf, const Elf64_Shdr *sh, uint64_t offset,
    Elf64_Rela *r)
{
	uint64_t count, high, i, low;

	count = sh->sh_size / sizeof(*r);
	for (low = 0, high = count; low < high; ) {
		i = low + (high - low) / 2;
		read_rela(mf, sh, i, r);
		if (r->r_offset == offset)
			return (true);
		if (r->r_offset < offset)
			low = i + 1;
		else
			high = i;
	}
	for (i = 0; i < count && mf->scanned++ < SCAN_MAX; i++) {
		read_rela(mf, sh, i, r);
		if (r->r_offset == offset)
			return (true);
	}
	return (false);
}

/* Where a symbol of a relocatable file points to. */
static bool
place_of_symbol(const struct mod_file *mf, const Elf64_Shdr *rela,
    const Elf64_Rela *r, struct place *place)
{
	const uint8_t *p;
	Elf64_Sym sym;
	uint64_t off;

	off = ELF64_R_SYM(r->r_info) * sizeof(sym);
	p = place_bytes(mf, (struct place){ rela->sh_link, off }, sizeof(sym));
	if (p == NULL)
		return (false);
	memcpy(&sym, p, sizeof(sym));
	*place = (struct place){ sym.st_shndx,
	    sym.st_value + (uint64_t)r->r_addend };
	return (true);
}

static bool
follow_relocatable(struct mod_file *mf, struct place at, struct place *place)
{
	Elf64_Shdr sh;
	Elf64_Rela r;
	unsigned i;

	for (i = 1; i < mf->eh.e_shnum && mf->scanned++ < SCAN_MAX; i++)
		if (section_contents(mf, i, &sh) && sh.sh_type == SHT_RELA &&
		    sh.sh_info == at.section &&
		    find_rela(mf, &sh, at.offset, &r))
			return (ELF64_R_TYPE(r.r_info) == R_X86_64_64 &&
			    place_of_symbol(mf, &sh, &r, place));
	return (false);
}

/* A shared object's pointers are relative to where it will lie. */
static bool
follow_linked(struct mod_file *mf, struct place at, struct place *place)
{
	Elf64_Shdr sh;
	Elf64_Rela r;
	const uint8_t *p;
	uint64_t va;
	unsigned i;

	elf_section(mf->file, &mf->eh, at.section, &sh);
	va = sh.sh_addr + at.offset;
	for (i = 1; i < mf->eh.e_shnum && mf->eh.e_type == ET_DYN &&
	    mf->scanned++ < SCAN_MAX; i++)
		if (section_contents(mf, i, &sh) && sh.sh_type == SHT_RELA &&
		    find_rela(mf, &sh, va, &r)) {
			if (ELF64_R_TYPE(r.r_info) == R_X86_64_RELATIVE)
				return (place_of_address(mf,
				    (uint64_t)r.r_addend, place));
			return (ELF64_R_TYPE(r.r_info) == R_X86_64_64 &&
			    place_of_symbol(mf, &sh, &r, place) &&
			    place_of_address(mf, place->offset, place));
		}
	p = place_bytes(mf, at, sizeof(va));
	if (p == NULL)
		return (false);
	memcpy(&va, p, sizeof(va));
	return (place_of_address(mf, va, place));
}

/* Where the pointer at a place points to. */
static bool
follow(struct mod_file *mf, struct place at, struct place *place)
{
	if (place_bytes(mf, at, sizeof(uint64_t)) == NULL)
		return (false);
	return (mf->eh.e_type == ET_REL ? follow_relocatable(mf, at, place) :
	    follow_linked(mf, at, place));
}

static bool
read_versions(const struct mod_file *mf, struct place data,
    struct modmeta *meta)
{
	const uint8_t *p;
	int32_t v[3];
	size_t size;

	size = meta->type == MDT_DEPEND ? sizeof(v) :
	    meta->type == MDT_VERSION ? sizeof(v[0]) : 0;
	p = place_bytes(mf, data, size);
	if (p == NULL)
		return (false);
	memset(v, 0, sizeof(v));
	memcpy(v, p, size);
	meta->minimum = v[0];
	meta->preferred = meta->type == MDT_VERSION ? v[0] : v[1];
	meta->maximum = meta->type == MDT_VERSION ? v[0] : v[2];
	return (true);
}

/* One entry of the set: NULL and *metap, which stays NULL if of no use. */
static const char *
read_entry(struct mod_file *mf, struct place entry, struct modmeta **metap)
{
	struct metadata_record rec;
	struct place cval, data, record;
	struct modmeta *meta;
	const uint8_t *p;

	*metap = NULL;
	if (!follow(mf, entry, &record))
		return ("an entry of its modmetadata_set points nowhere");
	p = place_bytes(mf, record, sizeof(rec));
	if (p == NULL)
		return ("an entry of its modmetadata_set points nowhere");
	memcpy(&rec, p, sizeof(rec));
	if (rec.version != MDT_STRUCT_VERSION)
		return ("its module metadata have an unknown version");
	if (rec.type != MDT_DEPEND && rec.type != MDT_MODULE &&
	    rec.type != MDT_VERSION)
		return (NULL);
	if (++mf->count > MODMETA_MAX)
		return ("it has more than 4,096 module metadata");
	data = cval = record;
	data.offset += offsetof(struct metadata_record, data);
	cval.offset += offsetof(struct metadata_record, cval);
	meta = stand_alloc(sizeof(*meta));
	meta->type = rec.type;
	if (!follow(mf, cval, &cval) ||
	    (meta->name = place_string(mf, cval)) == NULL)
		return ("its module metadata name no module");
	if (rec.type != MDT_MODULE && (!follow(mf, data, &data) ||
	    !read_versions(mf, data, meta)))
		return ("its module metadata give no version");
	*metap = meta;
	return (NULL);
}

static const char *
read_set(struct mod_file *mf, unsigned section, struct modmeta ***tail)
{
	const char *error;
	struct place entry;
	Elf64_Shdr sh;

	if (!section_contents(mf, section, &sh))
		return ("its modmetadata_set lies beyond the end of the file");
	for (entry = (struct place){ section, 0 };
	    sh.sh_size - entry.offset >= sizeof(uint64_t);
	    entry.offset += sizeof(uint64_t)) {
		error = read_entry(mf, entry, *tail);
		if (error != NULL)
			return (error);
		if (**tail != NULL)
			*tail = &(**tail)->next;
	}
	return (NULL);
}

/* The names of sections, if they are strings. */
static void
read_names(struct mod_file *mf)
{
	Elf64_Shdr sh;

	if (!section_contents(mf, mf->eh.e_shstrndx, &sh) || sh.sh_size == 0 ||
	    mf->file->data[sh.sh_offset + sh.sh_size - 1] != '\0')
		return;
	mf->shstr = mf->file->data + sh.sh_offset;
	mf->shstrsize = sh.sh_size;
}

/* The kernel takes a module without a version for version 0, too. */
static void
give_versions(struct modmeta *list)
{
	const struct modmeta *v;
	struct modmeta *m;

	for (m = list; m != NULL; m = m->next) {
		if (m->type != MDT_MODULE)
			continue;
		for (v = list; v != NULL; v = v->next)
			if (v->type == MDT_VERSION &&
			    strcmp(v->name, m->name) == 0)
				break;
		if (v == NULL)
			m->type = MDT_VERSION;
	}
}

const char *
modmeta_read(const struct file *file, struct modmeta **list)
{
	struct mod_file mf = { .file = file };
	struct modmeta **tail = list;
	const char *error;
	Elf64_Shdr sh;
	unsigned i;

	*list = NULL;
	error = elf_header(file, &mf.eh);
	if (error == NULL)
		error = elf_section_table(file, &mf.eh);
	if (error != NULL)
		return (error);
	read_names(&mf);
	for (i = 1; i < mf.eh.e_shnum; i++) {
		elf_section(file, &mf.eh, i, &sh);
		if (strcmp(section_name(&mf, &sh), SET_NAME) != 0)
			continue;
		error = read_set(&mf, i, &tail);
		if (error != NULL)
			return (error);
	}
	give_versions(*list);
	return (NULL);
}
