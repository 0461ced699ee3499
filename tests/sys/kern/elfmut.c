/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Damage a relocatable ELF module in one named way.
 *
 *	elfmut -l IN		list the damages: name TAB sentence expected
 *	elfmut NAME IN OUT	write a damaged copy
 *
 * The sentence is an extended regular expression for what the kernel linker
 * has to say.  IN has to be a sound module; "trunc-N" cuts it to N bytes, at
 * each begin and end of a section.
 */
#include <elf.h>
#include <err.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static unsigned char *image;
static size_t size;
static Elf64_Ehdr *ehdr;
static Elf64_Shdr *shdr;

static const char *
section_name(int i)
{

	return ((char *)image + shdr[ehdr->e_shstrndx].sh_offset +
	    shdr[i].sh_name);
}

/* The first section with that name. */
static Elf64_Shdr *
section(const char *name)
{
	int i;

	for (i = 1; i < ehdr->e_shnum; i++)
		if (strcmp(section_name(i), name) == 0)
			return (&shdr[i]);
	errx(2, "the module has no section %s", name);
}

static Elf64_Shdr *
section_of_type(uint32_t type)
{
	int i;

	for (i = 1; i < ehdr->e_shnum; i++)
		if (shdr[i].sh_type == type)
			return (&shdr[i]);
	errx(2, "the module has no section of type %u", type);
}

/* The relocations of .text. */
static Elf64_Rela *
rela(void)
{

	return ((Elf64_Rela *)(image + section(".rela.text")->sh_offset));
}

/* The first function that is defined, or symbol that is undefined. */
static Elf64_Sym *
symbol(bool defined)
{
	Elf64_Shdr *sh = section_of_type(SHT_SYMTAB);
	Elf64_Sym *s = (Elf64_Sym *)(image + sh->sh_offset);
	size_t i, n = sh->sh_size / sizeof(*s);

	for (i = 1; i < n; i++)
		if (s[i].st_name != 0 && (defined ?
		    s[i].st_shndx != SHN_UNDEF &&
		    s[i].st_shndx < SHN_LORESERVE &&
		    ELF64_ST_TYPE(s[i].st_info) == STT_FUNC :
		    s[i].st_shndx == SHN_UNDEF &&
		    ELF64_ST_BIND(s[i].st_info) == STB_GLOBAL))
			return (&s[i]);
	errx(2, "the module has no such symbol");
}

