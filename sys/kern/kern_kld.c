/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The kld system calls; kldload(2), kldunload(2), kldfind(2), kldnext(2),
 * kldstat(2), kldfirstmod(2), kldsym(2).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/priv.h>
#include <sys/proc.h>
#include <sys/sx.h>
#include <sys/sysproto.h>

#include "linker_if.h"

/* Only root may change the kernel, and only while it is not secured. */
int
kld_allowed(struct thread *td, int priv)
{
	int error;

	linker_error_clear();
	error = securelevel_gt(td->td_ucred, 0);
	if (error != 0)
		return (linker_error(error, "kern.securelevel is above 0: no "
		    "file can be loaded or unloaded"));
	error = priv_check(td, priv);
	if (error != 0)
		return (linker_error(error, "only root may load or unload "
		    "kernel files"));
	return (0);
}

/*
 * Nothing comes or goes any more while modules hear MOD_SHUTDOWN, which may be
 * where we are called from.
 */
static int
check_running(void)
{

	if (rebooting != 0)
		return (linker_error(EBUSY, "the system goes down: no file "
		    "can be loaded or unloaded"));
	return (0);
}

static int
already_there(struct linker_file *lf)
{

	if (lf->state == LINKER_PLANNED)
		return (linker_error(EEXIST, "%s would be there already",
		    lf->filename));
	if (lf->id == 0)
		return (linker_error(EEXIST, "%s is just being loaded",
		    lf->filename));
	return (linker_error(EEXIST, "%s is already loaded, with id %d",
	    lf->filename, lf->id));
}

/*
 * Refuse a name that is there already.  EAGAIN: another transaction works on
 * it and has been waited for, look again.
 */
static int
refuse_loaded(struct linker_txn *txn, const char *name)
{
	struct linker_provision *p;
	struct linker_file *lf;
	int error;

	lf = linker_find_by_name(linker_basename(name));
	if (lf == NULL && strchr(name, '/') == NULL) {
		p = linker_provision_find(name, NULL);
		if (p != NULL)
			lf = p->file;
	}
	if (lf == NULL)
		return (0);
	error = lf->txn != NULL ? linker_wait(txn, lf) : EDEADLK;
	if (error == 0)
		return (EAGAIN);
	return (error == EINTR ? error : already_there(lf));
}

/* The path of a module that is not there yet; the caller frees it. */
static int
search_unloaded(struct linker_txn *txn, const char *name,
    const struct mod_depend *range, char **path)
{
	int error;

	error = linker_search(name, range, path);
	if (error != 0)
		return (error);
	/* Hints may lead to a file of another name. */
	error = refuse_loaded(txn, *path);
	if (error != 0)
		free(*path, M_LINKER);
	return (error);
}

/*
 * Load name, in a version within range if it is a module and that is not
 * NULL; the new file has no reference yet.
 */
int
linker_load_by_name(struct linker_txn *txn, const char *name,
    const struct mod_depend *range, struct linker_file **lfp)
{
	char *path;
	int error;

	error = check_running();
	if (error == 0 && *name == '\0')
		error = linker_error(ENOENT, "the name of the file is empty");
	if (error != 0)
		return (error);
	path = NULL;
	do {
		error = refuse_loaded(txn, name);
		if (error == 0 && strchr(name, '/') == NULL)
			error = search_unloaded(txn, name, range, &path);
	} while (error == EAGAIN);
	if (error != 0)
		return (error);
	error = linker_load(txn, path != NULL ? path : name, lfp);
	free(path, M_LINKER);
	return (error);
}

int
kern_kldload(struct thread *td, const char *name, int *fileid)
{
	struct linker_txn txn;
	struct linker_file *lf;
	int error;

	error = kld_allowed(td, PRIV_KLD_LOAD);
	if (error != 0)
		return (error);
	linker_txn_begin(&txn);
	error = linker_load_by_name(&txn, name, NULL, &lf);
	if (error == 0) {
		lf->refs++;
		lf->userrefs++;
		if (fileid != NULL)
			*fileid = lf->id;
	}
	linker_txn_end(&txn);
	return (linker_error_log(error));
}

