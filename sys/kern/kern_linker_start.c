/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * A file's own code: its sysctls, its modules, its SYSINITs and SYSUNINITs.
 *
 * The lock is not held while such code runs, so that it can load other
 * modules, sleep, or wait for a thread that does.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/libkern.h>
#include <sys/lock.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "linker_if.h"

int
linker_register_sysctls(struct linker_file *lf)
{
	int i;

	if (lf->sysctls.count == 0)
		return (0);
	sysctl_wlock();
	for (i = 0; i < lf->sysctls.count; i++)
		sysctl_register_oid(lf->sysctls.start[i]);
	sysctl_wunlock();
	return (0);
}

/* Waits until nobody is inside a handler of the file, which may wait for us. */
void
linker_unregister_sysctls(struct linker_file *lf)
{
	int i;

	if (lf->sysctls.count == 0)
		return;
	sx_xunlock(&kld_sx);
	sysctl_wlock();
	for (i = lf->sysctls.count - 1; i >= 0; i--)
		sysctl_unregister_oid(lf->sysctls.start[i]);
	sysctl_wunlock();
	sx_xlock(&kld_sx);
}

/* The modules of a file one by one, from *i == 0 on; NULL behind the last. */
static const moduledata_t *
next_module(struct linker_file *lf, int *i)
{
	const struct mod_metadata *md;

	while (*i < lf->metadata.count) {
		md = lf->metadata.start[(*i)++];
		if (md->md_type == MDT_MODULE)
			return (md->md_data);
	}
	return ((*i)++ == lf->metadata.count ? linker_entry_module(lf) : NULL);
}

static int
each_module(struct linker_file *lf,
    int (*func)(const moduledata_t *, struct linker_file *))
{
	const moduledata_t *data;
	int error, i;

	for (i = 0; (data = next_module(lf, &i)) != NULL;) {
		error = func(data, lf);
		if (error != 0)
			return (error);
	}
	return (0);
}

/* Enter the modules of a file; their MOD_LOAD comes later, as SYSINITs. */
int
linker_register_modules(struct linker_file *lf)
{

	return (each_module(lf, module_register));
}

/* Does a file that would be loaded before have a module of that name? */
static int
check_planned(const moduledata_t *data, struct linker_file *lf)
{
	const moduledata_t *other;
	struct linker_file *before;
	int i;

	for (before = TAILQ_PREV(lf, linker_file_list, link); before != NULL;
	    before = TAILQ_PREV(before, linker_file_list, link)) {
		for (i = 0; (other = next_module(before, &i)) != NULL;) {
			if (strcmp(other->name, data->name) == 0)
				return (linker_error(EEXIST, "%s: module %s "
				    "is there already, in %s", lf->filename,
				    data->name, before->filename));
		}
	}
	return (0);
}

/* Could the modules of a planned file be entered? */
int
linker_check_modules(struct linker_file *lf)
{
	int error;

	error = each_module(lf, module_check);
	if (error == 0)
		error = each_module(lf, check_planned);
	return (error);
}

void
linker_unregister_modules(struct linker_file *lf)
{
	module_t mod;

	MOD_XLOCK;
	while ((mod = TAILQ_FIRST(&lf->modules)) != NULL)
		module_release(mod);
	MOD_XUNLOCK;
}

/* By subsystem, order, and among equals by their place in the set. */
static int
compare_sysinit(const void *a, const void *b)
{
	struct sysinit * const *x = *(struct sysinit * const * const *)a;
	struct sysinit * const *y = *(struct sysinit * const * const *)b;

	if ((*x)->subsystem != (*y)->subsystem)
		return ((*x)->subsystem < (*y)->subsystem ? -1 : 1);
	if ((*x)->order != (*y)->order)
		return ((*x)->order < (*y)->order ? -1 : 1);
	return (x < y ? -1 : x > y);
}

/* Most files have no more SYSINITs than this: their order needs no memory. */
#define	FEW_SYSINITS	8

struct sysinit_order {
	struct sysinit	***sorted;	/* count of them */
	int		count;
	struct sysinit	**few[FEW_SYSINITS];
};

/*
 * Sort a set of SYSINITs, and another one, without changing the file's own
 * pointers to them, which may be read-only.  free_order() ends it.
 */
static void
sort_sysinits(const struct linker_set *set, struct sysinit **another,
    struct sysinit_order *order)
{
	int i;

	order->count = set->count + (another != NULL);
	order->sorted = order->few;
	if (order->count > FEW_SYSINITS)
		order->sorted = mallocarray(order->count,
		    sizeof(*order->sorted), M_LINKER, M_WAITOK);
	for (i = 0; i < set->count; i++)
		order->sorted[i] = (struct sysinit **)&set->start[i];
	if (another != NULL)
		order->sorted[i] = another;
	if (order->count > 1)
		qsort(order->sorted, order->count, sizeof(*order->sorted),
		    compare_sysinit);
}

static void
free_order(struct sysinit_order *order)
{

	if (order->sorted != order->few)
		free(order->sorted, M_LINKER);
}

/* A module of the file said no to MOD_LOAD. */
void
linker_start_failed(struct linker_file *lf, const char *module, int error)
{

	lf->start_error = linker_error(error, "%s: module %s could not start "
	    "(%s)", lf->filename, module, errname(error));
}

/*
 * Run constructors and SYSINITs, MOD_LOAD among them.  A MOD_LOAD that fails
 * ends it; its error is returned, and linker_stop() undoes what has run.
 */
