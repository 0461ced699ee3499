/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * lamp: the driver of a lamp that there is not.  What the lamp is to do comes
 * as firmware(9), by the name of an image; the images lie in another module,
 * lampfw.ko, which comes and goes by itself:
 *
 *	# kldload lamp
 *	# kldstat
 *	# sysctl lamp.mode=night lamp.pattern
 *	# kldunload lamp
 *	# kldstat
 */

#include <sys/param.h>
#include <sys/systm.h>
#include <sys/kernel.h>
#include <sys/lock.h>
#include <sys/module.h>
#include <sys/sx.h>
#include <sys/sysctl.h>
#include <sys/linker.h>
#include <sys/firmware.h>

#define	MODE_MAX	16

SYSCTL_ROOT_NODE(OID_AUTO, lamp, CTLFLAG_RW | CTLFLAG_MPSAFE, NULL,
    "The firmware example");

/*
 * The image in use; NULL while the module starts and ends, when the variables
 * are there already, or still.  An sx, as firmware_get() sleeps.
 */
static struct sx lamp_sx;
SX_SYSINIT(lamp, &lamp_sx, "lamp");
static const struct firmware *pattern;
static char mode[MODE_MAX] = "day";

/*
 * Change to the image of a mode.  The first use of an image loads the module
 * that holds it; FIRMWARE_UNLOAD lets that go with the last use of any.
 */
static int
set_mode(const char *new)
{
	char name[sizeof("lamp-") + MODE_MAX];
	const struct firmware *fp;

	sx_assert(&lamp_sx, SA_XLOCKED);
	snprintf(name, sizeof(name), "lamp-%s", new);
	fp = firmware_get(name);
	if (fp == NULL)
		return (ENOENT);
	if (pattern != NULL)
		firmware_put(pattern, FIRMWARE_UNLOAD);
	pattern = fp;
	strlcpy(mode, new, sizeof(mode));
	printf("lamp: %s version %u, %zu bytes\n", fp->name, fp->version,
	    fp->datasize);
	return (0);
}

static int
lamp_mode(SYSCTL_HANDLER_ARGS)
{
	char new[MODE_MAX];
	int error;

	sx_xlock(&lamp_sx);
	strlcpy(new, mode, sizeof(new));
	error = sysctl_handle_string(oidp, new, sizeof(new), req);
	if (error == 0 && req->newptr != NULL)
		error = pattern != NULL ? set_mode(new) : ENXIO;
	sx_xunlock(&lamp_sx);
	return (error);
}
SYSCTL_PROC(_lamp, OID_AUTO, mode, CTLTYPE_STRING | CTLFLAG_RW |
    CTLFLAG_MPSAFE, NULL, 0, lamp_mode, "A", "day or night");

/* The image is bytes, not a string: it has no NUL. */
static int
lamp_pattern(SYSCTL_HANDLER_ARGS)
{
	int error;

	error = ENXIO;
	sx_slock(&lamp_sx);
	if (pattern != NULL)
		error = SYSCTL_OUT(req, pattern->data, pattern->datasize);
	if (error == 0)
		error = SYSCTL_OUT(req, "", 1);
	sx_sunlock(&lamp_sx);
	return (error);
}
SYSCTL_PROC(_lamp, OID_AUTO, pattern, CTLTYPE_STRING | CTLFLAG_RD |
    CTLFLAG_MPSAFE, NULL, 0, lamp_pattern, "A", "What the lamp does");

static int
lamp_modevent(module_t mod, int what, void *arg)
{
	int error;

	switch (what) {
	case MOD_LOAD:
		sx_xlock(&lamp_sx);
		error = set_mode(mode);
		sx_xunlock(&lamp_sx);
		return (error);
	case MOD_UNLOAD:
		/* This also follows a MOD_LOAD that failed. */
		sx_xlock(&lamp_sx);
		if (pattern != NULL)
			firmware_put(pattern, FIRMWARE_UNLOAD);
		pattern = NULL;
		sx_xunlock(&lamp_sx);
		return (0);
	default:
		return (EOPNOTSUPP);
	}
}

static moduledata_t lamp_mod = { "lamp", lamp_modevent, NULL };
DECLARE_MODULE(lamp, lamp_mod, SI_SUB_DRIVERS, SI_ORDER_ANY);
MODULE_VERSION(lamp, 1);
MODULE_DEPEND(lamp, firmware, 1, 1, 1);