static bool
depends_on(const struct linker_file *user, const struct linker_file *lf)
{
	int i;

	for (i = 0; i < user->ndeps; i++)
		if (user->deps[i] == lf)
			return (true);
	return (false);
}

/* A sentence should not take more than this for names. */
#define	NAMES_LENGTH	(KLD_ERROR_MAX * 3 / 4)

/* Refuse to unload what others need: say who, as far as there is room. */
static int
refuse_needed(const struct linker_file *lf)
{
	const struct linker_file *user;
	int left;

	left = lf->refs - lf->userrefs;
	(void)linker_error(EBUSY, "%s: is needed by", lf->filename);
	TAILQ_FOREACH(user, &linker_files, link) {
		if (!depends_on(user, lf))
			continue;
		if (strlen(linker_error_last()) > NAMES_LENGTH)
			return (linker_error(EBUSY, "%s and %d more",
			    linker_error_last(), left));
		left--;
		(void)linker_error(EBUSY, "%s %s%s", linker_error_last(),
		    user->filename, left > 0 ? "," : "");
	}
	if (left > 0)
		(void)linker_error(EBUSY, "%s the kernel",
		    linker_error_last());
	return (EBUSY);
}

static int
unload_by_id(struct linker_txn *txn, int fileid, int flags)
{
	struct linker_file *lf;
	int error;

	error = check_running();
	if (error != 0)
		return (error);
	for (;;) {
		lf = linker_find_by_id(fileid);
		if (lf == NULL)
			return (linker_error(ENOENT, "no file with id %d is "
			    "loaded", fileid));
		if (lf == linker_kernel_file)
			return (linker_error(EBUSY, "the kernel itself cannot "
			    "be unloaded"));
		if (lf->txn == NULL)
			break;
		error = linker_wait(txn, lf);
		if (error == EDEADLK)
			error = linker_error(EBUSY, "%s: is just being loaded "
			    "or unloaded", lf->filename);
		if (error != 0)
			return (error);
	}
	if (lf->refs > lf->userrefs)
		return (refuse_needed(lf));
	error = linker_check_caller(lf);
	if (error != 0)
		return (error);
	return (linker_unload(txn, lf, flags));
}

int
kern_kldunload(struct thread *td, int fileid, int flags)
{
	struct linker_txn txn;
	int error;

	error = kld_allowed(td, PRIV_KLD_UNLOAD);
	if (error != 0)
		return (error);
	linker_txn_begin(&txn);
	error = unload_by_id(&txn, fileid, flags);
	linker_txn_end(&txn);
	return (linker_error_log(error));
}

/* Find a loaded file for a module and wait until nobody works on it. */
static int
find_referable(struct linker_txn *txn, const char *modname,
    const struct mod_depend *verinfo, struct linker_file **lfp)
{
	struct linker_provision *p;
	int error;

	error = 0;
	do {
		p = linker_provision_find(modname, verinfo);
		*lfp = p != NULL ? p->file : NULL;
		if (p == NULL || p->file->txn == NULL ||
		    p->file->txn->td == curthread)
			break;
		error = linker_wait(txn, p->file);
	} while (error == 0);
	if (error == EINTR)
		return (error);
	/* Code of it, or that it waits for, cannot refer to it. */
	if (p != NULL && (p->file->state == LINKER_LINKING ||
	    p->file->state == LINKER_STOPPING))
		return (linker_error(EBUSY, "%s: is just being %s",
		    p->file->filename, p->file->state == LINKER_LINKING ?
		    "loaded" : "unloaded"));
	return (0);
}

/* A file that was loaded for a module has to have it. */
static int
check_provided(const char *modname, const struct mod_depend *verinfo,
    const struct linker_file *lf)
{

	if (verinfo == NULL || linker_provision_find(modname, verinfo) != NULL)
		return (0);
	return (linker_error(ENOEXEC, "%s: does not provide module %s in "
	    "version %d to %d", lf->filename, modname,
	    verinfo->md_ver_minimum, verinfo->md_ver_maximum));
}

