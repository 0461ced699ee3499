/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files that are wrong in one named way, each with the sentence that the
 * linker has to say: shared objects, stage by stage (tests/sys/kern/elfmut.c has
 * the list for relocatable files), and files that change while they are read.
 */
#define	_GNU_SOURCE		/* memmem(3) */
#include <elf.h>
#include <errno.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <atf-c.h>

#include "linker_core.h"

#define	PATH	"/test/file.ko"

/* Files up to 64 KiB are read at once, so both sizes are tested. */
#define	LARGE	((size_t)72 * 1024)

#define	HUGE	((uint64_t)1 << 63)

#define	METADATA "set_modmetadata_set"
#define	MDT_VERSION 3

#define	DT_RELR_TAG 36	/* not in every <elf.h> */

static unsigned char good[LARGE], image[LARGE], count[LARGE];
static size_t size;
static char sentence[1024];	/* of the last refusal */
static Elf64_Ehdr *const ehdr = (Elf64_Ehdr *)image;

static void
read_good(const char *path)
{
	FILE *f;

	f = fopen(path, "rb");
	ATF_REQUIRE_MSG(f != NULL, "%s", path);
	size = fread(good, 1, sizeof(good), f);
	ATF_REQUIRE(size > sizeof(*ehdr) && size < sizeof(good));
	fclose(f);
	memcpy(image, good, size);
}

static Elf64_Phdr *
segment(uint32_t type, uint32_t flags)
{
	Elf64_Phdr *ph = (Elf64_Phdr *)(image + ehdr->e_phoff);
	int i;

	for (i = 0; i < ehdr->e_phnum; i++)
		if (ph[i].p_type == type && ph[i].p_flags == flags)
			return (&ph[i]);
	atf_tc_fail("no segment of type %u with flags %u", type, flags);
}

static Elf64_Phdr *text(void) { return (segment(PT_LOAD, PF_R | PF_X)); }
static Elf64_Phdr *first(void) { return (segment(PT_LOAD, PF_R)); }

static Elf64_Phdr *
last_load(void)
{
	Elf64_Phdr *ph = (Elf64_Phdr *)(image + ehdr->e_phoff) + ehdr->e_phnum;

	do
		ph--;
	while (ph->p_type != PT_LOAD);
	return (ph);
}

/* Where an address of the image lies in the file. */
static void *
at(uint64_t addr)
{
	Elf64_Phdr *ph = (Elf64_Phdr *)(image + ehdr->e_phoff);
	int i;

	for (i = 0; i < ehdr->e_phnum; i++)
		if (ph[i].p_type == PT_LOAD && addr >= ph[i].p_vaddr &&
		    addr - ph[i].p_vaddr < ph[i].p_filesz)
			return (image + ph[i].p_offset + addr - ph[i].p_vaddr);
	atf_tc_fail("nothing lies at 0x%lx", addr);
}

static Elf64_Dyn *
dynamic(int64_t tag)
{
	Elf64_Dyn *d;

	d = (Elf64_Dyn *)(image + segment(PT_DYNAMIC, PF_R | PF_W)->p_offset);
	for (; d->d_tag != tag; d++)
		if (d->d_tag == DT_NULL)
			atf_tc_fail("no dynamic entry %ld", tag);
	return (d);
}

static uint64_t *value(int64_t tag) { return (&dynamic(tag)->d_un.d_val); }
static Elf64_Rela *rela(void) { return (at(*value(DT_RELA))); }
static Elf64_Rela *jmprel(void) { return (at(*value(DT_JMPREL))); }
static uint32_t *gnu(void) { return (at(*value(DT_GNU_HASH))); }
static uint32_t *hash(void) { return (at(*value(DT_HASH))); }

/* The first symbol that the file defines, or that it needs. */
static Elf64_Sym *
symbol(int defined)
{
	Elf64_Sym *s = at(*value(DT_SYMTAB));

	for (s++; (s->st_shndx != SHN_UNDEF) != defined; s++)
		;
	return (s);
}

static Elf64_Shdr *
section(uint32_t type)
{
	Elf64_Shdr *sh = (Elf64_Shdr *)(image + ehdr->e_shoff);

	while (sh->sh_type != type)
		sh++;
	return (sh);
}

static Elf64_Shdr *debug(void) { return (section(SHT_SYMTAB)); }

