/*-
 * Copyright (c) 2026 The kld authors
 * SPDX-License-Identifier: BSD-2-Clause
 *
 * sysctl(8): what its parts share.
 */

#ifndef _LOCAL_H_
#define	_LOCAL_H_

#include <sys/types.h>
#include <sys/sysctl.h>

#include <stdbool.h>

struct oid {
	int	mib[CTL_MAXNAME];
	size_t	len;			/* numbers in mib */
	u_int	kind;			/* CTLTYPE_* | CTLFLAG_* */
	char	name[1024];
	char	fmt[128];
};

struct options {
	bool	bflag;			/* raw bytes */
	bool	dflag;			/* description */
	bool	eflag;			/* name=value */
	bool	iflag;			/* unknown names are no error */
	bool	nflag;			/* no names */
	bool	Nflag;			/* names only */
	bool	oflag;			/* opaque ones: the first bytes */
	bool	qflag;			/* fewer warnings */
	bool	tflag;			/* type */
	bool	xflag;			/* hexadecimal */
	bool	Tflag;			/* only tunables */
	bool	Wflag;			/* only writable ones */
};

extern struct options opt;

/* oid.c.  0, or -1 with errno (ENOENT: no such variable). */
int	oid_find(const char *name, struct oid *oid);
int	oid_next(const struct oid *after, struct oid *oid);
bool	oid_within(const struct oid *oid, const struct oid *node);
int	oid_descr(const struct oid *oid, char *buf, size_t size);
void	*oid_read(const struct oid *oid, size_t *len);

/* value.c */
const char *value_type(const struct oid *oid);
bool	value_printable(const struct oid *oid);
void	value_print(const struct oid *oid, const void *data, size_t len);
void	*value_parse(const struct oid *oid, const char *text, size_t *len);

#endif /* !_LOCAL_H_ */
