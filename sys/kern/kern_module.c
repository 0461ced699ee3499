/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The registry of modules, their events, and the module system calls;
 * module(9), modstat(2).
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/sx.h>
#include <sys/syslog.h>
#include <sys/sysproto.h>

#include "linker_if.h"

/* Power of two. */
#define	MODULE_HASH_SIZE	512

struct module {
	TAILQ_ENTRY(module)	link;		/* all modules, by id */
	TAILQ_ENTRY(module)	flink;		/* those of one file */
	LIST_ENTRY(module)	hash_id;
	LIST_ENTRY(module)	hash_name;
	struct linker_file	*file;
	const char		*name;		/* in the file's memory */
	modeventhand_t		handler;
	void			*arg;
	modspecific_t		data;		/* for modstat(2) */
	int			id;
	int			refs;
	bool			loaded;		/* had MOD_LOAD, no MOD_UNLOAD */
	bool			shutdown;	/* had MOD_SHUTDOWN */
};

struct sx modules_sx;
SX_SYSINIT(modules, &modules_sx, "module registry");

static struct modulelist modules = TAILQ_HEAD_INITIALIZER(modules);
static LIST_HEAD(, module) modules_by_id[MODULE_HASH_SIZE];
static LIST_HEAD(, module) modules_by_name[MODULE_HASH_SIZE];
static int module_next_id = 1;

#define	ID_HASH(id)	(&modules_by_id[(u_int)(id) & (MODULE_HASH_SIZE - 1)])
#define	NAME_HASH(name)							\
	(&modules_by_name[linker_symbol_hash(name) & (MODULE_HASH_SIZE - 1)])

/* The handler of a module that has none: it may be loaded and stays. */
static int
module_default_event(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
	case MOD_SHUTDOWN:
		return (0);
	case MOD_UNLOAD:
		return (EBUSY);
	default:
		return (EOPNOTSUPP);
	}
}

module_t
module_lookupbyname(const char *name)
{
	module_t mod;

	sx_assert(&modules_sx, SA_LOCKED);
	LIST_FOREACH(mod, NAME_HASH(name), hash_name)
		if (strcmp(mod->name, name) == 0)
			return (mod);
	return (NULL);
}

module_t
module_lookupbyid(int id)
{
	module_t mod;

	sx_assert(&modules_sx, SA_LOCKED);
	LIST_FOREACH(mod, ID_HASH(id), hash_id)
		if (mod->id == id)
			return (mod);
	return (NULL);
}

static int
module_check_name(const moduledata_t *data, struct linker_file *lf)
{
	module_t other;

	if (strlen(data->name) >= MAXMODNAME)
		return (linker_error(ENAMETOOLONG, "%s: the name of module %s "
		    "has more than %d characters", lf->filename, data->name,
		    MAXMODNAME - 1));
	other = module_lookupbyname(data->name);
	if (other != NULL)
		return (linker_error(EEXIST, "%s: module %s is there already, "
		    "in %s", lf->filename, data->name,
		    other->file->filename));
	return (0);
}

int
module_check(const moduledata_t *data, struct linker_file *lf)
{
	int error;

	MOD_SLOCK;
	error = module_check_name(data, lf);
	MOD_SUNLOCK;
	return (error);
}

int
module_register(const moduledata_t *data, struct linker_file *lf)
{
	module_t mod;
	int error;

	if (lf == NULL)
		lf = linker_kernel_file;
	mod = malloc(sizeof(*mod), M_LINKER, M_WAITOK | M_ZERO);
	MOD_XLOCK;
	error = module_check_name(data, lf);
	if (error != 0)
		goto out;
	mod->file = lf;
	mod->name = data->name;
	mod->handler = data->evhand != NULL ? data->evhand :
	    module_default_event;
	mod->arg = data->priv;
	mod->id = module_next_id++;
	mod->refs = 1;
	TAILQ_INSERT_TAIL(&modules, mod, link);
	TAILQ_INSERT_TAIL(&lf->modules, mod, flink);
	LIST_INSERT_HEAD(ID_HASH(mod->id), mod, hash_id);
	LIST_INSERT_HEAD(NAME_HASH(mod->name), mod, hash_name);
	mod = NULL;
out:
	MOD_XUNLOCK;
	free(mod, M_LINKER);
	return (error);
}

