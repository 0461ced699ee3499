/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Credentials: allocation, groups, and taking them over by threads.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/malloc.h>
#include <sys/proc.h>
#include <sys/refcount.h>
#include <sys/ucred.h>

static MALLOC_DEFINE(M_CRED, "cred", "credentials");

int ngroups_max = NGROUPS_MAX;

/*
 * A zeroed credential with one reference and room for the small groups.
 */
struct ucred *
crget(void)
{
	struct ucred *cr;

	cr = malloc(sizeof(*cr), M_CRED, M_WAITOK | M_ZERO);
	refcount_init(&cr->cr_ref, 1);
	cr->cr_groups = cr->cr_smallgroups;
	cr->cr_agroups = CRED_SMALLGROUPS;
	cr->cr_ngroups = 1;
	return (cr);
}

struct ucred *
crhold(struct ucred *cr)
{

	refcount_acquire(&cr->cr_ref);
	return (cr);
}

void
crfree(struct ucred *cr)
{

	if (cr == NULL || !refcount_release(&cr->cr_ref))
		return;
	if (cr->cr_groups != cr->cr_smallgroups)
		free(cr->cr_groups, M_CRED);
	free(cr, M_CRED);
}

/*
 * Make room for n groups in a credential that nobody else has yet; its
 * groups are lost.  May sleep.
 */
void
crextend(struct ucred *cr, int n)
{

	if (n <= cr->cr_agroups)
		return;
	if (cr->cr_groups != cr->cr_smallgroups)
		free(cr->cr_groups, M_CRED);
	cr->cr_groups = mallocarray(n, sizeof(gid_t), M_CRED,
	    M_WAITOK | M_ZERO);
	cr->cr_agroups = n;
}

/*
 * Copy src over dest, which has one reference and enough room.
 */
void
crcopy(struct ucred *dest, struct ucred *src)
{

	KASSERT(dest->cr_agroups >= src->cr_ngroups, ("crcopy: no room"));
	dest->cr_uid = src->cr_uid;
	dest->cr_ruid = src->cr_ruid;
	dest->cr_svuid = src->cr_svuid;
	dest->cr_rgid = src->cr_rgid;
	dest->cr_svgid = src->cr_svgid;
	dest->cr_flags = src->cr_flags;
	dest->cr_prison = src->cr_prison;
	dest->cr_ngroups = src->cr_ngroups;
	memcpy(dest->cr_groups, src->cr_groups,
	    src->cr_ngroups * sizeof(gid_t));
}

struct ucred *
crdup(struct ucred *cr)
{
	struct ucred *newcr;

	newcr = crget();
	crextend(newcr, cr->cr_ngroups);
	crcopy(newcr, cr);
	return (newcr);
}

/*
 * Copy the process's credentials into cr and return the original, whose
 * reference stays with the process.  Drops p_mtx to make room if it must.
 */
struct ucred *
crcopysafe(struct proc *p, struct ucred *cr)
{
	struct ucred *oldcred;
	int groups;

	PROC_LOCK_ASSERT(p, MA_OWNED);
	for (;;) {
		oldcred = p->p_ucred;
		groups = oldcred->cr_ngroups;
		if (groups <= cr->cr_agroups)
			break;
		PROC_UNLOCK(p);
		crextend(cr, groups);
		PROC_LOCK(p);
	}
	crcopy(cr, oldcred);
	return (oldcred);
}

static int
gid_compare(const void *a, const void *b)
{
	gid_t ga, gb;

	ga = *(const gid_t *)a;
	gb = *(const gid_t *)b;
	return (ga < gb ? -1 : ga > gb);
}

/*
 * Set the groups, effective one first, the others in ascending order for
 * groupmember().  The credential has room.
 */
void
crsetgroups(struct ucred *cr, int ngrp, gid_t *groups)
{

	KASSERT(ngrp >= 1 && ngrp <= cr->cr_agroups, ("crsetgroups: %d", ngrp));
	memcpy(cr->cr_groups, groups, ngrp * sizeof(gid_t));
	qsort(cr->cr_groups + 1, ngrp - 1, sizeof(gid_t), gid_compare);
	cr->cr_ngroups = ngrp;
}

int
groupmember(gid_t gid, struct ucred *cred)
{
	int lo, hi, mid;

	if (cred->cr_groups[0] == gid)
		return (1);
	lo = 1;
	hi = cred->cr_ngroups;
	while (lo < hi) {
		mid = (lo + hi) / 2;
		if (cred->cr_groups[mid] == gid)
			return (1);
		if (cred->cr_groups[mid] < gid)
			lo = mid + 1;
		else
			hi = mid;
	}
	return (0);
}

void
proc_set_cred_init(struct proc *p, struct ucred *cr)
{

	p->p_ucred = crhold(cr);
}

void
proc_set_cred(struct proc *p, struct ucred *newcred)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	p->p_ucred = newcred;
}

void
cred_update_thread(struct thread *td)
{
	struct proc *p;
	struct ucred *cred;

	p = td->td_proc;
	cred = td->td_ucred;
	PROC_LOCK(p);
	td->td_ucred = crhold(p->p_ucred);
	PROC_UNLOCK(p);
	crfree(cred);
}

/*
 * The process is no longer what its user started: it may not be looked
 * into, nor signalled by that user as freely.
 */
void
setsugid(struct proc *p)
{

	PROC_LOCK_ASSERT(p, MA_OWNED);
	p->p_flag |= P_SUGID;
}

void
change_euid(struct ucred *cr, uid_t euid)
{

	cr->cr_uid = euid;
}

void
change_egid(struct ucred *cr, gid_t egid)
{

	cr->cr_groups[0] = egid;
}

void
change_ruid(struct ucred *cr, uid_t ruid)
{

	cr->cr_ruid = ruid;
}

void
change_rgid(struct ucred *cr, gid_t rgid)
{

	cr->cr_rgid = rgid;
}

void
change_svuid(struct ucred *cr, uid_t svuid)
{

	cr->cr_svuid = svuid;
}

void
change_svgid(struct ucred *cr, gid_t svgid)
{

	cr->cr_svgid = svgid;
}
