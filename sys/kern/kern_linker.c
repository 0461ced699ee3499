/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Loading and unloading kld files.
 *
 * A load is a row of small stages, each with its undo.  They run in order;
 * when one fails, those before it are undone in reverse and the kernel is as
 * it was.  An unload is the same undo of all of them.
 *
 * A dependency that is not loaded yet suspends the file that needs it and
 * is loaded first.  This is a stack of loads, not recursion, so that the
 * length of a chain of dependencies is not limited by the kernel stack.
 *
 * kld_sx is held throughout, except while code of the file itself runs.  A
 * file that is being worked on belongs to a transaction; whoever else needs
 * it waits for that to end.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/condvar.h>
#include <sys/lock.h>
#include <sys/proc.h>
#include <sys/sx.h>

#include <machine/cpu.h>

#include "linker_if.h"

/* A file on its way in, and the one that waits for it. */
struct linker_load {
	struct linker_load	*parent;
	struct linker_txn	*txn;
	struct linker_file	*lf;
	struct linker_image	img;
	char			*wantpath;	/* a file to load first */
	enum linker_stage	stage;		/* the next one */
};

static struct cv kld_cv = { .cv_description = "kldwait" };
static LIST_HEAD(, linker_txn) kld_waiters;

static const struct linker_class * const linker_classes[] = {
	&link_elf_class,
	&link_elf_obj_class,
};

/* Let those who wait look again; their files may be gone by then. */
static void
linker_wakeup(void)
{
	struct linker_txn *txn;

	if (LIST_EMPTY(&kld_waiters))
		return;
	while ((txn = LIST_FIRST(&kld_waiters)) != NULL) {
		LIST_REMOVE(txn, waiters);
		txn->waiting = NULL;
	}
	cv_broadcast(&kld_cv);
}

void
linker_txn_begin(struct linker_txn *txn)
{

	sx_xlock(&kld_sx);
	txn->td = curthread;
	txn->waiting = NULL;
	txn->boot = false;
	txn->plan = false;
	TAILQ_INIT(&txn->doomed);
}

/* Take a file off the list of those that are to be unloaded. */
void
linker_spare(struct linker_file *lf)
{

	TAILQ_REMOVE(&lf->doomer->doomed, lf, doomed);
	lf->doomer = NULL;
}

/* Unload the files that nothing needs any more, and let others go on. */
void
linker_txn_end(struct linker_txn *txn)
{
	struct linker_file *lf;
	char *sentence;

	/* What is refused now is not what the caller asked for. */
	sentence = linker_error_take();
	while ((lf = TAILQ_FIRST(&txn->doomed)) != NULL) {
		linker_spare(lf);
		/* One that refuses stays, and can be unloaded by hand. */
		if (lf->refs == 0 && lf->txn == NULL)
			(void)linker_error_log(linker_unload(txn, lf,
			    LINKER_UNLOAD_NORMAL));
	}
	linker_error_give(sentence);
	linker_wakeup();
	sx_xunlock(&kld_sx);
}

/*
 * What a thread waits for, in the innermost of the transactions that it has
 * begun; the others wait for the code of a file.
 */
static struct linker_file *
waits_for(const struct thread *td)
{
	struct linker_txn *txn;

	LIST_FOREACH(txn, &kld_waiters, waiters)
		if (txn->td == td)
			return (txn->waiting);
	return (NULL);
}

/*
 * Wait until no transaction works on lf, which may be gone afterwards.
 * EDEADLK if that would wait for ourselves; EINTR, with a sentence, if a signal
 * comes.
 */
int
linker_wait(struct linker_txn *txn, struct linker_file *lf)
{
	struct linker_file *f;
	int error;

	for (f = lf; f != NULL && f->txn != NULL; f = waits_for(f->txn->td))
		if (f->txn->td == txn->td)
			return (EDEADLK);
	txn->waiting = lf;
	LIST_INSERT_HEAD(&kld_waiters, txn, waiters);
	error = 0;
	while (txn->waiting != NULL && error == 0)
		error = cv_wait_sig(&kld_cv, &kld_sx);
	if (txn->waiting == NULL)
		return (0);
	LIST_REMOVE(txn, waiters);
	txn->waiting = NULL;
	return (linker_error(EINTR, "a signal came while another load or "
	    "unload was waited for"));
}

