/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * getprogname(3): the last part of the name that the program was called by.
 */
#include <stdlib.h>
#include <string.h>

extern const char	*__progname;

const char *
getprogname(void)
{

	return (__progname);
}

void
setprogname(const char *name)
{
	const char *slash;

	slash = strrchr(name, '/');
	__progname = slash != NULL ? slash + 1 : name;
}