/* Headers and segments */
static void nothing(void) { }
static void class32(void) { ehdr->e_ident[EI_CLASS] = ELFCLASS32; }
static void byte_order(void) { ehdr->e_ident[EI_DATA] = ELFDATA2MSB; }
static void version(void) { ehdr->e_version = 2; }
static void phnum(void) { ehdr->e_phnum = UINT16_MAX; }
static void machine(void) { ehdr->e_machine = EM_AARCH64; }
static void no_phdrs(void) { ehdr->e_phnum = 0; }
static void phentsize(void) { ehdr->e_phentsize = 55; }
static void phoff_huge(void) { ehdr->e_phoff = UINT64_MAX - 8; }
static void phoff_end(void) { ehdr->e_phoff = size - 8; }
static void write_execute(void) { text()->p_flags |= PF_W; }
static void file_size(void) { text()->p_filesz = text()->p_memsz + 1; }
static void offset_end(void) { text()->p_offset = size; }
static void offset_huge(void) { text()->p_offset = UINT64_MAX - 8; }
static void memory_size(void) { text()->p_memsz = UINT64_MAX - 8; }
static void address_huge(void) { text()->p_vaddr = UINT64_MAX - 4095; }
static void sum_overflows(void)
{
	text()->p_vaddr = HUGE;
	text()->p_memsz = HUGE;
}
static void align0(void) { text()->p_align = 0; }
static void align3(void) { text()->p_align = 3; }
static void align_huge(void) { text()->p_align = HUGE; }
static void overlap(void) { text()->p_vaddr = first()->p_vaddr; }
static void unsorted(void)
{
	Elf64_Phdr *a = first(), *b = text(), ph;

	ph = *a;
	*a = *b;
	*b = ph;
}
static void thread_local(void) { text()->p_type = PT_TLS; }
static void no_segments(void)
{
	Elf64_Phdr *ph = (Elf64_Phdr *)(image + ehdr->e_phoff);
	int i;

	for (i = 0; i < ehdr->e_phnum; i++)
		ph[i].p_type = PT_NOTE;
}
static void no_dynamic(void)
{
	segment(PT_DYNAMIC, PF_R | PF_W)->p_type = PT_NOTE;
}
static void dynamic_outside(void)
{
	segment(PT_DYNAMIC, PF_R | PF_W)->p_vaddr = UINT64_MAX - 8;
}
/* An end that no entry marks. */
static void dynamic_open(void)
{
	Elf64_Phdr *ph = segment(PT_DYNAMIC, PF_R | PF_W);

	while (((Elf64_Dyn *)(image + ph->p_offset + ph->p_memsz))[-1].d_tag ==
	    DT_NULL)
		ph->p_memsz -= sizeof(Elf64_Dyn);
}
static void dynamic_cut(void) { segment(PT_DYNAMIC, PF_R | PF_W)->p_memsz = 15; }
static void relro_outside(void)
{
	segment(PT_GNU_RELRO, PF_R)->p_memsz = UINT64_MAX;
}
static void relro_overflows(void)
{
	segment(PT_GNU_RELRO, PF_R)->p_vaddr = UINT64_MAX - 8;
}

/* The dynamic section */
static void dynamic_empty(void)
{
	dynamic(DT_FLAGS)->d_tag = DT_NULL;
}
static void rel(void) { dynamic(DT_FLAGS)->d_tag = DT_REL; }
static void relr(void) { dynamic(DT_FLAGS)->d_tag = DT_RELR_TAG; }
static void program(void)
{
	dynamic(DT_FLAGS)->d_un.d_val = DF_1_PIE;
	dynamic(DT_FLAGS)->d_tag = DT_FLAGS_1;
}
/* Give the next to last entry another meaning. */
static void
last(int64_t tag, uint64_t val)
{
	Elf64_Dyn *d = dynamic(DT_NULL) - 1;

	d->d_tag = tag;
	d->d_un.d_val = val;
}
static void init_data(void) { last(DT_INIT, *value(DT_SYMTAB)); }
static void fini_outside(void) { last(DT_FINI, UINT64_MAX - 8); }
static void init_array_size(void) { last(DT_INIT_ARRAYSZ, UINT64_MAX - 7); }
static void init_array_odd(void) { last(DT_INIT_ARRAYSZ, 7); }
static void fini_array_outside(void) { last(DT_FINI_ARRAY, HUGE); }
static void pltrel(void) { *value(DT_PLTREL) = DT_REL; }
static void relaent(void) { *value(DT_RELAENT) = 16; }
static void syment(void) { *value(DT_SYMENT) = 0; }
static void rela_count(void)
{
	*value(DT_RELASZ) = ((uint64_t)1 << 32) * sizeof(Elf64_Rela);
}
static void rela_odd(void) { *value(DT_RELASZ) -= 1; }
static void rela_outside(void) { *value(DT_RELA) = UINT64_MAX - 8; }
static void plt_outside(void) { *value(DT_JMPREL) = UINT64_MAX - 8; }
static void no_hash(void) { dynamic(DT_GNU_HASH)->d_tag = DT_FLAGS; }
static void symtab_outside(void) { *value(DT_SYMTAB) = HUGE; }
static void symtab_absent(void) { *value(DT_SYMTAB) = 0; }
static void strings_outside(void) { *value(DT_STRTAB) = HUGE; }
static void strings_large(void) { *value(DT_STRSZ) = UINT64_MAX; }
static void strings_empty(void) { *value(DT_STRSZ) = 0; }
static void strings_end(void) { *value(DT_STRSZ) -= 1; }
static void tables_overlap(void) { *value(DT_STRTAB) = *value(DT_SYMTAB) + 1; }

