/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldload -d: what would be loaded, in which order and from where.
 */

#include <sys/types.h>

#include <stdio.h>

#include <kld.h>

#include "kldload.h"

#define	KERNEL_ID	1

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

int
print_plan(const char *name, bool verbose)
{
	struct kld_info *info;
	size_t i, n;

	if ((info = kld_plan(name, &n)) == NULL)
		return (-1);
	for (i = 0; i < n; i++) {
		if (info[i].id == 0)
			print_planned(&info[i], verbose);
		else if (info[i].id != KERNEL_ID)
			printf("%s is loaded already, with id %d\n",
			    info[i].name, info[i].id);
	}
	kld_info_free(info);
	return (0);
}
