/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Prints the linker's events, and refuses unloads with debug.watcher.refuse.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/module.h>
#include <sys/sysctl.h>

static int refuse;
SYSCTL_NODE(_debug, OID_AUTO, watcher, CTLFLAG_RW, 0, "Events of the linker");
SYSCTL_INT(_debug_watcher, OID_AUTO, refuse, CTLFLAG_RW, &refuse, 0,
    "Refuse to unload files, with this errno");

static eventhandler_tag load_tag, try_tag, unload_tag;

static void
watch_load(void *arg, linker_file_t lf)
{

	printf("watcher: load %s %s\n", (char *)arg,
	    lf != NULL ? "a file" : "nothing");
}

static void
watch_try(void *arg __unused, linker_file_t lf, int *error)
{

	printf("watcher: try %s\n", lf != NULL ? "a file" : "nothing");
	if (*error == 0)
		*error = refuse;
}

static void
watch_unload(void *arg __unused, const char *filename, caddr_t address,
    size_t size)
{

	printf("watcher: unload %s %s\n", filename,
	    address != NULL && size > 0 ? "somewhere" : "nowhere");
}

static int
watcher_modevent(module_t mod __unused, int what, void *arg __unused)
{
	static char said[] = "said";

	switch (what) {
	case MOD_LOAD:
		load_tag = EVENTHANDLER_REGISTER(kld_load, watch_load, said,
		    EVENTHANDLER_PRI_ANY);
		try_tag = EVENTHANDLER_REGISTER(kld_unload_try, watch_try,
		    NULL, EVENTHANDLER_PRI_ANY);
		unload_tag = EVENTHANDLER_REGISTER(kld_unload, watch_unload,
		    NULL, EVENTHANDLER_PRI_ANY);
		return (0);
	case MOD_UNLOAD:
		EVENTHANDLER_DEREGISTER(kld_load, load_tag);
		EVENTHANDLER_DEREGISTER(kld_unload_try, try_tag);
		EVENTHANDLER_DEREGISTER(kld_unload, unload_tag);
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t watcher_mod = { "watcher", watcher_modevent, NULL };
DECLARE_MODULE(watcher, watcher_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