/* Hash tables */
static void gnu_outside(void) { *value(DT_GNU_HASH) = UINT64_MAX - 8; }
static void gnu_no_buckets(void) { gnu()[0] = 0; }
static void gnu_buckets(void) { gnu()[0] = UINT32_MAX; }
static void bloom_none(void) { gnu()[2] = 0; }
static void bloom_odd(void) { gnu()[2] = 3; }
static void bloom_large(void) { gnu()[2] = 1u << 31; }
static void bucket_low(void) { gnu()[4 + 2 * gnu()[2]] = gnu()[1] - 1; }
static void bucket_high(void) { gnu()[4 + 2 * gnu()[2]] = UINT32_MAX; }
/* As GNU ld writes it for a file that defines no symbols: it can be linked. */
static void gnu_empty(void)
{
	uint32_t *bucket = gnu() + 4 + 2 * gnu()[2];

	memset(bucket, 0, gnu()[0] * sizeof(*bucket));
	gnu()[1] = 1;
}
/* The first symbol that is hashed, and with it all others. */
static void gnu_first(void)
{
	gnu_empty();
	gnu()[1] = UINT32_MAX;
}
static void chain_open(void)
{
	uint32_t *bucket = gnu() + 4 + 2 * gnu()[2];
	uint32_t *chain = bucket + gnu()[0];

	/* lld puts the names behind the chains. */
	while ((void *)chain < at(*value(DT_STRTAB)))
		*chain++ &= ~1u;
}
/* A chain that nothing ends before the image does: zeros follow its bucket. */
static void chain_end(void)
{
	static const uint32_t head[] = { 1, 1, 1, 0, 0, 0, 1 };
	const Elf64_Phdr *ph = last_load();

	*value(DT_GNU_HASH) = ph->p_vaddr + ph->p_filesz - sizeof(head);
	memcpy(gnu(), head, sizeof(head));
}
static void sysv_outside(void) { *value(DT_HASH) = UINT64_MAX - 8; }
static void sysv_buckets(void) { hash()[0] = UINT32_MAX; }
static void sysv_empty(void)
{
	memset(hash() + 2, 0, hash()[0] * sizeof(uint32_t));
	hash()[1] = 0;
}
static void sysv_no_buckets(void) { hash()[0] = 0; }
static void sysv_chains(void) { hash()[1] = UINT32_MAX; }
static void sysv_symbol(void) { hash()[2] = hash()[1]; }
static void sysv_loop(void)
{
	hash()[2] = 1;
	hash()[2 + hash()[0] + 1] = 1;
}

/* Symbols */
static void sym_name(void) { symbol(1)->st_name = 0xffffff; }
static void sym_value(void) { symbol(1)->st_value = (uint64_t)1 << 40; }
static void sym_size(void) { symbol(1)->st_size = UINT64_MAX; }
static void sym_tls(void)
{
	symbol(1)->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_TLS);
}
static void sym_ifunc(void)
{
	symbol(1)->st_info = ELF64_ST_INFO(STB_GLOBAL, STT_GNU_IFUNC);
	symbol(1)->st_value = 0;
}
static void sym_ifunc_absolute(void)
{
	sym_ifunc();
	symbol(1)->st_shndx = SHN_ABS;
}
static void sym_zero(void)
{
	*(Elf64_Sym *)at(*value(DT_SYMTAB)) = *symbol(1);
}
static void sym_undefined(void)
{
	((char *)at(*value(DT_STRTAB)))[symbol(0)->st_name] = '~';
}
static void entry_data(void) { ehdr->e_entry = size - 8; }