/* Drop a reference; the last one dooms the file. */
void
linker_deref(struct linker_txn *txn, struct linker_file *lf)
{

	KASSERT(lf->refs > 0, ("%s has no references", lf->filename));
	if (--lf->refs == 0 && lf->doomer == NULL) {
		lf->doomer = txn;
		TAILQ_INSERT_TAIL(&txn->doomed, lf, doomed);
	}
}

static int
stage_identify(struct linker_load *load)
{
	char header[64];
	size_t i, len;
	int error;

	error = linker_image_open(&load->img, load->lf->pathname);
	if (error != 0)
		return (error);
	if (load->img.preload != NULL &&
	    strcmp(preload_search_info(load->img.preload, MODINFO_TYPE),
	    "elf obj module") == 0) {
		load->lf->class = &link_elf_obj_class;
		return (0);
	}
	len = MIN(sizeof(header), load->img.size);
	error = linker_image_read(&load->img, load->lf->filename, header, 0,
	    len);
	if (error != 0)
		return (error);
	for (i = 0; i < nitems(linker_classes); i++) {
		if (linker_classes[i]->identify(header, len)) {
			load->lf->class = linker_classes[i];
			return (0);
		}
	}
	return (linker_error(ENOEXEC, "%s: is not an ELF file",
	    load->lf->filename));
}

static int
stage_check(struct linker_load *load)
{

	return (load->lf->class->check(load->lf, &load->img));
}

static int
stage_place(struct linker_load *load)
{

	return (load->lf->class->place(load->lf, &load->img));
}

static int
stage_metadata(struct linker_load *load)
{
	int error;

	error = load->lf->class->relocate_metadata(load->lf);
	if (error == 0)
		error = linker_metadata_check(load->lf);
	return (error);
}

static int
stage_provide(struct linker_load *load)
{

	return (linker_provide(load->lf));
}

/* ERESTART with load->wantpath: that has to be loaded first. */
static int
stage_depend(struct linker_load *load)
{
	int error;

	error = linker_depend(load->txn, load->lf, &load->wantpath);
	if (error == 0 && load->wantpath != NULL)
		error = ERESTART;
	return (error);
}

/* Half of one file and half of another make no module. */
static int
refuse_changed(struct linker_load *load)
{

	if (!linker_image_changed(&load->img))
		return (0);
	return (linker_error(ENOEXEC, "%s: was changed while it was read",
	    load->lf->filename));
}

static int
stage_relocate(struct linker_load *load)
{
	int error;

	error = load->lf->class->relocate(load->lf);
	if (error == 0)
		error = refuse_changed(load);
	if (error != 0)
		return (error);
	linker_image_close(&load->img);
	error = linker_metadata_check_again(load->lf);
	if (error == 0)
		error = linker_sets_check(load->lf);
	if (error == 0)
		error = linker_entry_make(load->lf);
	return (error);
}

static int
stage_export(struct linker_load *load)
{
	int error;

	error = load->lf->class->export(load->lf);
	if (error == 0)
		error = linker_symtab_add(load->lf);
	return (error);
}

static int
stage_protect(struct linker_load *load)
{

	return (load->lf->class->protect(load->lf));
}

static int
stage_sysctls(struct linker_load *load)
{

	return (linker_register_sysctls(load->lf));
}

static int
stage_modules(struct linker_load *load)
{

	return (linker_register_modules(load->lf));
}

static int
stage_start(struct linker_load *load)
{

	linker_file_number(load->lf);
	if (!load->txn->boot)
		return (linker_start(load->lf));
	linker_start_boot(load->lf);
	return (0);
}

static void
undo_discard(struct linker_txn *txn __unused, struct linker_file *lf)
{

	lf->class->discard(lf);
}

static void
undo_provide(struct linker_txn *txn __unused, struct linker_file *lf)
{

	linker_unprovide(lf);
}

static void
undo_depend(struct linker_txn *txn, struct linker_file *lf)
{

	while (lf->ndeps > 0)
		linker_deref(txn, lf->deps[--lf->ndeps]);
	free(lf->deps, M_LINKER);
	lf->deps = NULL;
	lf->maxdeps = 0;
}

static void
undo_export(struct linker_txn *txn __unused, struct linker_file *lf)
{

	linker_symtab_remove(lf);
}

static void
undo_sysctls(struct linker_txn *txn __unused, struct linker_file *lf)
{

	linker_unregister_sysctls(lf);
}

static void
undo_modules(struct linker_txn *txn __unused, struct linker_file *lf)
{

	linker_unregister_modules(lf);
}

static void
undo_start(struct linker_txn *txn __unused, struct linker_file *lf)
{

	linker_stop(lf);
}

