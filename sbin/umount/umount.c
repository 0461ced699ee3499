/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * umount(8): unmount filesystems.
 */

#include <sys/param.h>
#include <sys/mount.h>

#include <err.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int	force;		/* MNT_FORCE or 0 */
static bool	verbose;

static void
usage(void)
{

	fprintf(stderr, "usage: umount [-fv] special | node ...\n"
	    "       umount -a | -A [-fv] [-t type]\n");
	exit(EXIT_FAILURE);
}

static int
unmount_one(const char *from, const char *on)
{

	if (unmount(on, force) != 0) {
		warn("unmount of %s failed", on);
		return (-1);
	}
	if (verbose)
		printf("%s: unmount from %s\n", from, on);
	return (0);
}

/*
 * A directory, or what is mounted somewhere.
 */
static int
unmount_named(const char *name)
{
	struct statfs *fs;
	int count, i;

	if ((count = getmntinfo(&fs, MNT_NOWAIT)) == 0)
		err(EXIT_FAILURE, "getmntinfo");
	for (i = count - 1; i >= 0; i--)
		if (strcmp(fs[i].f_mntonname, name) == 0 ||
		    strcmp(fs[i].f_mntfromname, name) == 0)
			return (unmount_one(fs[i].f_mntfromname,
			    fs[i].f_mntonname));

	/* It may be another way to write the directory. */
	if (unmount(name, force) == 0) {
		if (verbose)
			printf("%s: unmounted\n", name);
		return (0);
	}
	if (errno == EINVAL)
		warnx("%s: not a file system root directory", name);
	else
		warn("%s", name);
	return (-1);
}

/*
 * All but the root, the latest first: it may lie on an earlier one.
 */
static int
unmount_all(const char *type, bool keep_devfs)
{
	struct statfs *fs;
	int count, failed, i;

	if ((count = getmntinfo(&fs, MNT_NOWAIT)) == 0)
		err(EXIT_FAILURE, "getmntinfo");
	failed = 0;
	for (i = count - 1; i >= 0; i--) {
		if ((fs[i].f_flags & MNT_ROOTFS) != 0 ||
		    (type != NULL && strcmp(type, fs[i].f_fstypename) != 0) ||
		    (keep_devfs && strcmp("devfs", fs[i].f_fstypename) == 0))
			continue;
		if (unmount_one(fs[i].f_mntfromname, fs[i].f_mntonname) != 0)
			failed = -1;
	}
	return (failed);
}

int
main(int argc, char *argv[])
{
	const char *type;
	int all, ch, failed;

	all = 0;
	type = NULL;
	while ((ch = getopt(argc, argv, "aAft:v")) != -1) {
		switch (ch) {
		case 'a':
		case 'A':
			all = ch;
			break;
		case 'f':
			force = MNT_FORCE;
			break;
		case 't':
			type = optarg;
			break;
		case 'v':
			verbose = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (all ? argc != 0 : argc == 0 || type != NULL)
		usage();

	if (all)
		failed = unmount_all(type, all == 'a' && type == NULL);
	else
		for (failed = 0; *argv != NULL; argv++)
			if (unmount_named(*argv) != 0)
				failed = -1;
	return (failed != 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}