/* Section headers, which tell of linker sets and of symbols for people */
static void shoff_end(void) { ehdr->e_shoff = size - 8; }
static void shoff_huge(void) { ehdr->e_shoff = UINT64_MAX - 8; }
static void shentsize(void) { ehdr->e_shentsize = 63; }
static void shnum_extended(void)
{
	ehdr->e_shnum = 0;
	section(SHT_NULL)->sh_size = UINT64_MAX;
}
static void shstrndx(void) { ehdr->e_shstrndx = ehdr->e_shnum; }
static void shstrndx_none(void) { ehdr->e_shstrndx = SHN_UNDEF; }
static void shstr_type(void)
{
	(section(SHT_NULL) + ehdr->e_shstrndx)->sh_type = SHT_PROGBITS;
}
static void shstr_nul(void)
{
	Elf64_Shdr *sh = section(SHT_NULL) + ehdr->e_shstrndx;

	image[sh->sh_offset + sh->sh_size - 1] = 'x';
}
static void sh_name(void) { section(SHT_PROGBITS)->sh_name = 0x7fffffff; }
static void sh_size(void) { section(SHT_PROGBITS)->sh_size = UINT64_MAX - 4; }
static void sh_addr(void) { section(SHT_PROGBITS)->sh_addr = UINT64_MAX - 4; }
static void no_shdrs(void)
{
	ehdr->e_shoff = 0;
	ehdr->e_shnum = ehdr->e_shstrndx = 0;
}
/* The bounds of the set are called differently. */
static void no_sets(void)
{
	char *p, *strings = at(*value(DT_STRTAB));

	no_shdrs();
	p = memmem(strings, *value(DT_STRSZ), "__start_set_modm", 16);
	ATF_REQUIRE(p != NULL);
	p[2] = 'S';
}
static void debug_outside(void) { debug()->sh_size = HUGE; }
static void debug_size(void) { debug()->sh_size--; }
static void debug_entsize(void) { debug()->sh_entsize = 23; }
static void debug_link(void) { debug()->sh_link = 9999; }
static void debug_name(void)
{
	((Elf64_Sym *)(image + debug()->sh_offset))[1].st_name = 0xffffff;
}

/* Relocations */
static void rela_type(void) { rela()->r_info = 99; }
static void rela_symbol(void)
{
	rela()->r_info = ELF64_R_INFO(0xfffffff, R_X86_64_64);
}
static void rela_offset(void) { rela()->r_offset = (uint64_t)1 << 40; }
static void rela_offset_huge(void) { rela()->r_offset = UINT64_MAX - 2; }
static void rela_range(void)
{
	rela()->r_info = ELF64_R_INFO(0, R_X86_64_32S);
	rela()->r_addend = (int64_t)1 << 40;
}
/* The first relocation becomes one of an indirect function. */
static void rela_resolver(void)
{
	rela()->r_info = R_X86_64_IRELATIVE;
	rela()->r_addend = *value(DT_SYMTAB);
}
static void rela_symtab(void) { rela()->r_offset = *value(DT_SYMTAB) + 24; }
static void rela_before(void) { rela()->r_offset = *value(DT_SYMTAB) - 7; }
static void rela_itself(void) { jmprel()->r_offset = *value(DT_RELA); }

/* Linker sets and what they point to */
static Elf64_Shdr *
named(const char *name)
{
	Elf64_Shdr *sh = section(SHT_NULL);
	char *names = (char *)image + sh[ehdr->e_shstrndx].sh_offset;

	while (strcmp(names + sh->sh_name, name) != 0)
		sh++;
	return (sh);
}
/* The relocation of the word at addr. */
static Elf64_Rela *
relocation_of(uint64_t addr)
{
	Elf64_Rela *r = rela();

	while (r->r_offset != addr)
		r++;
	return (r);
}
static Elf64_Rela *
member(const char *set)
{

	return (relocation_of(named(set)->sh_addr));
}
static uint64_t record(void) { return (member(METADATA)->r_addend); }
static void metadata_outside(void) { member(METADATA)->r_addend = HUGE; }
/* The image ends with a page. */
static uint64_t
image_end(void)
{
	const Elf64_Phdr *ph = last_load();

	return ((ph->p_vaddr + ph->p_memsz + 4095) & ~(uint64_t)4095);
}
static void metadata_end(void) { member(METADATA)->r_addend = image_end() - 8; }
static void metadata_null(void) { member(METADATA)->r_info = R_X86_64_NONE; }
static void metadata_version(void) { *(int *)at(record()) = 2; }
static void metadata_data(void) { relocation_of(record() + 8)->r_addend = -1; }
static void metadata_name(void) { relocation_of(record() + 16)->r_addend = -1; }
/*
 * A name whose NUL, the image's last bytes, goes when a symbol of the kernel is
 * known.
 */
static void metadata_unended(void)
{
	uint64_t set = named(METADATA)->sh_addr;

	while (((uint32_t *)at(relocation_of(set)->r_addend))[1] != MDT_VERSION)
		set += 8;
	relocation_of(relocation_of(set)->r_addend + 16)->r_addend =
	    image_end() - 4;
	jmprel()->r_info = ELF64_R_INFO(ELF64_R_SYM(jmprel()->r_info),
	    R_X86_64_64);
	jmprel()->r_offset = image_end() - 8;
	jmprel()->r_addend = (int64_t)0x7f7f7f7f << 32;
}
static void sysinit_outside(void)
{
	member("set_sysinit_set")->r_addend = HUGE;
}
static void sysctl_outside(void)
{
	member("set_sysctl_set")->r_addend = HUGE;
}
/* More members than there are: what lies behind is none. */
static void set_long(void) { named("set_sysinit_set")->sh_size += 8 * 16; }