/*
 * Tell a module of an event.  What is no error number (errno(2)) could mean
 * something else to our callers: ERESTART is -1.
 */
static int
module_event(module_t mod, int what)
{
	int error;

	error = mod->handler(mod, what, mod->arg);
	if (error >= 0 && error <= ELAST)
		return (error);
	log(LOG_ERR, "kld: module %s returns %d for event %d, which is no "
	    "error number\n", mod->name, error, what);
	return (EINVAL);
}

/* A SYSINIT without its metadata: only a damaged file has that. */
static void
not_registered(const moduledata_t *data)
{
	struct linker_file *lf;

	sx_slock(&kld_sx);
	lf = linker_file_at((vm_offset_t)data);
	sx_sunlock(&kld_sx);
	if (lf == NULL || lf == linker_kernel_file)
		panic("module %s starts and is not registered", data->name);
	linker_start_failed(lf, data->name, ENOENT);
}

/* Modules stand in the order in which they start, and stop the other way. */
static void
module_started(module_t mod)
{

	MOD_XLOCK;
	TAILQ_REMOVE(&modules, mod, link);
	TAILQ_INSERT_TAIL(&modules, mod, link);
	TAILQ_REMOVE(&mod->file->modules, mod, flink);
	TAILQ_INSERT_TAIL(&mod->file->modules, mod, flink);
	MOD_XUNLOCK;
}

void
module_register_init(const void *arg)
{
	const moduledata_t *data;
	module_t mod;
	int error;

	data = arg;
	MOD_SLOCK;
	mod = module_lookupbyname(data->name);
	MOD_SUNLOCK;
	if (mod == NULL) {
		not_registered(data);
		return;
	}
	error = module_reload(mod);
	module_started(mod);
	if (error != 0)
		linker_start_failed(mod->file, mod->name, error);
}

void
module_reference(module_t mod)
{

	sx_assert(&modules_sx, SA_XLOCKED);
	mod->refs++;
}

void
module_release(module_t mod)
{

	sx_assert(&modules_sx, SA_XLOCKED);
	if (--mod->refs > 0)
		return;
	TAILQ_REMOVE(&modules, mod, link);
	TAILQ_REMOVE(&mod->file->modules, mod, flink);
	LIST_REMOVE(mod, hash_id);
	LIST_REMOVE(mod, hash_name);
	free(mod, M_LINKER);
}

/* A handler that does not know MOD_QUIESCE has nothing against it. */
int
module_quiesce(module_t mod)
{
	int error;

	error = module_event(mod, MOD_QUIESCE);
	return (error == EOPNOTSUPP || error == EINVAL ? 0 : error);
}

/* MOD_UNLOAD, as long as module_reload() may take it back. */
int
module_stop(module_t mod)
{

	return (module_event(mod, MOD_UNLOAD));
}

int
module_unload(module_t mod)
{
	int error;

	error = module_stop(mod);
	if (error == 0)
		mod->loaded = false;
	return (error);
}

/*
 * MOD_LOAD; also for one whose MOD_UNLOAD is taken back.  If it fails, the
 * handler cleans up what it left.
 */
int
module_reload(module_t mod)
{
	int error;

	error = module_event(mod, MOD_LOAD);
	if (error != 0)
		(void)module_stop(mod);
	mod->loaded = error == 0;
	return (error);
}

bool
module_isloaded(module_t mod)
{

	return (mod->loaded);
}

int
module_getid(module_t mod)
{

	return (mod->id);
}

const char *
module_getname(module_t mod)
{

	return (mod->name);
}

module_t
module_getfnext(module_t mod)
{

	return (TAILQ_NEXT(mod, flink));
}

module_t
module_getfprev(module_t mod)
{

	return (TAILQ_PREV(mod, modulelist, flink));
}

/* The module of a file that was registered last, or NULL. */
module_t
module_last(struct linker_file *lf)
{

	return (TAILQ_LAST(&lf->modules, modulelist));
}

struct linker_file *
module_file(module_t mod)
{

	return (mod->file);
}

