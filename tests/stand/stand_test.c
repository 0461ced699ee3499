/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The boot loader's common code on the host, under AddressSanitizer and
 * UBSan: parsers, file placement and the metadata, with good and bad input.
 */
#include "stand.h"
#include <sys/elf64.h>
#include <sys/param.h>
#undef MAXPATHLEN		/* the host's; the kernel's is part of its ABI */
#define	MAXPATHLEN	1024
#include <sys/linker.h>

#include <atf-c.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define	KERNEL_PA	0x200000
#define	AREA_SIZE	(1024 * 1024)
#define	BLOCK		512

/* The loader never gives memory back, so leaks mean nothing here. */
const char *__asan_default_options(void);
const char *
__asan_default_options(void)
{
	return ("detect_leaks=0");
}

/* What the boot method supplies. */
static char output[65536];
static size_t outlen;
static jmp_buf leave;
static struct archive archive;

void
stand_putc(int c)
{
	if (outlen < sizeof(output) - 1) {
		output[outlen++] = (char)c;
		output[outlen] = '\0';
	}
}

void *
stand_alloc(size_t size)
{
	void *p;

	p = calloc(1, size == 0 ? 1 : size);
	if (p == NULL)
		abort();
	return (p);
}

bool
stand_open(const char *path, struct file *file)
{
	const struct archive_member *m;

	m = archive_find(&archive, path);
	if (m == NULL)
		return (false);
	file->path = path;
	file->data = m->data;
	file->size = m->size;
	return (true);
}

void
stand_exit(void)
{
	longjmp(leave, 1);
}

/* A copy of exactly the size, so that a byte too far is noticed. */
static struct file
make_file(const char *path, const void *data, size_t size)
{
	uint8_t *copy;

	copy = malloc(size == 0 ? 1 : size);
	if (size > 0)
		memcpy(copy, data, size);
	outlen = 0;
	output[0] = '\0';
	return ((struct file){ path, copy, size });
}

/* What a person types; without more of it there is no console. */
static const char *keys = "";

int
stand_getc(unsigned ms)
{
	(void)ms;
	return (*keys == '\0' ? -1 : (unsigned char)*keys++);
}

void
stand_list(const char *dir, struct dir_sort *sort)
{
	archive_list(&archive, dir, sort);
}

static struct env
parse(const char *text, size_t len)
{
	struct boot *b;
	struct file f;

	b = calloc(1, sizeof(*b));
	f = make_file("conf", text, len);
	(void)conf_parse_file(b, &f);
	free((void *)f.data);
	return (b->env);
}

#define	CHECK_VAR(env, name, expected)	do {				\
	const char *got = env_get(env, name);				\
	ATF_REQUIRE_MSG(got != NULL, "%s is not set", name);		\
	ATF_CHECK_STREQ(expected, got);					\
} while (0)

ATF_TC_WITHOUT_HEAD(conf_good);
ATF_TC_BODY(conf_good, tc)
{
	static const char text[] =
	    "# a comment\n"
	    "\n"
	    "plain=word\n"
	    "  quoted = \"two words\"\t# comment\n"
	    "escaped=\"a \\\"b\\\" \\\\c\"\r\n"
	    "empty=\"\"\n"
	    "path=/boot/kernel;/boot/modules#comment\n"
	    "hint.uart.0.irq=\"4\"\n"
	    "plain=again\n"
	    "last=\"no newline\"";
	struct env env;

	env = parse(text, sizeof(text) - 1);
	ATF_CHECK_STREQ("", output);
	CHECK_VAR(&env, "plain", "again");
	CHECK_VAR(&env, "quoted", "two words");
	CHECK_VAR(&env, "escaped", "a \"b\" \\c");
	CHECK_VAR(&env, "empty", "");
	CHECK_VAR(&env, "path", "/boot/kernel;/boot/modules");
	CHECK_VAR(&env, "hint.uart.0.irq", "4");
	CHECK_VAR(&env, "last", "no newline");
	ATF_CHECK(env_get(&env, "other") == NULL);
	ATF_CHECK_STREQ("plain", env.first->name);
	ATF_CHECK_STREQ("last", env.last->name);
}

ATF_TC_WITHOUT_HEAD(conf_bad);
ATF_TC_BODY(conf_bad, tc)
{
	static const struct {
		const char *text;
		size_t len;
		const char *message;
	} cases[] = {
#define	CASE(text, message) { text, sizeof(text) - 1, message }
		CASE("a b=1\nok=1", "conf:1:3: '=' is expected here"),
		CASE("\n =1\nok=1", "conf:2:2: a variable's name"),
		CASE("a=\nok=1", "conf:1:3: a value is expected"),
		CASE("a=\"b\nok=1", "conf:1:3: the quote that opens here"),
		CASE("a=\"b\\\nok=1", "conf:1:3: the quote that opens here"),
		CASE("ok=1\na=\"b\\", "conf:2:3: the quote that opens here"),
		CASE("ok=1\na=\"b", "conf:2:3: the quote that opens here"),
		CASE("a=b c\nok=1", "conf:1:5: only a comment"),
		CASE("a=\"b\" c\nok=1", "conf:1:7: only a comment"),
		CASE("a\0=b\nok=1", "conf:1:2: '=' is expected"),
		CASE("a=b\0\nok=1", "conf:1:4: only a comment"),
		CASE("a=\"b\0\"\nok=1", "conf:1:5: a control character"),
		CASE("\0\nok=1", "conf:1:1: a variable's name"),
	};
	struct env env;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		env = parse(cases[i].text, cases[i].len);
		ATF_CHECK_MSG(strstr(output, cases[i].message) != NULL,
		    "case %zu: \"%s\" is not in \"%s\"", i, cases[i].message,
		    output);
		CHECK_VAR(&env, "ok", "1");
		ATF_CHECK(env_get(&env, "a") == NULL);
	}
}