/* printf(), which the resolver calls, is undefined. */
static void
no_printf(void)
{
	const char name[] = "\0printf";
	char *p;

	p = memmem(image, size, name, sizeof(name));
	ATF_REQUIRE(p != NULL);
	p[1] = '~';
}

struct damage {
	void		(*apply)(void);
	int		error;
	const char	*sentence;
};

static const struct damage segment_damages[] = {
	{ nothing, ENOMEM, "cannot be protected" },
	{ class32, ENOEXEC, "is a 32-bit ELF file" },
	{ byte_order, ENOEXEC, "has big-endian byte order" },
	{ version, ENOEXEC, "has ELF version 2" },
	{ machine, ENOEXEC, "is for machine 183" },
	{ no_phdrs, ENOEXEC, "has 0 program headers" },
	{ phnum, ENOEXEC, "truncated: its program headers" },
	{ phentsize, ENOEXEC, "program headers of 55 bytes" },
	{ phoff_huge, ENOEXEC, "truncated: its program headers" },
	{ phoff_end, ENOEXEC, "truncated: its program headers" },
	{ write_execute, ENOEXEC, "the segment at .* both writable and exec" },
	{ file_size, ENOEXEC, "the segment .* in the file and .* in memory" },
	{ offset_end, ENOEXEC, "truncated: the segment" },
	{ offset_huge, ENOEXEC, "truncated: the segment" },
	{ memory_size, ENOEXEC, "the segment at .* is too large" },
	{ address_huge, ENOEXEC, "the segment at .* is too large" },
	{ sum_overflows, ENOEXEC, "the segment at .* is too large" },
	{ align0, ENOMEM, "cannot be protected" },
	{ align3, ENOEXEC, "the segment at .* has alignment 3," },
	{ align_huge, ENOEXEC, "has alignment 9223372036854775808," },
	{ overlap, ENOEXEC, "shares a page with the one before" },
	{ unsorted, ENOEXEC, "is the first, and does not begin at 0" },
	{ thread_local, ENOEXEC, "has thread-local data" },
	{ no_segments, ENOEXEC, "has nothing to load" },
	{ no_dynamic, ENOEXEC, "has no dynamic section" },
	{ dynamic_outside, ENOEXEC, "has no dynamic section, or one outside" },
	{ dynamic_open, ENOMEM, "cannot be protected" },
	{ dynamic_cut, ENOEXEC, "has no symbol hash table" },
	{ relro_overflows, ENOEXEC, "its constants to be protected lie out" },
	{ relro_outside, ENOEXEC, "its constants to be protected lie outside" },
	{ NULL, 0, NULL }
};

static const struct damage dynamic_damages[] = {
	{ dynamic_empty, ENOEXEC, "has no symbol hash table" },
	{ rel, ENOEXEC, "has relocations without addends" },
	{ relr, ENOEXEC, "has packed relative relocations" },
	{ program, ENOEXEC, "is a program, not a module" },
	{ init_data, ENOEXEC, "DT_INIT or DT_FINI function is not exec" },
	{ fini_outside, ENOEXEC, "DT_INIT or DT_FINI function is not exec" },
	{ init_array_size, ENOEXEC, "its constructors at .* lie outside" },
	{ init_array_odd, ENOEXEC, "its constructors at .* no multiple of 8" },
	{ fini_array_outside, ENOEXEC, "its destructors at .* lie outside" },
	{ pltrel, ENOEXEC, "has relocations without addends" },
	{ relaent, ENOEXEC, "have 16 bytes each, 24 are needed" },
	{ syment, ENOEXEC, "have 0 bytes each, 24 are needed" },
	{ rela_count, ENOEXEC, "its relocations at .* lie outside" },
	{ rela_odd, ENOEXEC, "its relocations at .* no multiple of 24" },
	{ rela_outside, ENOEXEC, "its relocations at .* lie outside" },
	{ plt_outside, ENOEXEC, "its PLT relocations at .* lie outside" },
	{ no_hash, ENOEXEC, "has no symbol hash table" },
	{ symtab_outside, ENOEXEC, "its symbol table at .* lies outside" },
	{ symtab_absent, ENOEXEC, "its symbol table at 0x0 .* lies outside" },
	{ strings_outside, ENOEXEC, "its symbol names at .* lie outside" },
	{ strings_large, ENOEXEC, "its symbol names at .* lie outside" },
	{ strings_empty, ENOEXEC, "its symbol names at .* lie outside" },
	{ strings_end, ENOEXEC, "its symbol names .* do not end with a NUL" },
	{ tables_overlap, ENOEXEC,
	    "symbol table at .* overlaps|do not end with a NUL" },
	{ NULL, 0, NULL }
};

