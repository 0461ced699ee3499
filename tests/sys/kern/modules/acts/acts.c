/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Loads, unloads or refers to a file at the events of its life: at EVENT the
 * one that the variable acts.EVENT of the kernel environment says, as +NAME,
 * -ID or =MODULE.  MOD_LOAD returns the number in acts.error.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/module.h>
#include <sys/proc.h>

static int
refer(const char *module)
{
	linker_file_t lf;
	int error;

	error = linker_reference_module(module, NULL, &lf);
	return (error == 0 ? linker_release_module(lf) : error);
}

static int
act_on(const char *what)
{

	switch (*what) {
	case '+':
		return (kern_kldload(curthread, what + 1, NULL));
	case '-':
		return (kern_kldunload(curthread,
		    (int)strtol(what + 1, NULL, 10), LINKER_UNLOAD_FORCE));
	default:
		return (refer(what + 1));
	}
}

static void
act(const char *event)
{
	char variable[32], *what;

	snprintf(variable, sizeof(variable), "acts.%s", event);
	what = kern_getenv(variable);
	if (what == NULL)
		return;
	printf("acts: %s %s: %d\n", event, what, act_on(what));
	freeenv(what);
}

static void
up(void *arg __unused)
{

	act("sysinit");
}
SYSINIT(acts_up, SI_SUB_DRIVERS, SI_ORDER_FIRST, up, NULL);

static void
down(void *arg __unused)
{

	act("sysuninit");
}
SYSUNINIT(acts_down, SI_SUB_DRIVERS, SI_ORDER_FIRST, down, NULL);

static int
acts_modevent(module_t mod __unused, int what, void *arg __unused)
{
	int error;

	switch (what) {
	case MOD_LOAD:
		act("load");
		return (getenv_int("acts.error", &error) ? error : 0);
	case MOD_QUIESCE:
		act("quiesce");
		return (0);
	case MOD_UNLOAD:
		act("unload");
		return (0);
	case MOD_SHUTDOWN:
		act("shutdown");
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t acts_mod = { "acts", acts_modevent, NULL };
DECLARE_MODULE(acts, acts_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE);
MODULE_VERSION(acts, 1);
