/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The boot loader's common code on the host, under AddressSanitizer and
 * UBSan: archives, ELF, the metadata and commands, with good and bad input.
 */
#include "stand_host.h"
#include <sys/elf64.h>
#include <sys/param.h>
#undef MAXPATHLEN		/* the host's; the kernel's is part of its ABI */
#define	MAXPATHLEN	1024
#include <sys/linker.h>

/* Give a header a link, and the checksum that belongs to it. */
static void
set_link(uint8_t *h, const char *link)
{
	unsigned i, sum;

	strcpy((char *)h + 157, link);
	memset(h + 148, ' ', 8);
	for (sum = i = 0; i < BLOCK; i++)
		sum += h[i];
	snprintf((char *)h + 148, 8, "%06o", sum);
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
	off = tar_add(tar, off, "boot/hard", '1', NULL, 0);
	set_link(tar + off - BLOCK, "./boot/a");
	off = tar_add(tar, off, "boot/loose", '1', NULL, 0);
	set_link(tar + off - BLOCK, "boot/none");
	off = tar_add(tar, off, "pax", 'x', "15 path=boot/x\n", 15);
	off = tar_add(tar, off, "boot/y", '0', "x", 1);
	off = tar_add(tar, off, "long", 'L', "boot/long/", 10);
	off = tar_add(tar, off, "boot/z", '7', "z", 1);
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
	ATF_CHECK(stand_open("/boot/x", &f));
	ATF_CHECK(stand_open("/boot/long", &f));
	ATF_CHECK(!stand_open("/boot/link", &f));
	ATF_CHECK(!stand_open("/boot/y", &f));
	ATF_CHECK(!stand_open("/boot/z", &f));
	ATF_CHECK(stand_open("/etc/passwd", &f));
	ATF_CHECK(!stand_open("/boot/loose", &f));
	ATF_REQUIRE(stand_open("/boot/hard", &f));
	ATF_CHECK_EQ(3, f.size);
	ATF_CHECK_EQ(0, memcmp(f.data, "old", 3));

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

/* Records of pax about the next entry; p has room for a NUL behind them. */
static bool
index_pax(char type, const char *p, size_t size)
{
	static uint8_t tar[64 * BLOCK];
	size_t off;

	off = tar_add(tar, 0, "boot/head", type, p, size);
	return (index_tar(tar, tar_add(tar, off, "boot/a", '0', "a", 1)));
}

ATF_TC_WITHOUT_HEAD(ustar_bad);
ATF_TC_BODY(ustar_bad, tc)
{
	static const char *const records[] = {
		"path=boot/b\n", "3 \n", "8 path=b\n",
		"11 path=b\n", "999999999999999999999 path=b\n",
		"9 path=bc", "0 \n", "4 a", "1", " ",
	};
	static uint8_t tar[4 * BLOCK], copy[sizeof(tar)];
	static char name[2000];
	struct file f;
	size_t i, off;

	ATF_CHECK(index_pax('x', "17 path=./boot/b\n9 other=\n", 26));
	ATF_CHECK(stand_open("/boot/b", &f));
	for (i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		ATF_CHECK_MSG(!index_pax('x', records[i], strlen(records[i])),
		    "\"%s\" is accepted", records[i]);
	ATF_CHECK(index_pax('x', "16 path=boot/..\n", 16));
	ATF_CHECK(!stand_open("/boot/a", &f));
	ATF_CHECK(index_pax('g', "no record", 9));
	ATF_CHECK(stand_open("/boot/a", &f));
	memset(name, 'x', sizeof(name));
	ATF_CHECK(index_pax('L', name, 1023));
	ATF_CHECK(!index_pax('L', name, 1024));
	ATF_CHECK(!index_pax('K', name, 2000));

	/* Every byte of the headers, and every length. */
	off = tar_add(tar, 0, "pax", 'x', "15 path=boot/b\n", 15);
	off = tar_add(tar, off, "boot/a", '0', "a", 1);
	for (i = 0; i < off; i++) {
		memcpy(copy, tar, sizeof(tar));
		copy[i] ^= 0x81;
		(void)index_tar(copy, off);
		(void)index_tar(tar, i);
	}
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
	REFUSED(elf_load_kernel, m.ph.p_paddr = 0x1000, "not linked for");
	REFUSED(elf_load_kernel, m.ph.p_vaddr = KERNEL_PA, "not linked for");
	REFUSED(elf_load_kernel, (m.ph.p_paddr = 0x1000, m.ph.p_vaddr -=
	    KERNEL_PA - 0x1000), "memory");
	REFUSED(elf_load_kernel, (m.ph.p_paddr = 0x7ffff000, m.ph.p_vaddr =
	    0xfffffffffffff000), "memory");
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
		{ "boot/loader.conf.d/b.conf", "o=${o}7" },
		{ "boot/loader.conf.d/a.conf", "o=${o}5\nmodule_path=/m\n"
		    "loader_conf_files=/boot/of_a" },
		{ "boot/of_a", "o=${o}6" },
		{ "boot/loader.conf.d/c.txt", "o=${o}x" },
		{ "boot/loader.conf.d/sub/a.conf", "o=${o}x" },
		{ "boot/loader.conf.local", "o=${o}8\nexec=junk\n"
		    "loader_conf_files=/boot/of_local" },
		{ "boot/of_local", "o=${o}9" },
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
	CHECK_VAR(&b->env, "o", "0123456789");
	CHECK_VAR(&b->env, "p", "01234");
	CHECK_VAR(&b->env, "q", "0123456789");
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

/*
 * The file that hints of one folder give, "" for none; with a '!' in front if
 * it holds another version.
 */
static const char *
find_hint(const uint8_t *hints, size_t size, int min, int pref, int max)
{
	static uint8_t tar[64 * BLOCK];
	static char name[64];
	const struct modmeta wanted = { 1, "usb", min, pref, max, NULL };
	enum hints_answer answer;
	struct file f;
	size_t off;
	int i;

	off = tar_add(tar, 0, "boot/m/linker.hints", '0', hints, size);
	for (i = 0; i < 5; i++) {
		sprintf(name, "boot/m/usb%d.ko", i);
		off = tar_add(tar, off, name, '0', "", 0);
	}
	ATF_REQUIRE(index_tar(tar, off));
	answer = hints_find(new_boot(), "/boot/m", "usb",
	    max < min ? NULL : &wanted, &f);
	if (answer == HINTS_NONE)
		return ("");
	snprintf(name, sizeof(name), "%s%s", answer == HINTS_OTHER ? "!" : "",
	    f.path + sizeof("/boot/m/") - 1);
	return (name);
}

ATF_TC_WITHOUT_HEAD(hints);
ATF_TC_BODY(hints, tc)
{
	uint8_t h[512] = { 1 };
	size_t i, size = 4;

	size = hint_add(h, size, 2, "usb", 0, "usb0.ko");
	ATF_CHECK_STREQ("usb0.ko", find_hint(h, size, 0, 0, -1));
	ATF_CHECK_STREQ("usb0.ko", find_hint(h, size, 0, 1, 2));
	ATF_CHECK_STREQ("!usb0.ko", find_hint(h, size, 1, 1, 2));
	size = hint_add(h, size, 3, "usb", 1, "usb1.ko");
	size = hint_add(h, size, 3, "usb", 3, "usb3.ko");
	size = hint_add(h, size, 3, "usb", 3, "usb4.ko");
	size = hint_add(h, size, 3, "usb", 2, "usb2.ko");
	size = hint_add(h, size, 4, "usb", 0, "pnp");
	size = hint_add(h, size, 3, "other", 2, "other.ko");
	ATF_CHECK_STREQ("usb3.ko", find_hint(h, size, 0, 0, -1));
	ATF_CHECK_STREQ("usb2.ko", find_hint(h, size, 1, 2, 3));
	ATF_CHECK_STREQ("usb3.ko", find_hint(h, size, 1, 9, 9));
	ATF_CHECK_STREQ("usb3.ko", find_hint(h, size, 1, 3, 3));
	ATF_CHECK_STREQ("usb1.ko", find_hint(h, size, 1, 1, 1));
	ATF_CHECK_STREQ("usb1.ko", find_hint(h, size, 0, 0, 1));
	ATF_CHECK_STREQ("usb0.ko", find_hint(h, size, 0, 0, 0));
	ATF_CHECK_EQ('!', *find_hint(h, size, 4, 4, 9));
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

/* Names that are none, and files that are elsewhere or nowhere. */
ATF_TC_WITHOUT_HEAD(hints_bad);
ATF_TC_BODY(hints_bad, tc)
{
	static const struct {
		const char *module, *file, *reason;
	} cases[] = {
		{ "", "usb1.ko", "a record is damaged" },
		{ "usb", "", "a record is damaged" },
		{ "usb", "../m/usb1.ko", "a record is damaged" },
		{ "usb", "usb9.ko",
		    "it names a file that is not there, usb9.ko" },
	};
	uint8_t h[512] = { 1 };
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(h + 4, 0, sizeof(h) - 4);
		ATF_CHECK_STREQ("", find_hint(h, hint_add(h, 4, 3,
		    cases[i].module, 1, cases[i].file), 1, 1, 1));
		ATF_CHECK_MSG(strstr(output, cases[i].reason) != NULL,
		    "case %zu: \"%s\"", i, output);
	}
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
	    "set d.e=5\rset c=\"$a-${d.e}\"\\$a$nothing\rshow c\rshow ${a\r"
	    "show a\runset a\rshow a\rload foo\rload -t x\rload /boot/none\r"
	    "load other\rload foo flags\rload -t blob /boot/text\r"
	    "set b=\"open\r\033[A\033[A\033[B\r\runload\rlsmod\r"
	    "boot -x other\rboot -sv other\r";
	boot_load(b, "");
	boot_finish(b);
	keys = "";
	printf("%s", output);
	ATF_CHECK(strstr(output, "nonsense: no such command") != NULL);
	ATF_CHECK(strstr(output, "modules/\nother/\ntext  9\n") != NULL);
	ATF_CHECK(strstr(output, "\none\n\ttwo.\n") != NULL);
	ATF_CHECK(strstr(output, "\n1 2\n") != NULL);
	ATF_CHECK(strstr(output, "\n1 2-5$a\n") != NULL);
	ATF_CHECK(strstr(output, "loader: a '}' is missing") != NULL);
	ATF_CHECK(strstr(output, "loader: a: not set") != NULL);
	ATF_CHECK(strstr(output, "a quote is not closed") != NULL);
	ATF_CHECK(strstr(output, "load -t TYPE FILE") != NULL);
	ATF_CHECK(strstr(output, "loader: boot: -x is unknown") != NULL);
	CHECK_VAR(&b->env, "module_path", "/boot/other;/boot/modules");
	ATF_CHECK_EQ(NULL, b->kernel->next);
	ATF_CHECK_EQ(0x802, *(const uint32_t *)find_metadata(b->kernel,
	    MODINFOMD_HOWTO));
}

/* Commands around a module that pull the rug from under the loader. */
ATF_TC_WITHOUT_HEAD(hooks);
ATF_TC_BODY(hooks, tc)
{
	static const struct {
		const char *words, *message;
	} cases[] = {
		{ "foo_load=YES foo_before=\"boot kernel\"",
		    "loader: the modules are being chosen already\n" },
		{ "foo_load=YES foo_before=unload verbose_loading=YES",
		    "loader: the kernel was unloaded, nothing to boot\n" },
		{ "foo_load=YES foo_after=unload",
		    "loader: the kernel was unloaded, nothing to boot\n" },
		{ "none_load=YES none_error=unload",
		    "loader: the kernel was unloaded, nothing to boot\n" },
		{ "exec=boot exec=unload foo_load=YES foo_before=boot", "" },
	};
	static uint8_t tar[64 * BLOCK];
	struct image m = make_image(ET_EXEC), mod = make_image(ET_REL);
	struct boot *b;
	size_t i, off;

	off = tar_add(tar, 0, "boot/kernel/kernel", '0', &m, sizeof(m));
	off = tar_add(tar, off, "boot/modules/foo.ko", '0', &mod, sizeof(mod));
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		ATF_REQUIRE(index_tar(tar, off));
		b = new_boot();
		if (setjmp(leave) == 0) {
			keys = "load kernel\rboot\r";
			boot_load(b, cases[i].words);
			boot_finish(b);
		} else
			atf_tc_fail("%s: left: %s", cases[i].words, output);
		ATF_CHECK_MSG(strstr(output, cases[i].message) != NULL,
		    "%s: %s", cases[i].words, output);
		ATF_CHECK(b->kernel != NULL);
	}
	keys = "";
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
	ATF_TP_ADD_TC(tp, ustar);
	ATF_TP_ADD_TC(tp, ustar_bad);
	ATF_TP_ADD_TC(tp, area);
	ATF_TP_ADD_TC(tp, kernel);
	ATF_TP_ADD_TC(tp, kernel_bad);
	ATF_TP_ADD_TC(tp, module);
	ATF_TP_ADD_TC(tp, module_bad);
	ATF_TP_ADD_TC(tp, damage);
	ATF_TP_ADD_TC(tp, boot);
	ATF_TP_ADD_TC(tp, boot_without_kernel);
	ATF_TP_ADD_TC(tp, hooks);
	ATF_TP_ADD_TC(tp, config_files);
	ATF_TP_ADD_TC(tp, folder);
	ATF_TP_ADD_TC(tp, hints);
	ATF_TP_ADD_TC(tp, hints_bad);
	ATF_TP_ADD_TC(tp, commands);
	return (atf_no_error());
}