ATF_TC_WITHOUT_HEAD(conf_long);
ATF_TC_BODY(conf_long, tc)
{
	const size_t len = 1024 * 1024;
	struct env env;
	char *text;

	text = malloc(len);
	memset(text, 'x', len);
	memcpy(text, "a=\"", 3);
	env = parse(text, len);
	ATF_CHECK(strstr(output, "conf:1:3: the quote") != NULL);
	text[len - 1] = '"';
	env = parse(text, len);
	ATF_CHECK_STREQ("", output);
	ATF_REQUIRE(env_get(&env, "a") != NULL);
	ATF_CHECK_EQ(len - 4, strlen(env_get(&env, "a")));
}

ATF_TC_WITHOUT_HEAD(conf_words);
ATF_TC_BODY(conf_words, tc)
{
	struct boot *b = calloc(1, sizeof(*b));

	outlen = 0;
	ATF_CHECK_EQ(0, conf_parse_words(b, "words",
	    "  a=1 b=\"x y\"   c=\"\" a=2 "));
	CHECK_VAR(&b->env, "a", "2");
	CHECK_VAR(&b->env, "b", "x y");
	CHECK_VAR(&b->env, "c", "");
	ATF_CHECK_EQ(3, conf_parse_words(b, "words",
	    "junk d=1 e=\"1\"f g=\"open"));
	CHECK_VAR(&b->env, "d", "1");
	ATF_CHECK(env_get(&b->env, "e") == NULL);
	ATF_CHECK(env_get(&b->env, "g") == NULL);
	ATF_CHECK(strstr(output, "words:1:5: '='") != NULL);
	ATF_CHECK_EQ(0, conf_parse_words(b, "words", ""));
	ATF_CHECK_EQ(1, conf_parse_words(b, "words", "\n"));
}

ATF_TC_WITHOUT_HEAD(conf_expand);
ATF_TC_BODY(conf_expand, tc)
{
	static const char good[] =
	    "a=\"1\"\nb=\"x${a}y$a.z\"\nc=$b\nd=\\$a\ne=\"\\${a}\"\n"
	    "f=[$none]\nmodule.path=p\ng=${module.path}\nh=\"$\"";
	static const char bad[] =
	    "a=${b\nb=\"x ${b c}\"\nc=1\nd=\"${\"";
	struct env env;

	env = parse(good, sizeof(good) - 1);
	ATF_CHECK_STREQ("", output);
	CHECK_VAR(&env, "b", "x1y1.z");
	CHECK_VAR(&env, "c", "x1y1.z");
	CHECK_VAR(&env, "d", "$a");
	CHECK_VAR(&env, "e", "${a}");
	CHECK_VAR(&env, "f", "[]");
	CHECK_VAR(&env, "g", "p");
	CHECK_VAR(&env, "h", "$");
	env = parse(bad, sizeof(bad) - 1);
	ATF_CHECK(strstr(output, "conf:1:3: a variable's name") != NULL);
	ATF_CHECK(strstr(output, "conf:2:6: a variable's name") != NULL);
	ATF_CHECK(strstr(output, "conf:4:4: a variable's name") != NULL);
	CHECK_VAR(&env, "c", "1");
}

/* A value that doubles itself comes to an end. */
ATF_TC_WITHOUT_HEAD(conf_doubling);
ATF_TC_BODY(conf_doubling, tc)
{
	char text[16 + 40 * 8];
	struct env env;
	size_t len;
	int i;

	len = (size_t)sprintf(text, "a=0123456789\n");
	for (i = 0; i < 40; i++)
		len += (size_t)sprintf(text + len, "a=$a$a\n");
	env = parse(text, len);
	ATF_CHECK(strstr(output, "conf:19:3: this value is longer") != NULL);
	ATF_CHECK_EQ(10 << 16, strlen(env_get(&env, "a")));
}

ATF_TC_WITHOUT_HEAD(env_image);
ATF_TC_BODY(env_image, tc)
{
	static const char expected[] = "a=1\0b=\0";
	struct env env;
	char *image;

	memset(&env, 0, sizeof(env));
	ATF_CHECK_EQ(1, env_image_size(&env));
	env_set(&env, "a", "0");
	env_set(&env, "b", "");
	env_set(&env, "a", "1");
	ATF_REQUIRE_EQ(sizeof(expected), env_image_size(&env));
	image = malloc(sizeof(expected));
	env_image_write(&env, image);
	ATF_CHECK_EQ(0, memcmp(image, expected, sizeof(expected)));
}

