/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker sets of a file: checked once, before anybody follows their
 * pointers.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/sysctl.h>

#include "linker_if.h"

const char * const linker_set_names[LINKER_SETS] = {
	[LINKER_SET_METADATA] = MDT_SETNAME,
	[LINKER_SET_SYSINIT] = "sysinit_set",
	[LINKER_SET_SYSCTL] = "sysctl_set",
	[LINKER_SET_SYSUNINIT] = "sysuninit_set",
	[LINKER_SET_ENTRY] = "kmod_entry",
};

static int
bad_pointer(struct linker_file *lf)
{

	return (linker_error(ENOEXEC, "%s: a module metadata record points "
	    "outside the file", lf->filename));
}

/* [p, p + size) lies in the file, and its pointers are relocated. */
static int
check_range(struct linker_file *lf, const void *p, size_t size)
{
	size_t room;
	int error;

	error = lf->class->reach(lf, p, &room);
	if (error == 0 && room < size)
		error = bad_pointer(lf);
	return (error);
}

static int
check_string(struct linker_file *lf, const char *s)
{
	size_t room;
	int error;

	error = lf->class->reach(lf, s, &room);
	if (error == 0 && (room == 0 || memchr(s, '\0', room) == NULL))
		error = bad_pointer(lf);
	return (error);
}

/* Bytes of the structure behind md_data, or 0 if it is of no interest. */
static size_t
data_size(int type)
{

	switch (type) {
	case MDT_DEPEND:
		return (sizeof(struct mod_depend));
	case MDT_MODULE:
		return (sizeof(moduledata_t));
	case MDT_VERSION:
		return (sizeof(struct mod_version));
	default:
		return (0);
	}
}

static int
check_module(struct linker_file *lf, const moduledata_t *data)
{
	int error;

	error = check_range(lf, data, sizeof(*data));
	if (error == 0)
		error = check_string(lf, data->name);
	return (error);
}

static int
check_record(struct linker_file *lf, const struct mod_metadata *md)
{
	size_t size;
	int error;

	error = check_range(lf, md, sizeof(*md));
	if (error != 0)
		return (error);
	if (md->md_version != MDT_STRUCT_VERSION)
		return (linker_error(ENOEXEC, "%s: a module metadata record "
		    "has version %d, %d is needed", lf->filename,
		    md->md_version, MDT_STRUCT_VERSION));
	size = data_size(md->md_type);
	if (size == 0)
		return (0);
	error = check_range(lf, md->md_data, size);
	if (error == 0)
		error = check_string(lf, md->md_cval);
	if (error == 0 && md->md_type == MDT_MODULE)
		error = check_module(lf, md->md_data);
	return (error);
}

/* Find the metadata and follow all of its pointers. */
int
linker_metadata_check(struct linker_file *lf)
{
	int error, i;

	error = 0;
	if (!lf->class->set(lf, LINKER_SET_METADATA, &lf->metadata))
		return (0);
	for (i = 0; i < lf->metadata.count && error == 0; i++)
		error = check_record(lf, lf->metadata.start[i]);
	return (error);
}

/*
 * All is relocated, which can have changed what was checked before: check what
 * is used from now on, the modules and the names that are provided.
 */
int
linker_metadata_check_again(struct linker_file *lf)
{
	const struct mod_metadata *md;
	int error, i;

	error = 0;
	for (i = 0; i < lf->metadata.count && error == 0; i++) {
		md = lf->metadata.start[i];
		error = check_range(lf, md, sizeof(*md));
		if (error == 0 && md->md_type == MDT_MODULE)
			error = check_module(lf, md->md_data);
	}
	for (i = 0; i < lf->nprovisions && error == 0; i++)
		error = check_string(lf, lf->provisions[i].name);
	return (error);
}

/* The first MODULE_VERSION of a file whose metadata has been checked. */
bool
linker_metadata_version(struct linker_file *lf, char module[static MAXMODNAME],
    int *version)
{
	const struct mod_metadata *md;
	int i;

	for (i = 0; i < lf->metadata.count; i++) {
		md = lf->metadata.start[i];
		if (md->md_type != MDT_VERSION)
			continue;
		strlcpy(module, md->md_cval, MAXMODNAME);
		*version = ((const struct mod_version *)md->md_data)->mv_version;
		return (true);
	}
	return (false);
}

/* Find a set, all of whose members have size bytes in the file. */
static int
check_set(struct linker_file *lf, enum linker_set_id id, size_t size,
    struct linker_set *set)
{
	size_t room;
	int error, i;

	if (!lf->class->set(lf, id, set))
		return (0);
	for (i = 0; i < set->count; i++) {
		error = lf->class->reach(lf, set->start[i], &room);
		if (error != 0)
			return (error);
		if (room < size)
			return (linker_error(ENOEXEC, "%s: member %d of set "
			    "%s lies outside the file", lf->filename, i,
			    linker_set_names[id]));
	}
	return (0);
}

/* All is relocated: find what else the kernel wants of a file. */
int
linker_sets_check(struct linker_file *lf)
{
	int error;

	error = check_set(lf, LINKER_SET_SYSCTL, sizeof(struct sysctl_oid),
	    &lf->sysctls);
	if (error == 0)
		error = check_set(lf, LINKER_SET_SYSINIT,
		    sizeof(struct sysinit), &lf->sysinits);
	if (error == 0)
		error = check_set(lf, LINKER_SET_SYSUNINIT,
		    sizeof(struct sysinit), &lf->sysuninits);
	return (error);
}
