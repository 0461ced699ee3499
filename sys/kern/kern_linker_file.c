/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The table of linker files: by id, by name and in load order.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sx.h>

#include "linker_if.h"

MALLOC_DEFINE(M_LINKER, "linker", "kernel linker");

/* Power of two. */
#define	LINKER_HASH_SIZE	512

struct sx kld_sx;
SX_SYSINIT(kld, &kld_sx, "kernel linker");

struct linker_file_list linker_files = TAILQ_HEAD_INITIALIZER(linker_files);
linker_file_t linker_kernel_file;

static LIST_HEAD(, linker_file) files_by_id[LINKER_HASH_SIZE];
static LIST_HEAD(, linker_file) files_by_name[LINKER_HASH_SIZE];
static int linker_next_id = 1;

#define	ID_HASH(id)	(&files_by_id[(u_int)(id) & (LINKER_HASH_SIZE - 1)])
#define	NAME_HASH(name)							\
	(&files_by_name[linker_symbol_hash(name) & (LINKER_HASH_SIZE - 1)])

const char *
linker_basename(const char *path)
{
	const char *slash;

	slash = strrchr(path, '/');
	return (slash != NULL ? slash + 1 : path);
}

/* Enter a file by its name; it is not visible before it has a number. */
struct linker_file *
linker_file_create(const char *path)
{
	struct linker_file *lf;
	size_t size;

	sx_assert(&kld_sx, SA_XLOCKED);
	size = strlen(path) + 1;
	lf = malloc(sizeof(*lf) + size, M_LINKER, M_WAITOK);
	memset(lf, 0, sizeof(*lf));
	memcpy(lf->pathname, path, size);
	lf->filename = linker_basename(lf->pathname);
	lf->state = LINKER_LINKING;
	TAILQ_INIT(&lf->modules);
	LIST_INSERT_HEAD(NAME_HASH(lf->filename), lf, hash_name);
	return (lf);
}

/* Call a file by another name than its path ends with. */
void
linker_file_rename(struct linker_file *lf, const char *filename)
{

	sx_assert(&kld_sx, SA_XLOCKED);
	LIST_REMOVE(lf, hash_name);
	lf->filename = filename;
	LIST_INSERT_HEAD(NAME_HASH(lf->filename), lf, hash_name);
}

/* Give a linked file its id and its place in the list. */
void
linker_file_number(struct linker_file *lf)
{

	sx_assert(&kld_sx, SA_XLOCKED);
	lf->id = linker_next_id++;
	LIST_INSERT_HEAD(ID_HASH(lf->id), lf, hash_id);
	TAILQ_INSERT_TAIL(&linker_files, lf, link);
}

void
linker_file_destroy(struct linker_file *lf)
{

	sx_assert(&kld_sx, SA_XLOCKED);
	KASSERT(lf->refs <= lf->userrefs, ("%s is still referenced",
	    lf->filename));
	if (lf->id != 0) {
		TAILQ_REMOVE(&linker_files, lf, link);
		LIST_REMOVE(lf, hash_id);
	}
	LIST_REMOVE(lf, hash_name);
	free(lf->entry, M_LINKER);
	free(lf, M_LINKER);
}

/* Others see a file from when its start-up code begins to run. */
bool
linker_visible(const struct linker_file *lf)
{

	return (lf->state >= LINKER_STARTING);
}

struct linker_file *
linker_find_by_id(int id)
{
	struct linker_file *lf;

	sx_assert(&kld_sx, SA_LOCKED);
	LIST_FOREACH(lf, ID_HASH(id), hash_id)
		if (lf->id == id && linker_visible(lf))
			return (lf);
	return (NULL);
}

static struct linker_file *
find_exact(const char *filename)
{
	struct linker_file *lf;

	LIST_FOREACH(lf, NAME_HASH(filename), hash_name)
		if (strcmp(lf->filename, filename) == 0)
			return (lf);
	return (NULL);
}

/*
 * The file of that name, with or without the suffix; also one that is still
 * being linked.
 */
struct linker_file *
linker_find_by_name(const char *name)
{
	char buf[MAXPATHLEN];
	struct linker_file *lf;
	size_t len;

	sx_assert(&kld_sx, SA_LOCKED);
	lf = find_exact(name);
	if (lf != NULL)
		return (lf);
	len = strlen(name);
	if (len > sizeof(buf) - sizeof(LINKER_SUFFIX))
		return (NULL);
	memcpy(buf, name, len);
	memcpy(buf + len, LINKER_SUFFIX, sizeof(LINKER_SUFFIX));
	return (find_exact(buf));
}

/* The file whose memory holds addr, or NULL. */
struct linker_file *
linker_file_at(vm_offset_t addr)
{
	struct linker_file *lf;

	TAILQ_FOREACH(lf, &linker_files, link)
		if (addr >= (vm_offset_t)lf->address &&
		    addr - (vm_offset_t)lf->address < lf->size)
			break;
	return (lf);
}

/*
 * Takes no lock: a panic must not wait, and a person who reads a wrong name
 * has lost little.
 */
int
linker_symbol_name(vm_offset_t addr, char *buf, size_t len)
{
	struct linker_file *lf;
	const char *name;
	u_long off;

	lf = linker_file_at(addr);
	name = lf != NULL ? lf->class->symbol_at(lf, addr, &off) : NULL;
	if (name == NULL)
		return (ENOENT);
	snprintf(buf, len, "%s%s%s+0x%lx",
	    lf == linker_kernel_file ? "" : lf->filename,
	    lf == linker_kernel_file ? "" : ":", name, off);
	return (0);
}
