/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * linker.hints: which file of a directory holds which module, as kldxref(8)
 * wrote it down.
 *
 * The hints of a directory are read once and kept, hashed by module, for as
 * long as the file is the same.  Nothing in it is trusted: each record is
 * checked before anything is made of it, and hints that are damaged, or that
 * name a file which is not there, are reported once and then ignored until
 * they are written anew.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/limits.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/syslog.h>
#include <sys/vnode.h>

#include "linker_if.h"

#define	HINTS_NAME	"linker.hints"
#define	HINTS_VERSION	1
#define	HINTS_MAX	(1024 * 1024)	/* bytes that are read of a file */

/* A module in a file; strings are a byte with their length and so many more. */
struct hint {
	uint32_t	next;		/* same bucket, index + 1, 0: none */
	uint32_t	module;		/* offset of a string in text */
	uint32_t	file;		/* the same */
	int32_t		version;
	bool		versioned;	/* by a MODULE_VERSION */
	u_int		seen;		/* generation in which the file was there */
};

/* The hints of one directory. */
struct linker_hints {
	LIST_ENTRY(linker_hints) link;
	/* Which state of the file they are. */
	dev_t		fsid;
	ino_t		fileid;
	struct timespec	mtime;
	size_t		size;
	struct vfs_watch watch;		/* of the file and its directory */
	u_int		generation;	/* of the names in the directory */
	bool		ignored;	/* reported, and no use */
	unsigned char	*text;		/* the file */
	struct hint	*table;
	uint32_t	count;		/* in table */
	uint32_t	*buckets;	/* index + 1 into table */
	uint32_t	mask;		/* number of buckets - 1 */
	size_t		dirlen;
	char		path[];		/* of the file, the directory first */
};

/* What has not been looked at of a file, or of a record in it. */
struct reader {
	const unsigned char *text;
	size_t		pos;
	size_t		end;
};

static LIST_HEAD(, linker_hints) all_hints;	/* kld_sx */

static bool
get_int(struct reader *r, int32_t *value)
{

	r->pos = roundup2(r->pos, sizeof(*value));
	if (r->pos > r->end || r->end - r->pos < sizeof(*value))
		return (false);
	memcpy(value, r->text + r->pos, sizeof(*value));
	r->pos += sizeof(*value);
	return (true);
}

/* A string of at least one character, without NULs. */
static bool
get_string(struct reader *r, uint32_t *off)
{
	size_t len;

	if (r->pos >= r->end)
		return (false);
	len = r->text[r->pos];
	if (len == 0 || len >= r->end - r->pos ||
	    memchr(r->text + r->pos + 1, '\0', len) != NULL)
		return (false);
	*off = r->pos;
	r->pos += 1 + len;
	return (true);
}

/* The name of a file in the directory itself, not of one elsewhere. */
static bool
get_file(struct reader *r, uint32_t *off)
{

	return (get_string(r, off) && memchr(r->text + *off + 1, '/',
	    r->text[*off]) == NULL);
}

/* A module name counts its characters, and need not end with a NUL. */
static uint32_t
hash_string(const unsigned char *s, size_t len)
{
	uint32_t h;

	for (h = 5381; len > 0; len--)
		h = h * 33 + *s++;
	return (h);
}

static void
enter(struct linker_hints *h, const struct hint *hint)
{
	const unsigned char *s;
	uint32_t *bucket;

	s = h->text + hint->module;
	bucket = &h->buckets[hash_string(s + 1, *s) & h->mask];
	h->table[h->count] = *hint;
	h->table[h->count].next = *bucket;
	*bucket = ++h->count;
}

/* One record; NULL, or what is wrong. */
static const char *
scan_record(struct linker_hints *h, struct reader *r)
{
	struct hint hint;
	int32_t type;

	hint.version = 0;
	hint.versioned = false;
	hint.seen = 0;
	if (!get_int(r, &type))
		return ("a record has no type");
	switch (type) {
	case MDT_VERSION:
		hint.versioned = true;
		if (!get_string(r, &hint.module) ||
		    !get_int(r, &hint.version) || !get_file(r, &hint.file))
			return ("a version record is damaged");
		break;
	case MDT_MODULE:
		if (!get_string(r, &hint.module) || !get_file(r, &hint.file))
			return ("a module record is damaged");
		break;
	default:
		/* For other programs. */
		return (NULL);
	}
	if (h->table != NULL)
		enter(h, &hint);
	else
		h->count++;
	return (NULL);
}