static const struct damage gnu_damages[] = {
	{ gnu_outside, ENOEXEC, "hash table lies outside its segments" },
	{ gnu_no_buckets, ENOEXEC, "hash table .* is empty" },
	{ gnu_buckets, ENOEXEC, "hash table lies outside its segments" },
	{ bloom_none, ENOEXEC, "Bloom filter of 0 words" },
	{ bloom_odd, ENOEXEC, "Bloom filter of 3 words" },
	{ bloom_large, ENOEXEC, "hash table lies outside its segments" },
	{ bucket_low, ENOEXEC, "hash table names symbol .* the first one" },
	{ bucket_high, ENOEXEC, "hash table lies outside its segments" },
	{ gnu_first, ENOEXEC, "symbol table at .* 4294967295 symbols lies out" },
	{ gnu_empty, ENOMEM, "cannot be protected" },
	{ chain_open, ENOEXEC,
	    "symbol table at .* overlaps|symbol .* (has its name|lies outs)" },
	{ chain_end, ENOEXEC, "hash table lies outside its segments" },
	{ NULL, 0, NULL }
};

static const struct damage sysv_damages[] = {
	{ sysv_outside, ENOEXEC, "hash table lies outside its segments" },
	{ sysv_buckets, ENOEXEC, "hash table lies outside its segments" },
	{ sysv_empty, ENOEXEC, "symbol table at .* 0 symbols lies outside" },
	{ sysv_no_buckets, ENOEXEC, "hash table .* is empty" },
	{ sysv_chains, ENOEXEC, "hash table lies outside its segments" },
	{ sysv_symbol, ENOEXEC, "names symbol ([0-9]+), there are \\1$" },
	{ sysv_loop, ENOEXEC, "hash table has a chain that loops" },
	{ NULL, 0, NULL }
};

static const struct damage symbol_damages[] = {
	{ sym_name, ENOEXEC, "symbol .* has its name at 16777215" },
	{ sym_value, ENOEXEC, "symbol .* lies outside the file's segments" },
	{ sym_size, ENOEXEC, "symbol .* lies outside the file's segments" },
	{ sym_tls, ENOEXEC, "symbol .* is thread-local" },
	{ sym_ifunc, ENOEXEC, "resolver of indirect function .* not exec" },
	{ sym_ifunc_absolute, ENOEXEC, "resolver of .* is not in the file" },
	{ sym_zero, ENOEXEC, "symbol 0 is not empty" },
	{ sym_undefined, ENOEXEC, "symbol ~[a-z_]* is undefined" },
	{ entry_data, ENOEXEC, "its entry point is not in its code" },
	{ NULL, 0, NULL }
};

static const struct damage section_damages[] = {
	{ shoff_end, ENOEXEC, "truncated: its section headers" },
	{ shoff_huge, ENOEXEC, "truncated: its section headers" },
	{ shentsize, ENOEXEC, "section headers of 63 bytes" },
	{ shnum_extended, ENOEXEC, "truncated: its section headers" },
	{ shstrndx, ENOEXEC, "section names: section index" },
	{ shstrndx_none, ENOEXEC, "section names: section index 0 is out" },
	{ shstr_type, ENOEXEC, "section names: .*not a string table" },
	{ shstr_nul, ENOEXEC, "section names: .*does not end with a NUL" },
	{ sh_name, ENOEXEC, "has its name at 2147483647" },
	{ sh_size, ENOEXEC, "truncated: section .* 18446744073709551611 byt" },
	{ sh_addr, ENOEXEC, "section .* lies outside its segments" },
	{ no_shdrs, ENOMEM, "cannot be protected" },
	{ no_sets, ENOEXEC, "no section headers .* sets cannot be found" },
	{ debug_outside, ENOEXEC, "truncated: section .symtab" },
	{ debug_size, ENOEXEC, "its symbol table has .* bytes of entries" },
	{ debug_entsize, ENOEXEC, "its symbol table has .* entries of 23" },
	{ debug_link, ENOEXEC, "symbol names: section index 9999" },
	{ debug_name, ENOEXEC, "symbol 1 has its name at 16777215" },
	{ NULL, 0, NULL }
};

static const struct damage relocation_damages[] = {
	{ rela_type, ENOEXEC, "has type 99 \\(unknown\\)" },
	{ rela_symbol, ENOEXEC, "uses symbol 268435455" },
	{ rela_offset, ENOEXEC, "relocation at image\\+0x1.* lies outside" },
	{ rela_offset_huge, ENOEXEC, "relocation at .* lies outside" },
	{ rela_range, ENOEXEC, "relocation R_X86_64_32S .* out of its range" },
	{ rela_resolver, ENOEXEC, "the resolver at .* is not executable" },
	{ rela_symtab, ENOEXEC, "changes the symbol tables" },
	{ rela_before, ENOEXEC, "changes the symbol tables" },
	{ rela_itself, ENOEXEC, "changes the symbol tables" },
	{ NULL, 0, NULL }
};