static void magic(void) { image[1] = 'e'; }
static void class32(void) { ehdr->e_ident[EI_CLASS] = ELFCLASS32; }
static void class9(void) { ehdr->e_ident[EI_CLASS] = 9; }
static void bigendian(void) { ehdr->e_ident[EI_DATA] = ELFDATA2MSB; }
static void version(void) { ehdr->e_version = 2; }
static void machine(void) { ehdr->e_machine = EM_AARCH64; }
static void type_exec(void) { ehdr->e_type = ET_EXEC; }
static void shentsize(void) { ehdr->e_shentsize = 63; }
static void no_sections(void) { ehdr->e_shnum = 0; }
static void shoff_end(void) { ehdr->e_shoff = size - 8; }
static void shoff_huge(void) { ehdr->e_shoff = UINT64_MAX - 8; }
static void entry(void) { ehdr->e_entry = UINT64_MAX - 8; }
static void shnum_extended(void)
{

	ehdr->e_shnum = 0;
	shdr[0].sh_size = UINT64_MAX;
}
static void shstrndx(void) { ehdr->e_shstrndx = ehdr->e_shnum; }
static void shstr_type(void) { shdr[ehdr->e_shstrndx].sh_type = SHT_PROGBITS; }
static void shstr_nul(void)
{
	Elf64_Shdr *sh = &shdr[ehdr->e_shstrndx];

	image[sh->sh_offset + sh->sh_size - 1] = 'x';
}
static void sh_name(void) { section(".text")->sh_name = 0x7fffffff; }
static void sh_size(void) { section(".text")->sh_size = UINT64_MAX - 4; }
static void sh_offset(void) { section(".text")->sh_offset = size; }
static void sh_large(void)
{
	section(".text")->sh_type = SHT_NOBITS;
	section(".text")->sh_size = (uint64_t)1 << 40;
}
static void align3(void) { section(".text")->sh_addralign = 3; }
static void align_huge(void)
{
	section(".text")->sh_addralign = (uint64_t)1 << 63;
}
static void write_execute(void) { section(".text")->sh_flags |= SHF_WRITE; }
static void nothing(void)
{
	int i;

	for (i = 1; i < ehdr->e_shnum; i++)
		shdr[i].sh_flags &= ~(uint64_t)SHF_ALLOC;
}
static void overlap(void)
{
	section(".text")->sh_offset = section(".rela.text")->sh_offset + 8;
}
static void section_zero(void)
{
	shdr[0].sh_type = SHT_NOBITS;
	shdr[0].sh_flags = SHF_ALLOC | SHF_WRITE;
	shdr[0].sh_size = 1;
}
/* Let the first member of a linker set lie somewhere else. */
static void set_member(const char *name)
{
	Elf64_Rela *r = (Elf64_Rela *)(image + section(name)->sh_offset);

	r->r_addend = (int64_t)1 << 40;
}
static void set_sysinit(void) { set_member(".relaset_sysinit_set"); }
static void set_sysctl(void) { set_member(".relaset_sysctl_set"); }
static void tls(void) { section(".text")->sh_flags |= SHF_TLS; }
static void compressed(void) { section(".text")->sh_flags |= SHF_COMPRESSED; }
static void no_symtab(void) { section_of_type(SHT_SYMTAB)->sh_type = SHT_NOTE; }
static void two_symtabs(void)
{
	section(".text")->sh_type = SHT_SYMTAB;
}
static void symtab_entsize(void) { section_of_type(SHT_SYMTAB)->sh_entsize = 25; }
static void symtab_size(void) { section_of_type(SHT_SYMTAB)->sh_size -= 1; }
static void symtab_link(void) { section_of_type(SHT_SYMTAB)->sh_link = 9999; }
static void sym_name(void) { symbol(true)->st_name = 0xffffff; }
static void sym_section(void) { symbol(true)->st_shndx = 0xfe00; }
static void sym_value(void) { symbol(true)->st_value = (uint64_t)1 << 40; }
static void sym_size(void) { symbol(true)->st_size = UINT64_MAX; }
/* As many bytes as the section has, behind its first one. */
static void sym_end(void)
{
	symbol(true)->st_value = 1;
	symbol(true)->st_size = shdr[symbol(true)->st_shndx].sh_size;
}
static void sym_tls(void) { symbol(true)->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_TLS); }
static void sym_xindex(void) { symbol(true)->st_shndx = SHN_XINDEX; }
/* A resolver in a section that is data. */
static void sym_ifunc(void)
{
	Elf64_Sym *s = symbol(true);

	s->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_GNU_IFUNC);
	s->st_shndx = section(".data") - shdr;
	s->st_value = s->st_size = 0;
}
static void sym_ifunc_absolute(void)
{
	Elf64_Sym *s = symbol(true);

	s->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_GNU_IFUNC);
	s->st_shndx = SHN_ABS;
}
static void sym_zero(void)
{
	*(Elf64_Sym *)(image + section_of_type(SHT_SYMTAB)->sh_offset) =
	    *symbol(true);
}
/* A table of section indices, which has another length. */
static void shndx_size(void)
{
	section(".text")->sh_type = SHT_SYMTAB_SHNDX;
	section(".text")->sh_link = section_of_type(SHT_SYMTAB) - shdr;
}
static void shndx_short(void)
{
	shndx_size();
	section(".text")->sh_size = sizeof(Elf64_Word);
}
static void strings_nul(void)
{
	Elf64_Shdr *sh = &shdr[section_of_type(SHT_SYMTAB)->sh_link];

	image[sh->sh_offset + sh->sh_size - 1] = 'x';
}
static void strings_type(void)
{
	shdr[section_of_type(SHT_SYMTAB)->sh_link].sh_type = SHT_PROGBITS;
}
static void sym_common_size(void)
{
	Elf64_Sym *s = symbol(true);

	s->st_shndx = SHN_COMMON;
	s->st_value = 8;
	s->st_size = UINT64_MAX;
}
static void sym_common(void)
{
	Elf64_Sym *s = symbol(true);

	s->st_shndx = SHN_COMMON;
	s->st_value = 3;
}
static void sym_undefined(void)
{
	Elf64_Sym *s = symbol(false);
	Elf64_Shdr *sh = &shdr[section_of_type(SHT_SYMTAB)->sh_link];

	((char *)image + sh->sh_offset)[s->st_name] = '~';
}
static void rela_type(void)
{
	rela()->r_info = ELF64_R_INFO(ELF64_R_SYM(rela()->r_info), 99);
}
static void rela_gotpcrel(void)
{
	rela()->r_info = ELF64_R_INFO(ELF64_R_SYM(rela()->r_info),
	    R_X86_64_GOTPCREL);
}
static void rela_symbol(void)
{
	rela()->r_info = ELF64_R_INFO(0xfffffff, R_X86_64_PC32);
}
static void rela_offset(void) { rela()->r_offset = section(".text")->sh_size - 3; }
static void rela_offset_huge(void) { rela()->r_offset = UINT64_MAX - 2; }
static void rela_range(void)
{
	rela()->r_info = ELF64_R_INFO(ELF64_R_SYM(rela()->r_info),
	    R_X86_64_PC32);
	rela()->r_addend = (int64_t)1 << 40;
}
static void rela_target(void) { section(".rela.text")->sh_info = 9999; }
static void rela_link(void) { section(".rela.text")->sh_link = 1; }
static void rela_entsize(void) { section(".rela.text")->sh_entsize = 16; }
static void rela_count(void)
{
	section(".rela.text")->sh_size = ((uint64_t)1 << 32) * sizeof(Elf64_Rela);
}
static void rela_unaligned(void) { section(".rela.text")->sh_offset += 4; }
static void rela_nobits(void)
{
	section(".text")->sh_type = SHT_NOBITS;
}
static void rela_is_rel(void) { section(".rela.text")->sh_type = SHT_REL; }
static void metadata_outside(void) { set_member(".relaset_modmetadata_set"); }
/* Without relocations all members are NULL. */
static void metadata_null(void)
{
	section(".relaset_modmetadata_set")->sh_type = SHT_NOTE;
}
/* Where the first record of metadata lies in .data. */
static uint64_t
record(void)
{

