/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * libFuzzer's way into the linker core, for the class of FUZZ_TYPE.  The
 * mutator knows where an ELF file has its tables, and likes to set one field
 * of one entry to a value that somebody may have forgotten.
 */
#include <elf.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "fuzz_one.h"

#define	LENGTH(a)	(sizeof(a) / sizeof((a)[0]))

int	LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
size_t	LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
	    unsigned int seed);
size_t	LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max);

/* Entries of a table, and the widths of their fields. */
struct layout {
	uint32_t	type;		/* of the section that has them */
	const char	*widths;	/* bytes, as digits */
};

static const struct layout ehdr_layout = { 0, "44442248884222222" };
static const struct layout phdr_layout = { 0, "44888888" };
static const struct layout shdr_layout = { 0, "4488884488" };
static const struct layout section_layouts[] = {
	{ SHT_SYMTAB, "411288" },
	{ SHT_DYNSYM, "411288" },
	{ SHT_RELA, "8448" },		/* r_info: type and symbol */
	{ SHT_DYNAMIC, "88" },
	{ SHT_HASH, "4" },
	{ SHT_GNU_HASH, "4" },
	{ SHT_STRTAB, "1" },
	{ SHT_PROGBITS, "8" },
};

struct table {
	const struct layout	*layout;
	size_t			off;
	size_t			size;
};

static uint64_t random_state;

static uint64_t
next_random(void)
{

	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return (random_state);
}

static size_t
entry_size(const struct layout *layout)
{
	const char *w;
	size_t n;

	n = 0;
	for (w = layout->widths; *w != '\0'; w++)
		n += *w - '0';
	return (n);
}

/* A section that is picked by chance; 0 if its table is not in the file. */
static int
pick_section(const uint8_t *data, size_t size, struct table *t)
{
	Elf64_Ehdr eh;
	Elf64_Shdr sh;
	size_t i, n;

	memcpy(&eh, data, sizeof(eh));
	n = eh.e_shnum;
	if (n == 0 || eh.e_shoff > size ||
	    n * sizeof(sh) > size - eh.e_shoff)
		return (0);
	memcpy(&sh, data + eh.e_shoff + next_random() % n * sizeof(sh),
	    sizeof(sh));
	for (i = 0; i < LENGTH(section_layouts); i++) {
		if (section_layouts[i].type != sh.sh_type)
			continue;
		t->layout = &section_layouts[i];
		t->off = sh.sh_offset;
		t->size = sh.sh_size;
		return (1);
	}
	return (0);
}

static int
pick_table(const uint8_t *data, size_t size, struct table *t)
{
	Elf64_Ehdr eh;

	memcpy(&eh, data, sizeof(eh));
	switch (next_random() % 8) {
	case 0:
		t->layout = &ehdr_layout;
		t->off = 0;
		t->size = sizeof(eh);
		return (1);
	case 1:
	case 2:
		t->layout = &shdr_layout;
		t->off = eh.e_shoff;
		t->size = (size_t)eh.e_shnum * sizeof(Elf64_Shdr);
		return (1);
	case 3:
		t->layout = &phdr_layout;
		t->off = eh.e_phoff;
		t->size = (size_t)eh.e_phnum * sizeof(Elf64_Phdr);
		return (1);
	default:
		return (pick_section(data, size, t));
	}
}

static uint64_t
interesting(uint64_t old, size_t size)
{
	static const uint64_t values[] = {
		0, 1, 2, 3, 7, 8, 24, 64, 0xfe00, 0xff00, 0xfff1, 0xfff2,
		0xffff, 4095, 4096, 4097, INT32_MAX, 1ull << 31, UINT32_MAX,
		1ull << 32, 1ull << 40, INT64_MAX, 1ull << 63, UINT64_MAX,
		UINT64_MAX - 7, UINT64_MAX - 4095,
	};

	switch (next_random() % 6) {
	case 0:
		return (old + next_random() % 33 - 16);
	case 1:
		return (old ^ 1ull << next_random() % 64);
	case 2:
		return (size - next_random() % 33);
	case 3:
		return (next_random() % (size + 1));
	default:
		return (values[next_random() % LENGTH(values)]);
	}
}

/* Change one field, or take it or its whole entry from another entry. */
static void
change_field(uint8_t *data, size_t size, const struct table *t)
{
	size_t entry, field, from, i, n, to, width;
	uint64_t value;

	entry = entry_size(t->layout);
	n = t->size / entry;
	to = t->off + next_random() % n * entry;
	from = t->off + next_random() % n * entry;
	field = 0;
	width = entry;
	if (next_random() % 8 != 0) {
		i = next_random() % strlen(t->layout->widths);
		width = t->layout->widths[i] - '0';
		while (i-- > 0)
			field += t->layout->widths[i] - '0';
	}
	if (width == entry || next_random() % 4 == 0) {
		memmove(data + to + field, data + from + field, width);
		return;
	}
	value = 0;
	memcpy(&value, data + to + field, width);
	value = interesting(value, size);
	memcpy(data + to + field, &value, width);
}

size_t
LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max,
    unsigned int seed)
{
	struct table t;
	int i, n;

	random_state = seed * 0x9e3779b97f4a7c15 + 1;
	if (size < sizeof(Elf64_Ehdr) || next_random() % 8 == 0)
		return (LLVMFuzzerMutate(data, size, max));
	n = 1 + next_random() % 3;
	for (i = 0; i < n; i++)
		if (pick_table(data, size, &t) && t.off <= size &&
		    t.size <= size - t.off && t.size >= entry_size(t.layout))
			change_field(data, size, &t);
	return (size);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static uint8_t copy[1 << 16];

	if (size < sizeof(Elf64_Ehdr) || size > sizeof(copy))
		return (0);
	memcpy(copy, data, size);
	((Elf64_Ehdr *)(void *)copy)->e_type = FUZZ_TYPE;
	fuzz_one(copy, size);
	return (0);
}
