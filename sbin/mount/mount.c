/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * mount(8): mount filesystems, change how they are mounted, list them.
 */

#include <sys/param.h>
#include <sys/mount.h>

#include <err.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "mount.h"

static bool	dry;		/* only say what would be done */
static bool	verbose;

static void
usage(void)
{

	fprintf(stderr,
	    "usage: mount [-pv] [-t type]\n"
	    "       mount -a [-dfrvw] [-o options] [-t type]\n"
	    "       mount [-dfrvw] [-o options] -t type special node\n"
	    "       mount [-dfrvw] [-o options] special | node\n"
	    "       mount -u [-dfrvw] [-o options] node\n");
	exit(EXIT_FAILURE);
}

static int
mount_one(const struct request *req)
{
	struct statfs fs;

	if (dry || verbose)
		printf("nmount(%s, %s, %s, 0x%jx)\n", req->type, req->from,
		    req->on, (uintmax_t)req->flags);
	if (dry)
		return (0);
	if (mount_request(req) != 0)
		return (-1);
	if (verbose && statfs(req->on, &fs) == 0)
		print_mount(&fs, true);
	return (0);
}

/*
 * Mount what a line of fstab says; options of the command line come last.
 */
static int
mount_line(const struct request *given, struct fstab *line, char *options)
{
	struct request req;

	req = *given;
	req.type = line->type;
	req.from = line->special;
	req.on = line->node;
	add_options(&req, line->options);
	if (options != NULL)
		add_options(&req, options);
	return (mount_one(&req));
}

static int
mount_all(const struct request *given, char *options)
{
	const struct statfs *fs;
	struct fstab line;
	char *copy;
	FILE *fp;
	int failed;

	if ((fp = fstab_open()) == NULL)
		return (0);
	failed = 0;
	while (fstab_next(fp, &line)) {
		if (!type_wanted(line.type, given->type) ||
		    has_option(line.options, "noauto"))
			continue;
		/* Not every type keeps the name of the special. */
		fs = find_mounted(line.node);
		if (fs != NULL && strcmp(fs->f_fstypename, line.type) == 0)
			continue;
		if ((copy = strdup(options != NULL ? options : "")) == NULL)
			err(EXIT_FAILURE, NULL);
		if (mount_line(given, &line, copy) != 0)
			failed = -1;
		free(copy);
	}
	fclose(fp);
	return (failed);
}

/*
 * Mount what fstab knows by this name.
 */
static int
mount_known(const struct request *given, const char *name, char *options)
{
	struct fstab line;
	FILE *fp;

	if ((fp = fstab_open()) != NULL) {
		while (fstab_next(fp, &line))
			if (strcmp(line.node, name) == 0 ||
			    strcmp(line.special, name) == 0) {
				fclose(fp);
				return (mount_line(given, &line, options));
			}
		fclose(fp);
	}
	errx(EXIT_FAILURE, "%s: unknown special file or file system", name);
}

/*
 * Change the flags of what is mounted: those it has, then those asked for.
 */
static int
mount_update(const struct request *given, const char *name, char *options,
    bool writable)
{
	const struct statfs *fs;
	struct request req;

	if ((fs = find_mounted(name)) == NULL)
		errx(EXIT_FAILURE, "%s: not currently mounted", name);
	req = *given;
	req.type = fs->f_fstypename;
	req.from = fs->f_mntfromname;
	req.on = fs->f_mntonname;
	req.flags |= (fs->f_flags & MNT_UPDATEMASK) | MNT_UPDATE;
	if (writable)
		req.flags &= ~(uint64_t)MNT_RDONLY;
	if (options != NULL)
		add_options(&req, options);
	return (mount_one(&req));
}

/*
 * The list of options, or NULL, with one more list behind it.
 */
static char *
join(char *options, const char *more)
{
	size_t len;

	len = options != NULL ? strlen(options) : 0;
	if ((options = realloc(options, len + strlen(more) + 2)) == NULL)
		err(EXIT_FAILURE, NULL);
	if (len > 0)
		options[len++] = ',';
	strcpy(options + len, more);
	return (options);
}

int
main(int argc, char *argv[])
{
	struct request req;
	char *options;
	bool all, as_fstab, update, writable;
	int ch, error;

	memset(&req, 0, sizeof(req));
	options = NULL;
	all = as_fstab = update = writable = false;
	while ((ch = getopt(argc, argv, "adfo:prt:uvw")) != -1) {
		switch (ch) {
		case 'a':
			all = true;
			break;
		case 'd':
			dry = true;
			break;
		case 'f':
			req.flags |= MNT_FORCE;
			break;
		case 'o':
			options = join(options, optarg);
			break;
		case 'p':
			as_fstab = true;
			break;
		case 'r':
			req.flags |= MNT_RDONLY;
			writable = false;
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
			writable = true;
			break;
		default:
			usage();
		}
	}
	argc -= optind;
	argv += optind;
	if (options != NULL && has_option(options, "update"))
		update = true;

	error = 0;
	if (argc == 0 && all && !update)
		error = mount_all(&req, options);
	else if (argc == 0 && !all && !update)
		list_mounts(req.type, as_fstab, verbose);
	else if (argc == 1 && !all && update)
		error = mount_update(&req, argv[0], options, writable);
	else if (argc == 1 && !all)
		error = mount_known(&req, argv[0], options);
	else if (argc == 2 && !all && !update && req.type != NULL) {
		req.from = argv[0];
		req.on = argv[1];
		if (options != NULL)
			add_options(&req, options);
		error = mount_one(&req);
	} else
		usage();
	return (error != 0 ? EXIT_FAILURE : EXIT_SUCCESS);
}