/* Append a member to an archive of at most 64 blocks. */
static size_t
tar_add(uint8_t *tar, size_t off, const char *name, char type,
    const void *data, size_t size)
{
	unsigned i, sum;
	uint8_t *h = tar + off;

	memset(h, 0, BLOCK);
	memcpy(h, name, strlen(name));
	snprintf((char *)h + 124, 12, "%011zo", size);
	memset(h + 148, ' ', 8);
	h[156] = (uint8_t)type;
	memcpy(h + 257, "ustar\00000", 8);
	for (sum = i = 0; i < BLOCK; i++)
		sum += h[i];
	snprintf((char *)h + 148, 8, "%06o", sum);
	off += BLOCK;
	memset(tar + off, 0, (size + BLOCK - 1) / BLOCK * BLOCK);
	if (size > 0)
		memcpy(tar + off, data, size);
	return (off + (size + BLOCK - 1) / BLOCK * BLOCK);
}

static bool
index_tar(const uint8_t *tar, size_t size)
{
	struct file f;

	memset(&archive, 0, sizeof(archive));
	f = make_file("tar", tar, size);
	return (archive_index(&archive, f.data, f.size));
}

ATF_TC_WITHOUT_HEAD(ustar);
ATF_TC_BODY(ustar, tc)
{
	static uint8_t tar[64 * BLOCK];
	struct file f;
	size_t off, first;

	off = tar_add(tar, 0, "./boot/", '5', NULL, 0);
	off = tar_add(tar, off, "boot/a", '0', "old", 3);
	off = tar_add(tar, off, "boot/link", '2', NULL, 0);
	off = tar_add(tar, off, "paxheader", 'x', "boot/x", 6);
	off = tar_add(tar, off, "etc/passwd", '0', "root", 4);
	off = tar_add(tar, off, "./boot/b", '0', NULL, 0);
	first = off;
	memset(tar + off, 0, 2 * BLOCK);
	off = tar_add(tar, off + 2 * BLOCK, "boot/a", '0', "newer", 5);
	ATF_CHECK(index_tar(tar, off));
	ATF_REQUIRE(stand_open("/boot/a", &f));
	ATF_CHECK_EQ(5, f.size);
	ATF_CHECK_EQ(0, memcmp(f.data, "newer", 5));
	ATF_REQUIRE(stand_open("/boot/b", &f));
	ATF_CHECK_EQ(0, f.size);
	ATF_CHECK(!stand_open("/boot/link", &f));
	ATF_CHECK(!stand_open("/etc/passwd", &f));

	/* Only the first archive; a tail shorter than a block. */
	ATF_CHECK(index_tar(tar, first + 100));
	ATF_REQUIRE(stand_open("/boot/a", &f));
	ATF_CHECK_EQ(3, f.size);

	/* Cut within a file. */
	ATF_CHECK(!index_tar(tar, 2 * BLOCK + 2));
	ATF_CHECK(strstr(output, "offset 512") != NULL);
	ATF_CHECK(!stand_open("/boot/a", &f));

	/* A damaged header, behind a good file. */
	tar[3 * BLOCK + 5] ^= 1;
	ATF_CHECK(!index_tar(tar, off));
	ATF_CHECK(strstr(output, "offset 1536 is damaged") != NULL);
	ATF_CHECK(stand_open("/boot/a", &f));
	ATF_CHECK(index_tar(tar, 0));
}

ATF_TC_WITHOUT_HEAD(area);
ATF_TC_BODY(area, tc)
{
	static uint8_t memory[4096];
	struct area a = { memory, 0x1008, sizeof(memory), 0 };

	ATF_CHECK_EQ(memory, area_take(&a, 1, 8));
	ATF_CHECK_EQ(memory + 8, area_take(&a, 1, 8));
	ATF_CHECK_EQ(memory + 0xff8, area_take(&a, 0, 4096));
	ATF_CHECK_EQ(0x2000, area_pa(&a, memory + 0xff8));
	ATF_CHECK_EQ(NULL, area_take(&a, 9, 1));
	ATF_CHECK_EQ(NULL, area_take(&a, UINT64_MAX, 8));
	ATF_CHECK_EQ(memory + 0xff8, area_take(&a, 8, 1));

	a.used = 0x100;
	ATF_CHECK_EQ(NULL, area_take_at(&a, 0x1007, 1));
	ATF_CHECK_EQ(NULL, area_take_at(&a, 0x1107, 1));
	ATF_CHECK_EQ(NULL, area_take_at(&a, 0x1200, UINT64_MAX));
	ATF_CHECK_EQ(NULL, area_take_at(&a, UINT64_MAX, 1));
	ATF_CHECK_EQ(memory + 0x100, area_take_at(&a, 0x1108, 1));
}