	return (((Elf64_Rela *)(image +
	    section(".relaset_modmetadata_set")->sh_offset))->r_addend);
}
static void metadata_version(void)
{
	*(int *)(image + section(".data")->sh_offset + record()) = 2;
}
/* Let a pointer in it point somewhere else. */
static void
record_member(uint64_t member)
{
	Elf64_Rela *r;

	r = (Elf64_Rela *)(image + section(".rela.data")->sh_offset);
	while (r->r_offset != record() + member)
		r++;
	r->r_addend = (int64_t)1 << 40;
}
static void metadata_data(void) { record_member(8); }
static void metadata_name(void) { record_member(16); }

static const struct damage {
	const char	*name;
	void		(*apply)(void);
	const char	*sentence;
} damages[] = {
	{ "magic", magic, "is not an ELF file" },
	{ "class-32", class32, "is a 32-bit ELF file" },
	{ "class-9", class9, "is a strange-class ELF file" },
	{ "byte-order", bigendian, "has big-endian byte order" },
	{ "version", version, "has ELF version 2" },
	{ "machine", machine, "is for machine 183" },
	{ "type", type_exec, "has ELF type 2" },
	{ "shentsize", shentsize, "section headers of 63 bytes" },
	{ "no-sections", no_sections, "has no section headers" },
	{ "shoff-end", shoff_end, "truncated: its section headers" },
	{ "shoff-huge", shoff_huge, "truncated: its section headers" },
	{ "shnum-extended", shnum_extended, "truncated: its section headers" },
	{ "entry", entry, "its entry point is not in its code" },
	{ "shstrndx", shstrndx, "section names: section index" },
	{ "shstr-type", shstr_type, "section names: .*not a string table" },
	{ "shstr-nul", shstr_nul, "section names: .*does not end with a NUL" },
	{ "section-name", sh_name, "has its name at 2147483647" },
	{ "section-size", sh_size, "truncated: section .text" },
	{ "section-offset", sh_offset, "truncated: section .text" },
	{ "section-large", sh_large, "section .text of 1099511627776 bytes is too large" },
	{ "align-3", align3, "section .text has alignment 3," },
	{ "align-huge", align_huge, "section .text has alignment 9223372036854775808," },
	{ "write-execute", write_execute, "section .text is both writable and exec" },
	{ "nothing", nothing, "has nothing to load" },
	{ "overlap", overlap, "sections .* and .* overlap" },
	{ "section-zero", section_zero, "section 0 is not empty" },
	{ "set-sysinit", set_sysinit, "member 0 of set sysinit_set lies outside the file" },
	{ "set-sysctl", set_sysctl, "member 0 of set sysctl_set lies outside the file" },
	{ "section-tls", tls, "section .text is thread-local" },
	{ "section-compressed", compressed, "section .text is compressed" },
	{ "no-symtab", no_symtab, "has no symbol table" },
	{ "two-symtabs", two_symtabs, "has two symbol tables" },
	{ "symtab-entsize", symtab_entsize, "its symbol table has .* entries of 25" },
	{ "symtab-size", symtab_size, "its symbol table has" },
	{ "symtab-link", symtab_link, "symbol names: section index 9999" },
	{ "symbol-name", sym_name, "symbol .* has its name at 16777215" },
	{ "symbol-section", sym_section, "symbol .* is in section 65024" },
	{ "symbol-value", sym_value, "symbol .* lies outside its section" },
	{ "symbol-size", sym_size, "symbol .* lies outside its section" },
	{ "symbol-end", sym_end, "symbol .* at 1 with .* lies outside its section" },
	{ "symbol-tls", sym_tls, "symbol .* is thread-local" },
	{ "symbol-common", sym_common, "common symbol .* alignment 3" },
	{ "symbol-common-size", sym_common_size, "common symbol .* has size 18446744073709551615" },
	{ "symbol-xindex", sym_xindex, "symbol .* is in section 65535" },
	{ "symbol-ifunc", sym_ifunc, "resolver of .* lies in .data, which is not executable" },
	{ "symbol-ifunc-absolute", sym_ifunc_absolute, "resolver of .* is not in the file" },
	{ "symbol-zero", sym_zero, "symbol 0 is not empty" },
	{ "shndx-size", shndx_size, "does not fit its symbol table" },
	{ "shndx-short", shndx_short, "of 4 bytes does not fit its symbol table" },
	{ "strings-nul", strings_nul, "symbol names: .*does not end with a NUL" },
	{ "strings-type", strings_type, "symbol names: .*not a string table" },
	{ "symbol-undefined", sym_undefined, "symbol ~[a-z_]* is undefined" },
	{ "rela-type", rela_type, "has type 99 \\(unknown\\)" },
	{ "rela-gotpcrel", rela_gotpcrel, "has type 9 \\(R_X86_64_GOTPCREL\\)" },
	{ "rela-symbol", rela_symbol, "uses symbol 268435455" },
	{ "rela-offset", rela_offset, "lies outside the section" },
	{ "rela-offset-huge", rela_offset_huge, "lies outside the section" },
	{ "rela-range", rela_range, "is out of its range" },
	{ "rela-target", rela_target, "applies to section 9999" },
	{ "rela-link", rela_link, "uses section 1 as its symbol table" },
	{ "rela-entsize", rela_entsize, "bytes of entries of 16" },
	{ "rela-count", rela_count, "truncated: section .rela.text" },
	{ "rela-unaligned", rela_unaligned, "is not aligned|overlap" },
	{ "rela-nobits", rela_nobits, "applies to .text, which has no contents" },
	{ "rela-rel", rela_is_rel, "has no addends" },
	{ "metadata", metadata_outside, "metadata record points outside" },
	{ "metadata-null", metadata_null, "metadata record points outside" },
	{ "metadata-version", metadata_version, "metadata record has version 2" },
	{ "metadata-data", metadata_data, "metadata record points outside" },
	{ "metadata-name", metadata_name, "metadata record points outside" },
};

