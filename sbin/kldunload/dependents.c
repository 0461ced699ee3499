/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldunload -r: a file together with what depends on it.
 */

#include <sys/param.h>
#include <sys/linker.h>

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include <kld.h>

#include "kldunload.h"

#define	KERNEL_ID	1

static bool
depends_on(const struct kld_info *info, int id)
{
	size_t i;

	for (i = 0; i < info->ndepends; i++)
		if (info->depends[i].id == id)
			return (true);
	return (false);
}

static int
compare_id(const void *key, const void *element)
{
	const int *id = key;
	const struct kld_info * const *info = element;

	return (*id < (*info)->id ? -1 : *id > (*info)->id);
}

/*
 * Gather the file and what depends on it, directly or not.  One pass will do:
 * no file stands before one that it depends on, and ids grow along the list.
 */
static size_t
gather(const struct kld_info *info, size_t n, int id,
    const struct kld_info **found)
{
	size_t count, i, j;

	count = 0;
	for (i = 0; i < n; i++) {
		for (j = 0; j < info[i].ndepends; j++)
			if (bsearch(&info[i].depends[j].id, found, count,
			    sizeof(*found), compare_id) != NULL)
				break;
		if (info[i].id == id || j < info[i].ndepends)
			found[count++] = &info[i];
	}
	return (count);
}

/*
 * Does a file depend on it that was not there when we looked?
 */
static bool
has_new_dependent(int id)
{
	struct kld_info *info;
	size_t i, n;

	if ((info = kld_info(0, &n)) == NULL)
		return (false);
	for (i = 0; i < n && !depends_on(&info[i], id); i++)
		continue;
	kld_info_free(info);
	return (i < n);
}

/*
 * Unload n files, the last one first.  1: others have come meanwhile that
 * need them, look again.
 */
static int
unload_gathered(const struct kld_info **found, size_t n)
{
	const struct kld_info *info;
	int error;

	while (n-- > 0) {
		info = found[n];
		if (unload(info->id, info->name) == 0)
			continue;
		error = errno;
		/* Nothing needed it any more, or somebody else was faster. */
		if (error == ENOENT) {
			report_gone(info->id, info->name);
			continue;
		}
		if (error == EBUSY && has_new_dependent(info->id))
			return (1);
		errno = error;
		complain(info->name);
		return (-1);
	}
	return (0);
}

static int
look_and_unload(int id)
{
	const struct kld_info **found;
	struct kld_info *info;
	size_t n;
	int result;

	if ((info = kld_info(0, &n)) == NULL ||
	    (found = calloc(n, sizeof(*found))) == NULL)
		err(EXIT_FAILURE, "can't list the files");
	result = unload_gathered(found, gather(info, n, id, found));
	free(found);
	kld_info_free(info);
	return (result);
}

int
unload_dependents(int id, const char *name)
{
	struct kld_file_stat st;
	int result;

	/* Everything depends on the kernel, which stays in any case. */
	st.version = sizeof(st);
	if (id == KERNEL_ID || kldstat(id, &st) < 0) {
		result = unload(id, name);
		if (result < 0)
			complain(name);
		return (result);
	}
	do
		result = look_and_unload(id);
	while (result > 0);
	return (result);
}