/* A kernel: one segment with 16 bytes and 16 more of zeros, two symbols. */
struct image {
	Elf64_Ehdr	eh;
	Elf64_Phdr	ph;
	Elf64_Shdr	sh[4];
	Elf64_Sym	sym[2];
	uint8_t		text[16];
	char		str[6];
};

static struct image
make_image(uint16_t type)
{
	struct image m;

	memset(&m, 0, sizeof(m));
	memcpy(m.eh.e_ident, ELFMAG, SELFMAG);
	m.eh.e_ident[EI_CLASS] = ELFCLASS64;
	m.eh.e_ident[EI_DATA] = ELFDATA2LSB;
	m.eh.e_ident[EI_VERSION] = EV_CURRENT;
	m.eh.e_version = EV_CURRENT;
	m.eh.e_type = type;
	m.eh.e_machine = EM_X86_64;
	m.eh.e_entry = 0xffffffff80200004;
	m.eh.e_phoff = offsetof(struct image, ph);
	m.eh.e_phentsize = sizeof(m.ph);
	m.eh.e_phnum = 1;
	m.eh.e_shoff = offsetof(struct image, sh);
	m.eh.e_shentsize = sizeof(m.sh[0]);
	m.eh.e_shnum = 4;
	m.ph = (Elf64_Phdr){ PT_LOAD, PF_R | PF_X,
	    offsetof(struct image, text), 0xffffffff80200000, KERNEL_PA,
	    sizeof(m.text), 32, 4096 };
	memset(m.text, 0xaa, sizeof(m.text));
	memcpy(m.str, "\0main", 6);
	m.sh[1].sh_type = SHT_SYMTAB;
	m.sh[1].sh_offset = offsetof(struct image, sym);
	m.sh[1].sh_size = sizeof(m.sym);
	m.sh[1].sh_link = 2;
	m.sh[1].sh_addralign = 8;
	m.sh[2].sh_type = SHT_STRTAB;
	m.sh[2].sh_offset = offsetof(struct image, str);
	m.sh[2].sh_size = sizeof(m.str);
	m.sh[2].sh_addralign = 1;
	m.sh[3].sh_type = SHT_NOBITS;
	m.sh[3].sh_offset = UINT64_MAX;
	m.sh[3].sh_size = 4096;
	m.sym[1].st_name = 1;
	return (m);
}

static struct boot *
new_boot(void)
{
	struct boot *b;

	b = calloc(1, sizeof(*b));
	b->area.base = malloc(AREA_SIZE);
	memset(b->area.base, 0x55, AREA_SIZE);
	b->area.pa = KERNEL_PA;
	b->area.size = AREA_SIZE;
	return (b);
}

static const void *
find_metadata(const struct preload *f, uint32_t type)
{
	const struct metadata *md;

	for (md = f->metadata; md != NULL; md = md->next)
		if (md->type == type)
			return (md->data);
	atf_tc_fail("metadata %#x is missing", type);
}

ATF_TC_WITHOUT_HEAD(kernel);
ATF_TC_BODY(kernel, tc)
{
	const uint64_t *ssym, *esym;
	const uint8_t *p;
	struct image m = make_image(ET_EXEC);
	struct boot *b = new_boot();
	struct file f = make_file("/boot/kernel/kernel", &m, sizeof(m));

	ATF_REQUIRE_EQ(NULL, elf_load_kernel(b, &f));
	ATF_CHECK_STREQ("elf kernel", b->kernel->type);
	ATF_CHECK_EQ(KERNEL_PA, b->kernel->addr);
	ATF_CHECK_EQ(32, b->kernel->size);
	ATF_CHECK_EQ(m.eh.e_entry, b->entry);
	p = b->area.base;
	ATF_CHECK(p[0] == 0xaa && p[15] == 0xaa && p[16] == 0 && p[31] == 0);

	ssym = find_metadata(b->kernel, MODINFOMD_SSYM);
	esym = find_metadata(b->kernel, MODINFOMD_ESYM);
	ATF_CHECK_EQ(KERNEL_PA + 32, *ssym);
	ATF_CHECK_EQ(sizeof(m.sym), *(const uint64_t *)(p + 32));
	ATF_CHECK_EQ(0, memcmp(p + 40, m.sym, sizeof(m.sym)));
	ATF_CHECK_EQ(sizeof(m.str), *(const uint64_t *)(p + 88));
	ATF_CHECK_EQ(0, memcmp(p + 96, m.str, sizeof(m.str)));
	ATF_CHECK_EQ(KERNEL_PA + 104, *esym);
}

#define	REFUSED(load, change, sentence) do {				\
	struct image m = good;						\
	struct boot *b = new_boot();					\
	struct file f;							\
	const char *error;						\
	change;								\
	f = make_file("file", &m, sizeof(m));				\
	error = load(b, &f);						\
	ATF_CHECK_MSG(error != NULL && strstr(error, sentence) != NULL,	\
	    "%s: %s", #change, error == NULL ? "accepted" : error);	\
} while (0)

