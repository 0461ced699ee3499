/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Tables of devices, MODULE_PNP_INFO(9): the description of an entry is
 * converted to one that no longer depends on the layout, and the entries to
 * numbers and strings.
 */
#include <sys/types.h>
#include <sys/module.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kldxref.h"

/* Offsets in struct mod_pnp_match_info, and its size. */
#define	PNP_DESCR	0
#define	PNP_TABLE	16
#define	PNP_ENTRY_LEN	24
#define	PNP_NUM_ENTRY	28
#define	PNP_SIZE	32

#define	MAX_ELEMENTS	64

/* How an element of an entry is read. */
enum kind { INTEGER, WILDCARD, EISA, POINTER, STRING, WHOLE_TABLE };

static const struct pnp_type {
	const char	*name;
	enum kind	kind;
	unsigned	size;		/* bytes, and alignment */
	char		letter;		/* in the hints, 0: left out */
} types[] = {
	{ "U8",  INTEGER,  1, 'I' }, { "V8",  WILDCARD, 1, 'J' },
	{ "U16", INTEGER,  2, 'I' }, { "V16", WILDCARD, 2, 'J' },
	{ "U32", INTEGER,  4, 'I' }, { "V32", WILDCARD, 4, 'J' },
	{ "G16", INTEGER,  2, 'G' }, { "L16", INTEGER,  2, 'L' },
	{ "M16", INTEGER,  2, 'M' }, { "E",   EISA,     4, 'Z' },
	{ "Z",   STRING,   8, 'Z' }, { "D",   STRING,   8, 'D' },
	{ "P",   POINTER,  8, 0 },   { "T",   WHOLE_TABLE, 0, 'T' },
};
/* Two numbers in one word, "W32:low/high". */
#define	TYPE_HALF	(&types[2])

struct element {
	const struct pnp_type *type;
	size_t		off;
	const char	*name;
	int		namelen;
};

struct table {
	uint64_t	addr;
	uint32_t	entry_len;
	uint32_t	count;
	size_t		size;		/* what the elements need of an entry */
	struct element	elements[MAX_ELEMENTS];
	size_t		nelements;
	char		descr[256];	/* in the form of the hints */
};

static bool
bad_descr(const char *descr)
{

	return (modfile_fail("\"%.60s\" is no description of devices",
	    descr) != NULL);
}

/* Add an element, and its description. */
static bool
add_element(struct table *t, const struct pnp_type *type, const char *name,
    int len)
{
	struct element *e;
	size_t used;

	if (t->nelements == MAX_ELEMENTS)
		return (false);
	e = &t->elements[t->nelements++];
	e->type = type;
	e->name = name;
	e->namelen = len;
	if (type->size > 0)
		t->size = (t->size + type->size - 1) / type->size * type->size;
	e->off = t->size;
	t->size += type->size;
	if (type->letter == 0)
		return (true);
	used = strlen(t->descr);
	return ((size_t)snprintf(t->descr + used, sizeof(t->descr) - used,
	    "%c:%.*s;", type->letter, len, name) < sizeof(t->descr) - used);
}

/* TYPE:name, up to end. */
static bool
parse_element(struct table *t, const char *p, const char *end)
{
	const char *colon, *slash;
	size_t i, len;

	colon = memchr(p, ':', end - p);
	if (colon == NULL || colon + 1 == end)
		return (false);
	len = colon - p;
	if (len == 3 && memcmp(p, "W32", 3) == 0) {
		slash = memchr(colon, '/', end - colon);
		if (slash == NULL)
			return (false);
		t->size = (t->size + 3) & ~(size_t)3;
		return (add_element(t, TYPE_HALF, colon + 1,
		    slash - colon - 1) &&
		    add_element(t, TYPE_HALF, slash + 1, end - slash - 1));
	}
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strlen(types[i].name) == len &&
		    memcmp(types[i].name, p, len) == 0)
			return (add_element(t, &types[i], colon + 1,
			    end - colon - 1));
	return (false);
}

static bool
parse_descr(struct table *t, const char *descr)
{
	const char *end, *p;

	for (p = descr; *p != '\0'; p = *end != '\0' ? end + 1 : end) {
		end = p + strcspn(p, ";");
		/* White space between elements is for people. */
		p += strspn(p, " \t\n");
		if (p < end && !parse_element(t, p, end))
			return (bad_descr(descr));
	}
	/* Entries have to be of some size, or there may be any number. */
	if (t->size == 0)
		return (bad_descr(descr));
	return (true);
}