/* All records: count those of interest, or enter them once there is a table. */
static const char *
scan(struct linker_hints *h)
{
	struct reader file, record;
	const char *why;
	int32_t value;

	h->count = 0;
	file.text = h->text;
	file.pos = 0;
	file.end = h->size;
	if (!get_int(&file, &value) || value != HINTS_VERSION)
		return ("it is not of version 1");
	while (file.pos < file.end) {
		if (!get_int(&file, &value) || value < (int)sizeof(value) ||
		    (size_t)value > file.end - file.pos)
			return ("a record goes beyond its end");
		record = file;
		record.end = file.pos + value;
		why = scan_record(h, &record);
		if (why != NULL)
			return (why);
		file.pos = roundup2(record.end, sizeof(value));
	}
	return (NULL);
}

/* Make the table. */
static int
make_table(struct linker_hints *h)
{
	size_t nbuckets;

	for (nbuckets = 16; nbuckets < h->count; nbuckets *= 2)
		continue;
	h->buckets = mallocarray(nbuckets, sizeof(*h->buckets), M_LINKER,
	    M_NOWAIT | M_ZERO);
	h->table = mallocarray(MAX(h->count, 1), sizeof(*h->table), M_LINKER,
	    M_NOWAIT);
	if (h->buckets == NULL || h->table == NULL)
		return (ENOMEM);
	h->mask = nbuckets - 1;
	(void)scan(h);
	return (0);
}

/* Free what was made of the file, not what says which file it was. */
static void
free_contents(struct linker_hints *h)
{

	free(h->text, M_LINKER);
	free(h->table, M_LINKER);
	free(h->buckets, M_LINKER);
	h->text = NULL;
	h->table = NULL;
	h->buckets = NULL;
	h->count = 0;
}

static void
free_hints(struct linker_hints *h)
{

	LIST_REMOVE(h, link);
	vfs_watch_end(&h->watch);
	free_contents(h);
	free(h, M_LINKER);
}

static void
ignore(struct linker_hints *h, const char *why, const char *what)
{

	log(LOG_WARNING, "kld: %s is ignored: %s%s\n", h->path, why, what);
	h->ignored = true;
	free_contents(h);
}

static int
read_text(struct linker_hints *h)
{
	struct linker_image img;
	int error;

	h->text = malloc(h->size, M_LINKER, M_NOWAIT);
	if (h->text == NULL)
		return (ENOMEM);
	error = linker_image_open(&img, h->path);
	if (error != 0)
		return (error);
	error = linker_image_read(&img, HINTS_NAME, h->text, 0, h->size);
	linker_image_close(&img);
	return (error);
}

/* Read the file; whatever goes wrong, there is no error but no hints. */
static void
load(struct linker_hints *h)
{
	const char *why;
	char *sentence;
	int error;

	if (h->size == 0 || h->size > HINTS_MAX) {
		ignore(h, h->size == 0 ? "it is empty" :
		    "it is larger than 1 MiB", "");
		return;
	}
	/* What cannot be read now is not why the caller's load fails. */
	sentence = linker_error_take();
	error = read_text(h);
	why = error == 0 ? scan(h) : NULL;
	if (error == 0 && why == NULL)
		error = make_table(h);
	if (error != 0)
		ignore(h, "it cannot be read: ", errname(error));
	else if (why != NULL)
		ignore(h, why, "");
	linker_error_give(sentence);
}

/* Is it still the file that was read? */
static bool
unchanged(const struct linker_hints *h, const struct vattr *va)
{

	return (h->size == va->va_size && h->fileid == va->va_fileid &&
	    h->fsid == va->va_fsid &&
	    timespeccmp(&h->mtime, &va->va_mtime, ==));
}

static struct linker_hints *
create(const char *path, size_t dirlen, const struct vattr *va)
{
	struct linker_hints *h;
	size_t len;

	len = strlen(path) + 1;
	h = malloc(sizeof(*h) + len, M_LINKER, M_NOWAIT);
	if (h == NULL)
		return (NULL);
	memset(h, 0, sizeof(*h));
	h->size = va->va_size;
	h->fileid = va->va_fileid;
	h->fsid = va->va_fsid;
	h->mtime = va->va_mtime;
	h->dirlen = dirlen;
	memcpy(h->path, path, len);
	LIST_INSERT_HEAD(&all_hints, h, link);
	load(h);
	return (h);
}