/* The file of a module that is there, or is loaded now, with a reference. */
int
linker_reference_module(const char *modname, const struct mod_depend *verinfo,
    linker_file_t *result)
{
	struct linker_txn txn;
	int error;

	linker_txn_begin(&txn);
	error = find_referable(&txn, modname, verinfo, result);
	if (error == 0 && *result == NULL)
		error = linker_load_by_name(&txn, modname, verinfo, result);
	if (error == 0) {
		(*result)->refs++;
		error = check_provided(modname, verinfo, *result);
		if (error != 0)
			linker_deref(&txn, *result);
	}
	linker_txn_end(&txn);
	return (linker_error_log(error));
}

int
linker_release_module(linker_file_t lf)
{
	struct linker_txn txn;

	linker_txn_begin(&txn);
	linker_deref(&txn, lf);
	linker_txn_end(&txn);
	return (0);
}

int
linker_bad_name(int error)
{

	if (error == ENAMETOOLONG)
		return (linker_error(error, "the name of a file has at most "
		    "%d characters", MAXPATHLEN - 1));
	return (linker_error(error, "the name of the file cannot be read (%s)",
	    errname(error)));
}

int
sys_kldload(struct thread *td, struct kldload_args *uap)
{
	char *name;
	int error, id;

	name = malloc(MAXPATHLEN, M_TEMP, M_WAITOK);
	error = copyinstr(uap->file, name, MAXPATHLEN, NULL);
	if (error == 0)
		error = kern_kldload(td, name, &id);
	else
		error = linker_bad_name(error);
	if (error == 0)
		td->td_retval[0] = id;
	free(name, M_TEMP);
	return (error);
}

int
sys_kldunload(struct thread *td, struct kldunload_args *uap)
{

	return (kern_kldunload(td, uap->fileid, LINKER_UNLOAD_NORMAL));
}

int
sys_kldunloadf(struct thread *td, struct kldunloadf_args *uap)
{

	if (uap->flags != LINKER_UNLOAD_NORMAL &&
	    uap->flags != LINKER_UNLOAD_FORCE)
		return (linker_error(EINVAL, "kldunloadf: flags %d are not "
		    "known", uap->flags));
	return (kern_kldunload(td, uap->fileid, uap->flags));
}

int
sys_kldfind(struct thread *td, struct kldfind_args *uap)
{
	struct linker_file *lf;
	char *name;
	int error;

	name = malloc(MAXPATHLEN, M_TEMP, M_WAITOK);
	error = copyinstr(uap->file, name, MAXPATHLEN, NULL);
	if (error != 0)
		goto out;
	sx_slock(&kld_sx);
	lf = linker_find_by_name(linker_basename(name));
	if (lf != NULL && linker_visible(lf))
		td->td_retval[0] = lf->id;
	else
		error = ENOENT;
	sx_sunlock(&kld_sx);
out:
	free(name, M_TEMP);
	return (error);
}

int
sys_kldnext(struct thread *td, struct kldnext_args *uap)
{
	struct linker_file *lf;
	int error;

	error = 0;
	sx_slock(&kld_sx);
	if (uap->fileid == 0)
		lf = TAILQ_FIRST(&linker_files);
	else if ((lf = linker_find_by_id(uap->fileid)) != NULL)
		lf = TAILQ_NEXT(lf, link);
	else
		error = ENOENT;
	if (error == 0)
		td->td_retval[0] = lf != NULL ? lf->id : 0;
	sx_sunlock(&kld_sx);
	return (error);
}

/* From refs up to pathname: what is not a string. */
#define	STAT_NUMBERS	(offsetof(struct kld_file_stat, pathname) -	\
			    offsetof(struct kld_file_stat, refs))