static void
read_image(const char *path)
{
	FILE *f;

	f = fopen(path, "rb");
	if (f == NULL)
		err(2, "%s", path);
	image = malloc(1 << 24);
	if (image == NULL)
		err(2, "malloc");
	size = fread(image, 1, 1 << 24, f);
	fclose(f);
	ehdr = (Elf64_Ehdr *)image;
	if (size < sizeof(*ehdr) || memcmp(image, ELFMAG, SELFMAG) != 0)
		errx(2, "%s: is not an ELF file", path);
	shdr = (Elf64_Shdr *)(image + ehdr->e_shoff);
}

static void
write_image(const char *path)
{
	FILE *f;

	f = fopen(path, "wb");
	if (f == NULL || fwrite(image, 1, size, f) != size || fclose(f) != 0)
		err(2, "%s", path);
}

static int
compare(const void *a, const void *b)
{
	unsigned long x = *(const unsigned long *)a;
	unsigned long y = *(const unsigned long *)b;

	return (x < y ? -1 : x > y);
}

static void
list_truncations(void)
{
	unsigned long *at;
	int i, n;

	at = calloc(2 * ehdr->e_shnum + 1, sizeof(*at));
	if (at == NULL)
		err(2, "calloc");
	n = 0;
	at[n++] = sizeof(*ehdr);
	for (i = 1; i < ehdr->e_shnum; i++) {
		at[n++] = shdr[i].sh_offset;
		if (shdr[i].sh_type != SHT_NOBITS)
			at[n++] = shdr[i].sh_offset + shdr[i].sh_size;
	}
	qsort(at, n, sizeof(*at), compare);
	for (i = 0; i < n; i++)
		if ((i == 0 || at[i] != at[i - 1]) && at[i] < size)
			printf("trunc-%lu\ttruncated:\n", at[i]);
	free(at);
}

static int
list(void)
{
	size_t i;

	for (i = 0; i < sizeof(damages) / sizeof(damages[0]); i++)
		printf("%s\t%s\n", damages[i].name, damages[i].sentence);
	list_truncations();
	return (0);
}

static void
apply(const char *name)
{
	size_t i;

	if (strncmp(name, "trunc-", 6) == 0) {
		size = strtoul(name + 6, NULL, 10);
		return;
	}
	for (i = 0; i < sizeof(damages) / sizeof(damages[0]); i++) {
		if (strcmp(damages[i].name, name) == 0) {
			damages[i].apply();
			return;
		}
	}
	errx(2, "%s: no such damage", name);
}

int
main(int argc, char **argv)
{

	if (argc == 3 && strcmp(argv[1], "-l") == 0) {
		read_image(argv[2]);
		return (list());
	}
	if (argc != 4) {
		fprintf(stderr, "usage: elfmut -l IN\n"
		    "       elfmut NAME IN OUT\n");
		return (2);
	}
	read_image(argv[2]);
	apply(argv[1]);
	write_image(argv[3]);
	return (0);
}