/* An EISA id is three letters of 5 bits each and four digits. */
static void
format_eisa(uint32_t id, char *buf, size_t size)
{

	snprintf(buf, size, "%c%c%c%02x%02x", '@' + (id >> 2 & 0x1f),
	    '@' + ((id & 3) << 3 | (id >> 13 & 7)), '@' + (id >> 8 & 0x1f),
	    id >> 16 & 0xff, id >> 24);
}

static uint32_t
read_number(const unsigned char *p, const struct pnp_type *type)
{
	uint32_t all, value;

	value = type->size == 1 ? *p : type->size == 2 ? get16(p) : get32(p);
	all = UINT32_MAX >> (32 - 8 * type->size);
	/* What matches anything is -1, whatever its size was. */
	return (type->kind == WILDCARD && value == all ? UINT32_MAX : value);
}

static bool
put_number(const struct element *e, uint32_t value, struct hints *h)
{

	if (h != NULL)
		hints_int(h, value);
	else
		printf(" %.*s=%#x", e->namelen, e->name, value);
	return (true);
}

static bool
put_string(const struct element *e, const char *s, struct hints *h)
{

	if (h != NULL)
		return (hints_string(h, s));
	printf(" %.*s='%s'", e->namelen, e->name, s);
	return (true);
}

static bool
read_element(struct modfile *mf, const struct element *e, uint64_t entry,
    struct hints *h)
{
	const unsigned char *p;
	const char *s;
	uint64_t addr;
	char eisa[16];

	switch (e->type->kind) {
	case INTEGER:
	case WILDCARD:
	case EISA:
		p = modfile_bytes(mf, entry + e->off, e->type->size);
		if (p == NULL)
			return (false);
		if (e->type->kind != EISA)
			return (put_number(e, read_number(p, e->type), h));
		format_eisa(get32(p), eisa, sizeof(eisa));
		return (put_string(e, eisa, h));
	case STRING:
		if (!modfile_pointer(mf, entry + e->off, &addr))
			return (false);
		s = addr == 0 ? "" : modfile_string(mf, addr);
		return (s != NULL && put_string(e, s, h));
	default:
		return (true);
	}
}

static bool
read_entries(struct modfile *mf, const struct table *t, struct hints *h)
{
	uint64_t entry;
	uint32_t i;
	size_t j;

	entry = t->addr;
	for (i = 0; i < t->count; i++, entry += t->entry_len) {
		if (h == NULL)
			printf("   ");
		for (j = 0; j < t->nelements; j++)
			if (!read_element(mf, &t->elements[j], entry, h))
				return (false);
		if (h == NULL)
			printf("\n");
		else if (h->size > HINTS_MAX)
			return (modfile_fail("its tables of devices are larger "
			    "than %d bytes", HINTS_MAX) != NULL);
	}
	return (true);
}

static bool
read_header(struct modfile *mf, uint64_t addr, struct table *t,
    const char **descr)
{
	const unsigned char *p;
	uint64_t ptr;

	p = modfile_bytes(mf, addr, PNP_SIZE);
	if (p == NULL || !modfile_pointer(mf, addr + PNP_DESCR, &ptr))
		return (false);
	*descr = modfile_string(mf, ptr);
	if (*descr == NULL || !modfile_pointer(mf, addr + PNP_TABLE, &t->addr))
		return (false);
	t->entry_len = get32(p + PNP_ENTRY_LEN);
	t->count = get32(p + PNP_NUM_ENTRY);
	if (!parse_descr(t, *descr))
		return (false);
	if (t->size > t->entry_len)
		return (modfile_fail("\"%.60s\" describes %zu bytes, an entry "
		    "has %u", *descr, t->size, t->entry_len) != NULL);
	/* The whole table is there: its length is no invention. */
	return (t->count == 0 || (t->entry_len <= SIZE_MAX / t->count &&
	    modfile_bytes(mf, t->addr, (size_t)t->entry_len * t->count) !=
	    NULL));
}

bool
pnp_read(struct modfile *mf, const char *bus, uint64_t addr, struct hints *h)
{
	struct table t = { .size = 0 };
	const char *descr;

	if (!read_header(mf, addr, &t, &descr))
		return (false);
	if (h == NULL) {
		printf("  pnp info for bus %s format %s %u entries of %u "
		    "bytes\n", bus, descr, t.count, t.entry_len);
		return (read_entries(mf, &t, NULL));
	}
	hints_begin(h, MDT_PNP_INFO);
	if (!hints_string(h, bus) || !hints_string(h, t.descr))
		return (false);
	hints_int(h, t.count);
	if (!read_entries(mf, &t, h))
		return (false);
	hints_end(h);
	return (true);
}
