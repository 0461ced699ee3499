/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What the boot method's files contain; and what lies in a folder, in order
 * of names: it tells it in any order, and may tell a folder several times.
 */
#include "stand.h"

/* Merge two sorted lists; of entries with one name only one remains. */
static struct dir_entry *
merge(struct dir_entry *a, struct dir_entry *b)
{
	struct dir_entry *first, **tail;
	int order;

	tail = &first;
	while (a != NULL && b != NULL) {
		order = strcmp(a->name, b->name);
		if (order <= 0) {
			*tail = a;
			tail = &a->next;
			a = a->next;
			if (order == 0)
				b = b->next;
		} else {
			*tail = b;
			tail = &b->next;
			b = b->next;
		}
	}
	*tail = a != NULL ? a : b;
	return (first);
}

/* bin[i] holds 2^i entries, sorted, or none. */
struct dir_sort {
	struct dir_entry *bin[32];
};

void
dir_add(struct dir_sort *sort, const char *name, size_t len, uint64_t size,
    bool folder)
{
	struct dir_entry *e;
	unsigned i;

	e = stand_alloc(sizeof(*e));
	e->name = string_dup(name, len);
	e->size = size;
	e->folder = folder;
	for (i = 0; i < 31 && sort->bin[i] != NULL; i++) {
		e = merge(sort->bin[i], e);
		sort->bin[i] = NULL;
	}
	sort->bin[i] = merge(sort->bin[i], e);
}

struct dir_entry *
dir_read(const char *path)
{
	struct dir_sort sort;
	struct dir_entry *all;
	unsigned i;

	memset(&sort, 0, sizeof(sort));
	stand_list(path, &sort);
	all = NULL;
	for (i = 0; i < 32; i++)
		all = merge(sort.bin[i], all);
	return (all);
}

bool
file_read(const char *path, struct file *file)
{
	if (!stand_open(path, file))
		return (false);
	if (file->error != NULL)
		stand_warn("%s: %s", path, file->error);
	return (file->error == NULL);
}