static const struct damage set_damages[] = {
	{ metadata_outside, ENOEXEC, "metadata record points outside" },
	{ metadata_end, ENOEXEC, "metadata record points outside" },
	{ metadata_null, ENOEXEC, "metadata record points outside" },
	{ metadata_version, ENOEXEC, "metadata record has version 2, 1 is" },
	{ metadata_data, ENOEXEC, "metadata record points outside" },
	{ metadata_name, ENOEXEC, "metadata record points outside" },
	{ metadata_unended, ENOEXEC, "metadata record points outside" },
	{ sysinit_outside, ENOEXEC, "member 0 of set sysinit_set lies outside" },
	{ sysctl_outside, ENOEXEC, "member 0 of set sysctl_set lies outside" },
	{ set_long, ENOEXEC, "member .* of set sysinit_set lies outside" },
	{ NULL, 0, NULL }
};

/* An alignment of 0 is none; tests/sys/kern/elfmut.c has those that are wrong. */
static void rel_align0(void)
{
	Elf64_Shdr *sh = section(SHT_NULL);
	int i;

	for (i = 0; i < ehdr->e_shnum; i++)
		sh[i].sh_addralign = 0;
}
static const struct damage rel_damages[] = {
	{ nothing, ENOMEM, "cannot be protected" },
	{ rel_align0, ENOMEM, "cannot be protected" },
	{ NULL, 0, NULL }
};

/* Nothing is executed before all is known to be there. */
static const struct damage ifunc_damages[] = {
	{ nothing, ENOMEM, "cannot be protected" },
	{ no_printf, ENOEXEC, "symbol ~rintf is undefined" },
	{ NULL, 0, NULL }
};
#define	ifunc_dyn_damages ifunc_damages

static void
begin(const char *path)
{

	core_init();
	core_never_run(1);
	host_hide_disk();
	read_good(path);
}

/* The file is refused, with a sentence, and has left nothing behind. */
static int
refused(void)
{
	struct core_state after, before;
	int error;

	core_state(&before);
	error = core_load(PATH, NULL);
	ATF_REQUIRE(error != 0);
	snprintf(sentence, sizeof(sentence), "%s", core_error());
	core_state(&after);
	ATF_CHECK(memcmp(&before, &after, sizeof(before)) == 0);
	return (error);
}

static void
check_damages(const char *path, const struct damage *d)
{
	regex_t re;
	int i;

	begin(path);
	for (i = 0; d[i].apply != NULL; i++) {
		memcpy(image, good, size);
		d[i].apply();
		host_show(PATH, image, size);
		ATF_CHECK_EQ_MSG(refused(), d[i].error, "%d", i);
		ATF_REQUIRE(regcomp(&re, d[i].sentence, REG_EXTENDED) == 0);
		ATF_CHECK_MSG(regexec(&re, sentence, 0, NULL, 0) == 0,
		    "\"%s\" is not said, but \"%s\"", d[i].sentence,
		    sentence);
		regfree(&re);
	}
}

#define	DYN	OBJTOP "/tests/sys/kern/dyn/hello/hello.ko"
#define	SYSV	OBJTOP "/tests/host/hello_sysv.ko"
#define	IFUNC	OBJTOP "/tests/sys/kern/modules/ifunc/ifunc.ko"
#define	IFUNC_DYN OBJTOP "/tests/sys/kern/dyn/ifunc/ifunc.ko"
#define	REL	OBJTOP "/share/examples/kld/hello/hello.ko"

