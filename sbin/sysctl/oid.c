/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(8): variables of the kernel: find, walk, describe, read.
 *
 * All of it by the variables { CTL_SYSCTL, what, ... } in which the kernel
 * describes its own tree; see sysctl(9).
 */

#include <sys/types.h>
#include <sys/sysctl.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "local.h"

/*
 * Ask the kernel about a variable.
 */
static int
query(int what, const struct oid *oid, void *buf, size_t *len)
{
	int mib[CTL_MAXNAME + 2];

	mib[0] = CTL_SYSCTL;
	mib[1] = what;
	memcpy(mib + 2, oid->mib, oid->len * sizeof(int));
	return (sysctl(mib, (u_int)(oid->len + 2), buf, len, NULL, 0));
}

/*
 * Fill in the kind, the format and, unless the caller gave it, the name.
 */
static int
complete(struct oid *oid, bool named)
{
	struct {
		u_int	kind;
		char	fmt[sizeof(oid->fmt)];
	} answer;
	size_t len;

	memset(&answer, 0, sizeof(answer));
	len = sizeof(answer) - 1;
	if (query(CTL_SYSCTL_OIDFMT, oid, &answer, &len) != 0)
		return (-1);
	oid->kind = answer.kind;
	memcpy(oid->fmt, answer.fmt, sizeof(oid->fmt));

	if (named)
		return (0);
	memset(oid->name, 0, sizeof(oid->name));
	len = sizeof(oid->name) - 1;
	return (query(CTL_SYSCTL_NAME, oid, oid->name, &len));
}

int
oid_find(const char *name, struct oid *oid)
{

	if (strlen(name) >= sizeof(oid->name)) {
		errno = ENAMETOOLONG;
		return (-1);
	}
	strcpy(oid->name, name);
	oid->len = CTL_MAXNAME;
	if (sysctlnametomib(name, oid->mib, &oid->len) != 0)
		return (-1);
	return (complete(oid, true));
}

/*
 * The first leaf after this place of the tree; NULL is the beginning.
 */
int
oid_next(const struct oid *after, struct oid *oid)
{
	/* Every tree has a "kern"; what comes before it is no variable. */
	static const struct oid begin = { .mib = { CTL_KERN }, .len = 1 };
	size_t len;

	len = sizeof(oid->mib);
	if (query(CTL_SYSCTL_NEXT, after != NULL ? after : &begin, oid->mib,
	    &len) != 0)
		return (-1);
	oid->len = len / sizeof(int);
	return (complete(oid, false));
}

bool
oid_within(const struct oid *oid, const struct oid *node)
{

	return (oid->len >= node->len && memcmp(oid->mib, node->mib,
	    node->len * sizeof(int)) == 0);
}

int
oid_descr(const struct oid *oid, char *buf, size_t size)
{
	size_t len;

	memset(buf, 0, size);
	len = size - 1;
	return (query(CTL_SYSCTL_OIDDESCR, oid, buf, &len));
}

/*
 * The value, in memory that the caller frees, with a NUL behind it.
 * A value that grows between the two calls is asked for again.
 */
void *
oid_read(const struct oid *oid, size_t *len)
{
	char *buf, *bigger;
	size_t size;

	size = 0;
	if (sysctl(oid->mib, (u_int)oid->len, NULL, &size, NULL, 0) != 0)
		return (NULL);
	buf = NULL;
	for (;;) {
		size += size / 8 + 64;
		if ((bigger = realloc(buf, size + 1)) == NULL)
			break;
		buf = bigger;
		*len = size;
		if (sysctl(oid->mib, (u_int)oid->len, buf, len, NULL, 0) ==
		    0) {
			buf[*len] = '\0';
			return (buf);
		}
		if (errno != ENOMEM)
			break;
	}
	free(buf);
	return (NULL);
}
