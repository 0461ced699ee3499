/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kldstat: the table of files, and of their modules, as FreeBSD shows it.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>

#include <err.h>
#include <errno.h>
#include <libutil.h>
#include <stdio.h>
#include <stdlib.h>

#include <kld.h>

#include "kldstat.h"

#define	POINTER_WIDTH	((int)(2 + 2 * sizeof(void *)))

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
	if (vflag)
		printf(" (%s)", st->pathname);
	printf("\n");
	if (vflag || dflag)
		print_modules(st->id);
}

void
list_files(void)
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

void
list_file(int id)
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

void
list_module(const char *name)
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
