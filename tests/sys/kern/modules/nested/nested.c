/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Loads another module from MOD_LOAD, and from the handler of a sysctl.  The
 * kernel environment says which one, how long MOD_LOAD waits before that, and
 * what it returns.  Built as nested, nested2 and nested3.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/linker.h>
#include <sys/malloc.h>
#include <sys/module.h>
#include <sys/proc.h>
#include <sys/sysctl.h>

#define	STRING(name)	__XSTRING(name)

SYSCTL_DECL(_debug);
SYSCTL_NODE(_debug, OID_AUTO, NAME, CTLFLAG_RW | CTLFLAG_MPSAFE, NULL,
    "Loads modules");

static int loaded;		/* the id of what MOD_LOAD has loaded */

static int
nested_load(void)
{
	char *name;
	int error, id, value;

	if (getenv_int(STRING(NAME) ".pause", &value))
		pause("nested", value);
	error = 0;
	id = 0;
	name = kern_getenv(STRING(NAME) ".load");
	if (name != NULL) {
		error = kern_kldload(curthread, name, &id);
		freeenv(name);
	}
	if (error == 0 && getenv_int(STRING(NAME) ".error", &value))
		error = value;
	if (error == 0)
		loaded = id;
	return (error);
}

static void
nested_unload(void)
{

	if (loaded != 0)
		(void)kern_kldunload(curthread, loaded, LINKER_UNLOAD_NORMAL);
}

static int
sysctl_load(SYSCTL_HANDLER_ARGS)
{
	char name[64];
	int error;

	name[0] = '\0';
	error = sysctl_handle_string(oidp, name, sizeof(name), req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	pause("nested", 10);
	return (kern_kldload(curthread, name, NULL));
}
SYSCTL_PROC(__CONCAT(_debug_, NAME), OID_AUTO, load,
    CTLTYPE_STRING | CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, 0, sysctl_load, "A",
    "Load this module, a little later");

static int
sysctl_unload(SYSCTL_HANDLER_ARGS)
{
	int error, id;

	id = 0;
	error = sysctl_handle_int(oidp, &id, 0, req);
	if (error != 0 || req->newptr == NULL)
		return (error);
	return (kern_kldunload(curthread, id, LINKER_UNLOAD_FORCE));
}
SYSCTL_PROC(__CONCAT(_debug_, NAME), OID_AUTO, unload,
    CTLTYPE_INT | CTLFLAG_RW | CTLFLAG_MPSAFE, NULL, 0, sysctl_unload, "I",
    "Unload the file with this id");

static int
nested_modevent(module_t mod __unused, int what, void *arg __unused)
{

	switch (what) {
	case MOD_LOAD:
		return (nested_load());
	case MOD_UNLOAD:
		nested_unload();
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t nested_mod = { STRING(NAME), nested_modevent, NULL };
#define	NESTED_MODULE(name)						\
	DECLARE_MODULE(name, nested_mod, SI_SUB_DRIVERS, SI_ORDER_MIDDLE); \
	MODULE_VERSION(name, 1)
NESTED_MODULE(NAME);
