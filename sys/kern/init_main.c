/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The start of the system: SYSINITs in their order, process 0.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/filedesc.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/mutex.h>
#include <sys/proc.h>
#include <sys/reboot.h>
#include <sys/resourcevar.h>
#include <sys/sched.h>
#include <sys/signalvar.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/sysent.h>
#include <sys/ucred.h>

#include <machine/vmparam.h>

#define	STATIC_SYSINITS	1024	/* room for the kernel's own */

int		cold = 1;
int		boothowto;
int		bootverbose;
SYSCTL_INT(_debug, OID_AUTO, bootverbose, CTLFLAG_RW, &bootverbose, 0,
    "Say more");
struct proc	proc0;
struct thread	thread0 __aligned(16);
struct proc	*initproc;

/* A SYSINIT that is to run; key: subsystem and order. */
struct pending {
	uint64_t	key;
	u_int		seq;	/* among equals: who came first */
	struct sysinit	*si;
};

static struct pending	static_pending[STATIC_SYSINITS];
static struct pending	*pending = static_pending;
static u_int		npending;
static u_int		next_pending;	/* those before it have run */
static u_int		last_seq;

SET_DECLARE(sysinit_set, struct sysinit);

static int
compare_pending(const void *a, const void *b)
{
	const struct pending *x = a, *y = b;

	if (x->key != y->key)
		return (x->key < y->key ? -1 : 1);
	return (x->seq < y->seq ? -1 : 1);
}

static void
append_pending(struct sysinit **set, struct sysinit **set_end)
{
	struct pending *new;

	for (; set < set_end; set++) {
		if ((*set)->subsystem == SI_SUB_DUMMY)
			continue;
		new = &pending[npending++];
		new->key = (uint64_t)(*set)->subsystem << 32 | (*set)->order;
		new->seq = last_seq++;
		new->si = *set;
	}
	qsort(&pending[next_pending], npending - next_pending,
	    sizeof(*pending), compare_pending);
}

void
sysinit_add(struct sysinit **set, struct sysinit **set_end)
{
	struct pending *new, *old = pending;
	u_int left = npending - next_pending;

	new = mallocarray(left + (set_end - set), sizeof(*new), M_TEMP,
	    M_WAITOK);
	memcpy(new, &old[next_pending], left * sizeof(*new));
	pending = new;
	npending = left;
	next_pending = 0;
	append_pending(set, set_end);
	if (old != static_pending)
		free(old, M_TEMP);
}

void
mi_startup(void)
{
	struct sysinit *si;

	if (SET_COUNT(sysinit_set) > STATIC_SYSINITS)
		panic("%d SYSINITs, room for %d", SET_COUNT(sysinit_set),
		    STATIC_SYSINITS);
	append_pending(SET_BEGIN(sysinit_set), SET_LIMIT(sysinit_set));
	while (next_pending < npending) {
		si = pending[next_pending++].si;
		si->func(si->udata);
	}
	if (pending != static_pending)
		free(pending, M_TEMP);
	/* What this thread was for is done; its process goes on. */
	for (;;)
		tsleep(&proc0, PVM, "swapin", 0);
}

/* What the boot loader brought. */
static void
print_preloads(void)
{
	caddr_t mod;

	for (mod = preload_search_next_name(NULL); mod != NULL;
	    mod = preload_search_next_name(mod))
		printf("Preloaded %s \"%s\" at %p, %zu bytes\n",
		    preload_search_info(mod, MODINFO_TYPE),
		    preload_search_info(mod, MODINFO_NAME),
		    preload_fetch_addr(mod), preload_fetch_size(mod));
}

static void
print_version(void *arg __unused)
{

	printf("%s%s", copyright, version);
	if ((boothowto & RB_VERBOSE) != 0) {
		bootverbose = 1;
		print_preloads();
	}
}
SYSINIT(announce, SI_SUB_COPYRIGHT, SI_ORDER_FIRST, print_version, NULL);

/* The clock ticks: from now on threads sleep and preempt each other. */
static void
warm_up(void *arg __unused)
{

	cold = 0;
}
SYSINIT(warm, SI_SUB_CLOCKS, SI_ORDER_SECOND, warm_up, NULL);

static struct plimit *
default_limits(void)
{
	static const struct {
		int	which;
		rlim_t	cur, max;
	} limits[] = {
		{ RLIMIT_DATA, DFLDSIZ, MAXDSIZ },
		{ RLIMIT_STACK, DFLSSIZ, MAXSSIZ },
		{ RLIMIT_CORE, 0, RLIM_INFINITY },
	};
	struct plimit *lim;
	u_int i;

	lim = lim_alloc();
	for (i = 0; i < RLIM_NLIMITS; i++)
		lim->pl_rlimit[i].rlim_cur = lim->pl_rlimit[i].rlim_max =
		    RLIM_INFINITY;
	for (i = 0; i < nitems(limits); i++) {
		lim->pl_rlimit[limits[i].which].rlim_cur = limits[i].cur;
		lim->pl_rlimit[limits[i].which].rlim_max = limits[i].max;
	}
	lim->pl_rlimit[RLIMIT_NOFILE].rlim_cur =
	    lim->pl_rlimit[RLIMIT_NOFILE].rlim_max = maxfilesperproc;
	lim->pl_rlimit[RLIMIT_NPROC].rlim_cur =
	    lim->pl_rlimit[RLIMIT_NPROC].rlim_max = maxproc;
	return (lim);
}

/* Everything that fork1() will copy, share or look at. */
static void
proc0_init(void *arg __unused)
{
	static gid_t wheel[] = { 0 };
	struct proc *p = &proc0;
	struct thread *td = &thread0;

	strlcpy(p->p_comm, "kernel", sizeof(p->p_comm));
	strlcpy(td->td_name, "swapper", sizeof(td->td_name));
	p->p_flag = P_SYSTEM | P_KPROC;
	p->p_state = PRS_NORMAL;
	p->p_sysent = &null_sysvec;
	LIST_INIT(&p->p_children);
	p->p_sigacts = sigacts_alloc();
	siginit(p);
	sigqueue_init(&p->p_sigqueue, p);
	callout_init_mtx(&p->p_itcallout, &p->p_mtx, 0);
	p->p_ucred = crget();
	crsetgroups(p->p_ucred, nitems(wheel), wheel);
	td->td_ucred = crhold(p->p_ucred);
	p->p_limit = default_limits();
	p->p_fd = fdinit();
	proc0_pgrp_init();
	sx_xlock(&allproc_lock);
	LIST_INSERT_HEAD(&allproc, p, p_list);
	sx_xunlock(&allproc_lock);
	thread_lock(td);
	sched_prio(td, PVM);
	thread_unlock(td);
}
/* Kernel threads come after it. */
SYSINIT(proc0, SI_SUB_EVENTHANDLER, SI_ORDER_SECOND, proc0_init, NULL);
