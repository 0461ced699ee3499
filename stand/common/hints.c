/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linker.hints, as kldxref(8) writes it into each folder of modules: which
 * file holds which module in which version.
 *
 * An int32 version; then records of an int32 length, an int32 type and that
 * many bytes without the length itself.  A string is a length byte and its
 * bytes; an int32 stands on a multiple of 4 of the file.
 */
#include "stand.h"
#include <sys/module.h>

#define	HINTS_VERSION	1
#define	HINTS_MAX	(1024 * 1024)
#define	HINTS_BUCKETS	1024

struct hint {
	const uint8_t	*name;		/* a length byte first */
	const uint8_t	*file;
	int32_t		version;
	bool		versioned;
	struct hint	*next;
};

struct hints {
	const char	*dir;
	bool		usable;
	struct hint	*bucket[HINTS_BUCKETS];
	struct hints	*next;
};

/* What has not been read yet of one record. */
struct reader {
	const uint8_t	*start;		/* the file's, for alignment */
	const uint8_t	*p;
	const uint8_t	*end;
};

static bool
get_int(struct reader *r, int32_t *value)
{
	r->p += -(uintptr_t)(r->p - r->start) & 3;
	if (r->end < r->p || r->end - r->p < 4)
		return (false);
	memcpy(value, r->p, sizeof(*value));
	r->p += 4;
	return (true);
}

static bool
get_string(struct reader *r, const uint8_t **s)
{
	if (r->p >= r->end || r->end - r->p - 1 < *r->p)
		return (false);
	*s = r->p;
	r->p += 1 + *r->p;
	return (true);
}

/* One record; the types that are of no use here are passed over. */
static bool
add_record(struct hints *hints, struct reader *r)
{
	struct hint **bucket, *h;
	int32_t type;

	if (!get_int(r, &type))
		return (false);
	if (type != MDT_VERSION && type != MDT_MODULE)
		return (true);
	h = stand_alloc(sizeof(*h));
	h->versioned = type == MDT_VERSION;
	if (!get_string(r, &h->name) ||
	    (h->versioned && !get_int(r, &h->version)) ||
	    !get_string(r, &h->file))
		return (false);
	bucket = &hints->bucket[string_hash((const char *)h->name + 1,
	    *h->name) % HINTS_BUCKETS];
	h->next = *bucket;
	*bucket = h;
	return (true);
}

static const char *
parse(struct hints *hints, const struct file *file)
{
	struct reader r = { file->data, file->data, file->data + file->size };
	struct reader record;
	int32_t value;

	if (file->size > HINTS_MAX)
		return ("larger than 1 MiB");
	if (!get_int(&r, &value) || value != HINTS_VERSION)
		return ("not of version 1");
	while (r.p < r.end) {
		if (!get_int(&r, &value) || value < 4 || value > r.end - r.p)
			return ("a record goes beyond the end");
		record = r;
		record.end = r.p + value;
		if (!add_record(hints, &record))
			return ("a record is damaged");
		r.p = record.end;
	}
	return (NULL);
}

/* The hints of a folder, read once. */
static struct hints *
hints_get(struct boot *boot, const char *dir)
{
	struct hints *hints;
	struct file file;
	const char *error, *path;

	for (hints = boot->hints; hints != NULL; hints = hints->next)
		if (strcmp(hints->dir, dir) == 0)
			return (hints);
	hints = stand_alloc(sizeof(*hints));
	hints->dir = dir;
	hints->next = boot->hints;
	boot->hints = hints;
	path = string_join(dir, "/linker.hints", "");
	if (stand_open(path, &file)) {
		error = parse(hints, &file);
		hints->usable = error == NULL;
		if (error != NULL)
			stand_warn("%s: ignored: %s", path, error);
	}
	return (hints);
}

/* Whether b is to be preferred to a, which may be NULL. */
static bool
better(const struct hint *a, const struct hint *b,
    const struct modmeta *wanted)
{
	if (wanted != NULL && (!b->versioned || b->version < wanted->minimum ||
	    b->version > wanted->maximum))
		return (false);
	if (a == NULL)
		return (true);
	if (wanted != NULL && (a->version == wanted->preferred ||
	    b->version == wanted->preferred))
		return (a->version != wanted->preferred);
	return (b->versioned && (!a->versioned || b->version > a->version));
}

/*
 * The file of a folder that holds a module, or NULL; wanted restricts the
 * version, unless it is NULL.
 */
const char *
hints_find(struct boot *boot, const char *dir, const char *module,
    const struct modmeta *wanted)
{
	struct hint *best, *h;
	struct hints *hints;
	size_t len;

	hints = hints_get(boot, dir);
	if (!hints->usable)
		return (NULL);
	len = strlen(module);
	best = NULL;
	h = hints->bucket[string_hash(module, len) % HINTS_BUCKETS];
	for (; h != NULL; h = h->next)
		if (*h->name == len && memcmp(h->name + 1, module, len) == 0 &&
		    better(best, h, wanted))
			best = h;
	return (best == NULL ? NULL :
	    string_dup((const char *)best->file + 1, *best->file));
}
