/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * config_intrhook(9): prints when its hooks are called.  One is disestablished
 * some ticks later by a callout; an unload waits for that.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/callout.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/module.h>
#include <sys/vnode.h>

#define	DELAY_TICKS	20

static struct intr_config_hook hook;
static struct callout later;
static eventhandler_tag root_tag;
static volatile bool ended;

static const char *
when(void)
{

	return (rootvnode != NULL ? "with the root" : "before the root");
}

static void
end_hook(void *arg __unused)
{

	printf("hooks: ended %s\n", when());
	config_intrhook_disestablish(&hook);
	ended = true;
}

static void
hook_called(void *arg)
{

	if (arg != &hook)
		panic("hooks: a wrong argument");
	printf("hooks: called %s\n", when());
	if (config_intrhook_establish(&hook) == 0)
		panic("hooks: established twice");
	callout_reset(&later, DELAY_TICKS, end_hook, NULL);
}

static void
once(void *arg __unused)
{

	printf("hooks: once\n");
}

static void
root_is_there(void *arg __unused)
{

	printf("hooks: root\n");
}

static int
hooks_modevent(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		callout_init(&later, 1);
		root_tag = EVENTHANDLER_REGISTER(mountroot, root_is_there,
		    NULL, EVENTHANDLER_PRI_ANY);
		hook.ich_func = hook_called;
		hook.ich_arg = &hook;
		if (config_intrhook_establish(&hook) != 0)
			return (EBUSY);
		printf("hooks: established\n");
		config_intrhook_oneshot(once, NULL);
		return (0);
	case MOD_UNLOAD:
		while (!ended)
			pause("hooks", 1);
		callout_drain(&later);
		EVENTHANDLER_DEREGISTER(mountroot, root_tag);
		printf("hooks: unloaded\n");
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t hooks_mod = { "hooks", hooks_modevent, NULL };
DECLARE_MODULE(hooks, hooks_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
