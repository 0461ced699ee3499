/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kld_load(3), kld_isloaded(3): by name, whatever kind of name it is.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "kld.h"

int
kld_load(const char *name)
{
	int error;

	if (kldload(name) >= 0)
		return (0);
	/* It, or another file with a module of the same name. */
	error = errno;
	if (error == EEXIST && kld_isloaded(name))
		return (0);
	errno = error;
	return (-1);
}

/*
 * Whether the file holds a module called "<bus>/name".
 */
static int
has_bus_module(int fileid, const char *name)
{
	struct module_stat st;
	const char *slash;
	int id;

	for (id = kldfirstmod(fileid); id > 0; id = modfnext(id)) {
		st.version = sizeof(st);
		if (modstat(id, &st) < 0)
			continue;
		slash = strrchr(st.name, '/');
		if (slash != NULL && strcmp(slash + 1, name) == 0)
			return (1);
	}
	return (0);
}

/*
 * Whether a file says, by MODULE_VERSION(9), that it has a module of the name.
 */
static int
is_provided(const char *name)
{
	struct kld_info *info;
	size_t i, j, n;
	int found;

	found = 0;
	if ((info = kld_info(0, &n)) == NULL)
		return (0);
	for (i = 0; i < n && !found; i++)
		for (j = 0; j < info[i].nprovides && !found; j++)
			found = strcmp(info[i].provides[j].name, name) == 0;
	kld_info_free(info);
	return (found);
}

int
kld_isloaded(const char *name)
{
	char file[MAXPATHLEN];
	int id;

	/* The kernel finds whole names by hash. */
	if (modfind(name) > 0 || kldfind(name) > 0)
		return (1);
	if ((size_t)snprintf(file, sizeof(file), "%s.ko", name) <
	    sizeof(file) && kldfind(file) > 0)
		return (1);

	/* A driver's module is called "bus/name": that takes a walk. */
	for (id = kldnext(0); id > 0; id = kldnext(id))
		if (has_bus_module(id, name))
			return (1);
	return (is_provided(name));
}
