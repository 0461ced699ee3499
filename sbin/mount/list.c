/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): what is mounted.
 */

#include <sys/param.h>
#include <sys/mount.h>

#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "mount.h"

/*
 * Whether the type is in the list, "tmpfs,devfs", or, if that begins with
 * "no", is not in it.  Everything is in no list at all.
 */
bool
type_wanted(const char *type, const char *list)
{
	size_t len;
	bool in;

	if (list == NULL)
		return (true);
	in = true;
	if (strncmp(list, "no", 2) == 0) {
		in = false;
		list += 2;
	}
	for (;;) {
		len = strcspn(list, ",");
		if (strlen(type) == len && strncmp(type, list, len) == 0)
			return (in);
		if (list[len] == '\0')
			return (!in);
		list += len + 1;
	}
}

static int
get_mounts(struct statfs **fs)
{
	int count;

	if ((count = getmntinfo(fs, MNT_NOWAIT)) == 0)
		err(EXIT_FAILURE, "getmntinfo");
	return (count);
}

void
print_mount(const struct statfs *fs, bool verbose)
{

	printf("%s on %s (%s", fs->f_mntfromname, fs->f_mntonname,
	    fs->f_fstypename);
	print_flags(fs->f_flags, ", ");
	if (verbose)
		printf(", fsid %08x%08x", (unsigned)fs->f_fsid.val[0],
		    (unsigned)fs->f_fsid.val[1]);
	printf(")\n");
}

/*
 * As a line of fstab(5).
 */
static void
print_fstab(const struct statfs *fs)
{

	printf("%s\t%s\t%s\t%s", fs->f_mntfromname, fs->f_mntonname,
	    fs->f_fstypename, (fs->f_flags & MNT_RDONLY) != 0 ? "ro" : "rw");
	print_options(fs->f_flags & ~(uint64_t)MNT_RDONLY);
	printf("\t0 0\n");
}

void
list_mounts(const char *types, bool as_fstab, bool verbose)
{
	struct statfs *fs;
	int count, i;

	count = get_mounts(&fs);
	for (i = 0; i < count; i++) {
		if (!type_wanted(fs[i].f_fstypename, types))
			continue;
		if (as_fstab)
			print_fstab(&fs[i]);
		else
			print_mount(&fs[i], verbose);
	}
}

/*
 * What is mounted there, or from there; NULL if nothing is.
 */
const struct statfs *
find_mounted(const char *name)
{
	struct statfs *fs;
	int count, i;

	count = get_mounts(&fs);
	/* The last one hides those below it. */
	for (i = count - 1; i >= 0; i--)
		if (strcmp(fs[i].f_mntonname, name) == 0 ||
		    strcmp(fs[i].f_mntfromname, name) == 0)
			return (&fs[i]);
	return (NULL);
}
