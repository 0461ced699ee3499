/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * The events of the linker, for whoever has asked for them with
 * EVENTHANDLER(9).  No lock is held.
 */
#include <sys/param.h>
#include <sys/systm.h>
#include <sys/errno.h>
#include <sys/eventhandler.h>
#include <sys/kernel.h>
#include <sys/linker.h>

#include "linker_if.h"

EVENTHANDLER_LIST_DEFINE(kld_load);
EVENTHANDLER_LIST_DEFINE(kld_unload);
EVENTHANDLER_LIST_DEFINE(kld_unload_try);

/* A file has started. */
void
linker_event_load(struct linker_file *lf)
{

	EVENTHANDLER_DIRECT_INVOKE(kld_load, lf);
}

/* A file is to be unloaded; a handler may refuse that with an error. */
int
linker_event_unload_try(struct linker_file *lf)
{
	int error;

	error = 0;
	EVENTHANDLER_DIRECT_INVOKE(kld_unload_try, lf, &error);
	if (error != 0)
		return (linker_error(EBUSY, "%s: a handler of kld_unload_try "
		    "refuses (%s)", lf->filename, errname(error)));
	return (0);
}

/* A file has gone, and its memory. */
void
linker_event_unload(const char *filename, caddr_t address, size_t size)
{

	EVENTHANDLER_DIRECT_INVOKE(kld_unload, filename, address, size);
}