ATF_TC_WITHOUT_HEAD(kernel_bad);
ATF_TC_BODY(kernel_bad, tc)
{
	const struct image good = make_image(ET_EXEC);

	REFUSED(elf_load_kernel, m.eh.e_ident[0] = 0, "not an ELF");
	REFUSED(elf_load_kernel, m.eh.e_ident[EI_CLASS] = 1, "64-bit");
	REFUSED(elf_load_kernel, m.eh.e_ident[EI_DATA] = 2, "little-endian");
	REFUSED(elf_load_kernel, m.eh.e_version = 2, "version");
	REFUSED(elf_load_kernel, m.eh.e_machine = EM_386, "amd64");
	REFUSED(elf_load_kernel, m.eh.e_type = ET_REL, "executable");
	REFUSED(elf_load_kernel, m.eh.e_phoff = UINT64_MAX, "beyond");
	REFUSED(elf_load_kernel, m.eh.e_phnum = 65535, "beyond");
	REFUSED(elf_load_kernel, m.eh.e_phentsize = 1, "unknown size");
	REFUSED(elf_load_kernel, m.eh.e_phnum = 0, "entry point");
	REFUSED(elf_load_kernel, m.eh.e_entry += 16, "entry point");
	REFUSED(elf_load_kernel, m.ph.p_offset = UINT64_MAX, "beyond");
	REFUSED(elf_load_kernel, m.ph.p_filesz = UINT64_MAX, "beyond");
	REFUSED(elf_load_kernel, m.ph.p_memsz = 1, "larger");
	REFUSED(elf_load_kernel, m.ph.p_memsz = UINT64_MAX, "memory");
	REFUSED(elf_load_kernel, m.ph.p_memsz = AREA_SIZE + 1, "memory");
	REFUSED(elf_load_kernel, m.ph.p_paddr = 0x1000, "memory");
	REFUSED(elf_load_kernel, m.ph.p_paddr = UINT64_MAX, "memory");
	REFUSED(elf_load_kernel, m.eh.e_shnum = 0, "no section");
	REFUSED(elf_load_kernel, m.eh.e_shoff = sizeof(m), "beyond");
	REFUSED(elf_load_kernel, m.eh.e_shoff = UINT64_MAX, "beyond");
	REFUSED(elf_load_kernel, m.eh.e_shentsize = 0, "unknown size");
	REFUSED(elf_load_kernel, m.sh[1].sh_type = 0, "no symbol");
	REFUSED(elf_load_kernel, m.sh[1].sh_link = 4, "no symbol");
	REFUSED(elf_load_kernel, m.sh[1].sh_size = UINT64_MAX, "beyond");
	REFUSED(elf_load_kernel, m.sh[2].sh_offset = UINT64_MAX, "beyond");
	REFUSED(elf_load_kernel, m.ph.p_memsz = AREA_SIZE - 8, "symbols do");
}

ATF_TC_WITHOUT_HEAD(module);
ATF_TC_BODY(module, tc)
{
	struct image m = make_image(ET_REL);
	struct boot *b = new_boot();
	struct file f = make_file("/boot/modules/foo.ko", &m, sizeof(m));
	const Elf64_Shdr *sh;
	struct preload *p;

	b->area.used = 1;
	ATF_REQUIRE_EQ(NULL, elf_load_module(b, &f));
	p = b->files.first;
	ATF_CHECK_STREQ("/boot/modules/foo.ko", p->name);
	ATF_CHECK_STREQ("elf obj module", p->type);
	ATF_CHECK_EQ(KERNEL_PA + 4096, p->addr);
	ATF_CHECK_EQ(sizeof(m), p->size);
	ATF_CHECK_EQ(0, memcmp(b->area.base + 4096, &m, sizeof(m)));
	ATF_CHECK_EQ(0, memcmp(find_metadata(p, MODINFOMD_ELFHDR), &m.eh,
	    sizeof(m.eh)));
	sh = find_metadata(p, MODINFOMD_SHDR);
	ATF_CHECK_EQ(0, sh[0].sh_addr);
	ATF_CHECK_EQ(p->addr + m.sh[1].sh_offset, sh[1].sh_addr);
	ATF_CHECK_EQ(p->addr + m.sh[2].sh_offset, sh[2].sh_addr);
	ATF_CHECK_EQ(0, sh[3].sh_addr);

	m = make_image(ET_DYN);
	f = make_file("/boot/modules/dyn.ko", &m, sizeof(m));
	ATF_REQUIRE_EQ(NULL, elf_load_module(b, &f));
	ATF_CHECK_STREQ("elf module", p->next->type);
}

ATF_TC_WITHOUT_HEAD(module_bad);
ATF_TC_BODY(module_bad, tc)
{
	const struct image good = make_image(ET_REL);

	REFUSED(elf_load_module, m.eh.e_ident[1] = 0, "not an ELF");
	REFUSED(elf_load_module, m.eh.e_type = ET_EXEC, "module");
	REFUSED(elf_load_module, m.eh.e_shnum = 0, "no section");
	REFUSED(elf_load_module, m.eh.e_shoff = UINT64_MAX - 63, "beyond");
	REFUSED(elf_load_module, m.sh[1].sh_offset = sizeof(m), "beyond");
	REFUSED(elf_load_module, m.sh[1].sh_size = UINT64_MAX, "beyond");
	REFUSED(elf_load_module, m.sh[1].sh_offset++, "aligned");
	REFUSED(elf_load_module, m.sh[1].sh_addralign = 3, "aligned");
	REFUSED(elf_load_module, b->area.size = 64, "fit");
}

