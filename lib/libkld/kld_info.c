/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * kld_info(3), kld_plan(3): the kernel's records about files as structures.
 *
 * The answer is one piece of memory: the structures, the arrays that they
 * point to, and behind them the records, to which the strings belong.
 */

#include <sys/param.h>
#include <sys/linker.h>
#include <sys/module.h>
#include <sys/sysctl.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "kld.h"

#define	FIRST_GUESS	16384		/* bytes of records */
#define	TYPES		(KLD_INFO_STAGE + 1)

/*
 * How much of each type there is, and where the next one goes.
 */
struct layout {
	size_t			 count[TYPES];
	struct kld_info		*info;
	struct kld_depend	*depend;
	struct kld_provide	*provide;
	struct module_stat	*module;
	struct kld_stage	*stage;
};

/*
 * The record at *p, after which *p stands behind it; NULL at the end.
 */
static const struct kld_info_record *
next_record(const char **p, const char *end)
{
	const struct kld_info_record *r;

	r = (const struct kld_info_record *)(const void *)*p;
	if ((size_t)(end - *p) < sizeof(*r) ||
	    (size_t)(end - *p) - sizeof(*r) < roundup2(r->length, 8ul))
		return (NULL);
	*p += sizeof(*r) + roundup2(r->length, 8ul);
	return (r);
}

static void
count_records(struct layout *l, const char *p, const char *end)
{
	const struct kld_info_record *r;

	while ((r = next_record(&p, end)) != NULL)
		if (r->type < TYPES)
			l->count[r->type]++;
}

/*
 * Allocate room for the structures and a copy of the records; returns where
 * the copy goes.
 */
static char *
allocate(struct layout *l, size_t len)
{
	char *p;

	/* All of them are multiples of 8 bytes. */
	p = malloc(l->count[KLD_INFO_FILE] * sizeof(*l->info) +
	    l->count[KLD_INFO_DEPEND] * sizeof(*l->depend) +
	    l->count[KLD_INFO_PROVIDE] * sizeof(*l->provide) +
	    l->count[KLD_INFO_MODULE] * sizeof(*l->module) +
	    l->count[KLD_INFO_STAGE] * sizeof(*l->stage) + len);
	if (p == NULL)
		return (NULL);
	l->info = (void *)p;
	l->depend = (void *)(l->info + l->count[KLD_INFO_FILE]);
	l->provide = (void *)(l->depend + l->count[KLD_INFO_DEPEND]);
	l->module = (void *)(l->provide + l->count[KLD_INFO_PROVIDE]);
	l->stage = (void *)(l->module + l->count[KLD_INFO_MODULE]);
	return ((char *)(l->stage + l->count[KLD_INFO_STAGE]));
}

static void
begin_file(struct layout *l, const void *payload)
{
	const struct kld_info_file *f = payload;
	struct kld_info *info;

	info = l->info++;
	info->id = f->id;
	info->state = f->state;
	info->refs = f->refs;
	info->userrefs = f->userrefs;
	info->address = f->address;
	info->size = f->size;
	info->symbols = f->symbols;
	info->name = info->path = info->format = "";
	info->depends = l->depend;
	info->provides = l->provide;
	info->modules = l->module;
	info->stages = l->stage;
	info->ndepends = info->nprovides = info->nmodules = info->nstages = 0;
}

static void
add_record(struct layout *l, struct kld_info *info,
    const struct kld_info_record *r)
{
	const struct kld_info_string *s = (const void *)(r + 1);
	const char *string = (const void *)(r + 1);

	switch (r->type) {
	case KLD_INFO_NAME:
		info->name = string;
		break;
	case KLD_INFO_PATH:
		info->path = string;
		break;
	case KLD_INFO_FORMAT:
		info->format = string;
		break;
	case KLD_INFO_DEPEND:
		l->depend->id = (int)s->number;
		l->depend++->name = s->string;
		info->ndepends++;
		break;
	case KLD_INFO_PROVIDE:
		l->provide->version = (int)s->number;
		l->provide++->name = s->string;
		info->nprovides++;
		break;
	case KLD_INFO_MODULE:
		memcpy(l->module++, r + 1, sizeof(*l->module));
		info->nmodules++;
		break;
	case KLD_INFO_STAGE:
		l->stage->ns = (uint64_t)s->number;
		l->stage++->name = s->string;
		info->nstages++;
		break;
	}
}