/*
 * The strings' lengths are returned, as what lies behind their NULs is not
 * filled.
 */
static int
fill_stat(int fileid, struct kld_file_stat *stat, size_t *namelen,
    size_t *pathlen)
{
	struct linker_file *lf;

	__builtin_memset(&stat->refs, 0, STAT_NUMBERS);	/* padding, too */
	sx_slock(&kld_sx);
	lf = linker_find_by_id(fileid);
	if (lf != NULL) {
		*namelen = strlcpy(stat->name, lf->filename,
		    sizeof(stat->name));
		stat->refs = lf->refs;
		stat->id = lf->id;
		stat->address = lf->address;
		stat->size = lf->size;
		*pathlen = strlcpy(stat->pathname, lf->pathname,
		    sizeof(stat->pathname));
	}
	sx_sunlock(&kld_sx);
	return (lf != NULL ? 0 : ENOENT);
}

/* Give the program what was filled, and nothing else of our stack. */
int
sys_kldstat(struct thread *td __unused, struct kldstat_args *uap)
{
	struct kld_file_stat *ustat, stat;
	size_t len, namelen, pathlen;
	int error;

	ustat = uap->stat;
	if (fueword32(&ustat->version, &stat.version) != 0)
		return (EFAULT);
	if (stat.version != (int)sizeof(stat) &&
	    stat.version != KLD_FILE_STAT_1_SIZE)
		return (EINVAL);
	error = fill_stat(uap->fileid, &stat, &namelen, &pathlen);
	if (error != 0)
		return (error);
	error = copyout(stat.name, ustat->name,
	    MIN(namelen + 1, sizeof(stat.name)));
	len = STAT_NUMBERS;
	if (stat.version == (int)sizeof(stat))
		len += MIN(pathlen + 1, sizeof(stat.pathname));
	if (error == 0)
		error = copyout(&stat.refs, &ustat->refs, len);
	return (error);
}

int
sys_kldfirstmod(struct thread *td, struct kldfirstmod_args *uap)
{
	struct linker_file *lf;
	module_t mod;

	sx_slock(&kld_sx);
	lf = linker_find_by_id(uap->fileid);
	if (lf != NULL) {
		MOD_SLOCK;
		mod = TAILQ_FIRST(&lf->modules);
		td->td_retval[0] = mod != NULL ? module_getid(mod) : 0;
		MOD_SUNLOCK;
	}
	sx_sunlock(&kld_sx);
	return (lf != NULL ? 0 : ENOENT);
}

/* Look a symbol up in one file, or for id 0 in all. */
static int
find_symbol(int fileid, const char *name, struct kld_sym_lookup *lookup)
{
	struct linker_symbol *sym;
	struct linker_file *lf;
	int error;

	error = ENOENT;
	sx_slock(&kld_sx);
	lf = fileid != 0 ? linker_find_by_id(fileid) : NULL;
	if (fileid == 0 || lf != NULL) {
		sym = linker_symtab_any(name, lf);
		if (sym != NULL) {
			lookup->symvalue = sym->value;
			lookup->symsize = sym->size;
			error = 0;
		}
	}
	sx_sunlock(&kld_sx);
	return (error);
}

int
sys_kldsym(struct thread *td __unused, struct kldsym_args *uap)
{
	struct kld_sym_lookup lookup;
	char *name;
	int error;

	error = copyin(uap->data, &lookup, sizeof(lookup));
	if (error != 0)
		return (error);
	if (lookup.version != (int)sizeof(lookup) ||
	    uap->cmd != KLDSYM_LOOKUP)
		return (EINVAL);
	name = malloc(MAXPATHLEN, M_TEMP, M_WAITOK);
	error = copyinstr(lookup.symname, name, MAXPATHLEN, NULL);
	if (error == 0)
		error = find_symbol(uap->fileid, name, &lookup);
	if (error == 0)
		error = copyout(&lookup, uap->data, sizeof(lookup));
	free(name, M_TEMP);
	return (error);
}
