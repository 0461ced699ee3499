/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What a module declares about itself: the records of modmetadata_set.
 */
#include <sys/types.h>
#include <sys/module.h>

#include <stdio.h>

#include "kldxref.h"

/* Offsets in struct mod_metadata, and its size. */
#define	MD_VERSION	0
#define	MD_TYPE		4
#define	MD_DATA		8
#define	MD_CVAL		16
#define	MD_SIZE		24

struct record {
	int		type;
	uint64_t	data;
	const char	*name;		/* of the module or bus */
};

static bool
read_record(struct modfile *mf, uint64_t addr, struct record *r)
{
	const unsigned char *md;
	uint64_t name;
	int version;

	md = modfile_bytes(mf, addr, MD_SIZE);
	if (md == NULL)
		return (false);
	version = get32(md + MD_VERSION);
	if (version != MDT_STRUCT_VERSION) {
		modfile_fail("a module metadata record has version %d, %d is "
		    "needed", version, MDT_STRUCT_VERSION);
		return (false);
	}
	r->type = get32(md + MD_TYPE);
	if (!modfile_pointer(mf, addr + MD_DATA, &r->data) ||
	    !modfile_pointer(mf, addr + MD_CVAL, &name))
		return (false);
	r->name = modfile_string(mf, name);
	return (r->name != NULL);
}

static bool
depend(struct modfile *mf, const struct record *r, struct hints *h)
{
	const unsigned char *p;

	p = modfile_bytes(mf, r->data, sizeof(struct mod_depend));
	if (p == NULL)
		return (false);
	/* Minimum, preferred, maximum; the file itself says so when loaded. */
	if (h == NULL)
		printf("  depends on %s.%d (%d,%d)\n", r->name,
		    (int)get32(p + 4), (int)get32(p), (int)get32(p + 8));
	return (true);
}

static bool
version(struct modfile *mf, const struct record *r, const char *file,
    struct hints *h)
{
	const unsigned char *p;

	p = modfile_bytes(mf, r->data, sizeof(struct mod_version));
	if (p == NULL)
		return (false);
	if (h == NULL) {
		printf("  interface %s.%d\n", r->name, (int)get32(p));
		return (true);
	}
	hints_begin(h, MDT_VERSION);
	if (!hints_string(h, r->name))
		return (false);
	hints_int(h, get32(p));
	if (!hints_string(h, file))
		return (false);
	hints_end(h);
	return (true);
}

static bool
module(const struct record *r, const char *file, struct hints *h)
{

	if (h == NULL) {
		printf("  module %s\n", r->name);
		return (true);
	}
	hints_begin(h, MDT_MODULE);
	if (!hints_string(h, r->name) || !hints_string(h, file))
		return (false);
	hints_end(h);
	return (true);
}

static bool
read_all(struct modfile *mf, const char *file, struct hints *h)
{
	uint64_t addr, record, size;
	struct record r;
	bool good;

	if (!modfile_set(mf, "set_" MDT_SETNAME, &addr, &size))
		return (false);
	for (good = true; good && size >= 8; addr += 8, size -= 8) {
		if (!modfile_pointer(mf, addr, &record) ||
		    !read_record(mf, record, &r))
			return (false);
		switch (r.type) {
		case MDT_DEPEND:
			good = depend(mf, &r, h);
			break;
		case MDT_MODULE:
			good = module(&r, file, h);
			break;
		case MDT_VERSION:
			good = version(mf, &r, file, h);
			break;
		case MDT_PNP_INFO:
			good = pnp_read(mf, r.name, r.data, h);
			break;
		}
	}
	return (good);
}

/* All of a file or nothing. */
bool
metadata_read(struct modfile *mf, const char *file, struct hints *h)
{
	unsigned count;
	size_t size;

	if (h == NULL)
		return (read_all(mf, file, NULL));
	size = h->size;
	count = h->count;
	if (read_all(mf, file, h))
		return (true);
	h->size = size;
	h->count = count;
	return (false);
}