/*
 * An undo with partial is also run when its own stage failed: the stage may
 * have come half way.
 */
static const struct {
	const char *name;
	int	(*run)(struct linker_load *load);
	void	(*undo)(struct linker_txn *txn, struct linker_file *lf);
	bool	partial;
} linker_stages[LINKER_STAGES] = {
	[LINKER_IDENTIFY] = { "identify", stage_identify, NULL, false },
	[LINKER_CHECK] = { "check", stage_check, undo_discard, true },
	[LINKER_PLACE] = { "place", stage_place, NULL, false },
	[LINKER_METADATA] = { "metadata", stage_metadata, NULL, false },
	[LINKER_PROVIDE] = { "provide", stage_provide, undo_provide, true },
	[LINKER_DEPEND] = { "depend", stage_depend, undo_depend, true },
	[LINKER_RELOCATE] = { "relocate", stage_relocate, NULL, false },
	[LINKER_EXPORT] = { "export", stage_export, undo_export, false },
	[LINKER_PROTECT] = { "protect", stage_protect, NULL, false },
	[LINKER_SYSCTLS] = { "sysctls", stage_sysctls, undo_sysctls, true },
	[LINKER_MODULES] = { "modules", stage_modules, undo_modules, true },
	[LINKER_START] = { "start", stage_start, undo_start, true },
};

const char *
linker_stage_name(enum linker_stage stage)
{

	return (linker_stages[stage].name);
}

/* Where the loads of a transaction end. */
static enum linker_stage
last_stage(const struct linker_txn *txn)
{

	return (txn->plan ? LINKER_SYSCTLS : LINKER_STAGES);
}

/* Undo the stages before n, the last one first. */
static void
linker_undo(struct linker_txn *txn, struct linker_file *lf,
    enum linker_stage n)
{

	while (n-- > 0)
		if (linker_stages[n].undo != NULL)
			linker_stages[n].undo(txn, lf);
	/* Somebody else has been faster than the one who doomed it. */
	if (lf->doomer != NULL)
		linker_spare(lf);
	linker_file_destroy(lf);
}

static void
load_begin(struct linker_load *load, struct linker_txn *txn,
    struct linker_load *parent, const char *path)
{

	memset(load, 0, sizeof(*load));
	load->parent = parent;
	load->txn = txn;
	load->lf = linker_file_create(path);
	load->lf->txn = txn;
}

/* Set a load aside for that of the file that it wants. */
static struct linker_load *
load_push(struct linker_load *parent)
{
	struct linker_load *load;

	load = malloc(sizeof(*load), M_LINKER, M_WAITOK);
	load_begin(load, parent->txn, parent, parent->wantpath);
	free(parent->wantpath, M_LINKER);
	parent->wantpath = NULL;
	return (load);
}

static struct linker_load *
load_pop(struct linker_load *load)
{
	struct linker_load *parent;

	parent = load->parent;
	linker_image_close(&load->img);
	/* The first one is its caller's. */
	if (parent != NULL)
		free(load, M_LINKER);
	linker_wakeup();
	return (parent);
}

/* The file has started: whoever wants it can have it. */
void
linker_loaded(struct linker_file *lf)
{

	lf->state = LINKER_ACTIVE;
	lf->txn = NULL;
}

/*
 * Does a file that could not start have to stay all the same?  One whose
 * start-up code has loaded others that depend on it goes with the last of them;
 * one with a module that had started and refuses to stop, when that agrees.
 */
bool
linker_keep(struct linker_file *lf, int error)
{
	const char *module;

	if (lf->state != LINKER_STARTING)
		return (false);
	if (lf->refs > lf->userrefs)
		(void)linker_error(error, "%s; it stays, as files that it has "
		    "loaded depend on it", linker_error_last());
	else if ((module = linker_withdraw(lf)) != NULL)
		(void)linker_error(error, "%s; it stays, as module %s refuses "
		    "to be unloaded", linker_error_last(), module);
	else
		return (false);
	linker_loaded(lf);
	return (true);
}

/* It stays with its transaction, for what depends on it and to be undone. */
static void
load_planned(struct linker_load *load)
{

	load->lf->state = LINKER_PLANNED;
	TAILQ_INSERT_TAIL(&load->txn->planned, load->lf, link);
}