int
linker_start(struct linker_file *lf)
{
	struct sysinit_order order;
	struct sysinit *init;
	int i;

	sx_assert(&kld_sx, SA_XLOCKED);
	lf->state = LINKER_STARTING;
	sx_xunlock(&kld_sx);
	sort_sysinits(&lf->sysinits, linker_entry_sysinit(lf), &order);
	lf->class->construct(lf);
	for (i = 0; i < order.count && lf->start_error == 0; i++) {
		init = *order.sorted[i];
		if (init->subsystem != SI_SUB_DUMMY)
			init->func(init->udata);
		lf->lastinit = init;
	}
	if (i == order.count && lf->start_error == 0)
		lf->lastinit = NULL;
	free_order(&order);
	if (lf->start_error == 0)
		linker_event_load(lf);
	sx_xlock(&kld_sx);
	return (lf->start_error);
}

/*
 * While the kernel itself starts: the SYSINITs of the file take their places
 * among those that have not run yet.
 */
void
linker_start_boot(struct linker_file *lf)
{
	struct sysinit **entry, **set;

	lf->state = LINKER_STARTING;
	lf->class->construct(lf);
	set = (struct sysinit **)lf->sysinits.start;
	if (lf->sysinits.count > 0)
		sysinit_add(set, set + lf->sysinits.count);
	entry = linker_entry_sysinit(lf);
	if (entry != NULL)
		sysinit_add(entry, entry + 1);
}

/* Did the SYSINIT that this one undoes run? */
static bool
sysinit_ran(const struct linker_file *lf, const struct sysinit *uninit)
{
	const struct sysinit *last;

	last = lf->lastinit;
	if (last == NULL || uninit->subsystem < last->subsystem)
		return (true);
	return (uninit->subsystem == last->subsystem &&
	    uninit->order <= last->order);
}

/*
 * A start has failed: stop the modules that had started, the last one first.
 * Returns the name of one that refuses, or NULL.
 */
const char *
linker_withdraw(struct linker_file *lf)
{
	module_t mod;
	char *sentence;

	sx_assert(&kld_sx, SA_XLOCKED);
	lf->state = LINKER_STOPPING;
	sx_xunlock(&kld_sx);
	sentence = linker_error_take();
	for (mod = module_last(lf); mod != NULL; mod = module_getfprev(mod))
		if (module_isloaded(mod) && module_unload(mod) != 0)
			break;
	linker_error_give(sentence);
	sx_xlock(&kld_sx);
	return (mod != NULL ? module_getname(mod) : NULL);
}

/*
 * Run what undoes linker_start(), once all modules have stopped: SYSUNINITs in
 * descending order, destructors.
 */
void
linker_stop(struct linker_file *lf)
{
	struct sysinit_order order;
	const struct sysinit *uninit;
	int i;

	sx_assert(&kld_sx, SA_XLOCKED);
	lf->state = LINKER_STOPPING;
	sx_xunlock(&kld_sx);
	sort_sysinits(&lf->sysuninits, NULL, &order);
	for (i = order.count - 1; i >= 0; i--) {
		uninit = *order.sorted[i];
		if (uninit->subsystem != SI_SUB_DUMMY &&
		    sysinit_ran(lf, uninit))
			uninit->func(uninit->udata);
	}
	free_order(&order);
	lf->class->destruct(lf);
	linker_end_use(lf);
	sx_xlock(&kld_sx);
}

static int
refused(struct linker_file *lf, module_t mod, int error)
{

	return (linker_error(error, "%s: module %s refuses to be unloaded "
	    "(%s)", lf->filename, module_getname(mod), errname(error)));
}

static int
quiesce_modules(struct linker_file *lf, int flags)
{
	module_t mod;
	int error;

	for (mod = module_last(lf); mod != NULL; mod = module_getfprev(mod)) {
		if (!module_isloaded(mod))
			continue;
		error = module_quiesce(mod);
		if (error != 0 && flags != LINKER_UNLOAD_FORCE)
			return (refused(lf, mod, error));
	}
	return (flags != LINKER_UNLOAD_FORCE ? linker_check_open(lf) : 0);
}

/*
 * Start modules again that have stopped, from mod on, as error keeps the file.
 * One that fails is dead: the sentence says so, and it gets no more events.
 */
static void
take_back(module_t mod, int error)
{
	char *sentence;
	int failure;

	for (; mod != NULL; mod = module_getfnext(mod)) {
		if (!module_isloaded(mod))
			continue;
		sentence = linker_error_take();
		failure = module_reload(mod);
		linker_error_give(sentence);
		if (failure != 0)
			(void)linker_error(error, "%s; module %s could not "
			    "start again (%s)", linker_error_last(),
			    module_getname(mod), errname(failure));
	}
}

/* Stop all modules, or none: then those that had stopped work again. */
static int
stop_modules(struct linker_file *lf)
{
	module_t mod;
	int error;

	for (mod = module_last(lf); mod != NULL; mod = module_getfprev(mod)) {
		if (!module_isloaded(mod))
			continue;
		error = module_stop(mod);
		if (error != 0) {
			error = refused(lf, mod, error);
			take_back(module_getfnext(mod), error);
			return (error);
		}
	}
	error = linker_check_unused(lf);
	if (error != 0)
		take_back(TAILQ_FIRST(&lf->modules), error);
	return (error);
}

/*
 * Ask the modules of a file to stop, the last one first: MOD_QUIESCE, then
 * MOD_UNLOAD.  If one refuses, all of them go on.
 */
int
linker_quiesce(struct linker_file *lf, int flags)
{
	int error;

	sx_assert(&kld_sx, SA_XLOCKED);
	lf->state = LINKER_STOPPING;
	sx_xunlock(&kld_sx);
	error = linker_event_unload_try(lf);
	if (error == 0)
		error = quiesce_modules(lf, flags);
	if (error == 0)
		error = stop_modules(lf);
	sx_xlock(&kld_sx);
	if (error != 0)
		lf->state = LINKER_ACTIVE;
	return (error);
}
