/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Which module is where: what loaded files provide, and what a new file
 * depends on, by what it declares and, if that is allowed, by its symbols.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "linker_if.h"

/* Power of two. */
#define	PROVISION_HASH_SIZE	512

static LIST_HEAD(provision_list, linker_provision)
    provisions[PROVISION_HASH_SIZE];

SYSCTL_DECL(_kern_kld);

static int implicit_depend;
SYSCTL_INT(_kern_kld, OID_AUTO, implicit_depend, CTLFLAG_RWTUN,
    &implicit_depend, 0,
    "Load and depend on the file that has a symbol, if none is declared");

#define	PROVISION_HASH(name)						\
	(&provisions[linker_symbol_hash(name) & (PROVISION_HASH_SIZE - 1)])

/*
 * The best provision of a module: the preferred version, else the highest in
 * range; with no range, any.
 */
struct linker_provision *
linker_provision_find(const char *name, const struct mod_depend *range)
{
	struct linker_provision *best, *p;

	sx_assert(&kld_sx, SA_LOCKED);
	best = NULL;
	LIST_FOREACH(p, PROVISION_HASH(name), hash) {
		if (!linker_in_range(p->version, range) || strcmp(p->name, name) != 0)
			continue;
		if (range != NULL && p->version == range->md_ver_preferred)
			return (p);
		if (best == NULL || p->version > best->version)
			best = p;
	}
	return (best);
}

static bool
provides(const struct linker_file *lf, const char *name)
{
	struct linker_provision *p;

	LIST_FOREACH(p, PROVISION_HASH(name), hash)
		if (p->file == lf && strcmp(p->name, name) == 0)
			return (true);
	return (false);
}

static void
add_provision(struct linker_file *lf, struct provision_list *list,
    const char *name, int version)
{
	struct linker_provision *p;

	p = &lf->provisions[lf->nprovisions++];
	p->name = name;
	p->version = version;
	p->file = lf;
	LIST_INSERT_HEAD(list, p, hash);
}

/* Each version of a module is there once: the files that need it share it. */
static int
provide_version(struct linker_file *lf, const char *name, int version)
{
	struct linker_provision *p;
	struct provision_list *list;

	list = PROVISION_HASH(name);
	LIST_FOREACH(p, list, hash)
		if (p->version == version && strcmp(p->name, name) == 0)
			return (linker_error(EEXIST, "%s: module %s is there "
			    "already, in %s", lf->filename, name,
			    p->file->filename));
	add_provision(lf, list, name, version);
	return (0);
}

/* Enter the modules of a file; one without a MODULE_VERSION has version 0. */
int
linker_provide(struct linker_file *lf)
{
	const struct mod_metadata *md;
	int error, i;

	sx_assert(&kld_sx, SA_XLOCKED);
	if (lf->metadata.count == 0)
		return (0);
	lf->provisions = linker_alloc(lf, lf->metadata.count,
	    sizeof(*lf->provisions));
	if (lf->provisions == NULL)
		return (ENOMEM);
	error = 0;
	for (i = 0; i < lf->metadata.count && error == 0; i++) {
		md = lf->metadata.start[i];
		if (md->md_type == MDT_VERSION)
			error = provide_version(lf, md->md_cval,
			    ((const struct mod_version *)md->md_data)->
			    mv_version);
	}
	for (i = 0; i < lf->metadata.count && error == 0; i++) {
		md = lf->metadata.start[i];
		if (md->md_type == MDT_MODULE && !provides(lf, md->md_cval))
			add_provision(lf, PROVISION_HASH(md->md_cval),
			    md->md_cval, 0);
	}
	return (error);
}

void
linker_unprovide(struct linker_file *lf)
{
	int i;

	sx_assert(&kld_sx, SA_XLOCKED);
	for (i = 0; i < lf->nprovisions; i++)
		LIST_REMOVE(&lf->provisions[i], hash);
	free(lf->provisions, M_LINKER);
	lf->provisions = NULL;
	lf->nprovisions = 0;
}