/* Every way of cutting a file short, and many of damaging it. */
ATF_TC_WITHOUT_HEAD(damage);
ATF_TC_BODY(damage, tc)
{
	static const uint16_t types[] = { ET_EXEC, ET_REL, ET_DYN };
	struct image m;
	struct boot *b = new_boot();
	struct file f;
	unsigned i, n, seed = 1;
	size_t len;

	for (i = 0; i < 3; i++) {
		for (n = 0; n < 20000; n++) {
			m = make_image(types[i]);
			len = n < sizeof(m) ? n : sizeof(m);
			if (n >= sizeof(m)) {
				seed = seed * 1103515245 + 12345;
				((uint8_t *)&m)[(seed >> 8) % sizeof(m)] =
				    (uint8_t)(seed >> 24);
				seed = seed * 1103515245 + 12345;
				((uint8_t *)&m)[(seed >> 8) % sizeof(m)] ^=
				    (uint8_t)(seed >> 24);
			}
			f = make_file("file", &m, len);
			b->area.used = 0;
			(void)elf_load_kernel(b, &f);
			b->area.used = 0;
			(void)elf_load_module(b, &f);
			free((void *)f.data);
		}
	}
}

static const uint8_t *
next_record(const uint8_t *p, uint32_t type, uint32_t *size)
{
	uint32_t head[2];

	memcpy(head, p, sizeof(head));
	ATF_REQUIRE_EQ_MSG(type, head[0], "record %#x instead of %#x",
	    head[0], type);
	*size = head[1];
	return (p + 8);
}

ATF_TC_WITHOUT_HEAD(boot);
ATF_TC_BODY(boot, tc)
{
	static const char conf[] = "foo_load=\"YES\"\nbar_load=yes\n"
	    "bar_name=/boot/blob\nbar_type=md_image\ngone_load=YES\n"
	    "not_load=NO\nbad_load=YES\nboot_verbose=YES\nx=1\n"
	    "again_load=YES\nagain_name=foo.ko";
	static uint8_t tar[64 * BLOCK];
	struct image m = make_image(ET_EXEC), mod = make_image(ET_REL);
	struct boot *b = new_boot();
	const uint8_t *p;
	uint32_t howto, size;
	size_t off;

	off = tar_add(tar, 0, "boot/kernel/kernel", '0', &m, sizeof(m));
	off = tar_add(tar, off, "boot/loader.conf", '0', conf,
	    sizeof(conf) - 1);
	off = tar_add(tar, off, "boot/modules/foo.ko", '0', &mod, sizeof(mod));
	off = tar_add(tar, off, "boot/modules/bad.ko", '0', "bad", 3);
	off = tar_add(tar, off, "boot/blob", '0', "blob", 4);
	ATF_REQUIRE(index_tar(tar, off));
	if (setjmp(leave) != 0)
		atf_tc_fail("left: %s", output);
	boot_load(b, "x=2 kern.y=\"a b\"");
	boot_finish(b);
	ATF_CHECK_STREQ("loader: gone: no such module in "
	    "/boot/kernel;/boot/modules\n"
	    "loader: /boot/modules/bad.ko: not an ELF file\n", output);
	CHECK_VAR(&b->env, "x", "2");
	CHECK_VAR(&b->env, "kern.y", "a b");
	CHECK_VAR(&b->env, "kernelname", "/boot/kernel/kernel");

	ATF_CHECK_EQ(0, b->kernend % 4096);
	ATF_CHECK(b->kernend >= KERNEL_PA + b->area.used);
	memcpy(&howto, find_metadata(b->kernel, MODINFOMD_HOWTO), 4);
	ATF_CHECK_EQ(0x800, howto);
	p = b->area.base + (b->modulep - KERNEL_PA);
	p = next_record(p, MODINFO_NAME, &size);
	ATF_CHECK_STREQ("/boot/kernel/kernel", (const char *)p);
	p = next_record(p + (size + 7) / 8 * 8, MODINFO_TYPE, &size);
	ATF_CHECK_STREQ("elf kernel", (const char *)p);
	p = next_record(p + (size + 7) / 8 * 8, MODINFO_ADDR, &size);
	ATF_CHECK_EQ(8, size);
	ATF_CHECK_STREQ("/boot/modules/foo.ko", b->kernel->next->name);
	ATF_CHECK_STREQ("md_image", b->kernel->next->next->type);
	ATF_CHECK_EQ(NULL, b->kernel->next->next->next);
}