/*
 * Turn len bytes of records into structures.
 */
static struct kld_info *
parse(const char *records, size_t len, size_t *count)
{
	struct layout l = { .count = { 0 } };
	const struct kld_info_record *r;
	struct kld_info *first;
	const char *p;
	char *copy;

	count_records(&l, records, records + len);
	if ((copy = allocate(&l, len)) == NULL)
		return (NULL);
	memcpy(copy, records, len);
	first = l.info;
	for (p = copy; (r = next_record(&p, copy + len)) != NULL;) {
		if (r->type == KLD_INFO_FILE)
			begin_file(&l, r + 1);
		else if (l.info > first)
			add_record(&l, l.info - 1, r);
	}
	*count = l.count[KLD_INFO_FILE];
	return (first);
}

/*
 * Read a variable whole: with more room as long as that was too little.
 * The kernel itself may be out of memory; then it says so in a sentence.
 */
static char *
read_records(int *oid, u_int oidlen, const void *new, size_t newlen,
    size_t *len)
{
	char sentence[KLD_ERRLEN], *buf, *larger;
	size_t room;
	int error;

	buf = NULL;
	for (room = FIRST_GUESS;; room *= 4) {
		if ((larger = realloc(buf, room)) == NULL)
			break;
		buf = larger;
		*len = room;
		if (sysctl(oid, oidlen, buf, len, new, newlen) == 0)
			return (buf);
		if (errno != ENOMEM || (new != NULL &&
		    kld_error(sentence, sizeof(sentence)) > 0))
			break;
	}
	error = errno;
	free(buf);
	errno = error;
	return (NULL);
}

static struct kld_info *
query(int *oid, u_int oidlen, const char *names, size_t nameslen,
    size_t *count)
{
	struct kld_info *info;
	size_t len;
	char *records;
	int error;

	records = read_records(oid, oidlen, names, nameslen, &len);
	if (records == NULL)
		return (NULL);
	info = parse(records, len, count);
	error = errno;
	free(records);
	errno = error;
	return (info);
}

struct kld_info *
kld_info(int fileid, size_t *count)
{
	int oid[CTL_MAXNAME];
	size_t len;

	len = nitems(oid) - 1;
	if (sysctlnametomib("kern.kld.info", oid, &len) != 0)
		return (NULL);
	if (fileid != 0)
		oid[len++] = fileid;
	return (query(oid, (u_int)len, NULL, 0, count));
}

/* The names with a NUL after each, *len bytes; the caller frees them. */
static char *
join(const char *const names[], size_t n, size_t *len)
{
	char *joined, *p;
	size_t i, size;

	*len = 0;
	for (i = 0; i < n; i++)
		*len += strlen(names[i]) + 1;
	if ((joined = malloc(*len)) == NULL)
		return (NULL);
	for (p = joined, i = 0; i < n; i++, p += size) {
		size = strlen(names[i]) + 1;
		memcpy(p, names[i], size);
	}
	return (joined);
}

struct kld_info *
kld_plan(const char *const names[], size_t n, size_t *count)
{
	int oid[CTL_MAXNAME], error;
	struct kld_info *info;
	size_t len, oidlen;
	char *joined;

	oidlen = nitems(oid);
	if (sysctlnametomib("kern.kld.plan", oid, &oidlen) != 0 ||
	    (joined = join(names, n, &len)) == NULL)
		return (NULL);
	info = query(oid, (u_int)oidlen, joined, len, count);
	error = errno;
	free(joined);
	errno = error;
	return (info);
}

void
kld_info_free(struct kld_info *info)
{
	int error;

	error = errno;
	free(info);
	errno = error;
}