/* Make lf depend on dep and hold it; once, however often it is asked. */
int
linker_depend_add(struct linker_file *lf, struct linker_file *dep)
{
	struct linker_file **deps;
	int max;

	sx_assert(&kld_sx, SA_XLOCKED);
	/* rank is where dep stands in the deps of the last file it joined. */
	if (dep->rank < lf->ndeps && lf->deps[dep->rank] == dep)
		return (0);
	if (lf->ndeps == lf->maxdeps) {
		max = lf->maxdeps == 0 ? 4 : lf->maxdeps * 2;
		deps = realloc(lf->deps, max * sizeof(*deps), M_LINKER,
		    M_NOWAIT);
		if (deps == NULL)
			return (linker_error(ENOMEM, "%s: no memory for its "
			    "dependencies", lf->filename));
		lf->deps = deps;
		lf->maxdeps = max;
	}
	dep->rank = lf->ndeps;
	lf->deps[lf->ndeps++] = dep;
	dep->refs++;
	return (0);
}

/* A file that should provide a module is loaded, and does not: say why. */
static int
not_provided(struct linker_file *lf, const struct mod_metadata *md,
    struct linker_file *dep)
{
	const struct mod_depend *range;
	struct linker_provision *p;

	range = md->md_data;
	p = linker_provision_find(md->md_cval, NULL);
	if (p == NULL)
		return (linker_error(ENOENT, "%s: needs module %s, which %s "
		    "does not contain", lf->filename, md->md_cval,
		    dep->filename));
	if (p->version == 0)
		return (linker_error(ENOEXEC, "%s: needs module %s in version "
		    "%d to %d, %s declares no MODULE_VERSION", lf->filename,
		    md->md_cval, range->md_ver_minimum, range->md_ver_maximum,
		    p->file->filename));
	return (linker_error(ENOEXEC, "%s: needs module %s in version %d to "
	    "%d, %s provides version %d", lf->filename, md->md_cval,
	    range->md_ver_minimum, range->md_ver_maximum, p->file->filename,
	    p->version));
}

/* Say which chain of files led back to dep, which is still being linked. */
static int
dependency_cycle(struct linker_file *lf, struct linker_file *dep)
{

	return (linker_error(ELOOP, "%s: needs %s, which needs %s itself: the "
	    "dependencies form a cycle", lf->filename, dep->filename,
	    lf == dep ? "it" : lf->filename));
}

/*
 * Find a file for a module that no loaded file provides: *depp is a loaded
 * one of that name, which then does not contain the module, or NULL and
 * *wantpath is its path (the caller frees it).
 */
static int
search_dependency(struct linker_file *lf, const struct mod_metadata *md,
    struct linker_file **depp, char **wantpath)
{
	const struct mod_depend *range;
	int error;

	*depp = linker_find_by_name(md->md_cval);
	if (*depp != NULL)
		return (0);
	range = md->md_data;
	error = linker_search(md->md_cval, range, wantpath);
	if (error == ENOEXEC)
		return (linker_error(error, "%s: needs module %s in version "
		    "%d to %d, %s", lf->filename, md->md_cval,
		    range->md_ver_minimum, range->md_ver_maximum,
		    linker_error_last()));
	if (error != 0)
		return (linker_error(error, "%s: needs module %s, which cannot "
		    "be found: %s", lf->filename, md->md_cval,
		    linker_error_last()));
	/* Hints may lead to a file of another name. */
	*depp = linker_find_by_name(linker_basename(*wantpath));
	if (*depp != NULL) {
		free(*wantpath, M_LINKER);
		*wantpath = NULL;
	}
	return (0);
}

/*
 * May lf use a file that is there?  ERESTART: another transaction worked on
 * it and has been waited for, look again.  A plan waits when it has been
 * undone: then it begins again.
 */
static int
check_usable(struct linker_txn *txn, struct linker_file *lf,
    struct linker_file *dep)
{
	int error;

	/* Ours, or one that waits for the start-up code that loads us. */
	if (dep->state == LINKER_LINKING && dep->txn->td == txn->td)
		return (dependency_cycle(lf, dep));
	if (dep->txn == NULL || dep->txn->td == txn->td) {
		/* Its shut-down code loads us: we would stay without it. */
		if (dep->state == LINKER_STOPPING)
			return (linker_error(EBUSY, "%s: needs %s, which is "
			    "just being unloaded", lf->filename,
			    dep->filename));
		return (0);
	}
	if (txn->plan) {
		txn->awaited = dep;
		return (EAGAIN);
	}
	error = linker_wait(txn, dep);
	if (error == EDEADLK)
		return (dependency_cycle(lf, dep));
	return (error == 0 ? ERESTART : error);
}

