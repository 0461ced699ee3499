/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * dyn_sysctl: variables that are made by a running module, not declared in its
 * source.  Drivers need that when only the hardware tells how many there are;
 * here a variable makes others:
 *
 *	# kldload dyn_sysctl
 *	# sysctl drawers
 *	# sysctl drawers.count=5 drawers.3.label=screws
 *	# sysctl drawers
 *	# kldunload dyn_sysctl
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/sx.h>
#include <sys/sysctl.h>

#define	MAX_DRAWERS	100
#define	LABEL_MAX	32

static MALLOC_DEFINE(M_DRAWER, "drawers", "the dyn_sysctl example");

/* A drawer, and the context that remembers its variables. */
struct drawer {
	struct sysctl_ctx_list ctx;
	char	label[LABEL_MAX];
	u_int	opened;
};

/* The context of the module itself, and its node at the root of the tree. */
static struct sysctl_ctx_list drawers_ctx;
static struct sysctl_oid *drawers_node;

static struct sx drawers_sx;
SX_SYSINIT(drawers, &drawers_sx, "drawers");
static struct drawer *drawers[MAX_DRAWERS];
static int count;
static int room;		/* most that there may be */

/*
 * Reading it opens the drawer.  arg1 is what the variable was made with.  Who
 * has no room for a value only asks how long it is, as sysctl(8) does first.
 */
static int
drawer_open(SYSCTL_HANDLER_ARGS)
{
	struct drawer *d = arg1;

	if (req->oldptr != NULL)
		atomic_add_int(&d->opened, 1);
	return (sysctl_handle_int(oidp, &d->opened, 0, req));
}

/*
 * Variables are entered in a context as they are made, which is how they can
 * be removed together.  Names and descriptions are copied, values are not.
 */
static struct drawer *
drawer_create(int number)
{
	struct sysctl_oid *node;
	struct drawer *d;
	char name[12];

	d = malloc(sizeof(*d), M_DRAWER, M_WAITOK | M_ZERO);
	sysctl_ctx_init(&d->ctx);
	snprintf(name, sizeof(name), "%d", number);
	node = SYSCTL_ADD_NODE(&d->ctx, SYSCTL_CHILDREN(drawers_node),
	    OID_AUTO, name, CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, "A drawer");
	SYSCTL_ADD_STRING(&d->ctx, SYSCTL_CHILDREN(node), OID_AUTO, "label",
	    CTLFLAG_RW, d->label, sizeof(d->label), "What is in it");
	SYSCTL_ADD_PROC(&d->ctx, SYSCTL_CHILDREN(node), OID_AUTO, "open",
	    CTLTYPE_UINT | CTLFLAG_RD | CTLFLAG_MPSAFE, d, 0, drawer_open,
	    "IU", "How often this was read");
	return (d);
}

/* When sysctl_ctx_free() returns, no handler runs in them any more. */
static void
drawer_destroy(struct drawer *d)
{

	if (sysctl_ctx_free(&d->ctx) != 0)
		panic("somebody else's variables are in a drawer");
	free(d, M_DRAWER);
}

static void
set_count(int new)
{

	sx_assert(&drawers_sx, SA_XLOCKED);
	for (; count < new; count++)
		drawers[count] = drawer_create(count);
	for (; count > new; count--)
		drawer_destroy(drawers[count - 1]);
}

/*
 * The handler makes and removes variables, but not its own: freeing the
 * context would wait for the handler to return.
 */
static int
drawers_count(SYSCTL_HANDLER_ARGS)
{
	int error, new;

	sx_xlock(&drawers_sx);
	new = count;
	error = sysctl_handle_int(oidp, &new, 0, req);
	if (error == 0 && req->newptr != NULL) {
		if (new >= 0 && new <= room)
			set_count(new);
		else
			error = EINVAL;
	}
	sx_xunlock(&drawers_sx);
	return (error);
}

static int
dyn_sysctl_load(void)
{

	sysctl_ctx_init(&drawers_ctx);
	drawers_node = SYSCTL_ADD_ROOT_NODE(&drawers_ctx, OID_AUTO, "drawers",
	    CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, "The dyn_sysctl example");
	/* NULL: there is something else of that name. */
	if (drawers_node == NULL) {
		sysctl_ctx_free(&drawers_ctx);
		return (EEXIST);
	}
	SYSCTL_ADD_PROC(&drawers_ctx, SYSCTL_CHILDREN(drawers_node), OID_AUTO,
	    "count", CTLTYPE_INT | CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, 0,
	    drawers_count, "I", "How many drawers there are");
	sx_xlock(&drawers_sx);
	room = MAX_DRAWERS;
	set_count(2);
	sx_xunlock(&drawers_sx);
	return (0);
}

/* Until its variable is gone, somebody may still ask for more drawers. */
static int
dyn_sysctl_unload(void)
{

	sx_xlock(&drawers_sx);
	room = 0;
	set_count(0);
	sx_xunlock(&drawers_sx);
	return (sysctl_ctx_free(&drawers_ctx));
}

static int
dyn_sysctl_modevent(module_t mod, int what, void *arg)
{

	switch (what) {
	case MOD_LOAD:
		return (dyn_sysctl_load());
	case MOD_UNLOAD:
		return (dyn_sysctl_unload());
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t dyn_sysctl_mod = {
	"dyn_sysctl", dyn_sysctl_modevent, NULL
};
DECLARE_MODULE(dyn_sysctl, dyn_sysctl_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
MODULE_VERSION(dyn_sysctl, 1);
