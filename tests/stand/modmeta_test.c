/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the loader reads from real files, on the host under AddressSanitizer
 * and UBSan: module metadata, and the memory map.
 */
#include "stand_host.h"
#include <sys/elf64.h>
#include <sys/module.h>
#include "smap.h"

static struct file
read_file(const atf_tc_t *tc, const char *name)
{
	static uint8_t buf[1024 * 1024];
	char path[1024];
	size_t size;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s",
	    atf_tc_get_config_var(tc, "srcdir"), name);
	f = fopen(path, "r");
	ATF_REQUIRE_MSG(f != NULL, "%s", path);
	size = fread(buf, 1, sizeof(buf), f);
	fclose(f);
	ATF_REQUIRE(size > sizeof(Elf64_Ehdr) && size < sizeof(buf));
	return (make_file("/boot/modules/metadata.ko", buf, size));
}

/* The one record of a type for a module. */
static const struct modmeta *
find(const struct modmeta *m, int type, const char *name)
{
	const struct modmeta *found = NULL;

	for (; m != NULL; m = m->next)
		if (m->type == type && strcmp(m->name, name) == 0) {
			ATF_REQUIRE_MSG(found == NULL, "%s twice", name);
			found = m;
		}
	ATF_REQUIRE_MSG(found != NULL, "%s is missing", name);
	return (found);
}

static void
check_metadata(const atf_tc_t *tc, const char *name)
{
	struct file f = read_file(tc, name);
	const struct modmeta *m;
	struct modmeta *list;
	const char *error;

	error = modmeta_read(&f, &list);
	ATF_REQUIRE_MSG(error == NULL, "%s", error);
	m = find(list, MDT_VERSION, "meta");
	ATF_CHECK(m->minimum == 7 && m->preferred == 7 && m->maximum == 7);
	m = find(list, MDT_VERSION, "plain");
	ATF_CHECK(m->minimum == 0 && m->maximum == 0);
	m = find(list, MDT_DEPEND, "other");
	ATF_CHECK(m->minimum == 1 && m->preferred == 2 && m->maximum == 3);
	m = find(list, MDT_VERSION, "zero");
	ATF_CHECK(m->minimum == 0 && m->preferred == 0 && m->maximum == 0);
	m = find(list, MDT_DEPEND, "any");
	ATF_CHECK(m->minimum == 0 && m->preferred == 0 && m->maximum == 0);
}

ATF_TC_WITHOUT_HEAD(relocatable);
ATF_TC_BODY(relocatable, tc)
{
	check_metadata(tc, "metadata.ko");
}

ATF_TC_WITHOUT_HEAD(linked);
ATF_TC_BODY(linked, tc)
{
	check_metadata(tc, "metadata.so");
}

static void
change(struct file f, unsigned seed)
{
	uint8_t *p = (uint8_t *)(uintptr_t)f.data;
	unsigned i;

	for (i = 0; i < 1 + seed % 4; i++) {
		seed = seed * 1103515245 + 12345;
		p[(seed >> 8) % f.size] = (uint8_t)(seed >> 24);
	}
}

/* Cut short at every length, and changed anywhere: a sentence at most. */
ATF_TC_WITHOUT_HEAD(damage);
ATF_TC_BODY(damage, tc)
{
	static const char *const names[] = { "metadata.ko", "metadata.so" };
	struct file copy, f;
	struct modmeta *list;
	unsigned n, refused;
	size_t i;

	for (i = 0; i < 2; i++) {
		f = read_file(tc, names[i]);
		refused = 0;
		for (n = 0; n < 20000 || n < f.size; n++) {
			copy = make_file(f.path, f.data,
			    n < f.size ? n : f.size);
			if (n >= f.size)
				change(copy, n);
			if (modmeta_read(&copy, &list) != NULL)
				refused++;
			free((void *)(uintptr_t)copy.data);
		}
		ATF_CHECK_MSG(refused > f.size / 2, "%u", refused);
	}
}

#define	SECTIONS	65000
#define	ENTRIES		50000

struct big {
	Elf64_Ehdr	eh;
	Elf64_Shdr	sh[SECTIONS];
	uint64_t	set[ENTRIES];
	Elf64_Rela	rela[ENTRIES];
	int32_t		record[6];
	Elf64_Sym	sym[1];
	char		names[32];
};

