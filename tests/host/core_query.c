/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The linker's variables kern.kld.info and kern.kld.plan, with what they give
 * as text.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/linker_set.h>
#include <sys/sysctl.h>

#include "kern/linker_if.h"
#include "linker_core.h"

SET_DECLARE(sysctl_set, struct sysctl_oid);

static struct sysctl_oid *
find_oid(const char *name)
{
	struct sysctl_oid **oid;

	SET_FOREACH(oid, sysctl_set)
		if (strcmp((*oid)->oid_name, name) == 0)
			return (*oid);
	host_abort("no such variable");
}

void
core_implicit_depend(int on)
{

	*(int *)find_oid("implicit_depend")->oid_arg1 = on;
}

static int
put_old(struct sysctl_req *req, const void *p, size_t len)
{

	if (req->oldlen - req->oldidx < len)
		return (ENOMEM);
	memcpy((char *)req->oldptr + req->oldidx, p, len);
	req->oldidx += len;
	return (0);
}

static int
take_new(struct sysctl_req *req, void *p, size_t len)
{

	memcpy(p, req->newptr, len);
	return (0);
}

/* A string in a record, which must end there. */
static const char *
string_in(const struct kld_info_record *r, size_t off)
{
	const char *s;
	size_t len;

	s = (const char *)(r + 1) + off;
	len = r->length - off;
	if (r->length <= off || strnlen(s, len) != len - 1)
		host_abort("a string does not end with its record");
	return (s);
}

/* What a record says, and how many characters that are. */
static size_t
describe(const struct kld_info_record *r, char *text, size_t len)
{
	const struct kld_info_string *s = (const void *)(r + 1);
	const size_t off = sizeof(*s);
	const struct kld_info_file *f = (const void *)(r + 1);
	const struct module_stat *m = (const void *)(r + 1);

	switch (r->type) {
	case KLD_INFO_FILE:
		return (snprintf(text, len, "\n%d state %d refs %d.%d%s",
		    f->id, f->state, f->refs, f->userrefs,
		    f->address == 0 ? " nowhere" : ""));
	case KLD_INFO_NAME:
		return (snprintf(text, len, " %s", string_in(r, 0)));
	case KLD_INFO_PATH:
		return (snprintf(text, len, " from %s", string_in(r, 0)));
	case KLD_INFO_FORMAT:
		return (snprintf(text, len, " (%s)", string_in(r, 0)));
	case KLD_INFO_DEPEND:
		return (snprintf(text, len, " needs %s(%d)",
		    string_in(r, off), (int)s->number));
	case KLD_INFO_PROVIDE:
		return (snprintf(text, len, " has %s(%d)",
		    string_in(r, off), (int)s->number));
	case KLD_INFO_MODULE:
		return (snprintf(text, len, " module %s", m->name));
	case KLD_INFO_STAGE:
		return (snprintf(text, len, " %s", string_in(r, off)));
	default:
		host_abort("a record of an unknown type");
	}
}

static void
describe_all(const char *p, const char *end, char *text, size_t len)
{
	const struct kld_info_record *r;
	size_t done;

	done = 0;
	text[0] = '\0';
	for (; p < end; p += sizeof(*r) + roundup2(r->length, 8)) {
		r = (const void *)p;
		done += describe(r, text + done, len - done);
		if (done >= len)
			host_abort("no room for the text");
	}
	if (p != end)
		host_abort("the last record does not end with the value");
}

int
core_query(const char *name, const char *new, int *id, char *text, size_t len)
{
	static char old[65536];
	struct sysctl_req req = {
		.td = curthread,
		.oldptr = old,
		.oldlen = sizeof(old),
		.oldfunc = put_old,
		.newptr = __DECONST(char *, new),
		.newlen = new != NULL ? strlen(new) : 0,
		.newfunc = take_new,
	};
	struct sysctl_oid *oid;
	int error;

	oid = find_oid(name);
	error = oid->oid_handler(oid, id, id != NULL, &req);
	describe_all(old, old + req.oldidx, text, len);
	return (error);
}
