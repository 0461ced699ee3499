/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Inside sysctl: between the tree (kern_sysctl.c), requests
 * (sysctl_request.c) and questions about the tree (sysctl_query.c).
 */
#ifndef _KERN_SYSCTL_IF_H_
#define	_KERN_SYSCTL_IF_H_

#include <sys/types.h>

struct sysctl_oid;
struct sysctl_oid_list;
struct sx;

/* The tree, its tables, and CTLFLAG_DYING. */
extern struct sx sysctl_lock;

/* Lock held. */
struct sysctl_oid *sysctl_find_number(struct sysctl_oid_list *list,
	    int number);

/*
 * Give a variable its first value from the kernel environment, if it has one
 * there.  Lock held exclusively; released while the handler runs.
 */
void	sysctl_load_tunable(struct sysctl_oid *oid);

/*
 * The numbers of a name with dots.  ENOENT, ENAMETOOLONG (too many levels).
 * Lock not held.
 */
int	sysctl_name2oid(const char *name, int *oid, u_int *len);

#endif /* !_KERN_SYSCTL_IF_H_ */
