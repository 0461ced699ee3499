/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): mount filesystems, change how they are mounted, list them.
 */

#include <sys/param.h>
#include <sys/mount.h>

#include <err.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mount.h"

static void
usage(void)
{

	fprintf(stderr,
	    "usage: mount [-pv] [-t type]\n"
	    "       mount [-dfrvw] [-o options] -t type special node\n"
	    "       mount -u [-dfrvw] [-o options] node\n");
	exit(EXIT_FAILURE);
}

/*
 * Whether the type is in the list, "tmpfs,devfs", or, if that begins with
 * "no", is not in it.  Everything is in no list at all.
 */
static bool
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

static void
print_mount(const struct statfs *fs, bool verbose)
{

	printf("%s on %s (%s", fs->f_mntfromname, fs->f_mntonname,
	    fs->f_fstypename);
	print_flags(fs->f_flags, ", ");
	if (verbose) {
		if (fs->f_syncwrites != 0 || fs->f_asyncwrites != 0)
			printf(", writes: sync %ju async %ju",
			    (uintmax_t)fs->f_syncwrites,
			    (uintmax_t)fs->f_asyncwrites);
		printf(", fsid %08x%08x", (unsigned)fs->f_fsid.val[0],
		    (unsigned)fs->f_fsid.val[1]);
	}
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

static void
list(const char *types, bool fstab, bool verbose)
{
	struct statfs *fs;
	int count, i;

	if ((count = getmntinfo(&fs, MNT_NOWAIT)) == 0)
		err(EXIT_FAILURE, "getmntinfo");
	for (i = 0; i < count; i++) {
		if (!type_wanted(fs[i].f_fstypename, types))
			continue;
		if (fstab)
			print_fstab(&fs[i]);
		else
			print_mount(&fs[i], verbose);
	}
}

/*
 * What is mounted there, or from there; ends the program if nothing is.
 */
static const struct statfs *
find_mounted(const char *name)
{
	struct statfs *fs;
	int count, i;

	if ((count = getmntinfo(&fs, MNT_NOWAIT)) == 0)
		err(EXIT_FAILURE, "getmntinfo");
	/* The last one hides those below it. */
	for (i = count - 1; i >= 0; i--)
		if (strcmp(fs[i].f_mntonname, name) == 0 ||
		    strcmp(fs[i].f_mntfromname, name) == 0)
			return (&fs[i]);
	errx(EXIT_FAILURE, "%s: not currently mounted", name);
}

static void
mount_one(struct request *req, bool dry, bool verbose)
{
	struct statfs fs;

	if (dry || verbose)
		printf("nmount(%s, %s, %s, 0x%jx)\n", req->type, req->from,
		    req->on, (uintmax_t)req->flags);
	if (dry)
		return;
	mount_request(req);
	if (verbose) {
		if (statfs(req->on, &fs) != 0)
			err(EXIT_FAILURE, "%s", req->on);
		print_mount(&fs, true);
	}
}

/*
 * Fill in the names: of what is mounted already, or as given.
 */
static void
name_request(struct request *req, int argc, char *argv[], bool update)
{
	const struct statfs *fs;

	if (update && argc == 1) {
		fs = find_mounted(argv[0]);
		req->type = fs->f_fstypename;
		req->from = fs->f_mntfromname;
		req->on = fs->f_mntonname;
		req->flags |= MNT_UPDATE;
	} else if (!update && argc == 2 && req->type != NULL) {
		req->from = argv[0];
		req->on = argv[1];
	} else
		usage();
}

int
main(int argc, char *argv[])
{
	struct request req;
	bool dry, fstab, update, verbose;
	int ch;

	memset(&req, 0, sizeof(req));
	dry = fstab = update = verbose = false;
	while ((ch = getopt(argc, argv, "dfo:prt:uvw")) != -1) {
		switch (ch) {
		case 'd':
			dry = true;
			break;
		case 'f':
			req.flags |= MNT_FORCE;
			break;
		case 'o':
			add_options(&req, optarg, &update);
			break;
		case 'p':
			fstab = true;
			break;
		case 'r':
			req.flags |= MNT_RDONLY;
			break;
		case 't':
			req.type = optarg;
			break;
		case 'u':
			update = true;
			break;
		case 'v':
			verbose = true;
			break;
		case 'w':
			req.flags &= ~(uint64_t)MNT_RDONLY;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;

	if (argc == 0 && !update) {
		list(req.type, fstab, verbose);
		return (EXIT_SUCCESS);
	}
	name_request(&req, argc, argv, update);
	mount_one(&req, dry, verbose);
	return (EXIT_SUCCESS);
}