static void
make_section(struct big *b, unsigned i, unsigned type, size_t off, size_t size)
{
	b->sh[i].sh_type = type;
	b->sh[i].sh_offset = off;
	b->sh[i].sh_size = size;
}

#define	SECTION(b, i, type, member)					\
	make_section(b, i, type, offsetof(struct big, member),		\
	    sizeof(b->member))

/* So many entries, behind so many sections, that this would take minutes. */
ATF_TC_WITHOUT_HEAD(endless);
ATF_TC_BODY(endless, tc)
{
	struct big *b = calloc(1, sizeof(*b));
	struct modmeta *list;
	struct file f = read_file(tc, "metadata.ko");
	const char *error;
	unsigned i;

	memcpy(&b->eh, f.data, sizeof(b->eh));
	b->eh.e_shoff = offsetof(struct big, sh);
	b->eh.e_shnum = SECTIONS;
	b->eh.e_shstrndx = 3;
	strcpy(b->names + 1, "set_modmetadata_set");
	SECTION(b, 1, SHT_PROGBITS, set);
	b->sh[1].sh_name = 1;
	SECTION(b, 2, SHT_PROGBITS, record);
	SECTION(b, 3, SHT_STRTAB, names);
	SECTION(b, 4, SHT_SYMTAB, sym);
	SECTION(b, SECTIONS - 1, SHT_RELA, rela);
	b->sh[SECTIONS - 1].sh_link = 4;
	b->sh[SECTIONS - 1].sh_info = 1;
	b->record[0] = MDT_STRUCT_VERSION;
	b->record[1] = MDT_PNP_INFO;
	b->sym[0].st_shndx = 2;
	for (i = 0; i < ENTRIES; i++) {
		b->rela[i].r_offset = i * 8;
		b->rela[i].r_info = ELF64_R_INFO(0, R_X86_64_64);
	}
	f = make_file("big.ko", b, sizeof(*b));
	error = modmeta_read(&f, &list);
	ATF_REQUIRE(error != NULL);
	ATF_CHECK_STREQ("an entry of its modmetadata_set points nowhere",
	    error);
}

static void
check_map(const struct smap *map, unsigned i, uint64_t base, uint64_t length,
    uint32_t type)
{
	ATF_REQUIRE(i < map->count);
	ATF_CHECK_EQ(base, map->entry[i].base);
	ATF_CHECK_EQ(length, map->entry[i].length);
	ATF_CHECK_EQ(type, map->entry[i].type);
}

ATF_TC_WITHOUT_HEAD(memory_map);
ATF_TC_BODY(memory_map, tc)
{
	struct smap *map = calloc(1, sizeof(*map));
	unsigned i;

	smap_add(map, 0x3000, 0x1000, SMAP_MEMORY);
	smap_add(map, 0x1000, 0x1000, SMAP_MEMORY);
	smap_add(map, 0x4000, 0, SMAP_MEMORY);
	smap_add(map, 0x4000, 0x1000, SMAP_ACPI);
	smap_add(map, 0x2000, 0x1000, SMAP_MEMORY);
	smap_add(map, 0xfffffffffffff000, 0x1000, SMAP_RESERVED);
	ATF_CHECK_EQ(3, map->count);
	check_map(map, 0, 0x1000, 0x3000, SMAP_MEMORY);
	check_map(map, 1, 0x4000, 0x1000, SMAP_ACPI);
	check_map(map, 2, 0xfffffffffffff000, 0x1000, SMAP_RESERVED);
	for (i = 0; i < 2 * SMAP_MAX; i++)
		smap_add(map, 0x10000 + i * 0x2000, 0x1000, SMAP_NVS);
	ATF_CHECK_EQ(SMAP_MAX, map->count);
}

ATF_TP_ADD_TCS(tp)
{
	ATF_TP_ADD_TC(tp, relocatable);
	ATF_TP_ADD_TC(tp, linked);
	ATF_TP_ADD_TC(tp, damage);
	ATF_TP_ADD_TC(tp, endless);
	ATF_TP_ADD_TC(tp, memory_map);
	return (atf_no_error());
}