/* Run the stages that are left, until the end, an error or another load. */
static int
load_run(struct linker_load *load)
{
	enum linker_stage end;
	uint64_t now, then;
	int error;

	end = last_stage(load->txn);
	then = get_cyclecount();
	for (; load->stage < end; load->stage++) {
		error = linker_stages[load->stage].run(load);
		now = get_cyclecount();
		load->lf->ticks[load->stage] += now - then;
		if (error != 0)
			return (error);
		then = now;
	}
	if (load->txn->plan)
		load_planned(load);
	else if (!load->txn->boot)
		linker_loaded(load->lf);
	return (0);
}

/* Undo a load that failed; what its code does meanwhile is not why it did. */
static void
load_undo(struct linker_load *load)
{
	enum linker_stage n;
	char *sentence;

	n = load->stage;
	if (linker_stages[n].partial)
		n++;
	sentence = linker_error_take();
	linker_undo(load->txn, load->lf, n);
	linker_error_give(sentence);
}

/*
 * Undo a load that failed, and all those that waited for it.  The sentence
 * begins with the reason, as it may become too long.
 */
static void
load_fail(struct linker_load *load, int error)
{
	bool kept;

	/* That explains whatever else seems wrong. */
	(void)refuse_changed(load);
	for (; load != NULL; load = load_pop(load)) {
		kept = linker_keep(load->lf, error);
		if (load->parent != NULL)
			(void)linker_error(error, "%s; %s needs %s",
			    linker_error_last(), load->parent->lf->filename,
			    load->lf->filename);
		if (!kept)
			load_undo(load);
	}
}

/*
 * Tie a dependency that has just been loaded to the file that waits for it;
 * if that fails, the dependency goes again.
 */
static int
hold_dependency(struct linker_txn *txn, struct linker_file *lf,
    struct linker_file *dep)
{
	int error;

	dep->refs++;
	error = linker_depend_add(lf, dep);
	linker_deref(txn, dep);
	return (error);
}

/*
 * Load the file at path, and before it what it depends on.  On success *lfp
 * has no reference of its own yet.  The caller has made sure that no file of
 * that name is there.
 */
int
linker_load(struct linker_txn *txn, const char *path, struct linker_file **lfp)
{
	struct linker_load first, *load;
	int error;

	load = &first;
	load_begin(load, txn, NULL, path);
	while (load != NULL) {
		error = load_run(load);
		if (load->wantpath != NULL) {
			load = load_push(load);
			continue;
		}
		if (error != 0) {
			load_fail(load, error);
			return (error);
		}
		*lfp = load->lf;
		load = load_pop(load);
		if (load != NULL) {
			error = hold_dependency(txn, load->lf, *lfp);
			if (error != 0) {
				load_fail(load, error);
				return (error);
			}
		}
	}
	return (0);
}

/*
 * A module in the file at path, which is not loaded, and its version: the file
 * is linked as far as that takes.  False if it tells of none.  The caller's
 * sentence is lost.
 */
bool
linker_examine(struct linker_txn *txn, const char *path,
    char module[static MAXMODNAME], int *version)
{
	struct linker_load load;
	bool found;

	load_begin(&load, txn, NULL, path);
	for (; load.stage < LINKER_PROVIDE; load.stage++)
		if (linker_stages[load.stage].run(&load) != 0)
			break;
	found = load.stage == LINKER_PROVIDE &&
	    linker_metadata_version(load.lf, module, version);
	load_undo(&load);
	(void)load_pop(&load);
	return (found);
}

/*
 * Unload a file that nothing refers to, or only its caller.  EBUSY, or what
 * a module said to MOD_QUIESCE or MOD_UNLOAD; it then stays as it was.
 */
int
linker_unload(struct linker_txn *txn, struct linker_file *lf, int flags)
{
	char *filename;
	caddr_t address;
	size_t size;
	int error;

	sx_assert(&kld_sx, SA_XLOCKED);
	lf->txn = txn;
	error = linker_quiesce(lf, flags);
	if (error != 0) {
		lf->txn = NULL;
		linker_wakeup();
		return (error);
	}
	filename = strdup(lf->filename, M_LINKER);
	address = lf->address;
	size = lf->size;
	linker_discard(txn, lf);
	sx_xunlock(&kld_sx);
	linker_event_unload(filename, address, size);
	free(filename, M_LINKER);
	sx_xlock(&kld_sx);
	return (0);
}

/* Undo all stages of a file that has come to the end of them. */
void
linker_discard(struct linker_txn *txn, struct linker_file *lf)
{

	linker_undo(txn, lf, last_stage(txn));
	linker_wakeup();
}
