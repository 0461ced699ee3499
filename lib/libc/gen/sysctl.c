/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(3): kernel state by number and by name.
 */
#include <sys/types.h>
#include <sys/sysctl.h>
#include <string.h>

int	__sysctl(const int *, u_int, void *, size_t *, const void *, size_t);

/* { 0, 3 } of the tree turns a name into numbers. */
#define	CTL_SYSCTL_NODE		0
#define	CTL_NAME2OID_LEAF	3

int
sysctl(const int *name, u_int namelen, void *old, size_t *oldlen,
    const void *new, size_t newlen)
{

	return (__sysctl(name, namelen, old, oldlen, new, newlen));
}

int
sysctlnametomib(const char *name, int *mib, size_t *miblen)
{
	int oid[2] = { CTL_SYSCTL_NODE, CTL_NAME2OID_LEAF };
	size_t len;

	len = *miblen * sizeof(int);
	if (sysctl(oid, 2, mib, &len, name, strlen(name)) == -1)
		return (-1);
	*miblen = len / sizeof(int);
	return (0);
}

int
sysctlbyname(const char *name, void *old, size_t *oldlen, const void *new,
    size_t newlen)
{
	int mib[CTL_MAXNAME];
	size_t len;

	len = CTL_MAXNAME;
	if (sysctlnametomib(name, mib, &len) == -1)
		return (-1);
	return (sysctl(mib, len, old, oldlen, new, newlen));
}
