/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldload -d: what would be loaded, in which order and from where.
 */

#include <sys/types.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <kld.h>

#include "kldload.h"

#define	KERNEL_ID	1

/* The names that could be loaded, and what their plan was. */
static const char	**names;
static size_t		nnames;
static struct kld_info	*planned;
static size_t		nplanned;

static void
print_planned(const struct kld_info *info, bool verbose)
{
	const char *before;
	size_t i;

	printf("%s would be loaded from %s", info->name, info->path);
	before = " after ";
	for (i = 0; i < info->ndepends; i++) {
		if (info->depends[i].id == KERNEL_ID)
			continue;
		printf("%s%s", before, info->depends[i].name);
		before = ", ";
	}
	if (verbose)
		printf(", with %zu bytes", info->size);
	printf("\n");
}

static bool
was_planned(const struct kld_info *info)
{
	size_t i;

	for (i = 0; i < nplanned; i++)
		if (strcmp(planned[i].name, info->name) == 0)
			return (true);
	return (false);
}

/*
 * Is it the name of the file, with or without .ko, or of a module in it?
 */
static bool
has_name(const struct kld_info *info, const char *name)
{
	size_t i, len;

	len = strlen(name);
	if (strncmp(info->name, name, len) == 0 &&
	    (info->name[len] == '\0' || strcmp(info->name + len, ".ko") == 0))
		return (true);
	for (i = 0; i < info->nprovides; i++)
		if (strcmp(info->provides[i].name, name) == 0)
			return (true);
	return (false);
}

bool
is_planned(const char *name)
{
	const char *slash;
	size_t i;

	slash = strrchr(name, '/');
	if (slash != NULL)
		name = slash + 1;
	for (i = 0; i < nplanned; i++)
		if (has_name(&planned[i], name))
			return (true);
	return (false);
}

static void
print_file(const struct kld_info *info, bool verbose)
{

	if (was_planned(info) || info->id == KERNEL_ID)
		return;
	if (info->id == 0)
		print_planned(info, verbose);
	else
		printf("%s is loaded already, with id %d\n", info->name,
		    info->id);
}

int
print_plan(const char *name, bool verbose)
{
	const char **more;
	struct kld_info *info;
	size_t i, n;

	more = reallocarray(names, nnames + 1, sizeof(*names));
	if (more == NULL)
		return (-1);
	names = more;
	names[nnames] = name;
	if ((info = kld_plan(names, nnames + 1, &n)) == NULL)
		return (-1);
	nnames++;
	for (i = 0; i < n; i++)
		print_file(&info[i], verbose);
	kld_info_free(planned);
	planned = info;
	nplanned = n;
	return (0);
}
