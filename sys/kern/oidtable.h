/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * Hash tables of struct sysctl_oid; the tree's lock protects them.
 */
#ifndef _KERN_OIDTABLE_H_
#define	_KERN_OIDTABLE_H_

#include <sys/types.h>

struct sysctl_oid;

struct oidtable {
	uint32_t	(*hash)(const struct sysctl_oid *);
	struct sysctl_oid **slots;	/* NULL until the first insertion */
	u_int		mask;		/* size, a power of two, less one */
	u_int		used;
};

/* May sleep for memory. */
void	oidtable_insert(struct oidtable *t, struct sysctl_oid *oid);
/* oid must be in the table. */
void	oidtable_remove(struct oidtable *t, struct sysctl_oid *oid);
/* The one with that hash that matches the key, or NULL. */
struct sysctl_oid *oidtable_find(const struct oidtable *t, uint32_t hash,
	    bool (*match)(const struct sysctl_oid *, const void *),
	    const void *key);

#endif /* !_KERN_OIDTABLE_H_ */
