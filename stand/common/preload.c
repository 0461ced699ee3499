/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The list of preloaded files and its image in memory, the MODINFO records:
 * a 32-bit type, a 32-bit length, and as many bytes, padded to 8.
 */
#include "stand.h"
#include <sys/linker.h>

struct preload *
preload_add(struct preload_list *list, const char *name, const char *type,
    uint64_t addr, uint64_t size)
{
	struct preload *file;

	file = stand_alloc(sizeof(*file));
	file->name = name;
	file->type = type;
	file->addr = addr;
	file->size = size;
	if (list->last == NULL)
		list->first = file;
	else
		list->last->next = file;
	list->last = file;
	return (file);
}

/* Left behind the files, for the environment and the metadata. */
#define	AREA_SPARE	((uint64_t)1024 * 1024)

struct preload *
preload_file(struct boot *boot, const struct file *file, const char *type)
{
	uint64_t left, pa;
	uint8_t *to;

	to = NULL;
	pa = 0;
	left = boot->area.size - boot->area.used;
	if (boot->pages == NULL || (left > AREA_SPARE &&
	    file->size <= left - AREA_SPARE)) {
		to = area_take(&boot->area, file->size, STAND_PAGE_SIZE);
		if (to != NULL)
			pa = area_pa(&boot->area, to);
	} else {
		to = boot->pages(file->size);
		pa = (uintptr_t)to;
	}
	if (to == NULL)
		return (NULL);
	memcpy(to, file->data, file->size);
	return (preload_add(&boot->files, file->path, type, pa, file->size));
}

bool
preload_has_type(const struct preload_list *list, const char *type)
{
	const struct preload *file;

	for (file = list->first; file != NULL; file = file->next)
		if (strcmp(file->type, type) == 0)
			return (true);
	return (false);
}

/*
 * Attach a copy of the bytes, or zeros when data is NULL; the result is the
 * copy, which may still be changed.
 */
void *
preload_metadata(struct preload *file, uint32_t type, const void *data,
    size_t size)
{
	struct metadata **tail, *md;

	md = stand_alloc(sizeof(*md));
	md->type = type;
	md->size = (uint32_t)size;
	md->data = stand_alloc(size);
	if (data != NULL)
		memcpy(md->data, data, size);
	for (tail = &file->metadata; *tail != NULL; tail = &(*tail)->next)
		continue;
	*tail = md;
	return (md->data);
}

/* Append a record when there is an image; the result is the next offset. */
static size_t
put(uint8_t *image, size_t off, uint32_t type, const void *data, size_t size)
{
	const uint32_t head[2] = { type, (uint32_t)size };

	if (image != NULL) {
		memcpy(image + off, head, sizeof(head));
		memcpy(image + off + sizeof(head), data, size);
		memset(image + off + sizeof(head) + size, 0, -size & 7);
	}
	return (off + sizeof(head) + ((size + 7) & ~(size_t)7));
}

static size_t
put_list(uint8_t *image, const struct preload_list *list)
{
	const struct metadata *md;
	const struct preload *f;
	size_t off;

	off = 0;
	for (f = list->first; f != NULL; f = f->next) {
		off = put(image, off, MODINFO_NAME, f->name,
		    strlen(f->name) + 1);
		off = put(image, off, MODINFO_TYPE, f->type,
		    strlen(f->type) + 1);
		if (f->args != NULL)
			off = put(image, off, MODINFO_ARGS, f->args,
			    strlen(f->args) + 1);
		off = put(image, off, MODINFO_ADDR, &f->addr, sizeof(f->addr));
		off = put(image, off, MODINFO_SIZE, &f->size, sizeof(f->size));
		for (md = f->metadata; md != NULL; md = md->next)
			off = put(image, off, MODINFO_METADATA | md->type,
			    md->data, md->size);
	}
	return (put(image, off, MODINFO_END, "", 0));
}

size_t
preload_image_size(const struct preload_list *list)
{
	return (put_list(NULL, list));
}

void
preload_image_write(const struct preload_list *list, uint8_t *image)
{
	(void)put_list(image, list);
}
