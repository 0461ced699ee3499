/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The files of a boot archive, by their names.
 */
#include "stand.h"
#include <sys/ustar.h>

static const struct archive_member *
archive_find(const struct archive *ar, const char *path)
{
	const struct archive_member *m;

	while (*path == '/')
		path++;
	m = ar->bucket[string_hash(path, strlen(path)) % ARCHIVE_BUCKETS];
	while (m != NULL && strcmp(m->name, path) != 0)
		m = m->chain;
	return (m);
}

/* A file, or another name of an earlier one. */
static void
add_member(struct archive *ar, struct ustar_entry *e)
{
	const struct archive_member *target = NULL;
	struct archive_member **bucket, *m;
	size_t len;

	if (!ustar_clean_path(e->path) || !ustar_clean_path(e->link))
		return;
	if (e->type == USTAR_LINK)
		target = archive_find(ar, e->link);
	if (target == NULL && e->type != USTAR_REG &&
	    e->type != USTAR_OLDREG && e->type != USTAR_CONT)
		return;
	len = strlen(e->path);
	m = stand_alloc(sizeof(*m));
	m->name = string_dup(e->path, len);
	m->data = target != NULL ? target->data : (const uint8_t *)e->data;
	m->size = target != NULL ? target->size : e->size;
	bucket = &ar->bucket[string_hash(e->path, len) % ARCHIVE_BUCKETS];
	m->chain = *bucket;
	*bucket = m;
}

bool
archive_index(struct archive *ar, const uint8_t *data, uint64_t size)
{
	static struct ustar_entry entry;
	struct ustar u = { (const char *)data, size, 0 };
	enum ustar_result found;

	while ((found = ustar_next(&u, &entry)) == USTAR_ENTRY)
		add_member(ar, &entry);
	if (found != USTAR_END)
		stand_warn("boot archive: the %s at offset %lu %s",
		    found == USTAR_CUT_OFF ? "file" : "header",
		    (unsigned long)u.pos, found == USTAR_CUT_OFF ?
		    "goes beyond the end" : "is damaged");
	return (found == USTAR_END);
}

bool
archive_open(const struct archive *ar, const char *path, struct file *file)
{
	const struct archive_member *m;

	m = archive_find(ar, path);
	if (m != NULL)
		*file = (struct file){ path, m->data, m->size, NULL };
	return (m != NULL);
}

/* What lies directly in a folder, which members' names alone tell of. */
void
archive_list(const struct archive *ar, const char *dir, struct dir_sort *sort)
{
	const struct archive_member *m;
	const char *name, *slash;
	size_t len;
	unsigned i;

	while (*dir == '/')
		dir++;
	for (len = strlen(dir); len > 0 && dir[len - 1] == '/'; len--)
		continue;
	for (i = 0; i < ARCHIVE_BUCKETS; i++)
		for (m = ar->bucket[i]; m != NULL; m = m->chain) {
			if (strlen(m->name) <= len ||
			    memcmp(m->name, dir, len) != 0 ||
			    (len > 0 && m->name[len] != '/'))
				continue;
			name = m->name + len + (len > 0);
			slash = strchr(name, '/');
			if (slash != NULL)
				dir_add(sort, name, (size_t)(slash - name), 0,
				    true);
			else
				dir_add(sort, name, strlen(name), m->size,
				    false);
		}
}
