/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files that the boot loader read: linked before the drivers start.
 *
 * They go through the same stages as any other file, in the order in which
 * the loader lists them, dependencies first.  One that cannot be linked is
 * dropped with its sentence in the message buffer, and the boot goes on.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/sx.h>

#include "linker_if.h"

/* All modules have been linked or dropped: nothing is left to be found. */
static bool preload_done;

static bool
is_module(caddr_t mod)
{
	const char *type;

	type = preload_search_info(mod, MODINFO_TYPE);
	return (type != NULL && (strcmp(type, "elf obj module") == 0 ||
	    strcmp(type, "elf module") == 0));
}

/* The path of a preloaded file that holds module name, by its file name. */
bool
linker_preload_find(const char *name, char *path, size_t len)
{
	const char *base, *full;
	caddr_t mod;
	size_t n;

	if (preload_done)
		return (false);
	n = strlen(name);
	for (mod = preload_search_next_name(NULL); mod != NULL;
	    mod = preload_search_next_name(mod)) {
		if (!is_module(mod))
			continue;
		full = preload_search_info(mod, MODINFO_NAME);
		base = linker_basename(full);
		if (strncmp(base, name, n) == 0 && (base[n] == '\0' ||
		    strcmp(base + n, LINKER_SUFFIX) == 0))
			return (strlcpy(path, full, len) < len);
	}
	return (false);
}

/* The file that the boot loader read from path, or NULL. */
caddr_t
linker_preload_at(const char *path)
{

	return (preload_done ? NULL : preload_search_by_name(path));
}

/* The next preloaded module that has not been linked, or dropped. */
static caddr_t
next_module(void)
{
	caddr_t mod;

	for (mod = preload_search_next_name(NULL); mod != NULL;
	    mod = preload_search_next_name(mod))
		if (is_module(mod))
			return (mod);
	return (NULL);
}

/*
 * Link one file.  Its record is used up by that, so that the loop ends; a
 * file that was there already has to be released here.
 */
static void
preload_link(struct linker_txn *txn, caddr_t mod)
{
	struct linker_file *lf;
	char *path;

	path = strdup(preload_search_info(mod, MODINFO_NAME), M_LINKER);
	lf = linker_find_by_name(linker_basename(path));
	if (lf != NULL || linker_load(txn, path, &lf) == 0) {
		lf->refs++;
		lf->userrefs++;
	} else
		printf("%s: dropped: %s\n", path, linker_error_last());
	if (linker_preload_at(path) != NULL)
		preload_release(mod);
	free(path, M_LINKER);
}

/* The transaction of all preloaded files, until their SYSINITs have run. */
static struct linker_txn boot_txn;

static void
preload_link_all(void *arg __unused)
{
	caddr_t mod;

	linker_txn_begin(&boot_txn);
	boot_txn.boot = true;
	while ((mod = next_module()) != NULL)
		preload_link(&boot_txn, mod);
	preload_done = true;
	linker_txn_end(&boot_txn);
}
SYSINIT(preload_link, SI_SUB_KLD, SI_ORDER_MIDDLE, preload_link_all, NULL);

/* A file cannot stay if it failed to start, or one of its dependencies. */
static bool
has_failed(struct linker_file *lf)
{
	int i;

	for (i = 0; i < lf->ndeps && lf->start_error == 0; i++)
		lf->start_error = lf->deps[i]->start_error;
	return (lf->start_error != 0);
}

/*
 * All SYSINITs have run.  Dependents stand behind their dependencies in the
 * list: failure is passed on forwards, and failed files go backwards.
 */
static void
preload_finish(void *arg __unused)
{
	struct linker_file *lf, *prev;
	bool kept;

	sx_xlock(&kld_sx);
	TAILQ_FOREACH(lf, &linker_files, link)
		if (lf->txn == &boot_txn && !has_failed(lf))
			linker_loaded(lf);
	TAILQ_FOREACH_REVERSE_SAFE(lf, &linker_files, linker_file_list, link,
	    prev) {
		if (lf->txn != &boot_txn)
			continue;
		kept = linker_keep(lf, lf->start_error);
		printf("%s: %s: it could not start (%s)\n", lf->pathname,
		    kept ? "stays" : "dropped", errname(lf->start_error));
		if (!kept)
			linker_discard(&boot_txn, lf);
	}
	linker_txn_end(&boot_txn);
}
SYSINIT(preload_finish, SI_SUB_LAST, SI_ORDER_FIRST, preload_finish, NULL);
