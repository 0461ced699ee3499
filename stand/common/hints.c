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
has_byte(const uint8_t *p, size_t len, uint8_t byte)
{
	for (; len > 0; len--)
		if (*p++ == byte)
			return (true);
	return (false);
}

/* A string of at least one character, without NULs. */
static bool
get_string(struct reader *r, const uint8_t **s)
{
	if (r->p >= r->end || *r->p == 0 || r->end - r->p - 1 < *r->p ||
	    has_byte(r->p + 1, *r->p, '\0'))
		return (false);
	*s = r->p;
	r->p += 1 + *r->p;
	return (true);
}

/* The name of a file in the folder itself, not of one elsewhere. */
static bool
get_file(struct reader *r, const uint8_t **s)
{
	return (get_string(r, s) && !has_byte(*s + 1, **s, '/'));
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
	    !get_file(r, &h->file))
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

static void
ignore(struct hints *hints, const char *why, const char *what)
{
	stand_warn("%s/linker.hints: ignored: %s%s", hints->dir, why, what);
	hints->usable = false;
}

/* The hints of a folder, read once. */
static struct hints *
hints_get(struct boot *boot, const char *dir)
{
	struct hints *hints;
	struct file file;
	const char *error;

	for (hints = boot->hints; hints != NULL; hints = hints->next)
		if (strcmp(hints->dir, dir) == 0)
			return (hints);
	hints = stand_alloc(sizeof(*hints));
	hints->dir = dir;
	hints->next = boot->hints;
	boot->hints = hints;
	if (file_read(string_join(dir, "/linker.hints", ""), &file)) {
		hints->usable = true;
		error = parse(hints, &file);
		if (error != NULL)
			ignore(hints, error, "");
	}
	return (hints);
}

/* A module without a version counts as version 0. */
static bool
in_range(const struct hint *h, const struct modmeta *wanted)
{
	return (wanted == NULL || (h->version >= wanted->minimum &&
	    h->version <= wanted->maximum));
}

/*
 * Whether b, which the file lists before a, is to be taken instead: the
 * preferred version, else the highest; those with a version come first.
 */
static bool
better(const struct hint *a, const struct hint *b,
    const struct modmeta *wanted)
{
	if (a == NULL)
		return (true);
	if (a->versioned != b->versioned)
		return (b->versioned);
	if (wanted != NULL && b->version == wanted->preferred)
		return (true);
	if (wanted != NULL && a->version == wanted->preferred)
		return (false);
	return (b->version >= a->version);
}

enum hints_answer
hints_find(struct boot *boot, const char *dir, const char *module,
    const struct modmeta *wanted, struct file *file)
{
	struct hint *best, *h, *other;
	struct hints *hints;
	const char *name;
	size_t len;

	hints = hints_get(boot, dir);
	if (!hints->usable)
		return (HINTS_NONE);
	len = strlen(module);
	best = other = NULL;
	h = hints->bucket[string_hash(module, len) % HINTS_BUCKETS];
	for (; h != NULL; h = h->next) {
		if (*h->name != len || memcmp(h->name + 1, module, len) != 0)
			continue;
		if (!in_range(h, wanted))
			other = h;
		else if (better(best, h, wanted))
			best = h;
	}
	if (best == NULL && other == NULL)
		return (HINTS_NONE);
	h = best != NULL ? best : other;
	name = string_dup((const char *)h->file + 1, *h->file);
	if (!stand_open(string_join(dir, "/", name), file)) {
		ignore(hints, "it names a file that is not there, ", name);
		return (HINTS_NONE);
	}
	return (best != NULL ? HINTS_FOUND : HINTS_OTHER);
}
