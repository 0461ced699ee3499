/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The boot loader's metadata: what it loaded beside the kernel, and where.
 *
 * The metadata is a list of records { u32 type; u32 length; bytes padded to
 * 8 }, ended by { 0, 0 }.  Each file begins with a MODINFO_NAME record.  The
 * loader is trusted, as it put the kernel itself in place.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/linker.h>

#include <vm/vm.h>
#include <vm/vm_page.h>
#include <machine/vmparam.h>

struct preload_record {
	uint32_t	type;
	uint32_t	size;
	char		data[];
};

caddr_t	preload_metadata;

static struct preload_record *
preload_next(struct preload_record *r)
{

	return ((struct preload_record *)(r->data + roundup2(r->size, 8)));
}

/*
 * Call a file by its first record; find the next file after mod, or the
 * first one if mod is NULL.
 */
caddr_t
preload_search_next_name(caddr_t mod)
{
	struct preload_record *r;

	if (preload_metadata == NULL)
		return (NULL);
	r = (struct preload_record *)(mod != NULL ? mod : preload_metadata);
	if (mod != NULL)
		r = preload_next(r);
	for (; r->type != MODINFO_END; r = preload_next(r))
		if (r->type == MODINFO_NAME)
			return ((caddr_t)r);
	return (NULL);
}

static caddr_t
preload_search(int info, const char *value)
{
	caddr_t mod;
	const char *s;

	for (mod = preload_search_next_name(NULL); mod != NULL;
	    mod = preload_search_next_name(mod)) {
		s = preload_search_info(mod, info);
		if (s != NULL && strcmp(s, value) == 0)
			return (mod);
	}
	return (NULL);
}

caddr_t
preload_search_by_name(const char *name)
{

	return (preload_search(MODINFO_NAME, name));
}

caddr_t
preload_search_by_type(const char *type)
{

	return (preload_search(MODINFO_TYPE, type));
}

static struct preload_record *
preload_record(caddr_t mod, int info)
{
	struct preload_record *r;

	r = (struct preload_record *)mod;
	do {
		if (r->type == (uint32_t)info)
			return (r);
		r = preload_next(r);
	} while (r->type != MODINFO_NAME && r->type != MODINFO_END);
	return (NULL);
}

caddr_t
preload_search_info(caddr_t mod, int info)
{
	struct preload_record *r;

	r = preload_record(mod, info);
	return (r != NULL ? r->data : NULL);
}

size_t
preload_info_size(caddr_t mod, int info)
{
	struct preload_record *r;

	r = preload_record(mod, info);
	return (r != NULL ? r->size : 0);
}

void *
preload_fetch_addr(caddr_t mod)
{
	uint64_t *pa;

	pa = (uint64_t *)preload_search_info(mod, MODINFO_ADDR);
	return (pa != NULL && *pa != 0 ? (void *)PHYS_TO_DMAP(*pa) : NULL);
}

size_t
preload_fetch_size(caddr_t mod)
{
	uint64_t *size;

	size = (uint64_t *)preload_search_info(mod, MODINFO_SIZE);
	return (size != NULL ? *size : 0);
}

void
preload_release(caddr_t mod)
{
	uint64_t *pa, *size;
	struct preload_record *r;

	pa = (uint64_t *)preload_search_info(mod, MODINFO_ADDR);
	size = (uint64_t *)preload_search_info(mod, MODINFO_SIZE);
	if (pa != NULL && size != NULL)
		vm_page_release_boot(*pa, *size);
	r = (struct preload_record *)mod;
	do {
		r->type = MODINFO_EMPTY;
		r = preload_next(r);
	} while (r->type != MODINFO_NAME && r->type != MODINFO_END);
}
