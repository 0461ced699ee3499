/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * What would loads do?  sysctl kern.kld.plan; kldload -d.
 *
 * A plan is a load that is undone before anybody can see it: a transaction
 * goes through all the stages that only concern the bytes of the files, then
 * back.  So it finds what a load would find, and says it in the same words.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/lock.h>
#include <sys/priv.h>
#include <sys/sbuf.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#include "linker_if.h"

SYSCTL_DECL(_kern_kld);

#define	PLAN_NAMES	65536	/* bytes of names in a plan */

/*
 * Link the files, whose names end with a NUL each; what they would say to
 * MOD_LOAD, nobody knows.  Then all references are as they would be after the
 * loads.
 */
static int
plan_link(struct linker_txn *txn, const char *names, size_t len)
{
	const char *name;
	struct linker_file *lf;
	int error;

	for (name = names; name < names + len; name += strlen(name) + 1) {
		error = linker_load_by_name(txn, name, NULL, &lf);
		if (error != 0)
			return (error);
		lf->refs++;
		lf->userrefs++;
	}
	error = 0;
	TAILQ_FOREACH(lf, &txn->planned, link) {
		error = linker_check_modules(lf);
		if (error != 0)
			break;
	}
	return (error);
}

/*
 * The last files go first.  A loaded one that nothing had needed before was
 * not asked to go then, and is not now.
 */
static void
plan_undo(struct linker_txn *txn)
{
	struct linker_file *lf;

	while ((lf = TAILQ_LAST(&txn->planned, linker_file_list)) != NULL) {
		TAILQ_REMOVE(&txn->planned, lf, link);
		linker_discard(txn, lf);
	}
	while ((lf = TAILQ_FIRST(&txn->doomed)) != NULL)
		linker_spare(lf);
}

static bool
is_referenced(const struct linker_txn *txn, const struct linker_file *dep)
{
	const struct linker_file *lf;
	int i;

	TAILQ_FOREACH(lf, &txn->planned, link)
		for (i = 0; i < lf->ndeps; i++)
			if (lf->deps[i] == dep)
				return (true);
	return (false);
}

/* The loaded files that a load would refer to, then those it would bring. */
static void
plan_put(struct linker_txn *txn, struct sbuf *sb)
{
	struct linker_file *lf;

	TAILQ_FOREACH(lf, &linker_files, link)
		if (is_referenced(txn, lf))
			linker_info_put(sb, lf);
	TAILQ_FOREACH(lf, &txn->planned, link)
		linker_info_put(sb, lf);
}

/* Wait for a file that another transaction works on. */
static int
plan_wait(struct linker_txn *txn)
{
	int error;

	error = linker_wait(txn, txn->awaited);
	if (error != EDEADLK)
		return (error);
	return (linker_error(error, "%s: is just being loaded or unloaded",
	    txn->awaited->filename));
}

static int
plan(struct thread *td, const char *names, size_t len, struct sbuf *sb)
{
	struct linker_txn txn;
	int error;

	error = kld_allowed(td, PRIV_KLD_LOAD);
	if (error != 0)
		return (error);
	linker_txn_begin(&txn);
	txn.plan = true;
	TAILQ_INIT(&txn.planned);
	do {
		linker_error_clear();
		txn.awaited = NULL;
		error = plan_link(&txn, names, len);
		if (error == 0)
			plan_put(&txn, sb);
		plan_undo(&txn);
		if (txn.awaited != NULL)
			error = plan_wait(&txn);
	} while (error == 0 && txn.awaited != NULL);
	linker_txn_end(&txn);
	return (error);
}

/*
 * The new value is a name, or several with a NUL between them; the last one
 * may do without.  The caller frees *names.
 */
static int
read_names(struct sysctl_req *req, char **names, size_t *len)
{
	const char *name;
	int error;

	*len = req->newlen;
	if (req->newptr == NULL)
		return (EINVAL);
	if (*len >= PLAN_NAMES)
		return (ENAMETOOLONG);
	*names = malloc(*len + 1, M_TEMP, M_WAITOK);
	error = SYSCTL_IN(req, *names, *len);
	if (error != 0)
		return (error);
	if (*len == 0 || (*names)[*len - 1] != '\0')
		(*names)[(*len)++] = '\0';
	for (name = *names; name < *names + *len; name += strlen(name) + 1)
		if (strlen(name) >= MAXPATHLEN)
			return (ENAMETOOLONG);
	return (0);
}

/* Anybody may ask, so that kld_allowed() can say what is wrong with it. */
static int
sysctl_kern_kld_plan(SYSCTL_HANDLER_ARGS)
{
	struct sbuf *sb;
	char *names;
	size_t len;
	int error;

	names = NULL;
	sb = sbuf_new_auto();
	error = read_names(req, &names, &len);
	if (error == 0)
		error = plan(req->td, names, len, sb);
	else
		error = linker_bad_name(error);
	error = linker_info_reply(req, sb, error);
	free(names, M_TEMP);
	return (error);
}

SYSCTL_PROC(_kern_kld, OID_AUTO, plan, CTLTYPE_OPAQUE | CTLFLAG_RW |
    CTLFLAG_ANYBODY | CTLFLAG_MPSAFE | CTLFLAG_SKIP, NULL, 0,
    sysctl_kern_kld_plan, "S,kld_info_record",
    "What loads of the files whose names are written would load");