#define	DAMAGE_TEST(name, path)						\
	ATF_TC_WITHOUT_HEAD(name);					\
	ATF_TC_BODY(name, tc)						\
	{								\
									\
		check_damages(path, name##_damages);			\
	}
DAMAGE_TEST(segment, DYN)
DAMAGE_TEST(dynamic, DYN)
DAMAGE_TEST(gnu, DYN)
DAMAGE_TEST(sysv, SYSV)
DAMAGE_TEST(symbol, DYN)
DAMAGE_TEST(section, DYN)
DAMAGE_TEST(relocation, DYN)
DAMAGE_TEST(set, DYN)
DAMAGE_TEST(rel, REL)
DAMAGE_TEST(ifunc, IFUNC)
DAMAGE_TEST(ifunc_dyn, IFUNC_DYN)

/*
 * Bytes that were checked are not read again.  Those at the start of the file
 * are: the kind of file is told by them before its class checks them, and they
 * are part of a shared object's first segment, where nobody looks at them.
 */
static size_t
headers(void)
{

	return (sizeof(*ehdr) + ehdr->e_phnum * sizeof(Elf64_Phdr));
}

static void
check_once(void)
{
	size_t i;

	host_show(PATH, image, size);
	host_watch(count, size, 0);
	ATF_REQUIRE(core_load(PATH, NULL) == ENOMEM);
	for (i = headers(); i < size; i++)
		ATF_REQUIRE_MSG(count[i] <= 1, "byte %zu is read %d times", i,
		    count[i]);
}

ATF_TC_WITHOUT_HEAD(once);
ATF_TC_BODY(once, tc)
{

	begin(REL);
	check_once();
	size = LARGE;
	check_once();
}

ATF_TC_WITHOUT_HEAD(once_dyn);
ATF_TC_BODY(once_dyn, tc)
{

	begin(DYN);
	check_once();
	size = LARGE;
	check_once();
}

/* What is read again comes back different: nobody has relied on it. */
static void
check_changes(const char *path)
{
	static const unsigned char values[] = { 0, 1, 0x7f, 0xff };
	size_t at, i;

	begin(path);
	size = LARGE;
	host_show(PATH, image, size);
	for (at = 0; at < headers(); at++) {
		for (i = 0; i < sizeof(values); i++) {
			host_watch(count, at, values[i]);
			(void)refused();
			ATF_CHECK(sentence[0] != '\0');
		}
	}
}

ATF_TC_WITHOUT_HEAD(change);
ATF_TC_BODY(change, tc)
{

	check_changes(REL);
}

ATF_TC_WITHOUT_HEAD(change_dyn);
ATF_TC_BODY(change_dyn, tc)
{

	check_changes(DYN);
}

/* The file is truncated to less than end bytes when it is first read. */
static void
check_shrinks(size_t end)
{
	size_t i;

	host_show(PATH, image, size);
	for (i = 0; i < end; i += 5) {
		host_shrink(i);
		ATF_CHECK_EQ(refused(), ENOEXEC);
		ATF_CHECK_MSG(strstr(sentence,
		    "file.ko: was changed while it was read") != NULL, "%zu: %s", i,
		    sentence);
	}
}

ATF_TC_WITHOUT_HEAD(shrink);
ATF_TC_BODY(shrink, tc)
{
	size_t end;

	begin(REL);
	end = size;
	check_shrinks(end);
	size = LARGE;
	check_shrinks(end);
}

ATF_TC_WITHOUT_HEAD(shrink_dyn);
ATF_TC_BODY(shrink_dyn, tc)
{
	size_t end;

	begin(DYN);
	end = size;
	check_shrinks(end);
	size = LARGE;
	check_shrinks(end);
}

/* However much of the end is missing, it is missed. */
static void
check_truncations(const char *path)
{
	size_t i;

	begin(path);
	for (i = 0; i < size; i++) {
		host_show(PATH, image, i);
		ATF_CHECK_EQ(refused(), ENOEXEC);
		ATF_CHECK_MSG(strstr(sentence, "truncated") != NULL ||
		    i < sizeof(*ehdr), "%zu: %s", i, sentence);
	}
}

ATF_TC_WITHOUT_HEAD(truncate);
ATF_TC_BODY(truncate, tc)
{

	check_truncations(REL);
}

ATF_TC_WITHOUT_HEAD(truncate_dyn);
ATF_TC_BODY(truncate_dyn, tc)
{

	check_truncations(DYN);
}

ATF_TP_ADD_TCS(tp)
{

	ATF_TP_ADD_TC(tp, segment);
	ATF_TP_ADD_TC(tp, dynamic);
	ATF_TP_ADD_TC(tp, gnu);
	ATF_TP_ADD_TC(tp, sysv);
	ATF_TP_ADD_TC(tp, symbol);
	ATF_TP_ADD_TC(tp, section);
	ATF_TP_ADD_TC(tp, relocation);
	ATF_TP_ADD_TC(tp, set);
	ATF_TP_ADD_TC(tp, rel);
	ATF_TP_ADD_TC(tp, ifunc);
	ATF_TP_ADD_TC(tp, ifunc_dyn);
	ATF_TP_ADD_TC(tp, once);
	ATF_TP_ADD_TC(tp, once_dyn);
	ATF_TP_ADD_TC(tp, change);
	ATF_TP_ADD_TC(tp, change_dyn);
	ATF_TP_ADD_TC(tp, truncate);
	ATF_TP_ADD_TC(tp, truncate_dyn);
	ATF_TP_ADD_TC(tp, shrink);
	ATF_TP_ADD_TC(tp, shrink_dyn);
	return (atf_no_error());
}