/*
 * Find the file for one dependency.  Sets *depp if it is loaded; else sets
 * *wantpath to the path of a file to load first (the caller frees it).
 */
static int
find_dependency(struct linker_txn *txn, struct linker_file *lf,
    const struct mod_metadata *md, struct linker_file **depp, char **wantpath)
{
	struct linker_provision *p;
	int error;

	do {
		p = linker_provision_find(md->md_cval, md->md_data);
		if (p == NULL)
			p = linker_provision_find(md->md_cval, NULL);
		error = 0;
		if (p != NULL)
			*depp = p->file;
		else
			error = search_dependency(lf, md, depp, wantpath);
		if (error == 0 && *depp != NULL)
			error = check_usable(txn, lf, *depp);
	} while (error == ERESTART);
	if (error == 0 && *depp != NULL &&
	    (p == NULL || !linker_in_range(p->version, md->md_data)))
		error = not_provided(lf, md, *depp);
	return (error);
}

/* Go through what a file declares. */
static int
depend_declared(struct linker_txn *txn, struct linker_file *lf,
    char **wantpath)
{
	const struct mod_metadata *md;
	struct linker_file *dep;
	int error;

	for (; lf->nextdep < lf->metadata.count; lf->nextdep++) {
		md = lf->metadata.start[lf->nextdep];
		if (md->md_type != MDT_DEPEND || provides(lf, md->md_cval))
			continue;
		error = find_dependency(txn, lf, md, &dep, wantpath);
		if (error != 0 || *wantpath != NULL)
			return (error);
		error = linker_depend_add(lf, dep);
		if (error != 0)
			return (error);
	}
	return (0);
}

/*
 * Find the file that has a symbol, as find_dependency() does.  *depp and
 * *wantpath are NULL if there is none: what that means, the relocations know.
 * A weak symbol is worth no load.
 */
static int
find_symbol_file(struct linker_txn *txn, struct linker_file *lf,
    const char *symbol, bool weak, struct linker_file **depp, char **wantpath)
{
	struct linker_symbol *found;
	char *path;
	int error;

	do {
		path = NULL;
		found = linker_symtab_any(symbol, NULL);
		if (found != NULL)
			*depp = found->file;
		else {
			path = weak ? NULL : linker_findable(lf, symbol);
			*depp = path == NULL ? NULL :
			    linker_find_by_name(linker_basename(path));
		}
		if (*depp == NULL) {
			*wantpath = path;
			return (0);
		}
		free(path, M_LINKER);
		error = check_usable(txn, lf, *depp);
	} while (error == ERESTART);
	return (error);
}

/*
 * Go through the symbols that a file uses, for those of files that it does
 * not declare.
 */
static int
depend_implicit(struct linker_txn *txn, struct linker_file *lf,
    char **wantpath)
{
	struct linker_file *dep;
	const char *symbol;
	bool weak;
	int error;

	for (; (symbol = lf->class->undefined(lf, lf->nextsymbol, &weak)) !=
	    NULL; lf->nextsymbol++) {
		/* Others may have linked since the last one. */
		linker_symtab_scope(lf);
		if (*symbol == '\0' || linker_symtab_lookup(symbol) != NULL)
			continue;
		error = find_symbol_file(txn, lf, symbol, weak, &dep, wantpath);
		if (error == 0 && dep != NULL)
			error = linker_depend_add(lf, dep);
		if (error != 0 || *wantpath != NULL)
			return (error);
	}
	return (0);
}

/*
 * Find all that a file depends on.  If a file has to be loaded first, *wantpath
 * is set; after that load, call again to go on.
 */
int
linker_depend(struct linker_txn *txn, struct linker_file *lf, char **wantpath)
{
	int error;

	*wantpath = NULL;
	error = linker_depend_add(lf, linker_kernel_file);
	if (error == 0)
		error = depend_declared(txn, lf, wantpath);
	if (error == 0 && *wantpath == NULL && implicit_depend)
		error = depend_implicit(txn, lf, wantpath);
	return (error);
}