/* From now on changes of the directory are seen without a look for its names. */
static void
watch(struct linker_hints *h)
{

	h->generation++;
	vfs_watch_end(&h->watch);
	h->path[h->dirlen] = '\0';
	vfs_watch_start(&h->watch, h->path, HINTS_NAME);
	h->path[h->dirlen] = '/';
	/* It has been written to since it was read. */
	if (timespeccmp(&h->watch.vw_mtime, &h->mtime, !=))
		vfs_watch_end(&h->watch);
}

/* The hints of a directory as they are now, or NULL. */
static struct linker_hints *
current_hints(const char *dir, size_t dirlen, char *path)
{
	struct linker_hints *h;
	struct vattr va;
	bool exists;

	LIST_FOREACH(h, &all_hints, link)
		if (h->dirlen == dirlen && memcmp(h->path, dir, dirlen) == 0)
			break;
	if (h != NULL && vfs_watch_same(&h->watch))
		return (!h->ignored ? h : NULL);
	if (!linker_path(path, dir, dirlen, HINTS_NAME, ""))
		return (NULL);
	exists = linker_image_getattr(path, &va);
	if (h != NULL && (!exists || !unchanged(h, &va))) {
		free_hints(h);
		h = NULL;
	}
	if (h == NULL && exists)
		h = create(path, dirlen, &va);
	if (h != NULL)
		watch(h);
	return (h != NULL && !h->ignored ? h : NULL);
}

/*
 * The best file for a module: the preferred version, else the highest in
 * range, else one without a version, which counts as 0.  Among equals it is
 * the one that the file lists first, which is the last of its bucket.
 * *other is the highest version that is out of range.
 */
static struct hint *
best_hint(const struct linker_hints *h, const char *module,
    const struct mod_depend *range, struct hint **other)
{
	struct hint *best, *hint, *plain;
	const unsigned char *s;
	uint32_t i;
	size_t len;

	best = plain = *other = NULL;
	len = strlen(module);
	i = h->buckets[hash_string((const unsigned char *)module, len) &
	    h->mask];
	for (; i != 0; i = hint->next) {
		hint = &h->table[i - 1];
		s = h->text + hint->module;
		if (*s != len || memcmp(s + 1, module, len) != 0)
			continue;
		if (!hint->versioned)
			plain = hint;
		else if (!linker_in_range(hint->version, range)) {
			if (*other == NULL ||
			    hint->version >= (*other)->version)
				*other = hint;
		} else if (best == NULL || (range != NULL &&
		    hint->version == range->md_ver_preferred) ||
		    ((range == NULL ||
		    best->version != range->md_ver_preferred) &&
		    hint->version >= best->version))
			best = hint;
	}
	if (best == NULL && plain != NULL && linker_in_range(0, range))
		best = plain;
	if (*other == NULL)
		*other = plain;
	return (best);
}

/* Is the file of a hint there?  path becomes its path. */
static bool
is_there(struct linker_hints *h, struct hint *hint, char *path)
{
	char file[UCHAR_MAX + 1];
	const unsigned char *s;

	s = h->text + hint->file;
	memcpy(file, s + 1, *s);
	file[*s] = '\0';
	if (linker_path(path, h->path, h->dirlen, file, "") &&
	    (hint->seen == h->generation || linker_image_exists(path))) {
		hint->seen = h->generation;
		return (true);
	}
	ignore(h, "it names a file that is not there, ", file);
	return (false);
}

/*
 * Look a module up in the hints of a directory.  On LINKER_HINTS_FOUND path,
 * of MAXPATHLEN bytes, is the file, which is there.  LINKER_HINTS_OTHER: path
 * is a file with another version, *version.  LINKER_HINTS_NONE: there are no
 * hints, or they do not know the module.
 */
enum linker_hints_answer
linker_hints_find(const char *dir, size_t dirlen, const char *module,
    const struct mod_depend *range, char *path, int *version)
{
	struct hint *best, *other;
	struct linker_hints *h;

	sx_assert(&kld_sx, SA_XLOCKED);
	h = current_hints(dir, dirlen, path);
	if (h == NULL)
		return (LINKER_HINTS_NONE);
	best = best_hint(h, module, range, &other);
	if (best == NULL && other == NULL)
		return (LINKER_HINTS_NONE);
	if (!is_there(h, best != NULL ? best : other, path))
		return (LINKER_HINTS_NONE);
	if (best != NULL)
		return (LINKER_HINTS_FOUND);
	*version = other->version;
	return (LINKER_HINTS_OTHER);
}

/* Forget all hints. */
void
linker_hints_flush(void)
{

	sx_assert(&kld_sx, SA_XLOCKED);
	while (!LIST_EMPTY(&all_hints))
		free_hints(LIST_FIRST(&all_hints));
}