void
module_setspecific(module_t mod, modspecific_t *data)
{

	MOD_XLOCK;
	mod->data = *data;
	MOD_XUNLOCK;
}

/* For modstat(2). */
void
module_getstat(module_t mod, struct module_stat *stat)
{

	sx_assert(&modules_sx, SA_LOCKED);
	memset(stat, 0, sizeof(*stat));
	stat->version = sizeof(*stat);
	strlcpy(stat->name, mod->name, sizeof(stat->name));
	stat->refs = mod->refs;
	stat->id = mod->id;
	stat->data = mod->data;
}

/*
 * The last of the modules that have not heard yet that the system goes down.
 * Its file stays from now on; one that was just being unloaded goes.
 */
static module_t
next_shutdown(void)
{
	module_t mod;

	sx_xlock(&kld_sx);
	MOD_SLOCK;
	TAILQ_FOREACH_REVERSE(mod, &modules, modulelist, link)
		if (mod->loaded && !mod->shutdown &&
		    mod->file->state != LINKER_STOPPING)
			break;
	if (mod != NULL) {
		mod->shutdown = true;
		mod->file->refs++;
	}
	MOD_SUNLOCK;
	sx_xunlock(&kld_sx);
	return (mod);
}

/* Tell all modules that the system goes down, the last one first. */
static void
module_shutdown(void *arg __unused, int howto)
{
	module_t mod;

	if ((howto & RB_NOSYNC) != 0)
		return;
	while ((mod = next_shutdown()) != NULL)
		(void)mod->handler(mod, MOD_SHUTDOWN, mod->arg);
}

static void
module_init(void *arg __unused)
{

	EVENTHANDLER_REGISTER(shutdown_final, module_shutdown, NULL,
	    SHUTDOWN_PRI_DEFAULT);
}
SYSINIT(module, SI_SUB_KLD, SI_ORDER_FIRST, module_init, NULL);

int
sys_modfind(struct thread *td, struct modfind_args *uap)
{
	char name[MAXMODNAME];
	module_t mod;
	int error;

	error = copyinstr(uap->name, name, sizeof(name), NULL);
	if (error == ENAMETOOLONG)
		error = ENOENT;		/* no module has such a name */
	if (error != 0)
		return (error);
	MOD_SLOCK;
	mod = module_lookupbyname(name);
	if (mod != NULL)
		td->td_retval[0] = mod->id;
	else
		error = ENOENT;
	MOD_SUNLOCK;
	return (error);
}

/* Return the id of mod, or 0 for the end of a list. */
static void
return_module(struct thread *td, module_t mod)
{

	td->td_retval[0] = mod != NULL ? mod->id : 0;
}

int
sys_modnext(struct thread *td, struct modnext_args *uap)
{
	module_t mod;
	int error;

	error = 0;
	MOD_SLOCK;
	if (uap->modid == 0)
		return_module(td, TAILQ_FIRST(&modules));
	else if ((mod = module_lookupbyid(uap->modid)) != NULL)
		return_module(td, TAILQ_NEXT(mod, link));
	else
		error = ENOENT;
	MOD_SUNLOCK;
	return (error);
}

int
sys_modfnext(struct thread *td, struct modfnext_args *uap)
{
	module_t mod;
	int error;

	error = 0;
	MOD_SLOCK;
	mod = module_lookupbyid(uap->modid);
	if (mod != NULL)
		return_module(td, module_getfnext(mod));
	else
		error = ENOENT;
	MOD_SUNLOCK;
	return (error);
}

int
sys_modstat(struct thread *td __unused, struct modstat_args *uap)
{
	struct module_stat stat;
	module_t mod;
	int error;

	error = copyin(&uap->stat->version, &stat.version,
	    sizeof(stat.version));
	if (error != 0)
		return (error);
	if (stat.version != (int)sizeof(stat))
		return (EINVAL);
	MOD_SLOCK;
	mod = module_lookupbyid(uap->modid);
	if (mod != NULL)
		module_getstat(mod, &stat);
	MOD_SUNLOCK;
	if (mod == NULL)
		return (ENOENT);
	return (copyout(&stat, uap->stat, sizeof(stat)));
}
