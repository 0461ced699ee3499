/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Files with an entry point of their own: one module more, called like the file,
 * whose events go to the entry point.  A file names it by e_entry or, as that
 * cannot tell 0 from none, by a pointer in the section set_kmod_entry, which
 * KMOD_ENTRY in a makefile puts there.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/sx.h>

#include "linker_if.h"

/* It starts when those of DEV_MODULE(9) do. */
struct linker_entry {
	moduledata_t	data;
	struct sysinit	init;
	struct sysinit	*initp;		/* for who wants a linker set */
	char		name[MAXMODNAME];
};

/* The entry point, or 0. */
static vm_offset_t
find_entry(struct linker_file *lf)
{
	struct linker_set set;
	vm_offset_t entry;

	entry = lf->class->entry(lf);
	if (entry == 0 && lf->class->set(lf, LINKER_SET_ENTRY, &set) &&
	    set.count > 0)
		entry = (vm_offset_t)*set.start;
	return (entry);
}

int
linker_entry_make(struct linker_file *lf)
{
	struct linker_entry *e;
	vm_offset_t entry;
	char *dot;

	sx_assert(&kld_sx, SA_XLOCKED);
	entry = find_entry(lf);
	if (entry == 0)
		return (0);
	if (!lf->class->executable(lf, entry))
		return (linker_error(ENOEXEC, "%s: its entry point is not in "
		    "its code", lf->filename));
	lf->entry = e = linker_alloc(lf, 1, sizeof(*e));
	if (e == NULL)
		return (ENOMEM);
	memset(e, 0, sizeof(*e));
	strlcpy(e->name, lf->filename, sizeof(e->name));
	dot = strrchr(e->name, '.');
	if (dot != NULL && dot != e->name)
		*dot = '\0';
	e->data.name = e->name;
	e->data.evhand = (modeventhand_t)entry;
	e->init.subsystem = SI_SUB_DRIVERS;
	e->init.order = SI_ORDER_MIDDLE;
	e->init.func = module_register_init;
	e->init.udata = &e->data;
	e->initp = &e->init;
	return (0);
}

const moduledata_t *
linker_entry_module(const struct linker_file *lf)
{

	return (lf->entry != NULL ? &lf->entry->data : NULL);
}

struct sysinit **
linker_entry_sysinit(const struct linker_file *lf)
{

	return (lf->entry != NULL ? &lf->entry->initp : NULL);
}