ATF_TC_WITHOUT_HEAD(config_files);
ATF_TC_BODY(config_files, tc)
{
	static const struct {
		const char *name, *text;
	} files[] = {
		{ "boot/defaults/loader.conf", "o=0\n"
		    "loader_conf_files=\"/boot/device.hints /boot/more\"" },
		{ "boot/device.hints", "o=${o}1" },
		{ "boot/more", "o=${o}2\n"
		    "loader_conf_files=\"/boot/more /boot/again /none\"" },
		{ "boot/again", "o=${o}3\nloader_conf_files=/boot/more" },
		{ "boot/loader.conf", "o=${o}4\nexec=\"set p=$o\"" },
		{ "boot/loader.conf.d/b.conf", "o=${o}6" },
		{ "boot/loader.conf.d/a.conf", "o=${o}5\nmodule_path=/m" },
		{ "boot/loader.conf.d/c.txt", "o=${o}x" },
		{ "boot/loader.conf.d/sub/a.conf", "o=${o}x" },
		{ "boot/loader.conf.local", "o=${o}7\nexec=junk" },
	};
	static uint8_t tar[64 * BLOCK];
	struct boot *b = new_boot();
	size_t i, off;

	for (i = off = 0; i < sizeof(files) / sizeof(files[0]); i++)
		off = tar_add(tar, off, files[i].name, '0', files[i].text,
		    strlen(files[i].text));
	ATF_REQUIRE(index_tar(tar, off));
	config_read(b, "q=$o");
	ATF_CHECK_STREQ("loader: junk: no such command, '?' lists them\n",
	    output);
	CHECK_VAR(&b->env, "o", "01234567");
	CHECK_VAR(&b->env, "p", "01234");
	CHECK_VAR(&b->env, "q", "01234567");
	ATF_CHECK(b->own_path);
}

ATF_TC_WITHOUT_HEAD(folder);
ATF_TC_BODY(folder, tc)
{
	static uint8_t tar[256 * BLOCK];
	char name[32];
	struct dir_entry *e;
	size_t off;
	int i, n;

	for (i = 0, off = 0; i < 100; i++) {
		sprintf(name, "boot/d%d/f%03d", i % 2, i * 37 % 100);
		off = tar_add(tar, off, name, '0', NULL, 0);
	}
	ATF_REQUIRE(index_tar(tar, off));
	e = dir_read("/boot/");
	ATF_REQUIRE(e != NULL && e->next != NULL && e->next->next == NULL);
	ATF_CHECK(e->folder && strcmp(e->name, "d0") == 0);
	ATF_CHECK_STREQ("d1", e->next->name);
	for (n = 0, e = dir_read("/boot/d1"); e != NULL; e = e->next, n++)
		ATF_CHECK(!e->folder && (e->next == NULL ||
		    strcmp(e->name, e->next->name) < 0));
	ATF_CHECK_EQ(50, n);
	ATF_CHECK(dir_read("/boot/d") == NULL);
}

/* Append one linker.hints record; int32s stand on multiples of 4. */
static size_t
hint_add(uint8_t *p, size_t off, int type, const char *module, int version,
    const char *file)
{
	size_t start = off;
	int32_t head[2];

	off += sizeof(head);
	p[off++] = (uint8_t)strlen(module);
	memcpy(p + off, module, strlen(module));
	off += strlen(module);
	if (type == 3) {
		off = (off + 3) & ~(size_t)3;
		memcpy(p + off, &version, 4);
		off += 4;
	}
	p[off++] = (uint8_t)strlen(file);
	memcpy(p + off, file, strlen(file));
	off = (off + strlen(file) + 3) & ~(size_t)3;
	head[0] = (int32_t)(off - start - 4);
	head[1] = type;
	memcpy(p + start, head, sizeof(head));
	return (off);
}

static const char *
find_hint(const uint8_t *hints, size_t size, int min, int pref, int max)
{
	static uint8_t tar[64 * BLOCK];
	const struct modmeta wanted = { 1, "usb", min, pref, max, NULL };
	const char *name;

	ATF_REQUIRE(index_tar(tar, tar_add(tar, 0, "boot/m/linker.hints", '0',
	    hints, size)));
	name = hints_find(new_boot(), "/boot/m", "usb",
	    max == 0 ? NULL : &wanted);
	return (name == NULL ? "" : name);
}

