/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat(8): show which files are in the kernel, and what is in them.
 */

#include <sys/param.h>
#include <sys/linker.h>

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <libutil.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include <kld.h>

#include "kldstat.h"

bool	dflag, hflag, qflag, vflag;

typedef void view_t(const struct kld_info *, size_t);

static const struct option long_options[] = {
	{ "json", no_argument, NULL, 'J' },
	{ NULL, 0, NULL, 0 }
};

static void
usage(void)
{

	fprintf(stderr, "usage: kldstat [-dhqv] [-i id] [-n filename]\n"
	    "       kldstat [-dq] [-m modname]\n"
	    "       kldstat -J | --json | -s [-q] [-i id] [-n filename]\n"
	    "       kldstat -g [-q]\n");
	exit(EXIT_FAILURE);
}

static int
parse_id(const char *text)
{
	char *end;
	long id;

	errno = 0;
	id = strtol(text, &end, 10);
	if (end == text || *end != '\0' || errno != 0 || id <= 0 ||
	    id > INT_MAX)
		usage();
	return ((int)id);
}

static int
find_file(const char *name)
{
	int id;

	if ((id = kldfind(name)) < 0) {
		if (qflag)
			exit(EXIT_FAILURE);
		err(EXIT_FAILURE, "can't find file %s", name);
	}
	return (id);
}

/*
 * Show the file with that id, or with 0 all files.
 */
static void
show(view_t *view, int id)
{
	struct kld_info *info;
	size_t n;

	if ((info = kld_info(id, &n)) == NULL) {
		if (id != 0)
			err(EXIT_FAILURE, "can't stat file id %d", id);
		err(EXIT_FAILURE, "can't list the files");
	}
	view(info, n);
	kld_info_free(info);
}

int
main(int argc, char *argv[])
{
	const char *file, *module;
	view_t *view;
	int ch, id;

	file = module = NULL;
	view = NULL;
	id = 0;
	while ((ch = getopt_long(argc, argv, "dghi:Jm:n:qsv", long_options,
	    NULL)) != -1) {
		switch (ch) {
		case 'd':
			dflag = true;
			break;
		case 'g':
		case 'J':
		case 's':
			if (view != NULL)
				usage();
			view = ch == 'g' ? print_graph :
			    ch == 'J' ? print_json : print_stages;
			break;
		case 'h':
			hflag = true;
			break;
		case 'i':
			id = parse_id(optarg);
			break;
		case 'm':
			module = optarg;
			break;
		case 'n':
			file = optarg;
			break;
		case 'q':
			qflag = true;
			break;
		case 'v':
			vflag = true;
			break;
		default:
			usage();
		}
	}
	if (argc != optind || (view != NULL && module != NULL) ||
	    (view == print_graph && (file != NULL || id != 0)))
		usage();

	if (module != NULL) {
		list_module(module);
		flush_stdout();
		return (EXIT_SUCCESS);
	}
	if (file != NULL)
		id = find_file(file);
	if (view != NULL && !qflag)
		show(view, id);
	else if (id != 0)
		list_file(id);
	else if (!qflag)
		list_files();
	flush_stdout();
	return (EXIT_SUCCESS);
}
