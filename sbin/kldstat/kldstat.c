/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat(8): show which files are in the kernel, and which modules they hold.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>

#include <err.h>
#include <errno.h>
#include <libutil.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <kld.h>

#define	POINTER_WIDTH	((int)(2 + 2 * sizeof(void *)))

static int	dflag;		/* show what modules keep for modstat(2) */
static int	hflag;		/* sizes for people */
static int	qflag;		/* only tell by the exit status */
static int	vflag;		/* show paths and modules */

static void
usage(void)
{

	fprintf(stderr, "usage: kldstat [-dhqv] [-i id] [-n filename]\n"
	    "       kldstat [-dq] [-m modname]\n");
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

static void
print_data(const struct module_stat *st)
{

	if (dflag)
		printf(" (%d, %u, 0x%lx)", st->data.intval, st->data.uintval,
		    st->data.ulongval);
	printf("\n");
}

static void
print_modules(int fileid)
{
	struct module_stat st;
	struct kld_iter *it;
	int more;

	printf("\tContains modules:\n\t\t Id Name\n");
	if ((it = kld_modules(fileid)) == NULL) {
		if (errno == ENOENT)
			return;		/* it has just been unloaded */
		err(EXIT_FAILURE, "can't list the modules of file %d", fileid);
	}
	while ((more = kld_nextmodule(it, &st)) == 1) {
		printf("\t\t%3d %s", st.id, st.name);
		print_data(&st);
	}
	if (more < 0)
		err(EXIT_FAILURE, "can't stat a module of file %d", fileid);
	kld_iter_free(it);
}

static void
print_header(void)
{

	printf("Id Refs Address%*s %*s Name\n", POINTER_WIDTH - 7, "",
	    hflag ? 5 : 8, "Size");
}

static void
print_file(const struct kld_file_stat *st)
{
	char size[5];

	printf("%2d %4d %*p ", st->id, st->refs, POINTER_WIDTH,
	    (void *)st->address);
	if (hflag) {
		humanize_number(size, sizeof(size), (int64_t)st->size, "",
		    HN_AUTOSCALE, HN_DECIMAL | HN_NOSPACE);
		printf("%5s", size);
	} else
		printf("%8zx", st->size);
	printf(" %s", st->name);
	if (vflag) {
		printf(" (%s)\n", st->pathname);
		print_modules(st->id);
	} else
		printf("\n");
}

static void
show_all(void)
{
	struct kld_file_stat st;
	struct kld_iter *it;
	int more;

	if ((it = kld_files()) == NULL)
		err(EXIT_FAILURE, "can't list the files");
	print_header();
	while ((more = kld_nextfile(it, &st)) == 1)
		print_file(&st);
	if (more < 0)
		err(EXIT_FAILURE, "can't stat a file");
	kld_iter_free(it);
}

static void
show_file(int id)
{
	struct kld_file_stat st;

	st.version = sizeof(st);
	if (kldstat(id, &st) < 0) {
		if (qflag)
			exit(EXIT_FAILURE);
		err(EXIT_FAILURE, "can't stat file id %d", id);
	}
	if (qflag)
		return;
	print_header();
	print_file(&st);
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

static void
show_module(const char *name)
{
	struct module_stat st;
	int id;

	st.version = sizeof(st);
	if ((id = modfind(name)) < 0 || modstat(id, &st) < 0) {
		if (qflag)
			exit(EXIT_FAILURE);
		err(EXIT_FAILURE, "can't find module %s", name);
	}
	if (qflag)
		return;
	printf("Id  Refs Name%s\n", dflag ? " data..(int, uint, ulong)" : "");
	printf("%3d %4d %s", st.id, st.refs, st.name);
	print_data(&st);
}

int
main(int argc, char *argv[])
{
	const char *file, *module;
	int ch, id;

	file = module = NULL;
	id = 0;
	while ((ch = getopt(argc, argv, "dhi:m:n:qv")) != -1) {
		switch (ch) {
		case 'd':
			dflag = 1;
			break;
		case 'h':
			hflag = 1;
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
			qflag = 1;
			break;
		case 'v':
			vflag = 1;
			break;
		default:
			usage();
		}
	}
	if (argc != optind)
		usage();

	if (module != NULL)
		show_module(module);
	else {
		if (file != NULL)
			id = find_file(file);
		if (id != 0)
			show_file(id);
		else if (!qflag)
			show_all();
	}
	return (EXIT_SUCCESS);
}