ATF_TC_WITHOUT_HEAD(hints);
ATF_TC_BODY(hints, tc)
{
	uint8_t h[512] = { 1 };
	size_t i, size = 4;

	size = hint_add(h, size, 2, "usb", 0, "usb0.ko");
	size = hint_add(h, size, 3, "usb", 1, "usb1.ko");
	size = hint_add(h, size, 3, "usb", 3, "usb3.ko");
	size = hint_add(h, size, 3, "usb", 2, "usb2.ko");
	size = hint_add(h, size, 4, "usb", 0, "pnp");
	size = hint_add(h, size, 3, "other", 2, "other.ko");
	ATF_CHECK_STREQ("usb3.ko", find_hint(h, size, 0, 0, 0));
	ATF_CHECK_STREQ("usb2.ko", find_hint(h, size, 1, 2, 3));
	ATF_CHECK_STREQ("usb3.ko", find_hint(h, size, 1, 9, 9));
	ATF_CHECK_STREQ("usb1.ko", find_hint(h, size, 1, 1, 1));
	ATF_CHECK_STREQ("", find_hint(h, size, 4, 4, 9));
	ATF_CHECK_STREQ("", output);

	for (i = 1; i < size; i++)
		(void)find_hint(h, i, 1, 2, 3);
	for (i = 0; i < size; i++) {
		h[i] ^= 0xff;
		(void)find_hint(h, size, 1, 2, 3);
		h[i] ^= 0xff;
	}
	ATF_CHECK_STREQ("", find_hint(h, 11, 1, 2, 3));
	ATF_CHECK(strstr(output,
	    "/boot/m/linker.hints: ignored: a record goes beyond") != NULL);
	h[0] = 2;
	ATF_CHECK_STREQ("", find_hint(h, size, 1, 2, 3));
	ATF_CHECK(strstr(output, "ignored: not of version 1") != NULL);
}

ATF_TC_WITHOUT_HEAD(commands);
ATF_TC_BODY(commands, tc)
{
	static uint8_t tar[64 * BLOCK];
	struct image m = make_image(ET_EXEC), mod = make_image(ET_REL);
	struct boot *b = new_boot();
	size_t off;

	off = tar_add(tar, 0, "boot/other/kernel", '0', &m, sizeof(m));
	off = tar_add(tar, off, "boot/modules/foo.ko", '0', &mod, sizeof(mod));
	off = tar_add(tar, off, "boot/text", '0', "one\n\ttwo\001", 9);
	ATF_REQUIRE(index_tar(tar, off));
	if (setjmp(leave) != 0)
		atf_tc_fail("left: %s", output);
	keys = "jnuk\b\025nonsense\rls\rmore /boot/text\rset a=\"1 2\"\r"
	    "show a\runset a\rshow a\rload foo\rload -t x\rload /boot/none\r"
	    "load other\rload foo flags\rload -t blob /boot/text\r"
	    "set b=\"open\r\033[A\033[A\033[B\r\runload\rlsmod\r"
	    "boot -sv other\r";
	boot_load(b, "");
	boot_finish(b);
	keys = "";
	printf("%s", output);
	ATF_CHECK(strstr(output, "nonsense: no such command") != NULL);
	ATF_CHECK(strstr(output, "modules/\nother/\ntext  9\n") != NULL);
	ATF_CHECK(strstr(output, "\none\n\ttwo.\n") != NULL);
	ATF_CHECK(strstr(output, "\n1 2\n") != NULL);
	ATF_CHECK(strstr(output, "loader: a: not set") != NULL);
	ATF_CHECK(strstr(output, "a quote is not closed") != NULL);
	ATF_CHECK(strstr(output, "load -t TYPE FILE") != NULL);
	CHECK_VAR(&b->env, "module_path", "/boot/other;/boot/modules");
	ATF_CHECK_EQ(NULL, b->kernel->next);
	ATF_CHECK_EQ(0x802, *(const uint32_t *)find_metadata(b->kernel,
	    MODINFOMD_HOWTO));
}

ATF_TC_WITHOUT_HEAD(boot_without_kernel);
ATF_TC_BODY(boot_without_kernel, tc)
{
	static uint8_t tar[64 * BLOCK];
	struct boot *b = new_boot();

	ATF_REQUIRE(index_tar(tar, tar_add(tar, 0, "boot/x", '0', NULL, 0)));
	if (setjmp(leave) == 0) {
		boot_load(b, "kernel=test");
		atf_tc_fail("went on without a kernel");
	}
	ATF_CHECK_STREQ("loader: /boot/test/kernel: no such file, "
	    "nothing to boot\n"
	    "Type '?' for the commands, 'boot' to go on.\n"
	    "OK loader: no console to ask what to boot\n", output);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, conf_good);
	ATF_TP_ADD_TC(tp, conf_bad);
	ATF_TP_ADD_TC(tp, conf_long);
	ATF_TP_ADD_TC(tp, conf_words);
	ATF_TP_ADD_TC(tp, env_image);
	ATF_TP_ADD_TC(tp, ustar);
	ATF_TP_ADD_TC(tp, area);
	ATF_TP_ADD_TC(tp, kernel);
	ATF_TP_ADD_TC(tp, kernel_bad);
	ATF_TP_ADD_TC(tp, module);
	ATF_TP_ADD_TC(tp, module_bad);
	ATF_TP_ADD_TC(tp, damage);
	ATF_TP_ADD_TC(tp, boot);
	ATF_TP_ADD_TC(tp, boot_without_kernel);
	ATF_TP_ADD_TC(tp, conf_expand);
	ATF_TP_ADD_TC(tp, conf_doubling);
	ATF_TP_ADD_TC(tp, config_files);
	ATF_TP_ADD_TC(tp, folder);
	ATF_TP_ADD_TC(tp, hints);
	ATF_TP_ADD_TC(tp, commands);
	return (atf_no_error());
}
