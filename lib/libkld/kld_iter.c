/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Walks over the files of the kernel linker and over their modules.
 *
 * kldnext(2) cannot go on from a file that has been unloaded.  So the ids,
 * four bytes each, are taken down first, again if the list changes meanwhile,
 * and the status of each is fetched as the caller gets to it.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>

#include <errno.h>
#include <stdlib.h>

#include "kld.h"

struct kld_iter {
	int	*ids;
	size_t	 count;
	size_t	 room;
	size_t	 next;		/* index of the id to look at */
};

static int
add_id(struct kld_iter *it, int id)
{
	size_t room;
	int *ids;

	if (it->count == it->room) {
		room = it->room == 0 ? 32 : it->room * 2;
		if ((ids = realloc(it->ids, room * sizeof(*ids))) == NULL)
			return (-1);
		it->ids = ids;
		it->room = room;
	}
	it->ids[it->count++] = id;
	return (0);
}

/*
 * The id after the given one; 0 stands for the beginning.
 */
static int
step(int fileid, int id)
{

	if (fileid == 0)
		return (kldnext(id));
	return (id == 0 ? kldfirstmod(fileid) : modfnext(id));
}

/*
 * Take down all ids of one kind: files, or modules of the file if not 0.
 */
static int
collect(struct kld_iter *it, int fileid)
{
	int id;

	id = 0;
	while ((id = step(fileid, id)) != 0) {
		if (id > 0) {
			if (add_id(it, id) != 0)
				return (-1);
		} else if (errno == ENOENT && it->count > 0) {
			/* Where we stood has gone: begin again. */
			it->count = 0;
			id = 0;
		} else
			return (-1);
	}
	return (0);
}

static struct kld_iter *
iter_new(int fileid)
{
	struct kld_iter *it;

	if ((it = calloc(1, sizeof(*it))) == NULL)
		return (NULL);
	if (collect(it, fileid) != 0) {
		kld_iter_free(it);
		return (NULL);
	}
	return (it);
}

struct kld_iter *
kld_files(void)
{

	return (iter_new(0));
}

struct kld_iter *
kld_modules(int fileid)
{

	/* 0 would mean the files themselves. */
	if (fileid <= 0) {
		errno = ENOENT;
		return (NULL);
	}
	return (iter_new(fileid));
}

int
kld_nextfile(struct kld_iter *it, struct kld_file_stat *st)
{

	while (it->next < it->count) {
		st->version = sizeof(*st);
		if (kldstat(it->ids[it->next++], st) == 0)
			return (1);
		if (errno != ENOENT)
			return (-1);
	}
	return (0);
}

int
kld_nextmodule(struct kld_iter *it, struct module_stat *st)
{

	while (it->next < it->count) {
		st->version = sizeof(*st);
		if (modstat(it->ids[it->next++], st) == 0)
			return (1);
		if (errno != ENOENT)
			return (-1);
	}
	return (0);
}

void
kld_iter_free(struct kld_iter *it)
{
	int saved;

	if (it == NULL)
		return;
	saved = errno;
	free(it->ids);
	free(it);
	errno = saved;
}
