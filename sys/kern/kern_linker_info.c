/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * All that is known of a file, for programs: sysctl kern.kld.info.  The
 * records are described in <sys/linker.h>.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/sbuf.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "linker_if.h"

SYSCTL_DECL(_kern_kld);

/* A record whose payload is in two parts. */
static void
put_parts(struct sbuf *sb, uint32_t type, const void *a, size_t alen,
    const void *b, size_t blen)
{
	static const char zeros[8];
	struct kld_info_record r;

	r.type = type;
	r.length = alen + blen;
	sbuf_bcat(sb, &r, sizeof(r));
	sbuf_bcat(sb, a, alen);
	sbuf_bcat(sb, b, blen);
	sbuf_bcat(sb, zeros, roundup2(r.length, sizeof(zeros)) - r.length);
}

static void
put(struct sbuf *sb, uint32_t type, const void *payload, size_t len)
{

	put_parts(sb, type, payload, len, NULL, 0);
}

static void
put_string(struct sbuf *sb, uint32_t type, const char *string)
{

	put(sb, type, string, strlen(string) + 1);
}

/* A struct kld_info_string. */
static void
put_numbered(struct sbuf *sb, uint32_t type, int64_t number,
    const char *string)
{

	put_parts(sb, type, &number, sizeof(number), string,
	    strlen(string) + 1);
}

static void
put_modules(struct sbuf *sb, struct linker_file *lf)
{
	struct module_stat stat;
	module_t mod;

	MOD_SLOCK;
	for (mod = TAILQ_FIRST(&lf->modules); mod != NULL;
	    mod = module_getfnext(mod)) {
		module_getstat(mod, &stat);
		put(sb, KLD_INFO_MODULE, &stat, sizeof(stat));
	}
	MOD_SUNLOCK;
}

/* Each of the two products stays below 2^64 for any processor. */
static uint64_t
ticks_to_ns(uint64_t ticks)
{
	uint64_t rate;

	rate = MAX(cpu_tickrate(), 1);
	return (ticks / rate * 1000000000 + ticks % rate * 1000000000 / rate);
}

/* A stage that has not run yet is left out; the kernel has had none. */
static void
put_stages(struct sbuf *sb, struct linker_file *lf)
{
	enum linker_stage i;

	for (i = 0; i < LINKER_STAGES; i++)
		if (lf->ticks[i] != 0)
			put_numbered(sb, KLD_INFO_STAGE,
			    ticks_to_ns(lf->ticks[i]), linker_stage_name(i));
}

static void
put_file(struct sbuf *sb, struct linker_file *lf)
{
	struct kld_info_file info = {
		.version = sizeof(info),
		.id = lf->id,
		.state = lf->state,
		.refs = lf->refs,
		.userrefs = lf->userrefs,
		/* What a plan has placed goes again. */
		.address = lf->state == LINKER_PLANNED ? 0 :
		    (uint64_t)lf->address,
		.size = lf->size,
		.symbols = lf->nsymbols,
	};

	put(sb, KLD_INFO_FILE, &info, sizeof(info));
}

/* Write the records of a file. */
void
linker_info_put(struct sbuf *sb, struct linker_file *lf)
{
	struct linker_provision *p;
	int i;

	sx_assert(&kld_sx, SA_LOCKED);
	put_file(sb, lf);
	put_string(sb, KLD_INFO_NAME, lf->filename);
	put_string(sb, KLD_INFO_PATH, lf->pathname);
	put_string(sb, KLD_INFO_FORMAT, lf->class->name);
	for (i = 0; i < lf->ndeps; i++)
		put_numbered(sb, KLD_INFO_DEPEND, lf->deps[i]->id,
		    lf->deps[i]->filename);
	for (i = 0; i < lf->nprovisions; i++) {
		p = &lf->provisions[i];
		put_numbered(sb, KLD_INFO_PROVIDE, p->version, p->name);
	}
	put_modules(sb, lf);
	put_stages(sb, lf);
}

/* All files, or the one with that id. */
static int
put_files(struct sbuf *sb, int id)
{
	struct linker_file *lf;
	int error;

	error = 0;
	sx_slock(&kld_sx);
	if (id != 0) {
		lf = linker_find_by_id(id);
		if (lf != NULL)
			linker_info_put(sb, lf);
		else
			error = ENOENT;
	} else {
		TAILQ_FOREACH(lf, &linker_files, link)
			if (linker_visible(lf))
				linker_info_put(sb, lf);
	}
	sx_sunlock(&kld_sx);
	return (error);
}

/* Answer with the records, unless there is an error; they are freed. */
int
linker_info_reply(struct sysctl_req *req, struct sbuf *sb, int error)
{

	if (error == 0)
		error = sbuf_finish(sb);
	if (error == 0)
		error = SYSCTL_OUT(req, sbuf_data(sb), sbuf_len(sb));
	sbuf_delete(sb);
	return (error);
}

/* kern.kld.info[.ID].  Programs' memory is written without the lock. */
static int
sysctl_kern_kld_info(SYSCTL_HANDLER_ARGS)
{
	struct sbuf *sb;
	int id;

	id = arg2 > 0 ? *(int *)arg1 : 0;
	if (arg2 > 1 || (arg2 == 1 && id == 0))
		return (ENOENT);
	sb = sbuf_new_auto();
	return (linker_info_reply(req, sb, put_files(sb, id)));
}

SYSCTL_NODE(_kern_kld, OID_AUTO, info, CTLFLAG_RD | CTLFLAG_MPSAFE,
    sysctl_kern_kld_info, "All that is known of files");
